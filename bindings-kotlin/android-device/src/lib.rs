//! The native library behind `io.github.dgspay:dgspay-android-device`, for devices that a merchant owns. The bytes are carried
//! by the transport that Kotlin installs. What crosses is written in the core, in its `border` files.

#[path = "../../src/crossing.rs"]
mod crossing;

dgspay::uniffi_reexport_scaffolding!();
