//! What is to happen, chosen by the person who tries the page: the `scenario_key` of a charge, which a link has no place for.

use maud::{Markup, html};

use super::form::Form;
use crate::dgs::scenario::{self, Scenario};
use crate::ledger::PaymentType;

/// Value and words; the first is the usual one.
type Choices = &'static [(&'static str, &'static str)];

const WALLET: Choices = &[
    ("", "A prompt on the phone"),
    ("scenario:auth_redirect", "A page of the network"),
    ("scenario:auth_pin", "Nothing: approved at once"),
];

const CARD: Choices = &[
    ("", "Nothing"),
    ("scenario:auth_3ds", "A page of the bank (3DS)"),
    ("scenario:auth_pin", "The PIN"),
    ("scenario:auth_pin_3ds", "The PIN, then a page of the bank"),
    ("scenario:auth_avs", "The billing address"),
];

const ANSWER: Choices = &[
    ("", "Approved"),
    ("issuer:insufficient_funds", "Declined: not enough money"),
    ("issuer:incorrect_pin", "Declined: wrong PIN"),
    ("issuer:expired_card", "Declined: card expired"),
    ("issuer:invalid_cvv", "Declined: wrong security code"),
    ("issuer:do_not_honor", "Declined: no reason given"),
    ("issuer:system_error", "Declined: the bank's system failed"),
];

/// Folded away, because nobody who pays needs it.
pub(super) fn controls(form: &Form) -> Markup {
    html! {
        details.simulation open[["asked_wallet", "asked_card", "answer"].iter().any(|name| !form.get(name).is_empty())] {
            summary { "Sandbox: choose what happens" }
            div.panel.by-wallet { (choice("asked_wallet", "What the payer is asked for", WALLET, form)) }
            div.panel.by-card { (choice("asked_card", "What the payer is asked for", CARD, form)) }
            (choice("answer", "What the bank or the network answers", ANSWER, form))
        }
    }
}

fn choice(name: &str, label: &str, choices: Choices, form: &Form) -> Markup {
    html! {
        div.field {
            label for=(name) { (label) }
            select id=(name) name=(name) {
                @for (value, words) in choices {
                    option value=(value) selected[form.get(name) == *value] { (words) }
                }
            }
        }
    }
}

/// What was chosen, if anything was.
pub(super) fn read(way: Option<PaymentType>, form: &mut Form) -> Option<Scenario> {
    let (dialect, asked) = match way? {
        PaymentType::Card => (&scenario::CARD, "asked_card"),
        _ => (&scenario::MOBILE_MONEY, "asked_wallet"),
    };
    let parts: Vec<_> = [form.get(asked), form.get("answer")].into_iter().filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        return None;
    }
    match scenario::parse(&parts.join("&"), dialect, false) {
        Ok(wished) => Some(wished),
        Err(reason) => {
            form.fail("answer", format!("The choice of what happens {reason}."));
            None
        }
    }
}
