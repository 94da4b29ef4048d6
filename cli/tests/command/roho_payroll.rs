//! `dgspay disburse csv --service rohopay`: what is in doubt is sent again under its key, and nobody is paid twice.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::process::{Child, Stdio};
use std::thread::sleep;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

use crate::world::{Run, World, quick};

/// A payroll in a folder of its own, paid with the live key.
struct Payroll {
    world: World,
    folder: TempDir,
}

impl Payroll {
    fn of(text: &str) -> Self {
        let payroll = Self { world: World::open(quick()), folder: tempfile::tempdir().unwrap() };
        payroll.write(text);
        payroll
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("salaries.csv")
    }

    fn journal(&self) -> PathBuf {
        self.folder.path().join("salaries.csv.rohopay-production.journal")
    }

    fn write(&self, text: &str) {
        std::fs::write(self.file(), text).unwrap();
    }

    #[track_caller]
    fn run(&self, more: &[&str]) -> Run {
        let file = self.file();
        let usual = ["disburse", "csv", file.to_str().unwrap(), "--currency", "UGX", "--yes"];
        self.world.roho_live(&[&usual, more].concat())
    }

    #[track_caller]
    fn json(&self, more: &[&str]) -> (i32, Value) {
        let ran = self.run(&[more, &["--json"]].concat());
        (ran.code, ran.json())
    }

    fn start(&self, more: &[&str]) -> Child {
        let file = self.file();
        let usual = ["disburse", "csv", file.to_str().unwrap(), "--currency", "UGX", "--yes", "--json"];
        let mut command = self.world.live_command(&[&usual, more].concat());
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    }

    fn fault(&self, fault: &str, times: u32) {
        let fault = json!({ "fault": fault, "operation": "roho.disburse", "times": times });
        self.world.control("POST", "/faults", &fault);
    }

    fn mended(&self) {
        self.world.control("DELETE", "/faults", &Value::Null);
    }

    /// Makes it the journal of a run with another key.
    fn of_another_key(&self) {
        let journal = std::fs::read_to_string(self.journal()).unwrap();
        let (head, rest) = journal.split_once('\n').unwrap();
        let mut head: Value = serde_json::from_str(head).unwrap();
        head["account"] = json!("0123456789abcdef");
        std::fs::write(self.journal(), format!("{head}\n{rest}")).unwrap();
    }

    /// What left the wallet, by amount: every line has an amount of its own.
    fn paid(&self) -> Vec<String> {
        let all = self.world.roho_live(&["transactions", "list", "--all", "--json"]).ended(0).json();
        let amount = |paid: &Value| paid["amount"]["amount"].as_str().unwrap().to_owned();
        let mut amounts: Vec<String> = all["transactions"].as_array().unwrap().iter().map(amount).collect();
        amounts.sort();
        amounts
    }

    /// The bodies that were sent under each key.
    fn sent(&self) -> BTreeMap<String, Vec<String>> {
        let log = self.world.control("GET", "/requests?limit=1000", &Value::Null);
        let mut sent = BTreeMap::<_, Vec<_>>::new();
        for request in
            log["requests"].as_array().unwrap().iter().filter(|request| request["operation"] == "roho.disburse")
        {
            let text = |name: &str| request[name].as_str().unwrap().to_owned();
            sent.entry(text("idempotency_key")).or_default().push(text("body_sha256"));
        }
        sent
    }
}

/// So many salaries, each of another amount.
fn salaries(count: u32) -> String {
    let line = |n| format!("E-{n},{},0772{n:06},April\n", 1_000 + n);
    "id,amount,phone,narration\n".to_owned() + &(0..count).map(line).collect::<String>()
}

fn amounts(count: u32) -> Vec<String> {
    (0..count).map(|n| (1_000 + n).to_string()).collect()
}

fn count(document: &Value, state: &str) -> usize {
    document["lines"].as_array().unwrap().iter().filter(|line| line["state"] == state).count()
}

#[test]
fn every_line_is_paid_once_however_often_it_is_run() {
    let payroll = Payroll::of(&salaries(25));
    let (code, checked) = payroll.json(&["--check"]);
    assert_eq!((code, &checked["to_send"], payroll.world.truth("posts")), (0, &json!(25), 0));
    assert_eq!(checked["amount"], json!({ "amount": "25300", "currency": "UGX" }));
    let (code, first) = payroll.json(&["--at-once", "8"]);
    assert_eq!((code, count(&first, "taken_on")), (0, 25), "{first}");
    assert!(first["lines"][0]["reference"].as_str().unwrap().starts_with("RHP-"), "{first}");
    let (code, again) = payroll.json(&[]);
    assert_eq!((code, count(&again, "taken_on_earlier"), payroll.world.truth("posts")), (0, 25, 25));
    let told = payroll.run(&[]).ended(0).out;
    assert!(told.contains("25 of 25 payouts taken on") && told.contains("UGX 25,300"), "{told}");
    assert_eq!((payroll.paid(), payroll.sent().len()), (amounts(25), 25));
}

/// Killed in the middle, again and again: nobody has to look, for every payout's key stood in the journal before it was sent.
#[test]
fn a_crash_pays_everybody_once_and_needs_nobody() {
    let payroll = Payroll::of(&salaries(40));
    let slow = json!({ "fault": "slow-answer", "operation": "roho.disburse", "delay_ms": 30, "times": 0 });
    let mut in_doubt = 0;
    for crash in 0..5 {
        payroll.world.control("POST", "/faults", &slow);
        let mut child = payroll.start(&["--at-once", "3"]);
        sleep(Duration::from_millis(150 + 37 * crash));
        child.kill().unwrap();
        child.wait().unwrap();
        payroll.mended();
        in_doubt += payroll.json(&["--check"]).1["to_repeat"].as_u64().unwrap();
    }
    assert!(in_doubt > 0, "the control: some were on their way when it was killed");
    let (code, end) = payroll.json(&[]);
    assert_eq!((code, count(&end, "taken_on") + count(&end, "taken_on_earlier")), (0, 40), "{end}");
    assert_eq!(payroll.paid(), amounts(40));
    let sent = payroll.sent();
    assert_eq!(sent.len(), 40, "a key for each line");
    for (key, bodies) in sent {
        assert!(bodies.iter().all(|body| *body == bodies[0]), "{key} with other bytes");
    }
}

#[test]
fn what_is_in_doubt_is_sent_again_with_the_same_bytes() {
    let payroll = Payroll::of(&salaries(2));
    payroll.fault("lost-answer", 0);
    let (code, first) = payroll.json(&["--at-once", "1"]);
    assert_eq!((code, count(&first, "unknown")), (3, 2), "{first}");
    assert_eq!(first["lines"][0]["token"].as_str(), payroll.sent().keys().next().map(String::as_str));
    payroll.mended();
    payroll.write(&salaries(2).replace("E-0,1000", "E-0,5000"));
    let told = payroll.run(&[]).ended(2).err;
    assert!(told.contains("E-0") && told.contains("another amount"), "{told}");
    payroll.write(&salaries(2).replace("0772000000,April", "0772000000,May"));
    let told = payroll.run(&[]).ended(2).err;
    assert!(told.contains("E-0") && told.contains("another narration"), "{told}");
    payroll.write(&salaries(2));
    let (code, again) = payroll.json(&[]);
    assert_eq!((code, count(&again, "taken_on")), (0, 2), "{again}");
    assert_eq!((payroll.paid(), payroll.sent().len()), (amounts(2), 2));
    // What was taken on may be called something else, but is paid to nobody else.
    payroll.write(&salaries(2).replace("April", "May"));
    payroll.run(&[]).ended(0);
    assert_eq!(payroll.paid(), amounts(2));
}

/// What a later attempt proves of itself, it does not prove of the first.
#[test]
fn a_refusal_settles_no_doubt() {
    let payroll = Payroll::of(&salaries(1));
    payroll.fault("commit-then-500", 0);
    assert_eq!(payroll.json(&[]).0, 3);
    payroll.mended();
    let refusal =
        json!({ "fault": "status", "operation": "roho.disburse", "status": 422, "error_code": "PROVIDER_ERROR" });
    payroll.world.control("POST", "/faults", &refusal);
    let (code, refused) = payroll.json(&[]);
    assert_eq!((code, count(&refused, "unknown")), (3, 1), "{refused}");
    assert!(refused["lines"][0]["why"].as_str().unwrap().contains("PROVIDER_ERROR"), "{refused}");
    assert_eq!(payroll.json(&[]).0, 0);
    assert_eq!(payroll.paid(), amounts(1));
}

#[test]
fn a_key_that_the_service_may_have_forgotten_is_not_sent() {
    let payroll = Payroll::of(&salaries(1));
    payroll.fault("drop-before-commit", 0);
    assert_eq!(payroll.json(&[]).0, 3);
    payroll.mended();
    let posts = payroll.world.truth("posts");
    let key = payroll.sent().into_keys().next().unwrap();
    let journal = std::fs::read_to_string(payroll.journal()).unwrap();
    assert!(journal.contains(&key));
    // A UUIDv7 of 2023.
    std::fs::write(payroll.journal(), journal.replace(&key, "018b0000-0000-7000-8000-000000000000")).unwrap();
    let (code, old) = payroll.json(&[]);
    assert_eq!((code, count(&old, "unknown"), payroll.world.truth("posts")), (3, 1, posts), "{old}");
    assert!(old["lines"][0]["why"].as_str().unwrap().contains("23 hours"), "{old}");
    let told = payroll.run(&[]).ended(3).out;
    assert!(told.contains("--not-paid ID") && told.contains("cannot pay twice"), "{told}");
    assert_eq!(payroll.json(&["--not-paid", "E-0"]).0, 0);
    assert_eq!(payroll.paid(), amounts(1));
}

/// RohoPay has no name for a project but its keys. One that was replaced shows by what it can look up that it is of the same.
#[test]
fn a_journal_goes_on_when_the_key_was_replaced() {
    let payroll = Payroll::of(&salaries(1));
    assert_eq!(payroll.json(&[]).0, 0);
    payroll.write(&salaries(2));
    payroll.fault("lost-answer", 0);
    assert_eq!(payroll.json(&[]).0, 3);
    payroll.mended();
    payroll.of_another_key();
    payroll.write(&salaries(3));
    let posts = payroll.world.truth("posts");
    let told = payroll.run(&[]).ended(3);
    assert!(told.err.contains("another key of the same account, which shows RHP-"), "{}", told.err);
    // Nothing says that a service remembers the idempotency keys of an API key that is gone.
    assert!(told.out.contains("never sent again"), "{}", told.out);
    assert_eq!((payroll.world.truth("posts"), payroll.paid()), (posts + 1, amounts(3)));
    let told = payroll.run(&["--paid", "E-1"]).ended(0);
    assert!(!told.err.contains("another key"), "it is this key's journal now: {}", told.err);
    assert_eq!(payroll.paid(), amounts(3));
}

#[test]
fn a_journal_of_another_project_is_refused() {
    let payroll = Payroll::of(&salaries(1));
    payroll.fault("drop-before-commit", 0);
    assert_eq!(payroll.json(&[]).0, 3);
    payroll.mended();
    payroll.of_another_key();
    let told = payroll.run(&[]).ended(2).err;
    assert!(told.contains("another account") && told.contains("Nothing was sent"), "nothing shows whose it is: {told}");
    let taken = json!({ "id": "E-9", "state": "taken", "what": "w", "reference": "RHP-2026-NOBODYS" });
    let journal = std::fs::read_to_string(payroll.journal()).unwrap();
    std::fs::write(payroll.journal(), format!("{journal}{taken}\n")).unwrap();
    let told = payroll.run(&[]).ended(2).err;
    assert!(told.contains("another account"), "{told}");
    assert_eq!(payroll.paid(), Vec::<String>::new());
}

#[test]
fn a_payout_that_was_handed_to_another_provider_is_pointed_at() {
    let payroll = Payroll::of(&salaries(2));
    payroll.fault("failover", 1);
    let (code, document) = payroll.json(&["--at-once", "1"]);
    assert_eq!((code, count(&document, "taken_on")), (0, 2), "{document}");
    assert!(document["lines"][0]["why"].as_str().unwrap().contains("retried with iotec"), "{document}");
    assert_eq!(document["lines"][1]["why"], Value::Null);
    payroll.write(&salaries(3));
    payroll.fault("failover", 1);
    let told = payroll.run(&[]).ended(0).out;
    assert!(told.contains("E-2") && told.contains("retried with iotec") && !told.contains("E-1"), "{told}");
}

#[test]
fn a_test_key_stops_the_run_at_the_first() {
    let payroll = Payroll::of(&salaries(10));
    let file = payroll.file();
    let usual = ["disburse", "csv", file.to_str().unwrap(), "--currency", "UGX", "--at-once", "1"];
    let told = payroll.world.roho(&[&usual[..], &["--check"]].concat()).ended(0).err;
    assert!(told.contains("This is a test key"), "{told}");
    let (code, document) = payroll.world.roho_json(&usual);
    assert_eq!((code, count(&document, "refused"), count(&document, "not_sent")), (1, 1, 9), "{document}");
    assert!(document["stopped"].as_str().unwrap().contains("DISBURSE_TEST_BLOCKED"), "{document}");
    assert_eq!(payroll.json(&[]).0, 0, "the live key has a journal of its own");
}

#[test]
fn mistakes_are_found_before_anything_is_sent() {
    let payroll = Payroll::of("");
    let refused = |text: &str, more: &[&str], words: &[&str]| {
        payroll.write(text);
        let ran = payroll.run(more).ended(2);
        for word in words {
            assert!(ran.err.contains(word), "{word:?} is not in {}", ran.err);
        }
    };
    refused("id,amount,phone,bank_key\nA,1000,0772000001,x\n", &[], &["\"bank_key\"", "id, amount, phone, narration"]);
    refused(
        "id,amount,phone\nA,0.5,0772000001\nB,1000,12\nC,1000,\n",
        &[],
        &["line 2:", "line 3:", "line 4: it has no phone"],
    );
    refused(&salaries(1), &["--flat", "100"], &["no fee for a column net"]);
    refused(&salaries(1), &["--callback-url", "http://shop.example/"], &["https"]);
    payroll.write(&salaries(3).replace("1002", "4999999"));
    let ran = payroll.run(&[]).ended(1);
    assert!(ran.err.contains("The wallet holds UGX 500,000") && ran.err.contains("Nothing was sent"), "{}", ran.err);
    payroll.write(&salaries(1));
    let file = payroll.file();
    let ran = payroll.world.roho_live(&["disburse", "csv", file.to_str().unwrap(), "--yes"]).ended(2);
    assert!(ran.err.contains("--currency is missing"), "{}", ran.err);
    let ran = payroll.world.roho_live(&["disburse", "csv", file.to_str().unwrap(), "--currency", "UGX"]).ended(2);
    assert!(ran.err.contains("--yes"), "{}", ran.err);
    assert_eq!(payroll.world.truth("posts"), 0);
}

/// The wallet is of one currency: nobody can say beforehand whether it is enough for another.
#[test]
fn another_currency_is_left_to_the_service() {
    let payroll = Payroll::of("id,amount,phone\nA,1000,0712345678\n");
    let file = payroll.file();
    let usual = ["disburse", "csv", file.to_str().unwrap(), "--currency", "KES", "--yes"];
    let ran = payroll.world.roho_live(&usual).ended(0);
    assert!(ran.err.contains("The wallet is held in UGX") && ran.out.contains("KES 1,000"), "{}{}", ran.err, ran.out);
}
