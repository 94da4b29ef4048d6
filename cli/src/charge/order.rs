//! What every charge is told: who pays, what for, and where the payer lands afterwards.

use clap::Args;
use dgspay::{Customer, Environment, PhoneNumber};

use crate::failure::Failure;
use crate::service::Service;
use crate::session::Session;

/// Where a payer of simulated money lands, if nobody says.
const NOWHERE: &str = "https://example.com/";

#[derive(Args)]
pub(super) struct Order {
    /// The payer's number, such as 0788123456
    #[arg(long)]
    phone: String,
    /// The payer's first and last name, such as "Aline Uwase"; DGS-Pay asks for it
    #[arg(long)]
    name: Option<String>,
    /// The payer's email; DGS-Pay asks for it
    #[arg(long)]
    email: Option<String>,
    /// What it is for: the payer sees it
    #[arg(long, value_name = "TEXT")]
    pub(super) narration: Option<String>,
    /// Where the payer lands afterwards, with DGS-Pay; without it `DGSPAY_REDIRECT_URL`. Production wants one
    #[arg(long, value_name = "URL")]
    redirect_url: Option<String>,
    /// Where the webhook of this charge goes
    #[arg(long, value_name = "URL")]
    pub(super) callback_url: Option<String>,
    /// What DGS-Pay's sandbox shall play, such as `scenario:auth_pin` or `issuer:do_not_honor`
    #[arg(long, value_name = "KEY")]
    pub(super) scenario: Option<String>,
}

/// What a collection of RohoPay is told: the number, what it is for, and where its webhook goes.
type Collection = (String, Option<String>, Option<String>);

impl Order {
    pub(super) fn phone(&self) -> Result<PhoneNumber, Failure> {
        Ok(self.phone.parse()?)
    }

    pub(super) fn customer(&self) -> Result<Customer, Failure> {
        let service = Service::DgsPay;
        let name = service.wants("--name", self.name.as_deref())?;
        let email = service.wants("--email", self.email.as_deref())?;
        let (first, last) = name.trim().split_once(' ').ok_or_else(|| {
            Failure::Usage("--name wants a first and a last name: the service asks for both".to_owned())
        })?;
        Ok(Customer::new(first, last.trim(), email).phone(self.phone()?))
    }

    pub(super) fn redirect_url(&self, session: &Session) -> Result<String, Failure> {
        let set = || session.settings.get("REDIRECT_URL").map(|url| url.as_str().to_owned());
        match (self.redirect_url.clone().or_else(set), &session.environment) {
            (Some(url), _) => Ok(url),
            (None, Environment::Sandbox) => Ok(NOWHERE.to_owned()),
            (None, _) => Err(Failure::Usage(
                "--redirect-url (or DGSPAY_REDIRECT_URL) is missing: a payer of real money must land somewhere"
                    .to_owned(),
            )),
        }
    }

    /// The order of a service that asks for less.
    pub(super) fn of_a_collection(self, service: Service) -> Result<Collection, Failure> {
        service.knows_no(&[
            ("--name", self.name.is_some()),
            ("--email", self.email.is_some()),
            ("--redirect-url", self.redirect_url.is_some()),
            ("--scenario", self.scenario.is_some()),
        ])?;
        Ok((self.phone, self.narration, self.callback_url))
    }
}
