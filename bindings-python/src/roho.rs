//! The operations of RohoPay's client, as those of [`crate::client`].

use std::future::Future;

use dgspay::python::Given;
use dgspay::{
    CancelToken, CheckoutRequest, CollectionRequest, DisbursementRequest, Environment, RohoPay, RohoPayBuilder,
    RohoTransaction, RohoTransactionFilter,
};
use pyo3::prelude::*;

use crate::arguments::{Options, Text, duration, with};
use crate::call::Call;
use crate::call::Purpose::{self, Act, Read};

/// A client of RohoPay; it holds the key and does not show it.
#[pyclass(frozen, module = "dgspay._native")]
pub struct RohoClient(RohoPay);

#[pymethods]
#[allow(clippy::needless_pass_by_value, reason = "they are Python's arguments")]
impl RohoClient {
    /// Checks the settings; what is not given comes from the environment.
    #[new]
    fn new(
        api_key: Option<Given<Text>>,
        environment: Option<Given<Environment>>,
        base_url: Option<Given<Text>>,
        timeout: Option<Given<f64>>,
        max_retries: Option<Given<i32>>,
        accept_usd: Option<Given<bool>>,
        user_agent: Option<Given<Text>>,
    ) -> PyResult<Self> {
        let builder = RohoPay::builder();
        let builder = with(builder, api_key, "api_key", |to, Text(key)| to.api_key(key))?;
        let builder = with(builder, environment, "environment", RohoPayBuilder::environment)?;
        let builder = with(builder, base_url, "base_url", |to, Text(url)| to.base_url(url))?;
        let builder = with(builder, timeout, "timeout", |to, seconds| to.timeout(duration(seconds)))?;
        // What is negative becomes something that the builder refuses.
        let builder = with(builder, max_retries, "max_retries", |to, retries| {
            to.max_retries(retries.try_into().unwrap_or(u32::MAX))
        })?;
        let builder = with(builder, accept_usd, "accept_usd", RohoPayBuilder::accept_usd)?;
        let builder = with(builder, user_agent, "user_agent", |to, Text(product)| to.user_agent(product))?;
        Ok(Self(builder.build()?))
    }

    /// Which environment its key is of.
    #[getter]
    fn environment(&self) -> &Environment {
        self.0.environment()
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.0)
    }

    /// `POST /collect`.
    fn collect(&self, request: CollectionRequest, options: Options) -> PyResult<Call> {
        self.call(Act, options, |client| async move { client.collect(&request).await })
    }

    /// `POST /disburse`.
    fn disburse(&self, request: DisbursementRequest, options: Options) -> PyResult<Call> {
        self.call(Act, options, |client| async move { client.disburse(&request).await })
    }

    /// `POST /checkout`.
    fn checkout(&self, request: CheckoutRequest, options: Options) -> PyResult<Call> {
        self.call(Act, options, |client| async move { client.checkout(&request).await })
    }

    /// `GET /transactions/{reference}`.
    fn get_transaction(&self, reference: Given<String>, options: Options) -> PyResult<Call> {
        let reference = reference.argument("reference")?;
        self.call(Read, options, |client| async move { client.get_transaction(&reference).await })
    }

    /// `GET /transactions`.
    fn list_transactions(&self, filter: RohoTransactionFilter, options: Options) -> PyResult<Call> {
        self.call(Read, options, |client| async move { client.list_transactions(&filter).await })
    }

    /// `GET /wallet/balance`.
    fn get_balance(&self, options: Options) -> PyResult<Call> {
        self.call(Read, options, |client| async move { client.get_balance().await })
    }

    /// Looks a transaction up until it has ended or the time is up.
    fn wait(&self, transaction: Given<RohoTransaction>, timeout: Given<f64>, options: Options) -> PyResult<Call> {
        let (transaction, timeout) = (transaction.argument("transaction")?, duration(timeout.argument("timeout")?));
        self.call(Read, options, |client| async move { client.wait(&transaction, timeout).await })
    }
}

impl RohoClient {
    /// A call by this client with what it wants different, and the means to stop waiting for it.
    fn call<T, F>(&self, purpose: Purpose, options: Options, make: impl FnOnce(RohoPay) -> F) -> PyResult<Call>
    where
        T: for<'py> IntoPyObject<'py> + Send + 'static,
        F: Future<Output = dgspay::Result<T>> + Send + 'static,
    {
        let cancel = CancelToken::default();
        let client = self.0.with(&options.read()?)?.cancelled_by(&cancel);
        Ok(Call::new(purpose, cancel, make(client)))
    }
}
