//! The bodies of webhooks, field by field in the order of the documents' examples.

use serde::Serialize;

use crate::clock;
use crate::ledger::Payment;
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
pub(super) fn payment(payment: &Payment, event: &str, names_link: bool) -> String {
    let body = PaymentEvent {
        event,
        dgs_reference: &payment.identity.reference,
        flw_charge_id: &payment.identity.flw_charge_id,
        amount: payment.amount.into(),
        currency: payment.amount.currency.code(),
        merchant_fee: payment.fee.into(),
        net_amount: payment.net().into(),
        status: payment.status.as_str(),
        timestamp: clock::iso(payment.decided_at.unwrap_or(payment.created_at)),
        environment: "test",
        payment_link_id: payment.link_id.as_deref().filter(|_| names_link),
    };
    serde_json::to_string(&body).unwrap_or_default()
}
