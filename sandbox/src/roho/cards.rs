//! Cards as RohoPay takes them: in the clear. They are looked at and forgotten; nothing of them leaves this file.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::clock::Millis;
use crate::service::Fields;

/// What a card does, once its payer has agreed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Behaviour {
    Pays,
    /// The bank refuses, in these words of the provider.
    Fails(&'static str),
    /// The provider refuses before anybody is asked.
    Refused,
}

/// The numbers that choose their own outcome: the documents announce some and name none, so that these are the sandbox's own.
/// They are no numbers of anybody's card.
const MAGIC: [(&str, Behaviour); 5] = [
    ("4000000000000002", Behaviour::Fails("DO_NOT_HONOR")),
    ("4000000000009995", Behaviour::Fails("INSUFFICIENT_FUNDS")),
    ("4000000000000069", Behaviour::Fails("EXPIRED_CARD")),
    ("4000000000000127", Behaviour::Fails("INCORRECT_CVV")),
    ("4000000000000119", Behaviour::Refused),
];

/// A card that could be one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Card {
    pub behaviour: Behaviour,
    pub has_expired: bool,
}

/// Reads the three fields of a card. What is said about them never repeats them.
pub(super) fn read(fields: &mut Fields, now: Millis) -> Option<Card> {
    let number = fields.text("card_number");
    let expiry = fields.text("card_expiry");
    let cvv = fields.text("card_cvv");
    let mut check = |name, text: &Option<String>, is_good: &dyn Fn(&str) -> bool, reason: &str| {
        if text.as_deref().is_some_and(|text| !is_good(text)) {
            fields.fail(name, reason);
        }
    };
    check("card_number", &number, &is_card_number, "must be the 16 digits of a Visa card or a Mastercard");
    check("card_expiry", &expiry, &|text| first_moment_after(text).is_some(), "must be MM/YY, such as 10/26");
    check("card_cvv", &cvv, &|text| text.len() == 3 && is_digits(text), "must be 3 digits");
    let number = number?;
    let behaviour = MAGIC.iter().find(|(magic, _)| *magic == number).map_or(Behaviour::Pays, |(_, does)| *does);
    Some(Card { behaviour, has_expired: first_moment_after(&expiry?)? <= now })
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Visa begins with 4, Mastercard with 51 to 55 or with 2221 to 2720; and the last digit checks the others.
fn is_card_number(text: &str) -> bool {
    if text.len() != 16 || !is_digits(text) {
        return false;
    }
    let begins = |digits: usize| text[..digits].parse().unwrap_or(0);
    let has_brand = text.starts_with('4') || (51..=55).contains(&begins(2)) || (2221..=2720).contains(&begins(4));
    has_brand && luhn(text)
}

fn luhn(digits: &str) -> bool {
    let sum: u32 = digits
        .bytes()
        .rev()
        .enumerate()
        .map(|(place, byte)| {
            let digit = u32::from(byte - b'0') * if place % 2 == 1 { 2 } else { 1 };
            if digit > 9 { digit - 9 } else { digit }
        })
        .sum();
    sum.is_multiple_of(10)
}

/// When a card that is good through this month is so no longer, in UTC.
fn first_moment_after(expiry: &str) -> Option<Millis> {
    let (month, year) = expiry.split_once('/').filter(|(month, year)| month.len() == 2 && year.len() == 2)?;
    if !is_digits(month) || !is_digits(year) {
        return None;
    }
    let first = Date::new(2_000 + year.parse::<i16>().ok()?, month.parse().ok()?, 1).ok()?;
    let next = first.last_of_month().tomorrow().ok()?;
    next.to_zoned(TimeZone::UTC).ok().map(|moment| Timestamp::as_millisecond(moment.timestamp()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_the_two_brands() {
        for good in ["4111111111111111", "5555555555554444", "2223003122003222", "5105105105105100"] {
            assert!(is_card_number(good), "{good}");
        }
        for bad in
            ["4111111111111112", "411111111111111", "41111111111111111", "3530111333300000", "4111 1111 1111 1111"]
        {
            assert!(!is_card_number(bad), "{bad}");
        }
        assert!(MAGIC.iter().all(|(number, _)| is_card_number(number)));
    }

    #[test]
    fn a_card_is_good_to_the_end_of_its_month() {
        let until = |text| first_moment_after(text).map(crate::clock::iso);
        assert_eq!(until("10/26").as_deref(), Some("2026-11-01T00:00:00Z"));
        assert_eq!(until("12/26").as_deref(), Some("2027-01-01T00:00:00Z"));
        for text in ["13/26", "00/26", "1/26", "10/2026", "10-26", "+1/26", "1o/26", "", "/"] {
            assert_eq!(until(text), None, "{text}");
        }
    }
}
