//! The sandbox under load: half of the requests ask for money, the others read.

use std::path::Path;

use super::sandbox::{Sandbox, remove};
use crate::Result;
use crate::load::{Until, Work, drive};
use crate::plan::Plan;
use crate::report::{Better, Comparison, FOLDER, Goal, Report, Row};
use crate::statistics::quantile;

const ID: &str = "sandbox-load";

/// stripe-mock, as measured elsewhere; it keeps no state at all.
const ANCHOR: (&str, f64, f64) = ("stripe-mock (elsewhere)", 5_700.0, 69.0);

/// One way to use it.
struct Setting {
    place: &'static str,
    in_file: bool,
    clients: usize,
    /// Requests in a second, round by round.
    rates: Vec<f64>,
    /// What 99 of a hundred took at most, in milliseconds.
    tails: Vec<f64>,
}

/// Runs the section, if the plan wants it.
pub fn run(plan: &Plan, report: &mut Report) -> Result<()> {
    if !plan.wants(ID) {
        return Ok(());
    }
    println!("\n== {ID}");
    let setting = |place, in_file, clients| Setting { place, in_file, clients, rates: Vec::new(), tails: Vec::new() };
    let mut settings = [
        setting("in memory", false, 64),
        setting("in memory", false, 256),
        setting("in a file", true, 64),
        setting("in a file", true, 256),
    ];
    for _ in 0..plan.rounds {
        for setting in &mut settings {
            setting.measure(plan)?;
        }
    }
    report.add(settings.iter().flat_map(Setting::rows).collect());
    Ok(())
}

impl Setting {
    /// A fresh sandbox, for one round.
    #[allow(clippy::cast_precision_loss, reason = "not that many")]
    fn measure(&mut self, plan: &Plan) -> Result<()> {
        let file = Path::new(FOLDER).join("load.db");
        remove(&file);
        let sandbox = Sandbox::start(self.in_file.then_some(file.as_path()), &[])?;
        let tally = drive(&sandbox.account, self.clients, Until::Elapsed(plan.load), Vec::new(), mixed)?;
        sandbox.end();
        remove(&file);
        self.rates.push(tally.rate());
        self.tails.push(quantile(&mut tally.times(|_| true), 0.99) as f64 / 1_000.0);
        Ok(())
    }

    fn rows(&self) -> Vec<Row> {
        let Self { place, clients, rates, tails, .. } = self;
        let comparison = |what: &str, unit, better| Comparison {
            id: ID,
            what: format!("{place}, {clients} clients{what}"),
            unit,
            better,
            goal: Goal::None,
        };
        let anchor = |figure: f64| [(ANCHOR.0.to_owned(), vec![figure; rates.len()])];
        let rate = comparison("", "requests/s", Better::More);
        let p99 = comparison(", 99 of 100", "ms", Better::Less);
        let mut rows = Vec::new();
        if !self.in_file {
            rows.extend(rate.bound(rates, "the goal", 5_000.0));
        }
        rows.extend(rate.rows(rates, &anchor(ANCHOR.1)));
        if *clients == 64 {
            rows.extend(p99.bound(tails, "the goal", 50.0));
        }
        rows.extend(p99.rows(tails, &anchor(ANCHOR.2)));
        rows
    }
}

fn mixed(number: u64) -> Work {
    match number % 8 {
        1 | 5 => Work::LookUp,
        3 => Work::Balances,
        7 => Work::List { page: 1 },
        _ => Work::Charge,
    }
}
