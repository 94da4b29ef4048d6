//! What a client of RohoPay is told: key, environment, limits (`protocol/rohopay.md` §§1-2, C-5).

use std::fmt;
use std::time::Duration;

use crate::error::{Error, ErrorCode, Result};
use crate::http::Caller;
use crate::http::settings::{Credential, Settings, Timing, base_url, credential, variable};
use crate::roho::RohoPay;
use crate::roho::fields::Currencies;
use crate::secret::Secret;
use crate::vocabulary::Environment;

const SERVICE: &str = "https://api.rohopay.com/api/v1";

/// The settings of a [`RohoPay`], before they are checked.
#[derive(Clone, Default)]
#[must_use = "call build() to get a client"]
pub struct RohoPayBuilder {
    api_key: Option<Secret>,
    environment: Option<Environment>,
    base_url: Option<String>,
    accept_usd: bool,
    timing: Timing,
}

/// Nothing that was given: neither a key, nor an address that may hold a password.
impl fmt::Debug for RohoPayBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RohoPayBuilder").field("environment", &self.environment).finish_non_exhaustive()
    }
}

impl RohoPayBuilder {
    /// The API key, `test_…` or `live_…`; without it `ROHOPAY_API_KEY`.
    pub fn api_key(mut self, key: impl Into<Secret>) -> Self {
        self.api_key = Some(key.into());
        self
    }

    /// The environment that the key must be of; without it `ROHOPAY_ENVIRONMENT`, and without that the key decides.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = Some(environment);
        self
    }

    /// Another address, such as that of a local sandbox; without it `ROHOPAY_BASE_URL`, and without that the service's own.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Whether amounts in US dollars are sent too, in whole dollars: the service's own SDK lists them, no page of its documents
    /// does. Without it they are refused before anything is sent.
    pub fn accept_usd(mut self, accept: bool) -> Self {
        self.accept_usd = accept;
        self
    }

    /// How long a whole call may take; without it 60 s for calls that move money and 20 s for others.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timing.timeout = Some(timeout);
        self
    }

    /// How often a call may be sent again, money included: it is sent under the same key. Without it 2; 0 means one request.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.timing.max_retries = Some(retries);
        self
    }

    /// What comes behind the library's own name in the header `User-Agent`.
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.timing.user_agent = Some(product.into());
        self
    }

    /// Checks the settings. No thread, socket or runtime is made before the first call.
    ///
    /// # Errors
    /// `missing_credential`, `invalid_credential`, `invalid_base_url`, `wrong_environment` or `invalid_setting`.
    pub fn build(self) -> Result<RohoPay> {
        let api_key = credential(self.api_key, "The API key", "ROHOPAY_API_KEY")?;
        let wanted = self.environment.or_else(|| variable("ROHOPAY_ENVIRONMENT").map(Environment::from));
        let environment = environment(&api_key, wanted)?;
        let base_url = base_url(self.base_url.or_else(|| variable("ROHOPAY_BASE_URL")).as_deref().unwrap_or(SERVICE))?;
        let bearer =
            Credential { header: "authorization", scheme: "Bearer ", secret: api_key.clone(), what: "The API key" };
        let settings = Settings::new(&base_url, vec![bearer], &self.timing)?;
        Ok(RohoPay::new(Caller::new(settings), environment, api_key, Currencies { dollars: self.accept_usd }))
    }
}

/// The key's beginning names its environment; whoever expects the other one shall learn it before anything is sent.
fn environment(key: &Secret, wanted: Option<Environment>) -> Result<Environment> {
    let of_key = match key.expose() {
        key if key.starts_with("test_") => Environment::Sandbox,
        key if key.starts_with("live_") => Environment::Production,
        _ => {
            let what = "The API key is not one of RohoPay: those begin with test_ or live_";
            return Err(Error::new(ErrorCode::InvalidCredential, what).advice("Copy it again from the dashboard."));
        }
    };
    match wanted {
        None => Ok(of_key),
        Some(Environment::Other(word)) => {
            Err(Error::new(ErrorCode::InvalidSetting, format!("{word:?} is not an environment: it is test or live")))
        }
        Some(wanted) if wanted == of_key => Ok(of_key),
        Some(wanted) => {
            let what = format!("The API key is of the {of_key} environment, and {wanted} was asked for");
            Err(Error::new(ErrorCode::WrongEnvironment, what))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mixed_up_environment_is_refused_before_anything_is_sent() {
        let code = |key: &str, environment: Option<&str>| {
            let mut builder = RohoPayBuilder::default().api_key(key).base_url("http://127.0.0.1:9");
            if let Some(word) = environment {
                builder = builder.environment(word.into());
            }
            builder.build().err().map(|error| error.code())
        };
        assert_eq!(code("test_canary00", None), None);
        assert_eq!(code("live_canary00", Some("live")), None);
        assert_eq!(code("live_canary00", Some("test")), Some(ErrorCode::WrongEnvironment));
        assert_eq!(code("test_canary00", Some("production")), Some(ErrorCode::WrongEnvironment));
        assert_eq!(code("test_canary00", Some("staging")), Some(ErrorCode::InvalidSetting));
        assert_eq!(code("sk_live_canary", None), Some(ErrorCode::InvalidCredential));
        assert_eq!(code("test_\r\nX: y", None), Some(ErrorCode::InvalidCredential));
    }
}
