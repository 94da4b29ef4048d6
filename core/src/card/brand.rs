//! The networks of cards, told by the first digits of a number (ISO/IEC 7812, and the ranges that the networks publish).

use dgspay_macros::open_enum;

/// The network of a card, as far as its first digits tell.
#[open_enum]
pub enum CardBrand {
    /// Visa.
    #[wire("visa")]
    Visa,
    /// Mastercard.
    #[wire("mastercard")]
    Mastercard,
    /// American Express.
    #[wire("american_express")]
    AmericanExpress,
    /// Maestro.
    #[wire("maestro")]
    Maestro,
    /// Verve.
    #[wire("verve")]
    Verve,
    /// UnionPay.
    #[wire("union_pay")]
    UnionPay,
    /// Discover.
    #[wire("discover")]
    Discover,
    /// Diners Club.
    #[wire("diners_club")]
    DinersClub,
    /// JCB.
    #[wire("jcb")]
    Jcb,
}

use CardBrand::{AmericanExpress, DinersClub, Discover, Jcb, Maestro, Mastercard, UnionPay, Verve, Visa};

/// The first and the last prefix of each range, both of the same length.
static RANGES: [(&str, &str, CardBrand); 22] = [
    ("4", "4", Visa),
    ("51", "55", Mastercard),
    ("2221", "2720", Mastercard),
    ("34", "34", AmericanExpress),
    ("37", "37", AmericanExpress),
    ("50", "50", Maestro),
    ("56", "58", Maestro),
    ("63", "63", Maestro),
    ("67", "67", Maestro),
    ("506099", "506198", Verve),
    ("507865", "507964", Verve),
    ("650002", "650027", Verve),
    ("62", "62", UnionPay),
    ("81", "81", UnionPay),
    ("6011", "6011", Discover),
    ("644", "649", Discover),
    ("65", "65", Discover),
    ("300", "305", DinersClub),
    ("3095", "3095", DinersClub),
    ("36", "36", DinersClub),
    ("38", "39", DinersClub),
    ("3528", "3589", Jcb),
];

impl CardBrand {
    /// The network of a number that begins with these digits: the longest prefix counts. Nothing is known before as many
    /// digits are there as tell it for certain.
    pub(super) fn of(digits: &str) -> Option<Self> {
        let inside = |(first, last, _): &&(&str, &str, Self)| {
            digits.get(..first.len()).is_some_and(|prefix| (*first..=*last).contains(&prefix))
        };
        RANGES.iter().filter(inside).max_by_key(|(first, ..)| first.len()).map(|(.., brand)| brand.clone())
    }

    /// Whether its numbers can have so many digits; without a brand, whether any number can.
    pub(super) fn has_length(brand: Option<&Self>, digits: usize) -> bool {
        match brand {
            Some(Visa) => matches!(digits, 13 | 16 | 19),
            Some(Mastercard) => digits == 16,
            Some(AmericanExpress) => digits == 15,
            Some(Verve) => matches!(digits, 16 | 18 | 19),
            Some(UnionPay | Discover | Jcb) => matches!(digits, 16..=19),
            Some(DinersClub) => matches!(digits, 14..=19),
            Some(Maestro | Self::Other(_)) | None => super::NUMBER_LENGTHS.contains(&digits),
        }
    }

    /// How many digits the longest of its numbers have.
    pub(super) fn longest(brand: Option<&Self>) -> usize {
        super::NUMBER_LENGTHS.rev().find(|digits| Self::has_length(brand, *digits)).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_written_as_they_are_compared() {
        for (first, last, brand) in &RANGES {
            assert_eq!(first.len(), last.len(), "{brand}");
            assert!(first <= last, "{brand}");
        }
        let known: Vec<_> = CardBrand::VARIANTS.iter().map(|word| CardBrand::from(*word)).collect();
        assert!(known.iter().all(|brand| RANGES.iter().any(|(.., own)| own == brand)));
    }

    #[test]
    fn ranges_of_one_length_do_not_overlap() {
        for (place, (first, last, brand)) in RANGES.iter().enumerate() {
            let clash = |(other, its_last, _): &(&str, &str, CardBrand)| {
                other.len() == first.len() && other <= last && first <= its_last
            };
            assert!(!RANGES[place + 1..].iter().any(clash), "{brand} {first}");
        }
    }

    #[test]
    fn the_longest_prefix_counts() {
        for (digits, brand) in [
            ("", None),
            ("5", None),
            ("50", Some(Maestro)),
            ("506099", Some(Verve)),
            ("65000", Some(Discover)),
            ("650002", Some(Verve)),
        ] {
            assert_eq!(CardBrand::of(digits), brand, "{digits}");
        }
    }
}
