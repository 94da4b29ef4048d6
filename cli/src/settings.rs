//! Where the command gets what it needs to know: the environment, a file, and flags for what is no secret.

use std::collections::HashMap;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use dgspay::{CardEncryptor, DgsPay, Environment, Webhook};
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

use crate::arguments;
use crate::failure::Failure;

/// The heading of what every command takes.
pub(crate) const COMMON: &str = "Common options";

/// Where keys come from.
#[derive(clap::Args, Debug)]
pub(crate) struct Keys {
    /// Read `DGSPAY_*` from this file before the environment; `-` is stdin. No flag takes a key: every process of the machine
    /// can read command lines
    #[arg(long, global = true, value_name = "FILE", help_heading = COMMON)]
    env_file: Option<PathBuf>,
}

/// Which service a command talks to.
#[derive(clap::Args, Debug)]
pub(crate) struct Connection {
    #[command(flatten)]
    keys: Keys,
    /// sandbox or production; without it `DGSPAY_ENVIRONMENT`, and without that the sandbox
    #[arg(long, global = true, value_name = "NAME", help_heading = COMMON, hide_possible_values = true,
        value_parser = PossibleValuesParser::new(Environment::VARIANTS).map(Environment::from))]
    environment: Option<Environment>,
    /// Another address, such as that of `dgspay sandbox`; without it `DGSPAY_BASE_URL`, and without that the service's own
    #[arg(long, global = true, value_name = "URL", help_heading = COMMON)]
    base_url: Option<String>,
    /// How long a call may take, such as 30s; without it 60s for calls that move money and 20s for others
    #[arg(long, global = true, value_name = "TIME", help_heading = COMMON, value_parser = arguments::duration)]
    timeout: Option<Duration>,
}

/// What was found. Values are wiped when dropped.
#[derive(Default)]
pub(crate) struct Settings(HashMap<String, Zeroizing<String>>);

impl Keys {
    pub(crate) fn read(&self) -> Result<Settings, Failure> {
        match self.env_file.as_deref() {
            None => Ok(Settings::default()),
            Some(path) if path == Path::new("-") => Settings::parse("stdin", std::io::stdin().lock()),
            Some(path) => {
                let wrong = |error| Failure::Usage(format!("cannot read {}: {error}", path.display()));
                Settings::parse(&path.display().to_string(), std::fs::File::open(path).map_err(wrong)?)
            }
        }
    }
}

impl Connection {
    /// The client. What neither a flag nor the file names, it takes from the environment itself.
    pub(crate) fn client(&self) -> Result<(DgsPay, Settings), Failure> {
        let settings = self.keys.read()?;
        let mut client = DgsPay::builder().user_agent(concat!("dgspay-cli/", env!("CARGO_PKG_VERSION")));
        if let Some(key) = settings.get("DGSPAY_API_KEY") {
            client = client.api_key(key);
        }
        if let Some(number) = settings.get("DGSPAY_ACCOUNT_NUMBER") {
            client = client.account_number(number);
        }
        let environment = || settings.get("DGSPAY_ENVIRONMENT").map(Environment::from);
        if let Some(environment) = self.environment.clone().or_else(environment) {
            client = client.environment(environment);
        }
        if let Some(url) = self.base_url.as_deref().or_else(|| settings.get("DGSPAY_BASE_URL")) {
            client = client.base_url(url);
        }
        if let Some(timeout) = self.timeout {
            client = client.timeout(timeout);
        }
        Ok((client.build()?, settings))
    }
}

impl Settings {
    fn parse(name: &str, file: impl Read) -> Result<Self, Failure> {
        let mut settings = HashMap::new();
        for (index, line) in dotenvy::from_read_iter(file).enumerate() {
            // The parser's own sentence would print the line, and a key may stand in it.
            let (key, value) = line.map_err(|error| match error {
                dotenvy::Error::Io(error) => Failure::Usage(format!("cannot read {name}: {error}")),
                _ => Failure::Usage(format!("{name}: setting {} is not of the form NAME=value", index + 1)),
            })?;
            settings.insert(key, Zeroizing::new(value));
        }
        Ok(Self(settings))
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(|value| value.as_str()).filter(|value| !value.is_empty())
    }

    /// A fingerprint of the account and its environment. The number itself is a credential, and stays here.
    pub(crate) fn account(&self, environment: &Environment) -> String {
        let number = self.get("DGSPAY_ACCOUNT_NUMBER").map(|number| Zeroizing::new(number.to_owned()));
        let number =
            number.or_else(|| std::env::var("DGSPAY_ACCOUNT_NUMBER").ok().map(Zeroizing::new)).unwrap_or_default();
        fingerprint(&[environment.as_str(), &number])
    }

    pub(crate) fn encryptor(&self) -> Result<CardEncryptor, Failure> {
        Ok(self.get("DGSPAY_ENCRYPTION_KEY").map_or_else(CardEncryptor::from_env, CardEncryptor::new)?)
    }

    /// The webhook secrets, separated by commas where there are several.
    pub(crate) fn webhook(&self) -> Result<Webhook, Failure> {
        Ok(self.get("DGSPAY_WEBHOOK_SECRET").map_or_else(Webhook::from_env, |text| Webhook::new(secrets(text)))?)
    }

    /// The secret that a sample is signed with: the first one.
    pub(crate) fn signing_secret(&self) -> Result<Zeroizing<String>, Failure> {
        // Whatever a verifier would refuse must not sign either.
        self.webhook()?;
        let text = self.get("DGSPAY_WEBHOOK_SECRET").map(str::to_owned);
        let text = Zeroizing::new(text.or_else(|| std::env::var("DGSPAY_WEBHOOK_SECRET").ok()).unwrap_or_default());
        Ok(Zeroizing::new(secrets(&text).next().unwrap_or_default().to_owned()))
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
