//! Reading a request's JSON field by field, so that everything wrong with it is said at once.

use std::collections::BTreeMap;

use dgspay::{Currency, Money};
use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde_json::error::Category;
use serde_json::value::RawValue;
use url::Url;

use super::Refusal;
use crate::ledger::Amount;
use crate::webhooks::destination::is_acceptable_callback;

const MISSING: &str = "is required";

/// The fields of a JSON object, and what was found wrong with them. Unknown fields are ignored; `null` counts as absent.
#[derive(Debug)]
pub(crate) struct Fields {
    values: BTreeMap<String, Box<RawValue>>,
    errors: BTreeMap<&'static str, String>,
}

impl Fields {
    pub(crate) fn parse(body: &[u8]) -> Result<Self, Refusal> {
        let values = serde_json::from_slice(body).map_err(|error| not_an_object(&error))?;
        Ok(Self { values, errors: BTreeMap::new() })
    }

    /// These fields, with what `changes` names in place of what was there; its `null` takes a field away.
    pub(crate) fn changed_by(mut self, changes: Self) -> Self {
        self.values.extend(changes.values);
        self
    }

    pub(crate) fn has(&self, name: &str) -> bool {
        self.get(name).is_some()
    }

    /// As if it had not been there.
    pub(crate) fn ignore(&mut self, name: &str) {
        self.values.remove(name);
    }

    /// Makes the fields of an object that must be there fields of this one: `account_number` becomes
    /// `recipient.account_number`.
    pub(crate) fn open(&mut self, name: &'static str) {
        let Some(object) = self.get(name) else { return self.missing(name) };
        match serde_json::from_str::<BTreeMap<String, Box<RawValue>>>(object.get()) {
            Ok(inner) => {
                // A field that only looks as if it came from inside does not count.
                self.values.retain(|key, _| !key.strip_prefix(name).is_some_and(|rest| rest.starts_with('.')));
                self.values.extend(inner.into_iter().map(|(key, value)| (format!("{name}.{key}"), value)));
            }
            Err(_) => self.fail(name, "must be an object"),
        }
    }

    /// A text that must be there and say something.
    pub(crate) fn text(&mut self, name: &'static str) -> Option<String> {
        let text = self.optional_text(name);
        match text.as_deref().map(str::trim) {
            Some("") => self.fail(name, "must not be empty"),
            Some(_) => return text,
            None => self.missing(name),
        }
        None
    }

    /// A text that may be there.
    pub(crate) fn optional_text(&mut self, name: &'static str) -> Option<String> {
        self.optional(name, "must be text")
    }

    /// An address of a page or a picture that may be there.
    pub(crate) fn optional_url(&mut self, name: &'static str) -> Option<String> {
        let text = self.optional_text(name)?;
        let is_web = Url::parse(&text).is_ok_and(|url| matches!(url.scheme(), "http" | "https"));
        if !is_web {
            self.fail(name, "must be an http or https URL");
        }
        is_web.then_some(text)
    }

    /// Where a webhook is to go, if it was said: https, or http on this machine.
    pub(crate) fn callback_url(&mut self) -> Option<String> {
        let text = self.optional_text("callback_url")?;
        if !is_acceptable_callback(&text) {
            self.fail("callback_url", "must be an https URL, or an http URL on this machine");
        }
        Some(text)
    }

    /// Any JSON object that may be there, as it came.
    pub(crate) fn optional_object(&mut self, name: &'static str) -> Option<Box<RawValue>> {
        let object = self.get(name)?.to_owned();
        if !object.get().starts_with('{') {
            self.fail(name, "must be an object");
        }
        Some(object)
    }

    /// A positive amount that must be there, with no more digits than its currency has.
    pub(crate) fn amount(&mut self, name: &'static str, currency: Currency) -> Option<Amount> {
        if !self.has(name) {
            self.missing(name);
        }
        self.optional_amount(name, currency)
    }

    /// As [`Fields::amount`], where it may be absent.
    pub(crate) fn optional_amount(&mut self, name: &'static str, currency: Currency) -> Option<Amount> {
        match Money::new(self.optional_number(name)?, currency) {
            Ok(money) if money.is_positive() => return Some(money.into()),
            Ok(_) => self.fail(name, "must be a positive number"),
            Err(_) if currency.fraction_digits() == 0 => {
                self.fail(name, format!("must be a whole number in {currency}, and not more than 10^12"));
            }
            Err(_) => self.fail(
                name,
                format!(
                    "must have no more than {} fraction digits, and not be more than 10^12",
                    currency.fraction_digits()
                ),
            ),
        }
        None
    }

    /// A number that may be there, to its last digit. Text that looks like a number is not one.
    fn optional_number(&mut self, name: &'static str) -> Option<Decimal> {
        let text = self.get(name)?.get();
        if !text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            self.fail(name, "must be a number");
            return None;
        }
        let number = exact(text);
        if number.is_none() {
            self.fail(name, "has more digits than any amount");
        }
        number
    }

    /// Notes what is wrong with a field; the first thing noted stands.
    pub(crate) fn fail(&mut self, name: &'static str, reason: impl Into<String>) {
        self.errors.entry(name).or_insert_with(|| reason.into());
    }

    /// Refuses the request if anything was wrong.
    pub(crate) fn finish(self) -> Result<(), Refusal> {
        let Some((name, reason)) = self.errors.first_key_value() else { return Ok(()) };
        let message = match self.errors.len() {
            1 => format!("{name} {reason}."),
            count => {
                let names: Vec<_> = self.errors.keys().copied().collect();
                format!("{count} fields are missing or wrong: {}.", names.join(", "))
            }
        };
        Err(Refusal { errors: self.errors, ..Refusal::invalid(message) })
    }

    fn get(&self, name: &str) -> Option<&RawValue> {
        self.values.get(name).map(|value| &**value).filter(|value| value.get() != "null")
    }

    fn missing(&mut self, name: &'static str) {
        self.fail(name, MISSING);
    }

    /// Whether this is what is said about a field that is not there.
    pub(crate) fn is_missing(reason: &str) -> bool {
        reason == MISSING
    }

    /// A value of a plain type that may be there; anything else in its place is wrong for this reason.
    pub(crate) fn optional<T: DeserializeOwned>(&mut self, name: &'static str, reason: &str) -> Option<T> {
        let read = serde_json::from_str(self.get(name)?.get());
        if read.is_err() {
            self.fail(name, reason);
        }
        read.ok()
    }
}

/// Where it goes wrong, and never what stands there: it may be a card.
fn not_an_object(error: &serde_json::Error) -> Refusal {
    let place = format!("line {} column {}", error.line(), error.column());
    Refusal::invalid(match error.classify() {
        Category::Eof => format!("The body is not a valid JSON object: it breaks off at {place}."),
        Category::Data => "The body is not a JSON object.".to_owned(),
        Category::Syntax | Category::Io => format!("The body is not a valid JSON object: see {place}."),
    })
}

/// A JSON number to its last digit, or nothing: `Decimal::from_scientific` would round.
fn exact(text: &str) -> Option<Decimal> {
    let Some((mantissa, exponent)) = text.split_once(['e', 'E']) else { return Decimal::from_str_exact(text).ok() };
    let mantissa = Decimal::from_str_exact(mantissa).ok()?.normalize();
    if mantissa.is_zero() {
        return Some(mantissa);
    }
    let scale = i64::from(mantissa.scale()).checked_sub(exponent.parse().ok()?)?;
    let mut number = mantissa;
    if scale < 0 {
        number.set_scale(0).ok()?;
        return number.checked_mul(Decimal::from(10_u64.checked_pow(u32::try_from(-scale).ok()?)?));
    }
    number.set_scale(u32::try_from(scale).ok()?).ok()?;
    Some(number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_exact_or_refused() {
        let read = |text| exact(text).map(|number| number.normalize().to_string());
        assert_eq!(read("2000").as_deref(), Some("2000"));
        assert_eq!(read("2e3").as_deref(), Some("2000"));
        assert_eq!(read("2.5E+3").as_deref(), Some("2500"));
        assert_eq!(read("12500e-1").as_deref(), Some("1250"));
        assert_eq!(read("1.0e-2").as_deref(), Some("0.01"));
        assert_eq!(read("-0.5e1").as_deref(), Some("-5"));
        assert_eq!(read("0e999").as_deref(), Some("0"));
        assert_eq!(read("1e-28").as_deref(), Some("0.0000000000000000000000000001"));
        for text in ["1e-29", "1e400", "1e29", "1.00000000000000000000000000001", "123456789012345678901234567890e-30"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
