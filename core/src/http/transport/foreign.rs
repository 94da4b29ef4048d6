//! The transport of a host that brings its own network: on Android it knows the device's proxies and roots of trust, so that
//! neither sockets nor TLS have to come with this library.
//!
//! The host carries bytes and decides nothing: the deadline, repetitions, the limit of an answer, and whether a request may be
//! sent at all stay here. When the deadline has passed, the future of [`NativeTransport::send`] is dropped, and the host gives
//! the request up.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use arc_swap::ArcSwapOption;

use super::{
    Breakage, CONNECT_TIMEOUT, Failure, HttpRequest, IDLE_TIMEOUT, LONGEST_ANSWER, Sending, Sent, Transport, answer,
};

static INSTALLED: ArcSwapOption<Foreign> = ArcSwapOption::const_empty();

/// What carries the bytes; the host implements it.
#[uniffi::export(with_foreign)]
#[async_trait::async_trait]
pub trait NativeTransport: Send + Sync {
    /// Sends a request and reads its answer, whatever its status, to the end or to one byte more than the limit. The permit is
    /// claimed when the connection stands, before the first byte of the request is handed to it.
    async fn send(&self, request: NativeRequest, permit: Arc<SendPermit>)
    -> Result<NativeAnswer, NativeTransportError>;
}

/// A request as the host gets it. It holds the key: the host logs nothing of it.
#[derive(uniffi::Record)]
pub struct NativeRequest {
    /// `GET`, `POST`, `PATCH` or `DELETE`.
    pub method: String,
    /// Where to.
    pub url: String,
    /// Every header, but for those that only the connection knows.
    pub headers: Vec<NativeHeader>,
    /// Empty if it has none.
    pub body: Vec<u8>,
    /// Whether it is meant for this machine: then no proxy may see it.
    pub direct: bool,
}

/// A line of a request's head.
#[derive(uniffi::Record)]
pub struct NativeHeader {
    /// In lower case.
    pub name: String,
    /// Printable ASCII.
    pub value: String,
}

/// An answer as the host has read it.
#[derive(uniffi::Record)]
pub struct NativeAnswer {
    /// The HTTP status.
    pub status: i32,
    /// The header `X-Request-Id`.
    pub request_id: Option<String>,
    /// The header `Retry-After`.
    pub retry_after: Option<String>,
    /// All of it, or at least one byte more than the limit.
    pub body: Vec<u8>,
}

/// How sending ends without an answer.
#[derive(Debug, uniffi::Error)]
pub enum NativeTransportError {
    /// There was no connection to send on, or it ended in mid-air; the permit tells which.
    Broken {
        /// What broke.
        reason: Breakage,
    },
}

impl fmt::Display for NativeTransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self::Broken { reason } = self;
        reason.fmt(f)
    }
}

impl std::error::Error for NativeTransportError {}

/// The host has thrown something else. Its text is left behind: it may hold anything, the key included.
impl From<uniffi::UnexpectedUniFFICallbackError> for NativeTransportError {
    fn from(_: uniffi::UnexpectedUniFFICallbackError) -> Self {
        Self::Broken { reason: Breakage::TransportFailed }
    }
}

/// Leave to send one request once: a host whose HTTP client repeats requests by itself is told no the second time.
#[derive(uniffi::Object)]
pub struct SendPermit {
    sent: Sent,
    claimed: AtomicBool,
}

#[uniffi::export]
impl SendPermit {
    /// Whether the bytes may be sent; from then on they count as sent.
    pub fn claim(&self) -> bool {
        !self.claimed.swap(true, Ordering::SeqCst) && self.sent.claim()
    }
}

/// What the host's HTTP client is set up with.
#[derive(uniffi::Record)]
pub struct TransportLimits {
    /// How long a connection may take to come about.
    pub connect_timeout_ms: i64,
    /// How long a connection that nobody uses is kept.
    pub idle_timeout_ms: i64,
    /// How many bytes an answer may have; of a longer one, one byte more is read.
    pub longest_answer: i64,
}

/// The limits that every transport keeps.
#[uniffi::export]
pub fn transport_limits() -> TransportLimits {
    let whole = |number| i64::try_from(number).unwrap_or(i64::MAX);
    TransportLimits {
        connect_timeout_ms: whole(CONNECT_TIMEOUT.as_millis()),
        idle_timeout_ms: whole(IDLE_TIMEOUT.as_millis()),
        longest_answer: whole(LONGEST_ANSWER as u128),
    }
}

/// Installs what carries the bytes of this process. The last one installed carries every call that begins from then on; calls
/// that run stay with theirs.
#[uniffi::export]
pub fn install_transport(transport: Arc<dyn NativeTransport>) {
    INSTALLED.store(Some(Arc::new(Foreign(transport))));
}

/// What the host has installed.
pub(crate) fn installed() -> Option<Arc<dyn Transport>> {
    INSTALLED.load_full().map(|installed| installed as Arc<dyn Transport>)
}

struct Foreign(Arc<dyn NativeTransport>);

impl Transport for Foreign {
    fn send<'a>(&'a self, request: &'a HttpRequest, sent: &'a Sent) -> Sending<'a> {
        let permit = Arc::new(SendPermit { sent: sent.clone(), claimed: AtomicBool::new(false) });
        let ending = self.0.send(crossing(request), permit);
        Box::pin(async move {
            let NativeAnswer { status, request_id, retry_after, body } =
                ending.await.map_err(|NativeTransportError::Broken { reason }| Failure::Broken(reason))?;
            let status = u16::try_from(status).unwrap_or_default();
            if body.len() > LONGEST_ANSWER {
                return Err(Failure::TooLarge(status));
            }
            Ok(answer(status, request_id, retry_after.as_deref(), body))
        })
    }
}

fn crossing(request: &HttpRequest) -> NativeRequest {
    let header = |(name, value): (&http::HeaderName, &http::HeaderValue)| {
        let value = value.to_str().ok()?.to_owned();
        Some(NativeHeader { name: name.as_str().to_owned(), value })
    };
    NativeRequest {
        method: request.method.as_str().to_owned(),
        url: request.address.url(&request.target),
        headers: request.headers.iter().filter_map(header).collect(),
        body: request.body.to_vec(),
        direct: request.address.is_loopback(),
    }
}

#[cfg(test)]
mod tests;
