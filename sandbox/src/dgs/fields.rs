//! Reading a request's JSON field by field, so that everything wrong with it is said at once.

use std::collections::BTreeMap;

use rust_decimal::Decimal;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use super::envelope::Refusal;

/// The fields of a JSON object, and what was found wrong with them. Unknown fields are ignored; `null` counts as absent.
#[derive(Debug)]
pub(super) struct Fields {
    values: BTreeMap<String, Box<RawValue>>,
    errors: BTreeMap<&'static str, String>,
}

impl Fields {
    pub(super) fn parse(body: &[u8]) -> Result<Self, Refusal> {
        let mut values: BTreeMap<String, Box<RawValue>> = serde_json::from_slice(body)
            .map_err(|error| Refusal::invalid(format!("The body is not a valid JSON object: {error}.")))?;
        values.retain(|_, value| value.get() != "null");
        Ok(Self { values, errors: BTreeMap::new() })
    }

    /// A text that must be there and say something.
    pub(super) fn text(&mut self, name: &'static str) -> Option<String> {
        let text = self.optional_text(name);
        match text.as_deref().map(str::trim) {
            Some("") => self.fail(name, "must not be empty"),
            Some(_) => return text,
            None => self.missing(name),
        }
        None
    }

    /// A text that may be there.
    pub(super) fn optional_text(&mut self, name: &'static str) -> Option<String> {
        self.read(name, "must be text")
    }

    /// A number that must be there, to its last digit. Text that looks like a number is not one.
    pub(super) fn number(&mut self, name: &'static str) -> Option<Decimal> {
        let Some(raw) = self.values.get(name) else {
            self.missing(name);
            return None;
        };
        let text = raw.get();
        if !text.starts_with(|first: char| first == '-' || first.is_ascii_digit()) {
            self.fail(name, "must be a number");
            return None;
        }
        let number =
            if text.contains(['e', 'E']) { Decimal::from_scientific(text) } else { Decimal::from_str_exact(text) };
        if number.is_err() {
            self.fail(name, "has more digits than any amount");
        }
        number.ok()
    }

    /// Notes what is wrong with a field; the first thing noted stands.
    pub(super) fn fail(&mut self, name: &'static str, reason: impl Into<String>) {
        self.errors.entry(name).or_insert_with(|| reason.into());
    }

    /// `90` if anything was wrong.
    pub(super) fn finish(self) -> Result<(), Refusal> {
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

    fn missing(&mut self, name: &'static str) {
        self.fail(name, "is required");
    }

    fn read<T: DeserializeOwned>(&mut self, name: &'static str, reason: &str) -> Option<T> {
        let read = serde_json::from_str(self.values.get(name)?.get());
        if read.is_err() {
            self.fail(name, reason);
        }
        read.ok()
    }
}
