//! Idempotency keys (§5): a key stands for one call for a day, and its answer is repeated byte for byte.
//!
//! A key is kept exactly if something was booked under it: it is a column of what was booked. So whatever happens to an
//! answer on its way, the same key never books twice, and after a refusal it is free.

use std::collections::BTreeMap;
use std::sync::PoisonError;

use hyper::Method;
use hyper::http::request::Parts;
use serde_json::value::RawValue;
use sha2::{Digest as _, Sha256};

use super::checkout;
use super::codes::{IDEMPOTENCY_CONFLICT, MISSING_IDEMPOTENCY_KEY, VALIDATION_ERROR};
use crate::clock::Millis;
use crate::server::digest;
use crate::service::{Call, Refusal, Reply, Route};

const HEADER: &str = "idempotency-key";

/// How long a key stands for its call, on the sandbox's clock.
const LIFE: Millis = 24 * 60 * 60 * 1_000;

/// Longer than any identifier.
const LONGEST: usize = 255;

/// The request's key; a request that changes nothing needs none.
pub(super) fn key(head: &Parts) -> Option<&[u8]> {
    let key = (head.method == Method::POST).then(|| head.headers.get(HEADER)).flatten()?.as_bytes();
    (!key.is_empty()).then_some(key)
}

/// Makes a call, or repeats what was answered under its key.
pub(super) fn once(call: &Call<'_>, route: &Route) -> Result<Reply, Refusal> {
    if route.method != Method::POST {
        return (route.answer)(call);
    }
    let Some(key) = call.idempotency_key else {
        // Of a checkout the documents ask no key (C-11).
        let is_optional = route.operation == checkout::OPERATION;
        return if is_optional { (route.answer)(call) } else { Err(MISSING_IDEMPOTENCY_KEY.refusal()) };
    };
    if key.len() > LONGEST {
        return Err(VALIDATION_ERROR.saying(format!("Idempotency-Key is longer than {LONGEST} bytes.")));
    }
    // A call that comes late must not look before its retry has booked, and book after it.
    let _alone = call.app.roho.booking.lock().unwrap_or_else(PoisonError::into_inner);
    let since = call.at.saturating_sub(LIFE);
    match call.app.ledger.answered(call.merchant.row, call.environment, key, since)? {
        None => (route.answer)(call),
        Some(first) if first.fingerprint == fingerprint(call, route.operation) => {
            Ok(Reply { body: first.answer, booked: None })
        }
        Some(first) => Err(Refusal { reference: Some(first.reference), ..IDEMPOTENCY_CONFLICT.refusal() }),
    }
}

/// What tells a call from another: the endpoint and the parameters, in whatever order they came.
///
/// That of a checkout is salted anew at every start, because a card is part of it. Under a key from before a restart it is
/// therefore always another call, and refused rather than booked again.
pub(super) fn fingerprint(call: &Call<'_>, operation: &str) -> [u8; 32] {
    let fields: Option<BTreeMap<String, Box<RawValue>>> = serde_json::from_slice(call.body).ok();
    let in_order = fields.and_then(|fields| serde_json::to_vec(&fields).ok());
    let parameters = digest::of(in_order.as_deref().unwrap_or(call.body), &call.app.salt);
    Sha256::new().chain_update(operation).chain_update(parameters).finalize().into()
}
