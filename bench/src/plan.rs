//! How long and how often everything is measured.

use std::time::Duration;

/// One run's measure of everything.
pub struct Plan {
    /// Whether it is the short run.
    pub quick: bool,
    /// How often each contender has its turn.
    pub rounds: usize,
    /// How often a fresh process is started for the times of starting.
    pub starts: usize,
    /// How long one turn of calls lasts.
    pub calls: Duration,
    /// How long one turn of a computation lasts.
    pub computing: Duration,
    /// How long a contender runs before anything is measured.
    pub warm_up: Duration,
    /// How often a contender on a virtual machine that compiles while it runs has done its work before anything is measured.
    pub warm_up_jit: u64,
    /// How long the sandbox is under load, in one round.
    pub load: Duration,
    /// How many transactions the sandbox is grown to, step by step.
    pub growth: &'static [u64],
    sections: Vec<String>,
}

impl Plan {
    /// The long or the short one, of these sections or, without any, of all.
    pub fn new(quick: bool, sections: &[String]) -> Self {
        let milliseconds = Duration::from_millis;
        let sections = sections.to_vec();
        if quick {
            Self {
                quick,
                rounds: 5,
                starts: 5,
                calls: milliseconds(150),
                computing: milliseconds(80),
                warm_up: milliseconds(150),
                warm_up_jit: 5_000,
                load: milliseconds(500),
                growth: &[10_000, 30_000],
                sections,
            }
        } else {
            Self {
                quick,
                rounds: 7,
                starts: 15,
                calls: milliseconds(1_000),
                computing: milliseconds(400),
                warm_up: milliseconds(1_000),
                warm_up_jit: 50_000,
                load: milliseconds(3_000),
                growth: &[10_000, 100_000, 1_000_000],
                sections,
            }
        }
    }

    /// Whether a section is wanted.
    pub fn wants(&self, id: &str) -> bool {
        self.sections.is_empty() || self.sections.iter().any(|wanted| wanted == id)
    }
}
