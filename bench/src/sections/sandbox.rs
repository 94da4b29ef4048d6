//! The sandbox as users start it.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::Result;
use crate::load::Account;
use crate::process::{Owned, sentence};

/// The command that scripts/package has made.
const COMMAND: &str = "dist/bin/dgspay";

/// A running one.
pub struct Sandbox {
    process: Owned,
    /// Its first merchant.
    pub account: Account,
    /// From the start of the process until it took requests.
    pub started_in: Duration,
}

impl Sandbox {
    /// Starts one in memory, or on a file, with these settings beside the usual ones.
    pub fn start(file: Option<&Path>, settings: &[&str]) -> Result<Self> {
        let mut command = Command::new(COMMAND);
        command.args(["sandbox", "--port", "0", "--json"]).args(settings).stdout(Stdio::piped());
        if let Some(file) = file {
            command.arg("--db").arg(file);
        }
        let began = Instant::now();
        let mut process = Owned::start(&mut command)?;
        let mut line = String::new();
        if let Some(output) = process.0.stdout.take() {
            sentence("the sandbox", BufReader::new(output).read_line(&mut line))?;
        }
        let started_in = began.elapsed();
        let ready: Value = sentence("the sandbox did not start", serde_json::from_str(&line))?;
        let field = |name: &str| ready["dgs"][name].as_str().unwrap_or_default().to_owned();
        let origin = field("base_url");
        let authority = origin.trim_start_matches("http://").split('/').next().unwrap_or_default();
        let address = sentence("the sandbox's address", authority.parse())?;
        let credentials =
            format!("X-DGS-API-KEY: {}\r\nX-DGS-ACCOUNT-NUMBER: {}\r\n", field("api_key"), field("account_number"));
        Ok(Self { process, account: Account { address, credentials }, started_in })
    }

    /// What it holds in memory, in megabytes (MiB).
    #[allow(clippy::cast_precision_loss, reason = "not that many")]
    pub fn resident(&self) -> f64 {
        self.process.resident().unwrap_or_default() as f64 / 1_024.0
    }

    /// Ends it as Ctrl-C would.
    pub fn end(self) {
        self.process.end();
    }
}

/// Takes a ledger's file away, with what SQLite keeps beside it.
pub fn remove(file: &Path) {
    for suffix in ["", "-wal", "-shm"] {
        // What is not there need not be removed.
        let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
    }
}
