//! Points in time as the services write them (`protocol/dgs-pay.md` §3, C-34).

#[cfg(any(feature = "python", feature = "node", feature = "kotlin"))]
mod border;

use std::fmt;
use std::hash::{Hash, Hasher};
use std::str::FromStr;

use jiff::civil::DateTime;
use jiff::fmt::temporal::DateTimePrinter;

use crate::error::{Error, ErrorCode, Result};

/// To the second, in two words.
const WALL_CLOCK: DateTimePrinter = DateTimePrinter::new().separator(b' ').precision(Some(0));

/// A point in time, kept as the text that was sent.
///
/// DGS-Pay writes two forms: `2026-04-02T10:30:00Z`, which names an instant, and `2026-04-03 10:00:00`, whose zone no
/// document tells. The second is therefore a wall-clock time and no more: it is never turned into an instant by a guess,
/// and never used to order money.
#[derive(Clone)]
pub struct Timestamp {
    text: String,
    moment: Moment,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Moment {
    Instant(jiff::Timestamp),
    WallClock(DateTime),
}

impl Timestamp {
    /// The text as it was sent.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The instant, if the text names its zone.
    #[must_use]
    pub fn instant(&self) -> Option<jiff::Timestamp> {
        match self.moment {
            Moment::Instant(instant) => Some(instant),
            Moment::WallClock(_) => None,
        }
    }

    /// The date and time on the wall clock of whoever wrote it (UTC, if the text names its zone).
    #[must_use]
    pub fn civil(&self) -> DateTime {
        match self.moment {
            Moment::Instant(instant) => jiff::tz::Offset::UTC.to_datetime(instant),
            Moment::WallClock(civil) => civil,
        }
    }

    /// ISO 8601: ends in `Z` if the instant is known, and has no zone if it is not.
    #[must_use]
    pub fn iso(&self) -> String {
        match self.moment {
            Moment::Instant(instant) => instant.to_string(),
            Moment::WallClock(civil) => civil.to_string(),
        }
    }
}

impl Timestamp {
    /// The form that DGS-Pay takes, `2026-12-31 23:59:59`; in UTC if the instant is known (C-34).
    pub(crate) fn wall_clock(&self) -> String {
        WALL_CLOCK.datetime_to_string(&self.civil())
    }
}

/// The same moment, however it was written.
impl PartialEq for Timestamp {
    fn eq(&self, other: &Self) -> bool {
        self.moment == other.moment
    }
}

impl Eq for Timestamp {}

impl Hash for Timestamp {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.moment.hash(state);
    }
}

impl FromStr for Timestamp {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self> {
        let moment = text
            .parse()
            .map(Moment::Instant)
            .or_else(|_| text.parse().map(Moment::WallClock))
            .map_err(|_| Error::new(ErrorCode::InvalidArgument, format!("{text:?} is not a date and time")))?;
        Ok(Self { text: text.to_owned(), moment })
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_named_zone_gives_an_instant() {
        let webhook: Timestamp = "2026-04-02T10:30:00Z".parse().unwrap();
        assert_eq!(webhook.iso(), "2026-04-02T10:30:00Z");
        let listed: Timestamp = "2026-04-03 10:00:00".parse().unwrap();
        assert_eq!(listed.instant(), None);
        assert_eq!(listed.iso(), "2026-04-03T10:00:00");
        assert_eq!(listed.as_str(), "2026-04-03 10:00:00");
        assert!("yesterday".parse::<Timestamp>().is_err());
    }
}
