//! The transport over reqwest.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::RETRY_AFTER;
use http_body::{Frame, SizeHint};
use reqwest::redirect;

use super::{
    Breakage, CONNECT_TIMEOUT, Failure, HttpRequest, IDLE_TIMEOUT, LONGEST_ANSWER, Sending, Sent, Transport, answer,
    is_loopback, tls,
};
use crate::error::{Error, ErrorCode, Result};

/// The transport over reqwest: two connection pools, for a proxy must never see what is meant for this machine.
pub(super) struct ReqwestTransport {
    direct: reqwest::Client,
    proxied: reqwest::Client,
}

impl ReqwestTransport {
    pub(super) fn new() -> Result<Self> {
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
            let (request_id, retry_after) = (header("x-request-id"), header(RETRY_AFTER.as_str()));
            let mut body = Vec::new();
            while let Some(chunk) = response.chunk().await.map_err(|error| Failure::Broken(reason(&error)))? {
                if body.len() + chunk.len() > LONGEST_ANSWER {
                    return Err(Failure::TooLarge(status));
                }
                body.extend_from_slice(&chunk);
            }
            Ok(answer(status, request_id, retry_after.as_deref(), body))
        })
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

/// What broke.
fn reason(error: &reqwest::Error) -> Breakage {
    let mut source: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(cause) = source {
        if let Some(io) = cause.downcast_ref::<io::Error>() {
            match io.kind() {
                io::ErrorKind::ConnectionRefused => return Breakage::ConnectionRefused,
                io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => return Breakage::ConnectionReset,
                io::ErrorKind::ConnectionAborted | io::ErrorKind::UnexpectedEof => return Breakage::ConnectionClosed,
                io::ErrorKind::TimedOut => return Breakage::TimedOut,
                io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => {
                    return Breakage::NetworkUnreachable;
                }
                _ => {}
            }
            if holds_tls_error(io) {
                return Breakage::TlsRefused;
            }
        }
        if cause.is::<rustls::Error>() {
            return Breakage::TlsRefused;
        }
        source = cause.source();
    }
    match () {
        () if error.is_timeout() => Breakage::TimedOut,
        () if error.is_connect() => Breakage::NoConnection,
        () => Breakage::ConnectionClosed,
    }
}

/// An `io::Error` may hold another one, which `source()` steps over, and that one the error of rustls.
fn holds_tls_error(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| {
        inner.is::<rustls::Error>() || inner.downcast_ref::<io::Error>().is_some_and(holds_tls_error)
    })
}
