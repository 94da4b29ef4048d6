//! The client's operations. Arguments are read in JavaScript's thread, the call runs in the core's.

use std::time::Duration;

use dgspay::error::node::{optional_property as given, refused, required, thrown};
use dgspay::{
    Balance, CallOptions, Charge, DgsPay, Environment, MobileMoneyCharge, Transaction, TransactionFilter,
    TransactionPage,
};
use napi::bindgen_prelude::{Object, PromiseRaw, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use crate::call::{CancelToken, promise};

/// A client of DGS-Pay; it holds the credentials and shows none of them.
#[napi]
pub struct Client(DgsPay);

#[napi]
impl Client {
    /// Checks the settings; what is not given comes from the environment.
    #[napi(constructor, catch_unwind)]
    pub fn new(env: &Env, #[napi(ts_arg_type = "object")] settings: Unknown) -> Result<Self> {
        let settings: Object = required(settings, "settings")?;
        let mut builder = DgsPay::builder();
        if let Some(key) = given::<String>(&settings, "api_key", "apiKey")? {
            builder = builder.api_key(key);
        }
        if let Some(number) = given::<String>(&settings, "account_number", "accountNumber")? {
            builder = builder.account_number(number);
        }
        if let Some(environment) = given::<Environment>(&settings, "environment", "environment")? {
            builder = builder.environment(environment);
        }
        if let Some(url) = given::<String>(&settings, "base_url", "baseUrl")? {
            builder = builder.base_url(url);
        }
        if let Some(milliseconds) = given(&settings, "timeout_ms", "timeoutMs")? {
            builder = builder.timeout(duration(env, milliseconds)?);
        }
        if let Some(retries) = given::<i32>(&settings, "max_retries", "maxRetries")? {
            builder = builder.max_retries(retries.try_into().unwrap_or(u32::MAX));
        }
        if let Some(product) = given::<String>(&settings, "user_agent", "userAgent")? {
            builder = builder.user_agent(product);
        }
        builder.build().map(Self).map_err(|error| thrown(env.raw(), &error))
    }

    /// `POST /charges`.
    #[napi(catch_unwind)]
    pub fn create_mobile_money<'env>(
        &self,
        env: &'env Env,
        #[napi(ts_arg_type = "object")] charge: Unknown,
        #[napi(ts_arg_type = "object")] options: Unknown,
        cancel: Option<&CancelToken>,
    ) -> Result<PromiseRaw<'env, Charge>> {
        let charge: MobileMoneyCharge = required(charge, "charge")?;
        let charges = self.with(env, options, cancel)?.charges();
        promise(env, async move { charges.create_mobile_money(&charge).await })
    }

    /// Looks a charge up until it has ended or the time is up.
    #[napi(catch_unwind)]
    pub fn wait_for_charge<'env>(
        &self,
        env: &'env Env,
        #[napi(ts_arg_type = "object")] charge: Unknown,
        #[napi(ts_arg_type = "number")] timeout_ms: Unknown,
        cancel: Option<&CancelToken>,
    ) -> Result<PromiseRaw<'env, Charge>> {
        let charge: Charge = required(charge, "charge")?;
        let timeout = duration(env, required(timeout_ms, "timeout_ms")?)?;
        let charges = self.until(cancel).charges();
        promise(env, async move { charges.wait(&charge, timeout).await })
    }

    /// `GET /balance`.
    #[napi(catch_unwind)]
    pub fn balances<'env>(
        &self,
        env: &'env Env,
        #[napi(ts_arg_type = "object")] options: Unknown,
        cancel: Option<&CancelToken>,
    ) -> Result<PromiseRaw<'env, Vec<Balance>>> {
        let wallet = self.with(env, options, cancel)?.wallet();
        promise(env, async move { wallet.balances().await })
    }

    /// `GET /transactions`.
    #[napi(catch_unwind)]
    pub fn list_transactions<'env>(
        &self,
        env: &'env Env,
        #[napi(ts_arg_type = "object")] filter: Unknown,
        #[napi(ts_arg_type = "object")] options: Unknown,
        cancel: Option<&CancelToken>,
    ) -> Result<PromiseRaw<'env, TransactionPage>> {
        let filter: TransactionFilter = required(filter, "filter")?;
        let transactions = self.with(env, options, cancel)?.transactions();
        promise(env, async move { transactions.list(&filter).await })
    }

    /// `GET /transactions/{reference}`.
    #[napi(catch_unwind)]
    pub fn get_transaction<'env>(
        &self,
        env: &'env Env,
        #[napi(ts_arg_type = "string")] reference: Unknown,
        #[napi(ts_arg_type = "object")] options: Unknown,
        cancel: Option<&CancelToken>,
    ) -> Result<PromiseRaw<'env, Transaction>> {
        let reference: String = required(reference, "reference")?;
        let transactions = self.with(env, options, cancel)?.transactions();
        promise(env, async move { transactions.get(&reference).await })
    }

    fn with(&self, env: &Env, options: Unknown, cancel: Option<&CancelToken>) -> Result<DgsPay> {
        let options: CallOptions = required(options, "options")?;
        self.until(cancel).with(&options).map_err(|error| thrown(env.raw(), &error))
    }

    fn until(&self, cancel: Option<&CancelToken>) -> DgsPay {
        cancel.map_or_else(|| self.0.clone(), |token| self.0.cancelled_by(&token.0))
    }
}

fn duration(env: &Env, milliseconds: i32) -> Result<Duration> {
    let milliseconds = milliseconds.try_into().map_err(|_| refused(env.raw(), "timeout_ms", "is negative"))?;
    Ok(Duration::from_millis(milliseconds))
}
