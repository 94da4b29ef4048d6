//! RohoPay's words for what others call otherwise.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::environment::Environment;
use crate::ledger::PaymentStatus;

/// `test` or `live`.
pub(crate) fn environment(environment: Environment) -> &'static str {
    match environment {
        Environment::Test => "test",
        Environment::Production => "live",
    }
}

/// The status that goes by this word.
pub(super) fn status(word: &str) -> Option<PaymentStatus> {
    [PaymentStatus::Pending, PaymentStatus::Success, PaymentStatus::Failed]
        .into_iter()
        .find(|status| status.of_charge() == word)
}

/// Which end of a span of time is meant by a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    First,
    Last,
}

/// A moment or a date of ISO 8601, in seconds since 1970: of a date its first or its last second, in UTC.
pub(super) fn seconds(text: &str, end: End) -> Option<i64> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment.as_second());
    }
    let date = text.parse::<Date>().ok().filter(|date| date.to_string() == text)?;
    let day = match end {
        End::First => date,
        End::Last => date.tomorrow().ok()?,
    };
    let midnight = day.to_zoned(TimeZone::UTC).ok()?.timestamp().as_second();
    Some(midnight - i64::from(end == End::Last))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_and_dates() {
        assert_eq!(seconds("2024-07-15T08:30:00Z", End::First), Some(1_721_032_200));
        assert_eq!(seconds("2024-07-15T11:30:00.9+03:00", End::Last), Some(1_721_032_200));
        assert_eq!(seconds("2024-07-15", End::First), Some(1_721_001_600));
        assert_eq!(seconds("2024-07-15", End::Last), Some(1_721_087_999));
        for text in ["", "15.7.2024", "2024-07-15T08:30:00", "2024-13-01", "yesterday", "2024-07-15 "] {
            assert_eq!(seconds(text, End::First), None, "{text}");
        }
    }

    #[test]
    fn the_words_of_a_status() {
        assert_eq!(status("successful"), Some(PaymentStatus::Success));
        assert_eq!(status("success"), None);
    }
}
