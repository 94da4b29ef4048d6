//! Calls over HTTP, with the one request that everybody sends: processor time with 64 in flight, and the time of one after
//! the other.

use super::language::Language;
use crate::Result;
use crate::contender::{Contender, Measured, Slice};
use crate::exchange;
use crate::plan::Plan;
use crate::report::{Better, Comparison, Goal, Report, Row};
use crate::rounds::{Series, interleave, warm_up};
use crate::server::Server;

const IN_FLIGHT: usize = 64;
const ONE_AT_A_TIME: &str = "one-at-a-time";

/// A field of contenders.
struct Field {
    /// The section about processor time.
    id: &'static str,
    language: Language,
    task: &'static str,
    /// Ours, and how tables call them.
    ours: &'static [(&'static str, &'static str)],
    peers: &'static [&'static str],
    goal: f64,
}

const FIELDS: [Field; 5] = [
    Field {
        id: "py-async-cpu",
        language: Language::Python,
        task: "calls-async",
        ours: &[("dgspay", "Python, asyncio")],
        peers: &["aiohttp", "pyreqwest", "httpx", "niquests"],
        goal: 2.0,
    },
    Field {
        id: "py-sync-cpu",
        language: Language::Python,
        task: "calls-sync",
        ours: &[("dgspay", "Python, blocking")],
        peers: &["requests", "httpx", "pycurl", "urllib3"],
        goal: 1.5,
    },
    Field {
        id: "node-cpu",
        language: Language::Node,
        task: "calls",
        ours: &[("dgspay", "Node")],
        peers: &["undici", "fetch", "axios", "impit"],
        goal: 1.7,
    },
    Field {
        id: "jvm-cpu",
        language: Language::Kotlin,
        task: "calls",
        ours: &[("dgspay", "Kotlin, suspending"), ("dgspay-java", "Java, blocking")],
        peers: &["okhttp", "okhttp-blocking", "jdk", "ktor"],
        goal: 1.0,
    },
    Field {
        id: "rust-cpu",
        language: Language::Rust,
        task: "calls",
        ours: &[("dgspay", "Rust")],
        peers: &["reqwest"],
        // At most 1.15 times its cost.
        goal: 1.0 / 1.15,
    },
];

/// Runs the fields that the plan wants.
pub fn run(plan: &Plan, report: &mut Report) -> Result<()> {
    let in_turn = plan.wants(ONE_AT_A_TIME);
    let fields: Vec<_> = FIELDS.iter().filter(|field| in_turn || plan.wants(field.id)).collect();
    if fields.is_empty() {
        return Ok(());
    }
    let server = Server::start()?;
    for field in fields {
        println!("\n== {}{}", field.id, if in_turn { ", one at a time" } else { "" });
        run_field(field, plan, &server, report)?;
    }
    Ok(())
}

fn run_field(field: &Field, plan: &Plan, server: &Server, report: &mut Report) -> Result<()> {
    let names: Vec<_> = field.ours.iter().map(|(name, _)| *name).chain(field.peers.iter().copied()).collect();
    let brief = exchange::brief(&server.origin());
    let mut contenders = field.language.contenders(&names, field.task, &brief, report)?;
    if contenders.is_empty() {
        return Ok(());
    }
    let server = Some(server);
    warm_up(&mut contenders, Slice::new(plan.warm_up, IN_FLIGHT), field.language.warm_after(plan), server)?;
    if plan.wants(field.id) {
        let turns = interleave(&mut contenders, plan.rounds, Slice::new(plan.calls, IN_FLIGHT), server)?;
        report.add(compare(field, field.id, "", field.goal, &turns, |turn| turn.cpu_us / count(turn)));
    }
    if plan.wants(ONE_AT_A_TIME) {
        warm_up(&mut contenders, Slice::new(plan.warm_up, 1), 1, server)?;
        let turns = one_by_one(&mut contenders, plan, server)?;
        let mut rows = compare(field, ONE_AT_A_TIME, ", median", 1.0, &turns, |turn| turn.p50_us);
        rows.extend(compare(field, ONE_AT_A_TIME, ", 99 of 100", 1.0, &turns, |turn| turn.p99_us));
        report.add(rows);
    }
    Ok(())
}

fn one_by_one(contenders: &mut [Contender], plan: &Plan, server: Option<&Server>) -> Result<Vec<Series>> {
    interleave(contenders, plan.rounds, Slice::new(plan.calls, 1), server)
}

#[allow(clippy::cast_precision_loss, reason = "not that many")]
fn count(turn: &Measured) -> f64 {
    turn.count as f64
}

fn compare(
    field: &Field,
    id: &'static str,
    detail: &str,
    goal: f64,
    all: &[Series],
    figure: impl Fn(&Measured) -> f64,
) -> Vec<Row> {
    let peers: Vec<_> = all
        .iter()
        .filter(|series| field.peers.contains(&series.name.as_str()))
        .map(|series| (series.name.clone(), series.values(&figure)))
        .collect();
    let mut rows = Vec::new();
    for (name, what) in field.ours {
        let Some(ours) = all.iter().find(|series| series.name == *name) else { continue };
        let comparison = Comparison {
            id,
            what: format!("{what}{detail}"),
            unit: "us",
            better: Better::Less,
            goal: Goal::Best(goal),
        };
        rows.extend(comparison.rows(&ours.values(&figure), &peers));
    }
    rows
}
