//! Whose request it is: by the header, or by the body where the documents put the key there (§2, §9).

use std::collections::BTreeMap;
use std::sync::Arc;

use hyper::Method;
use hyper::header::{AUTHORIZATION, HeaderMap};
use hyper::http::request::Parts;
use serde_json::value::RawValue;

use super::codes::{API_KEY_INACTIVE, ENVIRONMENT_MISMATCH, UNAUTHORIZED};
use super::{BASE, checkout};
use crate::app::App;
use crate::environment::Environment;
use crate::ledger::Wallet;
use crate::merchants::Merchant;
use crate::service::{Caller, LIVE_KEY, Refusal, looks_live};

const SCHEME: &[u8] = b"bearer ";

/// The project whose key this is, and which of its two. A checkout has the key in its body; a header beside it has to agree
/// (C-11).
pub(super) fn check(app: &App, head: &Parts, body: &[u8]) -> Result<Caller, Refusal> {
    let bearer = bearer(&head.headers)?;
    let is_checkout = head.method == Method::POST && head.uri.path().strip_prefix(BASE) == Some(checkout::PATH);
    let in_body = is_checkout.then(|| in_body(body)).flatten();
    let first = in_body.as_deref().map(str::as_bytes).or(bearer).ok_or_else(|| UNAUTHORIZED.refusal())?;
    let caller = holder(app, first)?;
    match bearer.map(|bearer| holder(app, bearer)).transpose()? {
        Some(other) if other.merchant.row != caller.merchant.row => {
            Err(UNAUTHORIZED.saying("The key in the body and the one in the header belong to different projects."))
        }
        Some(other) if other.environment != caller.environment => {
            Err(ENVIRONMENT_MISMATCH
                .saying("The key in the body and the one in the header are of different environments."))
        }
        _ => Ok(caller),
    }
}

/// Whose request it seems to be: for the log alone.
pub(super) fn guess(app: &App, headers: &HeaderMap, body: &[u8]) -> Option<Arc<Merchant>> {
    let by_header = bearer(headers).ok().flatten().and_then(|key| app.merchants.by_key(key));
    by_header.or_else(|| app.merchants.by_key(in_body(body)?.as_bytes()))
}

fn holder(app: &App, key: &[u8]) -> Result<Caller, Refusal> {
    let merchant = app.merchants.by_key(key).ok_or_else(|| foreign_key(key))?;
    let environment = if merchant.identity.roho_test_key.as_bytes() == key {
        Environment::Test
    } else if merchant.identity.roho_live_key.as_bytes() == key {
        Environment::Production
    } else {
        return Err(UNAUTHORIZED.saying("This is a key of another service."));
    };
    if merchant.settings().roho.revoked.contains(&environment) {
        return Err(API_KEY_INACTIVE.refusal());
    }
    Ok(Caller { environment, wallet: Wallet::roho(merchant.row, environment), merchant })
}

fn foreign_key(key: &[u8]) -> Refusal {
    if looks_live(key) { UNAUTHORIZED.saying(LIVE_KEY) } else { UNAUTHORIZED.refusal() }
}

/// What stands behind `Bearer`, compared as bytes: it need not be text.
fn bearer(headers: &HeaderMap) -> Result<Option<&[u8]>, Refusal> {
    let mut values = headers.get_all(AUTHORIZATION).iter();
    let Some(first) = values.next() else { return Ok(None) };
    if values.next().is_some() {
        return Err(UNAUTHORIZED.saying("Authorization is there more than once."));
    }
    let (scheme, key) = first.as_bytes().split_at_checked(SCHEME.len()).ok_or_else(|| UNAUTHORIZED.refusal())?;
    if scheme.eq_ignore_ascii_case(SCHEME) { Ok(Some(key)) } else { Err(UNAUTHORIZED.refusal()) }
}

fn in_body(body: &[u8]) -> Option<String> {
    let fields: BTreeMap<String, &RawValue> = serde_json::from_slice(body).ok()?;
    serde_json::from_str(fields.get("api_key")?.get()).ok()
}
