//! `dgspay charge momo`

use clap::Args;
use dgspay::{Currency, MobileMoneyCharge, MobileNetwork, Money};

use super::order::{Order, Waiting};
use super::show;
use crate::arguments;
use crate::failure::Failure;
use crate::patience;
use crate::report::Report;
use crate::session::Session;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The amount in whole francs
    amount: String,
    /// The payer's wallet, MTN or Airtel; without it the one that the number suggests
    #[arg(long, ignore_case = true, hide_possible_values = true, value_parser = arguments::network())]
    network: Option<MobileNetwork>,
    #[command(flatten)]
    order: Order,
    #[command(flatten)]
    waiting: Waiting,
}

pub(super) async fn run(arguments: Arguments, session: &Session) -> Result<Report, Failure> {
    let Arguments { amount, network, order, waiting } = arguments;
    let amount = Money::parse(&amount, Currency::RWF)?;
    let network = arguments::network_of(&order.phone, network)?;
    let mut charge =
        MobileMoneyCharge::new(amount, order.phone.clone(), network, order.customer()?, order.redirect_url(session)?);
    (charge.narration, charge.callback_url) = (order.narration, order.callback_url);
    charge.scenario_key = order.scenario;
    let charges = session.pay.charges();
    let creating = charges.create_mobile_money(&charge);
    let created = patience::to_the_end("Sending the charge", &session.cancel, creating).await?;
    let ended = match waiting.wait {
        Some(time) => show::waited(created, time, session).await,
        None => created,
    };
    Ok(show::report(&ended))
}
