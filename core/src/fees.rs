//! Fees: what a gross amount costs, and what gross amount brings a net one (`protocol/dgs-pay.md` §19).
//!
//! No fee is written into this library: no document has a price list. A merchant writes down the agreement once, as a
//! [`FeeSchedule`].

#[cfg(feature = "kotlin")]
mod border;

use dgspay_macros::{model, open_enum};
use rust_decimal::{Decimal, RoundingStrategy};

use crate::currency::Currency;
use crate::error::{Error, ErrorCode, Result};
use crate::money::{LARGEST, Money};
use crate::rate::Rate;

/// How a fee is brought to the digits of its currency.
#[open_enum]
pub enum FeeRounding {
    /// Halves go up: 60.5 becomes 61.
    #[wire("half_up")]
    HalfUp,
    /// Halves go to the even neighbour: 60.5 becomes 60.
    #[wire("half_even")]
    HalfEven,
    /// Always up.
    #[wire("up")]
    Up,
    /// Always down.
    #[wire("down")]
    Down,
}

/// One step of a schedule. The whole gross amount is charged by the one tier that it falls in, as mobile-money tariffs are.
#[model(input)]
#[derive(Default)]
pub struct FeeTier {
    /// The largest gross amount of this tier; without it there is no end.
    pub up_to: Option<Money>,
    /// A fixed part.
    pub flat: Option<Money>,
    /// A share of the gross amount, in percent: 3 is 3 %.
    pub percent: Option<Rate>,
    /// The least that is charged.
    pub minimum: Option<Money>,
    /// The most that is charged.
    pub maximum: Option<Money>,
}

/// What a gross amount costs.
#[model]
pub struct FeeQuote {
    /// What is paid, or taken from the wallet.
    pub gross: Money,
    /// What the service keeps.
    pub fee: Money,
    /// What arrives.
    pub net: Money,
}

/// A price list: flat, percentage with minimum and maximum, or tiers.
///
/// ```
/// use dgspay::{FeeSchedule, Money};
///
/// let fees = FeeSchedule::percent("3".parse()?, None, None)?;
/// assert_eq!(fees.quote(Money::rwf(5_000))?.net, Money::rwf(4_850));
/// assert_eq!(fees.gross_up(Money::rwf(5_000))?.gross, Money::rwf(5_155));
/// # Ok::<(), dgspay::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq)]
pub struct FeeSchedule {
    tiers: Vec<FeeTier>,
    rounding: RoundingStrategy,
    /// That of every amount in it; none if it is only a percentage.
    currency: Option<Currency>,
}

impl FeeSchedule {
    /// A schedule of tiers, the lowest first.
    ///
    /// # Errors
    /// `invalid_fee_schedule` if there is no tier, if the tiers do not ascend or do not end, if currencies mix, if a
    /// percentage is not from 0 to less than 100, if a minimum is above its maximum, or if a part is negative.
    pub fn new(tiers: Vec<FeeTier>, rounding: &FeeRounding) -> Result<Self> {
        let rounding = match rounding {
            FeeRounding::HalfUp => RoundingStrategy::MidpointAwayFromZero,
            FeeRounding::HalfEven => RoundingStrategy::MidpointNearestEven,
            FeeRounding::Up => RoundingStrategy::AwayFromZero,
            FeeRounding::Down => RoundingStrategy::ToZero,
            FeeRounding::Other(word) => {
                return Err(invalid(format!("{word:?} is not a rounding: it is half_up, half_even, up or down")));
            }
        };
        for (index, tier) in tiers.iter().enumerate() {
            check_tier(tier, index + 1)?;
        }
        let currency = common_currency(&tiers)?;
        check_order(&tiers)?;
        Ok(Self { tiers, rounding, currency })
    }

    /// The same fee for every amount.
    ///
    /// # Errors
    /// `invalid_fee_schedule` if it is negative.
    pub fn flat(fee: Money) -> Result<Self> {
        Self::new(vec![FeeTier { flat: Some(fee), ..FeeTier::default() }], &FeeRounding::HalfUp)
    }

    /// A share of every amount, in percent, between a minimum and a maximum.
    ///
    /// # Errors
    /// `invalid_fee_schedule` as [`FeeSchedule::new`].
    pub fn percent(percent: Rate, minimum: Option<Money>, maximum: Option<Money>) -> Result<Self> {
        let tier = FeeTier { percent: Some(percent), minimum, maximum, ..FeeTier::default() };
        Self::new(vec![tier], &FeeRounding::HalfUp)
    }

    /// What a gross amount costs.
    ///
    /// # Errors
    /// `invalid_amount` if it is not positive, not above its fee, or above the last tier; `invalid_currency` if the schedule
    /// is of another currency.
    pub fn quote(&self, gross: Money) -> Result<FeeQuote> {
        let gross = self.amount(gross)?;
        let Some(fee) = self.fee_of(gross) else {
            return Err(refused(format!("{gross} is above the last tier of the fee schedule")));
        };
        if fee >= gross.amount {
            let fee = Money { amount: fee, ..gross };
            return Err(refused(format!("{gross} does not exceed its fee of {fee}")));
        }
        Ok(quoted(gross.amount, fee, gross.currency))
    }

    /// The smallest gross amount whose net is at least this one.
    ///
    /// # Errors
    /// `invalid_amount` if it is not positive, or if no amount of the schedule leaves so much; `invalid_currency` if the
    /// schedule is of another currency.
    pub fn gross_up(&self, net: Money) -> Result<FeeQuote> {
        let wish = self.amount(net)?;
        let unit = unit(wish.currency);
        for (range, tier) in self.ranges(wish.currency) {
            let net = |gross: Decimal| gross - self.fee(tier, gross, wish.currency);
            if net(range.last) < wish.amount {
                continue;
            }
            // Within a tier the net never falls as the gross grows: the share is below 100 %, so one more unit of gross costs
            // at most one more unit of fee. Between tiers it may fall, so each is searched by itself, the lowest first.
            let (mut low, mut high) = (range.first, range.last);
            while low < high {
                let units = ((high - low) / unit).trunc();
                let middle = low + (units / Decimal::TWO).trunc() * unit;
                if net(middle) >= wish.amount { high = middle } else { low = middle + unit }
            }
            return Ok(quoted(low, self.fee(tier, low, wish.currency), wish.currency));
        }
        Err(refused(format!("No amount of the fee schedule leaves {wish}")))
    }

    fn amount(&self, money: Money) -> Result<Money> {
        let money = money.payable("amount")?;
        match self.currency {
            Some(currency) if currency != money.currency => {
                let what = format!("The fee schedule is in {currency}, not {}", money.currency);
                Err(Error::new(ErrorCode::InvalidCurrency, what).field("amount"))
            }
            _ => Ok(money),
        }
    }

    /// What an amount costs by its tier, if it has one.
    fn fee_of(&self, gross: Money) -> Option<Decimal> {
        let (_, tier) = self.ranges(gross.currency).find(|(range, _)| gross.amount <= range.last)?;
        Some(self.fee(tier, gross.amount, gross.currency))
    }

    fn fee(&self, tier: &FeeTier, gross: Decimal, currency: Currency) -> Decimal {
        let share = tier.percent.map_or(Decimal::ZERO, |percent| gross * percent.0 / Decimal::ONE_HUNDRED);
        let fee = amount(tier.flat) + share;
        let fee = fee.round_dp_with_strategy(currency.fraction_digits(), self.rounding);
        let fee = fee.max(amount(tier.minimum));
        tier.maximum.map_or(fee, |maximum| fee.min(maximum.amount))
    }

    /// The tiers with the gross amounts that belong to them.
    fn ranges(&self, currency: Currency) -> impl Iterator<Item = (Range, &FeeTier)> {
        let unit = unit(currency);
        let mut first = unit;
        self.tiers.iter().map(move |tier| {
            let last = tier.up_to.map_or(Decimal::from(LARGEST), |end| end.amount);
            let range = Range { first, last };
            first = last + unit;
            (range, tier)
        })
    }
}

/// Gross amounts, both ends included.
struct Range {
    first: Decimal,
    last: Decimal,
}

/// The smallest amount of a currency.
fn unit(currency: Currency) -> Decimal {
    Decimal::new(1, currency.fraction_digits())
}

fn amount(money: Option<Money>) -> Decimal {
    money.map_or(Decimal::ZERO, |money| money.amount)
}

fn quoted(gross: Decimal, fee: Decimal, currency: Currency) -> FeeQuote {
    let money = |amount: Decimal| Money { amount: amount.normalize(), currency };
    FeeQuote { gross: money(gross), fee: money(fee), net: money(gross - fee) }
}

fn check_tier(tier: &FeeTier, number: usize) -> Result<()> {
    for part in [tier.flat, tier.minimum, tier.maximum].into_iter().flatten() {
        part.checked().map_err(|error| invalid(format!("Tier {number}: {}", error.what())))?;
        if part.amount.is_sign_negative() && !part.amount.is_zero() {
            return Err(invalid(format!("Tier {number}: {part} is negative")));
        }
    }
    if let (Some(minimum), Some(maximum)) = (tier.minimum, tier.maximum)
        && minimum.amount > maximum.amount
    {
        return Err(invalid(format!("Tier {number}: the minimum of {minimum} is above the maximum of {maximum}")));
    }
    match tier.percent {
        Some(percent) if !(Decimal::ZERO..Decimal::ONE_HUNDRED).contains(&percent.0) => {
            Err(invalid(format!("Tier {number}: {percent} % is not from 0 to less than 100")))
        }
        // A share with more digits than this could overflow the product with the largest amount.
        Some(percent) if percent.0.normalize().scale() > 6 => {
            Err(invalid(format!("Tier {number}: {percent} % has more than six digits after the point")))
        }
        _ => Ok(()),
    }
}

fn common_currency(tiers: &[FeeTier]) -> Result<Option<Currency>> {
    let amounts = tiers.iter().flat_map(|tier| [tier.up_to, tier.flat, tier.minimum, tier.maximum]);
    let mut currencies = amounts.flatten().map(|money| money.currency);
    let first = currencies.next();
    match currencies.find(|currency| Some(*currency) != first) {
        Some(other) => Err(invalid(format!("It mixes {other} with another currency"))),
        None => Ok(first),
    }
}

fn check_order(tiers: &[FeeTier]) -> Result<()> {
    if tiers.is_empty() {
        return Err(invalid("It has no tier"));
    }
    let mut previous = Decimal::ZERO;
    for (index, tier) in tiers.iter().enumerate() {
        match tier.up_to {
            Some(end) => {
                end.checked().map_err(|error| invalid(format!("Tier {}: {}", index + 1, error.what())))?;
                if end.amount <= previous {
                    return Err(invalid(format!("Tier {} does not end above the tier before it", index + 1)));
                }
                previous = end.amount;
            }
            None if index + 1 < tiers.len() => {
                return Err(invalid(format!("Tier {} has no end, and others follow", index + 1)));
            }
            None => {}
        }
    }
    Ok(())
}

fn invalid(what: impl AsRef<str>) -> Error {
    Error::new(ErrorCode::InvalidFeeSchedule, format!("The fee schedule cannot be used. {}", what.as_ref()))
}

fn refused(what: String) -> Error {
    Error::new(ErrorCode::InvalidAmount, what).field("amount")
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn tier(up_to: Option<i64>, flat: i64, percent: &str) -> FeeTier {
        let percent = Some(percent.parse().unwrap());
        FeeTier { up_to: up_to.map(Money::rwf), flat: Some(Money::rwf(flat)), percent, ..FeeTier::default() }
    }

    /// Any schedule that can be agreed on: up to three tiers with every part, in whole francs or in cents.
    fn schedules() -> impl Strategy<Value = (FeeSchedule, Currency)> {
        let part = || proptest::option::of(0_i64..20);
        let tier = (1_i64..25, part(), proptest::option::of(0_i64..9_999), part(), part());
        let tiers = proptest::collection::vec(tier, 1..4);
        (tiers, 0_usize..4, any::<bool>(), any::<bool>()).prop_map(|(parts, rounding, cents, ends)| {
            let currency = if cents { Currency::USD } else { Currency::RWF };
            let money = |units: i64| Money::new(Decimal::new(units, currency.fraction_digits()), currency).unwrap();
            let mut end = 0;
            let last = parts.len() - 1;
            let tiers = parts.into_iter().enumerate().map(|(index, (width, flat, percent, a, b))| {
                end += width;
                let (minimum, maximum) = match (a, b) {
                    (Some(a), Some(b)) => (Some(a.min(b)), Some(a.max(b))),
                    other => other,
                };
                FeeTier {
                    up_to: (index < last || ends).then(|| money(end)),
                    flat: flat.map(money),
                    percent: percent.map(|hundredths| Rate(Decimal::new(hundredths, 2))),
                    minimum: minimum.map(money),
                    maximum: maximum.map(money),
                }
            });
            let words = [FeeRounding::HalfUp, FeeRounding::HalfEven, FeeRounding::Up, FeeRounding::Down];
            (FeeSchedule::new(tiers.collect(), &words[rounding]).unwrap(), currency)
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]

        #[test]
        fn a_grossed_up_amount_is_enough_and_the_smallest((schedule, currency) in schedules(), wish in 1_i64..60) {
            let digits = currency.fraction_digits();
            let money = |units: i64| Money::new(Decimal::new(units, digits), currency).unwrap();
            let enough = |units: i64| {
                let gross = money(units);
                schedule.fee_of(gross).is_some_and(|fee| gross.amount - fee >= money(wish).amount)
            };
            if let Ok(quote) = schedule.gross_up(money(wish)) {
                prop_assert!(quote.net.amount >= money(wish).amount);
                prop_assert_eq!(&schedule.quote(quote.gross).unwrap(), &quote);
                let gross = (quote.gross.amount * Decimal::from(10_i64.pow(digits))).try_into().unwrap();
                prop_assert_eq!((wish..gross).find(|&smaller| enough(smaller)), None);
            } else {
                // 80 units are beyond the end of every schedule that has one.
                prop_assert_eq!((wish..80).find(|&any| enough(any)), None);
            }
        }
    }

    #[test]
    fn the_documents_examples_come_out() {
        let collections = FeeSchedule::percent("3".parse().unwrap(), None, None).unwrap();
        assert_eq!(collections.quote(Money::rwf(5_000)).unwrap().fee, Money::rwf(150));
        assert_eq!(collections.quote(Money::rwf(2_003)).unwrap().fee, Money::rwf(60));
        let payouts = FeeSchedule::flat(Money::rwf(100)).unwrap();
        assert_eq!(payouts.gross_up(Money::rwf(10_000)).unwrap().gross, Money::rwf(10_100));
        assert_eq!(payouts.quote(Money::rwf(100)).unwrap_err().code(), ErrorCode::InvalidAmount);
    }

    #[test]
    fn at_the_edge_of_a_tier_the_cheaper_side_wins() {
        let tiers = vec![tier(Some(1_000), 10, "0"), tier(None, 200, "0")];
        let schedule = FeeSchedule::new(tiers, &FeeRounding::HalfUp).unwrap();
        assert_eq!(schedule.gross_up(Money::rwf(990)).unwrap().gross, Money::rwf(1_000));
        assert_eq!(schedule.gross_up(Money::rwf(991)).unwrap().gross, Money::rwf(1_191));
    }

    #[test]
    fn schedules_that_make_no_sense_are_refused() {
        let usd = Money::new(Decimal::ONE, Currency::USD).unwrap();
        let flat = |money| FeeTier { flat: Some(money), ..FeeTier::default() };
        let between =
            |minimum, maximum| FeeTier { minimum: Some(minimum), maximum: Some(maximum), ..FeeTier::default() };
        for tiers in [
            vec![],
            vec![tier(None, 1, "0"), tier(None, 2, "0")],
            vec![tier(Some(10), 1, "0"), tier(Some(10), 2, "0")],
            vec![tier(None, 1, "100")],
            vec![tier(None, 1, "-1")],
            vec![tier(None, 1, "0.0000001")],
            vec![tier(None, -1, "1")],
            vec![between(Money::rwf(2), Money::rwf(1))],
            vec![FeeTier { up_to: Some(Money::rwf(9)), ..flat(usd) }],
        ] {
            let refused = FeeSchedule::new(tiers.clone(), &FeeRounding::HalfUp).unwrap_err();
            assert_eq!(refused.code(), ErrorCode::InvalidFeeSchedule, "{tiers:?}");
        }
        let word = FeeRounding::from("sideways");
        assert_eq!(FeeSchedule::new(vec![flat(usd)], &word).unwrap_err().code(), ErrorCode::InvalidFeeSchedule);
        let dollars = FeeSchedule::new(vec![flat(usd)], &FeeRounding::Up).unwrap();
        assert_eq!(dollars.quote(Money::rwf(5)).unwrap_err().code(), ErrorCode::InvalidCurrency);
    }
}
