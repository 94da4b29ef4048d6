//! `dgspay disburse csv`: a payroll. One line is one payout, and none is paid twice: not by running it again, not after a
//! crash, not by two who run it at once.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `sheet.rs` | the lines, read and checked before anything is sent |
//! | `journal.rs` | what has become of each of them, on disk before and after it is sent |
//! | `run.rs` | sending, a few at a time |
//! | `summary.rs` | what it has come to |

mod journal;
mod run;
mod sheet;
mod summary;

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use clap::Args;
use dgspay::{Bank, Country, Currency, Money};

use self::journal::{Journal, State};
use self::sheet::{Line, Order};
use crate::ask;
use crate::failure::Failure;
use crate::fees::Schedule;
use crate::patience;
use crate::report::Report;
use crate::session::Session;

/// How many mistakes are shown at once.
const SHOWN: usize = 10;

/// What `--help` says of it.
pub(super) const ABOUT: &str = "\
    Pay out a whole file, one payout a line: salaries, suppliers, refunds\n\n\
    The first line names the columns: id, amount (what leaves the wallet) or net (what arrives: then say what the fee is), \
    phone and network or bank_key, account_number and branch; name, narration, scenario_key. The id is yours, such as an \
    employee's number: each is paid once.\n\n\
    Beside the file, a journal keeps what has become of each line, written before and after it is sent. Run it again after a \
    crash, a lost connection or a correction: what was taken on or is unknown is left alone, what was refused or not sent is \
    sent. For the next month, use another file or another --journal.";

#[derive(Args)]
pub(crate) struct Arguments {
    /// The CSV file, with commas or semicolons
    file: PathBuf,
    /// Where the journal is; without it beside the file, one for each environment
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

pub(super) async fn run(arguments: Arguments, session: &Session) -> Result<Report, Failure> {
    let fees = arguments.fees.read(Currency::RWF)?;
    let lines = sheet::read(&arguments.file, fees.as_ref(), arguments.callback_url.as_deref())?;
    let place = arguments.journal.clone().unwrap_or_else(|| beside(&arguments.file, session));
    let mut journal = Journal::open(&place, &session.account)?;
    settle(&mut journal, &lines, &arguments)?;
    check_unchanged(&journal, &lines)?;
    let open: Vec<&Line> = lines.iter().filter(|line| journal.may_send(&line.id)).collect();
    check_recipients(&open, session).await?;
    let needed = total(&open)?;
    check_wallet(needed, session).await?;
    let count = format!("{} payout{}, {needed} together", open.len(), if open.len() == 1 { "" } else { "s" });
    if arguments.check {
        return Ok(summary::checked(&count, open.len(), needed));
    }
    if open.is_empty() {
        return summary::report(&lines, &journal, &place, None);
    }
    ask::confirmed(&format!("Send {count}?"), arguments.yes, &session.pay).await?;
    let stopped = run::send(open, &mut journal, usize::from(arguments.at_once), session).await;
    summary::report(&lines, &journal, &place, stopped)
}

fn beside(file: &Path, session: &Session) -> PathBuf {
    let mut name = file.as_os_str().to_owned();
    name.push(format!(".{}.journal", session.pay.environment()));
    name.into()
}

/// Writes down what a person has found out about payouts whose outcome was unknown.
fn settle(journal: &mut Journal, lines: &[Line], arguments: &Arguments) -> Result<(), Failure> {
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

/// A line that was sent and now says something else was mistaken for a correction.
fn check_unchanged(journal: &Journal, lines: &[Line]) -> Result<(), Failure> {
    let changed = lines.iter().filter(|line| !journal.may_send(&line.id) && journal.was_other(&line.id, &line.what));
    let mistakes = changed.map(|line| {
        format!("line {} ({}): it was sent before, with another amount or to another recipient", line.number, line.id)
    });
    refused(mistakes, "A line that was sent cannot be changed. For other payouts, use other ids or another --journal.")
}

/// The service would find these out one by one, in the middle of the run.
async fn check_recipients(open: &[&Line], session: &Session) -> Result<(), Failure> {
    if !open.iter().any(|line| matches!(line.order, Order::Bank(_))) {
        return Ok(());
    }
    let banks = patience::seen("Listing the banks", session.pay.banks().list(&Country::Rwanda)).await?;
    let banks: HashMap<&str, &Bank> = banks.iter().map(|bank| (bank.bank_key.as_str(), bank)).collect();
    let mistakes = open.iter().filter_map(|line| {
        let Order::Bank(payout) = &line.order else { return None };
        let wrong = match banks.get(payout.bank_key.as_str()) {
            None => format!("there is no bank {}", payout.bank_key),
            Some(bank) if bank.branch_required && payout.branch.is_none() => format!("{} wants a branch", bank.name),
            Some(_) => return None,
        };
        Some(format!("line {} ({}): {wrong}", line.number, line.id))
    });
    refused(mistakes, "The banks are listed by `dgspay banks`.")
}

async fn check_wallet(needed: Money, session: &Session) -> Result<(), Failure> {
    if !needed.is_positive() {
        return Ok(());
    }
    let balances = patience::seen("Looking into the wallet", session.pay.wallet().balances()).await?;
    let francs = balances.iter().find(|balance| balance.currency == Currency::RWF);
    let available = francs.map_or(Money::rwf(0), |balance| balance.available);
    if available.compare(needed)?.is_lt() {
        let what = format!("The wallet holds {available}, and these payouts need {needed}. Nothing was sent.");
        return Err(Failure::Obstacle(what));
    }
    Ok(())
}

fn total(lines: &[&Line]) -> Result<Money, Failure> {
    Ok(lines.iter().try_fold(Money::rwf(0), |sum, line| sum.add(line.amount))?)
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
