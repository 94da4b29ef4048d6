//! RohoPay v1: so far its envelope and its credentials. Every path answers `NOT_FOUND` to who holds a key.

use std::sync::Arc;

use axum::body::Body;
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, HeaderMap};
use hyper::{Method, Request, Response, StatusCode};
use serde::Serialize;

use crate::app::App;
use crate::dgs::{LIVE_KEY, json_response, looks_live};
use crate::merchants::Merchant;
use crate::server::body;
use crate::server::log::Entry;

/// Where RohoPay's paths begin.
pub(crate) const BASE: &str = "/roho/api/v1";

/// Answers a request under [`BASE`].
pub(crate) async fn handle(app: &Arc<App>, request: Request<Incoming>) -> Response<Body> {
    let (head, incoming) = request.into_parts();
    let body = body::read(incoming).await;
    let mut entry = Entry::of(&head.method, &head.uri, &head.headers, body.as_deref().unwrap_or_default(), app.now());
    let merchant = check(app, &head.headers);
    if let Ok(merchant) = &merchant {
        entry.merchant = Some(merchant.identity.id.clone());
        if head.method == Method::POST {
            merchant.count_post();
        }
    }
    let seq = app.log.open(entry);
    let answer = match merchant {
        Ok(_) => failure(
            StatusCode::NOT_FOUND,
            "NOT_FOUND",
            "There is no such path, or not yet in this version of the sandbox.",
        ),
        Err(message) => failure(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", message),
    };
    app.log.close(seq, Some(answer.status().as_u16()), None);
    app.changed();
    answer
}

/// A request that was not meant for this address.
pub(crate) fn foreign_host() -> Response<Body> {
    failure(StatusCode::FORBIDDEN, "UNAUTHORIZED", crate::server::REFUSAL)
}

fn check(app: &App, headers: &HeaderMap) -> Result<Arc<Merchant>, &'static str> {
    let key =
        headers.get(AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Bearer ")).unwrap_or_default();
    let merchant = app.merchants.by_key(key).filter(|found| found.identity.dgs_api_key.as_bytes() != key);
    merchant.ok_or(if looks_live(key) { LIVE_KEY } else { "Invalid or missing API key" })
}

#[derive(Serialize)]
struct Failure<'a> {
    success: bool,
    error: Reason<'a>,
}

#[derive(Serialize)]
struct Reason<'a> {
    code: &'a str,
    message: &'a str,
}

fn failure(status: StatusCode, code: &str, message: &str) -> Response<Body> {
    let body = Failure { success: false, error: Reason { code, message } };
    json_response(status, serde_json::to_vec(&body).unwrap_or_default())
}
