//! How a caller stops waiting.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Notify;

use crate::error::{Error, ErrorCode};

/// Tells the calls of a client that nobody waits for them any more. A read is given up then; a call that moves money runs
/// to its end, and its outcome is unknown to the caller.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub struct CancelToken(Arc<Word>);

#[derive(Debug, Default)]
struct Word {
    said: AtomicBool,
    heard: Notify,
}

impl CancelToken {
    /// Stops the waiting, now and for every later call.
    pub fn cancel(&self) {
        self.0.said.store(true, Ordering::SeqCst);
        self.0.heard.notify_waiters();
    }

    pub(crate) async fn cancelled(&self) {
        // Listening comes before looking: a word that is said in between is heard.
        let heard = self.0.heard.notified();
        if !self.0.said.load(Ordering::SeqCst) {
            heard.await;
        }
    }
}

pub(crate) fn stopped_waiting() -> Error {
    Error::new(ErrorCode::StoppedWaiting, "The caller stopped waiting before the answer arrived").attempts(1)
}
