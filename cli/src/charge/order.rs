//! What every charge is told: who pays, what for, and where the payer lands afterwards.

use std::time::Duration;

use clap::Args;
use dgspay::{Customer, Environment, PhoneNumber};

use crate::arguments;
use crate::failure::Failure;
use crate::session::Session;

/// Where a payer of simulated money lands, if nobody says.
const NOWHERE: &str = "https://example.com/";

#[derive(Args)]
pub(super) struct Order {
    /// The payer's first and last name, such as "Aline Uwase"
    #[arg(long)]
    name: String,
    /// The payer's email
    #[arg(long)]
    email: String,
    /// The payer's number, such as 0788123456
    #[arg(long, value_parser = arguments::phone)]
    pub(super) phone: PhoneNumber,
    /// What it is for: the payer sees it
    #[arg(long, value_name = "TEXT")]
    pub(super) narration: Option<String>,
    /// Where the payer lands afterwards; production wants one
    #[arg(long, env = "DGSPAY_REDIRECT_URL", hide_env_values = true, value_name = "URL")]
    redirect_url: Option<String>,
    /// Where the webhook of this charge goes
    #[arg(long, value_name = "URL")]
    pub(super) callback_url: Option<String>,
    /// What the sandbox shall play, such as `scenario:auth_pin` or `issuer:do_not_honor`
    #[arg(long, value_name = "KEY")]
    pub(super) scenario: Option<String>,
}

/// How long to wait for the payer.
#[derive(Args)]
pub(super) struct Waiting {
    /// Wait until it is paid or has failed, for this long
    #[arg(long, value_name = "TIME", num_args = 0..=1, require_equals = true, default_missing_value = "2m",
        value_parser = arguments::duration)]
    pub(super) wait: Option<Duration>,
}

impl Order {
    pub(super) fn customer(&self) -> Result<Customer, Failure> {
        let (first, last) = self.name.trim().split_once(' ').ok_or_else(|| {
            Failure::Usage("--name wants a first and a last name: the service asks for both".to_owned())
        })?;
        Ok(Customer::new(first, last.trim(), &self.email).phone(self.phone.clone()))
    }

    pub(super) fn redirect_url(&self, session: &Session) -> Result<String, Failure> {
        match (&self.redirect_url, session.pay.environment()) {
            (Some(url), _) => Ok(url.clone()),
            (None, Environment::Sandbox) => Ok(NOWHERE.to_owned()),
            (None, _) => Err(Failure::Usage(
                "--redirect-url (or DGSPAY_REDIRECT_URL) is missing: a payer of real money must land somewhere"
                    .to_owned(),
            )),
        }
    }
}
