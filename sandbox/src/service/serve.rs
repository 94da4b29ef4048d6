//! What is the same for every endpoint: who asks, what for, is it well formed, does a fault strike, and what is logged.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use axum::body::Body;
use bytes::Bytes;
use hyper::body::Incoming;
use hyper::header::{ALLOW, CONTENT_TYPE, HeaderMap, HeaderValue, RETRY_AFTER};
use hyper::http::request::Parts;
use hyper::{Method, Request, Response, StatusCode};

use super::reply::json_response;
use super::route::{self, NoRoute};
use super::{Call, Caller, Refusal, Reply, Route, Service, late, strike};
use crate::app::App;
use crate::faults::{Fault, Position};
use crate::merchants::Merchant;
use crate::server::accept::Peer;
use crate::server::body::{self, BodyError};
use crate::server::log::Entry;
use crate::server::{Answer, REFUSAL};

/// Answers a request under a service's base.
pub(crate) async fn handle(service: &'static dyn Service, app: &Arc<App>, request: Request<Incoming>) -> Answer {
    let (head, incoming) = request.into_parts();
    // Read before anything is decided, so that even a refusal finds a client that listens.
    let body = body::read(incoming).await;
    let bytes = body.as_deref().unwrap_or_default();
    let mut entry = Entry::of(&head.method, &head.uri, &head.headers, bytes, &app.salt, app.now());

    let caller = service.caller(app, &head, bytes);
    let route = route::find(service, &head.method, head.uri.path());
    let known = caller.as_ref().ok().map(|caller| Arc::clone(&caller.merchant));
    if let Some(seen) = known.or_else(|| service.guess(app, &head.headers, bytes)) {
        entry.merchant = Some(seen.identity.id.clone());
        if head.method == Method::POST {
            seen.count_post();
        }
    }
    entry.operation = route.as_ref().ok().map(|(route, _)| route.operation);
    let seq = app.log.open(entry);

    let (answer, fault) = answer(service, app, &head, caller, route, body).await;
    app.log.close(seq, answer.as_ref().ok().map(|answer| answer.status().as_u16()), fault);
    app.changed();
    answer
}

/// A request that was not meant for this address.
pub(crate) fn foreign_host(service: &dyn Service) -> Response<Body> {
    let refusal = Refusal::unauthorised(REFUSAL).with_status(StatusCode::FORBIDDEN);
    json_response(refusal.status, service.refused(&refusal))
}

/// The order is a rule: credentials before the path, the path before the body. A stranger learns nothing of either.
async fn answer(
    service: &'static dyn Service,
    app: &Arc<App>,
    head: &Parts,
    caller: Result<Caller, Refusal>,
    route: Result<(&'static Route, String), NoRoute>,
    body: Result<Bytes, BodyError>,
) -> (Answer, Option<Fault>) {
    let caller = match caller {
        Ok(caller) => caller,
        Err(refusal) => return (Ok(refused(service, app, None, &refusal)), None),
    };
    let refused = |refusal: &Refusal| Ok(refused(service, app, Some(&caller.merchant), refusal));
    let (route, id) = match route {
        Ok(found) => found,
        Err(NoRoute::UnknownPath) => {
            let refusal = Refusal::not_found("There is no such path, or not yet in this version of the sandbox.");
            return (refused(&refusal), None);
        }
        Err(NoRoute::Method(methods)) => return (refused(&not_this_method(&methods)).map(allowing(&methods)), None),
    };
    let body = match expect_json(head).and_then(|()| body.map_err(bad_body)) {
        Ok(body) => body,
        Err(refusal) => return (refused(&refusal), None),
    };
    let idempotency_key = service.key(app, &caller.merchant, head);
    // Held until the answer is there: a twin under the same key waits.
    let _turn = match idempotency_key {
        Some(key) => {
            let key = (service.base(), caller.merchant.row, caller.environment, key.to_vec());
            Some(app.turns.take(key).await)
        }
        None => None,
    };
    let mut call = Call {
        app,
        merchant: &caller.merchant,
        environment: caller.environment,
        wallet: caller.wallet,
        id,
        query: head.uri.query().unwrap_or_default(),
        body: &body,
        idempotency_key,
        peer: head.extensions.get().map(|Peer(address)| *address),
        at: app.now(),
        struck: None,
    };
    if let Err(refusal) = service.admit(&call, route.operation) {
        return (refused(&refusal), None);
    }
    let before = app.faults.strike_call(&caller.merchant.identity.id, route.operation, Position::BeforeCommit);
    if let Some(rule) = &before {
        if rule.fault == Fault::LateCommit {
            late::put_off(service, &call, route, rule);
        }
        if let Some(answer) = strike::call(service, &call, rule, None).await {
            return (answer, Some(rule.fault));
        }
        call.struck = Some(rule.fault);
    }
    let reply = run(service, route, &call);
    let reply = match app.ledger.kept().await.map_err(Refusal::from).and(reply) {
        Ok(reply) => reply,
        Err(refusal) => return (refused(&refusal), call.struck),
    };
    // Only now: a fault after the commit waits for a call that was not refused.
    let after = app.faults.strike_call(&caller.merchant.identity.id, route.operation, Position::AfterCommit);
    if let Some(rule) = &after {
        let struck = strike::call(service, &call, rule, Some(&reply)).await;
        // A fault may have booked something as well.
        if let Err(error) = app.ledger.kept().await {
            return (refused(&error.into()), Some(rule.fault));
        }
        if let Some(answer) = struck {
            return (answer, Some(rule.fault));
        }
    }
    let fault = after.map(|rule| rule.fault).or(call.struck);
    (Ok(json_response(StatusCode::OK, reply.body)), fault)
}

/// A panic is the sandbox's fault, and is told like one.
pub(super) fn run(service: &dyn Service, route: &Route, call: &Call<'_>) -> Result<Reply, Refusal> {
    catch_unwind(AssertUnwindSafe(|| service.once(call, route)))
        .unwrap_or_else(|_| Err(Refusal::server("The sandbox ran into a bug of its own. Please report it.")))
}

fn refused(service: &dyn Service, app: &App, merchant: Option<&Merchant>, refusal: &Refusal) -> Response<Body> {
    let mut answer = json_response(service.status(app, merchant, refusal), service.refused(refusal));
    answer.headers_mut().extend(refusal.retry_after.map(|seconds| (RETRY_AFTER, HeaderValue::from(seconds))));
    answer
}

fn not_this_method(methods: &[&str]) -> Refusal {
    let what = format!("This path takes {} only.", methods.join(", "));
    Refusal::invalid(what).with_status(StatusCode::METHOD_NOT_ALLOWED)
}

fn allowing(methods: &[&str]) -> impl FnOnce(Response<Body>) -> Response<Body> {
    let allowed = HeaderValue::from_str(&methods.join(", ")).ok();
    |mut answer| {
        answer.headers_mut().extend(allowed.map(|value| (ALLOW, value)));
        answer
    }
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
