//! The status layers of an answer, in the order of `protocol/dgs-pay.md` §4: the body first, the HTTP status last.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::de::DeserializeOwned;

use crate::currency::Currency;
use crate::error::{Error, ErrorCode, Result};
use crate::http::Answer;
use crate::wire::{Digits, Text, lenient, object, plain_sentence, sentence, text};

/// What decides between an answer and a refusal. A field of an unexpected type must not hide the others: a refused key is
/// still a refused key if its message is a list.
#[derive(Deserialize)]
struct Envelope {
    #[serde(default, deserialize_with = "lenient")]
    status: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    message: Option<String>,
    /// Reasons by field, which the older version of the service is known to send.
    #[serde(default, deserialize_with = "lenient")]
    errors: Option<BTreeMap<String, String>>,
    #[serde(default, deserialize_with = "lenient")]
    error_code: Option<Text>,
    #[serde(default, deserialize_with = "lenient")]
    transaction_status: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    dgs_reference: Option<Text>,
    #[serde(default, deserialize_with = "lenient")]
    available_balance: Option<Digits>,
    #[serde(default, deserialize_with = "lenient")]
    required: Option<Digits>,
    #[serde(default, deserialize_with = "lenient")]
    currency: Option<String>,
}

/// Reads the body of an answer that is no refusal.
pub(crate) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<T> {
    let body = std::str::from_utf8(&answer.body).unwrap_or_default();
    let Ok(envelope) = object::<Envelope>(body) else {
        return Err(answer.told(not_json(answer.status)));
    };
    if let Some(error) = refusal(&envelope, answer.status) {
        return Err(answer.told(error).reference(text(envelope.dgs_reference)));
    }
    object(body).map_err(|_| unreadable(answer).reference(text(envelope.dgs_reference)))
}

/// A good answer that lacks what the documents promise.
pub(crate) fn unreadable(answer: &Answer) -> Error {
    answer.told(Error::new(ErrorCode::AnswerUnreadable, "The answer is not what the service documents"))
}

fn refusal(envelope: &Envelope, http_status: u16) -> Option<Error> {
    let said = said(envelope);
    if let Some(code) =
        envelope.error_code.as_ref().map(|code| code.0.trim()).filter(|code| !matches!(*code, "" | "0" | "00"))
    {
        return Some(by_service_code(code, &said, envelope, http_status).service_code(Some(code.to_owned())));
    }
    if envelope.transaction_status.is_some() {
        return None;
    }
    let says_failed = matches!(envelope.status.as_deref(), Some("failed" | "error"));
    if !says_failed && http_status < 400 {
        return None;
    }
    let error = by_http_status(http_status, &said);
    // Any gateway answers JSON today. Without one of the service's own words, it names a class and proves nothing.
    Some(if says_failed { error } else { error.unproven() })
}

fn by_service_code(code: &str, said: &str, envelope: &Envelope, http_status: u16) -> Error {
    match code {
        "90" | "VALIDATION_ERROR" => match (&envelope.available_balance, &envelope.required) {
            (Some(available), Some(required)) => insufficient(available, required, envelope, said),
            _ => Error::new(ErrorCode::RequestRefused, sentence("The service refused the request (90)", said)),
        },
        "91" => Error::new(ErrorCode::KeyRefused, "The key was refused (91)"),
        "92" => Error::new(ErrorCode::NotFound, sentence("There is no such resource (92)", said)),
        "93" => Error::new(ErrorCode::IdempotencyConflict, "The service has seen this idempotency key before (93)"),
        "99" => Error::new(ErrorCode::ServiceFailed, sentence("The service failed (99)", said)),
        _ => by_http_status(http_status, said),
    }
}

fn insufficient(available: &Digits, required: &Digits, envelope: &Envelope, said: &str) -> Error {
    let currency = envelope.currency.as_deref().and_then(|code| Currency::from_wire(code).ok());
    let money = |digits: &Digits| currency.and_then(|currency| digits.money(currency).ok());
    let (available, required) = (money(available), money(required));
    let what = match (&available, &required) {
        (Some(available), Some(required)) => format!("The wallet holds {available}, and {required} is needed"),
        _ => sentence("The wallet holds too little", said),
    };
    Error::new(ErrorCode::InsufficientFunds, what).funds(available, required)
}

/// A refusal in the service's own envelope, without a code that this version knows.
fn by_http_status(status: u16, said: &str) -> Error {
    let with = |code, what: &str| Error::new(code, sentence(what, said));
    match status {
        401 => Error::new(ErrorCode::KeyRefused, "The key was refused (HTTP 401)"),
        403 => with(ErrorCode::PermissionDenied, "The service does not allow this (HTTP 403)"),
        404 => with(ErrorCode::NotFound, "There is no such resource (HTTP 404)"),
        409 => with(ErrorCode::IdempotencyConflict, "The service takes this for a repetition (HTTP 409)"),
        429 => with(ErrorCode::RateLimited, "Too many requests (HTTP 429)"),
        // 408 and 499 say that somebody gave up waiting, not that nothing was done.
        400..=499 if status != 408 && status != 499 => {
            with(ErrorCode::ServiceRefused, "The service refused the request")
        }
        _ => with(ErrorCode::ServiceFailed, "The service failed"),
    }
}

/// Not the service's own words: a page of a proxy, or nothing. It names a class, but proves nothing about the money.
fn not_json(status: u16) -> Error {
    match status {
        200..=299 => Error::new(ErrorCode::AnswerUnreadable, "The answer is not JSON"),
        _ => by_http_status(status, "").unproven(),
    }
}

/// What the service says itself: its message, and its first reasons by field.
fn said(envelope: &Envelope) -> String {
    let message = envelope.message.as_deref().map(plain_sentence).unwrap_or_default();
    let reasons = envelope.errors.iter().flatten().take(3);
    let reasons: Vec<_> = reasons.map(|(field, reason)| plain_sentence(&format!("{field}: {reason}"))).collect();
    match (message.is_empty(), reasons.is_empty()) {
        (_, true) => message,
        (true, false) => reasons.join(", "),
        (false, false)
            if reasons.iter().all(|reason| message.contains(reason.split(": ").nth(1).unwrap_or(reason))) =>
        {
            message
        }
        (false, false) => format!("{message} ({})", reasons.join(", ")),
    }
}
