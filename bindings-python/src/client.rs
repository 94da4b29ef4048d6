//! The client's operations. Arguments are read on the caller's thread, the call runs on the core's.

use dgspay::dgs::CancelToken;
use dgspay::{CallOptions, Charge, DgsPay, Environment, MobileMoneyCharge, PaymentStatus, TransactionFilter};
use pyo3::prelude::*;

use crate::arguments::{Count, Text, duration, milliseconds};
use crate::call::Call;

/// A client of DGS-Pay; it holds the credentials and shows none of them.
#[pyclass(frozen, module = "dgspay._native")]
pub struct Client(DgsPay);

#[pymethods]
#[allow(clippy::too_many_arguments, clippy::needless_pass_by_value, reason = "they are Python's arguments")]
impl Client {
    /// Checks the settings; what is not given comes from the environment.
    #[new]
    fn new(
        api_key: Option<Text>,
        account_number: Option<Text>,
        environment: Option<Environment>,
        base_url: Option<Text>,
        timeout: Option<f64>,
        max_retries: Option<Count>,
        user_agent: Option<Text>,
    ) -> PyResult<Self> {
        let mut builder = DgsPay::builder();
        if let Some(Text(key)) = api_key {
            builder = builder.api_key(key);
        }
        if let Some(Text(number)) = account_number {
            builder = builder.account_number(number);
        }
        if let Some(environment) = environment {
            builder = builder.environment(environment);
        }
        if let Some(Text(url)) = base_url {
            builder = builder.base_url(url);
        }
        if let Some(seconds) = timeout {
            builder = builder.timeout(duration(seconds));
        }
        // What is negative becomes something that the builder refuses.
        if let Some(Count(retries)) = max_retries {
            builder = builder.max_retries(retries.try_into().unwrap_or(u32::MAX));
        }
        if let Some(Text(product)) = user_agent {
            builder = builder.user_agent(product);
        }
        Ok(Self(builder.build()?))
    }

    /// Which environment it talks to.
    #[getter]
    fn environment(&self) -> &Environment {
        self.0.environment()
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.0)
    }

    /// `POST /charges`.
    fn create_mobile_money(
        &self,
        charge: MobileMoneyCharge,
        timeout: Option<f64>,
        max_retries: Option<Count>,
        idempotency_key: Option<Text>,
    ) -> PyResult<Call> {
        let (client, cancel) = self.with(timeout, max_retries, idempotency_key)?;
        Ok(Call::new(cancel, async move { client.charges().create_mobile_money(&charge).await }))
    }

    /// Looks a charge up until it has ended or the time is up.
    fn wait_for_charge(&self, charge: Charge, timeout: f64) -> PyResult<Call> {
        let (client, cancel) = self.with(None, None, None)?;
        Ok(Call::new(cancel, async move { client.charges().wait(&charge, duration(timeout)).await }))
    }

    /// `GET /balance`.
    fn balances(
        &self,
        timeout: Option<f64>,
        max_retries: Option<Count>,
        idempotency_key: Option<Text>,
    ) -> PyResult<Call> {
        let (client, cancel) = self.with(timeout, max_retries, idempotency_key)?;
        Ok(Call::new(cancel, async move { client.wallet().balances().await }))
    }

    /// `GET /transactions`.
    fn list_transactions(
        &self,
        page: Option<Count>,
        limit: Option<Count>,
        status: Option<PaymentStatus>,
        reference: Option<String>,
        payment_link_id: Option<String>,
        flw_reference: Option<String>,
        timeout: Option<f64>,
        max_retries: Option<Count>,
        idempotency_key: Option<Text>,
    ) -> PyResult<Call> {
        let (client, cancel) = self.with(timeout, max_retries, idempotency_key)?;
        let mut filter = TransactionFilter::default();
        filter.page = page.map(|Count(page)| page);
        filter.limit = limit.map(|Count(limit)| limit);
        filter.status = status;
        filter.reference = reference;
        filter.payment_link_id = payment_link_id;
        filter.flw_reference = flw_reference;
        Ok(Call::new(cancel, async move { client.transactions().list(&filter).await }))
    }

    /// `GET /transactions/{reference}`.
    fn get_transaction(
        &self,
        reference: String,
        timeout: Option<f64>,
        max_retries: Option<Count>,
        idempotency_key: Option<Text>,
    ) -> PyResult<Call> {
        let (client, cancel) = self.with(timeout, max_retries, idempotency_key)?;
        Ok(Call::new(cancel, async move { client.transactions().get(&reference).await }))
    }
}

impl Client {
    /// This client with what one call wants different, and the means to stop waiting for that call.
    fn with(
        &self,
        timeout: Option<f64>,
        max_retries: Option<Count>,
        idempotency_key: Option<Text>,
    ) -> PyResult<(DgsPay, CancelToken)> {
        let mut options = CallOptions::default();
        options.timeout_ms = timeout.map(milliseconds);
        options.max_retries = max_retries.map(|Count(retries)| retries);
        options.idempotency_key = idempotency_key.map(|Text(key)| key);
        let cancel = CancelToken::default();
        Ok((self.0.with(&options)?.cancelled_by(&cancel), cancel))
    }
}
