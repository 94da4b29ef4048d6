//! Delivering a webhook: one POST on its own connection; what is not received is tried again.

use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use http_body_util::Full;
use hyper::client::conn::http1;
use hyper::{Method, Request, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

use super::destination::Destination;
use crate::app::App;
use crate::clock::Millis;
use crate::ledger::{Attempt, Webhook, WebhookState};

/// How long a receiver may take for one attempt, from connecting to its status line.
const PATIENCE: Duration = Duration::from_secs(10);

/// Tries once and writes down what came of it. Does nothing if somebody else is at it or it is done.
pub(crate) async fn deliver(app: Arc<App>, webhook: i64, due: Millis) {
    let webhook = match app.ledger.claim_webhook(webhook) {
        Ok(Some(webhook)) => webhook,
        Ok(None) => return,
        Err(error) => return tracing::error!(%error, "a webhook could not be read"),
    };
    // What is not in the file yet is told to nobody.
    if let Err(error) = app.ledger.kept().await {
        return tracing::error!(%error, "a webhook could not be sent");
    }
    let Ok(_permit) = app.deliveries.acquire().await else { return };
    let began = Instant::now();
    let outcome = tokio::select! {
        outcome = tokio::time::timeout(PATIENCE, post(&webhook)) => {
            outcome.unwrap_or_else(|_| Err(format!("no answer within {} s", PATIENCE.as_secs())))
        }
        // Still claimed, not attempted: the next start of this database takes it up again.
        () = app.closed() => return,
    };
    // On a frozen clock no time has passed, however long it took.
    let took = if app.clock.ticks() { Millis::try_from(began.elapsed().as_millis()).unwrap_or(0) } else { 0 };
    let (state, next_at) = match &outcome {
        Ok(status) if webhook.sender.is_received(*status) => (WebhookState::Delivered, None),
        _ => match app.config.webhook_retries.get(webhook.attempts as usize) {
            Some(pause) => {
                let pause = Millis::try_from(pause.as_millis()).unwrap_or(Millis::MAX);
                (WebhookState::Pending, Some(due.saturating_add(took).saturating_add(pause)))
            }
            None => (WebhookState::GaveUp, None),
        },
    };
    let noted = app.ledger.attempted(webhook.row, &Attempt { at: due, outcome }, state, next_at);
    if let Err(error) = app.ledger.kept().await.and(noted) {
        tracing::error!(%error, "a webhook's attempt could not be written down");
    }
    if let Some(next_at) = next_at {
        app.scheduler.add(next_at, crate::scheduler::Job::Deliver(webhook.row));
    }
    app.changed();
}

/// The status that came back, or why none did. A redirect is a status like any other: it is not followed.
async fn post(webhook: &Webhook) -> Result<u16, String> {
    let url = webhook.url.as_deref().unwrap_or_default();
    let destination = Destination::parse(url).map_err(|reason| reason.to_string())?;
    let stream = connect(&destination).await.map_err(|error| format!("no connection: {}", error.kind()))?;
    let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(|error| error.to_string())?;
    let request = Request::builder()
        .method(Method::POST)
        .uri(&destination.target)
        .header(header::HOST, &destination.authority)
        .header(header::CONTENT_TYPE, "application/json")
        .header(header::USER_AGENT, concat!("dgspay-sandbox/", env!("CARGO_PKG_VERSION")))
        .header(header::CONNECTION, "close")
        .header(webhook.sender.header(), &webhook.signature)
        .body(Full::new(Bytes::from(webhook.body.clone())))
        .map_err(|error| error.to_string())?;
    let answer = sender.send_request(request);
    tokio::pin!(answer, connection);
    tokio::select! {
        answer = &mut answer => answer.map(|answer| answer.status().as_u16()).map_err(|error| error.to_string()),
        ended = &mut connection => match ended {
            // The connection may be done a moment before its last answer is taken up.
            Ok(()) => answer.await.map(|answer| answer.status().as_u16()).map_err(|error| error.to_string()),
            Err(error) => Err(error.to_string()),
        },
    }
}

async fn connect(destination: &Destination) -> std::io::Result<TcpStream> {
    let mut last = std::io::ErrorKind::AddrNotAvailable.into();
    for address in &destination.addresses {
        match TcpStream::connect(address).await {
            Ok(stream) => return Ok(stream),
            Err(error) => last = error,
        }
    }
    Err(last)
}
