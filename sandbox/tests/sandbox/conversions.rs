//! `POST /convert`: preview and exchange, too little money, rates that drift, and how a conversion ends.

use std::time::Duration;

use crate::support::{Control, Merchant, Receiver, start};
use dgspay_sandbox::{Config, Switch};
use serde_json::{Value, json};

fn frozen() -> Config {
    Config { frozen_at: Some("2026-04-02T10:30:00Z".parse().unwrap()), ..Config::default() }
}

#[tokio::test]
async fn the_documented_preview_moves_nothing() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let answer = merchant.convert(&json!({ "action": "preview" })).await;
    assert_eq!(
        answer.text(),
        r#"{"status":"success","message":"Conversion preview — no funds moved","from_currency":"USD","from_amount":100,"to_currency":"EUR","to_amount":94.50,"rate":0.945000,"rate_display":"1 USD = 0.9450 EUR","fee":0}"#
    );
    let large = merchant.convert(&json!({ "action": "preview", "from_amount": 1_000_000 })).await;
    assert_eq!((large.status, &large.json()["to_amount"]), (200, &json!(945_000.0)), "more than there is");
    let inverse = merchant
        .convert(&json!({ "action": "preview", "from_currency": "RWF", "to_currency": "USD", "from_amount": 1450 }))
        .await;
    assert!(
        inverse.text().contains(r#""to_amount":0.99,"rate":0.00068965,"rate_display":"1 RWF = 0.00068965 USD""#),
        "{}",
        inverse.text()
    );
    assert_eq!((merchant.available("USD").await, merchant.available("EUR").await), ("1000.00".into(), "0.00".into()));
    assert_eq!(Control(&sandbox).get("/webhooks").await["webhooks"], json!([]));
}

#[tokio::test]
async fn the_documented_conversion_and_its_webhook() {
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(Config { webhook_url: Some(receiver.url.clone()), ..frozen() }).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let answer = merchant.convert(&json!({})).await;
    let reference = answer.json()["dgs_conversion_ref"].as_str().unwrap().to_owned();
    assert!(reference.starts_with("DGSCONV"));
    assert_eq!(
        answer.text(),
        format!(
            r#"{{"status":"success","message":"Conversion initiated. EUR balance will be credited shortly.","dgs_conversion_ref":"{reference}","conversion_status":"processing","from_currency":"USD","from_amount":100,"to_currency":"EUR","to_amount":94.50,"rate":0.945000,"fee":0}}"#
        )
    );
    assert_eq!((merchant.available("USD").await, merchant.available("EUR").await), ("900.00".into(), "0.00".into()));
    control.advance(1_000).await;
    assert_eq!((merchant.available("USD").await, merchant.available("EUR").await), ("900.00".into(), "94.50".into()));
    control.advance(100).await;
    let told = receiver.wait(1).await.remove(0);
    assert_eq!(
        std::str::from_utf8(&told.body).unwrap(),
        format!(
            r#"{{"event":"conversion.success","dgs_reference":"{reference}","status":"success","from_currency":"USD","from_amount":100,"to_currency":"EUR","to_amount":94.50,"rate":0.945,"rate_display":"1 USD = 0.9450 EUR"}}"#
        )
    );
    assert_eq!(told.signature(), dgspay::webhook::sign(merchant.dgs("webhook_secret"), &told.body));
    let seen = control.get("/assertions").await;
    assert_eq!((&seen["conversions_executed"], &seen["ledger_balanced"]), (&json!(1), &json!(true)));
    assert_eq!(merchant.get("/transactions").await.json()["pagination"]["total"], 0, "a conversion is no transaction");
}

#[tokio::test]
async fn a_failed_conversion_is_refunded() {
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(Config { webhook_url: Some(receiver.url.clone()), ..frozen() }).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let key = json!({ "scenario_key": "scenario:insufficient_balance" });
    let reference = merchant.convert(&key).await.json()["dgs_conversion_ref"].as_str().unwrap().to_owned();
    assert_eq!(merchant.available("USD").await, "900.00", "debited first");
    control.advance(1_100).await;
    assert_eq!((merchant.available("USD").await, merchant.available("EUR").await), ("1000.00".into(), "0.00".into()));
    let told = receiver.wait(1).await.remove(0);
    assert_eq!(
        std::str::from_utf8(&told.body).unwrap(),
        format!(
            r#"{{"event":"conversion.failed","dgs_reference":"{reference}","status":"failed","from_currency":"USD","from_amount":100,"to_currency":"EUR","fail_reason":"Insufficient balance","refund_amount":100,"refund_currency":"USD"}}"#
        )
    );
    assert_eq!(control.get("/assertions").await["conversions_executed"], 0);
}

#[tokio::test]
async fn too_little_money_has_a_code_of_its_own() {
    let sandbox = start(Config::default()).await;
    let merchant = Control(&sandbox).merchant(json!({ "wallet": { "USD": "50" } })).await;
    let answer = merchant.convert(&json!({})).await;
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.text(),
        r#"{"status":"failed","message":"Insufficient USD balance","error_code":"VALIDATION_ERROR","available_balance":50,"required":100,"currency":"USD"}"#
    );
    let none = merchant.convert(&json!({ "from_currency": "EUR", "to_currency": "USD", "from_amount": 0.01 })).await;
    assert_eq!((none.code(), &none.json()["available_balance"]), ("VALIDATION_ERROR".into(), &json!(0)));
    assert_eq!(merchant.available("USD").await, "50.00");
}

#[tokio::test]
async fn what_is_wrong_is_said_field_by_field() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    for (changes, field) in [
        (json!({ "action": null }), "action"),
        (json!({ "action": "quote" }), "action"),
        (json!({ "from_currency": null }), "from_currency"),
        (json!({ "from_currency": "KES" }), "from_currency"),
        (json!({ "to_currency": "GBP" }), "to_currency"),
        (json!({ "to_currency": "USD" }), "to_currency"),
        (json!({ "from_amount": null }), "from_amount"),
        (json!({ "from_amount": 0 }), "from_amount"),
        (json!({ "from_amount": -5 }), "from_amount"),
        (json!({ "from_amount": 1.005 }), "from_amount"),
        (json!({ "from_amount": "100" }), "from_amount"),
        (json!({ "from_currency": "RWF", "from_amount": 1 }), "from_amount"),
        (json!({ "scenario_key": "scenario:successful" }), "scenario_key"),
    ] {
        for action in ["preview", "convert"] {
            let mut changes = changes.clone();
            if changes.get("action").is_none() {
                changes["action"] = json!(action);
            }
            let answer = merchant.convert(&changes).await;
            assert_eq!((answer.status, answer.code()), (400, "90".into()), "{changes}");
            let errors = answer.json()["errors"].clone();
            assert_eq!(errors.as_object().unwrap().keys().collect::<Vec<_>>(), [field], "{changes}");
        }
    }
    assert_eq!(merchant.available("USD").await, "1000.00");
}

#[tokio::test]
async fn rates_drift_where_they_are_told_to() {
    let sandbox =
        start(Config { switches: [Switch::DriftRates].into(), convert_after: Duration::ZERO, ..Config::default() })
            .await;
    let merchant = Merchant::first(&sandbox);
    assert_eq!(merchant.convert(&json!({ "action": "preview" })).await.json()["to_amount"], 94.5);
    let done = merchant.convert(&json!({})).await.json();
    assert_eq!((&done["to_amount"], &done["rate"]), (&json!(94.02), &json!(0.940_275)));
    assert_eq!(merchant.available("EUR").await, "94.02", "at once, where there is no time to wait");
}

#[tokio::test]
async fn the_control_api_ends_one_and_finds_doubles() {
    let sandbox = start(frozen()).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let reference =
        async || merchant.convert(&json!({})).await.json()["dgs_conversion_ref"].as_str().unwrap().to_owned();
    let (first, second, third) = (reference().await, reference().await, reference().await);
    let end = async |name: &str, body: Value| control.call("POST", &format!("/transfers/{name}"), &body).await;
    assert_eq!(end(&first, json!({ "outcome": "success" })).await.json()["status"], "success");
    assert_eq!(end(&second, json!({ "outcome": "failed", "reason": "Rate expired" })).await.json()["status"], "failed");
    assert_eq!(control.get("/assertions").await["paid_twice"], json!([]));
    control.advance(1_000).await;
    assert_eq!(end(&third, json!({ "outcome": "failed" })).await.status, 409);
    let twice = control.get("/assertions").await["paid_twice"].clone();
    assert_eq!((&twice[0]["kind"], &twice[0]["references"]), (&json!("conversion"), &json!([first, third])));
    assert_eq!((merchant.available("USD").await, merchant.available("EUR").await), ("800.00".into(), "189.00".into()));
}
