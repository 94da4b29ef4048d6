//! dgspay
