//! A call, and the two ways of waiting for its end: on the calling thread, or in an event loop.

use std::future::Future;
use std::pin::Pin;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use dgspay::{Blocking, CancelToken, Charge, CheckoutSession, Conversion, PaymentLink, Payout, RohoTransaction, run};
use pyo3::IntoPyObjectExt;
use pyo3::exceptions::{PyBaseException, PyRuntimeError};
use pyo3::prelude::*;

use crate::completions::Completions;

/// How long a signal may have to wait for its handler.
const SLICE: Duration = Duration::from_millis(50);
/// How long a thread waits that hears no signals, before it waits again.
const LONG: Duration = Duration::from_secs(3_600);
/// How long a call that was told to stop may take to say what is known. It takes no time, unless the machine stands still.
const LAST_WORD: Duration = Duration::from_secs(1);

/// A result that becomes a Python object later, on a thread of Python's.
type Value = Box<dyn FnOnce(Python<'_>) -> PyResult<Py<PyAny>> + Send>;
pub(crate) type Ended = dgspay::Result<Value>;

pub(crate) fn into_python(py: Python<'_>, ended: Ended) -> PyResult<Py<PyAny>> {
    ended?(py)
}

/// What a call is for.
#[derive(Clone, Copy, PartialEq)]
pub(crate) enum Purpose {
    /// It changes nothing: who stops waiting has lost nothing.
    Read,
    /// It moves money or changes something else, whoever waits for it.
    Act,
}

type Prepared = Pin<Box<dyn Future<Output = Ended> + Send>>;

/// A call that was prepared. Waiting for it, either way, is what sends it.
#[pyclass(frozen, module = "dgspay._native")]
pub struct Call {
    future: Mutex<Option<Prepared>>,
    purpose: Purpose,
    cancel: CancelToken,
}

impl Call {
    pub(crate) fn new<T>(
        purpose: Purpose,
        cancel: CancelToken,
        call: impl Future<Output = dgspay::Result<T>> + Send + 'static,
    ) -> Self
    where
        T: for<'py> IntoPyObject<'py> + Send + 'static,
    {
        let future = async {
            let value = call.await?;
            Ok(Box::new(|py: Python<'_>| value.into_py_any(py)) as Value)
        };
        Self { future: Mutex::new(Some(Box::pin(future))), purpose, cancel }
    }

    fn take(&self) -> PyResult<Prepared> {
        let future = self.future.lock().unwrap_or_else(PoisonError::into_inner).take();
        future.ok_or_else(|| PyRuntimeError::new_err("a call is made once"))
    }
}

#[pymethods]
impl Call {
    /// Makes the call and waits for its end, ready for signals: Ctrl-C ends the waiting.
    #[pyo3(signature = () -> "object")]
    fn wait(&self, py: Python<'_>) -> PyResult<Py<PyAny>> {
        let mut call = Blocking::new(self.take()?);
        let mut patience = SLICE;
        loop {
            if let Some(ended) = py.detach(|| call.wait(patience)) {
                return into_python(py, ended);
            }
            // Any Python code may be where a signal is heard.
            let heard = py.check_signals().and_then(|()| hears_signals(py));
            patience = if let Ok(false) = heard { LONG } else { SLICE };
            if let Err(stopped) = heard {
                self.cancel.cancel();
                if let Some(ended) = py.detach(|| call.wait(LAST_WORD)) {
                    let ended = into_python(py, ended).unwrap_or_else(|error| error.into_value(py).into_any());
                    self.explain(stopped.value(py), ended.bind(py))?;
                }
                return Err(stopped);
            }
        }
    }

    /// Makes the call; its end comes to `completions` under this number.
    fn start(&self, completions: &Completions, number: u64) -> PyResult<()> {
        let queue = completions.queue();
        run(self.take()?, move |ended| queue.push(number, ended));
        Ok(())
    }

    /// Says that nobody waits any more. A read is given up; a payment goes on. Either way the call ends at once for the
    /// caller, with what is known.
    fn cancel(&self) {
        self.cancel.cancel();
    }

    /// Adds to an exception that has ended the waiting what the call's end says of what was done.
    fn explain(&self, stopped: &Bound<'_, PyBaseException>, ended: &Bound<'_, PyAny>) -> PyResult<()> {
        let note = match late_answer(ended) {
            _ if self.purpose == Purpose::Read || ended.is_none() => return Ok(()),
            Some(answer) => format!("The answer had just arrived: {answer}."),
            None => ended.str()?.to_string(),
        };
        stopped.call_method1("add_note", (note,)).map(drop)
    }
}

/// Signals are handled by Python's main thread, and by no other. Where nobody has imported `threading`, which is it is not
/// known: to import it here could make this one the main thread.
fn hears_signals(py: Python<'_>) -> PyResult<bool> {
    let Ok(threading) = py.import("sys")?.getattr("modules")?.get_item("threading") else { return Ok(true) };
    threading.call_method0("get_ident")?.eq(threading.call_method0("main_thread")?.getattr("ident")?)
}

fn late_answer(ended: &Bound<'_, PyAny>) -> Option<String> {
    if let Ok(Charge { reference, status, .. }) = ended.cast().map(Bound::get) {
        Some(format!("charge {reference} is {status}"))
    } else if let Ok(Payout { reference, status, .. }) = ended.cast().map(Bound::get) {
        Some(format!("payout {reference} is {status}"))
    } else if let Ok(Conversion { reference, status, .. }) = ended.cast().map(Bound::get) {
        Some(format!("conversion {reference} is {status}"))
    } else if let Ok(PaymentLink { id, status, .. }) = ended.cast().map(Bound::get) {
        Some(format!("payment link {id} is {status}"))
    } else if let Ok(RohoTransaction { internal_reference, status, .. }) = ended.cast().map(Bound::get) {
        Some(format!("transaction {} is {status}", internal_reference.as_deref().unwrap_or("without a reference")))
    } else if let Ok(CheckoutSession { internal_reference, status, .. }) = ended.cast().map(Bound::get) {
        Some(format!("checkout {} is {status}", internal_reference.as_deref().unwrap_or("without a reference")))
    } else {
        None
    }
}
