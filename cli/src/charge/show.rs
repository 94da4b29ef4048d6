//! How a charge stands, and who has to do what next.

use std::time::Duration;

use dgspay::{Charge, NextAction, NextActionKind};

use super::payer;
use crate::failure::Failure;
use crate::report::{Record, Report};
use crate::session::Session;

/// The charge after waiting.
pub(super) async fn waited(charge: Charge, time: Duration, session: &Session) -> Result<Charge, Failure> {
    if !charge.status.is_final() {
        let todo = charge.display_text.as_deref().unwrap_or_default();
        let page = charge.next_action.as_ref().and_then(|action| action.url.as_deref());
        payer::tell(&charge.reference, &charge.status, todo, page);
    }
    let charges = session.pay.charges();
    Ok(payer::awaited(charges.wait(&charge, time)).await?.unwrap_or(charge))
}

pub(super) fn report(charge: &Charge) -> Report {
    // What the payer has left to do makes even a successful charge one that is not paid yet.
    let is_paid = charge.paid && charge.next_action.is_none();
    let (exit, tone, headline) = payer::verdict(&charge.status, is_paid, Some(charge.amount));
    let rest = Record::new().with("paid", charge.paid).with("next_action", charge.next_action.as_ref().map(step));
    let report = Report::new(exit).headline(tone, headline).record(record(charge)).unseen(rest);
    next(charge, report)
}

fn record(charge: &Charge) -> Record {
    Record::new()
        .with("reference", &charge.reference)
        .with("status", &charge.status)
        .with("amount", charge.amount)
        .with("method", &charge.method)
        .with("network", charge.network.as_ref())
        .with("phone", charge.phone.as_ref())
        .with("transaction_id", charge.transaction_id.as_ref())
        .with("processor_response", charge.processor_response.as_ref())
        .with("issuer_response_type", charge.issuer_response_type.as_ref())
        .with("issuer_response_code", charge.issuer_response_code.as_ref())
        .with("display_text", charge.display_text.as_ref())
        .with("token", charge.token.as_ref())
}

fn step(action: &NextAction) -> Record {
    Record::new().with("kind", &action.kind).with("url", action.url.as_ref()).with("text", action.text.as_ref())
}

/// What the payer does now, or the next command.
fn next(charge: &Charge, report: Report) -> Report {
    if charge.status.is_final() && charge.next_action.is_none() {
        return report;
    }
    let reference = &charge.reference;
    let authorize = |what| format!("dgspay charge authorize {reference} {what}");
    let action = charge.next_action.as_ref();
    let report = match action.map(|action| (&action.kind, action.url.as_ref())) {
        Some((NextActionKind::Pin, _)) => report.next("the bank wants the PIN", authorize("pin")),
        Some((NextActionKind::Otp, _)) => report.next("the bank wants its code", authorize("otp")),
        Some((NextActionKind::Avs, _)) => {
            report.next("the bank wants the address", authorize("avs --line1 ... --country RW"))
        }
        Some((_, Some(url))) => report.next("the payer goes on here", url),
        Some((NextActionKind::ShowInstruction, None)) | None => report,
        Some((kind, None)) => report.next("not known to this version", kind.as_str()),
    };
    report.next("how it stands", format!("dgspay transactions show {reference}"))
}
