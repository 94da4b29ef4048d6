//! `dgspay charge`

use std::thread;
use std::time::Duration;

use serde_json::json;

use crate::world::{CARD, PAYER, World, quick};

fn momo<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["charge", "momo", "5000"], &PAYER[..], more].concat()
}

fn card<'a>(more: &[&'a str]) -> Vec<&'a str> {
    [&["charge", "card", "5000"], &PAYER[..], more].concat()
}

#[test]
fn a_pending_charge_is_not_taken_for_a_payment() {
    let world = World::open(quick());
    let (code, charge) = world.json(&momo(&["--narration", "Order 1042"]));
    assert_eq!(code, 4);
    assert_eq!(charge["amount"], json!({ "amount": "5000", "currency": "RWF" }));
    assert_eq!((&charge["status"], &charge["paid"]), (&json!("pending"), &json!(false)));
    assert_eq!(charge["next_action"]["kind"], "redirect_url");
    assert!(charge["reference"].as_str().unwrap().starts_with("dgs_"));
    let told = world.dgspay(&momo(&[])).ended(4).out;
    assert!(told.contains("RWF 5,000 not paid yet") && told.contains("dgspay transactions show dgs_"), "{told}");
}

#[test]
fn waiting_ends_in_what_the_payer_did() {
    let world = World::open(quick());
    let told = world.dgspay(&momo(&["--wait"])).ended(0).out;
    assert!(told.contains("RWF 5,000 paid"), "{told}");
    let (code, charge) = world.json(&momo(&["--wait=10s", "--scenario", "issuer:do_not_honor"]));
    assert_eq!((code, &charge["status"], &charge["paid"]), (1, &json!("failed"), &json!(false)));
    let told = world.dgspay(&momo(&["--wait", "--scenario", "issuer:do_not_honor"])).ended(1).out;
    assert!(told.contains("not paid: the payment has failed"), "{told}");
    // Nobody decides on a redirect page: waiting ends in pending, which is no error.
    let (code, charge) = world.json(&momo(&["--wait=300ms", "--scenario", "scenario:auth_redirect"]));
    assert_eq!((code, &charge["status"]), (4, &json!("pending")));
}

#[test]
fn a_lost_answer_ends_as_unknown_and_is_not_sent_again() {
    let world = World::open(quick());
    let lost = momo(&["--callback-url", "http://127.0.0.1:9/hook"]);
    world.fault("lost-answer", "charges.create");
    let (code, answer) = world.json(&lost);
    assert_eq!((code, &answer["error"]["outcome"], &answer["error"]["attempts"]), (3, &json!("unknown"), &json!(1)));
    assert_eq!(answer["error"]["class"], "OutcomeUnknownError");
    let token = answer["error"]["token"].as_str().unwrap().to_owned();
    assert!(answer["error"]["message"].as_str().unwrap().contains(&format!("dgspay_token={token}")));
    world.fault("lost-answer", "charges.create");
    let told = world.dgspay(&lost).ended(3);
    assert!(told.out.is_empty() && told.err.contains("OUTCOME UNKNOWN: "), "{}", told.err);
    assert!(
        told.err.contains("do not repeat it") && told.err.contains("token") && told.err.contains("transactions list")
    );
    assert_eq!(world.truth("posts"), 2, "one POST each");
}

#[test]
fn what_was_not_executed_says_so() {
    let world = World::open(quick());
    let (code, answer) = world.json(&momo(&["--scenario", "scenario:no_such"]));
    assert_eq!((code, &answer["error"]["outcome"]), (1, &json!("not_executed")));
    assert_eq!((&answer["error"]["code"], &answer["error"]["service_code"]), (&json!("request_refused"), &json!("90")));
    let mut elsewhere = world.command(&momo(&["--json"]));
    elsewhere.env("DGSPAY_BASE_URL", "http://127.0.0.1:1/generation/v2");
    let ran = crate::world::run(elsewhere, "").ended(1);
    assert_eq!(ran.json()["error"]["code"], "connect_failed");
    assert_eq!(ran.json()["error"]["outcome"], "not_executed");
    let mut stranger = world.command(&momo(&[]));
    stranger.env("DGSPAY_API_KEY", "sk_sandbox_of_somebody_else");
    let ran = crate::world::run(stranger, "").ended(1);
    assert!(ran.err.contains("No money moved") && !ran.err.contains("somebody_else"), "{}", ran.err);
    assert_eq!(world.truth("payments_executed"), 0);
}

#[test]
fn slips_are_found_before_anything_is_sent() {
    let world = World::open(quick());
    let wrong: [(&[&str], &str); 6] = [
        (&["charge", "momo", "0.5", "--name", "Aline Uwase", "--email", "a@b.rw", "--phone", "0788123456"], "fraction"),
        (&["charge", "momo", "500", "--name", "Aline", "--email", "a@b.rw", "--phone", "0788123456"], "last name"),
        (&["charge", "momo", "500", "--name", "Aline Uwase", "--email", "ab.rw", "--phone", "0788123456"], "@"),
        (&["charge", "momo", "500", "--name", "Aline Uwase", "--email", "a@b.rw", "--phone", "12"], "mobile number"),
        (&["charge", "momo", "500", "--name", "Aline Uwase", "--email", "a@b.rw"], "--phone"),
        (&["charge", "momo", "five", "--name", "Aline Uwase", "--email", "a@b.rw", "--phone", "0788123456"], "five"),
    ];
    for (arguments, word) in wrong {
        let ran = world.dgspay(arguments).ended(2);
        assert!(ran.err.contains(word), "{arguments:?}: {}", ran.err);
        let (code, answer) = world.json(arguments);
        assert_eq!((code, &answer["error"]["outcome"]), (2, &json!("not_executed")), "{arguments:?}: {answer}");
        assert!(answer["error"]["message"].as_str().unwrap().contains(word), "{answer}");
    }
    assert_eq!(world.truth("posts"), 0);
}

#[test]
fn a_card_is_read_from_stdin_and_never_seen_again() {
    let world = World::open(quick());
    let ran = world.typing(CARD, &card(&["--json"])).ended(0);
    assert_eq!((&ran.json()["method"], &ran.json()["paid"]), (&json!("card"), &json!(true)));
    assert!(ran.err.contains("check digit"), "the warning goes to people: {}", ran.err);
    let ran = world.typing("4532 1234 5678 9010\n13/28\n987\n", &card(&["--json"])).ended(2);
    assert_eq!(
        (&ran.json()["error"]["code"], &ran.json()["error"]["field"]),
        (&json!("invalid_card"), &json!("expiry_month"))
    );
    for unfinished in ["", "4532 1234 5678 9010\n", "4532 1234 5678 9010\n1228\n987\n"] {
        world.typing(unfinished, &card(&[])).ended(2);
    }
    assert_eq!(world.truth("posts"), 1);
}

#[test]
fn a_card_is_followed_through_what_its_bank_asks() {
    let world = World::open(quick());
    let pin = ["--json", "--scenario", "scenario:auth_pin"];
    let paid = world.typing(&format!("{CARD}4321\n"), &card(&pin)).ended(0).json();
    assert_eq!(paid["paid"], true);
    let refused =
        world.typing(&format!("{CARD}4321\n"), &card(&["--scenario", "scenario:auth_pin&issuer:incorrect_pin"]));
    let refused = refused.ended(1).out;
    assert!(refused.contains("not paid") && !refused.contains("4321"), "{refused}");
    let address = format!("{CARD}KN 4 Ave\nRW\nKigali\n\n");
    let paid = world.typing(&address, &card(&["--json", "--scenario", "scenario:auth_avs"])).ended(0).json();
    assert_eq!(paid["paid"], true);
    assert_eq!(world.truth("payments_executed"), 2);
}

#[test]
fn a_step_that_nobody_answers_is_left_for_later() {
    let world = World::open(quick());
    let open = world.typing(CARD, &card(&["--scenario", "scenario:auth_pin"])).ended(4).out;
    assert!(open.contains("the bank wants the PIN") && open.contains("dgspay charge authorize dgs_"), "{open}");
    let open = world.typing(CARD, &card(&["--json", "--scenario", "scenario:auth_pin"])).ended(4).json();
    assert_eq!(open["next_action"]["kind"], "requires_pin");
    let reference = open["reference"].as_str().unwrap();
    let ran = world.typing("4321\n", &["charge", "authorize", reference, "pin", "--json"]).ended(0);
    assert_eq!(ran.json()["paid"], true);
    world.typing("", &["charge", "authorize", reference, "pin"]).ended(2);
    let open = world.typing(CARD, &card(&["--json", "--scenario", "scenario:auth_avs"])).ended(4).json();
    let reference = open["reference"].as_str().unwrap();
    let (code, answer) = world.json(&["charge", "authorize", reference, "avs", "--line1", "", "--country", "RW"]);
    assert_eq!((code, &answer["error"]["outcome"]), (2, &json!("not_executed")));
    let (code, answer) =
        world.json(&["charge", "authorize", reference, "avs", "--line1", "KN 4 Ave", "--country", "RW"]);
    assert_eq!((code, &answer["paid"]), (0, &json!(true)));
}

#[test]
fn a_lost_answer_to_an_authorisation_names_the_charge() {
    let world = World::open(quick());
    let open = world.typing(CARD, &card(&["--json", "--scenario", "scenario:auth_pin"])).ended(4).json();
    let reference = open["reference"].as_str().unwrap();
    world.fault("lost-answer", "charges.authorize");
    let ran = world.typing("4321\n", &["charge", "authorize", reference, "pin"]).ended(3);
    assert!(ran.err.contains(&format!("dgspay transactions show {reference}")), "{}", ran.err);
}

#[test]
fn the_banks_page_is_shown_and_waited_for() {
    let world = World::open(quick());
    let page = card(&["--json", "--scenario", "scenario:auth_3ds"]);
    let open = world.typing(CARD, &page).ended(4).json();
    assert_eq!(open["next_action"]["kind"], "redirect_url");
    assert!(open["next_action"]["url"].as_str().unwrap().starts_with(&world.origin()));
    let reference = open["reference"].as_str().unwrap().to_owned();
    world.control("POST", &format!("/pushes/{reference}"), &json!({ "decision": "approve" }));
    let (code, found) = world.json(&["transactions", "show", &reference]);
    assert_eq!((code, &found["status"]), (0, &json!("successful")));
    let waiting = card(&["--json", "--scenario", "scenario:auth_3ds", "--wait=20s"]);
    let ran = thread::scope(|scope| {
        let payer = scope.spawn(|| world.typing(CARD, &waiting));
        let pending = || world.json(&["transactions", "list", "--status", "pending"]).1;
        let reference = (0..200).find_map(|_| {
            thread::sleep(Duration::from_millis(50));
            pending().pointer("/transactions/0/reference")?.as_str().map(str::to_owned)
        });
        let path = format!("/pushes/{}", reference.expect("the charge arrives"));
        world.control("POST", &path, &json!({ "decision": "approve" }));
        payer.join().unwrap()
    });
    let ran = ran.ended(0);
    assert_eq!(ran.json()["paid"], true);
    assert!(ran.err.contains(&format!("The payer goes on here: {}", world.origin())), "{}", ran.err);
}

/// The charge is there, whatever becomes of the conversation about it.
#[test]
fn a_slip_in_the_middle_leaves_the_charge_open() {
    let world = World::open(quick());
    let slip = world.typing(&format!("{CARD}four\n"), &card(&["--json", "--scenario", "scenario:auth_pin"])).ended(4);
    assert_eq!(slip.json()["next_action"]["kind"], "requires_pin");
    assert!(slip.err.contains("PIN") && !slip.err.contains("four"), "{}", slip.err);
    let reference = slip.json()["reference"].as_str().unwrap().to_owned();
    world.typing("4321\n", &["charge", "authorize", &reference, "pin"]).ended(0);
    world.control(
        "POST",
        "/faults",
        &json!({ "fault": "status", "operation": "transactions.get", "status": 401, "error_code": "91" }),
    );
    let ran = world.dgspay(&momo(&["--wait", "--json"])).ended(4);
    assert_eq!(ran.json()["status"], "pending");
    assert!(ran.err.contains("The waiting has ended: The key was refused"), "{}", ran.err);
}

/// A full disk or a closed pipe says nothing about the money.
#[test]
fn what_cannot_be_printed_has_still_happened() {
    let world = World::open(quick());
    let paid = momo(&["--scenario", "scenario:auth_pin"]);
    for json in [&[][..], &["--json"]] {
        let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
        let output = world.command(&[&paid[..], json].concat()).stdout(full).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(0), "{told}");
        assert!(told.contains("cannot print the result") && told.contains("dgs_"), "{told}");
    }
    let full = || std::fs::File::options().write(true).open("/dev/full").unwrap();
    world.fault("lost-answer", "charges.create");
    let output = world.command(&momo(&[])).stdout(full()).stderr(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(3));
    let output = world.command(&momo(&["--wait"])).stdout(full()).stderr(full()).output().unwrap();
    assert_eq!(output.status.code(), Some(0));
}
