//! The recipient's side: payouts and conversions, ended by hand.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use bytes::Bytes;
use serde::Deserialize;
use serde_json::json;

use super::parse;
use super::problem::Problem;
use crate::app::App;
use crate::ledger::{Direction, Outcome};

/// Why it failed if nothing else is said.
const USUAL_REASON: &str = "Invalid account details";

#[derive(Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Word {
    Success,
    Failed,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    outcome: Word,
    reason: Option<String>,
}

/// Ends a pending payout or conversion before its time, or one that would wait for ever.
pub(super) async fn end(
    State(app): State<Arc<App>>,
    Path(reference): Path<String>,
    body: Bytes,
) -> Result<impl IntoResponse, Problem> {
    let wish: Wish = parse(&body)?;
    let outcome = Some(match wish.outcome {
        Word::Success => Outcome::Success,
        Word::Failed => Outcome::Failed(wish.reason.unwrap_or_else(|| USUAL_REASON.to_owned())),
    });
    let movement = app.ledger.movement(&reference)?.filter(|movement| movement.direction == Direction::Disbursement);
    let ended = if let Some(payout) = app.ledger.payout(&reference)? {
        app.end_payout(payout.row, outcome, app.now())?
    } else if let Some(movement) = movement {
        app.end_movement(movement.row, outcome, app.now())?.map(|movement| movement.status)
    } else {
        let conversion = app.ledger.conversion(&reference)?;
        let conversion = conversion.ok_or_else(|| Problem::not_found("There is no such payout or conversion."))?;
        app.end_conversion(conversion.row, outcome, app.now())?
    };
    let status = ended.ok_or_else(|| Problem::conflict("It has ended before."))?;
    Ok(Json(json!({ "reference": reference, "status": status.as_str() })))
}
