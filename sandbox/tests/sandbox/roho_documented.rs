//! Every call of RohoPay's documents, sent as they show it, and the answer held against theirs: names, order, types, words.
//! Where the documents are silent or contradict themselves, the number of the decision (C-…) is named.

use std::time::Duration;

use crate::support;
use crate::support::documented::{compare, fits};
use crate::support::roho::{AT_ONCE, Roho, reference};
use crate::support::{Answer, Control, Merchant, Ordered, start};
use dgspay_sandbox::{Config, Sandbox};
use serde_json::json;

const COLLECT: &str = r#"{"phone":"256700123456","amount":50000,"currency":"UGX","description":"Order #1001",
    "callback_url":"https://your-app.com/webhooks/rohopay"}"#;

const DISBURSE: &str = r#"{"phone":"256700123456","amount":25000,"currency":"UGX"}"#;

/// C-2: at 1 %, the first examples' 2 % being a setting.
const COLLECTED: &str = r#"{ "success": true,
    "data": { "id": "~text", "internal_reference": "~text", "provider_reference": "~text", "status": "pending",
      "type": "collection", "payment_method": "mobile_money", "provider": "relworx", "phone_number": "256700123456",
      "amount": 50000, "currency": "UGX", "commission_amount": 500, "commission_rate": 0.01, "provider_fee_amount": 0,
      "net_amount": 49500, "description": "Order #1001", "environment": "live", "created_at": "2024-07-15T08:30:00Z",
      "updated_at": "2024-07-15T08:30:00Z" },
    "message": "Payment initiated" }"#;

/// C-3: without a commission.
const DISBURSED: &str = r#"{ "success": true,
    "data": { "id": "~text", "internal_reference": "~text", "provider_reference": "~text", "status": "pending",
      "type": "disbursement", "payment_method": "mobile_money", "provider": "relworx", "phone_number": "256700123456",
      "amount": 25000, "currency": "UGX", "net_amount": 25000, "environment": "live",
      "created_at": "2024-07-15T08:30:00Z" } }"#;

/// C-20: a reason that is empty.
const TRANSACTION: &str = r#"{ "id": "~text", "internal_reference": "~text", "provider_reference": "~text",
    "type": "collection", "status": "successful", "payment_method": "mobile_money", "provider": "relworx",
    "phone_number": "256700123456", "amount": 50000, "currency": "UGX", "commission_amount": 500, "commission_rate": 0.01,
    "provider_fee_amount": 0, "provider_fee_rate": 0, "net_amount": 49500, "description": "Order #1001",
    "callback_url": "https://your-app.com/webhooks/rohopay", "provider_status": "SUCCESSFUL", "failover_reason": "",
    "environment": "live", "created_at": "2024-07-15T08:30:00Z", "updated_at": "2024-07-15T08:31:47Z" }"#;

const PAID: &str = r#"{ "success": true,
    "data": { "transaction_id": "~text", "internal_reference": "~text", "payment_url": "~text", "status": "pending",
      "amount": 75000, "currency": "UGX" } }"#;

/// One project, on a clock that stands at the documents' moment, where nothing is decided without a person.
async fn sandbox() -> Sandbox {
    start(Config {
        frozen_at: Some("2024-07-15T08:30:00Z".parse().unwrap()),
        approve_after: Duration::ZERO,
        ..Config::default()
    })
    .await
}

/// A key for each body: header values have no line breaks.
fn key(body: &str) -> String {
    body.split_whitespace().collect()
}

async fn send(roho: &Roho, path: &str, body: &str) -> Answer {
    roho.try_post(path, Some(&key(body)), body.as_bytes()).await.unwrap()
}

/// The envelope of an error (§3).
fn refused(answer: &Answer, status: u16, code: &str) {
    let envelope = format!(r#"{{"success":false,"error":{{"code":"{code}","message":"~text"}}}}"#);
    fits(answer, status, &envelope, &["reference"]);
}

#[tokio::test]
async fn section_2_authentication() {
    let sandbox = sandbox().await;
    let merchant = Merchant::first(&sandbox);
    let live = Roho::live(&merchant);
    assert!(live.key.strip_prefix("live_").is_some_and(|hex| hex.len() == 64));
    assert!(Roho::test(&merchant).key.strip_prefix("test_").is_some_and(|hex| hex.len() == 64));
    let nobody = Roho { key: String::new(), ..Roho::live(&merchant) };
    let answer = nobody.get("/wallet/balance").await;
    let documented =
        r#"{ "success": false, "error": { "code": "UNAUTHORIZED", "message": "Invalid or missing API key" } }"#;
    fits(&answer, 401, documented, &[]);
    // C-21: a revoked key.
    let path = "/merchants";
    let other = Control(&sandbox).call("POST", path, &json!({ "roho": { "revoked_keys": ["live"] } })).await;
    let revoked = Roho::live(&Merchant { account: other.json() });
    refused(&revoked.get("/wallet/balance").await, 401, "API_KEY_INACTIVE");
}

#[tokio::test]
async fn section_7_collect() {
    let sandbox = sandbox().await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let live = Roho::live(&merchant);
    let answer = send(&live, "/collect", COLLECT).await;
    fits(&answer, 200, COLLECTED, &[]);
    let made = answer.json()["data"].clone();
    assert!(made["internal_reference"].as_str().unwrap().starts_with("RHP-2024-"));
    let provider = made["provider_reference"].as_str().unwrap();
    assert!(provider.len() == 10 && provider.bytes().all(|byte| byte.is_ascii_digit()));
    assert_eq!(made["id"].as_str().unwrap(), made["id"].as_str().unwrap().to_lowercase());
    // C-2: the first page's 2 %.
    let at_two_percent = control.merchant(json!({ "roho": { "commission": "0.02" } })).await;
    let documented = COLLECTED
        .replace(
            "\"commission_amount\": 500, \"commission_rate\": 0.01",
            "\"commission_amount\": 1000, \"commission_rate\": 0.02",
        )
        .replace("49500", "49000");
    fits(&send(&Roho::live(&at_two_percent), "/collect", COLLECT).await, 200, &documented, &[]);
    // C-6: a test number is successful in the first answer.
    let at_once = COLLECT.replace("256700123456", AT_ONCE);
    let documented =
        COLLECTED.replace("pending", "successful").replace("256700123456", AT_ONCE).replace("live", "test");
    fits(&send(&Roho::test(&merchant), "/collect", &at_once).await, 200, &documented, &[]);
    refused(&send(&live, "/collect", &at_once).await, 400, "TEST_NUMBER_ON_LIVE_KEY");
    refused(&live.try_post("/collect", None, COLLECT.as_bytes()).await.unwrap(), 400, "MISSING_IDEMPOTENCY_KEY");
    refused(&send(&live, "/collect", "{}").await, 400, "VALIDATION_ERROR");
}

#[tokio::test]
async fn section_8_disburse() {
    let sandbox = sandbox().await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let live = Roho::live(&merchant);
    fits(&send(&live, "/disburse", DISBURSE).await, 200, DISBURSED, &[]);
    // C-3: the other page.
    let other = control.merchant(json!({ "switches": ["payout-commission"] })).await;
    let documented = DISBURSED.replace(r#""net_amount": 25000"#, r#""commission_amount": 500, "net_amount": 24500"#);
    fits(&send(&Roho::live(&other), "/disburse", DISBURSE).await, 200, &documented, &[]);
    // After failover, as the seed has it.
    control.fault(json!({ "fault": "failover", "merchant": other.id() })).await;
    let documented = documented.replace("relworx", "iotec").replace(
        r#""environment""#,
        r#""failover_reason": "Primary provider (relworx) returned a timeout; retried with iotec", "environment""#,
    );
    let again = DISBURSE.replace('}', r#","description":"second"}"#);
    fits(&send(&Roho::live(&other), "/disburse", &again).await, 200, &documented, &[]);
    refused(&send(&Roho::test(&merchant), "/disburse", DISBURSE).await, 403, "DISBURSE_TEST_BLOCKED");
    // C-4.
    refused(&send(&live, "/disburse", &DISBURSE.replace("25000", "999")).await, 400, "INVALID_AMOUNT");
    assert_eq!(send(&live, "/disburse", &DISBURSE.replace("25000", "1000")).await.status, 200);
    refused(&send(&live, "/disburse", &DISBURSE.replace("25000", "600000")).await, 422, "INSUFFICIENT_BALANCE");
}

#[tokio::test]
async fn section_9_checkout() {
    let sandbox = sandbox().await;
    let merchant = Merchant::first(&sandbox);
    for roho in [Roho::live(&merchant), Roho::test(&merchant)] {
        let answer = roho.checkout(&json!({})).await;
        fits(&answer, 200, PAID, &[]);
        let page = answer.json()["data"]["payment_url"].clone();
        let seen = support::send("GET", page.as_str().unwrap(), &[], b"").await.unwrap();
        assert_eq!(seen.status, 200, "the page works");
        refused(&roho.checkout(&json!({ "card_expiry": "06/24" })).await, 400, "CARD_EXPIRED");
        refused(&roho.checkout(&json!({ "card_cvv": "1234" })).await, 400, "VALIDATION_ERROR");
    }
}

#[tokio::test]
async fn sections_10_and_11_transactions() {
    let sandbox = sandbox().await;
    let (control, live) = (Control(&sandbox), Roho::live(&Merchant::first(&sandbox)));
    let name = reference(&send(&live, "/collect", COLLECT).await);
    control.advance(107_000).await;
    control.call("POST", &format!("/pushes/{name}"), &json!({ "decision": "approve" })).await;
    let whole = live.get(&format!("/transactions/{name}")).await;
    fits(&whole, 200, &format!(r#"{{"success":true,"data":{TRANSACTION}}}"#), &[]);
    let list = live.get("/transactions").await;
    fits(&list, 200, &format!(r#"{{"success":true,"data":[{TRANSACTION}]}}"#), &[]);
    refused(&live.get("/transactions/RHP-2024-NONE").await, 404, "NOT_FOUND");
    let payout = reference(&send(&live, "/disburse", DISBURSE).await);
    let seen = live.get(&format!("/transactions/{payout}")).await.ordered();
    let names = seen.at("data").names();
    assert!(!names.contains(&"commission_amount") && !names.contains(&"commission_rate"), "C-3: {names:?}");
}

#[tokio::test]
async fn section_12_balance() {
    let sandbox = sandbox().await;
    let merchant = Merchant::first(&sandbox);
    let documented =
        r#"{ "success": true, "data": { "balance_live": 500000, "balance_test": 1000000, "currency": "UGX" } }"#;
    for roho in [Roho::live(&merchant), Roho::test(&merchant)] {
        fits(&roho.get("/wallet/balance").await, 200, documented, &[]);
    }
}

#[tokio::test]
async fn section_3_the_envelope_has_no_other_form() {
    let sandbox = sandbox().await;
    let live = Roho::live(&Merchant::first(&sandbox));
    refused(&live.get("/payout").await, 404, "NOT_FOUND");
    refused(&live.get("/collect").await, 405, "VALIDATION_ERROR");
    let first = send(&live, "/collect", COLLECT).await;
    let conflict = live.post("/collect", &key(COLLECT), &json!({ "amount": 1 })).await;
    refused(&conflict, 409, "IDEMPOTENCY_CONFLICT");
    assert_eq!(conflict.json()["error"]["reference"], first.json()["data"]["internal_reference"]);
}

/// The control: what is compared here would notice another order, another name, another number.
#[test]
fn the_comparison_notices() {
    let documented = Ordered::parse(br#"{"success":true,"data":{"amount":1,"id":"~text"}}"#);
    for wrong in [
        r#"{"data":{"amount":1,"id":"x"},"success":true}"#,
        r#"{"success":true,"data":{"id":"x","amount":1}}"#,
        r#"{"success":true,"data":{"amount":1.0,"id":"x"}}"#,
        r#"{"success":true,"data":{"amount":1,"id":""}}"#,
        r#"{"success":true,"data":{"amount":1,"id":"x","more":1}}"#,
        r#"{"success":true,"data":{"amount":1}}"#,
    ] {
        let actual = Ordered::parse(wrong.as_bytes());
        let outcome = std::panic::catch_unwind(|| compare(&actual, &documented, &[], ""));
        assert!(outcome.is_err(), "{wrong}");
    }
    compare(&Ordered::parse(br#"{"success":true,"data":{"amount":1,"id":"x"}}"#), &documented, &[], "");
}
