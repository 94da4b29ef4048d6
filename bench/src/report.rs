//! What was found: rows, the tables on the terminal, and `target/bench/report.json`.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Serialize;
use tabled::builder::Builder;
use tabled::settings::{Alignment, Padding, Style, object::Columns};

use crate::Result;
use crate::process::sentence;
use crate::statistics::{extent, median};

/// Where everything that is not the source lies.
pub const FOLDER: &str = "target/bench";

/// Which way is better.
#[derive(Clone, Copy)]
pub enum Better {
    /// As with times.
    Less,
    /// As with requests per second.
    More,
}

/// What the ratio is held against.
#[derive(Clone, Copy)]
pub enum Goal {
    /// Nothing.
    None,
    /// At least so much to the best of the peers.
    Best(f64),
    /// At least so much to each of them.
    Each(f64),
}

/// One of our figures beside one of a peer's.
#[derive(Serialize)]
pub struct Row {
    /// The section.
    pub id: &'static str,
    /// What was measured.
    pub what: String,
    /// The median of our rounds.
    pub ours: f64,
    /// The median of the peer's rounds; or a bound that is to be kept.
    pub peer: f64,
    /// Whose figure it is.
    pub peer_name: String,
    /// Of both figures.
    pub unit: &'static str,
    /// How many times better ours is: above 1, it is.
    pub ratio: f64,
    /// The least and the greatest ratio of any one round.
    pub spread: [f64; 2],
    /// What the ratio has to be at least.
    #[serde(skip)]
    pub goal: Option<f64>,
}

impl Row {
    fn verdict(&self) -> String {
        match self.goal {
            None => String::new(),
            Some(goal) => format!("{}: {}", short(goal), if self.misses() { "MISSED" } else { "met" }),
        }
    }

    /// Whether it has a goal that it does not reach.
    pub fn misses(&self) -> bool {
        self.goal.is_some_and(|goal| self.ratio < goal)
    }
}

/// Figures that belong together: ours, and those of everybody else.
pub struct Comparison {
    /// The section.
    pub id: &'static str,
    /// What was measured.
    pub what: String,
    /// Of all figures.
    pub unit: &'static str,
    /// Which way is better.
    pub better: Better,
    /// What is wanted.
    pub goal: Goal,
}

impl Comparison {
    /// A row for every peer, the best peer first: it is the one that counts.
    pub fn rows(&self, ours: &[f64], peers: &[(String, Vec<f64>)]) -> Vec<Row> {
        let ratio = |ours: f64, peer: f64| match self.better {
            Better::Less => peer / ours,
            Better::More => ours / peer,
        };
        let mut rows: Vec<Row> = peers
            .iter()
            .map(|(name, values)| Row {
                id: self.id,
                what: self.what.clone(),
                ours: median(ours),
                peer: median(values),
                peer_name: name.clone(),
                unit: self.unit,
                ratio: ratio(median(ours), median(values)),
                spread: extent(ours.iter().zip(values).map(|(ours, peer)| ratio(*ours, *peer))),
                goal: match self.goal {
                    Goal::Each(goal) => Some(goal),
                    Goal::None | Goal::Best(_) => None,
                },
            })
            .collect();
        rows.sort_by(|one, other| one.ratio.total_cmp(&other.ratio));
        if let (Goal::Best(goal), Some(best)) = (self.goal, rows.first_mut()) {
            best.goal = Some(goal);
        }
        rows
    }

    /// A row against a bound that is to be kept.
    pub fn bound(&self, ours: &[f64], name: &str, bound: f64) -> Vec<Row> {
        let goal = Goal::Each(1.0);
        Self { what: self.what.clone(), goal, ..*self }.rows(ours, &[(name.to_owned(), vec![bound; ours.len()])])
    }
}

/// Everything that a run has found.
#[derive(Default)]
pub struct Report {
    /// In the order in which they were found.
    pub rows: Vec<Row>,
    /// Of every library that took part.
    pub versions: BTreeMap<String, String>,
    /// Who could not take part, and why.
    pub missing: BTreeMap<String, String>,
}

impl Report {
    /// Takes rows in, and shows them.
    pub fn add(&mut self, rows: Vec<Row>) {
        if rows.is_empty() {
            return;
        }
        println!("{}", table(&rows));
        self.rows.extend(rows);
    }

    /// Remembers somebody who could not take part.
    pub fn miss(&mut self, who: &str, why: String) {
        println!("  without {who}: {why}");
        self.missing.insert(who.to_owned(), why);
    }

    /// Writes the rows as JSON.
    pub fn write(&self) -> Result<()> {
        let file = Path::new(FOLDER).join("report.json");
        let json = sentence("the report could not be written", serde_json::to_string_pretty(&self.rows))?;
        sentence("target/bench cannot be made", std::fs::create_dir_all(FOLDER))?;
        sentence("the report could not be written", std::fs::write(&file, json + "\n"))?;
        let missed = self.rows.iter().filter(|row| row.misses()).count();
        let goals = self.rows.iter().filter(|row| row.goal.is_some()).count();
        println!("\n{}: {} rows, {} of {goals} goals met", file.display(), self.rows.len(), goals - missed);
        Ok(())
    }

    /// Says once more who was missing.
    pub fn print_missing(&self) {
        for (who, why) in &self.missing {
            println!("missing: {who}, {why}");
        }
    }
}

/// Three digits that count.
pub fn short(value: f64) -> String {
    match value.abs() {
        size if size >= 100.0 => format!("{value:.0}"),
        size if size >= 10.0 => format!("{value:.1}"),
        _ => format!("{value:.2}"),
    }
}

/// The cells of a row, as texts.
pub fn cells(row: &Row) -> [String; 6] {
    [
        row.what.clone(),
        format!("{} {}", short(row.ours), row.unit),
        format!("{} {}", row.peer_name, short(row.peer)),
        short(row.ratio),
        format!("{} to {}", short(row.spread[0]), short(row.spread[1])),
        row.verdict(),
    ]
}

/// What stands above them.
pub const HEADINGS: [&str; 6] = ["", "ours", "peer", "ratio", "spread", "goal"];

fn table(rows: &[Row]) -> String {
    let mut builder = Builder::default();
    builder.push_record(HEADINGS);
    for row in rows {
        builder.push_record(cells(row));
    }
    let mut table = builder.build();
    table.with(Style::blank()).with(Padding::new(2, 0, 0, 0)).modify(Columns::one(3), Alignment::right());
    table.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn comparison(better: Better, goal: Goal) -> Comparison {
        Comparison { id: "x", what: "a call".into(), unit: "us", better, goal }
    }

    #[test]
    fn the_best_peer_comes_first_and_alone_has_the_goal() {
        let peers = [("slow".to_owned(), vec![50.0, 60.0, 70.0]), ("fast".to_owned(), vec![20.0, 30.0, 25.0])];
        let rows = comparison(Better::Less, Goal::Best(2.0)).rows(&[10.0, 10.0, 12.0], &peers);
        let told: Vec<_> = rows.iter().map(|row| (row.peer_name.as_str(), row.goal)).collect();
        assert_eq!(told, [("fast", Some(2.0)), ("slow", None)]);
        assert!((rows[0].ratio - 2.5).abs() < 1e-9 && !rows[0].misses());
        assert!((rows[0].spread[0] - 2.0).abs() < 1e-9 && (rows[0].spread[1] - 3.0).abs() < 1e-9);
    }

    #[test]
    fn more_is_better_for_what_is_counted_and_a_bound_is_missed() {
        let rows = comparison(Better::More, Goal::None).bound(&[4_000.0], "the goal", 5_000.0);
        assert!((rows[0].ratio - 0.8).abs() < 1e-9 && rows[0].misses());
        assert!(comparison(Better::Less, Goal::Each(10.0)).rows(&[1.0], &[("p".into(), vec![9.0])])[0].misses());
    }
}
