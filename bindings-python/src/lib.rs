//! The native module behind `dgspay` for Python. It is private: the public layer is `python/dgspay/`.
//!
//! Nothing happens when it is imported. A call runs on the core's own threads, and those never enter Python: a thread that
//! Python made waits for the end of the call, or an event loop is woken through a socket ([`call`]).

mod arguments;
mod call;
mod client;
mod completions;
mod webhook;

/// The private native module of `dgspay`; use the package.
#[pyo3::pymodule(name = "_native", gil_used = false)]
mod native {
    use std::collections::BTreeMap;

    use dgspay::dgs::NextActionKind;
    use pyo3::exceptions::PyImportError;
    use pyo3::prelude::*;
    use pyo3::sync::PyOnceLock;

    #[pymodule_export]
    use crate::call::{Call, explain};
    #[pymodule_export]
    use crate::client::Client;
    #[pymodule_export]
    use crate::completions::Completions;
    #[pymodule_export]
    use crate::webhook::Webhook;
    #[pymodule_export]
    use dgspay::{
        Balance, Charge, Customer, ErrorInfo, Event, MobileMoneyCharge, Money, NextAction, PhoneNumber, Transaction,
        TransactionPage,
    };

    /// Classes belong to the interpreter that has imported the module first. In a second one of the same process, errors
    /// would be raised as classes that nobody there can catch, so it is refused.
    #[pymodule_init]
    fn only_one_interpreter() -> PyResult<()> {
        static FIRST: PyOnceLock<Py<PyModule>> = PyOnceLock::new();
        Python::attach(|py| {
            // Every interpreter has builtins of its own.
            let own = py.import("builtins")?;
            if FIRST.get_or_init(py, || own.clone().unbind()).is(&own) {
                return Ok(());
            }
            Err(PyImportError::new_err(
                "dgspay does not support subinterpreters: one interpreter of a process can import it. \
                 Under mod_wsgi, set WSGIApplicationGroup %{GLOBAL}.",
            ))
        })
    }

    /// The core's planted panic, to show that a panic ends as a typed error.
    #[pyfunction]
    fn panic_for_tests() -> Call {
        Call::new(dgspay::dgs::CancelToken::default(), dgspay::dgs::panic_for_tests())
    }

    /// The words that the service is known to use, for the test that holds `dgspay._words` to them.
    #[pyfunction]
    fn words() -> BTreeMap<&'static str, &'static [&'static str]> {
        BTreeMap::from([
            ("Country", dgspay::Country::VARIANTS),
            ("Environment", dgspay::Environment::VARIANTS),
            ("MobileNetwork", dgspay::MobileNetwork::VARIANTS),
            ("NextActionKind", NextActionKind::VARIANTS),
            ("Outcome", dgspay::Outcome::VARIANTS),
            ("PaymentMethod", dgspay::PaymentMethod::VARIANTS),
            ("PaymentStatus", dgspay::PaymentStatus::VARIANTS),
        ])
    }
}
