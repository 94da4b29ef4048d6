//! The webhook receiver for axum: raw bytes in, verified events out, and the answers that the service expects.
//!
//! ```
//! use axum::{Router, routing::post};
//! use dgspay::webhook::axum::receiver;
//! use dgspay::{Event, Webhook};
//!
//! async fn book(event: Event) -> Result<(), std::io::Error> {
//!     if let Event::PaymentSucceeded { reference, net_amount: Some(net), .. } = event {
//!         println!("{reference}: {net} credited");
//!     }
//!     Ok(())
//! }
//!
//! # fn app() -> dgspay::Result<Router> {
//! let webhook = Webhook::from_env()?;
//! Ok(Router::new().route("/webhook", post(receiver(webhook, book))))
//! # }
//! ```
//!
//! A handler that wants other extractors beside the event takes [`Verified`] and answers [`Received`]:
//!
//! ```
//! use axum::extract::{FromRef, State};
//! use axum::{Router, routing::post};
//! use dgspay::Webhook;
//! use dgspay::webhook::axum::{Received, Verified};
//!
//! #[derive(Clone)]
//! struct Shop {
//!     name: &'static str,
//!     webhook: Webhook,
//! }
//!
//! impl FromRef<Shop> for Webhook {
//!     fn from_ref(shop: &Shop) -> Self {
//!         shop.webhook.clone()
//!     }
//! }
//!
//! async fn receive(State(shop): State<Shop>, Verified(event): Verified) -> Received {
//!     println!("{}: {}", shop.name, event.dedupe_key());
//!     Received
//! }
//!
//! # fn app() -> dgspay::Result<Router> {
//! let shop = Shop { name: "Aline's", webhook: Webhook::from_env()? };
//! Ok(Router::new().route("/webhook", post(receive)).with_state(shop))
//! # }
//! ```

use std::fmt::Display;
use std::pin::Pin;
use std::sync::Arc;

use axum_core::extract::{FromRef, FromRequest, Request};
use axum_core::response::{IntoResponse, Response};
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderValue, StatusCode};

use crate::error::{Error, ErrorClass};
use crate::webhook::{Event, Webhook};

/// DGS-Pay's header, and RohoPay's.
const SIGNATURES: [&str; 2] = ["x-dgs-signature", "x-rohopay-signature"];

/// The signature of whichever service delivers.
fn signature(headers: &HeaderMap) -> Option<&HeaderValue> {
    SIGNATURES.into_iter().find_map(|name| headers.get(name))
}

/// A verified webhook, as an extractor: the handler runs only if the signature is good. The [`Webhook`] that verifies it
/// comes out of the router's state.
#[derive(Debug)]
pub struct Verified(pub Event);

/// The answer to a webhook that was taken: 200 and `{"status":"received"}`. Whatever else is answered, the service delivers
/// again.
#[derive(Clone, Copy, Debug)]
pub struct Received;

/// Why a request is no webhook that can be believed: 401 for its signature, 400 for its body.
#[derive(Debug)]
pub enum Refused {
    /// The body could not be read off the connection, or is longer than the router allows.
    Unread(Response),
    /// It was read, and is not to be believed.
    Unbelieved(Error),
}

impl<S> FromRequest<S> for Verified
where
    S: Send + Sync,
    Webhook: FromRef<S>,
{
    type Rejection = Refused;

    async fn from_request(request: Request, state: &S) -> Result<Self, Refused> {
        let signature = signature(request.headers()).cloned();
        let body = Bytes::from_request(request, state).await.map_err(|error| Refused::Unread(error.into_response()))?;
        let event = Webhook::from_ref(state).verify(&body, signature.as_ref().map(HeaderValue::as_bytes));
        event.map(Self).map_err(Refused::Unbelieved)
    }
}

impl IntoResponse for Received {
    fn into_response(self) -> Response {
        (StatusCode::OK, [(CONTENT_TYPE, "application/json")], r#"{"status":"received"}"#).into_response()
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Unread(response) => response,
            Self::Unbelieved(error) if error.class() == ErrorClass::Signature => {
                StatusCode::UNAUTHORIZED.into_response()
            }
            Self::Unbelieved(_) => StatusCode::BAD_REQUEST.into_response(),
        }
    }
}

/// What [`receiver`] gives: axum takes it as a handler of `POST`.
pub type Answer = Pin<Box<dyn Future<Output = Response> + Send>>;

/// A whole receiver out of a function that takes an event: 200 once the function is done, 401 or 400 for what cannot be
/// believed, 500 if the function fails, so that the service delivers again. Be quick, or hand the event to a queue: the
/// service does not say how long it waits.
pub fn receiver<F, Done, E>(
    webhook: Webhook,
    take: F,
) -> impl Fn(HeaderMap, Bytes) -> Answer + Clone + Send + Sync + 'static
where
    F: Fn(Event) -> Done + Send + Sync + 'static,
    Done: Future<Output = Result<(), E>> + Send + 'static,
    E: Display,
{
    let shared = Arc::new((webhook, take));
    move |headers: HeaderMap, body: Bytes| -> Answer {
        let shared = Arc::clone(&shared);
        Box::pin(async move {
            let (webhook, take) = &*shared;
            let signature = signature(&headers).map(HeaderValue::as_bytes);
            let taking = match webhook.verify(&body, signature) {
                Ok(event) => take(event),
                Err(error) => return Refused::Unbelieved(error).into_response(),
            };
            match taking.await {
                Ok(()) => Received.into_response(),
                Err(error) => {
                    tracing::error!(%error, "the handler of a webhook failed: it will be delivered again");
                    StatusCode::INTERNAL_SERVER_ERROR.into_response()
                }
            }
        })
    }
}
