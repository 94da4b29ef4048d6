//! What has arrived: the last requests of both services, for people and for tests.

use std::collections::VecDeque;
use std::sync::{Mutex, PoisonError};

use hyper::header::{HeaderMap, HeaderName, USER_AGENT};
use hyper::{Method, Uri};
use serde::Serialize;
use serde_json::value::RawValue;

use super::digest::{self, Salt};
use super::redaction;
use crate::clock::{self, Millis};
use crate::faults::Fault;

/// How many requests are kept: memory stays flat however long a sandbox runs.
const KEPT: usize = 10_000;

/// How much of a path or a header is kept.
const TEXT_KEPT: usize = 512;

/// A request as kept. The credentials are not part of it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Entry {
    pub seq: u64,
    #[serde(serialize_with = "as_time")]
    pub at: Millis,
    /// Whose it was, as far as known.
    #[serde(skip)]
    pub merchant: Option<String>,
    pub method: String,
    /// With the query.
    pub path: String,
    pub operation: Option<&'static str>,
    /// `None` while it is being answered, and for ever if the connection was cut.
    pub status: Option<u16>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub fault: Option<Fault>,
    pub body_sha256: String,
    pub body: Option<Box<RawValue>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub idempotency_key: Option<String>,
    /// The caller's own number of the call, the same on every attempt.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub request_id: Option<String>,
    pub user_agent: Option<String>,
}

/// The ring of requests.
#[derive(Debug, Default)]
pub(crate) struct RequestLog {
    ring: Mutex<Ring>,
}

#[derive(Debug, Default)]
struct Ring {
    next: u64,
    entries: VecDeque<Entry>,
}

impl Entry {
    /// What can be said of a request before it is answered.
    pub(crate) fn of(method: &Method, uri: &Uri, headers: &HeaderMap, body: &[u8], salt: &Salt, at: Millis) -> Self {
        let header = |name: &HeaderName| {
            headers.get(name).map(|value| shortened(&redaction::text(&String::from_utf8_lossy(value.as_bytes()))))
        };
        let keys = ["idempotency-key", "x-idempotency-key"].map(HeaderName::from_static);
        Self {
            seq: 0,
            at,
            merchant: None,
            method: method.as_str().to_owned(),
            path: shortened(&redaction::text(uri.path_and_query().map_or(uri.path(), |path| path.as_str()))),
            operation: None,
            status: None,
            fault: None,
            body_sha256: hex(&digest::of(body, salt)),
            body: redaction::shown(body),
            idempotency_key: keys.iter().find_map(header),
            request_id: header(&HeaderName::from_static("x-request-id")),
            user_agent: header(&USER_AGENT),
        }
    }
}

impl RequestLog {
    /// Writes down that a request has arrived; the number is for [`RequestLog::close`].
    pub(crate) fn open(&self, entry: Entry) -> u64 {
        self.with(|ring| {
            ring.next += 1;
            if ring.entries.len() == KEPT {
                ring.entries.pop_front();
            }
            ring.entries.push_back(Entry { seq: ring.next, ..entry });
            ring.next
        })
    }

    /// Writes down how it was answered. Sequence numbers are consecutive, so the place follows from the number.
    pub(crate) fn close(&self, seq: u64, status: Option<u16>, fault: Option<Fault>) {
        self.with(|ring| {
            let first = ring.entries.front().map_or(0, |entry| entry.seq);
            let place = seq.checked_sub(first).and_then(|place| usize::try_from(place).ok());
            if let Some(entry) = place.and_then(|place| ring.entries.get_mut(place)) {
                entry.status = status;
                entry.fault = fault;
            }
        });
    }

    /// The requests of a merchant, or all, oldest first.
    pub(crate) fn of(&self, merchant: Option<&str>) -> Vec<Entry> {
        let wanted = |entry: &&Entry| merchant.is_none() || entry.merchant.as_deref() == merchant;
        self.with(|ring| ring.entries.iter().filter(wanted).cloned().collect())
    }

    /// The newest requests, newest first.
    pub(crate) fn newest(&self, count: usize) -> Vec<Entry> {
        self.with(|ring| ring.entries.iter().rev().take(count).cloned().collect())
    }

    fn with<T>(&self, work: impl FnOnce(&mut Ring) -> T) -> T {
        work(&mut self.ring.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

fn shortened(text: &str) -> String {
    text.chars().take(TEXT_KEPT).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature is serde's")]
fn as_time<S: serde::Serializer>(at: &Millis, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&clock::precise(*at))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(body: &[u8]) -> Entry {
        Entry::of(&Method::POST, &Uri::from_static("/x?y=z"), &HeaderMap::new(), body, &[0; 32], 0)
    }

    #[test]
    fn a_live_key_is_kept_nowhere() {
        let mut headers = HeaderMap::new();
        for name in ["idempotency-key", "user-agent"] {
            headers.insert(name, "x/sk_live_4eC39HqLyjW y".parse().unwrap());
        }
        let uri = Uri::from_static("/sk_live_4eC39HqLyjW/x?key=live_4eC39HqLyjW&page=1");
        let entry =
            Entry::of(&Method::POST, &uri, &headers, br#"{"narration":"for sk_live_4eC39HqLyjW"}"#, &[0; 32], 0);
        assert_eq!(entry.path, "/[redacted]/x?key=[redacted]&page=1");
        assert_eq!(entry.idempotency_key.as_deref(), Some("x/[redacted] y"));
        assert!(!serde_json::to_string(&entry).unwrap().contains("4eC39"));
    }

    #[test]
    fn the_ring_forgets_the_oldest() {
        let log = RequestLog::default();
        for _ in 0..KEPT + 5 {
            log.open(entry(b""));
        }
        log.close(3, Some(500), None);
        log.close(KEPT as u64, Some(200), None);
        let kept = log.of(None);
        assert_eq!((kept.len(), kept[0].seq), (KEPT, 6));
        assert_eq!(kept.iter().filter_map(|entry| entry.status).collect::<Vec<_>>(), [200]);
        assert_eq!(kept[0].body_sha256, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
