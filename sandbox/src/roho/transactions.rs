//! `GET /transactions` and `GET /transactions/{reference}` (§10, §11).

use super::answer::Style;
use super::codes::{ENVIRONMENT_MISMATCH, NOT_FOUND};
use super::envelope::Answer;
use super::words::{self, End};
use crate::ledger::{Direction, MovementFilter};
use crate::service::{Call, Query, Refusal, Reply};

/// How many rows a page has if nothing else is asked, and how many at most: more is cut down, not refused.
const USUAL_LIMIT: u32 = 20;
const MAXIMAL_LIMIT: u32 = 100;

pub(super) fn get(call: &Call<'_>) -> Result<Reply, Refusal> {
    let movement = call.app.ledger.movement_of(call.merchant.row, call.environment, &call.id)?;
    let movement = movement.ok_or_else(|| NOT_FOUND.refusal())?;
    Reply::json(&Answer::of(Style::of(call.app, call.merchant).transaction(&movement)))
}

/// There is no total: the end is a page shorter than its limit (C-24).
pub(super) fn list(call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut query = Query::parse(call.query);
    let limit = query.counting("limit", 1)?.unwrap_or(USUAL_LIMIT).min(MAXIMAL_LIMIT);
    let offset = query.counting("offset", 0)?.unwrap_or(0);
    let filter = filter(&mut query)?;
    match query.take("environment").as_deref() {
        None => {}
        Some(word) if word == words::environment(call.environment) => {}
        // A key shows what was made with keys of its own environment.
        Some("test" | "live") => {
            return Err(ENVIRONMENT_MISMATCH.saying("This key does not show transactions of the other environment."));
        }
        Some(_) => return Err(Refusal::wrong("environment", "must be test or live")),
    }
    let movements = call.app.ledger.movements(call.merchant.row, call.environment, &filter, limit, offset)?;
    let style = Style::of(call.app, call.merchant);
    Reply::json(&Answer::of(movements.iter().map(|movement| style.transaction(movement)).collect::<Vec<_>>()))
}

fn filter(query: &mut Query) -> Result<MovementFilter, Refusal> {
    let wrong = |name, reason| move || Refusal::wrong(name, reason);
    let status = query
        .take("status")
        .map(|word| words::status(&word).ok_or_else(wrong("status", "must be pending, successful or failed")));
    let direction = query
        .take("type")
        .map(|word| Direction::parse(&word).ok_or_else(wrong("type", "must be collection or disbursement")));
    let mut moment = |name, end| {
        let text: Option<String> = query.take(name);
        let form = "must be a date or a time of ISO 8601, such as 2024-07-15T08:30:00Z";
        text.map(|text| words::seconds(&text, end).ok_or_else(wrong(name, form))).transpose()
    };
    Ok(MovementFilter {
        status: status.transpose()?,
        direction: direction.transpose()?,
        from: moment("from", End::First)?,
        to: moment("to", End::Last)?,
    })
}
