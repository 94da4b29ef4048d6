//! What all pages share.

use axum::response::Html;
use maud::{DOCTYPE, Markup, html};

use crate::clock::{self, Millis};
use crate::dgs::COUNTRY_CODE;
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
    let header = html! {
        header {
            (brand())
            nav {
                (link("/", "Dashboard", place == Place::Dashboard))
                (link("/handset/all", "Handset", place == Place::Handset))
            }
            span.live data-live="off" title="Redraws itself while the sandbox runs" { "live" }
        }
    };
    page(&Frame {
        title: &format!("{title} · dgspay sandbox"),
        assets: &html! { (script("/live.js")) },
        before: &header,
        state: None,
        after: &html! {},
        content,
    })
}

/// A page that somebody sees who has come from elsewhere: nothing to navigate to.
pub(super) fn plain(title: &str, content: &Markup) -> Page {
    page(&Frame {
        title: &format!("{title} · dgspay sandbox"),
        assets: &html! {},
        before: &html! { header { (brand()) } },
        state: None,
        after: &html! {},
        content,
    })
}

/// How a page of a payment follows it.
pub(super) struct Watch<'a> {
    /// The page is redrawn when this is another one.
    pub state: &'a str,
    /// Whether to look again now and then where there are no scripts: not while somebody is typing.
    pub without_script: bool,
}

/// A page of a payment link, which is the shop's more than ours.
pub(super) fn payer(title: &str, content: &Markup, watch: Option<&Watch<'_>>) -> Page {
    let assets = html! {
        link rel="stylesheet" href="/checkout.css";
        (script("/pay.js"))
        @if let Some(watch) = watch {
            (script("/live.js"))
            @if watch.without_script { noscript { meta http-equiv="refresh" content="3"; } }
        }
    };
    let after = html! {
        // Outside of what is redrawn, or a screen reader would not notice the change.
        p.sr id="announce" role="status" {}
        footer.by.quiet { "A page of the " a href="/" { "dgspay sandbox" } ". It keeps no card." }
    };
    page(&Frame {
        title,
        assets: &assets,
        before: &html! {},
        state: watch.map(|watch| watch.state),
        after: &after,
        content,
    })
}

/// What makes one kind of page differ from another.
struct Frame<'a> {
    title: &'a str,
    assets: &'a Markup,
    before: &'a Markup,
    state: Option<&'a str>,
    content: &'a Markup,
    after: &'a Markup,
}

fn page(frame: &Frame<'_>) -> Page {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                title { (frame.title) }
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                link rel="stylesheet" href="/style.css";
                (frame.assets)
            }
            body {
                p.banner { strong { "Simulated money." } " Nothing here is real, and nothing leaves this machine." }
                (frame.before)
                main data-state=[frame.state] { (frame.content) }
                (frame.after)
            }
        }
    };
    Html(page.into_string())
}

fn brand() -> Markup {
    html! { a.brand href="/" { img src="/icon.svg" alt="" width="28" height="28"; "dgspay sandbox" } }
}

fn script(address: &str) -> Markup {
    html! { script src=(address) type="module" {} }
}

/// One sentence in the middle of a page.
pub(super) fn message(sentence: &str) -> Markup {
    html! { section.card.narrow { h1 { (sentence) } p { a href="/" { "To the dashboard" } } } }
}

/// `RWF 5,000`, the code smaller than the digits.
pub(super) fn money(amount: Amount) -> Markup {
    let text = amount.to_string();
    let digits = text.split_once(' ').map_or(text.as_str(), |(_, digits)| digits);
    html! { span.money { small { (amount.currency.code()) } " " (digits) } }
}

/// A state as a coloured pill.
pub(super) fn pill(kind: &str, word: &str) -> Markup {
    html! { span class={ "pill " (kind) } { (word) } }
}

pub(super) fn status(status: PaymentStatus) -> Markup {
    pill(kind(status), status.as_str())
}

/// The colour of a status.
pub(super) fn kind(status: PaymentStatus) -> &'static str {
    match status {
        PaymentStatus::Pending => "wait",
        PaymentStatus::Success => "good",
        PaymentStatus::Failed => "bad",
    }
}

/// The time of day in UTC; the whole moment on hovering.
pub(super) fn time(at: Millis) -> Markup {
    let whole = clock::plain(at);
    html! { time datetime=(clock::iso(at)) title={ (whole) " UTC" } { (whole.split_once(' ').map_or("", |(_, time)| time)) } }
}

/// A number as people write it: a Rwandan one `0788 123 456`, another one with its country's code, `+256 700 123 456`.
pub(super) fn phone(number: &str) -> String {
    let national = number.strip_prefix(COUNTRY_CODE).filter(|national| national.len() == 9).unwrap_or(number);
    let (country, national) = match national.len() {
        12 => national.split_at(3),
        _ => ("", national),
    };
    let prefix = if country.is_empty() { "0".to_owned() } else { format!("+{country} ") };
    match (national.get(..3), national.get(3..6), national.get(6..)) {
        (Some(first), Some(second), Some(third)) if national.len() == 9 => format!("{prefix}{first} {second} {third}"),
        _ => number.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_as_people_write_them() {
        for (number, shown) in [
            ("788123456", "0788 123 456"),
            ("250788123456", "0788 123 456"),
            ("256700123456", "+256 700 123 456"),
            ("0111777781", "0111777781"),
        ] {
            assert_eq!(phone(number), shown);
        }
    }
}
