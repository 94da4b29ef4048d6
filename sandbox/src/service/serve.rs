//! What is the same for every endpoint: who asks, what for, is it well formed, does a fault strike, and what is logged.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderMap, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};
use percent_encoding::percent_decode_str;

use super::envelope::{Refusal, Reply, json_response};
use super::{BASE, ROUTES, Route, credentials, idempotency, late, strike};
use crate::app::App;
use crate::clock::Millis;
use crate::config::Switch;
use crate::faults::{Fault, Position};
use crate::merchants::Merchant;
use crate::server::Answer;
use crate::server::body::{self, BodyError};
use crate::server::log::Entry;

/// What an endpoint gets to see.
pub(super) struct Call<'a> {
    pub app: &'a Arc<App>,
    pub merchant: &'a Arc<Merchant>,
    /// The path's `{id}`, decoded.
    pub id: String,
    pub query: &'a str,
    pub body: &'a [u8],
    /// The idempotency key, where the sandbox was told to honour it.
    pub idempotency_key: Option<&'a [u8]>,
    /// When it is booked.
    pub at: Millis,
}

/// Answers a request under [`BASE`].
pub(crate) async fn handle(app: &Arc<App>, request: Request<Incoming>) -> Answer {
    let (head, incoming) = request.into_parts();
    // Read before anything is decided, so that even a refusal finds a client that listens.
    let body = body::read(incoming).await;
    let mut entry = Entry::of(&head.method, &head.uri, &head.headers, body.as_deref().unwrap_or_default(), app.now());

    let merchant = credentials::check(app, &head.headers, head.extensions.get().copied());
    let route = find(&head.method, head.uri.path());
    let seen = merchant.as_ref().ok().cloned().or_else(|| credentials::guess(app, &head.headers));
    if let Some(seen) = seen {
        entry.merchant = Some(seen.identity.id.clone());
        if head.method == Method::POST {
            seen.count_post();
        }
    }
    entry.operation = route.as_ref().ok().map(|(route, _)| route.operation);
    let seq = app.log.open(entry);

    let (answer, fault) = answer(app, &head, merchant, route, body).await;
    app.log.close(seq, answer.as_ref().ok().map(|answer| answer.status().as_u16()), fault);
    app.changed();
    answer
}

/// The order is a rule: credentials before the path, the path before the body. A stranger learns nothing of either.
async fn answer(
    app: &Arc<App>,
    head: &Parts,
    merchant: Result<Arc<Merchant>, Refusal>,
    route: Result<(&'static Route, String), NoRoute>,
    body: Result<Bytes, BodyError>,
) -> (Answer, Option<Fault>) {
    let merchant = match merchant {
        Ok(merchant) => merchant,
        Err(refusal) => return (Ok(refused(app, None, &refusal)), None),
    };
    let (route, id) = match route {
        Ok(found) => found,
        Err(nothing) => return (Ok(nothing.answer(app, &merchant)), None),
    };
    let body = match expect_json(head).and_then(|()| body.map_err(bad_body)) {
        Ok(body) => body,
        Err(refusal) => return (Ok(refused(app, Some(&merchant), &refusal)), None),
    };
    let call = Call {
        app,
        merchant: &merchant,
        id,
        query: head.uri.query().unwrap_or_default(),
        body: &body,
        idempotency_key: idempotency::key(app, &merchant, head),
        at: app.now(),
    };
    let before = app.faults.strike_call(&merchant.identity.id, route.operation, Position::BeforeCommit);
    if let Some(rule) = &before {
        if rule.fault == Fault::LateCommit {
            late::put_off(&call, route, rule);
        }
        if let Some(answer) = strike::call(&call, rule, None).await {
            return (answer, Some(rule.fault));
        }
    }
    let reply = match run(route, &call) {
        Ok(reply) => reply,
        Err(refusal) => return (Ok(refused(app, Some(&merchant), &refusal)), before.map(|rule| rule.fault)),
    };
    // Only now: a fault after the commit waits for a call that was not refused.
    let after = app.faults.strike_call(&merchant.identity.id, route.operation, Position::AfterCommit);
    if let Some(rule) = &after
        && let Some(answer) = strike::call(&call, rule, Some(&reply)).await
    {
        return (answer, Some(rule.fault));
    }
    let fault = after.or(before).map(|rule| rule.fault);
    (Ok(json_response(StatusCode::OK, reply.body)), fault)
}

/// A panic is the sandbox's fault, and is told like one.
pub(super) fn run(route: &Route, call: &Call<'_>) -> Result<Reply, Refusal> {
    let work = AssertUnwindSafe(|| idempotency::once(call, || (route.answer)(call)));
    catch_unwind(work)
        .unwrap_or_else(|_| Err(Refusal::server("The sandbox ran into a bug of its own. Please report it.")))
}

/// Why a path leads nowhere.
enum NoRoute {
    UnknownPath,
    /// What the path does take.
    Method(Vec<&'static str>),
}

impl NoRoute {
    fn answer(self, app: &App, merchant: &Merchant) -> Response<Body> {
        let Self::Method(methods) = self else {
            return refused(
                app,
                Some(merchant),
                &Refusal::not_found("There is no such path, or not yet in this version of the sandbox."),
            );
        };
        let allowed = methods.join(", ");
        let refusal =
            Refusal::invalid(format!("This path takes {allowed} only.")).with_status(StatusCode::METHOD_NOT_ALLOWED);
        let mut answer = refused(app, Some(merchant), &refusal);
        answer.headers_mut().extend(HeaderValue::from_str(&allowed).ok().map(|value| (ALLOW, value)));
        answer
    }
}

/// The endpoint, and what stands for `{id}` in the path.
fn find(method: &Method, path: &str) -> Result<(&'static Route, String), NoRoute> {
    let path = path.strip_prefix(BASE).unwrap_or(path);
    let here: Vec<_> = ROUTES.iter().filter_map(|route| Some((route, captured(route.path, path)?))).collect();
    if let Some((route, id)) = here.iter().find(|(route, _)| route.method == *method) {
        return Ok((route, id.clone()));
    }
    if here.is_empty() {
        return Err(NoRoute::UnknownPath);
    }
    Err(NoRoute::Method(here.iter().map(|(route, _)| route.method.as_str()).collect()))
}

/// What stands for `{id}`, nothing if the pattern has none; `None` if the path does not match.
fn captured(pattern: &str, path: &str) -> Option<String> {
    let Some(prefix) = pattern.strip_suffix("{id}") else { return (pattern == path).then(String::new) };
    let id = path.strip_prefix(prefix).filter(|id| !id.is_empty() && !id.contains('/'))?;
    Some(percent_decode_str(id).decode_utf8_lossy().into_owned())
}

/// A body has to say that it is JSON. A request without one has nothing to say.
fn expect_json(head: &Parts) -> Result<(), Refusal> {
    let has_body = matches!(head.method, Method::POST | Method::PATCH);
    let is_json = media_type(&head.headers).is_some_and(|media| media == "application/json");
    (is_json || !has_body).then_some(()).ok_or_else(|| {
        Refusal::invalid("Content-Type must be application/json.").with_status(StatusCode::UNSUPPORTED_MEDIA_TYPE)
    })
}

fn media_type(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    value.split(';').next().map(|media| media.trim().to_ascii_lowercase())
}

fn bad_body(error: BodyError) -> Refusal {
    Refusal::invalid(format!("The request could not be read: {error}.")).with_status(error.status())
}

fn refused(app: &App, merchant: Option<&Merchant>, refusal: &Refusal) -> Response<Body> {
    let is_always_200 = merchant
        .map_or_else(|| app.config.has(Switch::AlwaysStatus200), |merchant| app.has(merchant, Switch::AlwaysStatus200));
    let status = if is_always_200 { StatusCode::OK } else { refusal.status };
    json_response(status, refusal.body())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(method: &Method, path: &str) -> Option<(&'static str, String)> {
        super::find(method, path).ok().map(|(route, id)| (route.operation, id))
    }

    #[test]
    fn paths_lead_to_operations() {
        assert_eq!(
            find(&Method::GET, "/generation/v2/transactions/dgs_7%2FQ"),
            Some(("transactions.get", "dgs_7/Q".into()))
        );
        assert_eq!(find(&Method::GET, "/generation/v2/transactions"), Some(("transactions.list", String::new())));
        assert_eq!(find(&Method::GET, "/generation/v2/transactions/"), None);
        assert_eq!(find(&Method::GET, "/generation/v2/transactions/a/b"), None);
        assert_eq!(find(&Method::DELETE, "/generation/v2/charges"), None);
        assert_eq!(find(&Method::GET, "/generation/v2"), None);
    }
}
