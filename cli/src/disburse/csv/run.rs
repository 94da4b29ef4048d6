//! Sending payouts, a few at a time, each written down before and after.

use std::collections::VecDeque;
use std::time::Duration;

use dgspay::{CancelToken, Error, ErrorClass, ErrorCode, Outcome};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::task::JoinSet;

use super::journal::{Entry, Journal, State};
use super::order::{Order, Seal, Taken};
use super::sheet::Line;
use crate::arguments::sentence;
use crate::interrupt::Interrupts;
use crate::output::{Tone, note};
use crate::session::Session;

/// So many in a row that did not get through, and it is not the payouts.
const LOST_IN_A_ROW: u32 = 3;
/// How often a payout waits because the service asks it to.
const MOST_PAUSES: u32 = 10;
const PAUSE: Duration = Duration::from_secs(2);
const LONGEST_PAUSE: Duration = Duration::from_secs(60);

/// Sends them; says why it stopped before the last one, if it did.
pub(super) async fn send<O: Order>(
    lines: Vec<&Line<O>>,
    journal: &mut Journal,
    at_once: usize,
    session: &Session<O::Client>,
) -> Option<String> {
    let mut interrupts = Interrupts::listen();
    let bar = bar(lines.len());
    let mut waiting: VecDeque<&Line<O>> = lines.into();
    let mut running = JoinSet::new();
    let mut stop = Stop::default();
    loop {
        while stop.why.is_none() && running.len() < at_once {
            let Some(line) = waiting.pop_front() else { break };
            let earlier = journal.seal(&line.id);
            let in_doubt = earlier.is_some();
            let seal = earlier.or_else(|| line.order.content().map(Seal::fresh));
            let entry = Entry::sending(&line.id, line.order.what(), seal);
            if let Err(error) = journal.begin(entry.clone()) {
                waiting.push_front(line);
                stop.because(format!("The journal cannot be written: {error}."));
                break;
            }
            let (pay, order) = (session.pay.clone(), line.order.clone());
            running.spawn(async move {
                let end = sent(&pay, &order, entry.key.as_deref(), in_doubt).await;
                (entry, end)
            });
        }
        let done = tokio::select! {
            done = running.join_next() => done,
            () = interrupts.next() => {
                stop.interrupted(running.len(), &session.cancel);
                continue;
            }
        };
        let Some(done) = done else { break };
        // A task that has no end is one whose payout has none in the journal: its outcome is unknown.
        let Ok((entry, end)) = done else { continue };
        stop.look_at(&end.result);
        if let Err(error) = journal.end(ended(entry, end)) {
            stop.because(format!("The journal cannot be written: {error}."));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    stop.why
}

/// How the sending of a payout has ended.
struct End {
    result: Result<Taken, Error>,
    /// An earlier attempt may have paid it: what a later one proves of itself, it does not prove of that one.
    in_doubt: bool,
}

/// Sends one. What the service did not even look at, because there were too many, waits and is sent again.
async fn sent<O: Order>(pay: &O::Client, order: &O, key: Option<&str>, mut in_doubt: bool) -> End {
    let mut pauses = 0;
    loop {
        match order.send(pay, key).await {
            Err(error) if may_wait(&error, key) && pauses < MOST_PAUSES => {
                in_doubt |= error.outcome() == Outcome::Unknown;
                pauses += 1;
                let asked = error.retry_after_seconds().map(|seconds| Duration::from_secs(seconds.into()));
                tokio::time::sleep(asked.unwrap_or(PAUSE).min(LONGEST_PAUSE)).await;
            }
            result => return End { result, in_doubt },
        }
    }
}

/// With a key, it may be sent again even if an earlier attempt of the same call has left a doubt.
fn may_wait(error: &Error, key: Option<&str>) -> bool {
    error.code() == ErrorCode::RateLimited && (key.is_some() || error.outcome() == Outcome::NotExecuted)
}

fn ended(entry: Entry, end: End) -> Entry {
    match end.result {
        Ok(Taken { reference, token, has_failed, remark }) => {
            let state = if has_failed { State::Refused } else { State::Taken };
            let why = if has_failed { Some("The payout has failed. No money moved.".to_owned()) } else { remark };
            Entry { state, reference, token, why, ..entry }
        }
        Err(error) => {
            let is_unknown = end.in_doubt || error.outcome() == Outcome::Unknown;
            let state = if is_unknown { State::Unknown } else { State::Refused };
            let info = error.info();
            let why = Some(sentence(&error));
            Entry { state, reference: info.reference, token: info.token, why, ..entry }
        }
    }
}

/// Why no more payouts are sent.
#[derive(Default)]
struct Stop {
    why: Option<String>,
    lost: u32,
    interrupted: bool,
}

impl Stop {
    /// The first reason is the one that counts.
    fn because(&mut self, why: String) {
        self.why.get_or_insert(why);
    }

    /// What is wrong with one payout is no reason; what is wrong with all of them is.
    fn look_at(&mut self, result: &Result<Taken, Error>) {
        let Err(error) = result else {
            self.lost = 0;
            return;
        };
        match (error.outcome(), error.class()) {
            (
                Outcome::NotExecuted,
                ErrorClass::Authentication
                | ErrorClass::Permission
                | ErrorClass::Config
                | ErrorClass::InsufficientFunds
                | ErrorClass::RateLimit,
            ) => self.because(sentence(error)),
            (Outcome::Unknown, _) | (_, ErrorClass::Connection | ErrorClass::Service) => {
                self.lost += 1;
                if self.lost >= LOST_IN_A_ROW {
                    self.because(format!("{LOST_IN_A_ROW} payouts in a row did not get through."));
                }
            }
            _ => self.lost = 0,
        }
    }

    /// The first Ctrl-C sends no more, the second does not even wait for those on their way.
    fn interrupted(&mut self, running: usize, cancel: &CancelToken) {
        if self.interrupted {
            cancel.cancel();
            return;
        }
        self.interrupted = true;
        self.because("You stopped it.".to_owned());
        let way = format!(
            "No more are sent; {running} are on their way. Ctrl-C again: then nobody knows what becomes of them."
        );
        note(Tone::Waiting, &way);
    }
}

fn bar(length: usize) -> ProgressBar {
    // Draws on stderr, and only if that is a terminal.
    let bar = ProgressBar::new(length as u64);
    if let Ok(style) = ProgressStyle::with_template("  {bar:40} {pos} of {len}  {elapsed}, {eta} left") {
        bar.set_style(style.progress_chars("━╸─"));
    }
    bar
}
