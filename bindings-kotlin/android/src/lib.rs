//! The native library behind `io.github.dgspay:dgspay-android`, for apps that customers install: it holds nothing that an app
//! must not have. What crosses is written in the core, in its `border` files.

#[path = "../../src/crossing.rs"]
mod crossing;

dgspay::uniffi_reexport_scaffolding!();
