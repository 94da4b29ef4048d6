//! DGS-Pay v2: mobile money in Rwanda, the wallet, and the transactions (`protocol/dgs-pay.md`).
//!
//! One file per resource holds its requests and answers and how they are written and read; none of them does any IO.

mod callback;
mod charges;
mod envelope;
mod transactions;
mod vocabulary;
mod wallet;

#[cfg(all(feature = "kotlin", feature = "client"))]
mod border;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod settings;

pub use charges::{Charge, Customer, MobileMoneyCharge, NextAction, NextActionKind};
#[cfg(feature = "client")]
#[doc(hidden)]
pub use client::{CancelToken, panic_for_tests, run};
#[cfg(feature = "client")]
pub use client::{Charges, DgsPay, TransactionPager, Transactions, Wallet};
#[cfg(feature = "client")]
pub use settings::{CallOptions, DgsPayBuilder};
pub use transactions::{Transaction, TransactionFilter, TransactionPage};
pub use vocabulary::{Environment, PaymentMethod, PaymentStatus};
pub use wallet::Balance;
