//! One call at a time under an idempotency key: a twin that comes meanwhile waits for the first one's answer.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use tokio::sync::{Mutex as Turn, OwnedMutexGuard};

use crate::environment::Environment;

/// Whose key it is: the service's base, the merchant's row, the environment of the API key, and the key itself.
pub(super) type KeyOf = (&'static str, i64, Environment, Vec<u8>);

/// The keys that somebody is at.
#[derive(Debug, Default)]
pub(crate) struct Turns {
    open: Mutex<HashMap<KeyOf, Weak<Turn<()>>>>,
}

impl Turns {
    /// Waits until nobody else is at this key; it is ours until the guard is dropped.
    pub(super) async fn take(&self, key: KeyOf) -> OwnedMutexGuard<()> {
        let turn = {
            let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
            open.retain(|_, turn| turn.strong_count() > 0);
            let known = open.get(&key).and_then(Weak::upgrade);
            known.unwrap_or_else(|| {
                let turn = Arc::new(Turn::new(()));
                open.insert(key, Arc::downgrade(&turn));
                turn
            })
        };
        turn.lock_owned().await
    }
}
