//! `payment.success` and `payment.failed`.

use serde::Deserialize;

use super::{Event, Signed, currency, extra_money, money};
use crate::error::Result;
use crate::time::Timestamp;
use crate::vocabulary::{Environment, PaymentStatus};
use crate::wire::{Digits, Text, text};

#[derive(Deserialize)]
struct Payment {
    flw_charge_id: Option<Text>,
    amount: Digits,
    currency: String,
    merchant_fee: Option<Digits>,
    net_amount: Option<Digits>,
    timestamp: Option<String>,
    environment: Option<String>,
}

impl Payment {
    /// A time that cannot be read is no reason to lose a payment: the text is still in `raw`.
    fn timestamp(&self) -> Option<Timestamp> {
        self.timestamp.as_ref().and_then(|text| text.parse().ok())
    }

    fn environment(&self) -> Option<Environment> {
        self.environment.as_deref().map(Environment::from)
    }
}

pub(super) fn succeeded(signed: &Signed<'_>) -> Result<Event> {
    let payment: Payment = signed.body()?;
    let currency = currency(&payment.currency)?;
    signed.check_status(&PaymentStatus::Successful)?;
    Ok(Event::PaymentSucceeded {
        reference: signed.reference()?,
        amount: money(&payment.amount, currency)?,
        merchant_fee: extra_money(payment.merchant_fee.as_ref(), currency),
        net_amount: extra_money(payment.net_amount.as_ref(), currency),
        timestamp: payment.timestamp(),
        environment: payment.environment(),
        charge_id: text(payment.flw_charge_id),
        dedupe_key: signed.dedupe_key(),
        secret_index: signed.secret_index,
        raw: signed.raw.to_owned(),
    })
}

pub(super) fn failed(signed: &Signed<'_>) -> Result<Event> {
    let payment: Payment = signed.body()?;
    let currency = currency(&payment.currency)?;
    signed.check_status(&PaymentStatus::Failed)?;
    Ok(Event::PaymentFailed {
        reference: signed.reference()?,
        amount: money(&payment.amount, currency)?,
        timestamp: payment.timestamp(),
        environment: payment.environment(),
        charge_id: text(payment.flw_charge_id),
        dedupe_key: signed.dedupe_key(),
        secret_index: signed.secret_index,
        raw: signed.raw.to_owned(),
    })
}
