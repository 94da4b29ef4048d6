//! Faults in a call: what the client gets instead of, or before, its answer.

use std::time::Duration;

use axum::body::Body;
use hyper::header::{CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER};
use hyper::{Response, StatusCode};

use super::envelope::{Booked, Refusal, Reply, json_response};
use super::serve::Call;
use crate::faults::{Fault, Rule};
use crate::ledger::{self, Verdict};
use crate::server::stream::EndlessBody;
use crate::server::{Answer, Cut};
use crate::webhooks::delivery;

/// A page as a proxy or a captive portal would put in the way.
const PAGE: &str = "<!doctype html><html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>\n";

const SIMULATED: &str = "Simulated fault.";

/// The answer under a fault; `None` if the right one may follow. `reply` is there once everything was booked.
pub(super) async fn call(call: &Call<'_>, rule: &Rule, reply: Option<&Reply>) -> Option<Answer> {
    match rule.fault {
        Fault::LostAnswer | Fault::DropBeforeCommit => Some(Err(Cut)),
        Fault::CommitThen500 | Fault::Error99BeforeCommit => Some(Ok(refusal(&Refusal::server(SIMULATED)))),
        Fault::IdempotencyConflict => Some(Ok(refusal(&Refusal::conflict(SIMULATED)))),
        Fault::Html200 => Some(Ok(page())),
        Fault::EndlessAnswer => Some(Ok(json_response(StatusCode::OK, Body::new(EndlessBody::default())))),
        Fault::MalformedJson => {
            let whole = reply.map_or(br#"{"status":"success","message":"#.as_slice(), |reply| reply.body.as_slice());
            Some(Ok(json_response(StatusCode::OK, whole[..whole.len() / 2].to_vec())))
        }
        Fault::Status => Some(Ok(status(rule, StatusCode::INTERNAL_SERVER_ERROR))),
        Fault::LateCommit => Some(Ok(status(rule, StatusCode::GATEWAY_TIMEOUT))),
        Fault::Answer => Some(Ok(answer(rule))),
        Fault::RedirectTrap => Some(Ok(redirect(call))),
        Fault::SlowAnswer => {
            tokio::time::sleep(Duration::from_millis(rule.delay_ms.unwrap_or(0))).await;
            None
        }
        Fault::DrainedWallet => {
            if let Err(error) = call.app.ledger.drain_wallet(call.merchant.row, call.at) {
                tracing::error!(%error, "a wallet could not be drained");
            }
            None
        }
        Fault::WebhookFirst => {
            if let Some(booked) = reply.and_then(|reply| reply.booked.as_ref()) {
                webhook_first(call, booked).await;
            }
            None
        }
        Fault::SilentProvider => {
            if let Some(booked) = reply.and_then(|reply| reply.booked.as_ref()) {
                silence(call, booked);
            }
            None
        }
        Fault::DoubleWebhook | Fault::BadSignature | Fault::FailedAfterSuccess => None,
    }
}

fn refusal(refusal: &Refusal) -> Response<Body> {
    json_response(refusal.status, refusal.body())
}

fn page() -> Response<Body> {
    let mut answer = Response::new(Body::from(PAGE));
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    answer
}

fn status(rule: &Rule, usual: StatusCode) -> Response<Body> {
    let status = wished_status(rule).unwrap_or(usual);
    let refused = Refusal { code: rule.error_code.clone(), ..Refusal::server(SIMULATED).with_status(status) };
    with_retry_after(rule, refusal(&refused))
}

fn answer(rule: &Rule) -> Response<Body> {
    let mut answer = Response::new(Body::from(rule.body.clone().unwrap_or_default()));
    *answer.status_mut() = wished_status(rule).unwrap_or(StatusCode::OK);
    let content_type = rule.content_type.as_deref().unwrap_or("application/json");
    let header = HeaderValue::from_str(content_type).ok().filter(|header| !header.is_empty());
    answer.headers_mut().extend(header.map(|header| (CONTENT_TYPE, header)));
    with_retry_after(rule, answer)
}

fn wished_status(rule: &Rule) -> Option<StatusCode> {
    rule.status.and_then(|status| StatusCode::from_u16(status).ok())
}

fn with_retry_after(rule: &Rule, mut answer: Response<Body>) -> Response<Body> {
    answer.headers_mut().extend(rule.retry_after.map(|seconds| (RETRY_AFTER, HeaderValue::from(seconds))));
    answer
}

/// To another origin on this machine, where whatever arrives is counted. The status keeps method and body.
fn redirect(call: &Call<'_>) -> Response<Body> {
    let target = format!("{}/trap/{}", call.app.trap_origin, call.merchant.identity.id);
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = StatusCode::TEMPORARY_REDIRECT;
    answer.headers_mut().extend(HeaderValue::from_str(&target).ok().map(|value| (LOCATION, value)));
    answer
}

/// As it would have ended in time, whether there is a time for it or not.
fn end(call: &Call<'_>, booked: &Booked) -> ledger::Result<()> {
    let (app, now) = (call.app, call.at);
    match booked {
        Booked::Payment { row, .. } => app.decide(*row, Verdict::Approved, now).map(drop),
        Booked::Payout { row, reference } => {
            let outcome = app.ledger.payout(reference)?.map(|payout| payout.outcome);
            app.end_payout(*row, outcome, now).map(drop)
        }
        Booked::Conversion { row, reference } => {
            let outcome = app.ledger.conversion(reference)?.map(|conversion| conversion.outcome);
            app.end_conversion(*row, outcome, now).map(drop)
        }
    }
}

/// What has not ended yet never will, unless a person sees to it.
fn silence(call: &Call<'_>, booked: &Booked) {
    let ledger = &call.app.ledger;
    let silenced = match booked {
        Booked::Payment { row, .. } => ledger.silence_payment(*row),
        Booked::Payout { row, .. } => ledger.silence_payout(*row),
        Booked::Conversion { row, .. } => ledger.silence_conversion(*row),
    };
    if let Err(error) = silenced {
        tracing::error!(%error, "a booking could not be silenced");
    }
}

/// Ends what was booked and brings its webhooks home, while the client still waits for the answer.
async fn webhook_first(call: &Call<'_>, booked: &Booked) {
    let app = call.app;
    match end(call, booked).and_then(|()| call.app.ledger.untried_webhooks(booked.reference())) {
        Ok(webhooks) => {
            let attempts: Vec<_> = webhooks
                .into_iter()
                .map(|webhook| tokio::spawn(delivery::deliver(app.clone(), webhook, call.at)))
                .collect();
            for attempt in attempts {
                // An attempt that fails is written down and repeated like any other.
                let _ = attempt.await;
            }
        }
        Err(error) => tracing::error!(%error, "a webhook could not be sent first"),
    }
}
