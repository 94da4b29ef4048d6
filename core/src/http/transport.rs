//! Bytes out, bytes in. One request is one POST on the wire: no redirect, no retry, no decompression, a bounded answer.

use std::fmt;
use std::future::Future;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Frame, SizeHint};
use reqwest::header::{HeaderMap, RETRY_AFTER};
use reqwest::redirect;

use crate::error::{Error, ErrorCode, Result};
use crate::http::Answer;
use crate::http::tls;

/// The longest answer that is read.
const LONGEST_ANSWER: usize = 1024 * 1024;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Shorter than the idle limit of common load balancers: a connection that the other side has dropped is a lost answer.
const IDLE_TIMEOUT: Duration = Duration::from_secs(25);

/// A request, ready for the wire.
#[derive(Clone)]
pub(crate) struct HttpRequest {
    pub(crate) method: reqwest::Method,
    pub(crate) url: url::Url,
    /// The credentials among them are marked as sensitive and print as such.
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// Whether a byte of the request may have left this process: a question that is decided once, by whoever asks first.
///
/// The connection claims the right to send before it is handed the first byte of the body, which is before it flushes the
/// head. The caller, when it gives up, closes the door; if that succeeds, nothing was sent and nothing will be, although the
/// connection lives on another thread.
#[derive(Clone, Default)]
pub(crate) struct Sent(Arc<AtomicU8>);

const OPEN: u8 = 0;
const SENT: u8 = 1;
const CLOSED: u8 = 2;

impl Sent {
    /// Whether the bytes may be sent; from then on they count as sent.
    pub(crate) fn claim(&self) -> bool {
        self.0.compare_exchange(OPEN, SENT, Ordering::SeqCst, Ordering::SeqCst) != Err(CLOSED)
    }

    /// Whether nothing was sent; from then on nothing will be.
    pub(crate) fn close(&self) -> bool {
        self.0.compare_exchange(OPEN, CLOSED, Ordering::SeqCst, Ordering::SeqCst) != Err(SENT)
    }

    /// The connection never came about.
    fn reopen(&self) {
        self.0.store(OPEN, Ordering::SeqCst);
    }
}

/// How an attempt ended without an answer; the reason is one of our own words, never a foreign text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// There was no connection to send on, or it ended in mid-air; [`Sent`] tells which.
    Broken(&'static str),
    /// The answer began and was longer than the limit.
    TooLarge(u16),
}

pub(crate) type Sending<'a> = Pin<Box<dyn Future<Output = Result<Answer, Failure>> + Send + 'a>>;

/// The seam between policy and network. A scripted one tests the policy; a foreign one carries the bytes on devices.
pub(crate) trait Transport: Send + Sync {
    fn send<'a>(&'a self, request: HttpRequest, sent: &'a Sent) -> Sending<'a>;
}

/// The transport over reqwest: two connection pools, for a proxy must never see what is meant for this machine.
pub(crate) struct ReqwestTransport {
    direct: reqwest::Client,
    proxied: reqwest::Client,
}

impl ReqwestTransport {
    pub(crate) fn new() -> Result<Self> {
        let tls = tls::config()?;
        let build = |builder: reqwest::ClientBuilder| {
            builder.build().map_err(|_| Error::new(ErrorCode::Internal, "The HTTP client could not be set up").unsent())
        };
        let builder = || {
            reqwest::Client::builder()
                .tls_backend_preconfigured(tls.clone())
                .redirect(redirect::Policy::none())
                .retry(reqwest::retry::never())
                .connect_timeout(CONNECT_TIMEOUT)
                .pool_idle_timeout(IDLE_TIMEOUT)
                .tcp_nodelay(true)
                .referer(false)
                .http1_only()
        };
        Ok(Self { direct: build(builder().no_proxy())?, proxied: build(builder())? })
    }
}

impl Transport for ReqwestTransport {
    fn send<'a>(&'a self, request: HttpRequest, sent: &'a Sent) -> Sending<'a> {
        Box::pin(async move {
            let client = if is_loopback(&request.url) { &self.direct } else { &self.proxied };
            let bodyless = request.body.is_empty();
            if bodyless {
                // An empty body is never asked for bytes: until the connection is known to have failed, assume the worst.
                sent.claim();
            }
            let body = reqwest::Body::wrap(WatchedBody { bytes: Some(request.body), sent: sent.clone() });
            let sending = client.request(request.method, request.url).headers(request.headers).body(body);
            let mut response = sending.send().await.map_err(|error| {
                if bodyless && error.is_connect() {
                    sent.reopen();
                }
                Failure::Broken(reason(&error))
            })?;
            let status = response.status().as_u16();
            let header = |name: &str| response.headers().get(name)?.to_str().ok().map(str::to_owned);
            let request_id = header("x-request-id").filter(|id| id.len() <= 100);
            let retry_after = header(RETRY_AFTER.as_str()).and_then(|text| seconds(text.trim()));
            let mut body = Vec::new();
            while let Some(chunk) = response.chunk().await.map_err(|error| Failure::Broken(reason(&error)))? {
                if body.len() + chunk.len() > LONGEST_ANSWER {
                    return Err(Failure::TooLarge(status));
                }
                body.extend_from_slice(&chunk);
            }
            Ok(Answer { status, request_id, retry_after, body })
        })
    }
}

/// `Retry-After` is a number of seconds or a date.
fn seconds(retry_after: &str) -> Option<u32> {
    if let Ok(seconds) = retry_after.parse() {
        return Some(seconds);
    }
    let date = jiff::fmt::rfc2822::parse(retry_after).ok()?.timestamp();
    Some(date.duration_since(jiff::Timestamp::now()).as_secs().clamp(0, u32::MAX.into()).try_into().unwrap_or(u32::MAX))
}

/// Whether a URL names this machine, where http is allowed.
pub(crate) fn is_loopback(url: &url::Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

/// A body that says when it is first asked for bytes.
struct WatchedBody {
    bytes: Option<Bytes>,
    sent: Sent,
}

impl http_body::Body for WatchedBody {
    type Data = Bytes;
    type Error = GivenUp;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, GivenUp>>> {
        if !self.sent.claim() {
            return Poll::Ready(Some(Err(GivenUp)));
        }
        Poll::Ready(self.bytes.take().map(|bytes| Ok(Frame::data(bytes))))
    }

    /// Never true before the first poll: a body known to be empty would not be asked, and the mark would be missing.
    fn is_end_stream(&self) -> bool {
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.as_ref().map_or(0, |bytes| bytes.len() as u64))
    }
}

/// The caller gave up before the first byte: the connection ends without having sent one.
#[derive(Debug)]
struct GivenUp;

impl fmt::Display for GivenUp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("the call was given up")
    }
}

impl std::error::Error for GivenUp {}

/// What broke, in our own words: the texts of the network layers may hold addresses.
fn reason(error: &reqwest::Error) -> &'static str {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(cause) = source {
        if let Some(io) = cause.downcast_ref::<io::Error>() {
            match io.kind() {
                io::ErrorKind::ConnectionRefused => return "connection refused",
                io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => return "connection reset",
                io::ErrorKind::ConnectionAborted | io::ErrorKind::UnexpectedEof => return "connection closed",
                io::ErrorKind::TimedOut => return "timed out",
                io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => return "network unreachable",
                _ => {}
            }
            if holds_tls_error(io) {
                return "TLS refused";
            }
        }
        if cause.is::<rustls::Error>() {
            return "TLS refused";
        }
        source = cause.source();
    }
    match () {
        () if error.is_timeout() => "timed out",
        () if error.is_connect() => "no connection",
        () => "connection closed",
    }
}

/// An `io::Error` may hold another one, which `source()` steps over, and that one the error of rustls.
fn holds_tls_error(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| {
        inner.is::<rustls::Error>() || inner.downcast_ref::<io::Error>().is_some_and(holds_tls_error)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whether_a_byte_was_sent_is_decided_once() {
        let closed_first = Sent::default();
        assert!(closed_first.close(), "nothing was sent");
        assert!(!closed_first.claim(), "and nothing may be, however late the connection comes");
        let sent_first = Sent::default();
        assert!(sent_first.claim());
        assert!(!sent_first.close(), "what was sent cannot be taken back");
    }

    #[test]
    fn a_pause_is_read_as_seconds_or_as_a_date() {
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds("Wed, 21 Oct 2015 07:28:00 GMT"), Some(0), "a date that is past asks for no pause");
        assert!(seconds("Fri, 31 Dec 2100 23:59:59 GMT").is_some_and(|seconds| seconds > 1_000_000));
        assert_eq!(seconds("soon"), None);
    }
}
