//! The native module behind `dgspay` for Python. It is private: the public layer is `python/dgspay/`.
//!
//! Nothing happens when it is imported. A thread that blocks makes its call itself. An event loop's calls run on the core's
//! own threads, and those never enter Python: the loop is woken through a socket ([`call`]).

mod arguments;
mod call;
mod card;
mod client;
mod completions;
mod fees;
mod roho;
mod webhook;

/// The private native module of `dgspay`; use the package.
#[pyo3::pymodule(name = "_native", gil_used = false)]
mod native {
    use std::collections::BTreeMap;

    use dgspay::python::Given;
    use pyo3::exceptions::PyImportError;
    use pyo3::prelude::*;
    use pyo3::sync::PyOnceLock;

    use crate::arguments::Json;
    #[pymodule_export]
    use crate::call::Call;
    use crate::call::Purpose;
    #[pymodule_export]
    use crate::card::{CardEncryptor, CardEntry};
    #[pymodule_export]
    use crate::client::Client;
    #[pymodule_export]
    use crate::completions::Completions;
    #[pymodule_export]
    use crate::fees::FeeSchedule;
    #[pymodule_export]
    use crate::roho::RohoClient;
    #[pymodule_export]
    use crate::webhook::Webhook;
    #[pymodule_export]
    use dgspay::{
        Balance, Bank, BankPayout, BillingAddress, CardCharge, CardExpiryEntry, CardNumberEntry, Charge, Conversion,
        ConversionPreview, Customer, EncryptedCard, EncryptedPin, ErrorInfo, Event, FeeQuote, FeeTier,
        MobileMoneyCharge, MobileMoneyPayout, Money, NewPaymentLink, NextAction, PaymentLink, PaymentLinkDetails,
        PaymentLinkFilter, PaymentLinkPage, PaymentLinkStats, PaymentLinkUpdate, Payout, PhoneNumber, RecentCharge,
        Recipient, Transaction, TransactionFilter, TransactionPage, YearMonth,
    };

    #[pymodule_export]
    use dgspay::{
        CheckoutRequest, CheckoutReturn, CheckoutSession, CollectionRequest, DisbursementRequest, RohoBalance,
        RohoTransaction, RohoTransactionFilter, RohoTransactionPage,
    };

    #[pymodule_export]
    #[allow(non_upper_case_globals, reason = "Python's name")]
    const __version__: &str = env!("CARGO_PKG_VERSION");

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

    /// Metadata as JSON text; what is text already is passed on.
    #[pyfunction]
    fn json_text(metadata: Given<Json>) -> PyResult<String> {
        Ok(metadata.argument("metadata")?.0)
    }

    /// The core's planted panic, to show that a panic ends as a typed error.
    #[pyfunction]
    fn panic_for_tests() -> Call {
        Call::new(Purpose::Read, dgspay::CancelToken::default(), dgspay::panic_for_tests())
    }

    /// AES-256-GCM with every input given, for published vectors.
    #[pyfunction]
    fn seal_for_tests(key: &[u8], nonce: &[u8], associated: &[u8], plaintext: &[u8]) -> PyResult<Vec<u8>> {
        Ok(dgspay::card::seal_for_tests(key, nonce, associated, plaintext)?)
    }

    /// HMAC-SHA256 with a key of any bytes, for published vectors.
    #[pyfunction]
    fn hmac_for_tests(key: &[u8], message: &[u8]) -> Vec<u8> {
        dgspay::webhook::hmac_for_tests(key, message)
    }

    /// The words that the service is known to use, for the test that holds `dgspay.types` to them.
    #[pyfunction]
    fn words() -> BTreeMap<&'static str, &'static [&'static str]> {
        BTreeMap::from([
            ("AmountType", dgspay::AmountType::VARIANTS),
            ("CardBrand", dgspay::CardBrand::VARIANTS),
            ("Country", dgspay::Country::VARIANTS),
            ("DestinationType", dgspay::DestinationType::VARIANTS),
            ("Environment", dgspay::Environment::VARIANTS),
            ("FeeRounding", dgspay::fees::FeeRounding::VARIANTS),
            ("MobileNetwork", dgspay::MobileNetwork::VARIANTS),
            ("NextActionKind", dgspay::NextActionKind::VARIANTS),
            ("NonceFormat", dgspay::NonceFormat::VARIANTS),
            ("Outcome", dgspay::Outcome::VARIANTS),
            ("PaymentLinkStatus", dgspay::PaymentLinkStatus::VARIANTS),
            ("PaymentMethod", dgspay::PaymentMethod::VARIANTS),
            ("PaymentStatus", dgspay::PaymentStatus::VARIANTS),
            ("TransactionType", dgspay::TransactionType::VARIANTS),
        ])
    }
}
