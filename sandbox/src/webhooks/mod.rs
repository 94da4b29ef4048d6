//! Webhooks: what they say, where they may go, and how they get there.

pub(crate) mod delivery;
pub(crate) mod destination;
mod payload;

use dgspay::Currency;
use rust_decimal::Decimal;

use crate::app::App;
use crate::clock::Millis;
use crate::config::Switch;
use crate::faults::Fault;
use crate::ledger::{Conversion, NewWebhook, Payment, PaymentStatus, Payout};
use crate::merchants::Merchant;
use crate::number::Number;
use crate::scheduler::Job;
use destination::Destination;

/// How long after the fact a webhook leaves: long enough for the API's answer to arrive first, as it usually does.
const DELAY: Millis = 100;

/// Something has ended, and how it is told.
struct News<'a> {
    reference: &'a str,
    callback_url: Option<&'a str>,
    at: Millis,
    event: &'static str,
    body: String,
}

/// The webhooks that tell of a payment's end.
pub(crate) fn of_payment(app: &App, payment: &Payment) -> Vec<NewWebhook> {
    let Some(merchant) = app.merchants.by_row(payment.merchant) else { return Vec::new() };
    let event = event(payment.status, "payment.success", "payment.failed");
    let news = News {
        reference: &payment.identity.reference,
        callback_url: payment.callback_url.as_deref(),
        at: payment.decided_at.unwrap_or(payment.created_at),
        event,
        body: payload::payment(payment, event, merchant.environment, app.has(&merchant, Switch::LinkIdInWebhook)),
    };
    announce(app, &merchant, news)
}

/// The webhooks that tell of a payout's end.
pub(crate) fn of_payout(app: &App, payout: &Payout) -> Vec<NewWebhook> {
    let Some(merchant) = app.merchants.by_row(payout.merchant) else { return Vec::new() };
    let event = event(payout.status, "disbursement.success", "disbursement.failed");
    let news = News {
        reference: &payout.identity.reference,
        callback_url: payout.callback_url.as_deref(),
        at: payout.ended_at.unwrap_or(payout.created_at),
        event,
        body: payload::payout(payout, event),
    };
    announce(app, &merchant, news)
}

/// The webhooks that tell of a conversion's end.
pub(crate) fn of_conversion(app: &App, conversion: &Conversion) -> Vec<NewWebhook> {
    let Some(merchant) = app.merchants.by_row(conversion.merchant) else { return Vec::new() };
    let event = event(conversion.status, "conversion.success", "conversion.failed");
    let news = News {
        reference: &conversion.reference,
        callback_url: None,
        at: conversion.ended_at.unwrap_or(conversion.created_at),
        event,
        body: payload::conversion(conversion, event),
    };
    announce(app, &merchant, news)
}

fn event(status: PaymentStatus, success: &'static str, failed: &'static str) -> &'static str {
    if status == PaymentStatus::Success { success } else { failed }
}

/// One webhook, unless a fault doubles it, signed as it should be unless a fault forbids it.
fn announce(app: &App, merchant: &Merchant, news: News<'_>) -> Vec<NewWebhook> {
    let secret = &merchant.identity.dgs_webhook_secret;
    let signature = if app.faults.strike_webhook(&merchant.identity.id, Fault::BadSignature) {
        dgspay::webhook::sign(&format!("not {secret}"), news.body.as_bytes())
    } else {
        dgspay::webhook::sign(secret, news.body.as_bytes())
    };
    let copies = if app.faults.strike_webhook(&merchant.identity.id, Fault::DoubleWebhook) { 2 } else { 1 };

    let url = news.callback_url.map(str::to_owned).or(merchant.settings().webhook_url);
    let reason = match url.as_deref().map(Destination::parse) {
        None => Some("no webhook URL is set".to_owned()),
        Some(destination) => destination.err().map(|reason| reason.to_string()),
    };
    let next_at = reason.is_none().then(|| news.at.saturating_add(DELAY));
    let News { reference, event, body, .. } = news;
    vec![NewWebhook { event, reference: reference.to_owned(), url, body, signature, next_at, reason }; copies]
}

/// A rate as people read it: `1 USD = 0.9450 EUR`.
pub(crate) fn rate_display(from: Currency, to: Currency, rate: Decimal) -> String {
    format!("1 {from} = {} {to}", Number::rate(rate, RATE_DISPLAY_DIGITS))
}

/// How many fraction digits a rate shows at least.
const RATE_DISPLAY_DIGITS: u32 = 4;

impl App {
    /// Has webhooks delivered when they are due.
    pub(crate) fn deliver(&self, webhooks: &[(i64, Millis)]) {
        for (webhook, due) in webhooks {
            self.scheduler.add(*due, Job::Deliver(*webhook));
        }
    }
}
