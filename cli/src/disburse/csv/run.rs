//! Sending payouts, a few at a time, each written down before and after.

use std::collections::VecDeque;
use std::time::Duration;

use dgspay::{DgsPay, Error, ErrorClass, ErrorCode, Outcome, Payout};
use indicatif::{ProgressBar, ProgressStyle};
use tokio::task::JoinSet;

use super::journal::{Entry, Journal, State};
use super::sheet::{Line, Order};
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
pub(super) async fn send(
    lines: Vec<&Line>,
    journal: &mut Journal,
    at_once: usize,
    session: &Session,
) -> Option<String> {
    let mut interrupts = Interrupts::listen();
    let bar = bar(lines.len());
    let mut waiting: VecDeque<&Line> = lines.into();
    let mut running = JoinSet::new();
    let mut stop = Stop::default();
    loop {
        while stop.why.is_none() && running.len() < at_once {
            let Some(line) = waiting.pop_front() else { break };
            if let Err(error) = journal.begin(entry(&line.id, &line.what, State::Sending)) {
                waiting.push_front(line);
                stop.because(format!("The journal cannot be written: {error}."));
                break;
            }
            let (pay, order, id, what) = (session.pay.clone(), line.order.clone(), line.id.clone(), line.what.clone());
            running.spawn(async move { (id, what, sent(&pay, &order).await) });
        }
        let done = tokio::select! {
            done = running.join_next() => done,
            () = interrupts.next() => {
                stop.interrupted(running.len(), session);
                continue;
            }
        };
        let Some(done) = done else { break };
        // A task that has no end is one whose payout has none in the journal: its outcome is unknown.
        let Ok((id, what, result)) = done else { continue };
        stop.look_at(&result);
        if let Err(error) = journal.end(ended(&id, &what, result)) {
            stop.because(format!("The journal cannot be written: {error}."));
        }
        bar.inc(1);
    }
    bar.finish_and_clear();
    stop.why
}

/// Sends one. What the service did not even look at, because there were too many, waits and is sent again.
async fn sent(pay: &DgsPay, order: &Order) -> Result<Payout, Error> {
    let mut pauses = 0;
    loop {
        let result = match order {
            Order::Bank(payout) => pay.disbursements().to_bank(payout).await,
            Order::Momo(payout) => pay.disbursements().to_mobile_money(payout).await,
        };
        match result {
            Err(error) if may_wait(&error) && pauses < MOST_PAUSES => {
                pauses += 1;
                let asked = error.retry_after_seconds().map(|seconds| Duration::from_secs(seconds.into()));
                tokio::time::sleep(asked.unwrap_or(PAUSE).min(LONGEST_PAUSE)).await;
            }
            result => return result,
        }
    }
}

fn may_wait(error: &Error) -> bool {
    error.code() == ErrorCode::RateLimited && error.outcome() == Outcome::NotExecuted
}

fn entry(id: &str, what: &str, state: State) -> Entry {
    Entry { id: id.to_owned(), state, what: what.to_owned(), reference: None, token: None, why: None }
}

fn ended(id: &str, what: &str, result: Result<Payout, Error>) -> Entry {
    match result {
        Ok(payout) => Entry { reference: Some(payout.reference), token: payout.token, ..entry(id, what, State::Taken) },
        Err(error) => {
            let state = if error.outcome() == Outcome::Unknown { State::Unknown } else { State::Refused };
            let info = error.info();
            let why = Some(sentence(&error));
            Entry { reference: info.reference, token: info.token, why, ..entry(id, what, state) }
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
    fn look_at(&mut self, result: &Result<Payout, Error>) {
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
    fn interrupted(&mut self, running: usize, session: &Session) {
        if self.interrupted {
            session.cancel.cancel();
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
