//! `docs/performance.md`, from a run.

use std::fmt::Write as _;

use crate::Result;
use crate::plan::Plan;
use crate::process::sentence;
use crate::report::{HEADINGS, Report, cells, short};
use crate::sections::ALL;

const FILE: &str = "docs/performance.md";

/// What stands above the tables.
const INTRODUCTION: &str = "\
# Performance

What dgspay costs beside what its users would have used instead. `scripts/bench --publish` has written this page from a run on
the machine below; `scripts/bench` shows the same for yours (`--quick` in three minutes, names of sections for a part).

Each row is a comparison. *Ratio* says how many times better ours is: above 1 it is ahead. Where there are several peers, the best
comes first, and the goal is held against that one. *Spread* is the least and the greatest ratio of any one round. *Goal* is what
the ratio has to be at least; where a figure has to stay within a bound, \"the goal\" stands in the place of a peer.

- Everybody has a process of its own, and they take turns, A B C A B C; figures are medians of the rounds.
- Processor time is what the process's own accounting says, all threads included: it stays what it is on a busy machine.
- For calls, the server knows one request and one answer. It refuses, and the run fails, if a client sends another path, other
  credentials or another byte of the body; every client decodes the JSON of the answer and finds the reference in it, ours into
  the typed model.
- Nothing is pinned to a core, and nothing is left out: what could not be installed is named.

How much work the hot paths are, in instructions, is counted by `scripts/count-instructions`, which fails if one of them has
become dearer than its limit in `bench/benches/hot_paths.rs`.
";

/// Writes the page; `machine` is where it was measured, as lines of name and value.
pub fn write(report: &Report, plan: &Plan, machine: &[(&str, String)]) -> Result<()> {
    sentence("the page could not be written", std::fs::write(FILE, page(report, plan, machine)))?;
    println!("{FILE}: written");
    Ok(())
}

fn page(report: &Report, plan: &Plan, machine: &[(&str, String)]) -> String {
    let mut page = INTRODUCTION.to_owned();
    goals(&mut page, report);
    page.push_str("\n## The machine\n\n| | |\n| --- | --- |\n");
    for (name, value) in machine {
        line(&mut page, format_args!("| {name} | {value} |"));
    }
    let (kind, rounds) = (if plan.quick { "the quick run" } else { "the full run" }, plan.rounds);
    line(&mut page, format_args!("| measured | {kind}, {rounds} rounds |"));
    for section in &ALL {
        let rows: Vec<_> = report.rows.iter().filter(|row| row.id == section.id).collect();
        if rows.is_empty() {
            continue;
        }
        line(&mut page, format_args!("\n## {}\n\n{}\n", section.id, section.about));
        line(&mut page, format_args!("| {} |", HEADINGS.join(" | ")));
        page.push_str("| --- | --- | --- | ---: | --- | --- |\n");
        for row in rows {
            line(&mut page, format_args!("| {} |", cells(row).join(" | ")));
        }
    }
    page.push_str("\n## Who took part\n\n");
    for (who, version) in &report.versions {
        line(&mut page, format_args!("- {who} {version}"));
    }
    for (who, why) in &report.missing {
        line(&mut page, format_args!("- missing: {who}, {why}"));
    }
    page
}

/// How many goals are met, and which are not.
fn goals(page: &mut String, report: &Report) {
    let goals = report.rows.iter().filter(|row| row.goal.is_some()).count();
    let missed: Vec<_> = report.rows.iter().filter(|row| row.misses()).collect();
    line(page, format_args!("\n## In short\n\n{} of {goals} goals are met.", goals - missed.len()));
    if missed.is_empty() {
        return;
    }
    page.push_str("These are not:\n\n");
    for row in missed {
        let (ratio, wanted) = (short(row.ratio), short(row.goal.unwrap_or_default()));
        let (id, what, peer) = (row.id, &row.what, &row.peer_name);
        line(page, format_args!("- {id}, {what}: {ratio} against {peer}, where {wanted} is wanted"));
    }
}

/// Writing to a text cannot fail.
fn line(page: &mut String, line: std::fmt::Arguments<'_>) {
    let _ = writeln!(page, "{line}");
}
