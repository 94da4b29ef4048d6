//! Fresh processes: until the library is there, until the first call has ended, and the memory then.

use std::process::Stdio;

use serde::Deserialize;

use super::language::Language;
use crate::Result;
use crate::exchange;
use crate::plan::Plan;
use crate::process::sentence;
use crate::report::{Better, Comparison, Goal, Report, Row};
use crate::server::Server;

const ID: &str = "start";

struct Field {
    language: Language,
    what: &'static str,
    /// What is measured, and whether ours has to be at least ten times faster.
    peers: &'static [(&'static str, bool)],
    /// What ours may take to be there, in milliseconds.
    limit: Option<f64>,
}

const FIELDS: [Field; 3] = [
    Field {
        language: Language::Python,
        what: "import",
        peers: &[("requests", true), ("httpx", true), ("stripe", true), ("aiohttp", false), ("urllib3", false)],
        limit: Some(6.0),
    },
    Field {
        language: Language::Node,
        what: "require",
        peers: &[("axios", true), ("stripe", true), ("undici", false)],
        limit: Some(8.0),
    },
    Field {
        language: Language::Kotlin,
        what: "first object",
        peers: &[("okhttp", false), ("jdk", false), ("ktor", false)],
        limit: None,
    },
];

/// What a fresh process tells of itself.
#[derive(Deserialize)]
struct Told {
    /// Until the library was there; on the JVM, a client of it.
    load_us: f64,
    /// From the same beginning until the first call had ended; nothing for a library that cannot make this call.
    first_call_us: Option<f64>,
    /// What the process holds then.
    resident_kb: f64,
    missing: Option<String>,
}

/// The figures of one contender, round by round.
#[derive(Default)]
struct Figures {
    load: Vec<f64>,
    first_call: Vec<f64>,
    memory: Vec<f64>,
}

/// Runs the section, if the plan wants it.
pub fn run(plan: &Plan, report: &mut Report) -> Result<()> {
    if !plan.wants(ID) {
        return Ok(());
    }
    let server = Server::start()?;
    let brief = exchange::brief(&server.origin()).to_string();
    for field in &FIELDS {
        println!("\n== {ID}, {}", field.language.name());
        let names: Vec<_> = std::iter::once("dgspay").chain(field.peers.iter().map(|(name, _)| *name)).collect();
        let mut all: Vec<(&str, Figures)> = names.into_iter().map(|name| (name, Figures::default())).collect();
        // The first round fills the caches of disk and interpreter, and is not counted.
        for round in 0..=plan.starts {
            let mut missing = Vec::new();
            for (name, figures) in &mut all {
                let told = start(field.language, name, &brief)?;
                match told.missing {
                    Some(why) => missing.push((*name, why)),
                    None if round > 0 => figures.take(&told),
                    None => {}
                }
            }
            for (name, why) in missing {
                report.miss(&format!("{} {name}", field.language.name()), why);
                all.retain(|(known, _)| *known != name);
            }
        }
        report.add(compare(field, &all));
    }
    match server.refused() {
        Some(difference) => Err(format!("a first call sent something else: {difference}")),
        None => Ok(()),
    }
}

impl Figures {
    fn take(&mut self, told: &Told) {
        self.load.push(told.load_us / 1_000.0);
        self.first_call.extend(told.first_call_us.map(|time| time / 1_000.0));
        self.memory.push(told.resident_kb / 1_000.0);
    }
}

fn start(language: Language, name: &str, brief: &str) -> Result<Told> {
    let mut command = language.program("start")?;
    let output = command.arg(name).arg(brief).stderr(Stdio::inherit()).output();
    let output = sentence(&format!("{name} could not be started"), output)?;
    sentence(&format!("{} {name} said nothing of use", language.name()), serde_json::from_slice(&output.stdout))
}

fn compare(field: &Field, all: &[(&str, Figures)]) -> Vec<Row> {
    let Some(((_, ours), peers)) = all.split_first() else { return Vec::new() };
    let comparison = |what: &str, unit, goal| Comparison {
        id: ID,
        what: format!("{}, {what}", field.language.name()),
        unit,
        better: Better::Less,
        goal,
    };
    let of = |figure: fn(&Figures) -> &Vec<f64>, wanted: fn(bool) -> bool| -> Vec<(String, Vec<f64>)> {
        let tenfold = |name: &str| field.peers.iter().any(|(known, tenfold)| *known == name && *tenfold);
        peers
            .iter()
            .filter(|(name, figures)| wanted(tenfold(name)) && !figure(figures).is_empty())
            .map(|(name, figures)| ((*name).to_owned(), figure(figures).clone()))
            .collect()
    };
    let anybody = |_| true;
    let limit = field.limit.map(|limit| comparison(field.what, "ms", Goal::None).bound(&ours.load, "the goal", limit));
    let mut rows = limit.unwrap_or_default();
    rows.extend(comparison(field.what, "ms", Goal::Each(10.0)).rows(&ours.load, &of(|f| &f.load, |tenfold| tenfold)));
    rows.extend(comparison(field.what, "ms", Goal::None).rows(&ours.load, &of(|f| &f.load, |tenfold| !tenfold)));
    let until = "until the first call has ended";
    rows.extend(comparison(until, "ms", Goal::None).rows(&ours.first_call, &of(|f| &f.first_call, anybody)));
    rows.extend(comparison("memory then", "MB", Goal::None).rows(&ours.memory, &of(|f| &f.memory, anybody)));
    rows
}
