//! Where the command gets what it needs to know: the environment, a file, and flags for what is no secret.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use dgspay::{CardEncryptor, DgsPay, Environment, RohoPay, Webhook};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::arguments;
use crate::failure::Failure;
use crate::service::Service;

/// The heading of what every command takes.
pub(crate) const COMMON: &str = "Common options";

/// The words for the two environments: DGS-Pay's, then RohoPay's.
const ENVIRONMENTS: [&str; 4] = ["sandbox", "production", "test", "live"];
/// How the command names itself to a service.
const PRODUCT: &str = concat!("dgspay-cli/", env!("CARGO_PKG_VERSION"));

/// Whose keys are meant, and where they come from.
#[derive(clap::Args, Debug)]
pub(crate) struct Keys {
    /// dgspay (Rwanda) or rohopay (Uganda, Kenya, Tanzania, Rwanda)
    #[arg(long, global = true, value_enum, default_value_t, value_name = "NAME", help_heading = COMMON,
        hide_possible_values = true)]
    pub(crate) service: Service,
    /// Read `DGSPAY_*` or `ROHOPAY_*` from this file before the environment; `-` is stdin. No flag takes a key: every process
    /// of the machine can read command lines
    #[arg(long, global = true, value_name = "FILE", help_heading = COMMON)]
    env_file: Option<PathBuf>,
}

/// Which service a command talks to.
#[derive(clap::Args, Debug)]
pub(crate) struct Connection {
    #[command(flatten)]
    pub(crate) keys: Keys,
    /// sandbox or production, which RohoPay calls test and live; without it `DGSPAY_ENVIRONMENT` or `ROHOPAY_ENVIRONMENT`, and
    /// without that the sandbox. RohoPay's key says it by itself, and is refused if it says another
    #[arg(long, global = true, value_name = "NAME", help_heading = COMMON, hide_possible_values = true,
        value_parser = PossibleValuesParser::new(ENVIRONMENTS).map(Environment::from))]
    environment: Option<Environment>,
    /// Another address, such as that of `dgspay sandbox`; without it `DGSPAY_BASE_URL` or `ROHOPAY_BASE_URL`, and without that
    /// the service's own
    #[arg(long, global = true, value_name = "URL", help_heading = COMMON)]
    base_url: Option<String>,
    /// How long a call may take, such as 30s; without it 60s for calls that move money and 20s for others
    #[arg(long, global = true, value_name = "TIME", help_heading = COMMON, value_parser = arguments::duration)]
    timeout: Option<Duration>,
}

/// What was found. Values are wiped when dropped.
pub(crate) struct Settings {
    pub(crate) service: Service,
    file: HashMap<String, Zeroizing<String>>,
}

impl Keys {
    pub(crate) fn read(&self) -> Result<Settings, Failure> {
        let file = match self.env_file.as_deref() {
            None => HashMap::new(),
            Some(path) if path == Path::new("-") => parse("stdin", std::io::stdin().lock())?,
            Some(path) => {
                let wrong = |error| Failure::Usage(format!("cannot read {}: {error}", path.display()));
                parse(&path.display().to_string(), std::fs::File::open(path).map_err(wrong)?)?
            }
        };
        Ok(Settings { service: self.service, file })
    }
}

/// A client's builder with what the flags and the file say. What neither names, it takes from the environment itself.
macro_rules! told {
    ($builder:expr, $connection:expr, $settings:expr) => {{
        let (connection, settings): (&Connection, &Settings) = ($connection, $settings);
        let mut builder = $builder.user_agent(PRODUCT);
        if let Some(key) = settings.in_file("API_KEY") {
            builder = builder.api_key(key);
        }
        let in_file = || settings.in_file("ENVIRONMENT").map(Environment::from);
        if let Some(environment) = connection.environment.clone().or_else(in_file) {
            builder = builder.environment(environment);
        }
        if let Some(url) = connection.base_url.as_deref().or_else(|| settings.in_file("BASE_URL")) {
            builder = builder.base_url(url);
        }
        if let Some(timeout) = connection.timeout {
            builder = builder.timeout(timeout);
        }
        builder
    }};
}

impl Connection {
    pub(crate) fn dgspay(&self) -> Result<(DgsPay, Settings), Failure> {
        let settings = self.keys.read()?;
        let mut builder = told!(DgsPay::builder(), self, &settings);
        if let Some(number) = settings.in_file("ACCOUNT_NUMBER") {
            builder = builder.account_number(number);
        }
        Ok((builder.build()?, settings))
    }

    pub(crate) fn rohopay(&self) -> Result<(RohoPay, Settings), Failure> {
        let settings = self.keys.read()?;
        Ok((told!(RohoPay::builder(), self, &settings).build()?, settings))
    }
}

fn parse(name: &str, file: impl Read) -> Result<HashMap<String, Zeroizing<String>>, Failure> {
    let mut settings = HashMap::new();
    for (index, line) in dotenvy::from_read_iter(file).enumerate() {
        // The parser's own sentence would print the line, and a key may stand in it.
        let (key, value) = line.map_err(|error| match error {
            dotenvy::Error::Io(error) => Failure::Usage(format!("cannot read {name}: {error}")),
            _ => Failure::Usage(format!("{name}: setting {} is not of the form NAME=value", index + 1)),
        })?;
        settings.insert(key, Zeroizing::new(value));
    }
    Ok(settings)
}

impl Settings {
    /// A setting of the service, if the file has it.
    fn in_file(&self, name: &str) -> Option<&str> {
        let value = self.file.get(&self.service.setting(name))?;
        Some(value.as_str()).filter(|value| !value.is_empty())
    }

    /// A setting of the service, from the file or the environment.
    pub(crate) fn get(&self, name: &str) -> Option<Zeroizing<String>> {
        let in_file = self.in_file(name).map(str::to_owned);
        let value = in_file.or_else(|| std::env::var(self.service.setting(name)).ok());
        value.map(Zeroizing::new).filter(|value| !value.is_empty())
    }

    /// A fingerprint of the account and its environment. What names the account is a credential, and stays here: DGS-Pay's
    /// number, and RohoPay's key, which belongs to one project.
    pub(crate) fn account(&self, environment: &Environment) -> String {
        match self.service {
            Service::DgsPay => fingerprint(&[environment.as_str(), &self.get("ACCOUNT_NUMBER").unwrap_or_default()]),
            Service::RohoPay => {
                fingerprint(&["rohopay", environment.as_str(), &self.get("API_KEY").unwrap_or_default()])
            }
        }
    }

    pub(crate) fn encryptor(&self) -> Result<CardEncryptor, Failure> {
        Ok(self.in_file("ENCRYPTION_KEY").map_or_else(CardEncryptor::from_env, CardEncryptor::new)?)
    }

    /// A verifier with the webhook secrets, separated by commas where there are several.
    pub(crate) fn webhook(&self) -> Result<Webhook, Failure> {
        Ok(Webhook::new(secrets(&self.webhook_secrets()?))?)
    }

    /// The secret that a sample is signed with: the first one.
    pub(crate) fn signing_secret(&self) -> Result<Zeroizing<String>, Failure> {
        // Whatever a verifier would refuse must not sign either.
        self.webhook()?;
        Ok(Zeroizing::new(secrets(&self.webhook_secrets()?).next().unwrap_or_default().to_owned()))
    }

    fn webhook_secrets(&self) -> Result<Zeroizing<String>, Failure> {
        self.get("WEBHOOK_SECRET").ok_or_else(|| {
            let name = self.service.setting("WEBHOOK_SECRET");
            Failure::Usage(format!("The webhook secret is missing: set {name}, or name a file with --env-file."))
        })
    }
}

/// The beginning of a SHA-256, enough to tell one thing from another.
pub(crate) fn fingerprint(parts: &[&str]) -> String {
    let digest = Sha256::digest(parts.join("\n"));
    digest[..8].iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().concat()
}

fn secrets(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(str::trim)
}
