//! The bank's page of a card payment: one session, good once. It never decides by itself; a payer who leaves it leaves the
//! payment pending.

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use maud::{Markup, html};
use url::{Url, form_urlencoded};

use super::handset::buttons;
use super::layout::{self, money};
use super::{Lost, POLICY, verdict};
use crate::app::App;
use crate::ledger::{Asked, Movement, PaymentStatus};
use crate::roho::PAGES;

/// What a payer presses who has had enough.
const LEAVE: &str = "leave";

pub(super) async fn page(State(app): State<Arc<App>>, Path(session): Path<String>) -> Result<Response, Lost> {
    let movement = find(&app, &session)?;
    if !is_open(&movement) {
        return Ok((StatusCode::GONE, layout::plain("Payment", &used_up(&movement))).into_response());
    }
    let mut page = layout::plain("Payment", &question(&movement)).into_response();
    // Browsers hold the redirect that answers a form to the same rule as the form itself, and the shop may be anywhere.
    let policy = POLICY.replace("form-action 'self'", "form-action 'self' http: https:");
    page.headers_mut().extend(HeaderValue::from_str(&policy).ok().map(|policy| (CONTENT_SECURITY_POLICY, policy)));
    Ok(page)
}

pub(super) async fn decide(
    State(app): State<Arc<App>>,
    Path(session): Path<String>,
    form: Bytes,
) -> Result<Response, Lost> {
    let movement = find(&app, &session)?;
    let leaves = form_urlencoded::parse(&form).any(|(name, value)| name == "decision" && value == LEAVE);
    let verdict = if leaves { None } else { Some(verdict(&form)?) };
    // Whoever is first has the session; everybody else finds it used up.
    if !app.ledger.use_page_up(movement.row, app.now())? {
        return Ok(Redirect::to(&format!("{PAGES}/{session}")).into_response());
    }
    app.changed();
    let decided = match verdict {
        Some(verdict) => app.decide_movement(&movement, verdict, app.now())?,
        None => None,
    };
    Ok(match decided.as_ref().and_then(way_back) {
        Some(url) => Redirect::to(url.as_str()).into_response(),
        None => Redirect::to(&format!("{PAGES}/{session}")).into_response(),
    })
}

fn find(app: &App, session: &str) -> Result<Movement, Lost> {
    app.ledger.movement_of_page(session)?.ok_or(Lost::NoSuchPayment)
}

fn is_open(movement: &Movement) -> bool {
    movement.asks(Asked::Page) && !movement.page_used
}

/// The shop's address with what the bank adds to it. Anybody can write such an address: it proves nothing.
fn way_back(movement: &Movement) -> Option<Url> {
    let mut url = Url::parse(movement.means.return_url()?).ok()?;
    let status = if movement.status == PaymentStatus::Success { "success" } else { "failed" };
    url.query_pairs_mut()
        .append_pair("status", status)
        .append_pair("reference", &movement.identity.reference)
        .append_pair("order_ref", &movement.provider_reference);
    Some(url)
}

fn question(movement: &Movement) -> Markup {
    let reference = &movement.identity.reference;
    let target = format!("{PAGES}/{}", movement.identity.page);
    html! {
        section.card.narrow.prompt {
            p.label { "Your bank" }
            p { "Do you want to pay by card?" }
            h1.amount { (money(movement.amount)) }
            @if let Some(description) = &movement.description { p.quiet { (description) } }
            (buttons(&target, reference))
            form method="post" action=(target) {
                button.no id={ "leave-" (reference) } name="decision" value=(LEAVE) { "Leave without an answer" }
            }
            p.quiet { code { (reference) } }
        }
    }
}

fn used_up(movement: &Movement) -> Markup {
    html! {
        section.card.narrow.prompt {
            @match movement.status {
                PaymentStatus::Pending => {
                    h1 { "You have left" }
                    p { "The payment stays pending. This page was good once." }
                }
                PaymentStatus::Success => { p.sign.good { "✓" } h1 { "Paid" } p { "This page was good once." } }
                PaymentStatus::Failed => {
                    p.sign.bad { "✕" }
                    h1 { "Not paid" }
                    p { (sentence(&movement.provider_status)) }
                }
            }
            p { (money(movement.amount)) }
            p.quiet { code { (movement.identity.reference) } }
            @if let Some(url) = way_back(movement).filter(|_| movement.status != PaymentStatus::Pending) {
                a.button href=(url) rel="noreferrer" { "Back to " (url.host_str().unwrap_or("the shop")) }
            }
        }
    }
}

/// What a provider says, `INSUFFICIENT_FUNDS`, as a person would.
fn sentence(status: &str) -> String {
    let words = status.replace('_', " ").to_lowercase();
    let (first, rest) = words.split_at(words.chars().next().map_or(0, char::len_utf8));
    format!("{}{rest}.", first.to_uppercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_providers_word_becomes_a_sentence() {
        assert_eq!(sentence("INSUFFICIENT_FUNDS"), "Insufficient funds.");
        assert_eq!(sentence("DECLINED"), "Declined.");
    }
}
