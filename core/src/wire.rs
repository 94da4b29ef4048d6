//! Reading what the services write: numbers that may be text, text that may be numbers, and amounts that never become a
//! float on the way (`protocol/dgs-pay.md` §3, C-6, C-7, C-28).

use std::{fmt, io};

use serde::de::{DeserializeOwned, Deserializer, Error as _, Visitor};
use serde::{Deserialize, Serialize, Serializer};
use serde_json::value::RawValue;

use rust_decimal::Decimal;
use zeroize::Zeroizing;

use crate::currency::Currency;
use crate::error::{Error, ErrorCode, Result};
use crate::money::Money;
use crate::rate::Rate;

/// A JSON number or a string with a number in it, kept as its own digits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Digits(String);

impl Digits {
    /// The amount in a currency. Digits that a float left behind (`94.50`, `1000.00`) are exact decimals and fine; more
    /// digits than the currency has are an error, never a rounding.
    pub(crate) fn money(&self, currency: Currency) -> Result<Money> {
        self.scientific().map_or_else(|| Money::parse(&self.0, currency), |amount| Money::new(amount, currency))
    }

    /// The number itself, where it is no amount.
    pub(crate) fn rate(&self) -> Result<Rate> {
        self.scientific().map_or_else(|| self.0.parse(), |number| Ok(Rate(number.normalize())))
    }

    /// The number, if it is written with an exponent: `5e3` is a legal way for JSON to say 5000, and exact; people may not
    /// write it, so the values themselves refuse it. The digits before the exponent are checked by themselves, for reading
    /// them all at once would round.
    fn scientific(&self) -> Option<Decimal> {
        let (base, _) = self.0.split_once(['e', 'E'])?;
        Decimal::from_str_exact(base).ok().and_then(|_| Decimal::from_scientific(&self.0).ok())
    }
}

impl<'de> Deserialize<'de> for Digits {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&RawValue>::deserialize(deserializer)?.get();
        let text =
            if text.starts_with('"') { serde_json::from_str(text).map_err(D::Error::custom)? } else { text.to_owned() };
        match text.bytes().next() {
            Some(b'-' | b'0'..=b'9') => Ok(Self(text)),
            _ => Err(D::Error::custom("expected a number")),
        }
    }
}

/// Yes or no, as a boolean, as 0 or 1, or as either in quotes.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Flag(pub(crate) bool);

impl<'de> Deserialize<'de> for Flag {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match <&RawValue>::deserialize(deserializer)?.get().trim_matches('"') {
            "1" | "true" => Ok(Self(true)),
            "0" | "false" => Ok(Self(false)),
            _ => Err(D::Error::custom("expected yes or no")),
        }
    }
}

/// A JSON string or number, kept as text: identifiers and codes come as either.
#[derive(Clone, Debug)]
pub(crate) struct Text(pub(crate) String);

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Either;
        impl Visitor<'_> for Either {
            type Value = Text;

            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a string or a whole number")
            }

            fn visit_str<E>(self, text: &str) -> Result<Text, E> {
                Ok(Text(text.to_owned()))
            }

            fn visit_u64<E>(self, number: u64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }

            fn visit_i64<E>(self, number: i64) -> Result<Text, E> {
                Ok(Text(number.to_string()))
            }
        }
        deserializer.deserialize_any(Either)
    }
}

/// Reads a JSON object. Derived readers would take an array as well, and its first element for the first field.
pub(crate) fn object<T: DeserializeOwned>(json: &str) -> Result<T, serde_json::Error> {
    if json.trim_start().starts_with('{') {
        serde_json::from_str(json)
    } else {
        Err(serde_json::Error::custom("not an object"))
    }
}

/// For a field that must not spoil the others: a value of another type counts as absent.
pub(crate) fn lenient<'de, T: DeserializeOwned, D: Deserializer<'de>>(deserializer: D) -> Result<Option<T>, D::Error> {
    Ok(serde_json::from_str(<&RawValue>::deserialize(deserializer)?.get()).ok())
}

/// A body on its way out.
pub(crate) fn json(body: &impl Serialize) -> Result<Vec<u8>> {
    serde_json::to_vec(body).map_err(|_| unwritable())
}

/// As [`json`], for a body that holds a card in the clear: wherever it has been while it was written, it is wiped.
pub(crate) fn private_json(body: &impl Serialize) -> Result<Zeroizing<Vec<u8>>> {
    let mut written = WipedBuffer(Zeroizing::new(Vec::with_capacity(512)));
    serde_json::to_writer(&mut written, body).map_err(|_| unwritable())?;
    Ok(written.0)
}

fn unwritable() -> Error {
    Error::new(ErrorCode::Internal, "The request could not be written").unsent()
}

/// Bytes that leave nothing behind where they have been: a vector that grows by itself would.
struct WipedBuffer(Zeroizing<Vec<u8>>);

impl io::Write for WipedBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let needed = self.0.len() + bytes.len();
        if needed > self.0.capacity() {
            let mut larger = Zeroizing::new(Vec::with_capacity(needed.max(2 * self.0.capacity())));
            larger.extend_from_slice(&self.0);
            self.0 = larger;
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// What happened, and what the service says about it, if it says anything.
pub(crate) fn sentence(what: &str, said: &str) -> String {
    if said.is_empty() { what.to_owned() } else { format!("{what}: {said}") }
}

/// A service's message as part of a sentence: one line, no full stop, no more than people read.
pub(crate) fn plain_sentence(message: &str) -> String {
    let line: String = message.chars().map(|c| if c.is_control() { ' ' } else { c }).take(200).collect();
    line.trim().trim_end_matches('.').to_owned()
}

pub(crate) fn text(value: Option<Text>) -> Option<String> {
    value.map(|text| text.0).filter(|text| !text.is_empty())
}

/// What a field says that goes by two names, of which either or both may be there.
pub(crate) fn agreed<T: PartialEq>(one: Option<T>, other: Option<T>) -> Result<Option<T>, Contradiction> {
    match (one, other) {
        (Some(one), Some(other)) if one != other => Err(Contradiction),
        (one, other) => Ok(one.or(other)),
    }
}

/// The two names of a field say two things: which of them is meant, nobody can tell.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Contradiction;

/// An amount on its way out: a JSON number with exactly the digits of the decimal.
#[derive(Clone, Copy)]
pub(crate) struct Amount(pub(crate) Money);

impl Serialize for Amount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.plain_amount()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_private_body_is_written_like_any_other() {
        for length in [0, 1, 509, 510, 511, 2_000] {
            let body = ["4".repeat(length), "é\"".to_owned()];
            assert_eq!(*private_json(&body).unwrap(), json(&body).unwrap(), "{length}");
        }
    }

    #[test]
    fn two_names_have_to_say_the_same() {
        assert_eq!(agreed(None::<u8>, None), Ok(None));
        assert_eq!(agreed(Some(1), None), Ok(Some(1)));
        assert_eq!(agreed(None, Some(1)), Ok(Some(1)));
        assert_eq!(agreed(Some(1), Some(1)), Ok(Some(1)));
        assert_eq!(agreed(Some(1), Some(2)), Err(Contradiction));
    }
}
