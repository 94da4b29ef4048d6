//! The envelope: how DGS-Pay says no.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::service::{Code, Refusal, Shortage};

/// The documents name the codes and leave the HTTP statuses open; the pairing is the sandbox's (§4).
fn word(code: &Code) -> Option<&str> {
    match code {
        Code::Invalid => Some("90"),
        Code::Unauthorised => Some("91"),
        Code::NotFound => Some("92"),
        Code::Conflict => Some("93"),
        Code::Server => Some("99"),
        Code::Named(word) => Some(word),
        Code::None => None,
    }
}

pub(super) fn refused(refusal: &Refusal) -> Vec<u8> {
    let envelope = Envelope {
        status: "failed",
        message: &refusal.message,
        error_code: word(&refusal.code),
        errors: &refusal.errors,
        shortage: refusal.shortage.as_deref(),
    };
    serde_json::to_vec(&envelope).unwrap_or_default()
}

#[derive(Serialize)]
struct Envelope<'a> {
    status: &'a str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    errors: &'a BTreeMap<&'static str, String>,
    #[serde(flatten, skip_serializing_if = "Option::is_none")]
    shortage: Option<&'a Shortage>,
}
