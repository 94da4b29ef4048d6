//! An exact decimal that is no amount of money: an exchange rate, a percentage.

#[cfg(any(feature = "python", feature = "node", feature = "kotlin"))]
mod border;

use std::fmt;
use std::str::FromStr;

use rust_decimal::Decimal;

use crate::error::{Error, ErrorCode, Result};

/// An exact decimal number, such as `0.945` or `2.5`. Like an amount, it never passes through a binary float.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Rate(pub Decimal);

impl FromStr for Rate {
    type Err = Error;

    /// Reads a plain decimal: ASCII digits, one point, a leading minus; nothing else.
    fn from_str(text: &str) -> Result<Self> {
        let plain = |c: char| c.is_ascii_digit() || matches!(c, '.' | '-');
        let number = text.starts_with(|c: char| c.is_ascii_digit() || c == '-') && text.chars().all(plain);
        let decimal = Decimal::from_str_exact(text).ok().filter(|_| number);
        decimal
            .map(|decimal| Self(decimal.normalize()))
            .ok_or_else(|| Error::new(ErrorCode::InvalidArgument, format!("{text:?} is not a plain decimal number")))
    }
}

impl fmt::Display for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0.normalize(), f)
    }
}

impl fmt::Debug for Rate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_read_exactly_or_refused() {
        assert_eq!("0.945000".parse::<Rate>().unwrap().to_string(), "0.945");
        assert_eq!("1450".parse::<Rate>().unwrap().to_string(), "1450");
        for text in ["", "1e3", "0,945", "+1", ".5", "1_000", "NaN", " 1", "0.12345678901234567890123456789012"] {
            assert!(text.parse::<Rate>().is_err(), "{text:?}");
        }
    }
}
