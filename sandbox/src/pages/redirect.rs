//! The page that a charge's redirect leads to: a bank's or a network's. It never decides by itself. A payer who came from a
//! payment link goes back to the link's own page.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use bytes::Bytes;
use maud::{Markup, html};
use url::Url;

use super::handset::buttons;
use super::layout::{self, money, phone};
use super::{Lost, checkout, verdict};
use crate::app::App;
use crate::ledger::{Payment, PaymentStatus, Step};

pub(super) async fn page(State(app): State<Arc<App>>, Path(reference): Path<String>) -> Result<Response, Lost> {
    let payment = app.ledger.payment(&reference)?.ok_or(Lost::NoSuchPayment)?;
    let is_asked = payment.step.is_some_and(Step::is_yes_or_no);
    if let Some(page) = checkout::page_of(&app, &payment)?.filter(|_| !is_asked) {
        return Ok(Redirect::to(&page).into_response());
    }
    let content = html! {
        section.card.narrow.prompt {
            @match payment.status {
                PaymentStatus::Pending if is_asked => { (question(&payment)) }
                PaymentStatus::Pending => { h1 { "Not here" } p { "The shop asks for what this payment waits for." } }
                PaymentStatus::Success => { p.sign.good { "✓" } h1 { "Paid" } (outcome(&payment)) }
                PaymentStatus::Failed => {
                    p.sign.bad { "✕" }
                    h1 { "Not paid" }
                    @if let Some(reason) = &payment.decline { p { (reason) } }
                    (outcome(&payment))
                }
            }
        }
    };
    Ok(layout::plain("Payment", &content).into_response())
}

fn question(payment: &Payment) -> Markup {
    let reference = &payment.identity.reference;
    html! {
        p.label { (payer(payment)) }
        p { "Do you want to pay?" }
        h1.amount { (money(payment.amount)) }
        @if let Some(number) = payment.method.phone() { p { "from " (phone(number)) } }
        @if let Some(narration) = &payment.narration { p.quiet { (narration) } }
        (buttons(&format!("/pay/{reference}"), reference))
        p.quiet { code { (reference) } }
    }
}

/// Who asks: the wallet, or the bank behind the card.
fn payer(payment: &Payment) -> String {
    payment.method.network().map_or_else(|| "Your bank".to_owned(), |network| format!("{network} Mobile Money"))
}

/// A link rather than a redirect: the person has seen what happened, and the shop learns it from the webhook.
fn outcome(payment: &Payment) -> Markup {
    let shop = payment.redirect_url.as_deref().and_then(|url| Url::parse(url).ok());
    let shop = shop.as_ref().and_then(Url::host_str).unwrap_or("the shop");
    html! {
        p { (money(payment.amount)) }
        p.quiet { code { (payment.identity.reference) } }
        @if let Some(url) = &payment.redirect_url { a.button href=(url) rel="noreferrer" { "Back to " (shop) } }
    }
}

pub(super) async fn decide(
    State(app): State<Arc<App>>,
    Path(reference): Path<String>,
    form: Bytes,
) -> Result<Redirect, Lost> {
    let payment = app.ledger.payment(&reference)?.ok_or(Lost::NoSuchPayment)?;
    app.decide(payment.row, verdict(&form)?, app.now())?;
    let page = checkout::page_of(&app, &payment)?;
    Ok(Redirect::to(&page.unwrap_or_else(|| format!("/pay/{}", payment.identity.reference))))
}
