//! Exact numbers in JSON. No binary float stands between a booked amount and what is printed.

use rust_decimal::Decimal;
use serde::{Serialize, Serializer};
use serde_json::value::RawValue;

use crate::ledger::Amount;

/// A JSON number that prints its digits as they are, trailing zeros included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Number(Decimal);

impl Number {
    /// With at least so many fraction digits: balances print `1000.00` even for francs.
    pub(crate) fn with_digits(amount: Amount, digits: u32) -> Self {
        let mut decimal = amount.decimal();
        decimal.rescale(digits.max(decimal.scale()));
        Self(decimal)
    }

    /// Without zeros at the end: `100` dollars, `100.5`.
    pub(crate) fn short(amount: Amount) -> Self {
        Self(amount.decimal().normalize())
    }

    /// A rate, with at least so many fraction digits.
    pub(crate) fn rate(rate: Decimal, digits: u32) -> Self {
        let mut rate = rate.normalize();
        rate.rescale(digits.max(rate.scale()));
        Self(rate)
    }
}

impl From<Amount> for Number {
    /// With the currency's own digits: `2000` francs, `94.50` euros.
    fn from(amount: Amount) -> Self {
        Self(amount.decimal())
    }
}

impl std::fmt::Display for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl Serialize for Number {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        RawValue::from_string(self.0.to_string()).map_err(serde::ser::Error::custom)?.serialize(serializer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use dgspay::Currency;

    #[test]
    fn prints_digits_as_they_are() {
        let json = |number: Number| serde_json::to_string(&number).unwrap();
        assert_eq!(json(Amount::new(2_000, Currency::RWF).into()), "2000");
        assert_eq!(json(Amount::new(9_450, Currency::EUR).into()), "94.50");
        assert_eq!(json(Number::short(Amount::new(10_050, Currency::USD))), "100.5");
        assert_eq!(json(Number::rate(Decimal::new(945, 3), 6)), "0.945000");
        assert_eq!(json(Number::rate(Decimal::new(945_000, 6), 0)), "0.945");
        assert_eq!(json(Number::with_digits(Amount::new(1_000, Currency::RWF), 2)), "1000.00");
    }
}
