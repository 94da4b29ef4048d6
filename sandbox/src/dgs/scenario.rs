//! `scenario_key`: how a request to a sandbox chooses its own outcome. Parts are joined by `&` (§17).

use crate::issuer::Issuer;
use crate::ledger::{Flow, Outcome};

/// What a charge's key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Scenario {
    pub flow: Flow,
    /// The issuer's answer, once the payer has agreed.
    pub issuer: Issuer,
}

impl Scenario {
    /// What happens without a key.
    pub(crate) fn usual(flow: Flow) -> Self {
        Self { flow, issuer: Issuer::APPROVED }
    }
}

/// What a key may say, by what is paid with: `auth_pin` means something else for each (C-25).
pub(crate) struct Dialect {
    name: &'static str,
    /// The flow of a charge whose key names none.
    pub usual: Flow,
    flows: &'static [(&'static str, Flow)],
}

pub(crate) const MOBILE_MONEY: Dialect = Dialect {
    name: "mobile money",
    usual: Flow::Push,
    flows: &[("auth_pin", Flow::Instant), ("auth_redirect", Flow::Redirect)],
};

pub(crate) const CARD: Dialect = Dialect {
    name: "a card",
    usual: Flow::Instant,
    flows: &[
        ("auth_pin", Flow::Pin),
        ("auth_pin_3ds", Flow::PinThenThreeDs),
        ("auth_3ds", Flow::ThreeDs),
        ("auth_avs", Flow::Avs),
    ],
};

/// Reads a charge's key. What is not documented for it is refused by name, or skipped if `lenient`.
pub(crate) fn parse(key: &str, dialect: &Dialect, lenient: bool) -> Result<Scenario, String> {
    let (mut wished_flow, mut wished_issuer) = (None, None);
    for part in key.split('&').map(str::trim) {
        let (group, name) = part.split_once(':').unwrap_or((part, ""));
        let is_understood = match group {
            "scenario" if wished_flow.is_none() => {
                wished_flow = dialect.flows.iter().find(|(known, _)| *known == name).map(|(_, flow)| *flow);
                wished_flow.is_some()
            }
            "issuer" if wished_issuer.is_none() => {
                wished_issuer = Issuer::parse(name);
                wished_issuer.is_some()
            }
            _ => false,
        };
        if !is_understood && !lenient {
            return Err(format!("has a part that {} does not know, or knows once: {part:?}", dialect.name));
        }
    }
    Ok(Scenario { flow: wished_flow.unwrap_or(dialect.usual), issuer: wished_issuer.unwrap_or(Issuer::APPROVED) })
}

/// How a transfer fails, by the names of its keys: DGS-Pay's two, then the others that Flutterwave knows underneath (§17).
const TRANSFER_FAILURES: [&str; 25] = [
    "insufficient_balance",
    "invalid_currency",
    "account_resolved_failed",
    "amount_below_limit_error",
    "amount_exceed_limit_error",
    "blocked_bank",
    "currency_amount_below_limit",
    "currency_amount_exceed_limit",
    "day_limit_error",
    "day_transfer_limit_exceeded",
    "disabled_transfer",
    "duplicate_reference",
    "file_too_large",
    "invalid_amount",
    "invalid_amount_validation",
    "invalid_bulk_data",
    "invalid_payouts",
    "invalid_reference",
    "invalid_reference_length",
    "invalid_wallet_currency",
    "month_limit_error",
    "month_transfer_limit_exceeded",
    "no_account_found",
    "payout_creation_error",
    "unavailable_transfer_option",
];

/// Reads a payout's key; `None` if a lenient reader finds nothing in it.
pub(super) fn transfer(key: &str, lenient: bool) -> Result<Option<Outcome>, String> {
    outcome(key, lenient, |name| {
        let known = TRANSFER_FAILURES.contains(&name).then(|| Outcome::Failed(sentence(name)));
        known.or((name == "successful").then_some(Outcome::Success))
    })
}

/// Reads a conversion's key: the one that the design of this sandbox has for it.
pub(super) fn conversion(key: &str, lenient: bool) -> Result<Option<Outcome>, String> {
    outcome(key, lenient, |name| (name == "insufficient_balance").then(|| Outcome::Failed(sentence(name))))
}

fn outcome(key: &str, lenient: bool, known: impl Fn(&str) -> Option<Outcome>) -> Result<Option<Outcome>, String> {
    match key.trim().strip_prefix("scenario:").and_then(known) {
        None if !lenient => Err(format!("is not known here: {key:?}")),
        outcome => Ok(outcome),
    }
}

/// `insufficient_balance` in words: "Insufficient balance".
fn sentence(name: &str) -> String {
    let mut words = name.replace('_', " ");
    words[..1].make_ascii_uppercase();
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_keys() {
        let issuer = |name| Issuer::parse(name).unwrap();
        let read = |key, dialect| parse(key, dialect, false).map(|scenario| (scenario.flow, scenario.issuer));
        assert_eq!(read("scenario:auth_pin", &MOBILE_MONEY), Ok((Flow::Instant, Issuer::APPROVED)));
        assert_eq!(read("scenario:auth_redirect", &MOBILE_MONEY), Ok((Flow::Redirect, Issuer::APPROVED)));
        assert_eq!(read("issuer:insufficient_funds", &MOBILE_MONEY), Ok((Flow::Push, issuer("insufficient_funds"))));
        assert_eq!(
            read("scenario:auth_pin&issuer:do_not_honor", &MOBILE_MONEY),
            Ok((Flow::Instant, issuer("do_not_honor")))
        );
        assert_eq!(read("scenario:auth_pin", &CARD), Ok((Flow::Pin, Issuer::APPROVED)));
        assert_eq!(read("scenario:auth_pin_3ds", &CARD), Ok((Flow::PinThenThreeDs, Issuer::APPROVED)));
        assert_eq!(read("scenario:auth_avs", &CARD), Ok((Flow::Avs, Issuer::APPROVED)));
        assert_eq!(read("issuer:expired_card", &CARD), Ok((Flow::Instant, issuer("expired_card"))));
        assert_eq!(
            read("issuer:stolen_card_pick_up&scenario:auth_3ds", &CARD),
            Ok((Flow::ThreeDs, issuer("stolen_card_pick_up")))
        );
    }

    #[test]
    fn keys_of_payouts_and_conversions() {
        let failed = |reason: &str| Ok(Some(Outcome::Failed(reason.to_owned())));
        assert_eq!(transfer("scenario:successful", false), Ok(Some(Outcome::Success)));
        assert_eq!(transfer("scenario:insufficient_balance", false), failed("Insufficient balance"));
        assert_eq!(transfer("scenario:invalid_currency", false), failed("Invalid currency"));
        assert_eq!(transfer("scenario:no_account_found", false), failed("No account found"));
        assert_eq!(conversion("scenario:insufficient_balance", false), failed("Insufficient balance"));
        for key in ["", "successful", "scenario:", "scenario:auth_pin", "issuer:approved", "scenario:successful&x"] {
            assert!(transfer(key, false).unwrap_err().contains(key), "{key}");
            assert!(conversion(key, false).is_err(), "{key}");
            assert_eq!(transfer(key, true), Ok(None), "{key}");
        }
        assert!(conversion("scenario:successful", false).is_err());
    }

    #[test]
    fn anything_else_is_named() {
        for (key, bad, dialect) in [
            ("scenario:auth_3ds", "scenario:auth_3ds", &MOBILE_MONEY),
            ("scenario:auth_redirect", "scenario:auth_redirect", &CARD),
            ("scenario:auth_pin&issuer:approval", "issuer:approval", &CARD),
            ("auth_pin", "auth_pin", &CARD),
            ("scenario:auth_pin&scenario:auth_3ds", "scenario:auth_3ds", &CARD),
            ("", "\"\"", &MOBILE_MONEY),
        ] {
            assert!(parse(key, dialect, false).unwrap_err().contains(bad), "{key}");
            assert!(parse(key, dialect, true).is_ok());
        }
    }
}
