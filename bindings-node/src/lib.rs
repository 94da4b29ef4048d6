//! The native module behind `dgspay` for Node.js. It is private: the public layer is `ts/`.
//!
//! Nothing happens when it is loaded. A call runs on the core's own threads and settles its promise from there, so a
//! pending call keeps the process alive and an idle client does not. Every failure is thrown as an error whose property
//! `info` is the core's `ErrorInfo`; the public layer throws the class that it names.

mod call;
mod card;
mod client;
mod fees;
mod money;
mod phone;
mod roho;
mod service;
mod webhook;
