//! What is offered, and the form with which it is taken up.

use axum::response::Html;
use maud::{Markup, html};
use rust_decimal::Decimal;

use super::fields::{Field, address, described_by, notes, summary};
use super::form::Form;
use super::{local_logo, simulation};
use crate::app::App;
use crate::checkout::{closed, obstacle};
use crate::clock;
use crate::environment::Environment;
use crate::ledger::{Amount, Link, LinkStatus, PaymentType, Price};
use crate::merchants::Merchant;
use crate::pages::layout::{self, money};

pub(super) fn page(app: &App, merchant: &Merchant, link: &Link, form: &Form) -> Html<String> {
    let status = link.status(app.now());
    let content = html! {
        div.checkout {
            (described(merchant, link, &html! { (price(link)) @if status == LinkStatus::Active { (limits(link)) } }))
            @if status == LinkStatus::Active { (asked(merchant, link, form)) } @else { (over(status)) }
        }
    };
    layout::payer(&link.terms.title, &content, None)
}

/// What is paid for, and to whom, here and on the payment's page; and how much, which each page knows best.
pub(super) fn described(merchant: &Merchant, link: &Link, amount: &Markup) -> Markup {
    let terms = &link.terms;
    html! {
        section.what aria-label="What you pay for" {
            @match local_logo(link) {
                Some(url) => img.logo src=(url) alt="" width="56" height="56";,
                None => span.logo aria-hidden="true" { (initial(&terms.title)) },
            }
            p.quiet { "To " (merchant.identity.dgs_account_number) }
            h1 { (terms.title) }
            @if let Some(text) = &terms.description { p.description { (text) } }
            (amount)
        }
    }
}

fn initial(title: &str) -> String {
    title.chars().find(|letter| letter.is_alphanumeric()).unwrap_or('·').to_uppercase().collect()
}

fn price(link: &Link) -> Markup {
    html! {
        @match link.terms.price {
            Price::Fixed(amount) => p.amount { (money(amount)) },
            Price::Flexible { .. } => p { "You choose how much." },
        }
    }
}

fn range(min: Option<Amount>, max: Option<Amount>) -> Markup {
    html! {
        @match (min, max) {
            (Some(min), Some(max)) => { "From " (money(min)) " to " (money(max)) },
            (Some(min), None) => { "From " (money(min)) },
            (None, Some(max)) => { "Up to " (money(max)) },
            (None, None) => "Whatever you like",
        }
    }
}

fn limits(link: &Link) -> Markup {
    let left = link.terms.max_uses.filter(|most| *most > 1).map(|most| (most - link.uses, most));
    html! {
        @if let Some((left, most)) = left { p.quiet { (left) " of " (most) " left" } }
        @if let Some(end) = link.terms.expires_at {
            p.quiet { "Open until " time datetime=(clock::iso(end)) { (clock::readable(end)) " UTC" } }
        }
    }
}

fn over(status: LinkStatus) -> Markup {
    html! {
        section.card.stage {
            p.sign.wait aria-hidden="true" { "∅" }
            h2 { (closed(status)) }
            p { "Nothing can be paid here any more. Ask the shop for a new link." }
        }
    }
}

fn asked(merchant: &Merchant, link: &Link, form: &Form) -> Markup {
    let ways = &link.terms.payment_types;
    let open: Vec<_> = ways.iter().copied().filter(|way| obstacle(link, *way).is_none()).collect();
    let chosen = PaymentType::parse(form.get("method")).filter(|way| open.contains(way)).or(open.first().copied());
    html! {
        form.card.pay method="post" novalidate data-key=(merchant.identity.dgs_encryption_key) {
            (summary(form))
            @if matches!(link.terms.price, Price::Flexible { .. }) { (amount(link, form)) }
            fieldset.ways id="method" aria-describedby="method-error" {
                legend { "How do you want to pay?" }
                @for kind in ways { (way(link, *kind, chosen == Some(*kind))) }
                (notes("method", None, form.error("method")))
            }
            @if open.is_empty() {
                p { "This link only takes ways to pay that the sandbox does not have. In the real service it works." }
            } @else {
                @if open.contains(&PaymentType::MobileMoney) { div.panel.by-wallet { (wallet(form)) } }
                @if open.contains(&PaymentType::Card) { div.panel.by-card { (card(form)) } }
                (about(link, &open, form))
                @if merchant.environment == Environment::Test { (simulation::controls(form)) }
                (submit(link))
            }
        }
    }
}

fn amount(link: &Link, form: &Form) -> Markup {
    let currency = link.terms.currency;
    let (min, max) = match link.terms.price {
        Price::Flexible { min, max } => (min, max),
        Price::Fixed(_) => (None, None),
    };
    let plain = |amount: Option<Amount>| amount.map(|amount| amount.decimal().normalize().to_string());
    let least = Amount::new(1, currency).decimal();
    let step = if least == Decimal::ONE { "1".to_owned() } else { least.to_string() };
    html! {
        div.field {
            label for="amount" { "Amount in " (currency) }
            input.large id="amount" name="amount" type="number" inputmode="decimal" autocomplete="transaction-amount" required
                value=(form.get("amount")) step=(step) min=(plain(min).unwrap_or(step.clone())) max=[plain(max)]
                data-currency=(currency)
                aria-invalid=[form.error("amount").map(|_| "true")] aria-describedby=(described_by("amount", Some("")));
            p.hint id="amount-hint" { (range(min, max)) }
            p.error id="amount-error" { (form.error("amount").unwrap_or_default()) }
        }
    }
}

fn way(link: &Link, kind: PaymentType, is_chosen: bool) -> Markup {
    let (name, about) = match kind {
        PaymentType::Card => ("Card", "Visa or Mastercard"),
        PaymentType::MobileMoney => ("Mobile money", "MTN or Airtel"),
        PaymentType::BankTransfer => ("Bank transfer", ""),
        PaymentType::Ussd => ("USSD", ""),
    };
    let obstacle = obstacle(link, kind);
    html! {
        label.way {
            input type="radio" name="method" value=(kind.as_str()) checked[is_chosen] disabled[obstacle.is_some()] required;
            span { strong { (name) } small { (obstacle.unwrap_or(about)) } }
        }
    }
}

fn wallet(form: &Form) -> Markup {
    html! {
        fieldset.networks id="network" aria-describedby="network-error" {
            legend { "Network" }
            @for network in ["MTN", "Airtel"] {
                label.way {
                    input type="radio" name="network" value=(network) checked[form.get("network") == network] required;
                    span { strong { (network) } }
                }
            }
            (notes("network", None, form.error("network")))
        }
        (Field::new("wallet", "Mobile-money number", "tel").kind("tel").keyboard("tel")
            .hint("A prompt will ring on this phone.").show(form))
    }
}

/// Nothing here has a name: what a browser sends is only what the script has encrypted.
fn card(form: &Form) -> Markup {
    html! {
        noscript { p.error { "Paying by card needs JavaScript: your card is encrypted in your browser before it is sent." } }
        fieldset.plain id="card" tabindex="-1" aria-describedby="card-error" {
            legend.sr { "Card" }
            div.field {
                label for="number" { "Card number" span.brand-of-card data-brand {} }
                input id="number" inputmode="numeric" autocomplete="cc-number" placeholder="1234 5678 9012 3456" maxlength="23"
                    required data-card="number" aria-describedby="number-error number-hint";
                p.hint id="number-hint" aria-live="polite" {}
                (notes("number", None, None))
            }
            div.pair {
                div.field {
                    label for="expiry" { "Expires" }
                    input id="expiry" inputmode="numeric" autocomplete="cc-exp" placeholder="MM / YY" maxlength="9" required
                        data-card="expiry" aria-describedby="expiry-error";
                    (notes("expiry", None, None))
                }
                div.field {
                    label for="cvv" { "Security code" }
                    input id="cvv" inputmode="numeric" autocomplete="cc-csc" placeholder="123" maxlength="4" required
                        data-card="cvv" aria-describedby="cvv-error";
                    (notes("cvv", None, None))
                }
            }
            (notes("card", None, form.error("card")))
        }
        @for name in ["number", "expiry_month", "expiry_year", "cvv"] {
            input type="hidden" name={ "card_encrypted_" (name) };
        }
        input type="hidden" name="card_nonce";
    }
}

fn about(link: &Link, open: &[PaymentType], form: &Form) -> Markup {
    let collect = link.terms.collect;
    html! {
        fieldset.plain {
            legend { "About you" }
            @if collect.name {
                div.pair {
                    (Field::new("first_name", "First name", "given-name").show(form))
                    (Field::new("last_name", "Last name", "family-name").show(form))
                }
            }
            (Field::new("email", "E-mail", "email").kind("email").keyboard("email").hint("For the receipt.").show(form))
            // A wallet's number is a phone number already.
            @if collect.phone && open.contains(&PaymentType::Card) {
                div.panel.by-card { (Field::new("phone", "Phone", "tel").kind("tel").keyboard("tel").show(form)) }
            }
        }
        @if collect.address { fieldset.plain { legend { "Address" } (address(form)) } }
    }
}

fn submit(link: &Link) -> Markup {
    html! {
        button.yes type="submit" data-busy="Sending…" {
            "Pay " @if let Price::Fixed(amount) = link.terms.price { (money(amount)) } @else { span data-total {} }
        }
        p.quiet.safe.panel.by-card { "Your card is encrypted in this page before it is sent." }
        p.sr role="status" data-status {}
    }
}
