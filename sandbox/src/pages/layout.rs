//! What all pages share.

use axum::response::Html;
use maud::{DOCTYPE, Markup, html};

use crate::clock::{self, Millis};
use crate::ledger::{Amount, PaymentStatus};

/// A whole page.
pub(super) type Page = Html<String>;

/// Which entry of the navigation is the current one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Dashboard,
    Handset,
}

/// A page of the sandbox itself: navigation, live.
pub(super) fn live(title: &str, place: Place, content: &Markup) -> Page {
    let link = |target: &str, name: &str, here: bool| {
        html! { a href=(target) aria-current=[here.then_some("page")] { (name) } }
    };
    page(
        title,
        &html! {
            nav {
                (link("/", "Dashboard", place == Place::Dashboard))
                (link("/handset/all", "Handset", place == Place::Handset))
            }
            span.live data-live="off" title="Redraws itself while the sandbox runs" { "live" }
        },
        content,
        true,
    )
}

/// A page that a payer sees: nothing to navigate to.
pub(super) fn plain(title: &str, content: &Markup) -> Page {
    page(title, &html! {}, content, false)
}

fn page(title: &str, header: &Markup, content: &Markup, is_live: bool) -> Page {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (title) " · dgspay sandbox" }
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/style.css";
                @if is_live { script src="/live.js" type="module" {} }
            }
            body {
                p.banner { strong { "Simulated money." } " Nothing here is real, and nothing leaves this machine." }
                header { a.brand href="/" { img src="/icon.svg" alt="" width="28" height="28"; "dgspay sandbox" } (header) }
                main { (content) }
            }
        }
    };
    Html(page.into_string())
}

/// One sentence in the middle of a page.
pub(super) fn message(sentence: &str) -> Markup {
    html! { section.card.narrow { h1 { (sentence) } p { a href="/" { "To the dashboard" } } } }
}

/// `RWF 5,000`, the code smaller than the digits.
pub(super) fn money(amount: Amount) -> Markup {
    let text = dgspay::Money::new(amount.decimal(), amount.currency)
        .map_or_else(|_| amount.decimal().to_string(), |m| m.to_string());
    let digits = text.split_once(' ').map_or(text.as_str(), |(_, digits)| digits);
    html! { span.money { small { (amount.currency.code()) } " " (digits) } }
}

/// A state as a coloured pill.
pub(super) fn pill(kind: &str, word: &str) -> Markup {
    html! { span class={ "pill " (kind) } { (word) } }
}

pub(super) fn status(status: PaymentStatus) -> Markup {
    let kind = match status {
        PaymentStatus::Pending => "wait",
        PaymentStatus::Success => "good",
        PaymentStatus::Failed => "bad",
    };
    pill(kind, status.as_str())
}

/// The time of day in UTC; the whole moment on hovering.
pub(super) fn time(at: Millis) -> Markup {
    let whole = clock::plain(at);
    html! { time datetime=(clock::iso(at)) title={ (whole) " UTC" } { (whole.split_once(' ').map_or("", |(_, time)| time)) } }
}

/// A Rwandan number as people write it: `0788 123 456`.
pub(super) fn phone(national: &str) -> String {
    match (national.get(..3), national.get(3..6), national.get(6..)) {
        (Some(first), Some(second), Some(third)) => format!("0{first} {second} {third}"),
        _ => national.to_owned(),
    }
}
