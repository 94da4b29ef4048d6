//! The field of a card's expiry.

use dgspay_macros::model;

use super::{Digit, Shown, Typed, YearMonth};

/// What the field of a card's expiry shows, and what it means. It is card data: never log or store it.
#[model]
pub struct CardExpiryEntry {
    /// What the field shows, such as `12/28`, or the beginning of it.
    #[secret]
    pub text: String,
    /// Where its caret belongs.
    pub caret: i32,
    /// Whether month and year are both there.
    pub complete: bool,
    /// Whether that month has passed. The issuer has the last word: the clock may be wrong.
    pub expired: bool,
    /// The month, 1 to 12.
    #[secret]
    pub month: Option<i32>,
    /// The year, with all four digits.
    #[secret]
    pub year: Option<i32>,
}

impl CardExpiryEntry {
    pub(super) fn of(typed: &Typed, today: &YearMonth) -> Self {
        let Parts { month, year, slash } = Parts::of(typed);
        let mut shown = Shown::default();
        shown.digits(&month);
        if slash {
            shown.separator('/');
        }
        shown.digits(&year);
        let (text, caret) = shown.finish(typed);
        let month = number(&month).filter(|month| (1..=12).contains(month));
        let year = number(&year).map(|year| 2000 + year);
        let (complete, expired) = match (year, month) {
            (Some(year), Some(month)) => (true, (year, month) < (today.year, today.month)),
            _ => (false, false),
        };
        Self { text, caret, complete, expired, month, year }
    }
}

/// The digits on both sides of the slash, and whether it is shown.
#[derive(Default)]
struct Parts {
    month: Vec<Digit>,
    year: Vec<Digit>,
    slash: bool,
}

impl Parts {
    /// A slash is never made up behind a month alone: it would be there again whenever somebody deletes it.
    fn of(typed: &Typed) -> Self {
        match typed.runs.as_slice() {
            [] => Self::default(),
            [year] if typed.begins_with_slash => Self { month: Vec::new(), year: two_digits(year), slash: true },
            [digits] => Self::in_one(digits, typed.ends_with_separator),
            // As ISO 8601 and the autofill of browsers write it.
            [year, month, ..] if year.len() == 4 && is_of_this_century(year) => {
                Self { month: whole_month(month), year: two_digits(year), slash: true }
            }
            [month, year, ..] => Self { month: whole_month(month), year: two_digits(year), slash: true },
        }
    }

    /// Digits without anything between them: as many are the month's as make one.
    fn in_one(digits: &[Digit], ends_with_separator: bool) -> Self {
        let zeros = digits.iter().take_while(|digit| digit.digit == '0').count();
        let digits = &digits[zeros.saturating_sub(1)..];
        let (month, rest) = match digits {
            [first, second, rest @ ..] if matches!((first.digit, second.digit), ('0', _) | ('1', '0'..='2')) => {
                (vec![*first, *second], rest)
            }
            [first, rest @ ..]
                if first.digit > '1' || first.digit == '1' && (!rest.is_empty() || ends_with_separator) =>
            {
                (vec![ZERO, *first], rest)
            }
            // What may yet become a month of two digits.
            _ => (digits.to_vec(), &[][..]),
        };
        let slash = !rest.is_empty() || month.len() == 2 && ends_with_separator;
        Self { month, year: two_digits(rest), slash }
    }
}

/// The zero in front of a month, which nobody typed.
const ZERO: Digit = Digit { digit: '0', before_caret: false };

/// A month that something stands behind. It may be none (`13`): nothing that was typed is guessed away.
fn whole_month(digits: &[Digit]) -> Vec<Digit> {
    // Whoever types into `01/28` to make it `12/28` has a `012` on the way.
    let zeros = digits.iter().take_while(|digit| digit.digit == '0').count();
    let digits = &digits[zeros.min(digits.len().saturating_sub(2))..];
    match digits {
        [single] if single.digit != '0' => vec![ZERO, *single],
        _ => digits.iter().take(2).copied().collect(),
    }
}

/// A year with the two digits that cards have; three, while somebody types one of four.
fn two_digits(year: &[Digit]) -> Vec<Digit> {
    match year {
        [_, _, tens, ones, ..] if is_of_this_century(year) => vec![*tens, *ones],
        [_, _, _] if is_of_this_century(year) => year.to_vec(),
        _ => year.iter().take(2).copied().collect(),
    }
}

fn is_of_this_century(year: &[Digit]) -> bool {
    matches!(year, [first, second, ..] if (first.digit, second.digit) == ('2', '0'))
}

/// What two digits say.
fn number(digits: &[Digit]) -> Option<i32> {
    let [tens, ones] = digits else { return None };
    let value = |digit: &Digit| digit.digit.to_digit(10).and_then(|value| i32::try_from(value).ok());
    Some(10 * value(tens)? + value(ones)?)
}
