//! `dgspay charge momo --service rohopay`

use dgspay::{CollectionRequest, Money, RohoPay, RohoTransaction};

use super::momo::Arguments;
use super::payer;
use crate::failure::Failure;
use crate::patience;
use crate::report::Report;
use crate::service::Service;
use crate::session::Session;
use crate::transactions::roho::{record, reference};

pub(super) async fn run(arguments: Arguments, session: &Session<RohoPay>) -> Result<Report, Failure> {
    let Arguments { amount, currency, network, as_is, order, repetition, waiting } = arguments;
    let service = Service::RohoPay;
    service.knows_no(&[("--network", network.is_some())])?;
    let (phone, description, callback_url) = order.of_a_collection(service)?;
    let amount = Money::parse(&amount, service.wants("--currency", currency)?)?;
    let mut request = CollectionRequest::new(phone, amount);
    (request.description, request.callback_url) = (description, callback_url);
    request.phone_as_is = as_is.wish();
    let pay = repetition.under_its_key(&session.pay)?;
    let asked = patience::to_the_end("Sending the charge", &session.cancel, pay.collect(&request)).await?;
    let ended = match waiting.wait.filter(|_| !asked.status.is_final()) {
        Some(time) => {
            payer::tell(reference(&asked), &asked.status, "The payer confirms it on the phone.", None);
            payer::awaited(pay.wait(&asked, time)).await?.unwrap_or(asked)
        }
        None => asked,
    };
    Ok(report(&ended))
}

/// A collection as it stands.
pub(crate) fn report(collection: &RohoTransaction) -> Report {
    let is_paid = collection.status == dgspay::PaymentStatus::Successful;
    let (exit, tone, headline) = payer::verdict(&collection.status, is_paid, collection.amount);
    let report = Report::new(exit).headline(tone, headline).record(record(collection));
    if collection.status.is_final() {
        return report;
    }
    let look = format!("transactions show {}", reference(collection));
    report.next("how it stands", Service::RohoPay.command(&look))
}
