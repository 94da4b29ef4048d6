//! How the programs of each language are started.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use crate::Result;
use crate::contender::{Contender, Started};
use crate::plan::Plan;
use crate::process::sentence;
use crate::report::{FOLDER, Report};

/// A language with contenders.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Language {
    /// In the environment that scripts/bench has made.
    Python,
    /// In the project that scripts/bench has made.
    Node,
    /// With the class path that scripts/bench has made.
    Kotlin,
    /// Beside this program.
    Rust,
}

impl Language {
    /// As tables call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Python => "Python",
            Self::Node => "Node",
            Self::Kotlin => "Kotlin",
            Self::Rust => "Rust",
        }
    }

    /// How often work has to be done before it costs what it will cost for ever.
    pub fn warm_after(self, plan: &Plan) -> u64 {
        if self == Self::Kotlin { plan.warm_up_jit } else { 1 }
    }

    /// Runs one of this language's programs: `contender` or `start`.
    pub fn program(self, program: &str) -> Result<Command> {
        let folder = Path::new(FOLDER);
        let mut command = match self {
            Self::Python => {
                let mut command = Command::new(folder.join("venv/bin/python"));
                command.arg(format!("bench/python/{program}.py"));
                command
            }
            Self::Node => {
                let mut command = Command::new("node");
                command.arg(folder.join(format!("node/{program}.mjs")));
                command
            }
            Self::Kotlin => {
                let path = std::fs::read_to_string(folder.join("kotlin/classpath"));
                let path = sentence("the Kotlin programs are not built: scripts/bench does that", path)?;
                let mut capitalised = program.to_owned();
                capitalised[..1].make_ascii_uppercase();
                let mut command = Command::new("java");
                command.args(["-Xshare:auto", "-cp", path.trim()]).arg(format!("bench.{capitalised}Kt"));
                command
            }
            Self::Rust => {
                let own: PathBuf = sentence("this program does not know where it is", std::env::current_exe())?;
                Command::new(own.with_file_name(program))
            }
        };
        // Nothing of the user's settings may decide what is measured.
        for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("DGSPAY_")) {
            command.env_remove(name);
        }
        Ok(command)
    }

    /// Starts those of the named contenders that are there.
    pub fn contenders(self, names: &[&str], task: &str, brief: &Value, report: &mut Report) -> Result<Vec<Contender>> {
        let mut ready = Vec::new();
        if let Err(why) = self.program("contender") {
            report.miss(self.name(), why);
            return Ok(ready);
        }
        for name in names {
            let mut brief = brief.clone();
            brief["task"] = Value::from(task);
            brief["contender"] = Value::from(*name);
            let who = format!("{} {name}", self.name());
            match Contender::start(name, self.program("contender")?, &brief)? {
                Started::Missing(why) if name.starts_with("dgspay") => return Err(format!("{who}: {why}")),
                Started::Missing(why) => report.miss(&who, why),
                Started::Ready(contender) => {
                    report.versions.insert(who, contender.version.clone());
                    ready.push(contender);
                }
            }
        }
        Ok(ready)
    }
}
