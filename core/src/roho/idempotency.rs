//! The keys by which the service knows a repetition (`protocol/rohopay.md` §5, C-18).

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;

use crate::error::{Error, Result};
use crate::http::Request;

/// The service keeps keys for 24 hours; the margin is for clocks that differ and for answers that are late.
const SAFE_AGE: SignedDuration = SignedDuration::from_hours(23);
/// How many keys are remembered with what was sent under them.
const REMEMBERED: usize = 4_096;

/// A fresh key. It holds the time at which it was made, so that a later repetition can be refused when it is no longer safe.
pub(super) fn new_key() -> String {
    Uuid::now_v7().to_string()
}

/// What a client knows of the keys that it has sent, its callers' and its own: which call and content each belongs to.
#[derive(Debug, Default)]
pub(super) struct Keys(Mutex<Bindings>);

impl Keys {
    /// Binds a key to a call and its content, or refuses it: the service would answer a repetition with another content by an
    /// error that leaves the outcome open, and may have forgotten a key after a day.
    pub(super) fn bind(&self, key: &str, request: &Request) -> Result<()> {
        check_age(key, Timestamp::now())?;
        let is_free = self.0.lock().unwrap_or_else(PoisonError::into_inner).bind(key, content(request));
        if is_free {
            return Ok(());
        }
        Err(refused("The idempotency key belongs to a call with another content")
            .advice("Use the key of the call that you repeat, or none for a new one."))
    }
}

/// A call and what is sent with it, as a digest.
type Content = [u8; 32];

fn content(request: &Request) -> Content {
    // A payout and a collection can have the same bytes: the path tells them apart.
    let call = Sha256::new().chain_update(request.path.join("/")).chain_update([0]);
    call.chain_update(request.body.as_deref().unwrap_or_default()).finalize().into()
}

/// The latest keys.
#[derive(Debug, Default)]
struct Bindings {
    contents: HashMap<Arc<str>, Content>,
    /// The oldest first.
    order: VecDeque<Arc<str>>,
}

impl Bindings {
    /// Whether the key is free for this content: new, or bound to it already.
    fn bind(&mut self, key: &str, content: Content) -> bool {
        if let Some(bound) = self.contents.get(key) {
            return *bound == content;
        }
        if self.order.len() == REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.contents.remove(&oldest);
        }
        let key: Arc<str> = key.into();
        self.order.push_back(Arc::clone(&key));
        self.contents.insert(key, content);
        true
    }
}

fn check_age(key: &str, now: Timestamp) -> Result<()> {
    let made = Uuid::try_parse(key).ok().and_then(|uuid| uuid.get_timestamp()).and_then(|time| {
        let (seconds, nanoseconds) = time.to_unix();
        Timestamp::new(seconds.try_into().ok()?, nanoseconds.try_into().ok()?).ok()
    });
    match made {
        Some(made) if now.duration_since(made) > SAFE_AGE => {
            Err(refused("The idempotency key is more than 23 hours old, and the service forgets keys after 24")
                .advice("Look for the payment in your transactions before you send another."))
        }
        _ => Ok(()),
    }
}

fn refused(what: &str) -> Error {
    Error::invalid("idempotency_key", what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::Movement;

    fn request(path: &str, body: &str) -> Request {
        Request::keyed(Movement::Payment, &[path], body.into())
    }

    #[test]
    fn a_key_is_bound_to_its_call_and_content() {
        let keys = Keys::default();
        let key = new_key();
        keys.bind(&key, &request("collect", "one")).unwrap();
        keys.bind(&key, &request("collect", "one")).unwrap();
        assert!(keys.bind(&key, &request("collect", "two")).is_err());
        assert!(keys.bind(&key, &request("disburse", "one")).is_err());
        assert!(keys.bind(&new_key(), &request("collect", "two")).is_ok(), "the control");
    }

    #[test]
    fn a_key_of_yesterday_is_refused() {
        let key = new_key();
        let later = |hours| Timestamp::now() + SignedDuration::from_hours(hours);
        assert!(check_age(&key, later(22)).is_ok());
        assert!(check_age(&key, later(24)).is_err());
        assert!(check_age("order-1042", later(24)).is_ok(), "a key without a time cannot be judged");
    }

    #[test]
    fn only_the_latest_keys_are_remembered() {
        let keys = Keys::default();
        for number in 0..=REMEMBERED {
            keys.bind(&number.to_string(), &request("collect", "one")).unwrap();
        }
        assert!(
            keys.bind("0", &request("collect", "two")).is_ok()
                && keys.bind("4096", &request("collect", "two")).is_err()
        );
    }
}
