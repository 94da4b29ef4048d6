//! The sandbox on a file that grows: does it become slower, and how much memory does it take?

use std::path::Path;
use std::time::Duration;

use super::sandbox::{Sandbox, remove};
use crate::Result;
use crate::load::{Tally, Until, Work, drive};
use crate::plan::Plan;
use crate::report::{Better, Comparison, FOLDER, Goal, Report, Row};
use crate::statistics::quantile;

const ID: &str = "sandbox-growth";
const CLIENTS: usize = 64;
/// How often a page and a transaction are looked at, in one round.
const LOOKS: u64 = 400;
const PAGE: u64 = 20;
/// While it is filled, charges are approved and settled as soon as they are made, and not after seconds: what is looked at is a
/// ledger with nothing left to be done.
const AT_ONCE: [&str; 4] = ["--approve-after", "1ms", "--settle-after", "1ms"];
/// For the last of them.
const SETTLED: Duration = Duration::from_secs(1);

/// What is measured at a size, round by round.
struct Step {
    transactions: u64,
    start: Vec<f64>,
    memory: Vec<f64>,
    list: Vec<f64>,
    look_up: Vec<f64>,
}

/// Runs the section, if the plan wants it.
pub fn run(plan: &Plan, report: &mut Report) -> Result<()> {
    if !plan.wants(ID) {
        return Ok(());
    }
    println!("\n== {ID}");
    let file = Path::new(FOLDER).join("growth.db");
    remove(&file);
    let mut steps: Vec<Step> = Vec::new();
    for wanted in plan.growth {
        let there = steps.last().map_or(0, |step| step.transactions);
        let known = fill(&file, wanted - there)?;
        let mut step = Step::of(*wanted);
        for _ in 0..plan.rounds {
            step.look(&file, known.clone())?;
        }
        steps.push(step);
    }
    remove(&file);
    report.add(steps.iter().flat_map(|step| compare(step, &steps[0])).collect());
    Ok(())
}

fn fill(file: &Path, count: u64) -> Result<Vec<String>> {
    let sandbox = Sandbox::start(Some(file), &AT_ONCE)?;
    let tally = drive(&sandbox.account, CLIENTS, Until::Count(count), Vec::new(), |_| Work::Charge)?;
    std::thread::sleep(SETTLED);
    sandbox.end();
    Ok(tally.references)
}

impl Step {
    fn of(transactions: u64) -> Self {
        Self { transactions, start: Vec::new(), memory: Vec::new(), list: Vec::new(), look_up: Vec::new() }
    }

    /// Starts anew, and looks at pages from everywhere and at transactions, one after the other.
    fn look(&mut self, file: &Path, known: Vec<String>) -> Result<()> {
        let sandbox = Sandbox::start(Some(file), &[])?;
        let pages = self.transactions / PAGE;
        let mut tally = drive(&sandbox.account, 1, Until::Count(2 * LOOKS), known, move |number| match number % 2 {
            0 => Work::LookUp,
            // A step that shares no divisor with the number of pages: first ones, last ones, and all between.
            _ => Work::List { page: 1 + (number * 7_919) % pages },
        })?;
        self.start.push(sandbox.started_in.as_secs_f64() * 1_000.0);
        self.memory.push(sandbox.resident());
        self.list.push(tail(&mut tally, |work| matches!(work, Work::List { .. })));
        self.look_up.push(tail(&mut tally, |work| work == Work::LookUp));
        sandbox.end();
        Ok(())
    }
}

#[allow(clippy::cast_precision_loss, reason = "not that many")]
fn tail(tally: &mut Tally, wanted: fn(Work) -> bool) -> f64 {
    quantile(&mut tally.times(wanted), 0.99) as f64 / 1_000.0
}

#[allow(clippy::cast_precision_loss, reason = "not that many")]
fn compare(step: &Step, first: &Step) -> Vec<Row> {
    let Step { transactions, .. } = step;
    let comparison = |what: &str, unit, goal| Comparison {
        id: ID,
        what: format!("{transactions} transactions, {what}"),
        unit,
        better: Better::Less,
        goal,
    };
    let none = Goal::None;
    let mut rows = comparison("a page, 99 of 100", "ms", none).bound(&step.list, "the goal", 50.0);
    rows.extend(comparison("memory", "MiB", none).bound(&step.memory, "the goal", 150.0));
    if transactions != &first.transactions {
        let beginning = |values: &[f64]| [(format!("with {}", first.transactions), values.to_vec())];
        // Flat: twice as long would be a trend, less is the machine.
        let flat = comparison("a look-up, 99 of 100", "ms", Goal::Each(0.5));
        rows.extend(flat.rows(&step.look_up, &beginning(&first.look_up)));
        rows.extend(comparison("start", "ms", none).rows(&step.start, &beginning(&first.start)));
    }
    rows
}
