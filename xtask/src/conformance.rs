//! The conformance run: a sandbox and a runner for each language, and their reports joined into one matrix.

mod join;
mod parts;
mod process;

use std::path::Path;
use std::thread;

pub use join::{Joined, LANGUAGES, Line, Report, Skip, join, read_report};
use process::Run;
use serde::Deserialize;

use crate::args::Args;
use crate::suite::Suite;
use crate::{Result, complain, read};

/// `tests/runners.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Runners {
    runner: Vec<Runner>,
}

/// How a language's runner is started.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Runner {
    language: String,
    /// For the shell, in the root of the workspace.
    command: String,
    /// What it is to be run for, each by itself; usually once, for nothing in particular.
    #[serde(default)]
    flavours: Vec<String>,
}

impl Runner {
    fn of(language: &str, command: &str) -> Self {
        Self { language: language.to_owned(), command: command.to_owned(), flavours: Vec::new() }
    }

    /// The flavours, or none in particular.
    fn flavours(&self) -> Vec<Option<&str>> {
        if self.flavours.is_empty() {
            vec![None]
        } else {
            self.flavours.iter().map(|name| Some(name.as_str())).collect()
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Skips {
    #[serde(default)]
    skip: Vec<Skip>,
}

/// Reads `skips.toml`; without the file nothing may be skipped.
///
/// # Errors
/// What is wrong with the file.
pub fn read_skips(path: &Path) -> Result<Vec<Skip>> {
    if !path.exists() {
        return Ok(Vec::new());
    }
    let skips: Skips = toml::from_str(&read(path)?).map_err(|error| format!("{}: {error}", path.display()))?;
    Ok(skips.skip)
}

/// `cargo xtask conformance`.
///
/// # Errors
/// Every case that did not pass in every language.
pub fn run(root: &Path, mut args: Args) -> Result<()> {
    let tests = root.join("tests");
    let named = args.by_language("--runner")?;
    let sandbox = args.option("--sandbox")?.unwrap_or_else(|| "target/debug/dgspay".to_owned());
    args.finish()?;
    let runners = if named.is_empty() {
        let path = tests.join("runners.toml");
        toml::from_str::<Runners>(&read(&path)?).map_err(|error| format!("{}: {error}", path.display()))?.runner
    } else {
        named.iter().map(|(language, command)| Runner::of(language, command)).collect::<Vec<_>>()
    };
    let suite = Suite::load(&tests)?;
    let skips = read_skips(&tests.join("skips.toml"))?;
    let sandbox = root.join(sandbox);
    let control = &suite.control;
    let parts = parts::cut(&tests, &root.join("target/conformance"))?;
    // Side by side: each has its own sandbox, and most of the time is spent waiting.
    let reports = thread::scope(|scope| {
        let running: Vec<_> = runners
            .iter()
            .map(|runner| {
                let flavours = runner.flavours().into_iter().map(|flavour| {
                    let Runner { language, command, .. } = runner;
                    let run = Run { root, sandbox: &sandbox, parts: &parts, language, command, flavour };
                    scope.spawn(move || run.report(control))
                });
                (&runner.language, flavours.collect::<Vec<_>>())
            })
            .collect();
        let ended = running.into_iter().filter_map(|(language, flavours)| {
            let broken = |_| Report::broken(language, "xtask itself has failed");
            let reports = flavours.into_iter().map(|running| running.join().unwrap_or_else(broken));
            reports.reduce(Report::with_flavour)
        });
        ended.collect::<Vec<_>>()
    });
    for report in &reports {
        println!("{:<7} {}", report.language, report.summary);
    }
    let joined = join(&suite, &reports, &skips, jiff::Timestamp::now().to_zoned(jiff::tz::TimeZone::UTC).date());
    println!("\n{}", joined.matrix);
    joined.notes.iter().for_each(|note| println!("{note}"));
    complain(&joined.complaints).map_err(|complaints| {
        let of_which = if joined.amiss.is_empty() { String::new() } else { format!(":\n{}", joined.amiss.join("\n")) };
        format!("{complaints}\n\nconformance: {} complaints{of_which}", joined.complaints.len())
    })?;
    println!("conformance: {} cases x {} languages, 0 missing", suite.cases.len(), LANGUAGES.len());
    Ok(())
}
