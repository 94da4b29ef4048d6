//! What a webhook says: typed events of DGS-Pay (`protocol/dgs-pay.md` §16, C-11, C-28, C-29, C-30).

use dgspay_macros::model;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

use crate::currency::Currency;
use crate::dgs::{Environment, PaymentStatus};
use crate::error::{Error, ErrorCode, Result};
use crate::money::Money;
use crate::time::Timestamp;
use crate::wire::{Digits, Text, hex, object, text};

/// A verified webhook.
///
/// Deliveries are at least once, in any order, and carry neither an id nor a time that could be trusted: remember every
/// `dedupe_key` you have handled for as long as the secret lives, and compare amount and currency with your own order
/// before you ship.
#[model]
pub enum Event {
    /// A payment was made; the wallet gets `net_amount`.
    #[wire("payment.success")]
    PaymentSucceeded {
        /// The service's reference of the payment.
        reference: String,
        /// What the payer paid.
        amount: Money,
        /// What the service keeps of it.
        merchant_fee: Option<Money>,
        /// What the wallet gets.
        net_amount: Option<Money>,
        /// The charge's number at the provider underneath.
        charge_id: Option<String>,
        /// When it happened, by the service's clock.
        timestamp: Option<Timestamp>,
        /// Where it happened: check that it is the environment you expect.
        environment: Option<Environment>,
        /// The same for every delivery of this event, and different for every other event.
        dedupe_key: String,
        /// Which of the secrets given to `Webhook` signed it, counted from 0.
        secret_index: i32,
        /// The body as it arrived.
        raw: String,
    },
    /// A payment failed; no money moved. The same payment may still succeed later.
    #[wire("payment.failed")]
    PaymentFailed {
        /// The service's reference of the payment.
        reference: String,
        /// What the payer was to pay.
        amount: Money,
        /// The charge's number at the provider underneath.
        charge_id: Option<String>,
        /// When it happened, by the service's clock.
        timestamp: Option<Timestamp>,
        /// Where it happened: check that it is the environment you expect.
        environment: Option<Environment>,
        /// The same for every delivery of this event, and different for every other event.
        dedupe_key: String,
        /// Which of the secrets given to `Webhook` signed it, counted from 0.
        secret_index: i32,
        /// The body as it arrived.
        raw: String,
    },
    /// An event that this version does not know. It is genuine: answer 200, and keep it.
    #[wire("unknown")]
    Unknown {
        /// The event's name as it was sent.
        event: String,
        /// The service's reference, if the body has one.
        reference: Option<String>,
        /// The same for every delivery of this event, and different for every other event.
        dedupe_key: String,
        /// Which of the secrets given to `Webhook` signed it, counted from 0.
        secret_index: i32,
        /// The body as it arrived.
        raw: String,
    },
}

/// The fields that every event shares; all but the name may be absent.
#[derive(Deserialize)]
struct Envelope {
    event: String,
    dgs_reference: Option<Text>,
}

#[derive(Deserialize)]
struct Payment {
    dgs_reference: Text,
    flw_charge_id: Option<Text>,
    amount: Digits,
    currency: String,
    merchant_fee: Option<Digits>,
    net_amount: Option<Digits>,
    status: Option<String>,
    timestamp: Option<String>,
    environment: Option<String>,
}

impl Event {
    /// Reads a body whose signature was good.
    pub(crate) fn read(body: &[u8], secret_index: i32) -> Result<Self> {
        let raw = std::str::from_utf8(body).map_err(|_| unreadable("it is not UTF-8"))?;
        let envelope: Envelope = object(raw).map_err(|error| not_this_shape(&error))?;
        let reference = text(envelope.dgs_reference);
        match envelope.event.as_str() {
            "payment.success" | "payment.failed" => {
                let payment = object(raw).map_err(|error| not_this_shape(&error))?;
                Self::payment(payment, &envelope.event, secret_index, raw)
            }
            event => Ok(Self::Unknown {
                event: event.to_owned(),
                // Without a reference, only the body tells one delivery from another.
                dedupe_key: dedupe_key(event, reference.as_deref().unwrap_or(&digest(body))),
                reference,
                secret_index,
                raw: raw.to_owned(),
            }),
        }
    }

    fn payment(payment: Payment, event: &str, secret_index: i32, raw: &str) -> Result<Self> {
        let currency = Currency::from_wire(&payment.currency).map_err(|_| unreadable("its currency is no code"))?;
        let money = |digits: &Digits| digits.money(currency).map_err(|_| unreadable("an amount in it is not exact"));
        let amount = money(&payment.amount)?;
        let reference = text(Some(payment.dgs_reference)).ok_or_else(|| unreadable("its dgs_reference is empty"))?;
        let succeeded = event == "payment.success";
        let wanted = if succeeded { PaymentStatus::Successful } else { PaymentStatus::Failed };
        if payment.status.is_some_and(|status| PaymentStatus::from(status.as_str()) != wanted) {
            return Err(unreadable("its event and its status contradict each other"));
        }
        let charge_id = text(payment.flw_charge_id);
        // A time that cannot be read is no reason to lose a payment: the text is still in `raw`.
        let timestamp = payment.timestamp.and_then(|text| text.parse().ok());
        let environment = payment.environment.as_deref().map(Environment::from);
        let dedupe_key = dedupe_key(event, &reference);
        let raw = raw.to_owned();
        Ok(if succeeded {
            // A fee with more digits than the currency has (the older version of the service sent such) is no reason to lose
            // a payment either.
            let merchant_fee = payment.merchant_fee.as_ref().and_then(|digits| money(digits).ok());
            let net_amount = payment.net_amount.as_ref().and_then(|digits| money(digits).ok());
            Self::PaymentSucceeded {
                reference,
                amount,
                merchant_fee,
                net_amount,
                charge_id,
                timestamp,
                environment,
                dedupe_key,
                secret_index,
                raw,
            }
        } else {
            Self::PaymentFailed { reference, amount, charge_id, timestamp, environment, dedupe_key, secret_index, raw }
        })
    }

    /// The same for every delivery of this event, and different for every other event.
    #[must_use]
    pub fn dedupe_key(&self) -> &str {
        match self {
            Self::PaymentSucceeded { dedupe_key, .. }
            | Self::PaymentFailed { dedupe_key, .. }
            | Self::Unknown { dedupe_key, .. } => dedupe_key,
        }
    }
}

fn digest(body: &[u8]) -> String {
    hex(&Sha256::digest(body))
}

/// One charge may fail and later succeed, so the reference alone would swallow the second event (C-30).
fn dedupe_key(event: &str, reference: &str) -> String {
    format!("{event}:{reference}")
}

fn unreadable(why: &str) -> Error {
    Error::new(ErrorCode::EventUnreadable, format!("The webhook is signed, but {why}"))
}

/// Serde's own sentence may quote the body; only its position is repeated.
fn not_this_shape(error: &serde_json::Error) -> Error {
    unreadable(&format!("it is not the JSON of an event (line {}, column {})", error.line(), error.column()))
}
