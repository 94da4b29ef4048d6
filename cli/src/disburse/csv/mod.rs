//! `dgspay disburse csv`: a payroll. One line is one payout, and none is paid twice: not by running it again, not after a
//! crash, not by two who run it at once.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `order.rs` | what a line becomes, whatever the service; `dgs.rs` and `roho.rs` are the two that there are |
//! | `sheet.rs` | the lines, read and checked before anything is sent |
//! | `journal.rs` | what has become of each of them, on disk before and after it is sent |
//! | `run.rs` | sending, a few at a time |
//! | `summary.rs` | what it has come to |

mod dgs;
mod journal;
mod order;
mod roho;
mod run;
mod sheet;
mod summary;

pub(super) use dgs::DgsOrder;
pub(super) use roho::RohoOrder;

use std::path::{Path, PathBuf};

use clap::Args;
use dgspay::{Currency, Money};
use rust_decimal::Decimal;

use self::journal::{Journal, State};
use self::order::Order;
use self::sheet::Line;
use crate::ask;
use crate::failure::Failure;
use crate::fees::Schedule;
use crate::output::{Tone, note};
use crate::report::Report;
use crate::session::Session;

/// How many mistakes are shown at once.
const SHOWN: usize = 10;

/// What `--help` says of it.
pub(super) const ABOUT: &str = "\
    Pay out a whole file, one payout a line: salaries, suppliers, refunds\n\n\
    The first line names the columns: id, amount (what leaves the wallet) or net (what arrives: then say what the fee is), \
    phone and network or bank_key, account_number and branch; name, narration, scenario_key. With RohoPay: id, amount, phone, \
    narration, all in one --currency. The id is yours, such as an employee's number: each is paid once.\n\n\
    Beside the file, a journal keeps what has become of each line, written before and after it is sent. Run it again after a \
    crash, a lost connection or a correction: what was taken on is left alone, what was refused or not sent is sent. What is \
    unknown is left alone with DGS-Pay, until you have looked; with RohoPay it is sent again with the same bytes under the same \
    key, which stands in the journal and cannot pay twice, as long as the service knows the key. A journal belongs to one account; \
    with RohoPay it goes on after the API key was replaced, and what is unknown then is left alone too. For the next month, use \
    another file or another --journal.";

#[derive(Args)]
pub(crate) struct Arguments {
    /// The CSV file, with commas or semicolons
    file: PathBuf,
    /// The currency of all amounts: UGX, KES, TZS or RWF with RohoPay, which asks for it; with DGS-Pay it is RWF
    #[arg(long, value_name = "CODE")]
    currency: Option<Currency>,
    /// Where the journal is; without it beside the file, one for each service and environment
    #[arg(long, value_name = "FILE")]
    journal: Option<PathBuf>,
    /// Only read and check everything: nothing is sent
    #[arg(long)]
    check: bool,
    /// How many payouts are on their way at the same time
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=32))]
    at_once: u8,
    /// Where the webhooks of these payouts go
    #[arg(long, value_name = "URL")]
    callback_url: Option<String>,
    /// You have looked: this one, whose outcome was unknown, was paid; may be repeated
    #[arg(long, value_name = "ID")]
    paid: Vec<String>,
    /// You have looked: this one, whose outcome was unknown, was not paid and is to be sent again; may be repeated
    #[arg(long, value_name = "ID")]
    not_paid: Vec<String>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
    #[command(flatten, next_help_heading = "Fees, for a column net")]
    fees: Schedule,
}

pub(super) async fn run<O: Order>(arguments: Arguments, session: &Session<O::Client>) -> Result<Report, Failure> {
    let terms = O::terms(&arguments)?;
    let lines: Vec<Line<O>> = sheet::read(&arguments.file, &terms)?;
    let place = arguments.journal.clone().unwrap_or_else(|| beside::<O>(&arguments.file, session));
    let mut journal = Journal::open(&place, &session.account)?;
    check_owner::<O>(&mut journal, &place, session).await?;
    settle(&mut journal, &lines, &arguments)?;
    check_unchanged(&journal, &lines)?;
    let (fresh, in_doubt) = open(&lines, &journal);
    let needed = total(fresh.iter().copied(), terms.currency)?;
    O::check(&fresh, needed, session).await?;
    let count = format!("{}, {needed} together", payouts(fresh.len()));
    if arguments.check {
        return Ok(summary::checked(&count, fresh.len(), in_doubt.len(), needed));
    }
    if fresh.is_empty() && in_doubt.is_empty() {
        return summary::report(&lines, terms.currency, &journal, &place, None);
    }
    let again = match in_doubt.len() {
        0 => String::new(),
        unknown => format!(", and {} of unknown outcome again, under the same keys", payouts(unknown)),
    };
    ask::confirmed(&format!("Send {count}{again}?"), arguments.yes, &session.environment).await?;
    // What is in doubt comes first: its keys grow old.
    let all = in_doubt.into_iter().chain(fresh).collect();
    let stopped = run::send(all, &mut journal, usize::from(arguments.at_once), session).await;
    summary::report(&lines, terms.currency, &journal, &place, stopped)
}

/// Those that were never sent, or not executed, and those of which nobody knows but which can be sent again safely.
fn open<'a, O>(lines: &'a [Line<O>], journal: &Journal) -> (Vec<&'a Line<O>>, Vec<&'a Line<O>>) {
    let fresh = lines.iter().filter(|line| journal.may_send(&line.id)).collect();
    let in_doubt = lines.iter().filter(|line| journal.seal(&line.id).is_some()).collect();
    (fresh, in_doubt)
}

fn payouts(count: usize) -> String {
    format!("{count} payout{}", if count == 1 { "" } else { "s" })
}

fn beside<O: Order>(file: &Path, session: &Session<O::Client>) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{}{}.journal", O::JOURNAL, session.environment));
    name.into()
}

/// A journal of somebody else says nothing of this wallet: nobody would be paid by it, or somebody twice.
async fn check_owner<O: Order>(
    journal: &mut Journal,
    place: &Path,
    session: &Session<O::Client>,
) -> Result<(), Failure> {
    if journal.is_of(&session.account) {
        return Ok(());
    }
    let shown = match journal.reference().map(str::to_owned) {
        Some(reference) => O::was_taken_on(&reference, session).await?.then_some(reference),
        None => None,
    };
    let Some(reference) = shown else {
        return Err(Failure::Usage(format!(
            "The journal {}: it belongs to another account, environment or key; with another --journal every line is sent \
             anew. Nothing was sent.",
            place.display()
        )));
    };
    journal.hand_over(&session.account)?;
    let what = format!("The journal goes on with another key of the same account, which shows {reference}.");
    note(Tone::Faint, &what);
    Ok(())
}

/// Writes down what a person has found out about payouts whose outcome was unknown.
fn settle<O>(journal: &mut Journal, lines: &[Line<O>], arguments: &Arguments) -> Result<(), Failure> {
    let found = arguments.paid.iter().map(|id| (id, true)).chain(arguments.not_paid.iter().map(|id| (id, false)));
    for (id, paid) in found {
        let known = lines.iter().any(|line| line.id == *id) && journal.state(id) == Some(State::Unknown);
        if !known {
            return Err(Failure::Usage(format!("{id} is not a payout of this file whose outcome is unknown.")));
        }
        journal.settle(id, paid)?;
    }
    Ok(())
}

/// A line that was sent and now says something else was mistaken for a correction; and under a key only the same bytes may be
/// sent again.
fn check_unchanged<O: Order>(journal: &Journal, lines: &[Line<O>]) -> Result<(), Failure> {
    let mistakes = lines.iter().filter(|line| !journal.may_send(&line.id)).filter_map(|line| {
        let other = if journal.was_other(&line.id, &line.order.what()) {
            "with another amount or to another recipient"
        } else if journal.seal(&line.id).is_some_and(|seal| line.order.content() != Some(&seal.content)) {
            "with another narration or --callback-url, and its outcome is unknown"
        } else {
            return None;
        };
        Some(format!("line {} ({}): it was sent before, {other}", line.number, line.id))
    });
    refused(mistakes, "A line that was sent cannot be changed. For other payouts, use other ids or another --journal.")
}

/// The service would say it in the middle of the run.
fn check_funds(available: Money, needed: Money) -> Result<(), Failure> {
    if needed.is_positive() && available.compare(needed)?.is_lt() {
        let what = format!("The wallet holds {available}, and these payouts need {needed}. Nothing was sent.");
        return Err(Failure::Obstacle(what));
    }
    Ok(())
}

/// The sum of what leaves the wallet.
fn total<'a, O: Order>(mut lines: impl Iterator<Item = &'a Line<O>>, currency: Currency) -> Result<Money, Failure> {
    let nothing = Money::new(Decimal::ZERO, currency)?;
    Ok(lines.try_fold(nothing, |sum, line| sum.add(line.order.amount()))?)
}

/// All mistakes of a file at once, or nothing.
fn refused(mistakes: impl IntoIterator<Item = String>, advice: &str) -> Result<(), Failure> {
    let mistakes: Vec<String> = mistakes.into_iter().collect();
    if mistakes.is_empty() {
        return Ok(());
    }
    let more = mistakes.len().saturating_sub(SHOWN);
    let more = if more == 0 { String::new() } else { format!("; and {more} more") };
    let shown = mistakes[..mistakes.len().min(SHOWN)].join("; ");
    Err(Failure::Usage(format!("{shown}{more}. {advice} Nothing was sent.")))
}
