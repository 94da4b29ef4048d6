//! A payment of a link, wherever it stands: what the payer still has to do, and how it ended.

use axum::response::{IntoResponse as _, Response};
use hyper::StatusCode;
use maud::{Markup, html};
use url::Url;

use super::fields::{Field, address, described_by, notes, summary};
use super::form::Form;
use super::offer::described;
use super::{address as offer_of, bank_page, with_logo, words};
use crate::app::App;
use crate::config::Switch;
use crate::ledger::{Link, LinkStatus, Payment, PaymentStatus, Step};
use crate::merchants::Merchant;
use crate::pages::layout::{self, Watch, money, phone};

/// What a payer is told, and what is asked of them.
struct Stage {
    /// A sign for the eye alone.
    sign: Markup,
    heading: &'static str,
    body: Markup,
}

impl Stage {
    fn new(heading: &'static str, body: Markup) -> Self {
        Self { sign: html! {}, heading, body }
    }
}

pub(super) fn page(app: &App, merchant: &Merchant, link: &Link, payment: &Payment, form: &Form) -> Response {
    let stage = match (payment.status, payment.step) {
        (PaymentStatus::Success, _) => paid(link),
        (PaymentStatus::Failed, _) => not_paid(app, link, payment),
        (PaymentStatus::Pending, Some(Step::Push) | None) => prompted(payment),
        (PaymentStatus::Pending, Some(Step::Page)) => {
            elsewhere(payment, "Your network asks you to confirm this payment.")
        }
        (PaymentStatus::Pending, Some(Step::ThreeDs)) if !app.has(merchant, Switch::OtpInsteadOfRedirect) => {
            elsewhere(payment, "Your bank wants to make sure that it is you.")
        }
        (PaymentStatus::Pending, Some(Step::Otp | Step::ThreeDs)) => code(form),
        (PaymentStatus::Pending, Some(Step::Pin)) => pin(merchant, form),
        (PaymentStatus::Pending, Some(Step::Avs)) => billing_address(form),
    };
    let content = html! {
        div.checkout {
            (described(merchant, link, &html! { p.amount { (money(payment.amount)) } }))
            section.card.stage {
                (stage.sign)
                h2 data-say { (stage.heading) }
                (stage.body)
                p.quiet.reference { "Reference " code { (payment.identity.reference) } }
            }
        }
    };
    // What is being typed must not be redrawn away: the page changes when the payment does.
    let sign = format!("{}-{:?}", payment.status.as_str(), payment.step);
    let waits_alone = payment.status == PaymentStatus::Pending && payment.step == Some(Step::Push);
    let title = format!("{} · {}", stage.heading, link.terms.title);
    let page = layout::payer(&title, &content, Some(&Watch { state: &sign, without_script: waits_alone }));
    let status = if form.has_errors() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    with_logo(link, (status, page).into_response())
}

fn prompted(payment: &Payment) -> Stage {
    let network = payment.method.network().unwrap_or_default();
    let number = payment.method.phone().unwrap_or_default();
    let body = html! {
        p { (network) " has sent a prompt to " strong { (phone(number)) } ". Enter your PIN there to pay " (money(payment.amount)) "." }
        p.quiet { "This page goes on by itself. Leave it open." }
        p.quiet { "In the sandbox " a href={ "/handset/" (number) } target="_blank" { "that phone is a page" } "." }
    };
    Stage { sign: html! { div.waiting {} }, ..Stage::new("Look at your phone", body) }
}

fn elsewhere(payment: &Payment, reason: &str) -> Stage {
    let body = html! {
        p { (reason) }
        a.button href=(bank_page(payment)) { "Continue" }
    };
    Stage::new("One more step", body)
}

fn pin(merchant: &Merchant, form: &Form) -> Stage {
    let error = form.error("pin");
    let body = html! {
        p.quiet { "Your bank asks for it. It is encrypted in this page before it is sent." }
        noscript { p.error { "This needs JavaScript: your PIN is encrypted in your browser." } }
        form.pay method="post" novalidate data-key=(merchant.identity.dgs_encryption_key) {
            div.field {
                label for="pin" { "PIN" }
                input.code id="pin" type="password" inputmode="numeric" autocomplete="off" maxlength="6" required autofocus data-pin
                    aria-invalid=[error.map(|_| "true")] aria-describedby=(described_by("pin", None));
                (notes("pin", None, error))
            }
            input type="hidden" name="auth_pin_encrypted";
            input type="hidden" name="auth_pin_nonce";
            (go_on())
        }
    };
    Stage::new("Enter your card's PIN", body)
}

fn code(form: &Form) -> Stage {
    let body = html! {
        p.quiet { "Your bank has sent it to your phone. In the sandbox any 4 to 6 digits will do." }
        form.pay method="post" novalidate {
            (Field::new("auth_otp", "Code", "one-time-code").keyboard("numeric").first().show(form))
            (go_on())
        }
    };
    Stage::new("Enter the code from your bank", body)
}

fn billing_address(form: &Form) -> Stage {
    let body = html! {
        p.quiet { "Your bank compares it with what it knows." }
        form.pay method="post" novalidate {
            (summary(form))
            (address(form))
            (go_on())
        }
    };
    Stage::new("Your card's billing address", body)
}

fn go_on() -> Markup {
    html! {
        button.yes type="submit" data-busy="Sending…" { "Continue" }
        p.sr role="status" data-status {}
    }
}

/// The merchant's own page is the end, and nothing is added to its address (C-38).
fn paid(link: &Link) -> Stage {
    let shop = link.terms.redirect_url.as_deref();
    let host = shop.and_then(|url| Url::parse(url).ok()).and_then(|url| url.host_str().map(str::to_owned));
    let host = host.as_deref().unwrap_or("the shop");
    let body = html! {
        @match shop {
            Some(url) => {
                p data-say { "You are being taken back to " (host) "." }
                a.button href=(url) rel="noreferrer" data-onward { "Back to " (host) }
            }
            None => p { "You can close this page." },
        }
    };
    Stage { sign: html! { p.sign.good aria-hidden="true" { "✓" } }, ..Stage::new("Paid. Thank you!", body) }
}

fn not_paid(app: &App, link: &Link, payment: &Payment) -> Stage {
    let body = html! {
        p data-say { (words::for_payers(payment.decline.as_deref().unwrap_or("Declined"))) }
        p.quiet { "No money was taken." }
        @if link.status(app.now()) == LinkStatus::Active { a.button href=(offer_of(link)) { "Try again" } }
    };
    Stage { sign: html! { p.sign.bad aria-hidden="true" { "✕" } }, ..Stage::new("Not paid", body) }
}
