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
}

impl From<Amount> for Number {
    /// With the currency's own digits: `2000` francs, `94.50` euros.
    fn from(amount: Amount) -> Self {
        Self(amount.decimal())
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
        assert_eq!(json(Number::with_digits(Amount::new(1_000, Currency::RWF), 2)), "1000.00");
    }
}
