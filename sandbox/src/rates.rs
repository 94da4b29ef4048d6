//! What one currency costs in another: a fixed table.

use dgspay::Currency;
use rust_decimal::{Decimal, RoundingStrategy};

use crate::ledger::Amount;

/// One unit of the first in the second, as text. Only dollars to euros are documented.
const TABLE: [(Currency, Currency, &str); 3] = [
    (Currency::USD, Currency::EUR, "0.945"),
    (Currency::USD, Currency::RWF, "1450"),
    (Currency::EUR, Currency::RWF, "1534"),
];

/// How many fraction digits an inverse has: a franc is a small part of a dollar.
const INVERSE_DIGITS: u32 = 8;

/// What a drifting rate loses between preview and execution.
const DRIFT: Decimal = Decimal::from_parts(5, 0, 0, false, 3);

/// The rate, or `None` for a pair that is not in the table. Inverses are cut, so that going to and fro never gains.
pub(crate) fn rate(from: Currency, to: Currency) -> Option<Decimal> {
    let direct = |from, to| {
        let line = TABLE.iter().find(|(base, quote, _)| (*base, *quote) == (from, to));
        line.and_then(|(_, _, rate)| rate.parse::<Decimal>().ok())
    };
    direct(from, to).or_else(|| {
        let inverse = Decimal::ONE.checked_div(direct(to, from)?)?;
        Some(inverse.round_dp_with_strategy(INVERSE_DIGITS, RoundingStrategy::ToZero))
    })
}

/// The rate a moment later, where rates drift.
pub(crate) fn drifted(rate: Decimal) -> Decimal {
    (rate - rate * DRIFT).round_dp_with_strategy(INVERSE_DIGITS, RoundingStrategy::ToZero)
}

/// What an amount becomes. The fraction of the smallest unit stays with the service.
pub(crate) fn convert(from: Amount, to: Currency, rate: Decimal) -> Option<Amount> {
    let whole =
        from.decimal().checked_mul(rate)?.round_dp_with_strategy(to.fraction_digits(), RoundingStrategy::ToZero);
    Amount::exact(whole, to)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const ALL: [Currency; 3] = [Currency::RWF, Currency::USD, Currency::EUR];

    #[test]
    fn the_documented_example() {
        let rate = rate(Currency::USD, Currency::EUR).unwrap();
        assert_eq!(rate.to_string(), "0.945");
        let hundred = Amount::new(10_000, Currency::USD);
        assert_eq!(convert(hundred, Currency::EUR, rate), Some(Amount::new(9_450, Currency::EUR)));
        assert_eq!(drifted(rate).to_string(), "0.940275");
    }

    #[test]
    fn every_pair_but_a_currency_with_itself() {
        for from in ALL {
            for to in ALL {
                assert_eq!(rate(from, to).is_some(), from != to, "{from} {to}");
            }
        }
        assert_eq!(rate(Currency::USD, Currency::KES), None);
        assert_eq!(rate(Currency::RWF, Currency::USD).unwrap().to_string(), "0.00068965");
    }

    proptest! {
        #[test]
        fn to_and_fro_never_gains(minor in 1..100_000_000_000_000_i64, from in 0..3_usize, to in 0..3_usize) {
            prop_assume!(from != to);
            let start = Amount::new(minor, ALL[from]);
            let there = convert(start, ALL[to], rate(ALL[from], ALL[to]).unwrap()).unwrap();
            let back = convert(there, ALL[from], rate(ALL[to], ALL[from]).unwrap()).unwrap();
            prop_assert!(back.minor <= start.minor);
        }
    }
}
