//! `dgspay disburse csv`: none is paid twice, whatever happens.

use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use dgspay::Money;
use dgspay_sandbox::Config;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::world::{Run, World, quick, run};

/// A payroll in a folder of its own.
struct Payroll {
    world: World,
    folder: TempDir,
}

impl Payroll {
    fn of(world: World, text: &str) -> Self {
        let payroll = Self { world, folder: tempfile::tempdir().unwrap() };
        payroll.write(text);
        payroll
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("salaries.csv")
    }

    fn write(&self, text: &str) {
        std::fs::write(self.file(), text).unwrap();
    }

    #[track_caller]
    fn run(&self, more: &[&str]) -> Run {
        let file = self.file();
        self.world.dgspay(&[&["disburse", "csv", file.to_str().unwrap()], more].concat())
    }

    #[track_caller]
    fn json(&self, more: &[&str]) -> (i32, Value) {
        let ran = self.run(&[more, &["--json"]].concat());
        (ran.code, ran.json())
    }

    fn start(&self, more: &[&str]) -> Child {
        let file = self.file();
        let mut command = self.world.command(&[&["disburse", "csv", file.to_str().unwrap(), "--json"], more].concat());
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    /// What left the wallet, by amount: every line has an amount of its own.
    fn paid(&self) -> Vec<String> {
        let (_, all) = self.world.json(&["transactions", "list", "--all", "--limit", "100"]);
        let amounts = all["transactions"]
            .as_array()
            .unwrap()
            .iter()
            .map(|paid| paid["amount"]["amount"].as_str().unwrap().to_owned());
        let mut amounts: Vec<String> = amounts.collect();
        amounts.sort();
        amounts
    }
}

/// So many salaries, each of another amount.
fn salaries(count: u32) -> String {
    let line = |n| match n % 3 {
        0 => format!("E-{n},{},,bk_rw,40000{n},Worker {n}\n", 1_000 + n),
        _ => format!("E-{n},{},0788{:06},,,Worker {n}\n", 1_000 + n, n),
    };
    "id,amount,phone,bank_key,account_number,name\n".to_owned() + &(0..count).map(line).collect::<String>()
}

fn states(document: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    document["lines"].as_array().unwrap().iter().map(|line| (text(&line["id"]), text(&line["state"]))).collect()
}

fn count(document: &Value, state: &str) -> usize {
    states(document).iter().filter(|(_, other)| other == state).count()
}

#[test]
fn every_line_is_paid_once_however_often_it_is_run() {
    let payroll = Payroll::of(World::open(quick()), &salaries(25));
    let (code, checked) = payroll.json(&["--check"]);
    assert_eq!((code, &checked["to_send"], payroll.world.truth("posts")), (0, &json!(25), 0));
    let (code, first) = payroll.json(&["--at-once", "8"]);
    assert_eq!((code, count(&first, "taken_on")), (0, 25), "{first}");
    assert!(first["lines"][0]["reference"].as_str().unwrap().starts_with("DGS"));
    let (code, again) = payroll.json(&[]);
    assert_eq!((code, count(&again, "taken_on_earlier"), payroll.world.truth("posts")), (0, 25, 25));
    let told = payroll.run(&[]).ended(0).out;
    assert!(told.contains("25 of 25 payouts taken on"), "{told}");
    payroll.write(&salaries(27));
    let (code, more) = payroll.json(&[]);
    assert_eq!((code, count(&more, "taken_on"), payroll.world.truth("posts")), (0, 2, 27));
}

#[test]
fn what_was_refused_is_corrected_and_sent_again() {
    let heads = "id,amount,phone,bank_key,account_number,scenario_key\n";
    let wrong = format!("{heads}A,1000,0788000001,,,\nB,1001,0788000002,,,scenario:nonsense\n");
    let payroll = Payroll::of(World::open(quick()), &wrong);
    let (code, first) = payroll.json(&[]);
    assert_eq!((code, count(&first, "taken_on"), count(&first, "refused")), (1, 1, 1), "{first}");
    assert!(first["lines"][1]["why"].as_str().unwrap().contains("scenario"), "{first}");
    let told = payroll.run(&[]).ended(1).out;
    assert!(told.contains("1 of 2 payouts taken on") && told.contains("only these are sent"), "{told}");
    payroll.write(&wrong.replace("scenario:nonsense", ""));
    let (code, second) = payroll.json(&[]);
    assert_eq!((code, count(&second, "taken_on"), count(&second, "taken_on_earlier")), (0, 1, 1));
    assert_eq!(payroll.paid(), ["1000", "1001"]);
}

#[test]
fn what_may_have_been_paid_is_left_to_a_person() {
    let payroll = Payroll::of(World::open(quick()), &salaries(3));
    payroll.world.fault("lost-answer", "disbursements.create");
    let (code, first) = payroll.json(&["--at-once", "1", "--callback-url", "http://127.0.0.1:9/hook"]);
    assert_eq!((code, count(&first, "unknown"), count(&first, "taken_on")), (3, 1, 2), "{first}");
    assert!(first["lines"][0]["token"].is_string(), "{first}");
    assert_eq!(payroll.json(&[]).0, 3, "it stays unknown");
    assert_eq!(payroll.world.truth("posts"), 3, "and is not sent again");
    let told = payroll.run(&[]).ended(3).out;
    assert!(told.contains("--not-paid ID") && told.contains("E-0"), "{told}");
    assert_eq!(payroll.run(&["--paid", "E-1"]).code, 2, "nobody doubts this one");
    assert_eq!(payroll.json(&["--paid", "E-0"]).0, 0);
    assert_eq!(payroll.paid(), ["1000", "1001", "1002"]);

    let payroll = Payroll::of(World::open(quick()), &salaries(3));
    payroll.world.fault("drop-before-commit", "disbursements.create");
    assert_eq!(payroll.json(&["--at-once", "1"]).0, 3);
    assert_eq!(payroll.paid(), ["1001", "1002"]);
    let (code, mended) = payroll.json(&["--not-paid", "E-0"]);
    assert_eq!((code, count(&mended, "taken_on")), (0, 1));
    assert_eq!(payroll.paid(), ["1000", "1001", "1002"]);
}

/// Killed in the middle, again and again, at every moment that a slow machine offers.
#[test]
fn a_crash_pays_nobody_twice() {
    let payroll = Payroll::of(World::open(quick()), &salaries(40));
    let slow = json!({ "fault": "slow-answer", "operation": "disbursements.create", "delay_ms": 30, "times": 0 });
    payroll.world.control("POST", "/faults", &slow);
    let mut unknown = Vec::new();
    for crash in 0..6 {
        let mut child = payroll.start(&["--at-once", "3"]);
        sleep(Duration::from_millis(150 + 37 * crash));
        child.kill().unwrap();
        child.wait().unwrap();
        payroll.world.control("DELETE", "/faults", &Value::Null);
        payroll.world.control("POST", "/faults", &slow);
    }
    let (code, rest) = payroll.json(&[]);
    let states = states(&rest);
    unknown.extend(states.iter().filter(|(_, state)| state == "unknown").map(|(id, _)| id.clone()));
    assert!(!unknown.is_empty(), "the control: some were on their way when it was killed");
    assert_eq!(code, 3);
    let paid = payroll.paid();
    let mut once = paid.clone();
    once.dedup();
    assert_eq!(paid, once, "paid twice");
    // A person looks into the transactions, and says what has become of the doubtful ones.
    for id in unknown {
        let amount = (1_000 + id.trim_start_matches("E-").parse::<u32>().unwrap()).to_string();
        let word = if paid.contains(&amount) { "--paid" } else { "--not-paid" };
        payroll.run(&[word, &id]);
    }
    let (code, end) = payroll.json(&[]);
    assert_eq!((code, count(&end, "taken_on_earlier")), (0, 40), "{end}");
    assert_eq!(payroll.paid(), (1_000..1_040).map(|amount| amount.to_string()).collect::<Vec<_>>());
}

#[test]
fn two_runs_at_once_are_one_too_many() {
    let payroll = Payroll::of(World::open(quick()), &salaries(4));
    let slow = json!({ "fault": "slow-answer", "operation": "disbursements.create", "delay_ms": 1_500, "times": 0 });
    payroll.world.control("POST", "/faults", &slow);
    let child = payroll.start(&[]);
    sleep(Duration::from_millis(700));
    let second = payroll.run(&[]).ended(2);
    assert!(second.err.contains("another run is using it"), "{}", second.err);
    assert!(child.wait_with_output().unwrap().status.success());
    assert_eq!(payroll.world.truth("posts"), 4);
}

#[test]
fn ctrl_c_lets_those_on_their_way_arrive() {
    let payroll = Payroll::of(World::open(quick()), &salaries(30));
    let slow = json!({ "fault": "slow-answer", "operation": "disbursements.create", "delay_ms": 400, "times": 0 });
    payroll.world.control("POST", "/faults", &slow);
    let child = payroll.start(&["--at-once", "2"]);
    sleep(Duration::from_millis(900));
    assert!(std::process::Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap().success());
    let output = child.wait_with_output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(output.status.code(), Some(1), "{document}");
    assert_eq!((count(&document, "unknown"), &document["stopped"]), (0, &json!("You stopped it.")));
    let taken = count(&document, "taken_on");
    assert!(taken > 0 && taken < 30 && count(&document, "not_sent") == 30 - taken, "{document}");
    assert_eq!(payroll.paid().len(), taken);
}

#[test]
fn an_outage_stops_the_run_and_a_busy_service_slows_it() {
    let payroll = Payroll::of(World::open(quick()), &salaries(20));
    let outage = json!({ "fault": "commit-then-500", "operation": "disbursements.create", "times": 0 });
    payroll.world.control("POST", "/faults", &outage);
    let (code, document) = payroll.json(&["--at-once", "1"]);
    assert_eq!((code, count(&document, "unknown"), count(&document, "not_sent")), (3, 3, 17), "{document}");
    assert!(document["stopped"].as_str().unwrap().contains("in a row"));

    let payroll = Payroll::of(World::open(quick()), &salaries(5));
    let busy =
        json!({ "fault": "status", "operation": "disbursements.create", "status": 429, "retry_after": 1, "times": 2 });
    payroll.world.control("POST", "/faults", &busy);
    let (code, document) = payroll.json(&[]);
    assert_eq!((code, count(&document, "taken_on")), (0, 5), "{document}");
}

#[test]
fn refused_keys_stop_the_run_at_the_first() {
    let payroll = Payroll::of(World::open(quick()), &salaries(10));
    let refused = json!({ "fault": "status", "operation": "disbursements.create", "status": 401, "error_code": "91", "times": 0 });
    payroll.world.control("POST", "/faults", &refused);
    let (code, document) = payroll.json(&["--at-once", "1"]);
    assert_eq!((code, count(&document, "refused"), count(&document, "not_sent")), (1, 1, 9), "{document}");
    assert!(document["stopped"].as_str().unwrap().contains("key was refused"));
}

#[test]
fn mistakes_are_found_before_anything_is_sent() {
    let payroll = Payroll::of(World::open(quick()), "");
    let refused = |text: &str, words: &[&str]| {
        payroll.write(text);
        let ran = payroll.run(&[]).ended(2);
        for word in words {
            assert!(ran.err.contains(word), "{word:?} is not in {}", ran.err);
        }
        assert!(ran.err.contains("Nothing was sent") || text.is_empty() || text.contains("salary"), "{}", ran.err);
    };
    refused("", &["no payouts"]);
    refused("id,amount,phone,salary\nA,100,0788000001,5\n", &["\"salary\"", "account_number"]);
    refused(
        "id,amount,phone,bank_key,account_number\nA,0.5,0788000001,,\n,100,0788000001,,\nC,100,12,,\nD,100,,bk_rw,\nE,-5,0788000001,,\nA2,100,0788000001,,\nA2,100,0788000001,,\n",
        &["line 2:", "line 3: it has no id", "line 4:", "line 5:", "line 6:", "line 8: A2 stands in line 7 already"],
    );
    refused(
        "id,amount,bank_key,account_number\nA,100,no_bank,1\nB,100,sandbox_branch_rw,1\n",
        &["no bank no_bank", "wants a branch"],
    );
    refused("id,net,phone\nA,100,0788000001\n", &["--flat"]);
    payroll.write(&salaries(3).replace("1002", "99999999"));
    let ran = payroll.run(&[]).ended(1);
    assert!(ran.err.contains("The wallet holds RWF 1,000,000") && ran.err.contains("Nothing was sent"), "{}", ran.err);
    assert_eq!(payroll.world.truth("posts"), 0);
}

#[test]
fn a_line_that_was_sent_cannot_become_another() {
    let payroll = Payroll::of(World::open(quick()), &salaries(3));
    payroll.run(&[]).ended(0);
    payroll.write(&salaries(3).replace("E-1,1001", "E-1,5001"));
    let ran = payroll.run(&[]).ended(2);
    assert!(ran.err.contains("E-1") && ran.err.contains("another amount"), "{}", ran.err);
    payroll.write(&salaries(3).replace("Worker 1", "Aline Uwase"));
    payroll.run(&[]).ended(0);
    let next_month = payroll.folder.path().join("may.journal");
    let (code, document) = payroll.json(&["--journal", next_month.to_str().unwrap()]);
    assert_eq!((code, count(&document, "taken_on")), (0, 3));
    let stranger = World::open(Config { seed: 8, ..quick() });
    let mut command = stranger.command(&["disburse", "csv", payroll.file().to_str().unwrap(), "--journal"]);
    command.arg(&next_month);
    let ran = run(command, "").ended(2);
    assert!(ran.err.contains("another account"), "{}", ran.err);
}

#[test]
fn spreadsheets_write_semicolons_and_marks_and_salaries_are_net() {
    let wallet = vec![Money::rwf(500_000)];
    let sheet = "\u{feff}id;net;phone;name\r\nE-1;100000;+250 788 123 456;\"Uwase; Aline\"\r\n;;;\r\nE-2;250000;0722123456;Jane\r\n";
    let payroll = Payroll::of(World::open(Config { wallet, ..quick() }), sheet);
    let (code, document) = payroll.json(&["--flat", "100"]);
    assert_eq!(code, 0, "{document}");
    assert_eq!(document["lines"][0]["amount"]["amount"], "100100");
    assert!(document["lines"][1]["recipient"].as_str().unwrap().contains("Airtel"));
    assert_eq!(payroll.paid(), ["100100", "250100"]);
}

#[test]
fn a_journal_that_cannot_be_kept_sends_nothing() {
    let payroll = Payroll::of(World::open(quick()), &salaries(3));
    for nowhere in ["/dev/full", "no/such/folder/journal"] {
        let ran = payroll.run(&["--journal", nowhere]).ended(2);
        assert!(ran.err.contains("The journal") && ran.err.contains("Nothing was sent"), "{}", ran.err);
    }
    let path = payroll.folder.path().join("mine.journal");
    std::fs::write(&path, "something else\n").unwrap();
    let ran = payroll.run(&["--journal", path.to_str().unwrap()]).ended(2);
    assert!(ran.err.contains("no journal of payouts"), "{}", ran.err);
    assert_eq!(payroll.world.truth("posts"), 0);
}
