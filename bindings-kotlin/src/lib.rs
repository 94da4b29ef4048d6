//! The native library behind `io.github.dgspay:dgspay`. What crosses is written in the core, in its `border` files; this
//! crate only makes a library of it that the JVM can load.

mod crossing;

dgspay::uniffi_reexport_scaffolding!();
