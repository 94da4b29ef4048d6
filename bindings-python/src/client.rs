//! The client's operations. Arguments are read here and become a call; waiting for it is what makes it.

use std::future::Future;

use dgspay::python::Given;
use dgspay::{
    BankPayout, BillingAddress, CancelToken, CardCharge, Charge, Country, Currency, DgsPay, DgsPayBuilder,
    EncryptedPin, Environment, MobileMoneyCharge, MobileMoneyPayout, Money, NewPaymentLink, PaymentLinkFilter,
    PaymentLinkUpdate, TransactionFilter,
};
use pyo3::prelude::*;

use crate::arguments::{Options, Text, duration, with};
use crate::call::Call;
use crate::call::Purpose::{self, Act, Read};

/// A client of DGS-Pay; it holds the credentials and shows none of them.
#[pyclass(frozen, module = "dgspay._native")]
pub struct Client(DgsPay);

#[pymethods]
#[allow(clippy::too_many_arguments, clippy::needless_pass_by_value, reason = "they are Python's arguments")]
impl Client {
    /// Checks the settings; what is not given comes from the environment.
    #[new]
    fn new(
        api_key: Option<Given<Text>>,
        account_number: Option<Given<Text>>,
        environment: Option<Given<Environment>>,
        base_url: Option<Given<Text>>,
        timeout: Option<Given<f64>>,
        max_retries: Option<Given<i32>>,
        user_agent: Option<Given<Text>>,
    ) -> PyResult<Self> {
        let builder = DgsPay::builder();
        let builder = with(builder, api_key, "api_key", |to, Text(key)| to.api_key(key))?;
        let builder = with(builder, account_number, "account_number", |to, Text(number)| to.account_number(number))?;
        let builder = with(builder, environment, "environment", DgsPayBuilder::environment)?;
        let builder = with(builder, base_url, "base_url", |to, Text(url)| to.base_url(url))?;
        let builder = with(builder, timeout, "timeout", |to, seconds| to.timeout(duration(seconds)))?;
        // What is negative becomes something that the builder refuses.
        let builder = with(builder, max_retries, "max_retries", |to, retries| {
            to.max_retries(retries.try_into().unwrap_or(u32::MAX))
        })?;
        let builder = with(builder, user_agent, "user_agent", |to, Text(product)| to.user_agent(product))?;
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
    fn create_mobile_money(&self, charge: MobileMoneyCharge, options: Options) -> PyResult<Call> {
        self.call(Act, options, |client| async move { client.charges().create_mobile_money(&charge).await })
    }

    /// `POST /charges`.
    fn create_card(&self, charge: CardCharge, options: Options) -> PyResult<Call> {
        self.call(Act, options, |client| async move { client.charges().create_card(&charge).await })
    }

    /// `POST /authorize`.
    fn authorize_pin(&self, reference: Given<String>, pin: Given<EncryptedPin>, options: Options) -> PyResult<Call> {
        let (reference, pin) = (reference.argument("charge")?, pin.argument("pin")?);
        self.call(Act, options, |client| async move { client.charges().authorize_pin(&reference, &pin).await })
    }

    /// `POST /authorize`.
    fn authorize_otp(&self, reference: Given<String>, otp: Given<Text>, options: Options) -> PyResult<Call> {
        let (reference, Text(otp)) = (reference.argument("charge")?, otp.argument("otp")?);
        self.call(Act, options, |client| async move { client.charges().authorize_otp(&reference, &otp).await })
    }

    /// `POST /authorize`.
    fn authorize_avs(
        &self,
        reference: Given<String>,
        address: Given<BillingAddress>,
        options: Options,
    ) -> PyResult<Call> {
        let (reference, address) = (reference.argument("charge")?, address.argument("address")?);
        self.call(Act, options, |client| async move { client.charges().authorize_avs(&reference, &address).await })
    }

    /// Looks a charge up until it has ended or the time is up.
    fn wait_for_charge(&self, charge: Given<Charge>, timeout: Given<f64>, options: Options) -> PyResult<Call> {
        let (charge, timeout) = (charge.argument("charge")?, duration(timeout.argument("timeout")?));
        self.call(Read, options, |client| async move { client.charges().wait(&charge, timeout).await })
    }

    /// `POST /payment-links`.
    fn create_payment_link(&self, link: NewPaymentLink, options: Options) -> PyResult<Call> {
        self.call(Act, options, |client| async move { client.payment_links().create(&link).await })
    }

    /// `GET /payment-links`.
    fn list_payment_links(&self, filter: PaymentLinkFilter, options: Options) -> PyResult<Call> {
        self.call(Read, options, |client| async move { client.payment_links().list(&filter).await })
    }

    /// `GET /payment-links/{id}`.
    fn get_payment_link(&self, id: Given<String>, options: Options) -> PyResult<Call> {
        let id = id.argument("id")?;
        self.call(Read, options, |client| async move { client.payment_links().get(&id).await })
    }

    /// `PATCH /payment-links/{id}`.
    fn update_payment_link(&self, id: Given<String>, update: PaymentLinkUpdate, options: Options) -> PyResult<Call> {
        let id = id.argument("id")?;
        self.call(Act, options, |client| async move { client.payment_links().update(&id, &update).await })
    }

    /// `DELETE /payment-links/{id}`.
    fn archive_payment_link(&self, id: Given<String>, options: Options) -> PyResult<Call> {
        let id = id.argument("id")?;
        self.call(Act, options, |client| async move { client.payment_links().archive(&id).await })
    }

    /// `POST /disburse`.
    fn to_bank(&self, payout: BankPayout, options: Options) -> PyResult<Call> {
        self.call(Act, options, |client| async move { client.disbursements().to_bank(&payout).await })
    }

    /// `POST /disburse`.
    fn to_mobile_money(&self, payout: MobileMoneyPayout, options: Options) -> PyResult<Call> {
        self.call(Act, options, |client| async move { client.disbursements().to_mobile_money(&payout).await })
    }

    /// `GET /banks/{country}`.
    fn list_banks(&self, country: Given<Country>, options: Options) -> PyResult<Call> {
        let country = country.argument("country")?;
        self.call(Read, options, |client| async move { client.banks().list(&country).await })
    }

    /// `GET /balance`.
    fn balances(&self, options: Options) -> PyResult<Call> {
        self.call(Read, options, |client| async move { client.wallet().balances().await })
    }

    /// `POST /convert`, to see what would be.
    fn preview_conversion(&self, amount: Given<Money>, to: Given<Currency>, options: Options) -> PyResult<Call> {
        let (amount, to) = (amount.argument("amount")?, to.argument("to")?);
        self.call(Read, options, |client| async move { client.wallet().preview_conversion(amount, to).await })
    }

    /// `POST /convert`.
    fn convert(&self, amount: Given<Money>, to: Given<Currency>, options: Options) -> PyResult<Call> {
        let (amount, to) = (amount.argument("amount")?, to.argument("to")?);
        self.call(Act, options, |client| async move { client.wallet().convert(amount, to).await })
    }

    /// `GET /transactions`.
    fn list_transactions(&self, filter: TransactionFilter, options: Options) -> PyResult<Call> {
        self.call(Read, options, |client| async move { client.transactions().list(&filter).await })
    }

    /// `GET /transactions/{reference}`.
    fn get_transaction(&self, reference: Given<String>, options: Options) -> PyResult<Call> {
        let reference = reference.argument("reference")?;
        self.call(Read, options, |client| async move { client.transactions().get(&reference).await })
    }
}

impl Client {
    /// A call by this client with what it wants different, and the means to stop waiting for it.
    fn call<T, F>(&self, purpose: Purpose, options: Options, make: impl FnOnce(DgsPay) -> F) -> PyResult<Call>
    where
        T: for<'py> IntoPyObject<'py> + Send + 'static,
        F: Future<Output = dgspay::Result<T>> + Send + 'static,
    {
        let cancel = CancelToken::default();
        let client = self.0.with(&options.read()?)?.cancelled_by(&cancel);
        Ok(Call::new(purpose, cancel, make(client)))
    }
}
