//! DGS-Pay v2: charges by mobile money and card, payment links, disbursements, the wallet and its conversions, and the
//! transactions (`protocol/dgs-pay.md`).
//!
//! One file per resource holds its requests and answers and how they are written and read; none of them does any IO.

mod banks;
mod callback;
mod charges;
mod disbursements;
mod envelope;
mod paging;
mod payment_links;
mod scenario;
mod transactions;
mod wallet;

#[cfg(all(feature = "kotlin", feature = "client"))]
mod border;
#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod settings;
#[cfg(test)]
mod tests;

pub use crate::vocabulary::{DestinationType, Environment, PaymentMethod, PaymentStatus};
pub use banks::Bank;
pub use charges::{BillingAddress, CardCharge, Charge, Customer, MobileMoneyCharge, NextAction, NextActionKind};
#[doc(hidden)]
pub use charges::{read_charge_for_tests, write_charge_for_tests};
#[cfg(feature = "client")]
pub use client::{Banks, Charges, DgsPay, Disbursements, PaymentLinks, Transactions, Wallet};
pub use disbursements::{BankPayout, MobileMoneyPayout, Payout};
pub use payment_links::{
    AmountType, NewPaymentLink, PaymentLink, PaymentLinkDetails, PaymentLinkFilter, PaymentLinkPage, PaymentLinkStats,
    PaymentLinkStatus, PaymentLinkUpdate, RecentCharge,
};
#[cfg(feature = "client")]
pub use settings::DgsPayBuilder;
pub use transactions::{Transaction, TransactionFilter, TransactionPage};
pub use wallet::{Balance, Conversion, ConversionPreview};
