//! What an answer repeats of its request and must not: from there it would come into an error, a log or a model.

use crate::http::Answer;

/// What stands in place of what was blotted out.
pub(super) const BLOT: &str = "[redacted]";

/// The answer without the values of these fields, for what is too short to be known by itself: a security code of 123 is a
/// part of many an amount.
pub(super) fn without_fields(names: &[&str], mut answer: Answer) -> Answer {
    for name in names {
        if let Ok(body) = std::str::from_utf8(&answer.body)
            && body.contains(name)
        {
            answer.body = without_field(name, body).into_bytes();
        }
    }
    answer
}

/// The text without the digits that follow this name, whether it is JSON, JSON within a text, or a form.
fn without_field(name: &str, text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(place) = rest.find(name) {
        let named = place + name.len();
        let value =
            rest[named..].trim_start_matches(|c: char| matches!(c, '"' | '\\' | ':' | '=') || c.is_whitespace());
        let (before, value) = rest.split_at(rest.len() - value.len());
        clean.push_str(before);
        rest = value;
        let length = digits(value);
        if length > 0 {
            // A bare number stays one, for the rest of the answer to be read.
            clean.push_str(if before.ends_with('"') { BLOT } else { "0" });
            rest = &value[length..];
        }
    }
    clean + rest
}

/// How far the text is digits, with what people and JSON put between them.
fn digits(text: &str) -> usize {
    let is_between = |c: char| matches!(c, ' ' | '/' | '-' | '\\');
    let end = text.find(|c: char| !c.is_ascii_digit() && !is_between(c)).unwrap_or(text.len());
    text[..end].trim_end_matches(is_between).len()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn blotted(body: &str) -> String {
        let answer = Answer { status: 400, request_id: None, retry_after: None, body: body.as_bytes().to_vec() };
        String::from_utf8(without_fields(&["card_cvv", "card_expiry"], answer).body).unwrap()
    }

    #[test]
    fn a_field_that_is_repeated_has_no_value() {
        for (body, clean) in [
            (
                r#"{"card_cvv":"123","amount":123,"card_expiry" : "10/26"}"#,
                r#"{"card_cvv":"[redacted]","amount":123,"card_expiry" : "[redacted]"}"#,
            ),
            (r#"{"card_cvv":123,"card_expiry":"10\/26"}"#, r#"{"card_cvv":0,"card_expiry":"[redacted]"}"#),
            (
                r#"{"message":"{\"card_cvv\":\"123\"}, card_cvv=123&x, card_expiry 10 / 26."}"#,
                r#"{"message":"{\"card_cvv\":\"[redacted]\"}, card_cvv=0&x, card_expiry 0."}"#,
            ),
        ] {
            assert_eq!(blotted(body), clean);
        }
    }

    #[test]
    fn what_only_names_a_field_is_left_alone() {
        for body in [
            r#"{"message":"card_cvv must be 3 digits","fields":["card_cvv","card_expiry"]}"#,
            r#"{"card_cvv":null,"card_expiry":""}"#,
            r#"{"message":"card_cvv/card_expiry"}"#,
            "card_cvv",
            "é",
        ] {
            assert_eq!(blotted(body), body);
        }
    }
}
