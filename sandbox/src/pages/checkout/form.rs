//! What a payer has filled in: read, checked, and kept for the page to show again.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use url::form_urlencoded;
use zeroize::Zeroizing;

use super::countries::is_country;
use crate::dgs::{known_network, national_number};

/// The longest text that a field takes; an address is shorter, and a sealed card too.
const LONGEST: usize = 200;

/// The fields of a form, and what is wrong with them, in words for the payer.
#[derive(Debug, Default)]
pub(super) struct Form {
    values: BTreeMap<String, Zeroizing<String>>,
    /// In the order in which they were noted.
    errors: Vec<(&'static str, String)>,
}

impl Form {
    pub(super) fn parse(body: &[u8]) -> Self {
        let values = form_urlencoded::parse(body)
            .map(|(name, value)| (name.into_owned(), Zeroizing::new(value.trim().to_owned())))
            .collect();
        Self { values, errors: Vec::new() }
    }

    /// What stands in a field; nothing if it is not there.
    pub(super) fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", |value| value.as_str())
    }

    pub(super) fn error(&self, name: &str) -> Option<&str> {
        self.errors.iter().find(|(known, _)| *known == name).map(|(_, reason)| reason.as_str())
    }

    pub(super) fn errors(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.errors.iter().map(|(name, reason)| (*name, reason.as_str()))
    }

    pub(super) fn has_errors(&self) -> bool {
        !self.errors.is_empty()
    }

    /// Notes what is wrong; the first thing noted stands.
    pub(super) fn fail(&mut self, name: &'static str, reason: impl Into<String>) {
        if self.error(name).is_none() {
            self.errors.push((name, reason.into()));
        }
    }

    /// A text that must be there.
    pub(super) fn text(&mut self, name: &'static str, if_missing: &str) -> Option<String> {
        match self.get(name) {
            "" => self.fail(name, if_missing),
            text if text.chars().count() > LONGEST => self.fail(name, "That is too long."),
            text => return Some(text.to_owned()),
        }
        None
    }

    /// A text that may be there.
    pub(super) fn optional(&mut self, name: &'static str) -> Option<String> {
        if self.get(name).is_empty() { None } else { self.text(name, "") }
    }

    /// An amount that may be there; people write `5,000` and `5 000`.
    pub(super) fn amount(&mut self, name: &'static str) -> Option<Decimal> {
        let plain: String = self.get(name).chars().filter(|letter| !matches!(letter, ',' | ' ' | '\u{a0}')).collect();
        if plain.is_empty() {
            return None;
        }
        let amount = Decimal::from_str_exact(&plain).ok();
        if amount.is_none() {
            self.fail(name, "Enter the amount in digits, such as 5000.");
        }
        amount
    }

    pub(super) fn email(&mut self, name: &'static str) -> Option<String> {
        let text = self.text(name, "Enter your e-mail address.")?;
        let has_shape = text.split_once('@').is_some_and(|(person, host)| {
            !person.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.')
        });
        if has_shape && !text.contains(char::is_whitespace) {
            return Some(text);
        }
        self.fail(name, "That is not an e-mail address. It looks like name@example.rw.");
        None
    }

    /// A number of any country.
    pub(super) fn phone(&mut self, name: &'static str) -> Option<String> {
        let text = self.text(name, "Enter your phone number.")?;
        let is_number = text.chars().all(|letter| letter.is_ascii_digit() || "+ -().".contains(letter))
            && (7..=15).contains(&text.chars().filter(char::is_ascii_digit).count());
        if is_number {
            return Some(text);
        }
        self.fail(name, "That is not a phone number.");
        None
    }

    /// Nine digits of a Rwandan mobile number, whatever its spelling.
    pub(super) fn wallet(&mut self, name: &'static str) -> Option<String> {
        let text = self.text(name, "Enter the number of your mobile-money wallet.")?;
        let number = national_number(&text);
        if number.is_none() {
            self.fail(name, "That is not a Rwandan mobile number. It looks like 0788 123 456.");
        }
        number
    }

    pub(super) fn network(&mut self, name: &'static str) -> Option<String> {
        let network = known_network(self.get(name));
        if network.is_none() {
            self.fail(name, "Choose your network.");
        }
        network
    }

    pub(super) fn country(&mut self, name: &'static str) -> Option<String> {
        let code = self.get(name).to_owned();
        if is_country(&code) {
            return Some(code);
        }
        self.fail(name, "Choose a country.");
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(value: &str) -> Form {
        Form::parse(&form_urlencoded::Serializer::new(String::new()).append_pair("x", value).finish().into_bytes())
    }

    #[test]
    fn amounts_as_people_write_them() {
        for (text, amount) in [("5000", "5000"), (" 5,000 ", "5000"), ("5\u{a0}000", "5000"), ("94.50", "94.50")] {
            assert_eq!(form(text).amount("x").unwrap().to_string(), amount);
        }
        for text in ["five", "5000 RWF", "1e3", "--1", "5.0.0"] {
            let mut form = form(text);
            assert_eq!(form.amount("x"), None, "{text}");
            assert!(form.error("x").is_some(), "{text}");
        }
        let mut empty = form("");
        assert_eq!((empty.amount("x"), empty.has_errors()), (None, false));
    }

    #[test]
    fn addresses_and_numbers() {
        assert!(form("aline@example.rw").email("x").is_some());
        for text in ["", "aline", "@example.rw", "aline@example", "a b@example.rw", "aline@.rw"] {
            assert!(form(text).email("x").is_none(), "{text}");
        }
        assert_eq!(form("+250 788 123 456").wallet("x").as_deref(), Some("788123456"));
        assert_eq!(form("0788123456").wallet("x").as_deref(), Some("788123456"));
        assert!(form("+256 772 123456").wallet("x").is_none(), "another country's wallet");
        assert!(form("+256 772 123456").phone("x").is_some(), "but anybody may be called");
        assert!(form("12").phone("x").is_none() && form("call me").phone("x").is_none());
        assert_eq!(form("mtn").network("x").as_deref(), Some("MTN"));
        assert!(form("Vodacom").network("x").is_none());
        assert!(form("RW").country("x").is_some() && form("Rwanda").country("x").is_none());
    }
}
