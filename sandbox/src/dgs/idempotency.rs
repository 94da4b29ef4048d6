//! Idempotency keys, where the sandbox was told to honour them: off by default, because the service documents none, and a
//! sandbox that honoured them silently would hide double payments (§20).

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use hyper::Method;
use hyper::http::request::Parts;
use sha2::{Digest as _, Sha256};

use crate::app::App;
use crate::config::Switch;
use crate::merchants::Merchant;
use crate::service::{Call, Refusal, Reply};

/// How many answers are kept.
const KEPT: usize = 10_000;

type Key = (i64, Vec<u8>);

/// The answers that a key replays.
#[derive(Debug, Default)]
pub(crate) struct Replays {
    answers: Mutex<Answers>,
}

#[derive(Debug, Default)]
struct Answers {
    by_key: HashMap<Key, ([u8; 32], Vec<u8>)>,
    oldest_first: VecDeque<Key>,
}

/// The request's key, if keys are honoured; a request that changes nothing needs none.
pub(super) fn key<'a>(app: &App, merchant: &Merchant, head: &'a Parts) -> Option<&'a [u8]> {
    if head.method != Method::POST {
        return None;
    }
    let key = || ["idempotency-key", "x-idempotency-key"].iter().find_map(|name| head.headers.get(*name));
    app.has(merchant, Switch::IdempotencyKeys).then(key).flatten().map(hyper::header::HeaderValue::as_bytes)
}

/// Does the work once per key. The lock is held meanwhile, so a twin waits for the first answer. What was refused has
/// booked nothing and leaves its key free.
pub(super) fn once(call: &Call<'_>, work: impl FnOnce() -> Result<Reply, Refusal>) -> Result<Reply, Refusal> {
    let Some(key) = call.idempotency_key else { return work() };
    let key = (call.merchant.row, key.to_vec());
    let body: [u8; 32] = Sha256::digest(call.body).into();
    let mut answers = call.app.replays.answers.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((first_body, answer)) = answers.by_key.get(&key) {
        return if *first_body == body {
            Ok(Reply { body: answer.clone(), booked: None })
        } else {
            Err(Refusal::conflict("This idempotency key was used with another body."))
        };
    }
    let reply = work()?;
    if answers.oldest_first.len() == KEPT
        && let Some(oldest) = answers.oldest_first.pop_front()
    {
        answers.by_key.remove(&oldest);
    }
    answers.oldest_first.push_back(key.clone());
    answers.by_key.insert(key, (body, reply.body.clone()));
    Ok(reply)
}
