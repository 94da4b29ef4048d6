//! The payer's side and the passing of time.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, Query, State};
use axum::response::IntoResponse;
use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::problem::Problem;
use super::{Scope, parse};
use crate::app::App;
use crate::clock::{self, Millis};
use crate::ledger::Verdict;
use crate::number::Number;

#[derive(Serialize)]
struct Push {
    reference: String,
    phone: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    network: Option<String>,
    amount: Number,
    currency: String,
    narration: Option<String>,
    created_at: String,
}

/// The prompts that wait on handsets.
pub(super) async fn pushes(
    State(app): State<Arc<App>>,
    Query(scope): Query<Scope>,
) -> Result<impl IntoResponse, Problem> {
    let merchant = scope.merchant(&app)?;
    let mut prompts = app.prompts()?;
    prompts.retain(|prompt| merchant.as_ref().is_none_or(|merchant| merchant.row == prompt.merchant));
    let pushes: Vec<_> = prompts
        .into_iter()
        .map(|prompt| Push {
            reference: prompt.reference,
            phone: prompt.phone,
            network: prompt.network,
            amount: prompt.amount.into(),
            currency: prompt.amount.currency.to_string(),
            narration: prompt.narration,
            created_at: clock::precise(prompt.created_at),
        })
        .collect();
    Ok(Json(Pushes { pushes }))
}

#[derive(Serialize)]
struct Pushes {
    pushes: Vec<Push>,
}

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Wish {
    Approve,
    Decline,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Answer {
    decision: Wish,
}

/// Decides for the payer: a prompt, a redirect page, an open 3DS step.
pub(super) async fn decide(
    State(app): State<Arc<App>>,
    Path(reference): Path<String>,
    body: Bytes,
) -> Result<impl IntoResponse, Problem> {
    let verdict = match parse::<Answer>(&body)?.decision {
        Wish::Approve => Verdict::Approved,
        Wish::Decline => Verdict::Declined,
    };
    let collected = app.collected(&reference)?.ok_or_else(|| Problem::not_found("There is no such payment."))?;
    let status = collected.decide(&app, verdict, app.now())?.ok_or_else(|| {
        Problem::conflict("This payment was decided before, or waits for a PIN, a code or an address.")
    })?;
    Ok(Json(json!({ "reference": reference, "status": status.as_str() })))
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Advance {
    advance_ms: u64,
}

/// Lets time pass. What falls due is done before this answers, but for webhooks, which take their own time to arrive.
pub(super) async fn advance(State(app): State<Arc<App>>, body: Bytes) -> Result<impl IntoResponse, Problem> {
    let by = parse::<Advance>(&body)?.advance_ms;
    app.clock.advance(Millis::try_from(by).unwrap_or(Millis::MAX));
    app.run_due();
    app.changed();
    Ok(Json(json!({ "now": clock::precise(app.now()) })))
}
