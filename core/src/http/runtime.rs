//! One runtime and one pair of connection pools per process, made at the first call (design §6).
//!
//! A forked child inherits the parent's memory but none of its threads, and its sockets would be shared with the parent.
//! So everything here belongs to a process id: another id makes a new set, and the inherited one is forgotten, never
//! dropped, because dropping it would take the parent's sockets out of the parent's own event queue.

use std::future::Future;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use arc_swap::ArcSwapOption;
use tokio::runtime::{Handle, Runtime};
use tokio::task::JoinHandle;

use crate::error::{Error, ErrorCode, Result};
use crate::http::transport::{self, Transport};

static CURRENT: ArcSwapOption<Process> = ArcSwapOption::const_empty();

/// What belongs to one process. The parts are made on first use, which takes some milliseconds.
pub(crate) struct Process {
    id: u32,
    runtime: OnceLock<Runtime>,
    transport: OnceLock<Arc<dyn Transport>>,
    /// Held by whoever makes the transport: it reads the system's roots of trust, which is not to be done by every first call.
    making: Mutex<()>,
}

/// The set of this process.
pub(crate) fn current() -> Arc<Process> {
    let id = std::process::id();
    let known = CURRENT.load_full();
    if let Some(process) = &known
        && process.id == id
    {
        return Arc::clone(process);
    }
    let fresh = Arc::new(Process { id, runtime: OnceLock::new(), transport: OnceLock::new(), making: Mutex::new(()) });
    CURRENT.compare_and_swap(&known, Some(Arc::clone(&fresh)));
    // One count that is never given back keeps the inherited set from being dropped.
    std::mem::forget(known);
    // Another thread of this process may have been faster: then its set counts.
    CURRENT.load_full().filter(|process| process.id == id).unwrap_or(fresh)
}

impl Process {
    /// Runs a future to its end on the worker threads, whoever waits for it.
    pub(crate) fn spawn<T: Send + 'static>(
        &self,
        future: impl Future<Output = T> + Send + 'static,
    ) -> Result<JoinHandle<T>> {
        Ok(self.runtime()?.spawn(future))
    }

    /// Whether the code that asks runs in a task of this process's worker threads.
    pub(crate) fn runs_this_task(&self) -> bool {
        let here = Handle::try_current().ok();
        self.runtime.get().zip(here).is_some_and(|(own, here)| own.handle().id() == here.id())
    }

    pub(crate) fn runtime(&self) -> Result<&Runtime> {
        if self.runtime.get().is_none()
            && let Err(loser) = self.runtime.set(new_runtime()?)
        {
            loser.shutdown_background();
        }
        self.runtime.get().ok_or_else(|| Error::new(ErrorCode::Internal, "The runtime could not be set up").unsent())
    }

    /// What carries the bytes: what the host has installed, or else this build's own.
    pub(crate) fn transport(&self) -> Result<Arc<dyn Transport>> {
        #[cfg(feature = "foreign-transport")]
        if let Some(installed) = transport::foreign::installed() {
            return Ok(installed);
        }
        if let Some(known) = self.transport.get() {
            return Ok(Arc::clone(known));
        }
        let _alone = self.making.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = self.transport.get() {
            return Ok(Arc::clone(known));
        }
        let made = transport::of_this_build()?;
        Ok(Arc::clone(self.transport.get_or_init(|| made)))
    }
}

fn new_runtime() -> Result<Runtime> {
    // Calls wait for sockets: one thread carries tens of thousands a second, and two would mostly wake each other.
    let threads = std::env::var("DGSPAY_WORKER_THREADS").ok().and_then(|text| text.parse().ok()).unwrap_or(1_usize);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(threads.clamp(1, 64))
        .thread_name("dgspay")
        .enable_all()
        .build()
        .map_err(|_| Error::new(ErrorCode::Internal, "The runtime's threads could not be started").unsent())
}
