//! What the clients of both services have in common: settings, and how one call differs from them.

use std::time::Duration;

use dgspay::error::node::{only, optional_property, refused, required, thrown};
use dgspay::{CallOptions, CancelToken, DgsPay, RohoPay};
use napi::bindgen_prelude::{FromNapiValue, Object, TypeName, Unknown};
use napi::{Env, Result};

use crate::call::Call;

/// How long is waited unless the caller says.
const USUAL_WAIT: i32 = 120_000;

/// A client of the core; each call is made through one of its own.
pub(crate) trait Service: Clone {
    /// This client, with what a call wants different.
    fn with_options(&self, options: &CallOptions) -> dgspay::Result<Self>;

    /// This client, whose calls stop waiting when the token says so.
    fn stopped_by(&self, token: &CancelToken) -> Self;

    /// The client of one call, and what the call is about.
    fn called<T>(&self, env: Env, call: Option<&Call>, argument: Unknown, name: &'static str) -> Result<(Self, T)>
    where
        T: FromNapiValue + TypeName,
    {
        Ok((self.of(env, call)?, required(argument, name)?))
    }

    /// The client of one call.
    fn of(&self, env: Env, call: Option<&Call>) -> Result<Self> {
        let client = self.until(call);
        let Some(call) = call else { return Ok(client) };
        let options: CallOptions = required(call.options, "options")?;
        client.with_options(&options).map_err(|error| thrown(env.raw(), &error))
    }

    /// The client of a call that has no options but to be stopped.
    fn until(&self, call: Option<&Call>) -> Self {
        let cancel = call.and_then(|call| call.cancel.as_ref());
        cancel.map_or_else(|| self.clone(), |token| self.stopped_by(&token.0))
    }
}

impl Service for DgsPay {
    fn with_options(&self, options: &CallOptions) -> dgspay::Result<Self> {
        self.with(options)
    }

    fn stopped_by(&self, token: &CancelToken) -> Self {
        self.cancelled_by(token)
    }
}

impl Service for RohoPay {
    fn with_options(&self, options: &CallOptions) -> dgspay::Result<Self> {
        self.with(options)
    }

    fn stopped_by(&self, token: &CancelToken) -> Self {
        self.cancelled_by(token)
    }
}

/// Hands the settings that both services have to their builders, which are of different types.
macro_rules! with_settings {
    ($builder:expr, $env:expr, $settings:expr) => {{
        let (mut builder, settings) = ($builder, $settings);
        if let Some(key) = optional_property::<String>(settings, "apiKey")? {
            builder = builder.api_key(key);
        }
        if let Some(environment) = optional_property::<Environment>(settings, "environment")? {
            builder = builder.environment(environment);
        }
        if let Some(url) = optional_property::<String>(settings, "baseUrl")? {
            builder = builder.base_url(url);
        }
        if let Some(milliseconds) = optional_property(settings, "timeoutMs")? {
            builder = builder.timeout($crate::service::duration($env, milliseconds)?);
        }
        if let Some(retries) = optional_property::<i32>(settings, "maxRetries")? {
            builder = builder.max_retries(retries.try_into().unwrap_or(u32::MAX));
        }
        if let Some(product) = optional_property::<String>(settings, "userAgent")? {
            builder = builder.user_agent(product);
        }
        builder
    }};
}
pub(crate) use with_settings;

/// How long a call waits that only waits.
pub(crate) fn patience(env: Env, call: Option<&Call>) -> Result<Duration> {
    let mut timeout = None;
    if let Some(call) = call {
        let options: Object = required(call.options, "options")?;
        only(&options, &["timeoutMs"])?;
        timeout = optional_property(&options, "timeoutMs")?;
    }
    duration(env, timeout.unwrap_or(USUAL_WAIT))
}

pub(crate) fn duration(env: Env, milliseconds: i32) -> Result<Duration> {
    let milliseconds = milliseconds.try_into().map_err(|_| refused(env.raw(), "timeoutMs", "is negative"))?;
    Ok(Duration::from_millis(milliseconds))
}
