//! Work that was begun for a caller, and what becomes of it when the caller stops waiting.

use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use tokio::task::JoinHandle;

use crate::error::{Error, ErrorCode, Result};
use crate::http::runtime;

/// What is to be done. It is boxed once, whatever it brings: a task for each type of answer would double the library.
pub(super) type Work<T> = Pin<Box<dyn Future<Output = Result<T>> + Send>>;

/// What becomes of work that nobody waits for any more.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Unwatched {
    /// It only reads: it is given up.
    Ends,
    /// It runs to its end: half done, it would have an outcome that nobody knows.
    GoesOn,
}

/// Work that was begun. Whoever drops it has stopped waiting for it.
pub(super) struct Running<T: Send + 'static> {
    place: Place<T>,
    unwatched: Unwatched,
}

enum Place<T> {
    /// In the caller's own task, which is one of the core's.
    Here(Work<T>),
    /// In a task of its own: of a caller elsewhere nobody knows when it asks again, or whether.
    Task(JoinHandle<Result<T>>),
    Nowhere,
}

impl<T: Send + 'static> Running<T> {
    pub(super) fn begin(work: Work<T>, unwatched: Unwatched) -> Result<Self> {
        let process = runtime::current();
        let place = if process.runs_this_task() { Place::Here(work) } else { Place::Task(process.spawn(work)?) };
        Ok(Self { place, unwatched })
    }
}

impl<T: Send + 'static> Future for Running<T> {
    type Output = Result<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Result<T>> {
        let polled = match &mut self.place {
            Place::Here(work) => poll_caught(work.as_mut(), context).map(|ended| ended.map_err(drop)),
            Place::Task(handle) => Pin::new(handle).poll(context).map(|ended| ended.map_err(drop)),
            Place::Nowhere => Poll::Ready(Err(())),
        };
        polled.map(|ended| {
            self.place = Place::Nowhere;
            ended.unwrap_or_else(|()| Err(panicked()))
        })
    }
}

impl<T: Send + 'static> Drop for Running<T> {
    fn drop(&mut self) {
        match (std::mem::replace(&mut self.place, Place::Nowhere), self.unwatched) {
            // It has begun on this runtime, which is there as long as the process.
            (Place::Here(work), Unwatched::GoesOn) => drop(runtime::current().spawn(work)),
            (Place::Task(handle), Unwatched::Ends) => handle.abort(),
            _ => {}
        }
    }
}

/// The end of a future, or that it has panicked.
pub(super) async fn caught<T>(future: impl Future<Output = T>) -> std::thread::Result<T> {
    let mut future = pin!(future);
    poll_fn(|context| poll_caught(future.as_mut(), context)).await
}

fn poll_caught<F: Future + ?Sized>(
    future: Pin<&mut F>,
    context: &mut Context<'_>,
) -> Poll<std::thread::Result<F::Output>> {
    // One that has panicked is not asked again.
    match catch_unwind(AssertUnwindSafe(|| future.poll(context))) {
        Ok(polled) => polled.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    }
}

pub(super) fn panicked() -> Error {
    Error::new(ErrorCode::Internal, "This library has failed in a way that it should not").attempts(1)
}
