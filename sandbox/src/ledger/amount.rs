//! An amount as it is booked.

use std::fmt;

use dgspay::{Currency, Money};
use rust_decimal::prelude::ToPrimitive as _;
use rust_decimal::{Decimal, RoundingStrategy};

use super::{LedgerError, Result};

/// A whole number of the currency's smallest unit: francs, cents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Amount {
    pub minor: i64,
    pub currency: Currency,
}

impl Amount {
    pub(crate) fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// As it stands in the database.
    pub(super) fn stored(minor: i64, currency: &str) -> Result<Self> {
        let currency = Currency::from_wire(currency).map_err(|error| LedgerError::Foreign(error.to_string()))?;
        Ok(Self { minor, currency })
    }

    /// A share of the amount, rounded half up to the smallest unit.
    pub(crate) fn share(self, rate: Decimal) -> Self {
        let minor = (Decimal::from(self.minor) * rate)
            .round_dp_with_strategy(0, RoundingStrategy::MidpointAwayFromZero)
            .to_i64()
            .unwrap_or(self.minor);
        Self { minor: minor.clamp(0, self.minor), ..self }
    }

    /// An amount in major units that has no more digits than its currency; `None` if it has, or is beyond all amounts.
    pub(crate) fn exact(major: Decimal, currency: Currency) -> Option<Self> {
        let scale = currency.fraction_digits();
        let mut minor = major;
        minor.rescale(scale);
        if minor != major || minor.scale() != scale {
            return None;
        }
        Some(Self { minor: minor.mantissa().try_into().ok()?, currency })
    }

    /// In major units, with every fraction digit of the currency.
    pub(crate) fn decimal(self) -> Decimal {
        Decimal::new(self.minor, self.currency.fraction_digits())
    }
}

/// `RWF 5,000`.
impl fmt::Display for Amount {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        // An account of the world is beyond what one payment may be, so it is printed plainly.
        match Money::new(self.decimal(), self.currency) {
            Ok(money) => money.fmt(formatter),
            Err(_) => write!(formatter, "{} {}", self.currency, self.decimal()),
        }
    }
}

impl From<Money> for Amount {
    /// Exact: `Money` has no more digits than its currency and stays below 10^12 major units.
    fn from(money: Money) -> Self {
        let mut amount = money.amount;
        amount.rescale(money.currency.fraction_digits());
        Self { minor: i64::try_from(amount.mantissa()).unwrap_or(i64::MAX), currency: money.currency }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fees_are_rounded_half_up() {
        let three_percent = Decimal::new(3, 2);
        let fee = |minor| Amount::new(minor, Currency::RWF).share(three_percent).minor;
        assert_eq!([fee(5_000), fee(2_003), fee(50), fee(16), fee(17)], [150, 60, 2, 0, 1]);
    }

    #[test]
    fn major_units_become_minor_units_exactly() {
        let cents = Money::new(Decimal::new(1_050, 2), Currency::USD).unwrap();
        assert_eq!(Amount::from(cents), Amount::new(1_050, Currency::USD));
        assert_eq!(Amount::from(Money::rwf(2_000)).minor, 2_000);
        assert_eq!(Amount::from(cents).decimal().to_string(), "10.50");
    }
}
