//! A sandbox and a runner, as processes.

use std::fs::{self, File};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use super::join::{Report, read_report};
use crate::command::outside_our_package;
use crate::{Result, read};

/// A runner that takes longer than this hangs.
const PATIENCE: Duration = Duration::from_secs(900);

/// A sandbox that ends with its owner.
struct Sandbox {
    child: Child,
    ready: String,
}

impl Sandbox {
    fn start(binary: &Path) -> Result<Self> {
        let started = Command::new(binary)
            .args(["sandbox", "--json", "--port", "0"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn();
        let mut child = started.map_err(|error| format!("{}: {error}", binary.display()))?;
        let mut ready = String::new();
        let read = child.stdout.take().map(|stdout| BufReader::new(stdout).read_line(&mut ready));
        let sandbox = Self { child, ready };
        match read {
            Some(Ok(_)) if sandbox.ready.starts_with('{') => Ok(sandbox),
            _ => Err(format!("the sandbox said {:?} instead of its ready line", sandbox.ready.trim())),
        }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A language's runner, in one of its flavours.
pub(super) struct Run<'a> {
    pub root: &'a Path,
    pub sandbox: &'a Path,
    /// The folders of the suite's parts.
    pub parts: &'a [PathBuf],
    pub language: &'a str,
    pub command: &'a str,
    pub flavour: Option<&'a str>,
}

impl Run<'_> {
    /// Runs it on the control, without a sandbox, and then on every part at the same time, each against a sandbox of its own.
    pub(super) fn report(&self, control: &[String]) -> Report {
        self.both(control).unwrap_or_else(|trouble| Report::broken(self.language, &trouble))
    }

    fn both(&self, control: &[String]) -> Result<Report> {
        let name = self.flavour.map_or(self.language.to_owned(), |flavour| format!("{}-{flavour}", self.language));
        let wrong = self.once(&self.root.join("tests/control"), None, &format!("{name}-control"))?;
        if let Some(why) = wrong.why_not_believed(control) {
            // One that could not even begin says so itself.
            return Err(wrong.trouble.filter(|_| wrong.lines.is_empty()).unwrap_or(why));
        }
        let part = |(number, tests): (usize, &PathBuf)| {
            let sandbox = Sandbox::start(self.sandbox)?;
            self.once(tests, Some(sandbox.ready.trim()), &format!("{name}-{number}"))
        };
        thread::scope(|scope| {
            let running: Vec<_> = (1..).zip(self.parts).map(|part_of| scope.spawn(move || part(part_of))).collect();
            let broken = |_| Err("xtask itself has failed".to_owned());
            let mut reports = running.into_iter().map(|running| running.join().unwrap_or_else(broken));
            let first = reports.next().ok_or("the suite has no parts")??;
            reports.try_fold(first, |report, part| Ok(report.with_part(part?)))
        })
    }

    fn once(&self, tests: &Path, ready: Option<&str>, name: &str) -> Result<Report> {
        let folder = self.root.join("target/conformance");
        let wrong = |error: std::io::Error| format!("{}: {error}", folder.display());
        fs::create_dir_all(&folder).map_err(wrong)?;
        let (report, output) = (folder.join(format!("{name}.jsonl")), folder.join(format!("{name}.log")));
        let _ = fs::remove_file(&report);
        let log = File::create(&output).map_err(wrong)?;
        let mut runner = outside_our_package("sh");
        runner.arg("-c").arg(self.command).current_dir(self.root).stdin(Stdio::null());
        runner.stderr(log.try_clone().map_err(wrong)?).stdout(log);
        for name in ["API_KEY", "ACCOUNT_NUMBER", "ENVIRONMENT", "BASE_URL", "WEBHOOK_SECRET", "ENCRYPTION_KEY"] {
            runner.env_remove(format!("DGSPAY_{name}")).env_remove(format!("ROHOPAY_{name}"));
        }
        runner.env("DGSPAY_TESTS", tests).env("DGSPAY_REPORT", &report).env_remove("DGSPAY_READY");
        runner.envs(ready.map(|ready| ("DGSPAY_READY", ready))).env_remove("DGSPAY_FLAVOUR");
        runner.envs(self.flavour.map(|flavour| ("DGSPAY_FLAVOUR", flavour)));
        let mut child = runner.spawn().map_err(|error| format!("{}: {error}", self.command))?;
        let status = wait(&mut child);
        let said = read(&output).unwrap_or_default();
        let last = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
        let (lines, mut trouble) = match read(&report).and_then(|text| read_report(&text)) {
            Ok(lines) => (lines, None),
            Err(error) => (Vec::new(), Some(error)),
        };
        match status {
            None => trouble = Some(format!("no end within {} s; see {}", PATIENCE.as_secs(), output.display())),
            Some(status) if !status.success() => {
                trouble = Some(format!("the runner ended with {status}; see {}", output.display()));
            }
            Some(_) => {}
        }
        Ok(Report { language: self.language.to_owned(), lines, summary: last.trim().to_owned(), trouble })
    }
}

/// How a child ended; `None` if it had to be ended.
fn wait(child: &mut Child) -> Option<ExitStatus> {
    let started = Instant::now();
    while started.elapsed() < PATIENCE {
        if let Ok(Some(status)) = child.try_wait() {
            return Some(status);
        }
        thread::sleep(Duration::from_millis(100));
    }
    let _ = child.kill();
    let _ = child.wait();
    None
}
