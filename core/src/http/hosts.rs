//! How hosts make calls that cannot poll a future: on the core's threads, or on the caller's own. Not for use by people.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::time::timeout;

use crate::error::{Movement, Result};
use crate::http::running::{Running, Unwatched, caught, panicked};
use crate::http::runtime;

/// Makes a call on the core's threads and hands over its end there, whatever happens.
#[doc(hidden)]
pub fn run<T: Send + 'static>(
    call: impl Future<Output = Result<T>> + Send + 'static,
    then: impl FnOnce(Result<T>) + Send + 'static,
) {
    match runtime::current().runtime() {
        Ok(runtime) => drop(runtime.spawn(async move { then(ended(call).await) })),
        Err(error) => then(Err(error)),
    }
}

/// A call that the calling thread makes itself: what it sends is sent from here, and nobody has to be woken for that.
///
/// Whoever drops it before its end has stopped waiting: a read is given up, anything else goes on, on the core's threads.
#[doc(hidden)]
pub struct Blocking<T>(Pin<Box<dyn Future<Output = Result<T>> + Send>>);

impl<T: Send + 'static> Blocking<T> {
    #[doc(hidden)]
    pub fn new(call: impl Future<Output = Result<T>> + Send + 'static) -> Self {
        Self(Box::pin(ended(call)))
    }

    /// Makes the call, or goes on with it; `None` when the time is up before its end.
    #[doc(hidden)]
    pub fn wait(&mut self, limit: Duration) -> Option<Result<T>> {
        match runtime::current().runtime() {
            Ok(runtime) => runtime.block_on(async { timeout(limit, self.0.as_mut()).await.ok() }),
            Err(error) => Some(Err(error)),
        }
    }
}

async fn ended<T>(call: impl Future<Output = Result<T>>) -> Result<T> {
    // Whether the call was one of money is not known here: what is safe to say is that it may have been.
    caught(call).await.unwrap_or_else(|_| Err(panicked().of_money_call(Movement::Payment, None)))
}

/// Panics on a worker thread, so that every binding can show that a panic ends as a typed error.
///
/// # Errors
/// Always `internal`.
#[doc(hidden)]
pub async fn panic_for_tests() -> Result<()> {
    Running::begin(Box::pin(async { panic!("planted by a test") }), Unwatched::GoesOn)?.await
}
