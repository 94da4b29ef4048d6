//! RohoPay's money under faults: cut before and after it was booked, late, silent, contradicted, and carried by two providers.

use crate::support;
use crate::support::roho::{Roho, collection, payout, reference};
use crate::support::{Answer, Control, Merchant, Receiver, start};
use dgspay_sandbox::{Config, Sandbox};
use serde_json::{Value, json};

const MONEY: [&str; 3] = ["roho.collect", "roho.disburse", "roho.checkout"];
const CARRIED: [&str; 2] = ["roho.collect", "roho.disburse"];

fn frozen() -> Config {
    Config { frozen_at: Some("2024-07-15T08:30:00Z".parse().unwrap()), ..Config::default() }
}

/// A merchant, and what a call of an operation needs to be made.
struct Stage<'a> {
    control: Control<'a>,
    merchant: Merchant,
    roho: Roho,
    operation: &'static str,
    path: &'static str,
    body: Value,
}

impl<'a> Stage<'a> {
    async fn set(sandbox: &'a Sandbox, operation: &'static str, webhook_url: Option<&str>) -> Self {
        let control = Control(sandbox);
        let merchant = control.merchant(json!({ "webhook_url": webhook_url })).await;
        let roho = Roho::live(&merchant);
        let (path, body) = match operation {
            "roho.collect" => ("/collect", collection(&json!({ "callback_url": null }))),
            "roho.disburse" => ("/disburse", payout(&json!({}))),
            _ => ("/checkout", roho.card(&json!({}))),
        };
        Self { control, merchant, roho, operation, path, body }
    }

    async fn fault(&self, mut rule: Value) {
        rule["merchant"] = json!(self.merchant.id());
        rule["operation"] = json!(self.operation);
        self.control.fault(rule).await;
    }

    async fn call(&self, key: &str) -> hyper::Result<Answer> {
        self.roho.try_post(self.path, Some(key), self.body.to_string().as_bytes()).await
    }

    async fn assertions(&self) -> Value {
        let seen = self.control.get(&format!("/assertions?merchant={}", self.merchant.id())).await;
        assert_eq!(seen["ledger_balanced"], true);
        seen
    }

    /// How often it was booked.
    async fn booked(&self) -> usize {
        self.roho.get("/transactions").await.json()["data"].as_array().unwrap().len()
    }

    /// How often it was executed, once everything has had the time to end.
    async fn executed(&self) -> u64 {
        self.control.advance(10_000).await;
        let name = if self.operation == "roho.disburse" { "payouts_executed" } else { "payments_executed" };
        self.assertions().await[name].as_u64().unwrap()
    }

    async fn webhooks(&self) -> Vec<Value> {
        let seen = self.control.get(&format!("/webhooks?merchant={}", self.merchant.id())).await;
        seen["webhooks"].as_array().unwrap().clone()
    }

    /// A payer of a card has to be asked.
    async fn approve(&self, reference: &str) {
        if self.operation == "roho.checkout" {
            let path = format!("/pushes/{reference}");
            assert_eq!(self.control.call("POST", &path, &json!({ "decision": "approve" })).await.status, 200);
        }
    }
}

#[tokio::test]
async fn a_retry_under_the_same_key_pays_once_whatever_happened_to_the_answer() {
    let sandbox = start(frozen()).await;
    for operation in MONEY {
        for (rule, status) in [
            (json!({ "fault": "lost-answer" }), None),
            (json!({ "fault": "drop-before-commit" }), None),
            (json!({ "fault": "commit-then-500" }), Some((500, "SERVER_ERROR"))),
            (json!({ "fault": "error-99-before-commit" }), Some((500, "SERVER_ERROR"))),
            (
                json!({ "fault": "status", "status": 503, "error_code": "PROVIDER_LINE_DOWN" }),
                Some((503, "PROVIDER_LINE_DOWN")),
            ),
            (json!({ "fault": "status", "status": 502, "position": "after-commit" }), Some((502, ""))),
            (json!({ "fault": "idempotency-conflict" }), Some((409, "IDEMPOTENCY_CONFLICT"))),
            (
                json!({ "fault": "error-code", "error_code": "PROVIDER_TIMEOUT", "position": "after-commit" }),
                Some((503, "PROVIDER_TIMEOUT")),
            ),
            (json!({ "fault": "late-commit" }), Some((504, ""))),
        ] {
            let stage = Stage::set(&sandbox, operation, None).await;
            stage.fault(rule.clone()).await;
            match (stage.call("k").await, status) {
                (Ok(answer), Some((status, code))) => {
                    assert_eq!((answer.status, answer.roho_code()), (status, code.to_owned()), "{operation} {rule}");
                }
                (Err(_), None) => {}
                (answer, _) => panic!("{operation} {rule}: {answer:?}"),
            }
            let retried = stage.call("k").await.unwrap();
            assert_eq!(retried.status, 200, "{operation} {rule}: {}", retried.text());
            assert_eq!(stage.call("k").await.unwrap().body, retried.body);
            stage.approve(&reference(&retried)).await;
            stage.control.advance(60_000).await;
            assert_eq!((stage.booked().await, stage.executed().await), (1, 1), "{operation} {rule}");
            // The control: another key is another payment, and nobody calls it a double one.
            let other = stage.call("other").await.unwrap();
            stage.approve(&reference(&other)).await;
            assert_eq!((stage.booked().await, stage.executed().await), (2, 2), "{operation} {rule}");
            assert_eq!(stage.assertions().await["paid_twice"], json!([]));
        }
    }
}

#[tokio::test]
async fn before_the_commit_nothing_is_booked_and_after_it_everything() {
    let sandbox = start(frozen()).await;
    for operation in MONEY {
        for (fault, booked) in [
            ("lost-answer", 1),
            ("commit-then-500", 1),
            ("html-200", 1),
            ("malformed-json", 1),
            ("drop-before-commit", 0),
            ("error-99-before-commit", 0),
            ("redirect-trap", 0),
            ("answer", 0),
        ] {
            let stage = Stage::set(&sandbox, operation, None).await;
            stage.fault(json!({ "fault": fault })).await;
            let _ = stage.call("k").await;
            assert_eq!(stage.booked().await, booked, "{operation} {fault}");
        }
    }
}

#[tokio::test]
async fn answers_that_are_none() {
    let sandbox = start(frozen()).await;
    let stage = Stage::set(&sandbox, "roho.collect", None).await;
    stage.fault(json!({ "fault": "html-200" })).await;
    assert!(stage.call("a").await.unwrap().text().starts_with("<!doctype html>"));
    stage.fault(json!({ "fault": "malformed-json" })).await;
    let broken = stage.call("b").await.unwrap().text();
    assert!(broken.starts_with(r#"{"success":true,"data":{"#) && serde_json::from_str::<Value>(&broken).is_err());
    stage.fault(json!({ "fault": "answer", "status": 422, "body": r#"{"success":false,"error":"as text"}"# })).await;
    assert_eq!(stage.call("c").await.unwrap().json()["error"], "as text");
    stage.fault(json!({ "fault": "redirect-trap" })).await;
    assert_eq!(stage.call("d").await.unwrap().status, 307);
    stage
        .fault(json!({ "fault": "status", "status": 429, "error_code": "RATE_LIMIT_EXCEEDED", "retry_after": 7 }))
        .await;
    let limited = stage.call("e").await.unwrap();
    assert_eq!((limited.status, limited.roho_code()), (429, "RATE_LIMIT_EXCEEDED".into()));
    assert_eq!(limited.headers["retry-after"], "7");
}

#[tokio::test]
async fn every_code_comes_on_request_with_its_status() {
    let sandbox = start(frozen()).await;
    let stage = Stage::set(&sandbox, "roho.collect", None).await;
    for (code, status) in [
        ("PROVIDER_ERROR", 422),
        ("PROVIDER_LINE_DOWN", 503),
        ("PROVIDER_TIMEOUT", 503),
        ("DAILY_LIMIT_EXCEEDED", 429),
        ("TEST_QUOTA_EXCEEDED", 429),
        ("RATE_LIMIT_EXCEEDED", 429),
        ("ENVIRONMENT_MISMATCH", 403),
        ("INSUFFICIENT_BALANCE", 422),
        ("API_KEY_INACTIVE", 401),
        ("INVALID_CARD", 400),
    ] {
        stage.fault(json!({ "fault": "error-code", "error_code": code, "retry_after": 3 })).await;
        let answer = stage.call("k").await.unwrap();
        assert_eq!((answer.status, answer.roho_code()), (status, code.to_owned()));
        assert!(answer.json()["error"]["message"].as_str().unwrap().ends_with('.'), "a sentence: {}", answer.text());
        assert_eq!(answer.headers["retry-after"], "3");
    }
    assert_eq!(stage.booked().await, 0);
    for rule in [
        json!({ "fault": "error-code", "error_code": "PROVIDER_ERROR", "operation": "charges.create" }),
        json!({ "fault": "error-code", "error_code": "OUT_OF_COFFEE" }),
        json!({ "fault": "error-code" }),
        json!({ "fault": "failover", "operation": "roho.checkout" }),
        json!({ "fault": "double-execution", "operation": "roho.balance" }),
        json!({ "fault": "drained-wallet", "operation": "roho.collect" }),
        json!({ "fault": "lost-answer", "operation": "roho.refund" }),
    ] {
        assert_eq!(stage.control.call("POST", "/faults", &rule).await.status, 400, "{rule}");
    }
}

#[tokio::test]
async fn a_failover_changes_the_provider_and_executes_once() {
    let sandbox = start(frozen()).await;
    for operation in CARRIED {
        for position in ["before-commit", "after-commit"] {
            let receiver = Receiver::start(&[]).await;
            let stage = Stage::set(&sandbox, operation, Some(&receiver.url)).await;
            stage.fault(json!({ "fault": "failover", "position": position })).await;
            let answer = stage.call("k").await.unwrap();
            let first = answer.json()["data"].clone();
            let later = stage.roho.transaction(&reference(&answer)).await;
            let reason = "Primary provider (relworx) returned a timeout; retried with iotec";
            assert_eq!((&later["provider"], &later["failover_reason"]), (&json!("iotec"), &json!(reason)));
            if position == "before-commit" {
                assert_eq!((&first["provider"], &first["failover_reason"]), (&json!("iotec"), &json!(reason)));
                assert_eq!(first["provider_reference"], later["provider_reference"]);
            } else {
                assert_eq!((&first["provider"], &first["failover_reason"]), (&json!("relworx"), &Value::Null));
                assert_ne!(first["provider_reference"], later["provider_reference"]);
                let by_first = stage.roho.transaction(first["provider_reference"].as_str().unwrap()).await;
                assert_eq!(by_first["id"], later["id"], "both references find it");
            }
            assert_eq!(stage.call("k").await.unwrap().body, answer.body, "the answer stays what it was");
            assert_eq!(stage.executed().await, 1);
            let told = receiver.wait(1).await;
            assert_eq!(told[0].json()["provider_reference"], later["provider_reference"]);
            assert_eq!((stage.webhooks().await.len(), &stage.assertions().await["paid_twice"]), (1, &json!([])));
        }
    }
}

#[tokio::test]
async fn a_double_execution_is_told_twice_and_found() {
    let sandbox = start(frozen()).await;
    for (operation, kind, balance) in [("roho.collect", "charge", 599_000), ("roho.disburse", "payout", 450_000)] {
        for position in ["before-commit", "after-commit"] {
            let receiver = Receiver::start(&[]).await;
            let stage = Stage::set(&sandbox, operation, Some(&receiver.url)).await;
            stage.fault(json!({ "fault": "double-execution", "position": position })).await;
            let name = reference(&stage.call("k").await.unwrap());
            assert_eq!(stage.executed().await, 2, "{operation} {position}");
            let told: Vec<_> = receiver.wait(2).await.iter().map(support::Received::json).collect();
            assert!(
                told.iter().all(|told| told["status"] == "successful" && told["internal_reference"] == name.as_str())
            );
            let seen = stage.assertions().await;
            let twice = &seen["paid_twice"][0];
            assert_eq!((&twice["kind"], &twice["reference"]), (&json!(kind), &json!(name)));
            let mut references: Vec<_> = told.iter().map(|told| told["provider_reference"].clone()).collect();
            references.sort_by_key(|reference| twice["references"][0] != *reference);
            assert_eq!(twice["references"], json!(references));
            assert_ne!(references[0], references[1]);
            assert_eq!(stage.roho.balance().await.0, balance, "the wallet has seen both");
            assert_eq!(stage.booked().await, 1, "and yet it is one transaction");
        }
    }
}

#[tokio::test]
async fn a_second_execution_takes_no_more_than_there_is() {
    let sandbox = start(frozen()).await;
    let stage = Stage::set(&sandbox, "roho.disburse", None).await;
    let path = format!("/merchants/{}", stage.merchant.id());
    stage.control.call("PATCH", &path, &json!({ "roho": { "wallet": { "live": "30000" } } })).await;
    stage.fault(json!({ "fault": "double-execution" })).await;
    stage.call("k").await.unwrap();
    assert_eq!(stage.executed().await, 2);
    assert_eq!(stage.roho.balance().await.0, 0);
}

#[tokio::test]
async fn late_commit_books_later_and_the_retry_first() {
    let sandbox = start(frozen()).await;
    for operation in CARRIED {
        let stage = Stage::set(&sandbox, operation, None).await;
        stage.fault(json!({ "fault": "late-commit", "delay_ms": 60_000 })).await;
        assert_eq!(stage.call("k").await.unwrap().status, 504, "{operation}");
        stage.control.advance(59_999).await;
        assert_eq!(stage.booked().await, 0);
        stage.control.advance(1).await;
        assert_eq!(stage.booked().await, 1);
        let retried = stage.call("k").await.unwrap();
        assert_eq!((retried.status, stage.booked().await), (200, 1), "the retry finds what came late");
    }
}

#[tokio::test]
async fn a_silent_provider_never_ends_anything() {
    let sandbox = start(frozen()).await;
    for operation in CARRIED {
        let stage = Stage::set(&sandbox, operation, Some("http://127.0.0.1:9/")).await;
        stage.fault(json!({ "fault": "silent-provider" })).await;
        let name = reference(&stage.call("k").await.unwrap());
        stage.control.advance(86_400_000).await;
        assert_eq!((stage.executed().await, stage.webhooks().await.len()), (0, 0), "{operation}");
        let (path, body) = match operation {
            "roho.collect" => (format!("/pushes/{name}"), json!({ "decision": "approve" })),
            _ => (format!("/transfers/{name}"), json!({ "outcome": "success" })),
        };
        assert_eq!(stage.control.call("POST", &path, &body).await.status, 200, "{operation}: but a person can");
        assert_eq!(stage.executed().await, 1);
    }
    for operation in CARRIED {
        let stage = Stage::set(&sandbox, operation, Some("http://127.0.0.1:9/")).await;
        stage.fault(json!({ "fault": "silent-provider", "position": "webhook" })).await;
        stage.call("k").await.unwrap();
        assert_eq!(stage.executed().await, 1);
        assert_eq!(stage.webhooks().await[0]["state"], "held", "{operation}");
    }
}

#[tokio::test]
async fn webhooks_first_doubled_forged_and_contradicted() {
    let sandbox = start(frozen()).await;
    for operation in MONEY {
        let receiver = Receiver::start(&[]).await;
        let stage = Stage::set(&sandbox, operation, Some(&receiver.url)).await;
        stage.fault(json!({ "fault": "webhook-first" })).await;
        assert_eq!(stage.call("k").await.unwrap().json()["data"]["status"], "pending");
        assert_eq!(receiver.received().len(), 1, "{operation}: before the answer");
        assert_eq!(stage.executed().await, 1, "{operation}: and once");
        for (fault, arrives) in [("double-webhook", 2), ("bad-signature", 1), ("failed-after-success", 2)] {
            let receiver = Receiver::start(&[]).await;
            let stage = Stage::set(&sandbox, operation, Some(&receiver.url)).await;
            stage.fault(json!({ "fault": fault })).await;
            let answer = stage.call("k").await.unwrap();
            stage.approve(&reference(&answer)).await;
            assert_eq!(stage.executed().await, 1);
            let told = receiver.wait(arrives).await;
            let good = |told: &support::Received| {
                told.headers["x-rohopay-signature"]
                    == format!("sha256={}", dgspay::webhook::sign(&stage.roho.secret, &told.body)).as_str()
            };
            assert!(told.iter().all(|told| good(told) == (fault != "bad-signature")), "{operation} {fault}");
            let mut statuses: Vec<_> =
                told.iter().map(|told| told.json()["status"].as_str().unwrap().to_owned()).collect();
            statuses.sort();
            match fault {
                "failed-after-success" => assert_eq!(statuses, ["failed", "successful"]),
                _ => assert!(statuses.iter().all(|status| status == "successful")),
            }
            assert_eq!(stage.roho.transaction(&reference(&answer)).await["status"], "successful", "the ledger stays");
        }
    }
}

#[tokio::test]
async fn a_wallet_may_be_drained_by_somebody_else() {
    let sandbox = start(frozen()).await;
    let stage = Stage::set(&sandbox, "roho.disburse", None).await;
    stage.fault(json!({ "fault": "drained-wallet" })).await;
    let answer = stage.call("k").await.unwrap();
    assert_eq!((answer.status, answer.roho_code()), (422, "INSUFFICIENT_BALANCE".into()));
    assert_eq!(stage.roho.balance().await, (0, 1_000_000), "the wallet of this key alone");
    assert_eq!(stage.merchant.available("RWF").await, "1000000.00", "nor those of the other service");
    assert_eq!(stage.executed().await, 0);
}
