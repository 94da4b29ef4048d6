//! `dgspay charge authorize`: what a card's bank asks for, after the charge.

use clap::{Args, Subcommand};
use dgspay::{BillingAddress, CardEncryptor, Charge};
use zeroize::Zeroizing;

use super::payer::Waiting;
use super::show;
use crate::ask;
use crate::failure::Failure;
use crate::patience;
use crate::report::Report;
use crate::session::Session;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The charge's reference
    reference: String,
    #[command(subcommand)]
    step: Step,
    #[command(flatten)]
    waiting: Waiting,
}

#[derive(Subcommand)]
enum Step {
    /// The card's PIN: typed without an echo, or a line of stdin; encrypted here
    Pin,
    /// The code that the bank has sent to the payer: typed, or a line of stdin
    Otp,
    /// The card's billing address
    Avs(Address),
}

#[derive(Args)]
struct Address {
    /// Street and number
    #[arg(long)]
    line1: String,
    /// The country, such as RW
    #[arg(long)]
    country: String,
    /// What does not fit into the first line
    #[arg(long)]
    line2: Option<String>,
    /// The city
    #[arg(long)]
    city: Option<String>,
    /// The province or state
    #[arg(long)]
    state: Option<String>,
    /// The postal code
    #[arg(long)]
    postal_code: Option<String>,
}

pub(super) async fn run(arguments: Arguments, session: &Session) -> Result<Report, Failure> {
    let Arguments { reference, step, waiting } = arguments;
    let answered = match step {
        Step::Pin => pin(&reference, &session.settings.encryptor()?, session).await?,
        Step::Otp => otp(&reference, session).await?,
        Step::Avs(given) => Some(address(&reference, given.into(), session).await?),
    };
    let charge = answered.ok_or_else(|| Failure::Usage("Nothing was typed. Nothing was sent.".to_owned()))?;
    let ended = match waiting.wait {
        Some(time) => show::waited(charge, time, session).await?,
        None => charge,
    };
    Ok(show::report(&ended))
}

/// Asks for the PIN and brings it; `None` if nobody answers.
pub(super) async fn pin(
    reference: &str,
    encryptor: &CardEncryptor,
    session: &Session,
) -> Result<Option<Charge>, Failure> {
    let Some(typed) = ask::secret("The card's PIN").await? else { return Ok(None) };
    let pin = encryptor.encrypt_pin(typed.as_str())?;
    let charges = session.pay.charges();
    let bringing = charges.authorize_pin(reference, &pin);
    Ok(Some(patience::to_the_end("Bringing the PIN", &session.cancel, bringing).await?))
}

/// Asks for the code and brings it; `None` if nobody answers.
pub(super) async fn otp(reference: &str, session: &Session) -> Result<Option<Charge>, Failure> {
    let Some(typed) = ask::line("The code that the bank has sent").await? else { return Ok(None) };
    let charges = session.pay.charges();
    let bringing = charges.authorize_otp(reference, &typed);
    Ok(Some(patience::to_the_end("Bringing the code", &session.cancel, bringing).await?))
}

/// Asks for the address, line by line, and brings it; `None` if nobody answers.
pub(super) async fn asked_address(reference: &str, session: &Session) -> Result<Option<Charge>, Failure> {
    let owned = |text: Zeroizing<String>| text.as_str().to_owned();
    let Some(line1) = ask::line("Billing address: street and number").await?.map(owned) else { return Ok(None) };
    let Some(country) = ask::line("Country, such as RW").await?.map(owned) else { return Ok(None) };
    let city = ask::line("City, if you know it").await?.map(owned);
    let postal_code = ask::line("Postal code, if there is one").await?.map(owned);
    let given = Address { line1, country, line2: None, city, state: None, postal_code };
    address(reference, given.into(), session).await.map(Some)
}

async fn address(reference: &str, address: BillingAddress, session: &Session) -> Result<Charge, Failure> {
    let charges = session.pay.charges();
    let bringing = charges.authorize_avs(reference, &address);
    Ok(patience::to_the_end("Bringing the address", &session.cancel, bringing).await?)
}

impl From<Address> for BillingAddress {
    fn from(given: Address) -> Self {
        let mut address = Self::new(given.line1, given.country);
        (address.line2, address.city) = (given.line2, given.city);
        (address.state, address.postal_code) = (given.state, given.postal_code);
        address
    }
}
