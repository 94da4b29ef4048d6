//! The command as a user runs it.

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;

use serde_json::Value;

fn dgspay() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dgspay"));
    command.env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

/// The binary's own sandbox, and its ready line.
fn sandbox(arguments: &[&str]) -> (Child, Value) {
    let mut command = dgspay();
    command.args(["sandbox", "--json", "--port", "0"]).args(arguments);
    let mut sandbox = command.stdout(Stdio::piped()).spawn().unwrap();
    let mut line = String::new();
    BufReader::new(sandbox.stdout.take().unwrap()).read_line(&mut line).unwrap();
    (sandbox, serde_json::from_str(&line).unwrap())
}

#[test]
fn the_demo_tells_its_story_and_ends_well() {
    let output = dgspay().arg("demo").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    for fact in [
        "RWF 5,000 from 0788 123 456",
        "signature valid",
        "net RWF 4,850 (fee 150)",
        "OUTCOME UNKNOWN",
        "nobody paid twice",
    ] {
        assert!(text.contains(fact), "{fact:?} is not in:\n{text}");
    }
    assert!(text.contains("pending 4,850") && text.contains("settled: available 4,850"), "{text}");
    assert_eq!(text.lines().last(), Some("demo: ok"));
    assert!(!text.contains('\u{1b}'), "no colours where there is no terminal");
}

#[test]
fn the_demo_is_told_to_programs_too() {
    let output = dgspay().args(["demo", "--json"]).output().unwrap();
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    let steps: Vec<_> = told["steps"].as_array().unwrap().iter().map(|step| step["step"].as_str().unwrap()).collect();
    assert_eq!(told["demo"], "ok");
    let story = ["sandbox", "charge", "handset", "webhook", "balance", "lost answer", "found", "reconciled"];
    assert_eq!(steps, story);
}

#[test]
fn rohopay_has_a_story_of_its_own() {
    let output = dgspay().args(["demo", "--service", "rohopay", "--json"]).output().unwrap();
    let told: Value = serde_json::from_slice(&output.stdout).unwrap_or_else(|error| panic!("{error}: {output:?}"));
    let lines: Vec<_> = told["steps"].as_array().unwrap().iter().collect();
    let steps: Vec<_> = lines.iter().map(|step| step["step"].as_str().unwrap()).collect();
    assert_eq!(told["demo"], "ok");
    let story = ["sandbox", "collection", "handset", "webhook", "balance", "test key", "lost answer", "webhook"];
    assert_eq!(steps, [&story[..], &["reconciled"]].concat());
    let said = |step: usize, name: &str| lines[step][name].as_str().unwrap();
    assert_eq!(said(3, "note"), "net UGX 49,500 (commission 500)");
    assert_eq!((said(4, "text"), said(4, "note")), ("test UGX 1,000,000", "->  UGX 1,049,500"));
    assert!(said(5, "text").ends_with("DISBURSE_TEST_BLOCKED"), "{told}");
    assert_eq!((said(7, "note"), said(8, "note")), ("paid once", "nobody paid twice"));
}

#[test]
fn the_ready_line_is_one_line_of_json_and_sigterm_ends_it() {
    let (mut sandbox, ready) = sandbox(&[]);
    for path in [
        "/dgs/base_url",
        "/dgs/api_key",
        "/dgs/account_number",
        "/dgs/encryption_key",
        "/dgs/webhook_secret",
        "/roho/base_url",
        "/roho/test_key",
        "/roho/live_key",
        "/roho/webhook_secret",
        "/control/url",
        "/control/token",
        "/pages/dashboard",
    ] {
        assert!(ready.pointer(path).is_some_and(Value::is_string), "{path} is not in {ready}");
    }
    let ended = Command::new("kill").arg(sandbox.id().to_string()).status().unwrap();
    assert!(ended.success());
    assert!(sandbox.wait().unwrap().success());
}

#[test]
fn a_sandbox_on_a_file_that_is_killed_has_lost_nothing_that_it_has_answered() {
    fn at(ready: &Value, arguments: &[&str]) -> Value {
        let account = &ready["dgs"];
        let names = ["base_url", "api_key", "account_number"];
        let settings = names.map(|name| (format!("DGSPAY_{}", name.to_uppercase()), account[name].as_str().unwrap()));
        let output = dgspay().envs(settings).args(arguments).arg("--json").output().unwrap();
        serde_json::from_slice(&output.stdout)
            .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)))
    }
    fn on(file: &Path) -> (Child, Value) {
        sandbox(&["--db", file.to_str().unwrap(), "--approve-after", "0"])
    }
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("ledger.db");
    let charge =
        ["charge", "momo", "5000", "--name", "Aline Uwase", "--email", "aline@example.rw", "--phone", "0788123456"];
    for round in 1..=3 {
        let (mut sandbox, ready) = on(&file);
        // Several at once, as those share a transaction.
        thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| assert_eq!(at(&ready, &charge)["status"], "pending"));
            }
        });
        // No signal that it could hear.
        sandbox.kill().unwrap();
        sandbox.wait().unwrap();
        let (mut sandbox, ready) = on(&file);
        assert_eq!(at(&ready, &["transactions", "list"])["total"], 4 * round);
        sandbox.kill().unwrap();
        sandbox.wait().unwrap();
    }
}

#[test]
fn a_slip_on_the_command_line_is_explained() {
    for arguments in [
        &["sandbox", "--wallet", "RWF"][..],
        &["sandbox", "--approve-after", "soon"],
        &["sandbox", "--switch", "x"],
        &["pay"],
    ] {
        let output = dgspay().args(arguments).output().unwrap();
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty());
    }
}
