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
        let now = Timestamp::now();
        check_age(time_of(key), now)?;
        let first = self.0.lock().unwrap_or_else(PoisonError::into_inner).bind(key, content(request), now);
        let first = first.ok_or_else(|| {
            refused("The idempotency key belongs to a call with another content")
                .advice("Use the key of the call that you repeat, or none for a new one.")
        })?;
        check_age(Some(first), now)
    }
}

/// A call and what is sent with it, as a digest.
type Content = [u8; 32];

fn content(request: &Request) -> Content {
    // A payout and a collection can have the same bytes: the path tells them apart.
    let call = Sha256::new().chain_update(request.path.join("/")).chain_update([0]);
    call.chain_update(request.body.as_ref().map_or(&[][..], |body| body.as_slice())).finalize().into()
}

/// The latest keys.
#[derive(Debug, Default)]
struct Bindings {
    /// What each belongs to, and since when: of most callers' keys, nothing else tells the age.
    contents: HashMap<Arc<str>, (Content, Timestamp)>,
    /// The oldest first.
    order: VecDeque<Arc<str>>,
}

impl Bindings {
    /// Since when the key is bound to this content; nothing, if it is bound to another.
    fn bind(&mut self, key: &str, content: Content, now: Timestamp) -> Option<Timestamp> {
        if let Some((bound, since)) = self.contents.get(key) {
            return (*bound == content).then_some(*since);
        }
        if self.order.len() == REMEMBERED
            && let Some(oldest) = self.order.pop_front()
        {
            self.contents.remove(&oldest);
        }
        let key: Arc<str> = key.into();
        self.order.push_back(Arc::clone(&key));
        self.contents.insert(key, (content, now));
        Some(now)
    }
}

/// When a key was made, if it tells.
fn time_of(key: &str) -> Option<Timestamp> {
    let (seconds, nanoseconds) = Uuid::try_parse(key).ok()?.get_timestamp()?.to_unix();
    Timestamp::new(seconds.try_into().ok()?, nanoseconds.try_into().ok()?).ok()
}

/// Refuses a key that was made, or first used here, too long ago.
fn check_age(made: Option<Timestamp>, now: Timestamp) -> Result<()> {
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
        Request::keyed(Movement::Payment, &[path], body.as_bytes().to_vec())
    }

    fn later(hours: i64) -> Timestamp {
        Timestamp::now() + SignedDuration::from_hours(hours)
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
        assert!(check_age(time_of(&key), later(22)).is_ok());
        assert!(check_age(time_of(&key), later(24)).is_err());
        assert!(check_age(time_of("order-1042"), later(24)).is_ok(), "a key without a time cannot be judged");
    }

    #[test]
    fn a_key_that_tells_no_time_is_as_old_as_its_first_use() {
        let mut bindings = Bindings::default();
        let first = bindings.bind("order-1042", Content::default(), Timestamp::now());
        assert!(first.is_some() && bindings.bind("order-1042", Content::default(), later(22)) == first);
        assert!(check_age(first, later(22)).is_ok());
        assert!(check_age(first, later(24)).is_err());
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
