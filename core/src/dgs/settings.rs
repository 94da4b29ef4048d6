//! What a client of DGS-Pay is told: credentials, environment, limits (`protocol/dgs-pay.md` §§1-2).

use std::fmt;
use std::time::Duration;

use url::Url;

use crate::dgs::{DgsPay, Environment};
use crate::error::{Error, ErrorCode, Result};
use crate::http::Caller;
use crate::http::address::is_loopback;
use crate::http::settings::{Credential, Settings, Timing, base_url, credential, variable};
use crate::secret::Secret;

const SANDBOX: &str = "https://test.pay.digitalservicescenter.rw/generation/v2";
const PRODUCTION: &str = "https://pay.digitalservicescenter.rw/generation/v2";

/// The settings of a [`DgsPay`], before they are checked.
#[derive(Clone, Default)]
#[must_use = "call build() to get a client"]
pub struct DgsPayBuilder {
    api_key: Option<Secret>,
    account_number: Option<Secret>,
    environment: Option<Environment>,
    base_url: Option<String>,
    timing: Timing,
}

/// Nothing that was given: neither a key, nor an address that may hold a password.
impl fmt::Debug for DgsPayBuilder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("DgsPayBuilder").field("environment", &self.environment).finish_non_exhaustive()
    }
}

impl DgsPayBuilder {
    /// The API key; without it `DGSPAY_API_KEY`.
    pub fn api_key(mut self, key: impl Into<Secret>) -> Self {
        self.api_key = Some(key.into());
        self
    }

    /// The account number; without it `DGSPAY_ACCOUNT_NUMBER`.
    pub fn account_number(mut self, number: impl Into<Secret>) -> Self {
        self.account_number = Some(number.into());
        self
    }

    /// The environment; without it `DGSPAY_ENVIRONMENT`, and without that the sandbox. Production must be chosen.
    pub fn environment(mut self, environment: Environment) -> Self {
        self.environment = Some(environment);
        self
    }

    /// Another address, such as that of a local sandbox; without it `DGSPAY_BASE_URL`, and without that the service's own.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// How long a whole call may take; without it 60 s for calls that move money and 20 s for others.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timing.timeout = Some(timeout);
        self
    }

    /// How often a call may be sent again where that is safe; without it 2. 0 means one request on the wire.
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
    pub fn build(self) -> Result<DgsPay> {
        let api_key = credential(self.api_key, "The API key", "DGSPAY_API_KEY")?;
        let account_number = credential(self.account_number, "The account number", "DGSPAY_ACCOUNT_NUMBER")?;
        let environment = match self.environment {
            Some(environment) => environment,
            None => {
                variable("DGSPAY_ENVIRONMENT").map_or(Environment::Sandbox, |word| Environment::from(word.as_str()))
            }
        };
        let own_address = match &environment {
            Environment::Sandbox => SANDBOX,
            Environment::Production => PRODUCTION,
            Environment::Other(word) => {
                let what = format!("{word:?} is not an environment: it is sandbox or production");
                return Err(Error::new(ErrorCode::InvalidSetting, what));
            }
        };
        let base_url =
            base_url(self.base_url.or_else(|| variable("DGSPAY_BASE_URL")).as_deref().unwrap_or(own_address))?;
        check_key_belongs(&api_key, &environment, &base_url)?;
        let credentials = vec![
            Credential { header: "x-dgs-api-key", scheme: "", secret: api_key, what: "The API key" },
            Credential {
                header: "x-dgs-account-number",
                scheme: "",
                secret: account_number,
                what: "The account number",
            },
        ];
        let settings = Settings::new(&base_url, credentials, &self.timing)?;
        Ok(DgsPay::new(Caller::new(settings), environment))
    }
}

/// The key, the address and the environment must be of one world. All that the documents show of a key's form is that live
/// ones begin with `sk_live_`; the two addresses are known.
fn check_key_belongs(key: &Secret, environment: &Environment, base_url: &Url) -> Result<()> {
    let refuse = |what: &str| Err(Error::new(ErrorCode::WrongEnvironment, what));
    match base_url.host_str() {
        Some(host) if host == host_of(PRODUCTION) && *environment != Environment::Production => {
            return refuse("The base URL is the production service, and the environment is the sandbox");
        }
        Some(host) if host == host_of(SANDBOX) && *environment != Environment::Sandbox => {
            return refuse("The base URL is the test service, and the environment is production");
        }
        _ => {}
    }
    let looks_live = key.expose().starts_with("sk_live_");
    if looks_live && *environment == Environment::Sandbox {
        return refuse("The API key looks like a live one, and the environment is the sandbox");
    }
    if looks_live && is_loopback(base_url) {
        return refuse("The API key looks like a live one, and the base URL is this machine");
    }
    Ok(())
}

/// The host in one of our own addresses.
fn host_of(address: &'static str) -> &'static str {
    address.trim_start_matches("https://").split('/').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Answer;

    fn builder() -> DgsPayBuilder {
        DgsPayBuilder::default().api_key("sk_test_canary").account_number("ACC-0001234").base_url("http://127.0.0.1:9")
    }

    #[test]
    fn settings_that_would_harm_are_refused_before_anything_is_sent() {
        let code = |builder: DgsPayBuilder| builder.build().err().map(|error| error.code());
        assert_eq!(code(builder()), None, "the control");
        for bad in ["key\r\nX-Evil: 1", "key\0", "clé", " padded ", &"k".repeat(600)] {
            assert_eq!(code(builder().api_key(bad)), Some(ErrorCode::InvalidCredential), "{bad:?}");
        }
        for bad in [
            "http://pay.example",
            "ftp://pay.example",
            "pay.example",
            "https://user:pw@pay.example",
            "https://pay.example?x=1",
        ] {
            assert_eq!(code(builder().base_url(bad)), Some(ErrorCode::InvalidBaseUrl), "{bad:?}");
        }
        assert_eq!(code(builder().api_key("sk_live_x")), Some(ErrorCode::WrongEnvironment));
        assert_eq!(
            code(builder().api_key("sk_live_x").environment(Environment::Production)),
            Some(ErrorCode::WrongEnvironment)
        );
        assert_eq!(code(builder().timeout(Duration::ZERO)), Some(ErrorCode::InvalidSetting));
        assert_eq!(code(builder().environment("prod".into())), Some(ErrorCode::InvalidSetting));
    }

    #[test]
    fn an_answer_that_repeats_the_key_is_blotted_out() {
        let client = builder().build().unwrap();
        let body =
            br#"{"status":"failed","message":"Invalid key sk_test_canary of ACC-0001234 with hB57+TTewouYD8y0"}"#
                .to_vec();
        let answer = Answer { status: 403, request_id: Some("sk_test_canary".into()), retry_after: None, body };
        let answer = client.caller().settings().without_secrets(&[Secret::new("hB57+TTewouYD8y0")], answer);
        assert_eq!(answer.request_id.as_deref(), Some("[redacted]"));
        let body = String::from_utf8(answer.body).unwrap();
        assert_eq!(body, r#"{"status":"failed","message":"Invalid key [redacted] of [redacted] with [redacted]"}"#);
    }

    #[test]
    fn nothing_printable_shows_the_key() {
        let client = builder().build().unwrap();
        let shown = format!("{client:?} {:?} {:?}", builder(), builder().api_key("canary\n").build().unwrap_err());
        assert!(!shown.contains("canary"), "{shown}");
    }
}
