//! The envelope: how DGS-Pay says yes and no.

use std::collections::BTreeMap;

use axum::body::Body;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use serde::Serialize;

use crate::ledger::LedgerError;
use crate::number::Number;

/// An answer that is not an error of the API; a declined payment is one of these.
#[derive(Debug)]
pub(crate) struct Reply {
    pub body: Vec<u8>,
    /// What the call has booked.
    pub booked: Option<Booked>,
}

/// What a call has booked, by its row and its reference.
#[derive(Debug, Clone)]
pub(crate) enum Booked {
    Payment { row: i64, reference: String },
    Payout { row: i64, reference: String },
    Conversion { row: i64, reference: String },
}

impl Reply {
    pub(crate) fn json(body: &impl Serialize) -> Result<Self, Refusal> {
        match serde_json::to_vec(body) {
            Ok(body) => Ok(Self { body, booked: None }),
            Err(error) => Err(Refusal::server(format!("The answer could not be written: {error}"))),
        }
    }
}

impl Booked {
    pub(crate) fn reference(&self) -> &str {
        match self {
            Self::Payment { reference, .. } | Self::Payout { reference, .. } | Self::Conversion { reference, .. } => {
                reference
            }
        }
    }
}

/// The API could not process the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Refusal {
    pub status: StatusCode,
    pub code: Option<String>,
    pub message: String,
    pub errors: BTreeMap<&'static str, String>,
    /// How much there is, and how much it takes.
    pub shortage: Option<Box<Shortage>>,
}

/// Less in the wallet than a payout or a conversion takes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Shortage {
    available_balance: Number,
    required: Number,
    currency: String,
}

/// The documents name the codes and leave the HTTP statuses open; this pairing is the sandbox's (§4).
impl Refusal {
    /// `90`: the request is wrong.
    pub(crate) fn invalid(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "90", message)
    }

    /// `90`: one field is wrong.
    pub(crate) fn wrong(name: &'static str, reason: &str) -> Self {
        let errors = BTreeMap::from([(name, reason.to_owned())]);
        Self { errors, ..Self::invalid(format!("{name} {reason}.")) }
    }

    /// `91`: the key or the account number is wrong.
    pub(crate) fn unauthorised(message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "91", message)
    }

    /// `92`: no such thing, or somebody else's.
    pub(crate) fn not_found(message: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, "92", message)
    }

    /// `93`: an idempotency key was used for something else.
    pub(crate) fn conflict(message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, "93", message)
    }

    /// `99`: the service is at fault.
    pub(crate) fn server(message: impl Into<String>) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "99", message)
    }

    pub(crate) fn new(status: StatusCode, code: &str, message: impl Into<String>) -> Self {
        Self { status, code: Some(code.to_owned()), message: message.into(), errors: BTreeMap::new(), shortage: None }
    }

    /// The same code under another HTTP status.
    pub(crate) fn with_status(self, status: StatusCode) -> Self {
        Self { status, ..self }
    }

    pub(crate) fn body(&self) -> Vec<u8> {
        let envelope = Envelope {
            status: "failed",
            message: &self.message,
            error_code: self.code.as_deref(),
            errors: &self.errors,
            shortage: self.shortage.as_deref(),
        };
        serde_json::to_vec(&envelope).unwrap_or_default()
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

#[derive(Serialize)]
struct Envelope<'a> {
    status: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    errors: &'a BTreeMap<&'static str, String>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    shortage: Option<&'a Shortage>,
}

/// An answer in JSON.
pub(crate) fn json_response(status: StatusCode, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
