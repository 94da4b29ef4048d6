//! The verbs with `--service rohopay`

use std::thread;
use std::time::Duration;

use serde_json::{Value, json};

use crate::world::{Run, World, dgspay, quick, run};

/// A number whose payer is asked, and agrees after a while.
const ASKED: &str = "0772123456";
/// RohoPay's test number that is paid in the first answer.
const AT_ONCE: &str = "256700000000";
/// A card as it is typed, and what of it may never be seen again.
const CARD: &str = "4111 1111 1111 1111\n10/30\n123\n";
const CARD_SECRETS: [&str; 3] = ["4111111111111111", "4111 1111 1111 1111", "10/30"];

fn collect<'a>(phone: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["charge", "momo", "50000", "--currency", "UGX", "--phone", phone], more].concat()
}

fn disburse<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["disburse", "momo", "25000", "--currency", "UGX", "--phone", "0772 123 456"], more].concat()
}

fn checkout<'a>(more: &[&'a str]) -> Vec<&'a str> {
    let payer = ["checkout", "75000", "--currency", "UGX", "--name", "Jane Doe", "--email", "jane@example.com"];
    [&payer, more].concat()
}

/// A checkout with the card on stdin, which nobody sees again.
#[track_caller]
fn typed(world: &World, arguments: &[&str]) -> Run {
    let ran = world.roho_typing(CARD, arguments);
    for secret in CARD_SECRETS {
        assert!(!format!("{}{}", ran.out, ran.err).contains(secret), "{secret} in {}{}", ran.out, ran.err);
    }
    ran
}

#[test]
fn a_collection_is_asked_for_and_waited_for() {
    let world = World::open(quick());
    let (code, asked) = world.roho_json(&collect(ASKED, &["--narration", "Order 1042"]));
    assert_eq!((code, &asked["status"], &asked["type"]), (4, &json!("pending"), &json!("collection")));
    assert_eq!(asked["amount"], json!({ "amount": "50000", "currency": "UGX" }));
    assert!(
        asked["reference"].as_str().unwrap().starts_with("RHP-") && asked["idempotency_key"].is_string(),
        "{asked}"
    );
    let told = world.roho(&collect(ASKED, &[])).ended(4).out;
    assert!(told.contains("UGX 50,000 not paid yet"), "{told}");
    assert!(told.contains("dgspay transactions show RHP-") && told.contains("--service rohopay"), "{told}");
    let told = world.roho(&collect(ASKED, &["--wait"])).ended(0).out;
    assert!(told.contains("UGX 50,000 paid") && told.contains("commission amount"), "{told}");
    assert_eq!(world.roho_json(&collect(AT_ONCE, &[])).0, 0, "final in the first answer");
    let (code, failed) = world.roho_json(&collect("0111777991", &["--wait=10s"]));
    assert_eq!((code, &failed["status"]), (1, &json!("failed")));
    let (code, pending) = world.roho_json(&collect("0111777781", &["--wait=300ms"]));
    assert_eq!((code, &pending["status"]), (4, &json!("pending")));
}

#[test]
fn a_lost_answer_is_asked_for_again_under_its_key() {
    let world = World::open(quick());
    world.fault("lost-answer", "roho.collect");
    assert_eq!(world.roho_json(&collect(AT_ONCE, &[])).0, 0);
    assert_eq!((world.truth("posts"), world.truth("payments_executed")), (2, 1));

    let lost = json!({ "fault": "lost-answer", "operation": "roho.collect", "times": 0 });
    world.control("POST", "/faults", &lost);
    let told = world.roho(&collect(AT_ONCE, &["--narration", "Order 1043"])).ended(3).err;
    assert!(
        told.contains("OUTCOME UNKNOWN: ") && told.contains("transactions list --limit 5 --service rohopay"),
        "{told}"
    );
    let (_, key) = told.rsplit_once("--idempotency-key ").unwrap();
    world.control("DELETE", "/faults", &Value::Null);
    let again = ["--narration", "Order 1043", "--idempotency-key", key.trim()];
    assert_eq!(world.roho_json(&collect(AT_ONCE, &again)).0, 0);
    assert_eq!(world.truth("payments_executed"), 2, "the same command under its key is the same payment");
    let (code, answer) =
        world.roho_json(&collect(AT_ONCE, &["--narration", "Order 1044", "--idempotency-key", key.trim()]));
    assert_eq!((code, &answer["error"]["code"]), (3, &json!("idempotency_conflict")), "another is not");
    let told = world.roho(&collect(AT_ONCE, &["--narration", "x", "--idempotency-key", key.trim()])).ended(3).err;
    assert!(!told.contains("Or repeat it"), "the key is another call's: {told}");
    assert_eq!(world.truth("payments_executed"), 2);
}

#[test]
fn two_providers_for_one_payment_are_no_success() {
    let world = World::open(quick());
    world.fault("double-execution", "roho.collect");
    let (code, answer) = world.roho_json(&collect(ASKED, &["--wait=10s"]));
    assert_eq!(
        (code, &answer["error"]["code"], &answer["error"]["outcome"]),
        (3, &json!("executed_twice"), &json!("unknown"))
    );
}

#[test]
fn what_the_service_does_not_have_is_refused_before_anything_is_sent() {
    let world = World::open(quick());
    let lacking: [(&[&str], &str); 6] = [
        (&["links", "list"], "payment links"),
        (&["banks"], "mobile wallets only"),
        (&["convert", "100", "USD", "EUR"], "conversion"),
        (&["charge", "card", "5000", "--phone", ASKED], "`dgspay checkout`"),
        (&["charge", "authorize", "RHP-1", "pin"], "their bank"),
        (&["disburse", "bank", "1000", "--bank", "b", "--account", "1"], "mobile wallets only"),
    ];
    let foreign: [(&[&str], &str); 6] = [
        (&collect(ASKED, &["--name", "Aline Uwase"]), "knows no --name"),
        (&collect(ASKED, &["--network", "MTN"]), "knows no --network"),
        (&disburse(&["--scenario", "x"]), "knows no --scenario"),
        (&["transactions", "list", "--link", "x"], "knows no --link"),
        (&["charge", "momo", "50000", "--phone", ASKED], "--currency is missing"),
        (&["disburse", "momo", "50000", "--phone", ASKED], "--currency is missing"),
    ];
    for (arguments, word) in lacking.iter().chain(&foreign) {
        let (code, answer) = world.roho_json(arguments);
        assert_eq!((code, &answer["error"]["code"]), (2, &json!("usage")), "{arguments:?}: {answer}");
        let said = answer["error"]["message"].as_str().unwrap();
        assert!(said.contains(word) && said.ends_with("Nothing was sent."), "{said}");
    }
    let of_rohopay: [(&[&str], &str); 4] = [
        (&checkout(&[]), "`dgspay charge card`"),
        (&["transactions", "list", "--type", "collection"], "knows no --type"),
        (
            &["disburse", "momo", "1000", "--phone", "0788123456", "--idempotency-key", "k"],
            "knows no --idempotency-key",
        ),
        (&["charge", "momo", "500", "--phone", "0788123456"], "--name is missing: DGS-Pay asks for it"),
    ];
    for (arguments, word) in of_rohopay {
        let (code, answer) = world.json(arguments);
        assert_eq!((code, answer["error"]["message"].as_str().unwrap().contains(word)), (2, true), "{answer}");
    }
    assert_eq!(world.truth("posts"), 0);
}

#[test]
fn slips_are_found_before_anything_is_sent() {
    let world = World::open(quick());
    for (arguments, code) in [
        (["charge", "momo", "0.5", "--currency", "UGX", "--phone", ASKED], "invalid_amount"),
        (["charge", "momo", "500", "--currency", "USD", "--phone", ASKED], "invalid_currency"),
        (["charge", "momo", "500", "--currency", "UGX", "--phone", "12"], "invalid_phone"),
    ] {
        let (ended, answer) = world.roho_json(&arguments);
        assert_eq!((ended, &answer["error"]["code"]), (2, &json!(code)), "{arguments:?}: {answer}");
    }
    for unfinished in ["", "4111111111111111\n", "4111111111111111\n1330\n123\n"] {
        world.roho_typing(unfinished, &checkout(&[])).ended(2);
    }
    assert_eq!(world.truth("posts"), 0);
}

#[test]
fn a_number_that_the_command_takes_for_wrong_can_be_sent_all_the_same() {
    let world = World::open(quick());
    let strange = "2567001234567";
    let (code, answer) = world.roho_json(&collect(strange, &[]));
    assert_eq!((code, &answer["error"]["code"]), (2, &json!("invalid_phone")), "{answer}");
    let (code, asked) = world.roho_json(&collect(strange, &["--phone-as-is"]));
    assert_eq!((code, &asked["phone_number"]), (4, &json!(strange)), "{asked}");
    let payout = ["disburse", "momo", "2000", "--currency", "UGX", "--phone", strange, "--phone-as-is", "--yes"];
    world.roho_live(&payout).ended(0);
    let (code, answer) = world.json(&["charge", "momo", "500", "--phone", "0788123456", "--phone-as-is"]);
    assert_eq!((code, answer["error"]["message"].as_str().unwrap().contains("knows no --phone-as-is")), (2, true));
}

#[test]
fn a_checkout_ends_on_the_banks_page() {
    let world = World::open(quick());
    let begun = typed(&world, &checkout(&["--json"])).ended(4).json();
    assert_eq!((&begun["status"], &begun["amount"]["amount"]), (&json!("pending"), &json!("75000")));
    assert!(begun["payment_url"].as_str().unwrap().starts_with(&world.origin()), "{begun}");
    let told = typed(&world, &checkout(&["--qr", "always"])).ended(4).out;
    assert!(told.contains("the payer goes on here  http://127.0.0.1:") && told.contains("▄▄▄▄▄"), "{told}");
    let reference = begun["reference"].as_str().unwrap();
    world.control("POST", &format!("/pushes/{reference}"), &json!({ "decision": "approve" }));
    let (code, found) = world.roho_json(&["transactions", "show", reference]);
    assert_eq!((code, &found["status"], &found["method"]), (0, &json!("successful"), &json!("card")));
    let ran = thread::scope(|scope| {
        let payer = scope.spawn(|| typed(&world, &checkout(&["--json", "--wait=20s", "--narration", "waited for"])));
        let reference = (0..200).find_map(|_| {
            thread::sleep(Duration::from_millis(50));
            let (_, listed) = world.roho_json(&["transactions", "list", "--status", "pending"]);
            let listed = listed["transactions"].as_array().unwrap();
            let waiting = listed.iter().find(|found| found["description"] == "waited for")?;
            waiting["reference"].as_str().map(str::to_owned)
        });
        let path = format!("/pushes/{}", reference.expect("the checkout arrives"));
        world.control("POST", &path, &json!({ "decision": "decline" }));
        payer.join().unwrap()
    });
    let ran = ran.ended(1);
    assert_eq!(ran.json()["status"], "failed");
    assert!(ran.err.contains(&format!("The payer goes on here: {}", world.origin())), "{}", ran.err);
}

/// The rows of a table in the README: what stands in backticks in the first column, and in the second.
fn rows(head: &str) -> Vec<(Vec<&'static str>, Vec<&'static str>)> {
    let readme = include_str!("../../README.md");
    let (_, table) = readme.split_once(head).expect("the README has the table");
    let quoted = |cell: &'static str| cell.split('`').skip(1).step_by(2).collect();
    let row = |line: &'static str| line.trim_matches('|').split_once('|').map(|(of, is)| (quoted(of), quoted(is)));
    table.lines().skip(2).map_while(row).collect()
}

#[test]
fn numbers_and_cards_play_what_the_readme_says() {
    let world = World::open(quick());
    let numbers = rows("| number | the collection ends |");
    assert_eq!(numbers.len(), 5);
    for (of, is) in numbers {
        for number in of {
            let currency = if number.starts_with("254") { "KES" } else { "UGX" };
            let wait = if is[0] == "pending" { "--wait=300ms" } else { "--wait=10s" };
            let asked = ["charge", "momo", "5000", "--currency", currency, "--phone", number, wait];
            let (_, ended) = world.roho_json(&asked);
            assert_eq!(ended["status"], is[0], "{number}: {ended}");
            assert!(is.get(1).is_none_or(|said| ended["provider_status"] == *said), "{number}: {ended}");
        }
    }
    let cards = rows("| card | what becomes of it |");
    assert_eq!(cards.len(), 5);
    for (card, becomes) in cards {
        let ran = world.roho_typing(&format!("{}\n10/30\n123\n", card[0]), &checkout(&["--json"])).json();
        if becomes[0] == "PROVIDER_ERROR" {
            assert_eq!(ran["error"]["service_code"], becomes[0], "{card:?}: {ran}");
            continue;
        }
        let reference = ran["reference"].as_str().unwrap();
        world.control("POST", &format!("/pushes/{reference}"), &json!({ "decision": "approve" }));
        let (_, found) = world.roho_json(&["transactions", "show", reference]);
        let ended = (&found["status"], &found["provider_status"]);
        assert_eq!(ended, (&json!("failed"), &json!(becomes[0])), "{card:?}");
    }
}

#[test]
fn a_payout_wants_a_live_key_and_a_yes() {
    let world = World::open(quick());
    let (code, answer) = world.roho_json(&disburse(&[]));
    assert_eq!((code, &answer["error"]["service_code"]), (1, &json!("DISBURSE_TEST_BLOCKED")));
    let ran = world.roho_live(&disburse(&[])).ended(2);
    assert!(ran.err.contains("--yes") && ran.err.contains("Nothing was sent"), "{}", ran.err);
    let taken = world.roho_live(&disburse(&["--yes", "--json", "--narration", "April"])).ended(0).json();
    assert_eq!((&taken["status"], &taken["type"]), (&json!("pending"), &json!("disbursement")));
    let told = world.roho_live(&disburse(&["--yes"])).ended(0).out;
    assert!(told.contains("Taken on") && told.contains("--service rohopay"), "{told}");
    let much = ["disburse", "momo", "4000000", "--currency", "UGX", "--phone", ASKED, "--yes", "--json"];
    let refused = world.roho_live(&much).ended(1).json();
    assert_eq!(
        (&refused["error"]["code"], &refused["error"]["outcome"]),
        (&json!("insufficient_funds"), &json!("not_executed"))
    );
    let listed = world.roho_live(&["transactions", "list", "--type", "disbursement", "--json"]).ended(0).json();
    assert_eq!(listed["transactions"].as_array().unwrap().len(), 2);
}

#[test]
fn the_wallet_and_the_transactions_are_shown() {
    let world = World::open(quick());
    let (code, held) = world.roho_json(&["balance"]);
    assert_eq!(code, 0);
    assert_eq!(
        held["balances"][0],
        json!({ "environment": "live", "currency": "UGX", "available": { "amount": "500000", "currency": "UGX" } })
    );
    assert_eq!(held["balances"][1]["available"]["amount"], "1000000");
    for _ in 0..5 {
        world.roho(&collect(AT_ONCE, &[])).ended(0);
    }
    let (_, first) = world.roho_json(&["transactions", "list", "--limit", "3"]);
    assert_eq!((first["transactions"].as_array().unwrap().len(), &first["next_page"]), (3, &json!(2)));
    let (_, second) = world.roho_json(&["transactions", "list", "--limit", "3", "--page", "2"]);
    assert_eq!((second["transactions"].as_array().unwrap().len(), &second["next_page"]), (2, &json!(null)));
    assert_ne!(first["transactions"][2]["reference"], second["transactions"][0]["reference"]);
    let (_, all) = world.roho_json(&["transactions", "list", "--limit", "3", "--all"]);
    assert_eq!((all["transactions"].as_array().unwrap().len(), &all["total"]), (5, &json!(5)));
    let told = world.roho(&["transactions", "list"]).ended(0).out;
    assert!(!told.contains("More"), "five of a page of twenty are all of them: {told}");
    let (_, none) = world.roho_json(&["transactions", "list", "--type", "disbursement"]);
    assert_eq!(none["transactions"], json!([]));
    for old in ["2020-01-01T00:00:00Z", "2020-01-01T00:00:00", "2020-01-01"] {
        let (code, none) = world.roho_json(&["transactions", "list", "--to", old]);
        assert_eq!((code, &none["transactions"]), (0, &json!([])), "{old}");
    }
    let (_, since) = world.roho_json(&["transactions", "list", "--from", "2020-01-01"]);
    assert_eq!(since["transactions"].as_array().unwrap().len(), 5);
    let told = world.roho(&["transactions", "list", "--limit", "3"]).ended(0).out;
    assert!(told.contains("3 transactions. More with --page 2"), "{told}");
    let reference = all["transactions"][0]["reference"].as_str().unwrap();
    let (code, found) = world.roho_json(&["transactions", "get", reference]);
    assert_eq!((code, &found["reference"], &found["net_amount"]["amount"]), (0, &json!(reference), &json!("49500")));
    let (code, answer) = world.roho_json(&["transactions", "show", "RHP-NOBODYS"]);
    assert_eq!((code, &answer["error"]["outcome"]), (1, &json!("not_money")));
}

#[test]
fn keys_are_its_own_and_say_their_environment() {
    let world = World::open(quick());
    let ran = run(dgspay(&["balance", "--service", "rohopay"]), "").ended(2);
    for word in ["ROHOPAY_API_KEY", "ROHOPAY_*", "--print-env"] {
        assert!(ran.err.contains(word), "{word} is not in {}", ran.err);
    }
    let (code, answer) = world.roho_json(&["balance", "--environment", "live"]);
    assert_eq!((code, &answer["error"]["code"]), (2, &json!("wrong_environment")));
    assert_eq!(world.roho_json(&["balance", "--environment", "test"]).0, 0);
    let port = world.origin().rsplit(':').next().unwrap().to_owned();
    let lines = run(dgspay(&["sandbox", "--print-env", "--port", &port]), "").ended(0).out;
    let account = &world.sandbox.ready().roho;
    for line in [
        format!("export ROHOPAY_BASE_URL={}", account.base_url),
        format!("export ROHOPAY_API_KEY={}", account.test_key),
        format!("export ROHOPAY_WEBHOOK_SECRET={}", account.webhook_secret),
        format!("# RohoPay's live key, which payouts need: export ROHOPAY_API_KEY={}", account.live_key),
    ] {
        assert!(lines.lines().any(|printed| printed == line), "{line} is not in {lines}");
    }
    run(dgspay(&["balance", "--service", "rohopay", "--env-file", "-"]), &lines).ended(0);
    run(dgspay(&["balance", "--env-file", "-"]), &lines).ended(0);
}
