//! Webhooks: what they say, where they may go, and how they get there.

pub(crate) mod delivery;
pub(crate) mod destination;
mod payload;

use crate::app::App;
use crate::clock::Millis;
use crate::config::Switch;
use crate::faults::Fault;
use crate::ledger::{NewWebhook, Payment, PaymentStatus};
use destination::Destination;

/// How long after the fact a webhook leaves: long enough for the API's answer to arrive first, as it usually does.
const DELAY: Millis = 100;

/// The webhooks that tell of a payment's end: one, unless a fault doubles it.
pub(crate) fn announce(app: &App, payment: &Payment) -> Vec<NewWebhook> {
    let Some(merchant) = app.merchants.by_row(payment.merchant) else { return Vec::new() };
    let event = if payment.status == PaymentStatus::Success { "payment.success" } else { "payment.failed" };
    let body = payload::payment(payment, event, app.has(&merchant, Switch::LinkIdInWebhook));
    let secret = &merchant.identity.dgs_webhook_secret;
    let signature = if app.faults.strike_webhook(&merchant.identity.id, Fault::BadSignature) {
        dgspay::webhook::sign(&format!("not {secret}"), body.as_bytes())
    } else {
        dgspay::webhook::sign(secret, body.as_bytes())
    };
    let copies = if app.faults.strike_webhook(&merchant.identity.id, Fault::DoubleWebhook) { 2 } else { 1 };

    let url = payment.callback_url.clone().or(merchant.settings().webhook_url);
    let reason = match url.as_deref().map(Destination::parse) {
        None => Some("no webhook URL is set".to_owned()),
        Some(destination) => destination.err().map(|reason| reason.to_string()),
    };
    let at = payment.decided_at.unwrap_or(payment.created_at);
    let next_at = reason.is_none().then(|| at.saturating_add(DELAY));
    let reference = payment.identity.reference.clone();
    vec![NewWebhook { event, reference, url, body, signature, next_at, reason }; copies]
}
