//! `dgspay disburse` and `dgspay banks`

use dgspay_sandbox::{Config, Environment};
use serde_json::json;

use crate::world::{World, quick};

const MOMO: [&str; 5] = ["disburse", "momo", "10000", "--phone", "0788123456"];
const BANK: [&str; 7] = ["disburse", "bank", "10000", "--bank", "kcb_rw", "--account", "1234567890"];

#[test]
fn a_payout_is_taken_on() {
    let world = World::open(quick());
    let (code, payout) = world.json(&[&MOMO[..], &["--name", "Jane Doe", "--narration", "April"]].concat());
    assert_eq!((code, &payout["status"], &payout["destination_type"]), (0, &json!("pending"), &json!("mobile_money")));
    assert_eq!(payout["fee"], json!({ "amount": "100", "currency": "RWF" }));
    assert_eq!(payout["recipient_gets"]["amount"], "9900");
    let (code, payout) = world.json(&BANK);
    assert_eq!((code, &payout["destination_type"]), (0, &json!("bank")));
    let told = world.dgspay(&MOMO).ended(0).out;
    assert!(told.contains("its webhook tells") && told.contains("dgspay transactions show DGS"), "{told}");
    assert_eq!(world.truth("posts"), 3);
}

#[test]
fn what_is_refused_did_not_move_money() {
    let world = World::open(quick());
    let (code, answer) = world.json(&["disburse", "momo", "90000000", "--phone", "0788123456"]);
    assert_eq!((code, &answer["error"]["code"]), (1, &json!("insufficient_funds")));
    assert_eq!(answer["error"]["available"], json!({ "amount": "1000000", "currency": "RWF" }));
    let told = world.dgspay(&["disburse", "momo", "90000000", "--phone", "0788123456"]).ended(1).err;
    assert!(told.contains("required") && told.contains("RWF 90,000,000") && told.contains("No money moved"), "{told}");
    let (code, answer) = world.json(&["disburse", "bank", "10000", "--bank", "no_such_bank", "--account", "1"]);
    assert_eq!((code, &answer["error"]["outcome"]), (1, &json!("not_executed")));
    assert_eq!(world.truth("payouts_executed"), 0);
}

#[test]
fn a_lost_answer_ends_as_unknown_and_is_not_sent_again() {
    let world = World::open(quick());
    world.fault("lost-answer", "disbursements.create");
    let ran = world.dgspay(&[&BANK[..], &["--callback-url", "http://127.0.0.1:9/hook"]].concat()).ended(3);
    assert!(ran.err.starts_with("OUTCOME UNKNOWN: ") && ran.err.contains("payout may have been made"), "{}", ran.err);
    assert!(ran.err.contains("token"), "{}", ran.err);
    assert_eq!(world.truth("posts"), 1);
}

#[test]
fn real_money_wants_a_yes() {
    let world = World::open(Config { environment: Environment::Production, ..quick() });
    for arguments in [&MOMO[..], &BANK, &["convert", "10", "USD", "EUR"], &["links", "archive", "some"]] {
        let ran = world.dgspay(arguments).ended(2);
        assert!(ran.err.contains("--yes") && ran.err.contains("Nothing was sent"), "{}", ran.err);
    }
    assert_eq!(world.truth("posts"), 0);
    world.dgspay(&[&MOMO[..], &["--yes"]].concat()).ended(0);
    assert_eq!(world.truth("posts"), 1);
    let charge = ["charge", "momo", "500", "--name", "Aline Uwase", "--email", "a@b.rw", "--phone", "0788123456"];
    let ran = world.dgspay(&charge).ended(2);
    assert!(ran.err.contains("--redirect-url"), "{}", ran.err);
    world.dgspay(&[&charge[..], &["--redirect-url", "https://shop.example/thanks"]].concat()).ended(4);
}

#[test]
fn banks_are_listed_by_country() {
    let world = World::open(quick());
    let (code, listed) = world.json(&["banks"]);
    assert_eq!((code, &listed["country"]), (0, &json!("RW")));
    let keys: Vec<_> =
        listed["banks"].as_array().unwrap().iter().map(|bank| bank["bank_key"].as_str().unwrap()).collect();
    assert!(keys.contains(&"bk_rw") && keys.contains(&"mtn_rw"), "{keys:?}");
    let (code, answer) = world.json(&["banks", "KE"]);
    assert_eq!((code, &answer["error"]["code"]), (1, &json!("not_found")));
    assert_eq!(world.json(&["banks", "Rwanda"]).0, 2);
}
