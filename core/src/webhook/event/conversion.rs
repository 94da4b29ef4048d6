//! `conversion.success` and `conversion.failed`.

use serde::Deserialize;

use super::{Event, Signed, currency, extra_money, money};
use crate::currency::Currency;
use crate::error::Result;
use crate::vocabulary::PaymentStatus;
use crate::wire::{Digits, Text, lenient, text};

#[derive(Deserialize)]
struct Succeeded {
    from_currency: String,
    from_amount: Digits,
    to_currency: String,
    to_amount: Digits,
    #[serde(default, deserialize_with = "lenient")]
    rate: Option<Digits>,
    rate_display: Option<Text>,
}

#[derive(Deserialize)]
struct Failed {
    from_currency: String,
    from_amount: Digits,
    to_currency: Option<String>,
    fail_reason: Option<Text>,
    refund_amount: Option<Digits>,
    refund_currency: Option<String>,
}

pub(super) fn succeeded(signed: &Signed<'_>) -> Result<Event> {
    let conversion: Succeeded = signed.body()?;
    signed.check_status(&PaymentStatus::Successful)?;
    Ok(Event::ConversionSucceeded {
        reference: signed.reference()?,
        from_amount: money(&conversion.from_amount, currency(&conversion.from_currency)?)?,
        to_amount: money(&conversion.to_amount, currency(&conversion.to_currency)?)?,
        rate: conversion.rate.and_then(|digits| digits.rate().ok()),
        rate_display: text(conversion.rate_display),
        dedupe_key: signed.dedupe_key(),
        secret_index: signed.secret_index,
        raw: signed.raw.to_owned(),
    })
}

pub(super) fn failed(signed: &Signed<'_>) -> Result<Event> {
    let conversion: Failed = signed.body()?;
    let from = currency(&conversion.from_currency)?;
    signed.check_status(&PaymentStatus::Failed)?;
    let refunded_in = conversion.refund_currency.as_deref().map_or(Ok(from), currency)?;
    Ok(Event::ConversionFailed {
        reference: signed.reference()?,
        from_amount: money(&conversion.from_amount, from)?,
        to_currency: conversion.to_currency.and_then(|code| Currency::from_wire(&code).ok()),
        fail_reason: text(conversion.fail_reason),
        refund: extra_money(conversion.refund_amount.as_ref(), refunded_in),
        dedupe_key: signed.dedupe_key(),
        secret_index: signed.secret_index,
        raw: signed.raw.to_owned(),
    })
}
