//! What is seen while something takes its time, and what Ctrl-C means then.

use std::time::Duration;

use dgspay::CancelToken;
use indicatif::{ProgressBar, ProgressStyle};

use crate::interrupt::Interrupts;
use crate::output::{Tone, note};

/// What takes no longer than this is not announced.
const SHORT: Duration = Duration::from_secs(1);
const GIVING_UP: &str =
    "Still waiting: the request may have been sent. Ctrl-C again gives up, and then nobody knows whether money moved.";
const TICK: Duration = Duration::from_millis(120);

/// Waits for a call. If it takes longer than a second, a line on a terminal says what for.
pub(crate) async fn seen<T>(what: &str, call: impl Future<Output = T>) -> T {
    let mut call = std::pin::pin!(call);
    if let Ok(quick) = tokio::time::timeout(SHORT, &mut call).await {
        return quick;
    }
    // Draws on stderr, and only if that is a terminal.
    let bar = ProgressBar::new_spinner().with_message(what.to_owned()).with_elapsed(SHORT);
    if let Ok(style) = ProgressStyle::with_template("  {spinner} {msg} {elapsed}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(TICK);
    let done = call.await;
    bar.finish_and_clear();
    done
}

/// Waits for a call that moves money. The first Ctrl-C only says what a second one would mean: the call then ends as unknown.
pub(crate) async fn to_the_end<T>(what: &str, cancel: &CancelToken, call: impl Future<Output = T>) -> T {
    let mut interrupts = Interrupts::listen();
    let mut call = std::pin::pin!(seen(what, call));
    let mut warned = false;
    loop {
        tokio::select! {
            done = &mut call => return done,
            () = interrupts.next() => {
                if warned {
                    cancel.cancel();
                } else {
                    note(Tone::Waiting, GIVING_UP);
                }
                warned = true;
            }
        }
    }
}

/// Waits for something that can be waited for again. Ctrl-C ends the waiting: `None`.
pub(crate) async fn unless_stopped<T>(what: &str, call: impl Future<Output = T>) -> Option<T> {
    let mut interrupts = Interrupts::listen();
    tokio::select! {
        done = seen(what, call) => Some(done),
        () = interrupts.next() => None,
    }
}
