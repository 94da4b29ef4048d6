//! What a payroll has come to: for everyone in sum, and by name for those who need somebody.

use std::path::Path;

use dgspay::Money;

use super::journal::{Journal, State};
use super::sheet::{Line, Order};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Tone;
use crate::report::{Cell, Record, Report, Table};

/// How many payouts that need somebody are shown to people; the JSON and the journal have them all.
const SHOWN: usize = 20;

/// How a payout stands after a run.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Standing {
    Taken,
    Earlier,
    Refused,
    Unknown,
    NotSent,
}

impl Standing {
    const ALL: [Self; 5] = [Self::Taken, Self::Earlier, Self::Refused, Self::Unknown, Self::NotSent];

    fn of(line: &Line, journal: &Journal) -> Self {
        match journal.state(&line.id) {
            Some(State::Taken) if journal.is_of_earlier(&line.id) => Self::Earlier,
            Some(State::Taken) => Self::Taken,
            Some(State::Refused) => Self::Refused,
            Some(State::Unknown | State::Sending) => Self::Unknown,
            None => Self::NotSent,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Taken => "taken_on",
            Self::Earlier => "taken_on_earlier",
            Self::Refused => "refused",
            Self::Unknown => "unknown",
            Self::NotSent => "not_sent",
        }
    }

    fn tone(self) -> Tone {
        match self {
            Self::Taken | Self::Earlier => Tone::Good,
            Self::Refused | Self::Unknown => Tone::Bad,
            Self::NotSent => Tone::Waiting,
        }
    }
}

/// What a run would send.
pub(super) fn checked(count: &str, payouts: usize, amount: Money) -> Report {
    let payouts = i64::try_from(payouts).unwrap_or(i64::MAX);
    let facts = Record::new().with("to_send", payouts).with("amount", amount);
    Report::new(Exit::Done)
        .headline(Tone::Good, format!("Nothing is wrong with {count}; nothing was sent"))
        .unseen(facts)
}

pub(super) fn report(
    lines: &[Line],
    journal: &Journal,
    place: &Path,
    stopped: Option<String>,
) -> Result<Report, Failure> {
    let standings: Vec<_> = lines.iter().map(|line| (line, Standing::of(line, journal))).collect();
    let count = |standing| standings.iter().filter(|(_, other)| *other == standing).count();
    let (exit, tone) = match (count(Standing::Unknown), count(Standing::Refused) + count(Standing::NotSent)) {
        (0, 0) => (Exit::Done, Tone::Good),
        (0, _) => (Exit::NotDone, Tone::Waiting),
        _ => (Exit::Unknown, Tone::Bad),
    };
    let taken = count(Standing::Taken) + count(Standing::Earlier);
    let headline = format!("{taken} of {} payouts taken on", lines.len());
    let mut sums = Vec::new();
    for standing in Standing::ALL.into_iter().filter(|standing| count(*standing) > 0) {
        let of_it = standings.iter().filter(|(_, other)| *other == standing);
        let amount = of_it.map(|(line, _)| line.amount).try_fold(Money::rwf(0), Money::add)?;
        let payouts = i64::try_from(count(standing)).unwrap_or(i64::MAX);
        sums.push(Record::new().with("state", word(standing)).with("payouts", payouts).with("amount", amount));
    }
    let all = standings.iter();
    let all = all.map(|(line, standing)| record(line, *standing, journal).with("why", why(line, journal))).collect();
    let odd = standings.iter().filter(|(_, standing)| matches!(standing, Standing::Refused | Standing::Unknown));
    let odd: Vec<_> = odd
        .map(|(line, standing)| record(line, *standing, journal).with("why", why(line, journal).map(first_sentence)))
        .collect();
    let more = odd.len().saturating_sub(SHOWN);
    let odd = Table::new(
        "odd",
        &["line", "id", "state", "amount", "recipient", "why"],
        odd.into_iter().take(SHOWN).collect(),
    );
    let facts = Record::new().with("journal", place.display().to_string()).with("stopped", stopped.clone());
    let mut report = Report::new(exit)
        .headline(tone, headline)
        .table(Table::new("sums", &["state", "payouts", "amount"], sums))
        .seen_only(odd.breaking("why"))
        .unseen(facts.with("lines", Cell::List(all)));
    if more > 0 {
        report = report.hint(format!("... and {more} more, all of them with --json."));
    }
    if let Some(why) = stopped {
        report = report.hint(format!("Stopped before the end: {why}"));
    }
    if count(Standing::Unknown) > 0 {
        report = report.hint(
            "Unknown: the money may have moved, and they are never sent again. Look for them in your transactions or webhooks, \
             then run it with --paid ID or --not-paid ID.",
        );
    }
    if count(Standing::Refused) + count(Standing::NotSent) > 0 {
        report = report.hint("Refused or not sent: no money moved. Run it again, and only these are sent.");
    }
    Ok(report.hint(format!("Journal: {}", place.display())))
}

fn record(line: &Line, standing: Standing, journal: &Journal) -> Record {
    let recipient = match &line.order {
        Order::Bank(payout) => format!("{} at {}", payout.account_number, payout.bank_key),
        Order::Momo(payout) => format!("{} ({})", payout.phone, payout.network),
    };
    let entry = journal.entry(&line.id);
    Record::new()
        .with("line", i64::try_from(line.number).unwrap_or(i64::MAX))
        .with("id", &line.id)
        .with("state", word(standing))
        .with("amount", line.amount)
        .with("recipient", recipient)
        .with("reference", entry.and_then(|entry| entry.reference.as_ref()))
        .with("token", entry.and_then(|entry| entry.token.as_ref()))
}

fn why<'a>(line: &Line, journal: &'a Journal) -> Option<&'a str> {
    journal.entry(&line.id).and_then(|entry| entry.why.as_deref())
}

/// The one that tells this payout from the others; what follows it says the same for all.
fn first_sentence(text: &str) -> &str {
    text.split_once(". ").map_or(text, |(first, _)| first)
}

fn word(standing: Standing) -> Cell {
    Cell::State(standing.name().to_owned(), standing.tone())
}
