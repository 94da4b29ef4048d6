//! The envelope of an answer and its errors (`protocol/rohopay.md` §3, C-17, C-21, C-22, C-23).

use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::error::{Error, ErrorCode, Result};
use crate::http::Answer;
use crate::wire::{lenient, object, plain_sentence, sentence};

/// What decides between an answer and a refusal. A field of an unexpected type must not hide the others.
#[derive(Deserialize)]
struct Envelope {
    #[serde(default, deserialize_with = "lenient")]
    success: Option<bool>,
    data: Option<Box<RawValue>>,
    #[serde(default, deserialize_with = "lenient")]
    message: Option<String>,
    error: Option<Box<RawValue>>,
}

/// An error is an object; integrations have seen bare text as well.
#[derive(Deserialize, Default)]
struct Reason {
    #[serde(default, deserialize_with = "lenient")]
    code: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    message: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    reference: Option<String>,
}

/// The JSON in `data` of an answer that is no refusal.
pub(super) fn data(answer: &Answer) -> Result<Box<RawValue>> {
    let body = std::str::from_utf8(&answer.body).unwrap_or_default();
    let Ok(envelope) = object::<Envelope>(body) else {
        return Err(answer.told(not_json(answer.status)));
    };
    let good = (200..300).contains(&answer.status) && envelope.success == Some(true);
    if !good {
        return Err(answer.told(refusal(&envelope, answer.status)));
    }
    envelope.data.ok_or_else(|| unreadable(answer))
}

/// The object in `data`, with its text.
pub(super) fn read<T: DeserializeOwned>(answer: &Answer) -> Result<(T, Box<RawValue>)> {
    let data = data(answer)?;
    let value = object(data.get()).map_err(|_| unreadable(answer))?;
    Ok((value, data))
}

/// A good answer that lacks what the documents promise.
pub(super) fn unreadable(answer: &Answer) -> Error {
    answer.told(Error::new(ErrorCode::AnswerUnreadable, "The answer is not what the service documents"))
}

fn refusal(envelope: &Envelope, status: u16) -> Error {
    let reason = envelope.error.as_ref().map(|error| reason(error.get()));
    let own_words = reason.is_some() || envelope.success.is_some();
    let reason = reason.unwrap_or_default();
    let message = reason.message.as_deref().or(envelope.message.as_deref()).unwrap_or_default();
    let error = classed(status, reason.code.as_deref().unwrap_or_default(), &plain_sentence(message));
    // Any gateway answers JSON today. Without one of the service's own words, it names a class and proves nothing.
    let error = if own_words { error } else { error.unproven() };
    error.service_code(reason.code).reference(reason.reference)
}

fn reason(error: &str) -> Reason {
    match serde_json::from_str::<String>(error) {
        Ok(text) => Reason { message: Some(text), ..Reason::default() },
        Err(_) => object(error).unwrap_or_default(),
    }
}

/// The class by the HTTP status first, and by the code where that says more.
fn classed(status: u16, code: &str, said: &str) -> Error {
    let named = |what: &str| match code {
        "" => format!("{what} (HTTP {status})"),
        code => format!("{what} ({code})"),
    };
    let with = |error, what: &str| Error::new(error, sentence(&named(what), said));
    match (status, code) {
        // Whatever its code: an earlier call holds the key, and may have gone through.
        (409, _) => with(ErrorCode::IdempotencyConflict, "The idempotency key belongs to another call"),
        (401, _) | (_, "UNAUTHORIZED" | "API_KEY_INACTIVE") => with(ErrorCode::KeyRefused, "The key was refused")
            .advice("Check ROHOPAY_API_KEY: it may be revoked or mistyped."),
        (403, _) | (_, "DISBURSE_TEST_BLOCKED" | "ENVIRONMENT_MISMATCH") => {
            with(ErrorCode::PermissionDenied, "The service does not allow this")
                .advice("Use a key of the right environment: payouts need a live one.")
        }
        (_, "INSUFFICIENT_BALANCE") => with(ErrorCode::InsufficientFunds, "The wallet holds too little"),
        (404, _) => with(ErrorCode::NotFound, "There is no such resource"),
        (429, _) => with(ErrorCode::RateLimited, "Too many requests"),
        // 408 and 499 say that somebody gave up waiting, not that nothing was done; nor does a provider's time-out.
        (408 | 499, _) | (_, "PROVIDER_TIMEOUT") => with(ErrorCode::ServiceFailed, "The service failed"),
        (_, "PROVIDER_ERROR") => with(ErrorCode::ServiceRefused, "The provider refused the payment"),
        (400 | 422, _) => with(ErrorCode::RequestRefused, "The service refused the request"),
        (..=499, _) => with(ErrorCode::ServiceRefused, "The service refused the request"),
        _ => with(ErrorCode::ServiceFailed, "The service failed"),
    }
}

/// Not the service's own words: a page of a proxy, or nothing. It names a class, but proves nothing about the money.
fn not_json(status: u16) -> Error {
    match status {
        200..=299 => Error::new(ErrorCode::AnswerUnreadable, "The answer is not JSON"),
        _ => classed(status, "", "").unproven(),
    }
}
