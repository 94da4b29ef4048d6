//! Webhooks: what they say, where they may go, and how they get there.

pub(crate) mod delivery;
pub(crate) mod destination;
mod payload;
mod roho_payload;
mod sender;

use dgspay::Currency;
use rust_decimal::Decimal;

use crate::app::App;
use crate::clock::Millis;
use crate::config::Switch;
use crate::faults::Fault;
use crate::ledger::{
    Amount, Conversion, Direction, Means, Movement, NewWebhook, Outcome, Payment, PaymentStatus, Payout, Sender,
};
use crate::merchants::Merchant;
use crate::number::Number;
use crate::scheduler::Job;
use destination::Destination;

/// How long after the fact a webhook leaves: long enough for the API's answer to arrive first, as it usually does.
const DELAY: Millis = 100;

/// How long after the news of a success a contradiction follows, where a fault sends one.
const CONTRADICTION: Millis = 1_000;

/// What a fault gives as the reason of a failure that never was.
const NEVER_WAS: &str = "Reversed by the provider";

/// Something has ended, and how it is told.
struct News<'a> {
    sender: Sender,
    /// What may have led to it.
    operations: &'a [&'a str],
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
    let names_link = app.has(&merchant, Switch::LinkIdInWebhook);
    let at = payment.decided_at.unwrap_or(payment.created_at);
    let news = News {
        sender: Sender::Dgs,
        operations: &["charges.create", "charges.authorize"],
        reference: &payment.identity.reference,
        callback_url: payment.callback_url.as_deref(),
        at,
        event,
        body: payload::payment(payment, event, merchant.environment, names_link),
    };
    announce(app, &merchant, payment.status, news, || {
        let fee = Amount::new(0, payment.amount.currency);
        let decided_at = Some(at.saturating_add(CONTRADICTION));
        of_payment(app, &Payment { status: PaymentStatus::Failed, fee, decided_at, ..payment.clone() })
    })
}

/// The webhooks that tell of a payout's end.
pub(crate) fn of_payout(app: &App, payout: &Payout) -> Vec<NewWebhook> {
    let Some(merchant) = app.merchants.by_row(payout.merchant) else { return Vec::new() };
    let event = event(payout.status, "disbursement.success", "disbursement.failed");
    let at = payout.ended_at.unwrap_or(payout.created_at);
    let news = News {
        sender: Sender::Dgs,
        operations: &["disbursements.create"],
        reference: &payout.identity.reference,
        callback_url: payout.callback_url.as_deref(),
        at,
        event,
        body: payload::payout(payout, event),
    };
    announce(app, &merchant, payout.status, news, || {
        let outcome = Outcome::Failed(NEVER_WAS.to_owned());
        let ended_at = Some(at.saturating_add(CONTRADICTION));
        of_payout(app, &Payout { status: PaymentStatus::Failed, outcome, ended_at, ..payout.clone() })
    })
}

/// The webhooks that tell of a conversion's end.
pub(crate) fn of_conversion(app: &App, conversion: &Conversion) -> Vec<NewWebhook> {
    let Some(merchant) = app.merchants.by_row(conversion.merchant) else { return Vec::new() };
    let event = event(conversion.status, "conversion.success", "conversion.failed");
    let at = conversion.ended_at.unwrap_or(conversion.created_at);
    let news = News {
        sender: Sender::Dgs,
        operations: &["convert"],
        reference: &conversion.reference,
        callback_url: None,
        at,
        event,
        body: payload::conversion(conversion, event),
    };
    announce(app, &merchant, conversion.status, news, || {
        let outcome = Outcome::Failed(NEVER_WAS.to_owned());
        let ended_at = Some(at.saturating_add(CONTRADICTION));
        of_conversion(app, &Conversion { status: PaymentStatus::Failed, outcome, ended_at, ..conversion.clone() })
    })
}

/// The webhooks that tell of a movement's end, as one of RohoPay's providers has told of it.
pub(crate) fn of_movement(app: &App, movement: &Movement) -> Vec<NewWebhook> {
    let Some(merchant) = app.merchants.by_row(movement.merchant) else { return Vec::new() };
    let (operations, event): (&[&str], _) = match (movement.direction, &movement.means) {
        (Direction::Disbursement, _) => {
            (&["roho.disburse"], event(movement.status, "withdraw.successful", "withdraw.failed"))
        }
        (Direction::Collection, Means::MobileMoney { .. }) => {
            (&["roho.collect"], event(movement.status, "deposit.successful", DEPOSIT_FAILED))
        }
        (Direction::Collection, Means::Card { .. }) => {
            (&["roho.checkout"], event(movement.status, "deposit.successful", DEPOSIT_FAILED))
        }
    };
    if event == DEPOSIT_FAILED && app.has(&merchant, Switch::NoDepositFailed) {
        return Vec::new();
    }
    let at = movement.updated_at();
    let news = News {
        sender: Sender::Roho,
        operations,
        reference: &movement.identity.reference,
        callback_url: movement.callback_url.as_deref(),
        at,
        event,
        body: roho_payload::written(movement, event, app.has(&merchant, Switch::NestedEvents)),
    };
    announce(app, &merchant, movement.status, news, || {
        let outcome = Outcome::Failed(NEVER_WAS.to_owned());
        let ended_at = Some(at.saturating_add(CONTRADICTION));
        of_movement(app, &Movement { status: PaymentStatus::Failed, outcome, ended_at, ..movement.clone() })
    })
}

/// In no table of events, and sent all the same (C-10).
const DEPOSIT_FAILED: &str = "deposit.failed";

fn event(status: PaymentStatus, success: &'static str, failed: &'static str) -> &'static str {
    if status == PaymentStatus::Success { success } else { failed }
}

/// One webhook, signed as it should be; unless a fault doubles it, forges it, holds it back, or contradicts it.
fn announce(
    app: &App,
    merchant: &Merchant,
    status: PaymentStatus,
    news: News<'_>,
    contradiction: impl FnOnce() -> Vec<NewWebhook>,
) -> Vec<NewWebhook> {
    let News { sender, operations, reference, callback_url, at, event, body } = news;
    let strikes = |fault| app.faults.strike_webhook(&merchant.identity.id, operations, fault);
    let forged = strikes(Fault::BadSignature);
    let signature = sender.signature(&merchant.identity, body.as_bytes(), forged);
    let url = callback_url.map(str::to_owned).or_else(|| sender.usual_url(merchant.settings()));
    let reason = match url.as_deref().map(Destination::parse) {
        None => Some("no webhook URL is set".to_owned()),
        Some(Ok(_)) if strikes(Fault::SilentProvider) => Some("a fault keeps the provider silent".to_owned()),
        Some(destination) => destination.err().map(|reason| reason.to_string()),
    };
    let next_at = reason.is_none().then(|| at.saturating_add(DELAY));
    let copies = if strikes(Fault::DoubleWebhook) { 2 } else { 1 };
    let webhook = NewWebhook { sender, event, reference: reference.to_owned(), url, body, signature, next_at, reason };
    let mut webhooks = vec![webhook; copies];
    if status == PaymentStatus::Success && strikes(Fault::FailedAfterSuccess) {
        webhooks.extend(contradiction());
    }
    webhooks
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
