//! The operations of RohoPay's client.

use dgspay::error::node::{only, optional_property, required, thrown};
use dgspay::{
    CheckoutRequest, CheckoutReturn, CheckoutSession, CollectionRequest, DisbursementRequest, Environment, RohoBalance,
    RohoPay, RohoTransaction, RohoTransactionFilter, RohoTransactionPage,
};
use napi::bindgen_prelude::{Object, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use crate::call::{Call, Ends, Started};
use crate::service::{Service as _, patience, with_settings};

/// A client of RohoPay; it holds the key and does not show it.
#[napi]
pub struct RohoClient(RohoPay, Ends);

#[napi]
#[allow(clippy::needless_pass_by_value, reason = "what crosses is owned")]
impl RohoClient {
    /// Checks the settings; what is not given comes from the environment.
    #[napi(constructor, catch_unwind)]
    pub fn new(env: Env, settings: Unknown, ends: &Ends) -> Result<Self> {
        let settings: Object = required(settings, "settings")?;
        only(&settings, &["apiKey", "environment", "baseUrl", "timeoutMs", "maxRetries", "acceptUsd", "userAgent"])?;
        let mut builder = with_settings!(RohoPay::builder(), env, &settings);
        if let Some(accept) = optional_property::<bool>(&settings, "acceptUsd")? {
            builder = builder.accept_usd(accept);
        }
        let client = builder.build().map_err(|error| thrown(env.raw(), &error))?;
        Ok(Self(client, ends.clone()))
    }

    /// `POST /collect`.
    #[napi(catch_unwind)]
    pub fn collect(&self, env: Env, collection: Unknown, call: Option<Call>) -> Result<Started<RohoTransaction>> {
        let (client, request): (_, CollectionRequest) = self.0.called(env, call.as_ref(), collection, "collection")?;
        self.1.start(env, async move { client.collect(&request).await })
    }

    /// `POST /disburse`.
    #[napi(catch_unwind)]
    pub fn disburse(&self, env: Env, disbursement: Unknown, call: Option<Call>) -> Result<Started<RohoTransaction>> {
        let (client, request): (_, DisbursementRequest) =
            self.0.called(env, call.as_ref(), disbursement, "disbursement")?;
        self.1.start(env, async move { client.disburse(&request).await })
    }

    /// `POST /checkout`.
    #[napi(catch_unwind)]
    pub fn checkout(&self, env: Env, checkout: Unknown, call: Option<Call>) -> Result<Started<CheckoutSession>> {
        let (client, request): (_, CheckoutRequest) = self.0.called(env, call.as_ref(), checkout, "checkout")?;
        self.1.start(env, async move { client.checkout(&request).await })
    }

    /// `GET /transactions/{reference}`.
    #[napi(catch_unwind)]
    pub fn get_transaction(
        &self,
        env: Env,
        reference: Unknown,
        call: Option<Call>,
    ) -> Result<Started<RohoTransaction>> {
        let (client, reference): (_, String) = self.0.called(env, call.as_ref(), reference, "reference")?;
        self.1.start(env, async move { client.get_transaction(&reference).await })
    }

    /// `GET /transactions`.
    #[napi(catch_unwind)]
    pub fn list_transactions(
        &self,
        env: Env,
        filter: Unknown,
        call: Option<Call>,
    ) -> Result<Started<RohoTransactionPage>> {
        let (client, filter): (_, RohoTransactionFilter) = self.0.called(env, call.as_ref(), filter, "filter")?;
        self.1.start(env, async move { client.list_transactions(&filter).await })
    }

    /// `GET /wallet/balance`.
    #[napi(catch_unwind)]
    pub fn get_balance(&self, env: Env, call: Option<Call>) -> Result<Started<RohoBalance>> {
        let client = self.0.of(env, call.as_ref())?;
        self.1.start(env, async move { client.get_balance().await })
    }

    /// Looks a transaction up until it has ended, or the time is up.
    #[napi(catch_unwind)]
    pub fn wait(&self, env: Env, transaction: Unknown, call: Option<Call>) -> Result<Started<RohoTransaction>> {
        let (transaction, timeout): (RohoTransaction, _) =
            (required(transaction, "transaction")?, patience(env, call.as_ref())?);
        let client = self.0.until(call.as_ref());
        self.1.start(env, async move { client.wait(&transaction, timeout).await })
    }
}

/// Reads the address that a payer came back to.
#[napi(catch_unwind)]
pub fn parse_checkout_return(env: Env, #[napi(ts_arg_type = "string")] return_url: Unknown) -> Result<CheckoutReturn> {
    let return_url: String = required(return_url, "returnUrl")?;
    CheckoutReturn::parse(&return_url).map_err(|error| thrown(env.raw(), &error))
}
