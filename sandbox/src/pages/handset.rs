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
use crate::prompts::{Collected, Prompt};

/// The handset that receives everybody's prompts.
const EVERYBODY: &str = "all";

pub(super) async fn everybody() -> Redirect {
    Redirect::to("/handset/all")
}

pub(super) async fn page(State(app): State<Arc<App>>, Path(owner): Path<String>) -> Result<Page, Lost> {
    let owner = match owner.as_str() {
        EVERYBODY => None,
        number => Some(number_of(number).ok_or(Lost::NoSuchPage)?),
    };
    let mut prompts = app.prompts()?;
    prompts.retain(|prompt| owner.as_deref().is_none_or(|number| prompt.number == number));
    let content = html! {
        div.handset {
            h1 { (owner.as_deref().map_or("Every handset".into(), phone)) }
            @for prompt in &prompts { (prompted(&app, prompt, owner.is_none())) }
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

/// A Rwandan number in any spelling, or one of another country with its code.
fn number_of(text: &str) -> Option<String> {
    if let Ok(number) = PhoneNumber::parse(text, &Country::Rwanda) {
        return Some(number.e164().trim_start_matches('+').to_owned());
    }
    let digits = text.strip_prefix('+').unwrap_or(text);
    ((9..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| digits.to_owned())
}

fn prompted(app: &App, prompt: &Prompt, is_everybody: bool) -> Markup {
    let merchant = app.merchants.by_row(prompt.merchant);
    let reference = &prompt.reference;
    html! {
        section.card.prompt {
            p.label { @if let Some(network) = &prompt.network { (network) " " } "Mobile Money" }
            p.amount { (money(prompt.amount)) }
            p { "to " strong { (merchant.as_ref().map_or("a merchant", |merchant| &merchant.identity.dgs_account_number)) } }
            @if let Some(narration) = &prompt.narration { p.quiet { (narration) } }
            @if is_everybody { p.quiet { "on " a href={ "/handset/" (prompt.number) } { (phone(&prompt.number)) } } }
            (buttons(&format!("/pushes/{reference}"), reference))
            @match prompt.approves_at {
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
    let collected = app.collected(&reference)?.filter(Collected::rings).ok_or(Lost::NoSuchPayment)?;
    collected.decide(&app, verdict(&form)?, app.now())?;
    Ok(Redirect::to("/handset/all"))
}
