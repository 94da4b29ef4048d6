//! Holding an answer against the documents.

use super::{Answer, Ordered};

/// Holds an answer against the documented one, in which `"~text"`, `"~number"` and `"~null"` stand for any of that kind. What
/// the sandbox adds is named, and comes after what is documented.
pub fn fits(answer: &Answer, status: u16, documented: &str, added: &[&str]) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.headers["content-type"], "application/json");
    compare(&answer.ordered(), &Ordered::parse(documented.as_bytes()), added, "");
}

/// The same, one value at a time.
pub fn compare(actual: &Ordered, documented: &Ordered, added: &[&str], path: &str) {
    match (actual, documented) {
        (Ordered::Object(fields), Ordered::Object(wished)) => {
            let names = actual.names();
            let (first, rest) = names.split_at(wished.len().min(names.len()));
            assert_eq!(first, documented.names(), "the fields of {path:?}");
            assert!(rest.iter().all(|name| added.contains(name)), "undocumented in {path:?}: {rest:?}");
            for ((name, value), (_, wish)) in fields.iter().zip(wished) {
                compare(value, wish, added, &format!("{path}/{name}"));
            }
        }
        (Ordered::Array(items), Ordered::Array(wished)) => {
            assert_eq!(items.len(), wished.len(), "the length of {path}");
            for (index, (item, wish)) in items.iter().zip(wished).enumerate() {
                compare(item, wish, added, &format!("{path}/{index}"));
            }
        }
        (Ordered::Plain(text), Ordered::Plain(wished)) => {
            let is_number = text.starts_with(|first: char| first == '-' || first.is_ascii_digit());
            match wished.as_str() {
                r#""~text""# => assert!(text.starts_with('"') && text.len() > 2, "{path} is no text: {text}"),
                r#""~number""# => assert!(is_number, "{path} is no number: {text}"),
                r#""~null""# => assert_eq!(text, "null", "{path}"),
                exact => assert_eq!(text, exact, "{path}"),
            }
        }
        _ => panic!("{path} is another kind of thing: {actual:?}"),
    }
}
