//! The envelope: how RohoPay says yes and no (§3).

use serde::Serialize;

use super::codes::{IDEMPOTENCY_CONFLICT, NOT_FOUND, SERVER_ERROR, UNAUTHORIZED, VALIDATION_ERROR};
use crate::service::{Code, Refusal};

/// A good answer.
#[derive(Serialize)]
pub(super) struct Answer<T> {
    success: bool,
    data: T,
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<&'static str>,
}

impl<T> Answer<T> {
    pub(super) fn of(data: T) -> Self {
        Self { success: true, data, message: None }
    }

    pub(super) fn saying(self, message: &'static str) -> Self {
        Self { message: Some(message), ..self }
    }
}

pub(super) fn refused(refusal: &Refusal) -> Vec<u8> {
    let error =
        Reason { code: word(&refusal.code), message: &refusal.message, reference: refusal.reference.as_deref() };
    serde_json::to_vec(&Failure { success: false, error }).unwrap_or_default()
}

fn word(code: &Code) -> Option<&str> {
    match code {
        Code::Invalid => Some(VALIDATION_ERROR.code),
        Code::Unauthorised => Some(UNAUTHORIZED.code),
        Code::NotFound => Some(NOT_FOUND.code),
        Code::Conflict => Some(IDEMPOTENCY_CONFLICT.code),
        Code::Server => Some(SERVER_ERROR.code),
        Code::Named(word) => Some(word),
        Code::None => None,
    }
}

#[derive(Serialize)]
struct Failure<'a> {
    success: bool,
    error: Reason<'a>,
}

#[derive(Serialize)]
struct Reason<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'a str>,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reference: Option<&'a str>,
}
