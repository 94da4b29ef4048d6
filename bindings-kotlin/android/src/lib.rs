//! The native library behind `io.github.dgspay:dgspay-android`, for apps that customers install: it holds nothing that an app
//! must not have. What crosses is written in the core, in its `border` files.

dgspay::uniffi_reexport_scaffolding!();
