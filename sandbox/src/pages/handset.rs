//! The handset: where a person answers the prompts that mobile money sends.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Redirect;
use bytes::Bytes;
use dgspay::{Country, PhoneNumber};
use maud::{Markup, html};

use super::layout::{self, Page, Place, money, phone, time};
use super::{Lost, verdict};
use crate::app::App;
use crate::ledger::{Flow, Payment, Step};

/// The handset that receives everybody's prompts.
const EVERYBODY: &str = "all";

pub(super) async fn everybody() -> Redirect {
    Redirect::to("/handset/all")
}

pub(super) async fn page(State(app): State<Arc<App>>, Path(owner): Path<String>) -> Result<Page, Lost> {
    let national = match owner.as_str() {
        EVERYBODY => None,
        number => match PhoneNumber::parse(number, &Country::Rwanda) {
            Ok(number) => Some(number.national().to_owned()),
            Err(_) => return Err(Lost::NoSuchPage),
        },
    };
    let mut prompts = app.ledger.open_payments()?;
    prompts.retain(|payment| {
        payment.step == Some(Step::Push)
            && national.as_deref().is_none_or(|national| payment.method.phone() == Some(national))
    });
    let content = html! {
        div.handset {
            h1 { (national.as_deref().map_or("Every handset".into(), phone)) }
            @for prompt in &prompts { (prompted(&app, prompt, national.is_none())) }
            @if prompts.is_empty() {
                section.card.prompt.idle {
                    p { "No payment waits for an answer." }
                    p.quiet { "A charge by mobile money will ring here." }
                }
            }
        }
    };
    Ok(layout::live("Handset", Place::Handset, &content))
}

fn prompted(app: &App, payment: &Payment, is_everybody: bool) -> Markup {
    let account = app.merchants.by_row(payment.merchant).map(|merchant| merchant.identity.dgs_account_number.clone());
    let reference = &payment.identity.reference;
    html! {
        section.card.prompt {
            p.label { (payment.method.network().unwrap_or_default()) " Mobile Money" }
            p.amount { (money(payment.amount)) }
            p { "to " strong { (account.as_deref().unwrap_or("a merchant")) } }
            @if let Some(narration) = &payment.narration { p.quiet { (narration) } }
            @if is_everybody && let Some(number) = payment.method.phone() {
                p.quiet { "on " a href={ "/handset/" (number) } { (phone(number)) } }
            }
            (buttons(&format!("/pushes/{reference}"), reference))
            @match payment.approve_at {
                Some(at) => p.quiet { "approves itself at " (time(at)) },
                None => p.quiet { "waits for you" },
            }
        }
    }
}

/// Decline and approve; the ids let a redrawn page keep the focus.
pub(super) fn buttons(target: &str, reference: &str) -> Markup {
    html! {
        form.choice method="post" action=(target) {
            button.no id={ "no-" (reference) } name="decision" value="decline" { "Decline" }
            button.yes id={ "yes-" (reference) } name="decision" value="approve" { "Approve" }
        }
    }
}

/// Books the answer. One that comes too late changes nothing, and the page shows what was decided.
pub(super) async fn decide(
    State(app): State<Arc<App>>,
    Path(reference): Path<String>,
    form: Bytes,
) -> Result<Redirect, Lost> {
    // A payment that waits on its own page is decided there and nowhere else.
    let payment =
        app.ledger.payment(&reference)?.filter(|payment| payment.flow == Flow::Push).ok_or(Lost::NoSuchPayment)?;
    app.decide(payment.row, verdict(&form)?, app.now())?;
    Ok(Redirect::to("/handset/all"))
}
