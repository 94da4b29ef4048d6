//! The same seed and the same calls make the same world; a file brings it back.

use std::path::PathBuf;

use crate::support;
use crate::support::{Control, Receiver, start};
use dgspay_sandbox::Config;
use serde_json::{Value, json};

/// Four charges, three cards, two payouts and two conversions, and the one whose first delivery fails.
const WEBHOOKS: usize = 12;

/// Everything that a client and a receiver get to see of a small history, but for the port.
async fn history(seed: u64) -> String {
    let receiver = Receiver::start(&[500]).await;
    let frozen_at = Some("2026-04-02T10:30:00Z".parse().unwrap());
    let sandbox = start(Config { seed, frozen_at, merchants: 2, ..Config::default() }).await;
    let control = Control(&sandbox);
    let merchant = control.merchant(json!({ "webhook_url": receiver.url })).await;
    let mut world = vec![merchant.account.to_string()];
    for key in [
        Value::Null,
        json!("scenario:auth_pin"),
        json!("scenario:auth_pin&issuer:do_not_honor"),
        json!("issuer:system_error"),
    ] {
        world.push(merchant.charge(&json!({ "scenario_key": key })).await.text());
        control.advance(700).await;
    }
    for key in [Value::Null, json!("scenario:auth_pin"), json!("scenario:auth_3ds&issuer:expired_card")] {
        let charge = merchant.charge_card(&json!({ "scenario_key": key })).await;
        world.push(charge.text());
        let charge = charge.json();
        if charge["transaction_status"] == "pending" {
            let reference = charge["dgs_reference"].as_str().unwrap();
            world.push(merchant.pin(reference, "1234").await.text());
            world.push(merchant.otp(reference).await.text());
        }
    }
    for key in [Value::Null, json!("scenario:no_account_found")] {
        world.push(merchant.disburse(&json!({ "scenario_key": key })).await.text());
    }
    for key in [Value::Null, json!("scenario:insufficient_balance")] {
        world.push(merchant.convert(&json!({ "scenario_key": key })).await.text());
    }
    world.push(merchant.get("/banks/RW").await.text());
    control.advance(60_000).await;
    for arrived in receiver.wait(WEBHOOKS).await {
        world.push(format!("{} {}", arrived.signature(), String::from_utf8_lossy(&arrived.body)));
    }
    // Deliveries run side by side: their order is the network's.
    let arrived = world.len() - WEBHOOKS;
    world[arrived..].sort();
    world.push(merchant.get("/transactions").await.text());
    world.push(merchant.get("/balance").await.text());
    let port = support::address(merchant.dgs("base_url")).port();
    world.join("\n").replace(&format!(":{port}"), ":PORT")
}

#[tokio::test]
async fn same_seed_same_calls_same_bytes() {
    let first = history(7).await;
    assert_eq!(first, history(7).await);
    assert_ne!(first, history(8).await);
}

struct Scratch(PathBuf);

impl Scratch {
    fn new(name: &str) -> Self {
        let scratch = Self(std::env::temp_dir().join(format!("dgspay-{name}-{}.db", std::process::id())));
        scratch.remove();
        scratch
    }

    fn remove(&self) {
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", self.0.display()));
        }
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        self.remove();
    }
}

#[tokio::test]
async fn a_file_keeps_keys_money_and_timers() {
    let file = Scratch::new("keeps");
    let config = |seed| Config { database: Some(file.0.clone()), seed, ..Config::default() };
    let receiver = Receiver::start(&[]).await;

    let sandbox = start(config(7)).await;
    let keys = serde_json::to_value(sandbox.ready()).unwrap()["dgs"]["api_key"].clone();
    let opened = Control(&sandbox).merchant(json!({ "webhook_url": receiver.url, "approve_after_ms": 400 })).await;
    let reference =
        opened.charge(&json!({ "amount": 5000 })).await.json()["dgs_reference"].as_str().unwrap().to_owned();
    opened.disburse(&json!({})).await;
    opened.convert(&json!({})).await;
    let asked = opened.charge_card(&json!({ "scenario_key": "scenario:auth_pin" })).await.json();
    sandbox.shutdown().await;

    let sandbox = start(config(99)).await;
    assert_eq!(
        serde_json::to_value(sandbox.ready()).unwrap()["dgs"]["api_key"],
        keys,
        "the file's own seed and merchants"
    );
    let mut merchant = opened;
    merchant.account["dgs"]["base_url"] = json!(sandbox.ready().dgs.base_url);
    assert_eq!(merchant.get(&format!("/transactions/{reference}")).await.json()["data"]["amount"], 5000);
    let second = dgspay_sandbox::Sandbox::start(config(7)).await;
    assert!(matches!(second, Err(dgspay_sandbox::StartError::Database(_))), "one sandbox a file");
    let approved = |arrived: &support::Received| arrived.json()["dgs_reference"] == json!(reference);
    assert!(receiver.wait(3).await.iter().any(approved), "approved by the timer of the first run");
    let seen = Control(&sandbox).until("/assertions", |seen| seen["conversions_executed"] == 1).await;
    assert_eq!(seen["payouts_executed"], 1, "what was on its way has arrived");
    assert_eq!(merchant.available("EUR").await, "94.50");
    assert_eq!(
        merchant.pin(asked["dgs_reference"].as_str().unwrap(), "1234").await.json()["transaction_status"],
        "successful",
        "a card that was asked for its PIN in the first run"
    );
    let next = merchant.charge(&json!({})).await.json()["dgs_reference"].clone();
    assert_ne!(next, json!(reference), "names go on where they stopped");
    assert_eq!(Control(&sandbox).get("/assertions").await["ledger_balanced"], true);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn a_port_that_is_taken_and_a_file_that_is_none() {
    let sandbox = start(Config::default()).await;
    let port = support::address(&sandbox.ready().dgs.base_url).port();
    let error = dgspay_sandbox::Sandbox::start(Config { port, ..Config::default() }).await.unwrap_err();
    assert!(error.to_string().contains(&port.to_string()), "{error}");
    let file = Scratch::new("none");
    std::fs::write(&file.0, "this is no database, and long enough for anybody to see that it is none").unwrap();
    let error = dgspay_sandbox::Sandbox::start(Config { database: Some(file.0.clone()), ..Config::default() })
        .await
        .unwrap_err();
    assert!(error.to_string().contains("database"), "{error}");
}
