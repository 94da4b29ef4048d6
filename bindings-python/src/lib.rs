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
    use pyo3::prelude::*;

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
