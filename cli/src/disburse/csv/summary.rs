//! What a payroll has come to: for everyone in sum, and by name for those who need somebody.

use std::path::Path;

use dgspay::{Currency, Money};

use super::journal::{Journal, State};
use super::order::Order;
use super::sheet::Line;
use super::total;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Tone;
use crate::report::{Cell, Record, Report, Table};

/// How many payouts that need somebody are shown to people; the JSON and the journal have them all.
const SHOWN: usize = 20;

/// What to do about unknown outcomes, without a key and with one.
const UNSEALED: &str = "Unknown: the money may have moved, and they are never sent again. Look for them in your transactions or \
    webhooks, then run it with --paid ID or --not-paid ID.";
const SEALED: &str = "Unknown: the money may have moved. Run it again within 23 hours of the first attempt: it sends the same \
    bytes under the same keys, which cannot pay twice. After that, look for them in your transactions or webhooks, then run it \
    with --paid ID or --not-paid ID.";

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

    fn of<O>(line: &Line<O>, journal: &Journal) -> Self {
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
pub(super) fn checked(count: &str, fresh: usize, in_doubt: usize, amount: Money) -> Report {
    let [fresh, in_doubt] = [fresh, in_doubt].map(|count| i64::try_from(count).unwrap_or(i64::MAX));
    let facts = Record::new().with("to_send", fresh).with("to_repeat", in_doubt).with("amount", amount);
    Report::new(Exit::Done)
        .headline(Tone::Good, format!("Nothing is wrong with {count}; nothing was sent"))
        .unseen(facts)
}

pub(super) fn report<O: Order>(
    lines: &[Line<O>],
    currency: Currency,
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
        let amount = total(of_it.map(|(line, _)| *line), currency)?;
        let payouts = i64::try_from(count(standing)).unwrap_or(i64::MAX);
        sums.push(Record::new().with("state", word(standing)).with("payouts", payouts).with("amount", amount));
    }
    let all = standings.iter();
    let all = all.map(|(line, standing)| record(line, *standing, journal).with("why", why(line, journal))).collect();
    let odd = standings.iter().filter(|(line, standing)| match standing {
        Standing::Refused | Standing::Unknown => true,
        Standing::Taken => why(line, journal).is_some(),
        Standing::Earlier | Standing::NotSent => false,
    });
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
        let is_sealed = lines.iter().any(|line| journal.seal(&line.id).is_some());
        report = report.hint(if is_sealed { SEALED } else { UNSEALED });
    }
    if count(Standing::Refused) + count(Standing::NotSent) > 0 {
        report = report.hint("Refused or not sent: no money moved. Run it again, and only these are sent.");
    }
    Ok(report.hint(format!("Journal: {}", place.display())))
}

fn record<O: Order>(line: &Line<O>, standing: Standing, journal: &Journal) -> Record {
    let entry = journal.entry(&line.id);
    Record::new()
        .with("line", i64::try_from(line.number).unwrap_or(i64::MAX))
        .with("id", &line.id)
        .with("state", word(standing))
        .with("amount", line.order.amount())
        .with("recipient", line.order.recipient())
        .with("reference", entry.and_then(|entry| entry.reference.as_ref()))
        .with("token", entry.and_then(|entry| entry.token.as_ref()))
}

fn why<'a, O>(line: &Line<O>, journal: &'a Journal) -> Option<&'a str> {
    journal.entry(&line.id).and_then(|entry| entry.why.as_deref())
}

/// The one that tells this payout from the others; what follows it says the same for all.
fn first_sentence(text: &str) -> &str {
    text.split_once(". ").map_or(text, |(first, _)| first)
}

fn word(standing: Standing) -> Cell {
    Cell::State(standing.name().to_owned(), standing.tone())
}
