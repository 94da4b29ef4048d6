//! Faults in a call: what the client gets instead of, or before, its answer.

use std::time::Duration;

use axum::body::Body;
use hyper::header::{CONTENT_TYPE, HeaderValue, LOCATION, RETRY_AFTER};
use hyper::{Response, StatusCode};

use super::reply::json_response;
use super::{Booked, Call, Code, Refusal, Reply, Service};
use crate::faults::{Fault, Rule};
use crate::server::stream::EndlessBody;
use crate::server::{Answer, Cut};
use crate::webhooks::delivery;

/// A page as a proxy or a captive portal would put in the way.
const PAGE: &str = "<!doctype html><html><head><title>Welcome</title></head><body><h1>It works!</h1></body></html>\n";

const SIMULATED: &str = "Simulated fault.";

/// The answer under a fault; `None` if the right one may follow. `reply` is there once everything was booked.
pub(super) async fn call(service: &dyn Service, call: &Call<'_>, rule: &Rule, reply: Option<&Reply>) -> Option<Answer> {
    let refusal = |refused: &Refusal| json_response(refused.status, service.refused(refused));
    match rule.fault {
        Fault::LostAnswer | Fault::DropBeforeCommit => Some(Err(Cut)),
        Fault::CommitThen500 | Fault::Error99BeforeCommit => Some(Ok(refusal(&Refusal::server(SIMULATED)))),
        Fault::IdempotencyConflict => Some(Ok(refusal(&Refusal::conflict(SIMULATED)))),
        Fault::Html200 => Some(Ok(page())),
        Fault::EndlessAnswer => {
            Some(Ok(json_response(StatusCode::OK, Body::new(EndlessBody::beginning(service.beginning())))))
        }
        Fault::MalformedJson => {
            let whole = reply.map_or(service.beginning().as_bytes(), |reply| reply.body.as_slice());
            Some(Ok(json_response(StatusCode::OK, whole[..whole.len() / 2].to_vec())))
        }
        Fault::Status => Some(Ok(with_retry_after(rule, refusal(&simulated(rule, StatusCode::INTERNAL_SERVER_ERROR))))),
        Fault::LateCommit => Some(Ok(with_retry_after(rule, refusal(&simulated(rule, StatusCode::GATEWAY_TIMEOUT))))),
        Fault::ErrorCode => {
            let refused = service.refusal_of(rule.error_code.as_deref().unwrap_or_default())?;
            Some(Ok(with_retry_after(rule, refusal(&refused))))
        }
        Fault::Answer => Some(Ok(answer(rule))),
        Fault::RedirectTrap => Some(Ok(redirect(call))),
        Fault::SlowAnswer => {
            tokio::time::sleep(Duration::from_millis(rule.delay_ms.unwrap_or(0))).await;
            None
        }
        Fault::DrainedWallet => {
            if let Err(error) = call.app.ledger.drain(call.wallet, call.at) {
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
            if let Some(Err(error)) =
                reply.and_then(|reply| reply.booked.as_ref()).map(|booked| booked.silence(call.app))
            {
                tracing::error!(%error, "a booking could not be silenced");
            }
            None
        }
        Fault::Failover | Fault::DoubleExecution => {
            if let Some(Booked::Movement { row, .. }) = reply.and_then(|reply| reply.booked.as_ref())
                && let Err(error) = call.app.fail_over(*row, rule.fault == Fault::DoubleExecution)
            {
                tracing::error!(%error, "a movement could not be handed to another provider");
            }
            None
        }
        Fault::DoubleWebhook | Fault::BadSignature | Fault::FailedAfterSuccess => None,
    }
}

fn page() -> Response<Body> {
    let mut answer = Response::new(Body::from(PAGE));
    answer.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    answer
}

fn simulated(rule: &Rule, usual: StatusCode) -> Refusal {
    let code = rule.error_code.clone().map_or(Code::None, Code::Named);
    Refusal { code, ..Refusal::server(SIMULATED).with_status(wished_status(rule).unwrap_or(usual)) }
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

/// Ends what was booked and brings its webhooks home, while the client still waits for the answer.
async fn webhook_first(call: &Call<'_>, booked: &Booked) {
    let app = call.app;
    match booked.end(app, call.at).and_then(|()| app.ledger.untried_webhooks(booked.reference())) {
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
