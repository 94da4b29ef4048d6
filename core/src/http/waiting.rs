//! How a caller stops waiting.

use std::sync::Arc;

use tokio::sync::watch;

use crate::error::{Error, ErrorCode};

/// Tells the calls of a client that nobody waits for them any more. A read is given up then; a call that moves money runs
/// to its end, and its outcome is unknown to the caller.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub struct CancelToken(Arc<watch::Sender<bool>>);

impl CancelToken {
    /// Stops the waiting, now and for every later call.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    pub(crate) async fn cancelled(&self) {
        // The sender is alive as long as this token: the only end of this waiting is the word.
        let _ = self.0.subscribe().wait_for(|cancelled| *cancelled).await;
    }
}

pub(crate) fn stopped_waiting() -> Error {
    Error::new(ErrorCode::StoppedWaiting, "The caller stopped waiting before the answer arrived").attempts(1)
}
