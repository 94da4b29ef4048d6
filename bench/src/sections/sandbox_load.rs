//! The sandbox under load: half of the requests ask for money, the others read.

use std::path::Path;

use super::sandbox::{Sandbox, remove};
use crate::Result;
use crate::load::{Until, Work, drive};
use crate::plan::Plan;
use crate::report::{Better, Comparison, FOLDER, Goal, Report};
use crate::statistics::quantile;

const ID: &str = "sandbox-load";

/// stripe-mock, as measured elsewhere; it keeps no state at all.
const ANCHOR: (&str, f64, f64) = ("stripe-mock (elsewhere)", 5_700.0, 69.0);

/// Runs the section, if the plan wants it.
pub fn run(plan: &Plan, report: &mut Report) -> Result<()> {
    if !plan.wants(ID) {
        return Ok(());
    }
    println!("\n== {ID}");
    let file = Path::new(FOLDER).join("load.db");
    let mut rows = Vec::new();
    for (place, file) in [("memory", None), ("a file", Some(file.as_path()))] {
        for clients in [64, 256] {
            file.map(remove);
            let sandbox = Sandbox::start(file)?;
            let tally = drive(&sandbox.account, clients, Until::Elapsed(plan.load), Vec::new(), mixed)?;
            sandbox.end();
            file.map(remove);
            #[allow(clippy::cast_precision_loss, reason = "not that many")]
            let tail = quantile(&mut tally.times(|_| true), 0.99) as f64 / 1_000.0;
            let comparison = |what: &str, unit, better| Comparison {
                id: ID,
                what: format!("in {place}, {clients} clients{what}"),
                unit,
                better,
                goal: Goal::None,
            };
            let rate = comparison("", "requests/s", Better::More);
            let p99 = comparison(", 99 of 100", "ms", Better::Less);
            if file.is_none() {
                rows.extend(rate.bound(&[tally.rate()], "the goal", 5_000.0));
            }
            rows.extend(rate.rows(&[tally.rate()], &[(ANCHOR.0.to_owned(), vec![ANCHOR.1])]));
            if clients == 64 {
                rows.extend(p99.bound(&[tail], "the goal", 50.0));
                rows.extend(p99.rows(&[tail], &[(ANCHOR.0.to_owned(), vec![ANCHOR.2])]));
            }
        }
    }
    report.add(rows);
    Ok(())
}

fn mixed(number: u64) -> Work {
    match number % 8 {
        1 | 5 => Work::LookUp,
        3 => Work::Balances,
        7 => Work::List { page: 1 },
        _ => Work::Charge,
    }
}
