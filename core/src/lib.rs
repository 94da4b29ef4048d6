//! Payments in East Africa: DGS-Pay v2 (Rwanda) and RohoPay v1 (Uganda, Kenya, Tanzania, Rwanda).
//!
//! A money call says what is known (executed, not executed, unknown), cannot pay twice, cannot be fooled by a webhook, and
//! cannot leak a key.
//!
//! The map of this crate, in the direction in which things depend on each other:
//!
//! | part | what is in it |
//! | --- | --- |
//! | [`money`], [`rate`], [`currency`], [`phone`], [`time`], [`secret`] | values |
//! | [`error`] | the one table of errors |
//! | [`fees`] | what an amount costs, and what amount brings another |
//! | [`card`] | cards and PINs, encrypted where they are typed; what the fields show meanwhile |
//! | [`dgs`], [`roho`] | a service each: one file per resource, its requests and answers, without any IO; and the client |
//! | [`webhook`] | signatures and events |
//! | `http` | what may be retried, what an end means, and the bytes on the wire |
//!
//! A call flows one way: arguments, request builder (pure), policy, transport, envelope, decoder (pure), model.

#![forbid(unsafe_code)]

#[cfg(feature = "kotlin")]
uniffi::setup_scaffolding!();

pub mod card;
pub mod currency;
#[cfg_attr(not(feature = "client"), allow(dead_code, unused_imports, reason = "requests are written for the client"))]
pub mod dgs;
pub mod error;
pub mod fees;
#[cfg_attr(not(feature = "client"), allow(dead_code, reason = "requests are written for the client"))]
mod fields;
#[cfg_attr(not(feature = "client"), allow(dead_code, unused_imports, reason = "only its plain data is used"))]
mod http;
pub mod money;
#[cfg(feature = "client")]
mod pager;
pub mod phone;
#[cfg(feature = "python")]
#[doc(hidden)]
pub mod python;
pub mod rate;
#[cfg_attr(not(feature = "client"), allow(dead_code, unused_imports, reason = "requests are written for the client"))]
pub mod roho;
pub mod secret;
#[cfg(test)]
mod testing;
pub mod time;
pub mod vocabulary;
pub mod webhook;
mod wire;

pub use card::{Card, CardEncryptor, EncryptedCard, EncryptedPin, NonceFormat};
pub use card::{CardBrand, CardEntry, CardExpiryEntry, CardNumberEntry, YearMonth};
pub use currency::Currency;
pub use dgs::{
    AmountType, DestinationType, Environment, NextActionKind, PaymentLinkStatus, PaymentMethod, PaymentStatus,
};
pub use dgs::{Balance, Conversion, ConversionPreview};
pub use dgs::{Bank, BankPayout, MobileMoneyPayout, Payout};
pub use dgs::{BillingAddress, CardCharge, Charge, Customer, MobileMoneyCharge, NextAction};
#[cfg(feature = "client")]
pub use dgs::{CallOptions, DgsPay, DgsPayBuilder};
pub use dgs::{NewPaymentLink, PaymentLinkFilter, PaymentLinkUpdate};
pub use dgs::{PaymentLink, PaymentLinkDetails, PaymentLinkPage, PaymentLinkStats, RecentCharge};
pub use dgs::{Transaction, TransactionFilter, TransactionPage};
pub use error::{Error, ErrorClass, ErrorCode, ErrorInfo, Outcome, Result};
pub use fees::{FeeQuote, FeeRounding, FeeSchedule, FeeTier};
pub use money::Money;
pub use phone::{Country, MobileNetwork, PhoneNumber};
pub use rate::Rate;
pub use roho::{CheckoutRequest, CheckoutReturn, CheckoutSession, CollectionRequest, DisbursementRequest};
pub use roho::{RohoBalance, RohoTransaction, RohoTransactionFilter, RohoTransactionPage, TransactionType};
#[cfg(feature = "client")]
pub use roho::{RohoPay, RohoPayBuilder};
pub use secret::Secret;
pub use time::Timestamp;
pub use webhook::{Event, Recipient, Webhook};

/// The crate's README, whose code is compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
