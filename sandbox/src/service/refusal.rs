//! How an API says no, before a service puts it into its own words.

use std::collections::BTreeMap;

use hyper::StatusCode;
use serde::Serialize;

use crate::ledger::LedgerError;
use crate::number::Number;

/// What kind of no: every service has a code of its own for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Code {
    /// The request is wrong.
    Invalid,
    /// The credentials are wrong.
    Unauthorised,
    /// No such thing, or somebody else's.
    NotFound,
    /// An idempotency key was used for something else.
    Conflict,
    /// The service is at fault.
    Server,
    /// The service's own word.
    Named(String),
    /// No code at all, as a gateway answers.
    None,
}

/// The API could not process the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub status: StatusCode,
    pub code: Code,
    pub message: String,
    pub errors: BTreeMap<&'static str, String>,
    /// How much there is, and how much it takes.
    pub shortage: Option<Box<Shortage>>,
    /// Of the transaction that it is about.
    pub reference: Option<String>,
    /// In how many seconds it may be tried again.
    pub retry_after: Option<u32>,
}

/// Less in the wallet than a payout or a conversion takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Shortage {
    pub available_balance: Number,
    pub required: Number,
    pub currency: String,
}

impl Refusal {
    /// The request is wrong.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, Code::Invalid, message)
    }

    /// One field is wrong.
    pub(crate) fn wrong(name: &'static str, reason: &str) -> Self {
        let errors = BTreeMap::from([(name, reason.to_owned())]);
        Self { errors, ..Self::invalid(format!("{name} {reason}.")) }
    }

    /// The credentials are wrong.
    pub(crate) fn unauthorised(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, Code::Unauthorised, message)
    }

    /// No such thing, or somebody else's.
    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, Code::NotFound, message)
    }

    /// An idempotency key was used for something else.
    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, Code::Conflict, message)
    }

    /// The service is at fault.
    pub(crate) fn server(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, Code::Server, message)
    }

    pub(crate) fn new(status: StatusCode, code: Code, message: impl Into<String>) -> Self {
        Self {
            status,
            code,
            message: message.into(),
            errors: BTreeMap::new(),
            shortage: None,
            reference: None,
            retry_after: None,
        }
    }

    /// The same code under another HTTP status.
    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }
}

impl From<LedgerError> for Refusal {
    fn from(error: LedgerError) -> Self {
        match error {
            LedgerError::NonceUsed => {
                Self::wrong("card_nonce", "was used for another card; a nonce may serve one charge only")
            }
            LedgerError::Short { available, required } => Self {
                shortage: Some(Box::new(Shortage {
                    available_balance: Number::short(available),
                    required: Number::short(required),
                    currency: required.currency.to_string(),
                })),
                ..Self::invalid(format!("Insufficient {} balance", required.currency))
            },
            error => {
                tracing::error!(%error, "the ledger failed");
                Self::server("The sandbox's ledger failed; its log says why.")
            }
        }
    }
}
