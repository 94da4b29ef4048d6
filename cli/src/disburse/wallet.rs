//! `dgspay disburse momo --service rohopay`

use dgspay::{DisbursementRequest, Money, PaymentStatus, RohoPay, RohoTransaction};

use super::single::Momo;
use crate::ask;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Tone;
use crate::patience;
use crate::report::Report;
use crate::service::Service;
use crate::session::Session;
use crate::transactions::roho::{record, reference};

pub(super) async fn run(arguments: Momo, session: &Session<RohoPay>) -> Result<Report, Failure> {
    let Momo { amount, currency, phone, as_is, network, extra, repetition } = arguments;
    let service = Service::RohoPay;
    service.knows_no(&[
        ("--network", network.is_some()),
        ("--name", extra.name.is_some()),
        ("--scenario", extra.scenario.is_some()),
    ])?;
    let amount = Money::parse(&amount, service.wants("--currency", currency)?)?;
    let mut request = DisbursementRequest::new(phone, amount);
    (request.description, request.callback_url) = (extra.narration, extra.callback_url);
    request.phone_as_is = as_is.wish();
    // Nobody shall be asked about something that cannot be sent.
    request.body()?;
    let pay = repetition.under_its_key(&session.pay)?;
    ask::confirmed(&format!("Pay {amount} to {}?", request.phone), extra.yes, &session.environment).await?;
    Ok(report(&patience::to_the_end("Sending the payout", &session.cancel, pay.disburse(&request)).await?))
}

fn report(payout: &RohoTransaction) -> Report {
    let (exit, tone, headline) = match payout.status {
        PaymentStatus::Successful => (Exit::Done, Tone::Good, "Paid"),
        PaymentStatus::Failed => (Exit::NotDone, Tone::Bad, "Not paid: the payout has failed"),
        _ => (Exit::Done, Tone::Good, "Taken on: whether it arrives, its webhook tells"),
    };
    let look = format!("transactions show {}", reference(payout));
    Report::new(exit)
        .headline(tone, headline)
        .record(record(payout))
        .next("how it stands", Service::RohoPay.command(&look))
}
