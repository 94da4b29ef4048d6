//! The seam between policy and network. One request is one request on the wire: no redirect, no retry, no decompression, a
//! bounded answer. What a transport has to do is written here, how it does it in the files below.

#[cfg(feature = "foreign-transport")]
pub(crate) mod foreign;
#[cfg(feature = "hyper")]
mod hyper;

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};
use std::time::Duration;

use bytes::Bytes;
use http::uri::PathAndQuery;
use http::{HeaderMap, Method};

use crate::error::Result;
use crate::http::Answer;
use crate::http::address::Address;

/// The longest answer that is read.
const LONGEST_ANSWER: usize = 1024 * 1024;
const LONGEST_REQUEST_ID: usize = 100;
const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Shorter than the idle limit of common load balancers: a connection that the other side has dropped is a lost answer.
const IDLE_TIMEOUT: Duration = Duration::from_secs(25);

/// A request, ready for the wire.
pub(crate) struct HttpRequest {
    pub(crate) method: Method,
    pub(crate) address: Arc<Address>,
    /// The path, with that of the address before it, and the query.
    pub(crate) target: PathAndQuery,
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

    /// What was claimed was not used: the request has come back whole.
    #[cfg(feature = "hyper")]
    fn reopen(&self) {
        self.0.store(OPEN, Ordering::SeqCst);
    }
}

/// How an attempt ended without an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Failure {
    /// There was no connection to send on, or it ended in mid-air; [`Sent`] tells which.
    Broken(Breakage),
    /// The answer began and was longer than the limit.
    TooLarge(u16),
}

/// What broke, in our own words: the texts of the network layers may hold addresses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(feature = "foreign-transport", derive(uniffi::Enum))]
pub enum Breakage {
    /// Nobody listens there.
    ConnectionRefused,
    /// The other side has broken it off.
    ConnectionReset,
    /// The connection ended, whoever ended it.
    ConnectionClosed,
    /// A connection took too long to come about.
    TimedOut,
    /// There is no way to that address.
    NetworkUnreachable,
    /// The other side's certificate, or its TLS, cannot be believed.
    TlsRefused,
    /// No connection came about, for another reason: its name is not known, or a proxy does not answer.
    NoConnection,
    /// The host's own transport has failed.
    #[cfg(feature = "foreign-transport")]
    TransportFailed,
}

impl fmt::Display for Breakage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::ConnectionRefused => "connection refused",
            Self::ConnectionReset => "connection reset",
            Self::ConnectionClosed => "connection closed",
            Self::TimedOut => "timed out",
            Self::NetworkUnreachable => "network unreachable",
            Self::TlsRefused => "TLS refused",
            Self::NoConnection => "no connection",
            #[cfg(feature = "foreign-transport")]
            Self::TransportFailed => "the transport has failed",
        })
    }
}

pub(crate) type Sending<'a> = Pin<Box<dyn Future<Output = Result<Answer, Failure>> + Send + 'a>>;

/// What carries the bytes. A scripted one tests the policy.
pub(crate) trait Transport: Send + Sync {
    /// Sends the request once, if `sent` lets it. When the future is dropped, the request is given up.
    fn send<'a>(&'a self, request: &'a HttpRequest, sent: &'a Sent) -> Sending<'a>;
}

/// The transport of this build, for a host that installs none.
#[cfg(feature = "hyper")]
pub(crate) fn of_this_build() -> Result<Arc<dyn Transport>> {
    Ok(Arc::new(hyper::HyperTransport::new()?))
}

/// This build has none: the host installs it.
#[cfg(not(feature = "hyper"))]
pub(crate) fn of_this_build() -> Result<Arc<dyn Transport>> {
    use crate::error::{Error, ErrorCode};
    Err(Error::new(ErrorCode::Internal, "No transport was installed").unsent())
}

/// The answer out of what arrived; the identifier and the pause as the headers have them.
fn answer(status: u16, request_id: Option<String>, retry_after: Option<&str>, body: Vec<u8>) -> Answer {
    Answer {
        status,
        request_id: request_id.filter(|id| id.len() <= LONGEST_REQUEST_ID),
        retry_after: retry_after.and_then(|text| seconds(text.trim())),
        body,
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

#[cfg(test)]
impl HttpRequest {
    /// A payment to this URL.
    pub(crate) fn to(url: &str) -> Self {
        let address = Arc::new(Address::new(&url::Url::parse(url).unwrap().join("/").unwrap()).unwrap());
        let target = url.parse::<http::Uri>().unwrap().into_parts().path_and_query.unwrap();
        Self { method: Method::POST, address, target, headers: HeaderMap::new(), body: Bytes::new() }
    }
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
