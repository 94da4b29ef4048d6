//! `scenario_key`: how a request to a sandbox chooses its own outcome. Parts are joined by `&` (§17).

use crate::issuer::Issuer;
use crate::ledger::Flow;

/// What a mobile-money charge's key asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Scenario {
    pub flow: Flow,
    /// The issuer's answer, once the payer has agreed.
    pub issuer: Issuer,
}

/// Reads a key for mobile money. What is not documented for it is refused by name, or skipped if `lenient`.
pub(super) fn parse(key: &str, lenient: bool) -> Result<Scenario, String> {
    let (mut wished_flow, mut wished_issuer) = (None, None);
    for part in key.split('&').map(str::trim) {
        let (group, name) = part.split_once(':').unwrap_or((part, ""));
        let is_understood = match group {
            "scenario" if wished_flow.is_none() => {
                wished_flow = flow(name);
                wished_flow.is_some()
            }
            "issuer" if wished_issuer.is_none() => {
                wished_issuer = Issuer::parse(name);
                wished_issuer.is_some()
            }
            _ => false,
        };
        if !is_understood && !lenient {
            return Err(format!("has a part that mobile money does not know, or knows once: {part:?}"));
        }
    }
    Ok(Scenario { flow: wished_flow.unwrap_or(Flow::Push), issuer: wished_issuer.unwrap_or(Issuer::Approved) })
}

fn flow(name: &str) -> Option<Flow> {
    match name {
        // For mobile money `auth_pin` means approved at once; for cards it means something else (C-25).
        "auth_pin" => Some(Flow::Instant),
        "auth_redirect" => Some(Flow::Redirect),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documented_keys() {
        let read = |key| parse(key, false).map(|scenario| (scenario.flow, scenario.issuer));
        assert_eq!(read("scenario:auth_pin"), Ok((Flow::Instant, Issuer::Approved)));
        assert_eq!(read("scenario:auth_redirect"), Ok((Flow::Redirect, Issuer::Approved)));
        assert_eq!(read("issuer:insufficient_funds"), Ok((Flow::Push, Issuer::InsufficientFunds)));
        assert_eq!(read("scenario:auth_pin&issuer:do_not_honor"), Ok((Flow::Instant, Issuer::DoNotHonor)));
    }

    #[test]
    fn anything_else_is_named() {
        for (key, bad) in [
            ("scenario:auth_3ds", "scenario:auth_3ds"),
            ("scenario:auth_pin&issuer:approval", "issuer:approval"),
            ("auth_pin", "auth_pin"),
            ("scenario:auth_pin&scenario:auth_redirect", "scenario:auth_redirect"),
            ("", "\"\""),
        ] {
            assert!(parse(key, false).unwrap_err().contains(bad), "{key}");
            assert!(parse(key, true).is_ok());
        }
    }
}
