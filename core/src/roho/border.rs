//! How the client crosses into Kotlin: as an object whose methods only wait for the core's own tasks.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use arc_swap::ArcSwapOption;

use crate::error::{Error, ErrorCode, NativeError};
use crate::http::CallOptions;
use crate::http::border::Patience;
use crate::roho::{
    CheckoutRequest, CheckoutReturn, CheckoutSession, CollectionRequest, DisbursementRequest, RohoBalance, RohoPay,
    RohoTransaction, RohoTransactionFilter, RohoTransactionPage,
};
use crate::vocabulary::Environment;

type Result<T> = std::result::Result<T, NativeError>;

/// The client behind Kotlin's `RohoPay`; empty once it was closed.
#[derive(uniffi::Object)]
#[uniffi::export(Display)]
pub struct NativeRohoClient(ArcSwapOption<RohoPay>);

impl NativeRohoClient {
    /// The client for a call that is given up when its caller leaves.
    fn with(&self, options: Option<&CallOptions>) -> Result<RohoPay> {
        let client = self.0.load_full().ok_or_else(|| {
            Error::new(ErrorCode::InvalidSetting, "This client was closed").advice("Make another, or close it later.")
        })?;
        Ok(match options {
            Some(options) => client.with(options)?,
            None => (*client).clone(),
        })
    }

    /// The client for a call that is never given up: its caller may only lose patience.
    fn patient(&self, options: Option<&CallOptions>, patience: &Patience) -> Result<RohoPay> {
        Ok(self.with(options)?.cancelled_by(patience.token()))
    }
}

#[uniffi::export]
impl NativeRohoClient {
    /// A client with these settings; for those that are absent, the environment's.
    #[uniffi::constructor]
    pub fn new(
        api_key: Option<String>,
        environment: Option<Environment>,
        base_url: Option<String>,
        timeout_ms: Option<i64>,
        max_retries: Option<i32>,
        accept_usd: Option<bool>,
        user_agent: Option<String>,
    ) -> Result<Self> {
        let mut builder = RohoPay::builder();
        if let Some(key) = api_key {
            builder = builder.api_key(key);
        }
        if let Some(environment) = environment {
            builder = builder.environment(environment);
        }
        if let Some(url) = base_url {
            builder = builder.base_url(url);
        }
        // What is negative becomes something that the builder refuses.
        if let Some(timeout) = timeout_ms {
            builder = builder.timeout(Duration::from_millis(timeout.try_into().unwrap_or(0)));
        }
        if let Some(retries) = max_retries {
            builder = builder.max_retries(retries.try_into().unwrap_or(u32::MAX));
        }
        if let Some(accept) = accept_usd {
            builder = builder.accept_usd(accept);
        }
        if let Some(product) = user_agent {
            builder = builder.user_agent(product);
        }
        Ok(Self(ArcSwapOption::from_pointee(builder.build()?)))
    }

    /// Which environment its key is of.
    pub fn environment(&self) -> Result<Environment> {
        Ok(self.with(None)?.environment().clone())
    }

    /// Refuses every call from now on; those that run, run to their end.
    pub fn shut(&self) {
        self.0.store(None);
    }

    /// `POST /collect`.
    pub async fn collect(
        &self,
        request: CollectionRequest,
        options: Option<CallOptions>,
        patience: Arc<Patience>,
    ) -> Result<RohoTransaction> {
        Ok(self.patient(options.as_ref(), &patience)?.collect(&request).await?)
    }

    /// `POST /disburse`.
    pub async fn disburse(
        &self,
        request: DisbursementRequest,
        options: Option<CallOptions>,
        patience: Arc<Patience>,
    ) -> Result<RohoTransaction> {
        Ok(self.patient(options.as_ref(), &patience)?.disburse(&request).await?)
    }

    /// `POST /checkout`.
    pub async fn checkout(
        &self,
        request: CheckoutRequest,
        options: Option<CallOptions>,
        patience: Arc<Patience>,
    ) -> Result<CheckoutSession> {
        Ok(self.patient(options.as_ref(), &patience)?.checkout(&request).await?)
    }

    /// `GET /transactions/{reference}`.
    pub async fn get_transaction(&self, reference: String, options: Option<CallOptions>) -> Result<RohoTransaction> {
        Ok(self.with(options.as_ref())?.get_transaction(&reference).await?)
    }

    /// `GET /transactions`.
    pub async fn list_transactions(
        &self,
        filter: RohoTransactionFilter,
        options: Option<CallOptions>,
    ) -> Result<RohoTransactionPage> {
        Ok(self.with(options.as_ref())?.list_transactions(&filter).await?)
    }

    /// `GET /wallet/balance`.
    pub async fn get_balance(&self, options: Option<CallOptions>) -> Result<RohoBalance> {
        Ok(self.with(options.as_ref())?.get_balance().await?)
    }

    /// Waits until a transaction is successful or failed.
    pub async fn wait(
        &self,
        transaction: RohoTransaction,
        timeout_ms: i64,
        options: Option<CallOptions>,
    ) -> Result<RohoTransaction> {
        let timeout = Duration::from_millis(timeout_ms.try_into().unwrap_or(0));
        Ok(self.with(options.as_ref())?.wait(&transaction, timeout).await?)
    }
}

impl fmt::Display for NativeRohoClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.load_full() {
            Some(client) => fmt::Debug::fmt(&client, f),
            None => f.write_str("RohoPay(closed)"),
        }
    }
}

/// Reads the address that a payer came back to.
#[uniffi::export]
pub fn parse_checkout_return(return_url: &str) -> Result<CheckoutReturn> {
    Ok(CheckoutReturn::parse(return_url)?)
}
