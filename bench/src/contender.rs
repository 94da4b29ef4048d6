//! A program that is measured. It reads one line of JSON that says what it has to do, answers whether it can, and then does it
//! for as long as each further line says, and tells what that took by its own process's accounting.

use std::io::{BufRead as _, BufReader, Write as _};
use std::process::{ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Result;
use crate::process::{Owned, sentence};

/// How long a contender may take beyond the time that it was given.
const PATIENCE: Duration = Duration::from_secs(60);

/// How many turns it may take to do anything at all.
const TURNS: usize = 3;

/// One turn.
#[derive(Clone, Copy, Serialize)]
pub struct Slice {
    /// How long new work is begun.
    seconds: f64,
    /// How many calls are on their way at once.
    in_flight: usize,
}

impl Slice {
    /// A turn of this length.
    pub fn new(length: Duration, in_flight: usize) -> Self {
        Self { seconds: length.as_secs_f64(), in_flight }
    }
}

/// What a turn took.
#[derive(Clone, Copy, Debug, Deserialize)]
pub struct Measured {
    /// How many times the work was done, from beginning to end.
    pub count: u64,
    /// The processor time of the whole process, in microseconds.
    pub cpu_us: f64,
    /// What half of the calls took at most, in microseconds; 0 if single calls were not timed.
    #[serde(default)]
    pub p50_us: f64,
    /// What 99 of a hundred took at most.
    #[serde(default)]
    pub p99_us: f64,
}

#[derive(Deserialize)]
struct Greeting {
    #[serde(default)]
    version: String,
    missing: Option<String>,
}

/// A contender at work.
pub struct Contender {
    /// As it is called in tables.
    pub name: String,
    /// Of the library that it uses.
    pub version: String,
    input: ChildStdin,
    lines: Receiver<String>,
    _process: Owned,
}

/// What became of a start.
pub enum Started {
    /// It is ready.
    Ready(Contender),
    /// What it needs is not there, for this reason.
    Missing(String),
}

impl Contender {
    /// Starts a contender and tells it what to do.
    pub fn start(name: &str, mut command: Command, task: &Value) -> Result<Started> {
        let mut process = Owned::start(command.stdin(Stdio::piped()).stdout(Stdio::piped()))?;
        let pipes = (process.0.stdin.take(), process.0.stdout.take());
        let (Some(input), Some(output)) = pipes else { return Err(format!("{name} has no pipes")) };
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            let all = BufReader::new(output).lines().map_while(std::result::Result::ok);
            all.take_while(|line| sender.send(line.clone()).is_ok()).for_each(drop);
        });
        let mut contender = Self { name: name.to_owned(), version: String::new(), input, lines, _process: process };
        let greeting: Greeting = contender.ask(task, PATIENCE)?;
        contender.version = greeting.version;
        Ok(match greeting.missing {
            None => Started::Ready(contender),
            Some(why) => Started::Missing(why),
        })
    }

    /// Gives it a turn; another if it came to nothing in it, as on a machine that stood still meanwhile.
    pub fn run(&mut self, slice: Slice) -> Result<Measured> {
        for _ in 0..TURNS {
            let measured: Measured = self.ask(&slice, Duration::from_secs_f64(slice.seconds) + PATIENCE)?;
            if measured.count > 0 {
                return Ok(measured);
            }
        }
        Err(format!("{} has done nothing", self.name))
    }

    fn ask<T: serde::de::DeserializeOwned>(&mut self, question: &impl Serialize, patience: Duration) -> Result<T> {
        let line = sentence("a question could not be written", serde_json::to_string(question))?;
        sentence(&format!("{} has gone", self.name), writeln!(self.input, "{line}"))?;
        let answer = self.lines.recv_timeout(patience).map_err(|error| match error {
            RecvTimeoutError::Timeout => format!("{} has not answered in time", self.name),
            RecvTimeoutError::Disconnected => format!("{} ended without an answer", self.name),
        })?;
        sentence(&format!("{} said {answer:?}", self.name), serde_json::from_str(&answer))
    }
}
