//! The bodies of webhooks, field by field in the order of the documents' examples (§16).

use serde::Serialize;
use serde_json::value::RawValue;

use super::rate_display;
use crate::clock;
use crate::environment::Environment;
use crate::ledger::{Conversion, Payment, PaymentStatus, Payout};
use crate::number::Number;

#[derive(Serialize)]
struct PaymentEvent<'a> {
    event: &'a str,
    dgs_reference: &'a str,
    flw_charge_id: &'a str,
    amount: Number,
    currency: &'a str,
    merchant_fee: Number,
    net_amount: Number,
    status: &'a str,
    timestamp: String,
    environment: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_link_id: Option<&'a str>,
}

/// `payment.success` or `payment.failed`. The link is documented nowhere, so it is told only to those who want it (C-42).
pub(super) fn payment(payment: &Payment, event: &str, environment: Environment, names_link: bool) -> String {
    written(&PaymentEvent {
        event,
        dgs_reference: &payment.identity.reference,
        flw_charge_id: &payment.identity.flw_charge_id,
        amount: payment.amount.into(),
        currency: payment.amount.currency.code(),
        merchant_fee: payment.fee.into(),
        net_amount: payment.net().into(),
        status: payment.status.as_str(),
        timestamp: clock::iso(payment.decided_at.unwrap_or(payment.created_at)),
        environment: environment.as_str(),
        payment_link_id: payment.link_id.as_deref().filter(|_| names_link),
    })
}

#[derive(Serialize)]
struct PayoutEvent<'a> {
    event: &'a str,
    dgs_reference: &'a str,
    flw_transfer_id: u64,
    status: &'a str,
    amount: Number,
    fee: Number,
    recipient_gets: Number,
    currency: &'a str,
    destination_type: &'a str,
    #[serde(flatten)]
    end: PayoutEnd<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum PayoutEnd<'a> {
    Arrived {
        #[serde(skip_serializing_if = "Option::is_none")]
        recipient: Option<Box<RawValue>>,
        proof: &'a str,
    },
    Returned {
        fail_reason: &'a str,
    },
}

/// `disbursement.success` or `disbursement.failed`; the latter repeats no recipient (C-28).
pub(super) fn payout(payout: &Payout, event: &str) -> String {
    let end = match payout.fail_reason() {
        Some(fail_reason) => PayoutEnd::Returned { fail_reason },
        None => PayoutEnd::Arrived {
            recipient: RawValue::from_string(payout.recipient.clone()).ok(),
            proof: &payout.identity.proof,
        },
    };
    written(&PayoutEvent {
        event,
        dgs_reference: &payout.identity.reference,
        flw_transfer_id: payout.identity.flw_transfer_id,
        status: payout.status.as_str(),
        amount: payout.amount.into(),
        fee: payout.fee.into(),
        recipient_gets: payout.recipient_gets().into(),
        currency: payout.amount.currency.code(),
        destination_type: payout.destination.as_str(),
        end,
    })
}

#[derive(Serialize)]
struct ConversionEvent<'a> {
    event: &'a str,
    dgs_reference: &'a str,
    status: &'a str,
    from_currency: &'a str,
    from_amount: Number,
    to_currency: &'a str,
    #[serde(flatten)]
    end: ConversionEnd<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum ConversionEnd<'a> {
    Exchanged { to_amount: Number, rate: Number, rate_display: String },
    Returned { fail_reason: &'a str, refund_amount: Number, refund_currency: &'a str },
}

/// `conversion.success` or `conversion.failed`.
pub(super) fn conversion(conversion: &Conversion, event: &str) -> String {
    let Conversion { from, to, rate, .. } = conversion;
    let end = match conversion.outcome.fail_reason().filter(|_| conversion.status == PaymentStatus::Failed) {
        Some(fail_reason) => ConversionEnd::Returned {
            fail_reason,
            refund_amount: Number::short(*from),
            refund_currency: from.currency.code(),
        },
        None => ConversionEnd::Exchanged {
            to_amount: (*to).into(),
            rate: Number::rate(*rate, 0),
            rate_display: rate_display(from.currency, to.currency, *rate),
        },
    };
    written(&ConversionEvent {
        event,
        dgs_reference: &conversion.reference,
        status: conversion.status.as_str(),
        from_currency: from.currency.code(),
        from_amount: Number::short(*from),
        to_currency: to.currency.code(),
        end,
    })
}

/// Nothing in these structures can fail to be written.
fn written(body: &impl Serialize) -> String {
    serde_json::to_string(body).unwrap_or_default()
}
