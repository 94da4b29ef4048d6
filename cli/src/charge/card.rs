//! `dgspay charge card`: typed here, encrypted here, and followed wherever the bank leads.

use clap::Args;
use dgspay::{Card, CardCharge, CardEncryptor, Charge, Currency, Money, NextActionKind};
use std::time::Duration;

use super::order::Order;
use super::payer::Waiting;
use super::{authorize, show};
use crate::ask;
use crate::card;
use crate::failure::Failure;
use crate::output::{Tone, note};
use crate::patience;
use crate::report::Report;
use crate::session::Session;

/// A bank that asks for more than this asks for ever.
const MOST_STEPS: usize = 5;
/// How long a person who sits here is given on the bank's page.
const ON_THE_PAGE: Duration = Duration::from_secs(300);

/// What `--help` says of it.
pub(super) const ABOUT: &str = "\
    Ask for a card payment; the card is typed where nobody sees it, and encrypted here\n\n\
    The card's number, its expiry (MM/YY) and its security code are asked for without an echo; from a program they are the \
    first three lines of stdin. What the bank asks for then (a PIN, a code, an address) comes the same way. Never an argument: \
    command lines can be read by every process.\n\n\
    Whoever types a customer's card has seen it: this is for tests, and for those who may by the card industry's rules (PCI DSS).";

#[derive(Args)]
pub(crate) struct Arguments {
    /// The amount in major units, such as 5000 or 94.50
    amount: String,
    /// The currency of the amount
    #[arg(long, default_value = "RWF", value_name = "CODE")]
    currency: Currency,
    #[command(flatten)]
    order: Order,
    #[command(flatten)]
    waiting: Waiting,
}

pub(super) async fn run(arguments: Arguments, session: &Session) -> Result<Report, Failure> {
    let Arguments { amount, currency, order, waiting } = arguments;
    let amount = Money::parse(&amount, currency)?;
    let (customer, redirect_url) = (order.customer()?, order.redirect_url(session)?);
    let encryptor = session.settings.encryptor()?;
    let card = encryptor.encrypt(&typed().await?)?;
    if let Some(warning) = &card.warning {
        note(Tone::Waiting, warning);
    }
    let mut charge = CardCharge::new(amount, card, customer, redirect_url);
    (charge.narration, charge.callback_url) = (order.narration, order.callback_url);
    charge.scenario_key = order.scenario;
    let charges = session.pay.charges();
    let creating = charges.create_card(&charge);
    let created = patience::to_the_end("Sending the charge", &session.cancel, creating).await?;
    let ended = followed(created, &encryptor, waiting.wait, session).await?;
    Ok(show::report(&ended))
}

/// The card as it was typed, with its end in two parts.
async fn typed() -> Result<Card, Failure> {
    let card = card::typed().await?;
    let (month, year) = card
        .expiry
        .split_once(['/', '-', ' '])
        .ok_or_else(|| Failure::Usage("The expiry is not of the form MM/YY. Nothing was sent.".to_owned()))?;
    Ok(Card::new(card.number.as_str(), month.trim(), year.trim(), card.cvv.as_str()))
}

/// Does what the bank asks for, step by step, as long as there is somebody to do it.
async fn followed(
    mut charge: Charge,
    encryptor: &CardEncryptor,
    wait: Option<Duration>,
    session: &Session,
) -> Result<Charge, Failure> {
    for _ in 0..MOST_STEPS {
        match step(&charge, encryptor, session).await {
            Ok(Some(next)) => charge = next,
            Ok(None) => break,
            // What was brought has had its effect, or may have.
            Err(failure) if failure.was_sent() => return Err(failure),
            // What could not be asked for or read has had none: the charge is still open.
            Err(failure) => {
                note(Tone::Bad, &failure.to_string());
                break;
            }
        }
    }
    let has_page = charge.next_action.as_ref().is_some_and(|action| action.url.is_some());
    let patience = wait.or_else(|| (has_page && ask::somebody_is_there()).then_some(ON_THE_PAGE));
    match patience {
        Some(time) if !charge.status.is_final() => show::waited(charge, time, session).await,
        _ => Ok(charge),
    }
}

/// One step; `None` if there is none that could be done here, or nobody who does it.
async fn step(charge: &Charge, encryptor: &CardEncryptor, session: &Session) -> Result<Option<Charge>, Failure> {
    match charge.next_action.as_ref().map(|action| &action.kind) {
        Some(NextActionKind::Pin) => authorize::pin(&charge.reference, encryptor, session).await,
        Some(NextActionKind::Otp) => authorize::otp(&charge.reference, session).await,
        Some(NextActionKind::Avs) => authorize::asked_address(&charge.reference, session).await,
        _ => Ok(None),
    }
}
