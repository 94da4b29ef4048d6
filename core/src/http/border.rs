//! What Kotlin needs of every client: patience, and a warm start.

use std::sync::Arc;

use crate::error::{Error, ErrorCode, NativeError};
use crate::http::{CancelToken, runtime};

type Result<T> = std::result::Result<T, NativeError>;

/// How long a caller waits for a call that moves money or changes something else. Such a future is never dropped: it is told
/// that nobody waits any more, and then ends with what is known, the webhook's token or the key included.
#[derive(uniffi::Object)]
pub struct Patience(CancelToken);

impl Patience {
    pub(crate) fn token(&self) -> &CancelToken {
        &self.0
    }
}

#[uniffi::export]
impl Patience {
    /// Waits for as long as it takes.
    #[uniffi::constructor]
    #[allow(clippy::new_without_default, reason = "made by Kotlin only")]
    pub fn new() -> Self {
        Self(CancelToken::default())
    }

    /// Stops the waiting, not the call.
    pub fn end(&self) {
        self.0.cancel();
    }
}

/// Makes what the first call would make: threads, TLS, roots of trust.
#[uniffi::export]
pub async fn warm_up() -> Result<()> {
    let process = runtime::current();
    let process_of_task = Arc::clone(&process);
    let running = process.spawn(async move { process_of_task.transport().map(|_| ()) })?;
    Ok(running.await.map_err(|_| Error::new(ErrorCode::Internal, "The HTTP client could not be set up"))??)
}

/// Panics on a worker thread, for tests.
#[uniffi::export]
pub async fn panic_for_tests() -> Result<()> {
    Ok(crate::http::panic_for_tests().await?)
}
