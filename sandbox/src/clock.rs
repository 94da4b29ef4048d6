//! The sandbox's own time: the machine's clock plus what the control API has added, or a clock that only moves when told.

use std::sync::atomic::{AtomicI64, Ordering};

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

/// A moment, in milliseconds since 1970.
pub(crate) type Millis = i64;

/// The clock that approvals, settlement, webhook retries and every printed time obey.
#[derive(Debug)]
pub(crate) struct Clock {
    /// What is added to the base: only ever grows, so that time never runs backwards for a client that advances it.
    offset: AtomicI64,
    /// Where a frozen clock stands before anything is added.
    frozen_at: Option<Millis>,
}

impl Clock {
    pub(crate) fn new(frozen_at: Option<Timestamp>) -> Self {
        Self { offset: AtomicI64::new(0), frozen_at: frozen_at.map(Timestamp::as_millisecond) }
    }

    pub(crate) fn now(&self) -> Millis {
        let base = self.frozen_at.unwrap_or_else(|| Timestamp::now().as_millisecond());
        base.saturating_add(self.offset.load(Ordering::SeqCst))
    }

    /// Moves the time forward.
    pub(crate) fn advance(&self, by: Millis) {
        self.offset.fetch_add(by.max(0), Ordering::SeqCst);
    }

    /// Whether waiting brings the time forward. It does not on a frozen clock, so a timer on it must not sleep.
    pub(crate) fn ticks(&self) -> bool {
        self.frozen_at.is_none()
    }
}

/// `2026-04-02T10:30:00Z`, as payment webhooks print it.
pub(crate) fn iso(at: Millis) -> String {
    format(at, "%Y-%m-%dT%H:%M:%SZ")
}

/// `2026`, in UTC.
pub(crate) fn year(at: Millis) -> String {
    format(at, "%Y")
}

/// `2026-04-03 10:00:00`, in UTC, as transactions print it.
pub(crate) fn plain(at: Millis) -> String {
    format(at, "%Y-%m-%d %H:%M:%S")
}

/// `31 December 2026, 23:59`, in UTC, as people read it.
pub(crate) fn readable(at: Millis) -> String {
    format(at, "%-d %B %Y, %H:%M")
}

/// Reads what [`plain`] prints, and nothing else.
pub(crate) fn parse_plain(text: &str) -> Option<Millis> {
    let moment = DateTime::strptime("%Y-%m-%d %H:%M:%S", text).ok()?.to_zoned(TimeZone::UTC).ok()?;
    let at = moment.timestamp().as_millisecond();
    (plain(at) == text).then_some(at)
}

/// `2026-04-02T10:30:00.250Z`, as the control API prints it.
pub(crate) fn precise(at: Millis) -> String {
    format(at, "%Y-%m-%dT%H:%M:%S.%3fZ")
}

fn format(at: Millis, pattern: &str) -> String {
    Timestamp::from_millisecond(at).unwrap_or_default().strftime(pattern).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_the_documented_forms_and_a_readable_one() {
        let at = 1_775_125_800_250;
        assert_eq!(iso(at), "2026-04-02T10:30:00Z");
        assert_eq!(plain(at), "2026-04-02 10:30:00");
        assert_eq!(readable(at), "2 April 2026, 10:30");
        assert_eq!(precise(at), "2026-04-02T10:30:00.250Z");
    }

    #[test]
    fn reads_the_plain_form_alone() {
        assert_eq!(parse_plain("2026-04-02 10:30:00"), Some(1_775_125_800_000));
        for text in [
            "2026-04-02T10:30:00",
            "2026-4-2 10:30:00",
            "2026-02-30 10:30:00",
            "2026-04-02 10:30",
            "",
            " 2026-04-02 10:30:00",
        ] {
            assert_eq!(parse_plain(text), None, "{text}");
        }
    }

    #[test]
    fn a_frozen_clock_moves_only_when_told() {
        let clock = Clock::new(Some(Timestamp::UNIX_EPOCH));
        assert_eq!(clock.now(), 0);
        clock.advance(1_500);
        clock.advance(-9_000);
        assert_eq!(clock.now(), 1_500);
    }
}
