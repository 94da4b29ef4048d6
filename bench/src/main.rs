//! Measures what dgspay costs beside what its users would have used instead, on the machine at hand.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `sections/` | what is compared: a file for each kind of measurement |
//! | `contender.rs`, `rounds.rs` | one program that is measured; several of them, in turn |
//! | `server.rs`, `exchange.rs` | the fixed-answer server, and the one request that everybody sends it |
//! | `report.rs`, `page.rs`, `machine.rs` | rows, tables, `report.json`; `docs/performance.md`; where it was measured |
//! | `message.rs`, `load.rs` | the least of HTTP/1.1; many clients at once, for the sandbox |
//! | `bin/contender.rs`, `../python`, `../node`, `../kotlin` | the programs that are measured |

mod contender;
mod exchange;
mod load;
mod machine;
mod message;
mod page;
mod plan;
mod process;
mod report;
mod rounds;
mod sections;
mod server;
mod statistics;

use std::process::ExitCode;

use clap::Parser;
use clap::builder::PossibleValuesParser;

use crate::plan::Plan;
use crate::report::Report;

/// What stops a run: a sentence.
type Result<T, E = String> = std::result::Result<T, E>;

/// Measures dgspay beside its peers, and writes target/bench/report.json
#[derive(Parser)]
struct Arguments {
    /// Shorter slices and smaller ledgers: under three minutes in all
    #[arg(long)]
    quick: bool,
    /// Write docs/performance.md from this run
    #[arg(long)]
    publish: bool,
    /// What to measure; without any, everything
    #[arg(value_name = "SECTION", value_parser = PossibleValuesParser::new(sections::ids()))]
    sections: Vec<String>,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(message) => {
            eprintln!("bench: {message}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &Arguments) -> Result<()> {
    let plan = Plan::new(arguments.quick, &arguments.sections);
    let machine = machine::description();
    let mut report = Report::default();
    sections::run(&plan, &mut report)?;
    report.write()?;
    report.print_missing();
    if arguments.publish {
        page::write(&report, &plan, &machine)?;
    }
    Ok(())
}
