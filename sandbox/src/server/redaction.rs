//! What the log may show: no card, no PIN, no code, no key that could open a real account.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde_json::value::{RawValue, to_raw_value};

/// How much of a body is kept; a charge has a few hundred bytes.
const BODY_KEPT: usize = 8 * 1024;

/// How deep a body is looked into. What is deeper is hidden.
const DEPTH: u32 = 4;

const HIDDEN: &str = "[redacted]";

/// What DGS-Pay's live keys begin with.
const LIVE_KEY: &str = "sk_live_";

/// What RohoPay's live keys begin with, where a word begins: people live somewhere.
const LIVE_WORD: &str = "live_";

/// The parts of names that say that a secret stands there.
const SECRET_NAMES: [&str; 9] = ["card", "cvv", "cvc", "pin", "otp", "nonce", "secret", "password", "key"];

/// Names that sound like a secret and are none.
const PLAIN_NAMES: [&str; 2] = ["scenario_key", "bank_key"];

/// All that is shown of a request about a card: in such a body even a field with the wrong name may hold one.
const BESIDE_A_CARD: [&str; 18] = [
    "amount",
    "auth_type",
    "callback_url",
    "currency",
    "customer_email",
    "customer_first_name",
    "customer_last_name",
    "customer_name",
    "customer_phone",
    "customer_phone_country_code",
    "description",
    "dgs_reference",
    "narration",
    "payment_link_id",
    "payment_type",
    "redirect_url",
    "return_url",
    "scenario_key",
];

/// A text without whatever looks like a live key in it.
pub(super) fn text(text: &str) -> Cow<'_, str> {
    let Some((start, end)) = live_key(text) else { return Cow::Borrowed(text) };
    let rest = self::text(&text[end..]);
    Cow::Owned(format!("{}{HIDDEN}{rest}", &text[..start]))
}

/// Where the first live key begins and ends. It ends with the first character that no key has.
fn live_key(text: &str) -> Option<(usize, usize)> {
    let begins_a_word = |start: &usize| !text[..*start].ends_with(is_of_a_key);
    let word = text.match_indices(LIVE_WORD).map(|(start, _)| start).find(begins_a_word);
    let start = text.find(LIVE_KEY).into_iter().chain(word).min()?;
    let length = text[start..].find(|c| !is_of_a_key(c));
    Some((start, length.map_or(text.len(), |length| start + length)))
}

fn is_of_a_key(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// What is shown of a body: a JSON object, and of it nothing secret. Amounts stay as they were written.
pub(super) fn shown(body: &[u8]) -> Option<Box<RawValue>> {
    if body.is_empty() || body.len() > BODY_KEPT {
        return None;
    }
    let fields: BTreeMap<String, &RawValue> = serde_json::from_slice(body).ok()?;
    let is_about_a_card = fields.get("payment_type").is_some_and(|kind| kind.get() == "\"card\"")
        || fields.keys().any(|name| name.starts_with("card") || name.starts_with("auth_") || name == "return_url");
    let may_show = |name: &str| {
        if is_about_a_card { BESIDE_A_CARD.contains(&name) } else { !sounds_secret(name) }
    };
    object(fields, DEPTH, &may_show)
}

fn object(fields: BTreeMap<String, &RawValue>, depth: u32, may_show: &dyn Fn(&str) -> bool) -> Option<Box<RawValue>> {
    let shown: BTreeMap<_, _> = fields
        .into_iter()
        .map(|(name, raw)| {
            let shown = may_show(&name).then(|| value(raw, depth)).flatten();
            (text(&name).into_owned(), shown.or_else(|| to_raw_value(HIDDEN).ok()))
        })
        .collect();
    to_raw_value(&shown).ok()
}

/// The value without secrets; `None` if it is too deep to be looked into.
fn value(raw: &RawValue, depth: u32) -> Option<Box<RawValue>> {
    match raw.get().as_bytes().first() {
        Some(b'{') => {
            object(serde_json::from_str(raw.get()).ok()?, depth.checked_sub(1)?, &|name| !sounds_secret(name))
        }
        Some(b'[') => {
            let depth = depth.checked_sub(1)?;
            let items: Vec<&RawValue> = serde_json::from_str(raw.get()).ok()?;
            let shown: Option<Vec<_>> = items.into_iter().map(|item| value(item, depth)).collect();
            to_raw_value(&shown?).ok()
        }
        Some(b'"') => to_raw_value(&*text(&serde_json::from_str::<String>(raw.get()).ok()?)).ok(),
        _ => Some(raw.to_owned()),
    }
}

fn sounds_secret(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !PLAIN_NAMES.contains(&name.as_str()) && SECRET_NAMES.iter().any(|part| name.contains(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(body: &str) -> String {
        super::shown(body.as_bytes()).map_or("nothing".to_owned(), |shown| shown.get().to_owned())
    }

    #[test]
    fn mobile_money_is_shown_as_it_was_written() {
        assert_eq!(
            shown(
                r#"{"payment_type":"mobile_money","amount":2000.10,"scenario_key":"issuer:approved","x":{"y":[1,"z"]}}"#
            ),
            r#"{"amount":2000.10,"payment_type":"mobile_money","scenario_key":"issuer:approved","x":{"y":[1,"z"]}}"#
        );
        assert_eq!(
            shown(r#"{"amount":5000,"recipient":{"bank_key":"kcb_rw","account_number":"1234567890"}}"#),
            r#"{"amount":5000,"recipient":{"account_number":"1234567890","bank_key":"kcb_rw"}}"#
        );
    }

    #[test]
    fn of_a_card_only_what_is_known_to_be_harmless() {
        assert_eq!(
            shown(
                r#"{"payment_type":"card","amount":1,"c\u0061rd_nonce":"n","card_encrypted_cvv":"x","number":"4532"}"#
            ),
            r#"{"amount":1,"card_encrypted_cvv":"[redacted]","card_nonce":"[redacted]","number":"[redacted]","payment_type":"card"}"#
        );
        assert_eq!(
            shown(r#"{"dgs_reference":"dgs_1","auth_type":"otp","auth_otp":"123456"}"#),
            r#"{"auth_otp":"[redacted]","auth_type":"otp","dgs_reference":"dgs_1"}"#
        );
        assert_eq!(
            shown(
                r#"{"api_key":"k","amount":1,"card_number":"4111111111111111","card_expiry":"10/26","card_cvv":"123","customer_name":"A"}"#
            ),
            r#"{"amount":1,"api_key":"[redacted]","card_cvv":"[redacted]","card_expiry":"[redacted]","card_number":"[redacted]","customer_name":"A"}"#
        );
        assert_eq!(
            shown(r#"{"auth_pin_encrypted":"x","auth_pin_nonce":"n","avs_line1":"KN 5"}"#),
            r#"{"auth_pin_encrypted":"[redacted]","auth_pin_nonce":"[redacted]","avs_line1":"[redacted]"}"#
        );
    }

    #[test]
    fn secrets_are_hidden_however_deep() {
        assert_eq!(
            shown(r#"{"metadata":{"list":[{"CardNumber":"4532","note":"live_abc"}]},"api_key":"k"}"#),
            r#"{"api_key":"[redacted]","metadata":{"list":[{"CardNumber":"[redacted]","note":"[redacted]"}]}}"#
        );
        assert_eq!(shown(r#"{"a":{"a":{"a":{"a":{"a":{"pan":"4532"}}}}}}"#).matches("4532").count(), 0);
        assert_eq!((shown("[1]"), shown("{"), shown("")), ("nothing".into(), "nothing".into(), "nothing".into()));
    }

    #[test]
    fn live_keys_are_cut_out_of_texts() {
        assert_eq!(text("sk_live_4eC39HqLyj"), "[redacted]");
        assert_eq!(text("a=sk_live_4eC3&b=live_77/c"), "a=[redacted]&b=[redacted]/c");
        assert_eq!(text("é sk_live_1 é"), "é [redacted] é");
        assert_eq!(text("mysk_live_1"), "my[redacted]");
        for harmless in ["nothing here", "we_live_in Kigali", "alive_and_well", "live", ""] {
            assert_eq!(text(harmless), harmless);
        }
    }
}
