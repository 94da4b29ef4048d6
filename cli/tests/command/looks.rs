//! What people see, at a fixed width. After a change that is meant: `INSTA_UPDATE=always cargo test -p dgspay-cli`, and look
//! at the difference.

use serde_json::json;

use crate::world::{CARD, PAYER, World, frozen, run};

/// The output with the one thing that differs from run to run, the sandbox's port, made equal.
#[track_caller]
fn seen(world: &World, stdin: &str, arguments: &[&str]) -> String {
    let mut command = world.command(arguments);
    command.env("COLUMNS", "120");
    let ran = run(command, stdin);
    format!("{}{}[exit {}]\n", ran.out, ran.err, ran.code).replace(&world.origin(), "http://127.0.0.1:44010")
}

macro_rules! looks {
    ($name:literal, $text:expr) => {
        insta::with_settings!({ prepend_module_to_snapshot => false, omit_expression => true }, {
            insta::assert_snapshot!($name, $text);
        });
    };
}

#[test]
fn charges() {
    let world = World::open(frozen());
    let momo = [&["charge", "momo", "5000"], &PAYER[..]].concat();
    let card = [&["charge", "card", "5000"], &PAYER[..]].concat();
    let with = |arguments: &[&'static str], key| [arguments, &["--scenario", key]].concat();
    looks!("charge-pending", seen(&world, "", &momo));
    looks!("charge-paid", seen(&world, "", &with(&momo, "scenario:auth_pin")));
    looks!("charge-declined", seen(&world, CARD, &with(&card, "issuer:insufficient_funds")));
    looks!("charge-wants-pin", seen(&world, CARD, &with(&card, "scenario:auth_pin")));
    looks!("transactions", seen(&world, "", &["transactions", "list", "--limit", "3"]));
    looks!("balance", seen(&world, "", &["balance"]));
}

#[test]
fn links() {
    let world = World::open(frozen());
    looks!("link-made", seen(&world, "", &["links", "create", "Invoice #123", "--amount", "50000", "--max-uses", "1"]));
    seen(&world, "", &["links", "create", "A donation for the new roof of the school in Musanze", "--min", "100"]);
    looks!("links", seen(&world, "", &["links", "list"]));
}

#[test]
fn payouts_and_conversions() {
    let world = World::open(frozen());
    looks!("banks", seen(&world, "", &["banks"]));
    looks!("payout", seen(&world, "", &["disburse", "momo", "10000", "--phone", "0788123456", "--name", "Jane Doe"]));
    looks!("payout-refused", seen(&world, "", &["disburse", "momo", "2000000", "--phone", "0788123456"]));
    looks!("convert-preview", seen(&world, "", &["convert", "100", "USD", "EUR", "--preview"]));
    looks!("fees", seen(&world, "", &["fees", "gross-up", "10000", "--flat", "100"]));
}

#[test]
fn a_payroll() {
    let world = World::open(frozen());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("salaries.csv");
    let sheet = "id,amount,phone,bank_key,account_number,name,scenario_key\n\
        E-1,100000,0788000001,,,Aline Uwase,\n\
        E-2,250000,,bk_rw,40001234,Jean Bosco,\n\
        E-3,80000,0722000003,,,Grace Ineza,scenario:nonsense\n\
        E-4,90000,0788000004,,,Eric Mugisha,\n";
    std::fs::write(&file, sheet).unwrap();
    world.control("POST", "/faults", &json!({ "fault": "commit-then-500", "operation": "disbursements.create" }));
    let seen = seen(&world, "", &["disburse", "csv", file.to_str().unwrap(), "--at-once", "1"]);
    looks!("payroll", seen.replace(folder.path().to_str().unwrap(), ""));
}

#[test]
fn rohopay() {
    let world = World::open(frozen());
    let collect = |phone| ["charge", "momo", "50000", "--currency", "UGX", "--phone", phone, "--service", "rohopay"];
    looks!("roho-pending", without_key(&seen(&world, "", &collect("0772 123 456"))));
    looks!("roho-paid", without_key(&seen(&world, "", &collect("256700000000"))));
    world.control("POST", "/faults", &json!({ "fault": "commit-then-500", "operation": "roho.collect", "times": 0 }));
    looks!("roho-unknown", without_request(&without_key(&seen(&world, "", &collect("0772 123 457")))));
    looks!("roho-lacking", seen(&world, "", &["links", "list", "--service", "rohopay"]));
    looks!("roho-balance", seen(&world, "", &["balance", "--service", "rohopay"]));
}

/// Keys are made by the clock and by chance.
fn without_key(seen: &str) -> String {
    let is_key = |word: &str| word.len() == 36 && word.matches('-').count() == 4;
    let words = seen.split_inclusive([' ', '\n', ',']);
    words
        .map(|word| {
            let bare = word.trim_end_matches([' ', '\n', ',']);
            if is_key(bare) { word.replace(bare, "01900000-0000-7000-8000-000000000000") } else { word.to_owned() }
        })
        .collect()
}

/// So are the names of requests.
fn without_request(seen: &str) -> String {
    let (before, rest) = seen.split_once("request ").unwrap();
    let (_, after) = rest.split_once(']').unwrap();
    format!("{before}request 8f31]{after}")
}

#[test]
fn an_unknown_outcome_cannot_be_overlooked() {
    let world = World::open(frozen());
    world.control("POST", "/faults", &json!({ "fault": "commit-then-500", "operation": "charges.create" }));
    looks!("unknown", seen(&world, "", &[&["charge", "momo", "5000"], &PAYER[..]].concat()));
}

/// Columns are shared out anew where there are fewer of them, and nothing is lost.
#[test]
fn a_narrow_terminal_wraps() {
    let world = World::open(frozen());
    let mut narrow = world.command(&["banks"]);
    narrow.env("COLUMNS", "72");
    let out = run(narrow, "").ended(0).out;
    assert!(out.lines().all(|line| line.chars().count() <= 72), "{out}");
    looks!("banks-narrow", out);
}

#[test]
fn colours_come_where_they_are_asked_for() {
    let world = World::open(frozen());
    let mut coloured = world.command(&["charge", "momo", "5000", "--scenario", "scenario:auth_pin"]);
    coloured.args(PAYER).env_remove("NO_COLOR").env("CLICOLOR_FORCE", "1");
    let out = run(coloured, "").ended(0).out;
    assert!(out.contains("\u{1b}[1m\u{1b}[32mRWF 5,000 paid"), "{out:?}");
}

/// What the README shows is what people see: every line of an output in it stands in its snapshot.
#[test]
fn the_readme_shows_what_is_seen() {
    let readme = std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/README.md")).unwrap();
    let mut shown = 0;
    for part in readme.split("<!-- seen: ").skip(1) {
        let (name, rest) = part.split_once(" -->").unwrap();
        let path = format!("{}/tests/command/snapshots/{name}.snap", env!("CARGO_MANIFEST_DIR"));
        let snapshot = std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{path}: {error}"));
        let block = rest.split("```").nth(1).unwrap();
        let output = block.lines().skip(1).filter(|line| !line.starts_with("$ ") && line.parse::<u8>().is_err());
        for line in output {
            assert!(snapshot.lines().any(|seen| seen == line), "{name}: {line:?} is not seen");
            shown += 1;
        }
    }
    assert!(shown > 10, "the control: there are outputs in it");
}

/// What a service sends cannot steer the terminal.
#[test]
fn escapes_in_an_answer_are_harmless() {
    let world = World::open(frozen());
    let body = "{\"status\":\"failed\",\"error_code\":\"90\",\"message\":\"\\u001b]0;owned\\u0007\\u001b[2J no\"}";
    let fault = json!({ "fault": "answer", "operation": "balance", "status": 400, "body": body, "times": 2 });
    world.control("POST", "/faults", &fault);
    let ran = world.dgspay(&["balance"]).ended(1);
    assert!(ran.err.contains("owned") && !ran.err.contains('\u{1b}') && !ran.err.contains('\u{7}'), "{:?}", ran.err);
    let ran = world.dgspay(&["balance", "--json"]).ended(1);
    assert!(!ran.out.contains('\u{1b}'), "{:?}", ran.out);
}
