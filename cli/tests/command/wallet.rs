//! `dgspay balance`, `convert`, `transactions` and `fees`

use serde_json::json;

use crate::world::{PAYER, World, dgspay, quick, run};

#[test]
fn the_wallet_is_shown() {
    let world = World::open(quick());
    let (code, held) = world.json(&["balance"]);
    assert_eq!(code, 0);
    let francs = held["balances"].as_array().unwrap().iter().find(|held| held["currency"] == "RWF").unwrap();
    assert_eq!(francs["available"], json!({ "amount": "1000000", "currency": "RWF" }));
}

#[test]
fn a_preview_moves_nothing_and_a_conversion_does() {
    let world = World::open(quick());
    let (code, preview) = world.json(&["convert", "100", "usd", "EUR", "--preview"]);
    assert_eq!((code, &preview["to_amount"]), (0, &json!({ "amount": "94.5", "currency": "EUR" })));
    assert_eq!((&preview["rate"], &preview["rate_display"]), (&json!("0.945"), &json!("1 USD = 0.9450 EUR")));
    assert_eq!(world.truth("conversions_executed"), 0);
    let (code, conversion) = world.json(&["convert", "100", "USD", "EUR"]);
    assert_eq!((code, &conversion["status"]), (0, &json!("pending")));
    assert!(conversion["reference"].as_str().unwrap().starts_with("DGSCONV"));
    let (code, answer) = world.json(&["convert", "100000", "USD", "EUR"]);
    assert_eq!((code, &answer["error"]["code"]), (1, &json!("insufficient_funds")));
    assert_eq!(world.json(&["convert", "100", "USD", "USD"]).0, 2);
    assert_eq!(world.json(&["convert", "1.005", "USD", "EUR"]).0, 2);
    world.fault("lost-answer", "convert");
    let lost = world.dgspay(&["convert", "100", "USD", "EUR"]).ended(3).err;
    assert!(lost.contains("conversion may have been made"), "{lost}");
}

#[test]
fn transactions_are_found_by_every_filter() {
    let world = World::open(quick());
    let charge = |scenario| [&["charge", "momo", "5000"], &PAYER[..], &["--scenario", scenario]].concat();
    let (_, paid) = world.json(&charge("scenario:auth_pin"));
    world.json(&charge("scenario:auth_pin&issuer:do_not_honor"));
    let (code, all) = world.json(&["transactions", "list"]);
    assert_eq!((code, &all["total"]), (0, &json!(2)));
    let (_, good) = world.json(&["transactions", "list", "--status", "successful"]);
    assert_eq!((&good["total"], &good["transactions"][0]["reference"]), (&json!(1), &paid["reference"]));
    let (_, none) = world.json(&["transactions", "list", "--status", "pending", "--limit", "5"]);
    assert_eq!(none["transactions"], json!([]));
    let reference = paid["reference"].as_str().unwrap();
    let (_, one) = world.json(&["transactions", "list", "--reference", reference]);
    assert_eq!(one["total"], 1);
    let (code, shown) = world.json(&["transactions", "show", reference]);
    assert_eq!((code, &shown["net_amount"]), (0, &json!({ "amount": "4850", "currency": "RWF" })));
    let flw = shown["flw_reference"].as_str().unwrap();
    let (_, one) = world.json(&["transactions", "list", "--flw-reference", flw]);
    assert_eq!(one["total"], 1);
    assert_eq!(world.json(&["transactions", "list", "--status", "soon"]).0, 2);
    let (code, answer) = world.json(&["transactions", "show", "dgs_NOBODYS"]);
    assert_eq!(
        (code, &answer["error"]["code"], &answer["error"]["outcome"]),
        (1, &json!("not_found"), &json!("not_money"))
    );
    let told = world.dgspay(&["transactions", "list", "--status", "pending"]).ended(0).out;
    assert!(told.contains("No transactions."), "{told}");
}

#[test]
fn fees_need_neither_keys_nor_network() {
    let json = |arguments: &[&str]| {
        let ran = run(dgspay(&[&["fees"], arguments, &["--json"]].concat()), "");
        (ran.code, ran.json())
    };
    let (code, quote) = json(&["quote", "5000", "--percent", "3"]);
    assert_eq!((code, &quote["fee"]["amount"], &quote["net"]["amount"]), (0, &json!("150"), &json!("4850")));
    let (_, quote) = json(&["gross-up", "5000", "--percent", "3"]);
    assert_eq!((&quote["gross"]["amount"], &quote["net"]["amount"]), (&json!("5155"), &json!("5000")));
    let (_, quote) = json(&["quote", "10.00", "--currency", "USD", "--percent", "2.9", "--flat", "0.30"]);
    assert_eq!(
        (&quote["fee"], &quote["net"]["amount"]),
        (&json!({ "amount": "0.59", "currency": "USD" }), &json!("9.41"))
    );
    let (_, quote) =
        json(&["quote", "2050", "--percent", "3", "--rounding", "down", "--minimum", "50", "--maximum", "60"]);
    assert_eq!(quote["fee"]["amount"], "60");
    for (arguments, code, error) in [
        (&["quote", "100", "--flat", "100"][..], 2, "invalid_amount"),
        (&["quote", "100", "--percent", "100"], 2, "invalid_fee_schedule"),
        (&["quote", "100", "--flat", "1", "--rounding", "sideways"], 2, "invalid_fee_schedule"),
        (&["quote", "100"], 2, "usage"),
    ] {
        let (ended, answer) = json(arguments);
        assert_eq!((ended, &answer["error"]["code"]), (code, &json!(error)), "{arguments:?}");
    }
}

#[test]
fn a_price_list_is_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("tariff.csv");
    let quote = |amount: &str| {
        let path = file.to_str().unwrap();
        run(dgspay(&["fees", "quote", amount, "--tiers", path, "--json"]), "")
    };
    std::fs::write(&file, "up_to, flat, percent, maximum\n# small ones\n1000, 20,,\n10000, 100,,\n, , 1.5, 5000\n")
        .unwrap();
    for (amount, fee) in [("1000", "20"), ("1001", "100"), ("10000", "100"), ("100000", "1500"), ("900000", "5000")] {
        assert_eq!(quote(amount).json()["fee"]["amount"], fee, "{amount}");
    }
    std::fs::write(&file, "upto,flat\n1000,20\n").unwrap();
    let wrong = quote("1000").ended(2).json();
    assert!(wrong["error"]["message"].as_str().unwrap().contains("upto"), "{wrong}");
    std::fs::write(&file, "up_to,flat\n1000,cheap\n").unwrap();
    quote("1000").ended(2);
}
