//! What the fields of a card show while somebody types. It formats and hints; it refuses nothing, whatever was typed: what is
//! wrong in the end, [`CardEncryptor`](super::CardEncryptor) and the issuer say.
//!
//! A field's text goes in as it stands after the last key, with its caret; what the field should show comes out. So every kind
//! of editing is the same: typing at the end or in the middle, deleting, pasting, filling in.

mod expiry;
mod number;

use std::time::{SystemTime, UNIX_EPOCH};

use dgspay_macros::model;

pub use expiry::CardExpiryEntry;
pub use number::CardNumberEntry;

/// What the fields of a card show while somebody types.
///
/// A caret is counted as the fields of pages and apps count it, in UTF-16 units (`selectionStart`); without one it stands
/// behind the text. The one that comes out stands behind the same digit. Digits of Arabic keyboards and full-width ones become
/// `0` to `9`, and whatever else is no digit separates.
#[derive(Debug, Clone, Copy)]
pub struct CardEntry;

/// A month of a year.
#[model(input)]
pub struct YearMonth {
    /// The year, with all four digits.
    pub year: i32,
    /// The month, 1 to 12.
    pub month: i32,
}

impl CardEntry {
    /// What the field of the number shows: groups as they stand on the card, no more digits than its brand has.
    #[must_use]
    pub fn number(typed: &str, caret: Option<i32>) -> CardNumberEntry {
        CardNumberEntry::of(&Typed::read(typed, caret))
    }

    /// What the field of the expiry shows: `12/28`, however it was typed or pasted (`1228`, `12/2028`, `2028-12`). `today` is
    /// the month that a card must not have expired in; without it, that of the machine's clock.
    #[must_use]
    pub fn expiry(typed: &str, caret: Option<i32>, today: Option<&YearMonth>) -> CardExpiryEntry {
        CardExpiryEntry::of(&Typed::read(typed, caret), &today.map_or_else(YearMonth::now, Clone::clone))
    }
}

impl YearMonth {
    /// A month of a year.
    #[must_use]
    pub fn new(year: i32, month: i32) -> Self {
        Self { year, month }
    }

    /// In UTC.
    fn now() -> Self {
        Self::at(SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |passed| passed.as_secs()))
    }

    /// The month in which so many seconds have passed since 1970 began, in UTC. Counted here: a library that knows dates would
    /// make up a quarter of what customers' apps load.
    fn at(seconds: u64) -> Self {
        // Counted from a first of March, leap days are the last of their years, and 400 years are all alike.
        const FROM_MARCH_OF_YEAR_0_TO_1970: u64 = 719_468;
        let days = seconds / (24 * 60 * 60) + FROM_MARCH_OF_YEAR_0_TO_1970;
        let (cycle, day) = (days / 146_097, days % 146_097);
        let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
        let day = day - (365 * year + year / 4 - year / 100);
        // Five months from March have 153 days, and so have the next five.
        let march_is_0 = (5 * day + 2) / 153;
        let (year, month) = if march_is_0 < 10 { (year, march_is_0 + 3) } else { (year + 1, march_is_0 - 9) };
        let number = |number: u64| i32::try_from(number).unwrap_or(i32::MAX);
        Self::new(number(400 * cycle + year), number(month))
    }
}

/// A digit of a field's text.
#[derive(Clone, Copy)]
struct Digit {
    digit: char,
    before_caret: bool,
}

/// What stands in a field, as far as a card cares.
struct Typed {
    /// Its stretches of digits, none of them empty.
    runs: Vec<Vec<Digit>>,
    /// Whether a slash stands before all digits.
    begins_with_slash: bool,
    /// Whether anything stands behind the last digit.
    ends_with_separator: bool,
}

impl Typed {
    fn read(text: &str, caret: Option<i32>) -> Self {
        let caret = caret.map_or(usize::MAX, |caret| caret.try_into().unwrap_or(0));
        let mut typed = Self { runs: Vec::new(), begins_with_slash: false, ends_with_separator: false };
        let mut place = 0;
        let mut in_run = false;
        for character in text.chars() {
            let found = digit(character).map(|digit| Digit { digit, before_caret: place < caret });
            match (found, typed.runs.last_mut()) {
                (Some(digit), Some(run)) if in_run => run.push(digit),
                (Some(digit), _) => typed.runs.push(vec![digit]),
                (None, None) => typed.begins_with_slash |= character == '/',
                (None, Some(_)) => {}
            }
            in_run = found.is_some();
            place += character.len_utf16();
        }
        typed.ends_with_separator = !typed.runs.is_empty() && !in_run;
        typed
    }

    fn digits(&self) -> impl Iterator<Item = Digit> + '_ {
        self.runs.iter().flatten().copied()
    }
}

/// A decimal digit of the keyboards that people have, as ASCII.
fn digit(character: char) -> Option<char> {
    let mut zeros = ['0', '\u{660}', '\u{6f0}', '\u{ff10}'].into_iter().map(u32::from);
    let value = |zero| u32::from(character).checked_sub(zero).and_then(|value| char::from_digit(value, 10));
    zeros.find_map(value)
}

/// What a field shows, written from the left.
#[derive(Default)]
struct Shown {
    text: String,
    caret: usize,
}

impl Shown {
    /// The caret follows the last digit that stood before it.
    fn digit(&mut self, digit: Digit) {
        self.text.push(digit.digit);
        if digit.before_caret {
            self.caret = self.text.len();
        }
    }

    fn digits(&mut self, digits: &[Digit]) {
        for digit in digits {
            self.digit(*digit);
        }
    }

    fn separator(&mut self, separator: char) {
        self.text.push(separator);
    }

    /// The text, and its caret: behind all of it, if no digit was behind the caret before.
    fn finish(self, typed: &Typed) -> (String, i32) {
        let at_end = typed.digits().all(|digit| digit.before_caret);
        let caret = if at_end { self.text.len() } else { self.caret };
        // A field shows less than thirty characters.
        (self.text, i32::try_from(caret).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const TODAY: YearMonth = YearMonth { year: 2026, month: 11 };

    #[test]
    fn the_clock_shows_the_month_that_the_calendar_has() {
        const DAY: i64 = 24 * 60 * 60;
        // Every day of more than 400 years, at its first and its last second.
        for second in (0..160_000).flat_map(|day| [day * DAY, day * DAY + DAY - 1]) {
            let date = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::from_second(second).unwrap());
            let found = YearMonth::at(second.unsigned_abs());
            assert_eq!((found.year, found.month), (date.year().into(), date.month().into()), "{date}");
        }
        assert_eq!(YearMonth::at(u64::MAX).year, i32::MAX);
    }

    /// What a field shows, and its caret.
    type Field = fn(&str, Option<i32>) -> (String, i32);

    const FIELDS: [Field; 2] = [
        |typed, caret| {
            let CardNumberEntry { text, caret, .. } = CardEntry::number(typed, caret);
            (text, caret)
        },
        |typed, caret| {
            let CardExpiryEntry { text, caret, .. } = CardEntry::expiry(typed, caret, Some(&TODAY));
            (text, caret)
        },
    ];

    /// What a field shows after one key more at its caret; none is the key that deletes.
    fn press(field: Field, (text, caret): &(String, i32), key: Option<char>) -> (String, i32) {
        let (before, behind) = text.split_at(usize::try_from(*caret).unwrap());
        let before = match key {
            Some(key) => format!("{before}{key}"),
            None => before[..before.len().saturating_sub(1)].to_owned(),
        };
        field(&format!("{before}{behind}"), Some(i32::try_from(before.len()).unwrap()))
    }

    fn digits(text: &str) -> String {
        text.chars().filter_map(digit).collect()
    }

    /// Texts as they are typed and pasted, and any other.
    fn any_text() -> impl Strategy<Value = String> {
        prop_oneof!["[0-9 /-]{0,24}", "[0-9]{0,24}", "[0-9０-９٠-٩۰-۹a-z/ 🂡]{0,12}", "\\PC*"]
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn what_was_formatted_stays_as_it_is(typed in any_text(), caret in proptest::option::of(-1..30_i32)) {
            for field in FIELDS {
                let (text, caret) = field(&typed, caret);
                prop_assert_eq!(field(&text, Some(caret)), (text, caret));
            }
        }

        #[test]
        fn a_numbers_digits_are_kept_and_its_caret_stays_behind_the_same(typed in any_text(), at in 0..30_usize) {
            let at = typed.char_indices().map(|(place, _)| place).nth(at).unwrap_or(typed.len());
            let caret = typed[..at].encode_utf16().count();
            let shown = CardEntry::number(&typed, Some(i32::try_from(caret).unwrap()));
            let kept = digits(&shown.text);
            prop_assert!(digits(&typed).starts_with(&kept));
            let before = digits(&shown.text[..usize::try_from(shown.caret).unwrap()]);
            prop_assert_eq!(before.len(), digits(&typed[..at]).len().min(kept.len()));
        }

        #[test]
        fn everything_can_be_deleted_again(typed in any_text()) {
            for field in FIELDS {
                let mut shown = field(&typed, None);
                for _ in 0..30 {
                    shown = press(field, &shown, None);
                }
                prop_assert_eq!(&shown.0, "");
            }
        }

        #[test]
        fn an_expiry_is_the_same_however_it_is_written(month in 1..=12_i32, year in 2000..=2099_i32) {
            let short = year % 100;
            for typed in [
                format!("{month}/{short:02}"), format!("{month:02}{short:02}"), format!("{month:02} / {year}"),
                format!("{month:02}{year}"), format!("{year}-{month:02}"), format!("{year}-{month:02}-28"),
                format!("{month}-{year}"), format!("exp. {month:02}.{short:02}"),
            ] {
                let typed_key_by_key =
                    typed.chars().fold((String::new(), 0), |shown, key| press(FIELDS[1], &shown, Some(key)));
                let read = CardEntry::expiry(&typed, None, Some(&TODAY));
                prop_assert_eq!(&read.text, &format!("{month:02}/{short:02}"), "{}", typed);
                prop_assert_eq!((read.month, read.year), (Some(month), Some(year)));
                prop_assert_eq!(read.expired, year < 2026 || year == 2026 && month < 11);
                if !typed.starts_with("20") && !typed.starts_with("exp") {
                    prop_assert_eq!(typed_key_by_key, (read.text, read.caret), "{}", typed);
                }
            }
        }
    }

    #[test]
    fn a_digit_in_the_middle_moves_the_others_and_the_caret_follows_it() {
        let shown = CardEntry::number("4242 4242 4242", Some(5));
        let (text, caret) = press(FIELDS[0], &(shown.text, 5), Some('7'));
        assert_eq!((text.as_str(), caret), ("4242 7424 2424 2", 6));
        let expiry = press(FIELDS[1], &("/28".into(), 0), Some('1'));
        assert_eq!(expiry, ("01/28".into(), 2));
        assert_eq!(press(FIELDS[1], &expiry, Some('2')), ("12/28".into(), 2));
    }

    #[test]
    fn the_clock_is_asked_if_nobody_says_what_day_it_is() {
        let YearMonth { year, month } = YearMonth::now();
        let entry = |year: i32| CardEntry::expiry(&format!("{month:02}/{year}"), None, None);
        assert!(!entry(year).expired, "a card is good to the end of its month");
        assert!(entry(year - 1).expired);
    }

    #[test]
    fn what_was_typed_is_not_printed() {
        let number = CardEntry::number("4242 4242 4242 4242", None);
        let expiry = CardEntry::expiry("03/29", None, Some(&TODAY));
        let shown = format!("{number:?} {expiry:?}");
        assert!(!["4242", "29", "Some(3)"].iter().any(|private| shown.contains(private)), "{shown}");
        assert!(shown.contains("Visa"), "{shown}");
    }
}
