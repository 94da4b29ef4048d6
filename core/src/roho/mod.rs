//! RohoPay v1: collections, payouts and card checkout in Uganda, Kenya, Tanzania and Rwanda (`protocol/rohopay.md`).
//!
//! One file per resource holds its requests and answers and how they are written and read; none of them does any IO. The
//! methods have the names that the service's own SDK taught people.

mod checkout;
mod envelope;
mod fields;
mod idempotency;
mod movement;
mod transaction;
mod wallet;

#[cfg(all(feature = "kotlin", feature = "client"))]
mod border;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod settings;
#[cfg(test)]
mod tests;

pub use checkout::{CheckoutRequest, CheckoutReturn, CheckoutSession};
#[cfg(feature = "client")]
pub use client::RohoPay;
pub use movement::{CollectionRequest, DisbursementRequest};
#[cfg(feature = "client")]
pub use settings::RohoPayBuilder;
pub use transaction::{RohoTransaction, RohoTransactionFilter, RohoTransactionPage, TransactionType};
pub use wallet::RohoBalance;
