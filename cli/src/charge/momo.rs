//! `dgspay charge momo`

use clap::Args;
use dgspay::{Currency, MobileMoneyCharge, MobileNetwork, Money};

use super::order::Order;
use super::payer::Waiting;
use super::show;
use crate::arguments::{self, PhoneAsIs, Repetition};
use crate::failure::Failure;
use crate::patience;
use crate::report::Report;
use crate::service::Service;
use crate::session::Session;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The amount in whole units of its currency
    pub(super) amount: String,
    /// The currency of the amount: UGX, KES, TZS or RWF with RohoPay, which asks for it; with DGS-Pay it is RWF
    #[arg(long, value_name = "CODE")]
    pub(super) currency: Option<Currency>,
    /// The payer's wallet, MTN or Airtel, with DGS-Pay; without it the one that the number suggests
    #[arg(long, ignore_case = true, hide_possible_values = true, value_parser = arguments::network())]
    pub(super) network: Option<MobileNetwork>,
    #[command(flatten)]
    pub(super) as_is: PhoneAsIs,
    #[command(flatten)]
    pub(super) order: Order,
    #[command(flatten)]
    pub(super) repetition: Repetition,
    #[command(flatten)]
    pub(super) waiting: Waiting,
}

pub(super) async fn run(arguments: Arguments, session: &Session) -> Result<Report, Failure> {
    let Arguments { amount, currency, network, as_is, order, repetition, waiting } = arguments;
    repetition.means_nothing_to(Service::DgsPay)?;
    as_is.means_nothing_to(Service::DgsPay)?;
    let amount = Money::parse(&amount, currency.unwrap_or(Currency::RWF))?;
    let (phone, customer) = (order.phone()?, order.customer()?);
    let network = arguments::network_of(&phone, network)?;
    let mut charge = MobileMoneyCharge::new(amount, phone, network, customer, order.redirect_url(session)?);
    (charge.narration, charge.callback_url) = (order.narration, order.callback_url);
    charge.scenario_key = order.scenario;
    let charges = session.pay.charges();
    let creating = charges.create_mobile_money(&charge);
    let created = patience::to_the_end("Sending the charge", &session.cancel, creating).await?;
    let ended = match waiting.wait {
        Some(time) => show::waited(created, time, session).await?,
        None => created,
    };
    Ok(show::report(&ended))
}
