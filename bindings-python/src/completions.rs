//! The way of an ended call from the core's threads to an event loop.

#[cfg(unix)]
use std::io::{Read as _, Write as _};
#[cfg(unix)]
use std::os::{fd::AsRawFd as _, unix::net::UnixStream};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};

use pyo3::prelude::*;

use crate::call::{Ended, into_python};

/// The ended calls of one event loop. A thread of the core leaves an end here and wakes the loop, unless it is awake; the
/// loop's own thread takes it and turns it into Python objects.
#[pyclass(frozen, module = "dgspay._native")]
pub struct Completions(Arc<Queue>);

pub(crate) struct Queue {
    state: Mutex<State>,
    news: Condvar,
    #[cfg(unix)]
    bell: Bell,
}

#[derive(Default)]
struct State {
    ended: Vec<(u64, Ended)>,
    /// Whether the loop was woken and has not yet found that nothing more has ended: it will look again by itself.
    awake: bool,
    /// Whether the bell was rung, and not heard.
    rung: bool,
    closed: bool,
}

/// Both ends stay open as long as a call may ring, even if the loop is gone.
#[cfg(unix)]
struct Bell {
    ring: UnixStream,
    hear: UnixStream,
}

impl Queue {
    pub(crate) fn push(&self, number: u64, ended: Ended) {
        let mut state = self.state();
        state.ended.push((number, ended));
        if !std::mem::replace(&mut state.awake, true) {
            state.rung = true;
            self.news.notify_one();
            // A full buffer has woken the loop already.
            #[cfg(unix)]
            let _ = (&self.bell.ring).write(&[0]);
        }
    }

    fn heard(&self, state: &mut State) {
        if std::mem::take(&mut state.rung) {
            #[cfg(unix)]
            let _ = (&self.bell.hear).read(&mut [0; 8]);
        }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Completions {
    pub(crate) fn queue(&self) -> Arc<Queue> {
        Arc::clone(&self.0)
    }
}

#[pymethods]
impl Completions {
    #[new]
    fn new() -> PyResult<Self> {
        #[cfg(unix)]
        let (ring, hear) = UnixStream::pair()?;
        #[cfg(unix)]
        for end in [&ring, &hear] {
            end.set_nonblocking(true)?;
        }
        Ok(Self(Arc::new(Queue {
            state: Mutex::default(),
            news: Condvar::new(),
            #[cfg(unix)]
            bell: Bell { ring, hear },
        })))
    }

    /// What becomes readable when calls have ended, for `add_reader`; without sockets of this kind there is `wait`.
    #[cfg_attr(unix, allow(clippy::unnecessary_wraps, reason = "elsewhere it has nothing to give"))]
    fn fileno(&self) -> PyResult<i32> {
        #[cfg(unix)]
        return Ok(self.0.bell.hear.as_raw_fd());
        #[cfg(not(unix))]
        return Err(pyo3::exceptions::PyNotImplementedError::new_err("use wait()"));
    }

    /// Blocks until calls have ended; false when there is nothing more to wait for.
    fn wait(&self, py: Python<'_>) -> bool {
        py.detach(|| {
            let quiet = |state: &mut State| !state.rung && !state.closed;
            let mut state = self.0.news.wait_while(self.0.state(), quiet).unwrap_or_else(PoisonError::into_inner);
            self.0.heard(&mut state);
            !state.closed
        })
    }

    /// Ends `wait`.
    fn close(&self) {
        self.0.state().closed = true;
        self.0.news.notify_all();
    }

    /// Whether the loop has to look again: until it finds nothing, nobody wakes it.
    #[getter]
    fn awake(&self) -> bool {
        self.0.state().awake
    }

    /// The calls that have ended: number, result, error.
    #[pyo3(signature = () -> "list[tuple[int, object, BaseException | None]]")]
    fn take(&self, py: Python<'_>) -> Vec<(u64, Option<Py<PyAny>>, Option<PyErr>)> {
        let ended = {
            let mut state = self.0.state();
            self.0.heard(&mut state);
            state.awake = !state.ended.is_empty();
            std::mem::take(&mut state.ended)
        };
        let convert = |(number, ended)| match into_python(py, ended) {
            Ok(value) => (number, Some(value), None),
            Err(error) => (number, None, Some(error)),
        };
        ended.into_iter().map(convert).collect()
    }
}
