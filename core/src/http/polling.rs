//! Looking something up again and again until it has ended.

use std::future::Future;
use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use crate::error::{Error, ErrorClass, ErrorCode, Result};

/// The first pause; the following ones grow up to the longest.
const FIRST_PAUSE: Duration = Duration::from_millis(500);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);
/// A wait without an end, as a day is to a payer with a phone.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// Looks until it has ended or the time is up, and gives the last state seen. An error that waiting may mend is none.
pub(crate) async fn until<T: Clone, F: Future<Output = Result<T>>>(
    mut known: T,
    timeout: Duration,
    ended: impl Fn(&T) -> bool,
    look: impl Fn(T) -> F,
) -> Result<T> {
    let deadline = Instant::now() + timeout.min(LONGEST_WAIT);
    let mut pause = FIRST_PAUSE;
    while !ended(&known) {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            break;
        }
        sleep(pause.min(left)).await;
        // The last look may begin when the time is up: it then gets the moment that an answer takes.
        let patience = deadline.max(Instant::now() + FIRST_PAUSE);
        match timeout_at(patience, look(known.clone())).await {
            Ok(Ok(later)) => known = later,
            Ok(Err(error)) if waiting_cannot_mend(&error) => return Err(error),
            Ok(Err(_)) | Err(_) => {}
        }
        pause = pause.mul_f64(1.5).min(LONGEST_PAUSE);
    }
    Ok(known)
}

fn waiting_cannot_mend(error: &Error) -> bool {
    let class = matches!(
        error.class(),
        ErrorClass::Config
            | ErrorClass::Validation
            | ErrorClass::Authentication
            | ErrorClass::Permission
            | ErrorClass::Internal
    );
    class || error.code() == ErrorCode::ExecutedTwice
}
