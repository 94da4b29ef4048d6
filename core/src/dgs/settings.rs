//! What a client of DGS-Pay is told: credentials, environment, limits (`protocol/dgs-pay.md` §§1-2).

use std::fmt;
use std::time::Duration;

use dgspay_macros::model;
use reqwest::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use url::Url;

use crate::dgs::{DgsPay, Environment};
use crate::error::{Error, ErrorCode, Result};
use crate::http::call::Limits;
use crate::http::transport::is_loopback;
use crate::http::{Answer, Kind};
use crate::secret::Secret;

const SANDBOX: &str = "https://test.pay.digitalservicescenter.rw/generation/v2";
const PRODUCTION: &str = "https://pay.digitalservicescenter.rw/generation/v2";

/// What stands in an answer where a credential stood.
const BLOT: &str = "[redacted]";
/// A credential shorter than this would blot out ordinary words; the service gives out none.
const SHORTEST_BLOT: usize = 8;
/// Longer than the 28 s after which the provider underneath gives up: a shorter one would make unknown outcomes itself.
const MONEY_DEADLINE: Duration = Duration::from_secs(60);
const READ_DEADLINE: Duration = Duration::from_secs(20);
const MAX_RETRIES: u32 = 2;
const MOST_RETRIES: u32 = 10;
const LONGEST_DEADLINE: Duration = Duration::from_secs(600);

/// How one call differs from the client's settings.
#[model(input)]
#[derive(Default)]
pub struct CallOptions {
    /// How many milliseconds the whole call may take, retries and pauses included.
    pub timeout_ms: Option<i32>,
    /// How often it may be sent again; 0 means one request on the wire.
    pub max_retries: Option<i32>,
    /// Sent as `Idempotency-Key` with calls that move money. DGS-Pay documents no such key: it does not make a repetition
    /// safe, and this library treats the call as if it were not there.
    pub idempotency_key: Option<String>,
}

/// The settings of a [`DgsPay`], before they are checked.
#[derive(Clone, Default)]
#[must_use = "call build() to get a client"]
pub struct DgsPayBuilder {
    api_key: Option<Secret>,
    account_number: Option<Secret>,
    environment: Option<Environment>,
    base_url: Option<String>,
    timeout: Option<Duration>,
    max_retries: Option<u32>,
    user_agent: Option<String>,
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
        self.timeout = Some(timeout);
        self
    }

    /// How often a call may be sent again where that is safe; without it 2. 0 means one request on the wire.
    pub fn max_retries(mut self, retries: u32) -> Self {
        self.max_retries = Some(retries);
        self
    }

    /// What comes behind the library's own name in the header `User-Agent`.
    pub fn user_agent(mut self, product: impl Into<String>) -> Self {
        self.user_agent = Some(product.into());
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
        let headers = headers(&api_key, &account_number, self.user_agent.as_deref())?;
        let settings = Settings {
            headers,
            idempotency_key: None,
            credentials: [api_key, account_number],
            base_url,
            environment,
            money_deadline: check_deadline(self.timeout)?.unwrap_or(MONEY_DEADLINE),
            read_deadline: check_deadline(self.timeout)?.unwrap_or(READ_DEADLINE),
            max_retries: check_retries(self.max_retries)?.unwrap_or(MAX_RETRIES),
        };
        Ok(DgsPay::with_settings(settings))
    }
}

/// Checked settings.
#[derive(Clone)]
pub(crate) struct Settings {
    /// Every header of a request; the credentials among them are marked as sensitive and print as such.
    headers: HeaderMap,
    idempotency_key: Option<HeaderValue>,
    credentials: [Secret; 2],
    pub(crate) base_url: Url,
    pub(crate) environment: Environment,
    money_deadline: Duration,
    read_deadline: Duration,
    max_retries: u32,
}

impl Settings {
    /// These settings with what one call wants different.
    pub(crate) fn with(&self, options: &CallOptions) -> Result<Self> {
        let mut settings = self.clone();
        if let Some(deadline) =
            check_deadline(options.timeout_ms.map(|ms| Duration::from_millis(ms.try_into().unwrap_or(0))))?
        {
            (settings.money_deadline, settings.read_deadline) = (deadline, deadline);
        }
        if let Some(retries) = check_retries(options.max_retries.map(|retries| retries.try_into().unwrap_or(u32::MAX)))?
        {
            settings.max_retries = retries;
        }
        if let Some(key) = &options.idempotency_key {
            let value = header_value(key).ok_or_else(|| {
                Error::invalid("idempotency_key", "The idempotency key has characters that cannot stand in a header")
            })?;
            settings.idempotency_key = Some(value);
        }
        Ok(settings)
    }

    /// The headers of a request of this kind.
    pub(crate) fn headers(&self, kind: Kind) -> HeaderMap {
        let mut headers = self.headers.clone();
        let key = self.idempotency_key.as_ref().filter(|_| matches!(kind, Kind::Money(_)));
        headers.extend(key.map(|key| (HeaderName::from_static("idempotency-key"), key.clone())));
        headers
    }

    /// The answer with every credential, and what else is private to the request, blotted out: a proxy's error page likes to
    /// repeat the headers it got, and a careless service the body.
    pub(crate) fn without_secrets(&self, private: &[Secret], answer: &Answer) -> Answer {
        let mut answer = answer.clone();
        let secrets = self.credentials.iter().chain(private).map(Secret::expose);
        for secret in secrets.filter(|secret| secret.len() >= SHORTEST_BLOT) {
            if let Some(id) = &mut answer.request_id {
                *id = id.replace(secret, BLOT);
            }
            if let Ok(body) = std::str::from_utf8(&answer.body)
                && body.contains(secret)
            {
                answer.body = body.replace(secret, BLOT).into_bytes();
            }
        }
        answer
    }

    pub(crate) fn limits(&self, kind: Kind) -> Limits {
        let deadline = if matches!(kind, Kind::Money(_)) { self.money_deadline } else { self.read_deadline };
        Limits { deadline, max_retries: self.max_retries }
    }
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

fn credential(given: Option<Secret>, what: &str, name: &str) -> Result<Secret> {
    let secret = given.or_else(|| variable(name).map(Secret::new)).filter(|secret| !secret.expose().trim().is_empty());
    secret.ok_or_else(|| {
        Error::new(ErrorCode::MissingCredential, format!("{what} is missing"))
            .advice(format!("Pass it to the client, or set {name}."))
    })
}

fn base_url(text: &str) -> Result<Url> {
    let refuse = |what: &str| Err(Error::new(ErrorCode::InvalidBaseUrl, what.to_owned()));
    let Ok(url) = Url::parse(text.trim_end_matches('/')) else { return refuse("The base URL is not a URL") };
    if !url.username().is_empty() || url.password().is_some() || url.query().is_some() || url.fragment().is_some() {
        return refuse("The base URL has more than a scheme, a host, a port and a path");
    }
    match url.scheme() {
        "https" if url.has_host() => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => refuse("The base URL is http, which would send the key in clear"),
        _ => refuse("The base URL is not https"),
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

fn headers(api_key: &Secret, account_number: &Secret, product: Option<&str>) -> Result<HeaderMap> {
    let mut agent = concat!("dgspay/", env!("CARGO_PKG_VERSION")).to_owned();
    if let Some(product) = product {
        agent = format!("{agent} {product}");
    }
    let mut headers = HeaderMap::new();
    for (name, value, what) in
        [("x-dgs-api-key", api_key, "The API key"), ("x-dgs-account-number", account_number, "The account number")]
    {
        let mut value = header_value(value.expose()).ok_or_else(|| {
            let what = format!("{what} has characters that cannot stand in a header, or is too long");
            Error::new(ErrorCode::InvalidCredential, what)
        })?;
        value.set_sensitive(true);
        headers.insert(HeaderName::from_static(name), value);
    }
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(ACCEPT, HeaderValue::from_static("application/json"));
    let agent = header_value(&agent).ok_or_else(|| {
        Error::new(ErrorCode::InvalidSetting, "The user agent has characters that cannot stand in a header")
    })?;
    headers.insert(USER_AGENT, agent);
    Ok(headers)
}

/// Printable ASCII only: a line break in a header is the beginning of another header.
fn header_value(text: &str) -> Option<HeaderValue> {
    let safe = !text.is_empty() && text.len() <= 512 && text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
    HeaderValue::from_str(text).ok().filter(|_| safe && text.trim() == text)
}

fn check_deadline(deadline: Option<Duration>) -> Result<Option<Duration>> {
    match deadline {
        Some(deadline) if deadline.is_zero() || deadline > LONGEST_DEADLINE => {
            Err(Error::new(ErrorCode::InvalidSetting, "The timeout is not between 1 ms and 10 minutes"))
        }
        deadline => Ok(deadline),
    }
}

fn check_retries(retries: Option<u32>) -> Result<Option<u32>> {
    match retries {
        Some(retries) if retries > MOST_RETRIES => {
            Err(Error::new(ErrorCode::InvalidSetting, format!("max_retries is not between 0 and {MOST_RETRIES}")))
        }
        retries => Ok(retries),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let answer = client.settings().without_secrets(&[Secret::new("hB57+TTewouYD8y0")], &answer);
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
