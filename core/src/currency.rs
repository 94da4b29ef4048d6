//! Currencies: ISO 4217 codes and their fraction digits (`protocol/facts-east-africa.md` §4).

#[cfg(any(feature = "python", feature = "node", feature = "kotlin"))]
mod border;

use std::fmt;
use std::str::FromStr;

use crate::error::{Error, ErrorCode, Result};

/// A currency, by its three-letter ISO 4217 code.
///
/// What a user types must be a code of the standard. What a service sends may be newer than this library's table, so any
/// three capital letters are kept as they are.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Currency([u8; 3]);

impl Currency {
    /// Rwandan franc; no fraction digits.
    pub const RWF: Self = Self(*b"RWF");
    /// Ugandan shilling; no fraction digits.
    pub const UGX: Self = Self(*b"UGX");
    /// Kenyan shilling; two fraction digits.
    pub const KES: Self = Self(*b"KES");
    /// Tanzanian shilling; two fraction digits.
    pub const TZS: Self = Self(*b"TZS");
    /// US dollar; two fraction digits.
    pub const USD: Self = Self(*b"USD");
    /// Euro; two fraction digits.
    pub const EUR: Self = Self(*b"EUR");

    /// The code, such as `RWF`.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or("XXX")
    }

    /// How many digits an amount may have after the point: 0 for RWF and UGX, 2 for most others.
    #[must_use]
    pub fn fraction_digits(&self) -> u32 {
        iso_currency::Currency::from_code(self.code()).and_then(iso_currency::Currency::exponent).map_or(2, u32::from)
    }

    /// Reads a code that a service has sent: any three capital letters.
    ///
    /// # Errors
    /// `invalid_currency` for anything else.
    pub fn from_wire(text: &str) -> Result<Self> {
        match <[u8; 3]>::try_from(text.as_bytes()) {
            Ok(code) if code.iter().all(u8::is_ascii_uppercase) => Ok(Self(code)),
            _ => {
                Err(Error::new(ErrorCode::InvalidCurrency, format!("{text:?} is not a currency code"))
                    .field("currency"))
            }
        }
    }
}

impl FromStr for Currency {
    type Err = Error;

    /// Reads a code that a user typed, in any case.
    fn from_str(text: &str) -> Result<Self> {
        let code = Self::from_wire(&text.trim().to_ascii_uppercase())?;
        match iso_currency::Currency::from_code(code.code()) {
            Some(_) => Ok(code),
            None => {
                Err(Error::new(ErrorCode::InvalidCurrency, format!("{code} is not an ISO 4217 currency"))
                    .field("currency"))
            }
        }
    }
}

impl fmt::Display for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.code())
    }
}

impl fmt::Debug for Currency {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}
