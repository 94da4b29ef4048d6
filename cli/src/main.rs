//! dgspay
fn main() {}
