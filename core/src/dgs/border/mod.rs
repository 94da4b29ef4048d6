//! How the client crosses into Kotlin: as an object whose methods only wait for the core's own tasks. The methods stand in one
//! file per resource.
//!
//! Python's and Node's objects live in their bindings. `UniFFI` makes one Kotlin package for every crate that exports, so
//! this one stands beside the models that it takes and gives, and every library for the JVM or Android can share it.

mod banks;
mod charges;
mod disbursements;
mod payment_links;
mod transactions;
mod wallet;

use std::fmt;
use std::time::Duration;

use arc_swap::ArcSwapOption;

use crate::dgs::{DgsPay, Environment};
use crate::error::{Error, ErrorCode, NativeError};
use crate::http::CallOptions;
use crate::http::border::Patience;

type Result<T> = std::result::Result<T, NativeError>;

/// The client behind Kotlin's `DgsPay`; empty once it was closed.
#[derive(uniffi::Object)]
#[uniffi::export(Display)]
pub struct NativeClient(ArcSwapOption<DgsPay>);

impl NativeClient {
    /// The client for a call that is given up when its caller leaves.
    fn with(&self, options: Option<&CallOptions>) -> Result<DgsPay> {
        let client = self.0.load_full().ok_or_else(|| {
            Error::new(ErrorCode::InvalidSetting, "This client was closed").advice("Make another, or close it later.")
        })?;
        Ok(match options {
            Some(options) => client.with(options)?,
            None => (*client).clone(),
        })
    }

    /// The client for a call that is never given up: its caller may only lose patience.
    fn patient(&self, options: Option<&CallOptions>, patience: &Patience) -> Result<DgsPay> {
        Ok(self.with(options)?.cancelled_by(patience.token()))
    }
}

#[uniffi::export]
impl NativeClient {
    /// A client with these settings; for those that are absent, the environment's.
    #[uniffi::constructor]
    pub fn new(
        api_key: Option<String>,
        account_number: Option<String>,
        environment: Option<Environment>,
        base_url: Option<String>,
        timeout_ms: Option<i64>,
        max_retries: Option<i32>,
        user_agent: Option<String>,
    ) -> Result<Self> {
        let mut builder = DgsPay::builder();
        if let Some(key) = api_key {
            builder = builder.api_key(key);
        }
        if let Some(number) = account_number {
            builder = builder.account_number(number);
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
        if let Some(product) = user_agent {
            builder = builder.user_agent(product);
        }
        Ok(Self(ArcSwapOption::from_pointee(builder.build()?)))
    }

    /// Which environment it talks to.
    pub fn environment(&self) -> Result<Environment> {
        Ok(self.with(None)?.environment().clone())
    }

    /// Refuses every call from now on; those that run, run to their end.
    pub fn shut(&self) {
        self.0.store(None);
    }
}

impl fmt::Display for NativeClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.load_full() {
            Some(client) => fmt::Debug::fmt(&client, f),
            None => f.write_str("DgsPay(closed)"),
        }
    }
}
