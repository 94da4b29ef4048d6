//! What a client of any service is told about its calls: address, headers, limits.

use std::sync::Arc;
use std::time::Duration;

use dgspay_macros::model;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, USER_AGENT};
use url::Url;
use zeroize::Zeroizing;

use crate::error::{Error, ErrorCode, Result};
use crate::http::address::{Address, is_loopback};
use crate::http::blot::BLOT;
use crate::http::call::Limits;
use crate::http::{Answer, Kind};
use crate::secret::Secret;

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
    /// Sent as `Idempotency-Key` with calls that move money. RohoPay knows a repetition by it for 24 hours; without one, the
    /// client makes one. DGS-Pay documents no such key: there it does not make a repetition safe, and this library treats
    /// the call as if it were not there.
    pub idempotency_key: Option<String>,
}

/// A secret that goes with every request.
pub(crate) struct Credential {
    /// The header's name, in lower case.
    pub(crate) header: &'static str,
    /// What stands before the secret, such as `Bearer `.
    pub(crate) scheme: &'static str,
    pub(crate) secret: Secret,
    /// What people call it.
    pub(crate) what: &'static str,
}

/// What a client may be told about every call, before it is checked.
#[derive(Clone, Default)]
pub(crate) struct Timing {
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_retries: Option<u32>,
    pub(crate) user_agent: Option<String>,
}

/// Checked settings.
#[derive(Clone)]
pub(crate) struct Settings {
    /// Every header of a request; the credentials among them are marked as sensitive and print as such.
    headers: HeaderMap,
    idempotency_key: Option<HeaderValue>,
    credentials: Vec<Secret>,
    pub(crate) address: Arc<Address>,
    money_deadline: Duration,
    read_deadline: Duration,
    max_retries: u32,
}

impl Settings {
    /// Settings for an address, with the credentials that stand in headers.
    pub(crate) fn new(base_url: &Url, credentials: Vec<Credential>, timing: &Timing) -> Result<Self> {
        Ok(Self {
            headers: headers(&credentials, timing.user_agent.as_deref())?,
            idempotency_key: None,
            credentials: credentials.into_iter().map(|credential| credential.secret).collect(),
            address: Arc::new(Address::new(base_url)?),
            money_deadline: check_deadline(timing.timeout)?.unwrap_or(MONEY_DEADLINE),
            read_deadline: check_deadline(timing.timeout)?.unwrap_or(READ_DEADLINE),
            max_retries: check_retries(timing.max_retries)?.unwrap_or(MAX_RETRIES),
        })
    }

    /// Where the service is, for people.
    pub(crate) fn host(&self) -> &str {
        self.address.host_name()
    }

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

    /// The caller's own idempotency key.
    pub(crate) fn idempotency_key(&self) -> Option<&str> {
        self.idempotency_key.as_ref().and_then(|key| key.to_str().ok())
    }

    /// The answer with every credential, and what else is private to the request, blotted out: a proxy's error page likes to
    /// repeat the headers it got, and a careless service the body.
    pub(crate) fn without_secrets(&self, private: &[Secret], mut answer: Answer) -> Answer {
        let secrets = self.credentials.iter().chain(private).map(Secret::expose);
        for secret in secrets.filter(|secret| secret.len() >= SHORTEST_BLOT) {
            if let Some(id) = answer.request_id.as_mut().filter(|id| id.contains(secret)) {
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
        let deadline =
            if matches!(kind, Kind::Money(_) | Kind::KeyedMoney(_)) { self.money_deadline } else { self.read_deadline };
        Limits { deadline, max_retries: self.max_retries }
    }
}

/// A setting of the environment, if it says anything.
pub(crate) fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// A credential that was given, or that of the environment.
pub(crate) fn credential(given: Option<Secret>, what: &str, name: &str) -> Result<Secret> {
    let secret = given.or_else(|| variable(name).map(Secret::new)).filter(|secret| !secret.expose().trim().is_empty());
    secret.ok_or_else(|| {
        Error::new(ErrorCode::MissingCredential, format!("{what} is missing"))
            .advice(format!("Pass it to the client, or set {name}."))
    })
}

/// An address that a key may be sent to.
pub(crate) fn base_url(text: &str) -> Result<Url> {
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

fn headers(credentials: &[Credential], product: Option<&str>) -> Result<HeaderMap> {
    let mut agent = concat!("dgspay/", env!("CARGO_PKG_VERSION")).to_owned();
    if let Some(product) = product {
        agent = format!("{agent} {product}");
    }
    let mut headers = HeaderMap::new();
    for Credential { header, scheme, secret, what } in credentials {
        let text = Zeroizing::new(format!("{scheme}{}", secret.expose()));
        let fits = header_value(secret.expose()).and_then(|_| header_value(&text));
        let mut value = fits.ok_or_else(|| {
            let what = format!("{what} has characters that cannot stand in a header, or is too long");
            Error::new(ErrorCode::InvalidCredential, what)
        })?;
        value.set_sensitive(true);
        headers.insert(HeaderName::from_static(header), value);
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
