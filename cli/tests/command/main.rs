//! The command as a user runs it: the built binary, against a sandbox that each test opens for itself.

mod charges;
mod links;
mod looks;
mod own;
mod payouts;
mod payroll;
mod roho_payroll;
mod rohopay;
mod settings;
#[cfg(target_os = "linux")]
mod terminal;
mod wallet;
mod webhooks;
mod world;
