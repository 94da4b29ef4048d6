//! Money: an exact decimal and its currency. A binary float never enters (design §4).

#[cfg(any(feature = "python", feature = "node", feature = "kotlin"))]
mod border;
#[cfg(feature = "node")]
pub(crate) use border::node;
#[cfg(feature = "python")]
pub(crate) use border::python;

use std::cmp::Ordering;
use std::fmt;
use std::str::FromStr;

use dgspay_macros::value;
use rust_decimal::Decimal;

use crate::currency::Currency;
use crate::error::{Error, ErrorCode, Result};

/// The largest amount that is believed, in major units: beyond it lies a slip, not a payment.
pub(crate) const LARGEST: i64 = 1_000_000_000_000;

/// An exact amount in the currency's major units: 2000 RWF are two thousand Rwandan francs, as both services speak them.
/// It never has more fraction digits than its currency.
///
/// Source: `protocol/facts-east-africa.md` §4.
#[value]
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub struct Money {
    /// The amount in major units.
    pub amount: Decimal,
    /// Its currency.
    pub currency: Currency,
}

impl Money {
    /// An amount of a currency.
    ///
    /// # Errors
    /// `invalid_amount` if the amount has more fraction digits than the currency, or is beyond 10^12 either way.
    pub fn new(amount: Decimal, currency: Currency) -> Result<Self> {
        let amount = amount.normalize();
        // Whole units are an amount in every currency.
        if amount.scale() > 0
            && let digits = currency.fraction_digits()
            && amount.scale() > digits
        {
            let plural = if digits == 1 { "" } else { "s" };
            return Err(refused(format!(
                "{currency} has {digits} fraction digit{plural}, not {} as in {amount}",
                amount.scale()
            )));
        }
        if amount.abs() > Decimal::from(LARGEST) {
            return Err(refused(format!("{currency} {amount} is beyond any payment (10^12)")));
        }
        Ok(Self { amount, currency })
    }

    /// Reads a plain decimal such as `5000` or `94.50`: ASCII digits, one point, a leading minus; nothing else.
    ///
    /// # Errors
    /// `invalid_amount` if the text is anything else, or as [`Money::new`].
    pub fn parse(amount: &str, currency: Currency) -> Result<Self> {
        Self::new(plain_decimal(amount)?, currency)
    }

    /// Whole Rwandan francs.
    #[must_use]
    pub fn rwf(amount: i64) -> Self {
        Self { amount: Decimal::from(amount), currency: Currency::RWF }
    }

    /// Whether it is more than nothing.
    #[must_use]
    pub fn is_positive(&self) -> bool {
        self.amount > Decimal::ZERO
    }

    /// The sum.
    ///
    /// Not `std::ops::Add`, whose result cannot be an error.
    ///
    /// # Errors
    /// `invalid_currency` if the currencies differ, `invalid_amount` beyond 10^12.
    #[allow(clippy::should_implement_trait, reason = "the sum of two currencies is an error, not a panic")]
    pub fn add(self, other: Self) -> Result<Self> {
        self.combined(other, Decimal::checked_add)
    }

    /// The difference, which may be negative.
    ///
    /// # Errors
    /// `invalid_currency` if the currencies differ, `invalid_amount` beyond 10^12.
    pub fn subtract(self, other: Self) -> Result<Self> {
        self.combined(other, Decimal::checked_sub)
    }

    /// Which of two amounts of one currency is larger.
    ///
    /// # Errors
    /// `invalid_currency` if the currencies differ.
    pub fn compare(self, other: Self) -> Result<Ordering> {
        self.same_currency(other).map(|()| self.amount.cmp(&other.amount))
    }

    /// The amount alone, as it stands in JSON: no trailing zeros, no exponent.
    #[must_use]
    pub fn plain_amount(&self) -> String {
        self.amount.normalize().to_string()
    }

    /// The same rules again, for a value that came back over a border where anybody can make one.
    pub(crate) fn checked(self) -> Result<Self> {
        Self::new(self.amount, self.currency)
    }

    /// An amount that can be paid: checked, and more than nothing.
    pub(crate) fn payable(self, field: &'static str) -> Result<Self> {
        let money = self.checked().map_err(|error| error.field(field))?;
        if money.is_positive() {
            Ok(money)
        } else {
            Err(refused(format!("{money} is not a positive amount")).field(field))
        }
    }

    fn combined(self, other: Self, operation: fn(Decimal, Decimal) -> Option<Decimal>) -> Result<Self> {
        self.same_currency(other)?;
        let amount =
            operation(self.amount, other.amount).ok_or_else(|| refused("The result is beyond any payment".into()))?;
        Self::new(amount, self.currency)
    }

    fn same_currency(self, other: Self) -> Result<()> {
        if self.currency == other.currency {
            return Ok(());
        }
        let what = format!("{} and {} do not mix", self.currency, other.currency);
        Err(Error::new(ErrorCode::InvalidCurrency, what).field("currency"))
    }
}

fn refused(what: String) -> Error {
    Error::new(ErrorCode::InvalidAmount, what).field("amount")
}

fn plain_decimal(text: &str) -> Result<Decimal> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
    let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
    if !all_digits(whole) || !all_digits(fraction) {
        return Err(refused(format!("{text:?} is not a plain decimal number")));
    }
    Decimal::from_str_exact(text).map_err(|_| refused(format!("{text:?} has more digits than any payment")))
}

/// `RWF 5,000`: the code, then the amount with thousands marked and all fraction digits of the currency.
impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let digits = usize::try_from(self.currency.fraction_digits()).unwrap_or(2);
        let text = format!("{:.digits$}", self.amount.abs());
        let (whole, fraction) = text.split_once('.').map_or((text.as_str(), None), |(w, d)| (w, Some(d)));
        write!(
            f,
            "{} {}",
            self.currency,
            if self.amount.is_sign_negative() && !self.amount.is_zero() { "-" } else { "" }
        )?;
        for (index, digit) in whole.chars().enumerate() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                f.write_str(",")?;
            }
            write!(f, "{digit}")?;
        }
        fraction.map_or(Ok(()), |digits| write!(f, ".{digits}"))
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The digits without the commas that mark thousands. A comma anywhere else may be somebody's decimal point: `94,50` is
/// refused, not read as 9450.
fn without_thousands(amount: &str) -> Option<String> {
    let (whole, fraction) = amount.split_once('.').map_or((amount, None), |(whole, digits)| (whole, Some(digits)));
    let mut groups = whole.split(',');
    let first = groups.next().unwrap_or_default().trim_start_matches('-').len();
    let marked = whole.contains(',');
    let regular = !marked || ((1..=3).contains(&first) && groups.all(|group| group.len() == 3));
    let fraction_is_plain = fraction.is_none_or(|digits| !digits.contains(','));
    (regular && fraction_is_plain).then(|| amount.replace(',', ""))
}

/// `5000 RWF` or `RWF 5000`; thousands may be marked with commas.
impl FromStr for Money {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let (left, right) = text
            .trim()
            .split_once(' ')
            .ok_or_else(|| refused(format!("{text:?} is not an amount with its currency, such as RWF 5,000")))?;
        let (amount, currency) =
            if left.starts_with(|c: char| c.is_ascii_alphabetic()) { (right, left) } else { (left, right) };
        let amount =
            without_thousands(amount.trim()).ok_or_else(|| refused(format!("{text:?} is not a plain amount")))?;
        Self::parse(&amount, currency.parse()?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const CURRENCIES: [Currency; 6] =
        [Currency::RWF, Currency::UGX, Currency::KES, Currency::TZS, Currency::USD, Currency::EUR];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]

        #[test]
        fn every_amount_survives_text_exactly(units in -LARGEST..=LARGEST, which in 0..6_usize) {
            let currency = CURRENCIES[which];
            let amount = Decimal::new(units, currency.fraction_digits());
            let money = Money::new(amount, currency).unwrap();
            prop_assert_eq!(money.amount, amount);
            prop_assert_eq!(Money::parse(&money.plain_amount(), currency).unwrap(), money);
            prop_assert_eq!(money.to_string().parse::<Money>().unwrap(), money);
        }
    }

    #[test]
    fn a_comma_marks_thousands_or_is_refused() {
        let read = |text: &str| text.parse::<Money>().map(|money| money.plain_amount()).ok();
        assert_eq!(read("RWF 5,000"), Some("5000".into()));
        assert_eq!(read("-1,234,567.50 USD"), Some("-1234567.5".into()));
        for text in ["EUR 94,50", "1,50 USD", "RWF 5,00", "RWF ,500", "RWF 1000,000", "USD 1.5,0"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn sums_are_checked() {
        let five = Money::rwf(5_000);
        assert_eq!(five.add(Money::rwf(150)).unwrap(), Money::rwf(5_150));
        assert_eq!(five.subtract(Money::rwf(6_000)).unwrap().to_string(), "RWF -1,000");
        let euro = Money::parse("1", Currency::EUR).unwrap();
        assert_eq!(five.add(euro).unwrap_err().code(), ErrorCode::InvalidCurrency);
        assert_eq!(Money::rwf(LARGEST).add(five).unwrap_err().code(), ErrorCode::InvalidAmount);
    }
}
