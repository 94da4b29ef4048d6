//! What may be sent again, and when (`anchors/reliability.md` §2.4, `protocol/dgs-pay.md` §20).
//!
//! The rule stands in the column `retry` of the table of errors. This file joins it with the kind of the call, and holds the
//! pauses in between; what an end means for the money is the column `effect` (`error.rs`).

use std::time::Duration;

use crate::error::{ErrorCode, Retry};
use crate::http::Kind;

const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(8);
/// A service that asks for a longer pause gets the error passed on to the caller instead.
const LONGEST_RETRY_AFTER: Duration = Duration::from_secs(60);

/// Whether a request of this kind may be sent again after this end.
pub(crate) fn may_retry(kind: Kind, code: ErrorCode) -> bool {
    match code.retry() {
        Retry::Always => true,
        Retry::Reads => matches!(kind, Kind::Read | Kind::KeyedMoney(_)),
        Retry::Never => false,
    }
}

/// How long to wait before attempt `attempt + 1`: full jitter under a doubling cap, never less than the service asked for.
/// `None` if it asked for more than this library is willing to wait. `jitter` lies in 0..1.
pub(crate) fn pause(attempt: u32, retry_after: Option<u32>, jitter: f64) -> Option<Duration> {
    let asked = Duration::from_secs(retry_after.unwrap_or(0).into());
    if asked > LONGEST_RETRY_AFTER {
        return None;
    }
    let cap = FIRST_PAUSE.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1))).min(LONGEST_PAUSE);
    Some(cap.mul_f64(jitter.clamp(0.0, 1.0)).max(asked))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::{Effect, Movement};

    /// The table of design §5, written out: a change of policy has to change this list.
    #[test]
    fn the_policy_is_this_table() {
        use ErrorCode as C;
        let reads_again = [C::RateLimited, C::ServiceFailed, C::ConnectFailed, C::AnswerLost];
        for &code in ErrorCode::ALL {
            for freely in [Kind::Read, Kind::KeyedMoney(Movement::Payout)] {
                assert_eq!(may_retry(freely, code), reads_again.contains(&code), "{freely:?}, {code}");
            }
            for once in [Kind::Change, Kind::Money(Movement::Payment)] {
                assert_eq!(may_retry(once, code), code == C::ConnectFailed, "{once:?}, {code}");
            }
        }
    }

    #[test]
    fn money_is_never_sent_again_after_an_end_that_leaves_doubt() {
        for &code in ErrorCode::ALL.iter().filter(|code| code.effect() == Effect::Ambiguous) {
            assert!(!may_retry(Kind::Money(Movement::Payout), code), "{code}");
        }
    }

    #[test]
    fn the_service_sets_the_floor_and_jitter_the_rest() {
        assert_eq!(pause(1, None, 1.0), Some(Duration::from_millis(500)));
        assert_eq!(pause(3, None, 1.0), Some(Duration::from_secs(2)));
        assert_eq!(pause(30, None, 1.0), Some(LONGEST_PAUSE));
        assert_eq!(pause(1, None, 0.0), Some(Duration::ZERO));
        assert_eq!(pause(1, Some(3), 0.0), Some(Duration::from_secs(3)));
        assert_eq!(pause(1, Some(61), 0.0), None);
    }
}
