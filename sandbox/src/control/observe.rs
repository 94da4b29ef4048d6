//! What the sandbox has seen and done.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use axum::Json;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use serde::Serialize;

use super::Scope;
use super::problem::Problem;
use crate::app::App;
use crate::clock;
use crate::ledger::{Attempt, Executed, PaidTwice};
use crate::merchants::Merchant;
use crate::server::log::Entry;

#[derive(Serialize)]
struct Requests {
    requests: Vec<Entry>,
}

pub(super) async fn requests(
    State(app): State<Arc<App>>,
    Query(scope): Query<Scope>,
) -> Result<impl IntoResponse, Problem> {
    let merchant = scope.merchant(&app)?;
    let requests = app.log.of(merchant.as_ref().map(|merchant| merchant.identity.id.as_str()));
    Ok(Json(Requests { requests }))
}

#[derive(Serialize)]
struct Webhooks {
    webhooks: Vec<Told>,
}

#[derive(Serialize)]
struct Told {
    event: String,
    reference: String,
    url: Option<String>,
    attempts: Vec<Tried>,
    state: &'static str,
    /// Why it is held.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// The bytes that were signed.
    body: String,
    signature: String,
}

#[derive(Serialize)]
struct Tried {
    at: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
}

impl From<Attempt> for Tried {
    fn from(attempt: Attempt) -> Self {
        let at = clock::precise(attempt.at);
        match attempt.outcome {
            Ok(status) => Self { at, status: Some(status), error: None },
            Err(error) => Self { at, status: None, error: Some(error) },
        }
    }
}

pub(super) async fn webhooks(
    State(app): State<Arc<App>>,
    Query(scope): Query<Scope>,
) -> Result<impl IntoResponse, Problem> {
    let merchant = scope.merchant(&app)?;
    let mut webhooks = Vec::new();
    for webhook in app.ledger.webhooks(merchant.map(|merchant| merchant.row))? {
        webhooks.push(Told {
            attempts: app.ledger.attempts(webhook.row)?.into_iter().map(Tried::from).collect(),
            event: webhook.event,
            reference: webhook.reference,
            url: webhook.url,
            state: webhook.state.as_str(),
            reason: webhook.reason,
            body: webhook.body,
            signature: webhook.signature,
        });
    }
    Ok(Json(Webhooks { webhooks }))
}

#[derive(Serialize)]
struct Assertions {
    ledger_balanced: bool,
    paid_twice: Vec<PaidTwice>,
    posts: u64,
    payments_executed: u64,
    payouts_executed: u64,
    conversions_executed: u64,
    trap_hits: u64,
}

pub(super) async fn assertions(
    State(app): State<Arc<App>>,
    Query(scope): Query<Scope>,
) -> Result<impl IntoResponse, Problem> {
    let merchant = scope.merchant(&app)?;
    let row = merchant.as_ref().map(|merchant| merchant.row);
    let counted = merchant.map_or_else(|| app.merchants.all(), |merchant| vec![merchant]);
    let sum = |counter: fn(&Merchant) -> &AtomicU64| {
        counted.iter().map(|merchant| counter(merchant).load(Ordering::Relaxed)).sum()
    };
    let Executed { payments, payouts, conversions } = app.ledger.executed(row)?;
    Ok(Json(Assertions {
        ledger_balanced: app.ledger.balanced()?,
        paid_twice: app.ledger.paid_twice(row)?,
        posts: sum(|merchant| &merchant.posts),
        payments_executed: payments,
        payouts_executed: payouts,
        conversions_executed: conversions,
        trap_hits: sum(|merchant| &merchant.trapped),
    }))
}
