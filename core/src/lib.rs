//! Payments in East Africa: DGS-Pay v2 (Rwanda) and RohoPay v1 (Uganda, Kenya, Tanzania, Rwanda).
//!
//! A money call says what is known (executed, not executed, unknown), cannot pay twice, cannot be fooled by a webhook, and
//! cannot leak a key.
//!
//! The map of this crate, in the direction in which things depend on each other:
//!
//! | part | what is in it |
//! | --- | --- |
//! | [`money`], [`rate`], [`currency`], [`phone`], [`secret`] | values |
//! | [`error`] | the one table of errors |
//! | [`fees`] | what an amount costs, and what amount brings another |
//! | [`card`] | cards and PINs, encrypted where they are typed; what the fields show meanwhile |
//! | [`time`], [`vocabulary`] | what the services write: points in time, and words |
//! | [`dgs`], [`roho`] | a service each: one file per resource, its requests and answers, without any IO; and the client |
//! | [`webhook`] | signatures and events |
//! | `http` | what may be retried, what an end means, and the bytes on the wire |
//!
//! A call flows one way: arguments, request builder (pure), policy, transport, envelope, decoder (pure), model.
//!
//! The features follow the same direction. Without any there are the first four lines, which is what a customer's app may
//! have; `services` adds all that is pure; `client` the clients, over a transport that is a seam; `hyper` the transport of
//! servers, and `foreign-transport` that of a host which brings its own.

#![forbid(unsafe_code)]
#![cfg_attr(
    not(any(feature = "hyper", feature = "foreign-transport")),
    allow(dead_code, unused_imports, reason = "much is written for clients over a transport")
)]

#[cfg(feature = "kotlin")]
uniffi::setup_scaffolding!();

pub mod card;
pub mod currency;
#[cfg(feature = "services")]
pub mod dgs;
pub mod error;
pub mod fees;
#[cfg(feature = "services")]
mod fields;
mod hex;
#[cfg(feature = "services")]
mod http;
pub mod money;
#[cfg(feature = "node")]
#[doc(hidden)]
pub mod node;
#[cfg(feature = "client")]
mod pager;
pub mod phone;
#[cfg(feature = "python")]
#[doc(hidden)]
pub mod python;
pub mod rate;
#[cfg(feature = "services")]
pub mod roho;
pub mod secret;
#[cfg(all(test, feature = "services"))]
mod testing;
#[cfg(feature = "services")]
pub mod time;
#[cfg(feature = "services")]
pub mod vocabulary;
#[cfg(feature = "services")]
pub mod webhook;
#[cfg(feature = "services")]
mod wire;

pub use card::{Card, CardEncryptor, EncryptedCard, EncryptedPin, NonceFormat};
pub use card::{CardBrand, CardEntry, CardExpiryEntry, CardNumberEntry, YearMonth};
pub use currency::Currency;
#[cfg(feature = "services")]
pub use dgs::{
    AmountType, Balance, Bank, BankPayout, BillingAddress, CardCharge, Charge, Conversion, ConversionPreview, Customer,
    MobileMoneyCharge, MobileMoneyPayout, NewPaymentLink, NextAction, NextActionKind, PaymentLink, PaymentLinkDetails,
    PaymentLinkFilter, PaymentLinkPage, PaymentLinkStats, PaymentLinkStatus, PaymentLinkUpdate, Payout, RecentCharge,
    Transaction, TransactionFilter, TransactionPage,
};
#[cfg(feature = "client")]
pub use dgs::{DgsPay, DgsPayBuilder};
pub use error::{Error, ErrorClass, ErrorCode, ErrorInfo, Outcome, Result};
pub use fees::{FeeQuote, FeeRounding, FeeSchedule, FeeTier};
#[cfg(feature = "client")]
pub use http::CallOptions;
#[cfg(feature = "client")]
#[doc(hidden)]
pub use http::{Blocking, CancelToken, panic_for_tests, run};
pub use money::Money;
#[cfg(feature = "client")]
pub use pager::Pager;
pub use phone::{Country, MobileNetwork, PhoneNumber};
pub use rate::Rate;
#[cfg(feature = "services")]
pub use roho::{
    CheckoutRequest, CheckoutReturn, CheckoutSession, CollectionRequest, DisbursementRequest, RohoBalance,
    RohoTransaction, RohoTransactionFilter, RohoTransactionPage, TransactionType,
};
#[cfg(feature = "client")]
pub use roho::{RohoPay, RohoPayBuilder};
pub use secret::Secret;
#[cfg(feature = "services")]
pub use time::Timestamp;
#[cfg(feature = "services")]
pub use vocabulary::{DestinationType, Environment, PaymentMethod, PaymentStatus};
#[cfg(feature = "services")]
pub use webhook::{Event, Recipient, Webhook};

/// The crate's README, whose code is compiled with the tests.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
