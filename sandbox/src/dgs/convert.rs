//! `POST /convert`: what an amount is worth in another currency, or the exchange itself (§14).

use dgspay::Currency;
use hyper::StatusCode;
use rust_decimal::Decimal;
use serde::Serialize;

use super::scenario;
use super::values::{currency, scenario_key};
use crate::config::Switch;
use crate::ledger::{Amount, LedgerError, NewConversion, Outcome};
use crate::number::Number;
use crate::rates;
use crate::service::{Booked, Call, Code, Fields, Refusal, Reply};
use crate::webhooks::rate_display;

/// How many fraction digits a rate has in an answer.
const RATE_DIGITS: u32 = 6;

pub(super) fn answer(call: &Call<'_>) -> Result<Reply, Refusal> {
    let Wish { from, to_currency, is_preview, outcome } = read(call)?;
    let rate = rates::rate(from.currency, to_currency)
        .ok_or_else(|| Refusal::wrong("to_currency", "must be another currency than from_currency"))?;
    let worth = |rate| rates::convert(from, to_currency, rate).filter(|to| to.minor > 0).ok_or_else(too_little);
    if is_preview {
        return preview(from, worth(rate)?, rate);
    }
    // The live rate is taken when it is executed, which may be another one.
    let rate = if call.app.has(call.merchant, Switch::DriftRates) { rates::drifted(rate) } else { rate };
    execute(call, &NewConversion { from, to: worth(rate)?, rate, outcome })
}

struct Wish {
    from: Amount,
    to_currency: Currency,
    is_preview: bool,
    outcome: Outcome,
}

fn read(call: &Call<'_>) -> Result<Wish, Refusal> {
    let mut fields = Fields::parse(call.body)?;
    let action = fields.text("action");
    if action.as_deref().is_some_and(|action| !matches!(action, "preview" | "convert")) {
        fields.fail("action", "must be preview or convert");
    }
    let from_currency = currency(&mut fields, "from_currency");
    let to_currency = currency(&mut fields, "to_currency");
    // Without a currency everything else about the request can still be told.
    let from = fields.amount("from_amount", from_currency.unwrap_or(Currency::RWF));
    let lenient = call.app.has(call.merchant, Switch::IgnoreUnknownScenario);
    let wished = scenario_key(&mut fields, call).map_or(Ok(None), |key| scenario::conversion(&key, lenient));
    let outcome = wished.unwrap_or_else(|reason| {
        fields.fail("scenario_key", reason);
        None
    });
    fields.finish()?;
    let (Some(action), Some(from), Some(to_currency)) = (action, from, to_currency) else {
        return Err(Refusal::invalid("A required field is missing."));
    };
    Ok(Wish { from, to_currency, is_preview: action == "preview", outcome: outcome.unwrap_or(Outcome::Success) })
}

fn preview(from: Amount, to: Amount, rate: Decimal) -> Result<Reply, Refusal> {
    Reply::json(&Preview {
        status: "success",
        message: "Conversion preview — no funds moved",
        from_currency: from.currency.code(),
        from_amount: Number::short(from),
        to_currency: to.currency.code(),
        to_amount: to.into(),
        rate: Number::rate(rate, RATE_DIGITS),
        rate_display: rate_display(from.currency, to.currency, rate),
        fee: 0,
    })
}

fn execute(call: &Call<'_>, new: &NewConversion) -> Result<Reply, Refusal> {
    let conversion = call.app.convert(call.merchant, new, call.at).map_err(|error| match error {
        // Only here, and only for this, the documents have a code that is no number (C-8).
        LedgerError::Short { .. } => Refusal {
            code: Code::Named("VALIDATION_ERROR".to_owned()),
            message: format!("Insufficient {} balance", new.from.currency),
            ..Refusal::from(error).with_status(StatusCode::BAD_REQUEST)
        },
        other => other.into(),
    })?;
    let answer = Reply::json(&Initiated {
        status: "success",
        message: &format!("Conversion initiated. {} balance will be credited shortly.", new.to.currency),
        dgs_conversion_ref: &conversion.reference,
        conversion_status: "processing",
        from_currency: new.from.currency.code(),
        from_amount: Number::short(new.from),
        to_currency: new.to.currency.code(),
        to_amount: new.to.into(),
        rate: Number::rate(new.rate, RATE_DIGITS),
        fee: 0,
    })?;
    Ok(Reply { booked: Some(Booked::Conversion { row: conversion.row, reference: conversion.reference }), ..answer })
}

fn too_little() -> Refusal {
    Refusal::wrong("from_amount", "is too little to become anything in to_currency")
}

#[derive(Serialize)]
struct Preview<'a> {
    status: &'a str,
    message: &'a str,
    from_currency: &'a str,
    from_amount: Number,
    to_currency: &'a str,
    to_amount: Number,
    rate: Number,
    rate_display: String,
    fee: u8,
}

#[derive(Serialize)]
struct Initiated<'a> {
    status: &'a str,
    message: &'a str,
    dgs_conversion_ref: &'a str,
    conversion_status: &'a str,
    from_currency: &'a str,
    from_amount: Number,
    to_currency: &'a str,
    to_amount: Number,
    rate: Number,
    fee: u8,
}
