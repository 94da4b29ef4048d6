//! The page that a charge's redirect leads to. It never decides by itself.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::Redirect;
use bytes::Bytes;
use maud::{Markup, html};
use url::Url;

use super::handset::buttons;
use super::layout::{self, Page, money, phone};
use super::{Lost, verdict};
use crate::app::App;
use crate::ledger::{Payment, PaymentStatus};

pub(super) async fn page(State(app): State<Arc<App>>, Path(reference): Path<String>) -> Result<Page, Lost> {
    let payment = app.ledger.payment(&reference)?.ok_or(Lost::NoSuchPayment)?;
    let content = html! {
        section.card.narrow.prompt {
            @match payment.status {
                PaymentStatus::Pending => { (question(&payment)) }
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
    Ok(layout::plain("Payment", &content))
}

fn question(payment: &Payment) -> Markup {
    let reference = &payment.identity.reference;
    html! {
        p.label { (payment.network) " Mobile Money" }
        h1.amount { (money(payment.amount)) }
        p { "from " (phone(&payment.phone)) }
        @if let Some(narration) = &payment.narration { p.quiet { (narration) } }
        (buttons(&format!("/pay/{reference}"), reference))
        p.quiet { code { (reference) } }
    }
}

/// A link rather than a redirect: the person has seen what happened, and the shop learns it from the webhook.
fn outcome(payment: &Payment) -> Markup {
    let shop = Url::parse(&payment.redirect_url).ok().and_then(|url| url.host_str().map(str::to_owned));
    html! {
        p { (money(payment.amount)) }
        p.quiet { code { (payment.identity.reference) } }
        a.button href=(payment.redirect_url) rel="noreferrer" { "Back to " (shop.as_deref().unwrap_or("the shop")) }
    }
}

pub(super) async fn decide(
    State(app): State<Arc<App>>,
    Path(reference): Path<String>,
    form: Bytes,
) -> Result<Redirect, Lost> {
    let payment = app.ledger.payment(&reference)?.ok_or(Lost::NoSuchPayment)?;
    app.decide(payment.row, verdict(&form)?, app.now())?;
    Ok(Redirect::to(&format!("/pay/{}", payment.identity.reference)))
}
