//! The faults of the money: every operation that books something, cut before and after it was booked, late, silent and
//! contradicted.

use crate::support;
use crate::support::{Answer, Control, Merchant, Receiver, start};
use dgspay_sandbox::{Config, Sandbox};
use serde_json::{Value, json};

const MONEY: [&str; 4] = ["charges.create", "charges.authorize", "disbursements.create", "convert"];

fn frozen() -> Config {
    Config { frozen_at: Some("2026-04-02T10:30:00Z".parse().unwrap()), ..Config::default() }
}

/// A merchant, and what a call of an operation needs to be made.
struct Stage<'a> {
    control: Control<'a>,
    merchant: Merchant,
    operation: &'static str,
    path: &'static str,
    body: Value,
}

impl<'a> Stage<'a> {
    async fn set(sandbox: &'a Sandbox, operation: &'static str, webhook_url: Option<&str>) -> Self {
        let control = Control(sandbox);
        let merchant = control.merchant(json!({ "webhook_url": webhook_url })).await;
        let (path, body) = match operation {
            "charges.create" => ("/charges", support::charge(&json!({}))),
            "charges.authorize" => {
                let charge = merchant.charge_card(&json!({ "scenario_key": "scenario:auth_3ds" })).await.json();
                let reference = &charge["dgs_reference"];
                ("/authorize", json!({ "dgs_reference": reference, "auth_type": "otp", "auth_otp": "123456" }))
            }
            "disbursements.create" => {
                let recipient = json!({ "bank_key": "bk_rw", "account_number": "1" });
                ("/disburse", json!({ "amount": 10000, "destination_type": "bank", "recipient": recipient }))
            }
            _ => {
                let body =
                    json!({ "action": "convert", "from_currency": "USD", "to_currency": "EUR", "from_amount": 100 });
                ("/convert", body)
            }
        };
        Self { control, merchant, operation, path, body }
    }

    async fn fault(&self, mut rule: Value) {
        rule["merchant"] = json!(self.merchant.id());
        rule["operation"] = json!(self.operation);
        self.control.fault(rule).await;
    }

    async fn call(&self) -> hyper::Result<Answer> {
        self.merchant.try_call("POST", self.path, self.body.to_string().as_bytes()).await
    }

    async fn assertions(&self) -> Value {
        let seen = self.control.get(&format!("/assertions?merchant={}", self.merchant.id())).await;
        assert_eq!(seen["ledger_balanced"], true);
        seen
    }

    /// How often it was done, once everything has had the time to end.
    async fn executed(&self) -> u64 {
        self.control.advance(10_000).await;
        let seen = self.assertions().await;
        let name = match self.operation {
            "disbursements.create" => "payouts_executed",
            "convert" => "conversions_executed",
            _ => "payments_executed",
        };
        seen[name].as_u64().unwrap()
    }

    async fn webhooks(&self) -> Vec<Value> {
        let seen = self.control.get(&format!("/webhooks?merchant={}", self.merchant.id())).await;
        seen["webhooks"].as_array().unwrap().clone()
    }

    fn events(&self) -> [&'static str; 2] {
        match self.operation {
            "disbursements.create" => ["disbursement.success", "disbursement.failed"],
            "convert" => ["conversion.success", "conversion.failed"],
            _ => ["payment.success", "payment.failed"],
        }
    }
}

#[tokio::test]
async fn before_the_commit_nothing_is_booked_and_after_it_everything() {
    let sandbox = start(frozen()).await;
    for operation in MONEY {
        for (fault, code, booked) in [
            ("error-99-before-commit", Some("99"), 0),
            ("commit-then-500", Some("99"), 1),
            ("idempotency-conflict", Some("93"), 0),
            ("drop-before-commit", None, 0),
            ("lost-answer", None, 1),
        ] {
            let stage = Stage::set(&sandbox, operation, None).await;
            stage.fault(json!({ "fault": fault })).await;
            match (stage.call().await, code) {
                (Ok(answer), Some(code)) => assert_eq!(answer.code(), code, "{operation} {fault}"),
                (Err(_), None) => {}
                (answer, _) => panic!("{operation} {fault}: {answer:?}"),
            }
            assert_eq!(stage.executed().await, booked, "{operation} {fault}");
        }
        for position in ["before-commit", "after-commit"] {
            let stage = Stage::set(&sandbox, operation, None).await;
            let rule = json!({ "fault": "status", "status": 500, "error_code": "99", "position": position });
            stage.fault(rule).await;
            assert_eq!(stage.call().await.unwrap().code(), "99");
            assert_eq!(stage.executed().await, u64::from(position == "after-commit"), "{operation} {position}");
        }
    }
}

#[tokio::test]
async fn late_commit_answers_first_and_books_later() {
    let sandbox = start(frozen()).await;
    for operation in MONEY {
        let stage = Stage::set(&sandbox, operation, None).await;
        stage.fault(json!({ "fault": "late-commit", "delay_ms": 60_000 })).await;
        let answer = stage.call().await.unwrap();
        assert_eq!((answer.status, answer.code()), (504, String::new()), "{operation}");
        assert_eq!(stage.executed().await, 0, "{operation}");
        let before = stage.merchant.get("/balance").await.text();
        stage.control.advance(49_999).await;
        assert_eq!(stage.merchant.get("/balance").await.text(), before, "{operation}: not before its time");
        stage.control.advance(1).await;
        assert_eq!(stage.executed().await, 1, "{operation}");
    }
}

#[tokio::test]
async fn a_retry_after_a_late_commit_pays_twice_and_is_found() {
    let sandbox = start(frozen()).await;
    let stage = Stage::set(&sandbox, "disbursements.create", None).await;
    stage.fault(json!({ "fault": "late-commit", "status": 500, "error_code": "99" })).await;
    let answer = stage.call().await.unwrap();
    assert_eq!((answer.status, answer.code()), (500, "99".into()));
    assert_eq!(stage.call().await.unwrap().status, 200, "once only");
    assert_eq!(stage.executed().await, 1);
    stage.control.advance(30_000).await;
    assert_eq!(stage.executed().await, 2);
    assert_eq!(stage.assertions().await["paid_twice"][0]["kind"], "payout");
    assert_eq!(stage.merchant.available("RWF").await, "980000.00");
    let lines = stage.merchant.get("/transactions").await.json();
    let made: Vec<_> = lines["data"].as_array().unwrap().iter().map(|line| line["created_at"].clone()).collect();
    assert_eq!(made, ["2026-04-02 10:30:40", "2026-04-02 10:30:00"], "booked at the moment it was due");
}

#[tokio::test]
async fn a_late_call_that_is_wrong_books_nothing() {
    let sandbox = start(frozen()).await;
    let mut stage = Stage::set(&sandbox, "disbursements.create", None).await;
    stage.fault(json!({ "fault": "late-commit" })).await;
    stage.body["amount"] = json!(5_000_000);
    assert_eq!(stage.call().await.unwrap().status, 504);
    stage.control.advance(60_000).await;
    assert_eq!(stage.executed().await, 0);
    assert_eq!(stage.merchant.available("RWF").await, "1000000.00");
}

#[tokio::test]
async fn a_silent_provider_never_ends_anything() {
    let sandbox = start(frozen()).await;
    for operation in ["charges.create", "disbursements.create", "convert"] {
        let stage = Stage::set(&sandbox, operation, Some("http://127.0.0.1:9/")).await;
        stage.fault(json!({ "fault": "silent-provider" })).await;
        let answer = stage.call().await.unwrap().json();
        let reference = answer["dgs_reference"].as_str().or(answer["dgs_conversion_ref"].as_str()).unwrap();
        stage.control.advance(86_400_000).await;
        assert_eq!(stage.executed().await, 0, "{operation}");
        assert!(stage.webhooks().await.is_empty(), "{operation}");
        let (path, body) = if operation == "charges.create" {
            (format!("/pushes/{reference}"), json!({ "decision": "approve" }))
        } else {
            (format!("/transfers/{reference}"), json!({ "outcome": "success" }))
        };
        assert_eq!(stage.control.call("POST", &path, &body).await.status, 200, "{operation}: but a person can");
        assert_eq!(stage.executed().await, 1, "{operation}");
    }
}

#[tokio::test]
async fn a_provider_may_be_silent_about_what_it_has_done() {
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(frozen()).await;
    for operation in MONEY {
        let stage = Stage::set(&sandbox, operation, Some(&receiver.url)).await;
        stage.fault(json!({ "fault": "silent-provider", "position": "webhook" })).await;
        stage.call().await.unwrap();
        assert_eq!(stage.executed().await, 1, "{operation}");
        let webhooks = stage.webhooks().await;
        assert_eq!((webhooks.len(), &webhooks[0]["state"]), (1, &json!("held")), "{operation}");
    }
    assert!(receiver.received().is_empty());
}

#[tokio::test]
async fn a_success_may_be_contradicted() {
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(frozen()).await;
    for (number, operation) in MONEY.into_iter().enumerate() {
        let stage = Stage::set(&sandbox, operation, Some(&receiver.url)).await;
        stage.fault(json!({ "fault": "failed-after-success" })).await;
        stage.call().await.unwrap();
        assert_eq!(stage.executed().await, 1, "{operation}: the ledger stays");
        let told = receiver.wait(2 * (number + 1)).await[2 * number..].to_vec();
        let told: Vec<_> = told.iter().map(support::Received::json).collect();
        let mut events: Vec<_> = told.iter().map(|told| told["event"].as_str().unwrap()).collect();
        events.sort_unstable_by_key(|event| event.ends_with("failed"));
        assert_eq!(events, stage.events());
        assert_eq!(told[0]["dgs_reference"], told[1]["dgs_reference"]);
        let due: Vec<_> = stage.webhooks().await.iter().map(|webhook| webhook["attempts"][0]["at"].clone()).collect();
        assert_ne!(due[0], due[1], "{operation}: one after the other");
        assert!(stage.assertions().await["paid_twice"].as_array().unwrap().is_empty());
    }
}

#[tokio::test]
async fn a_wallet_may_be_drained_by_somebody_else() {
    let sandbox = start(frozen()).await;
    for (operation, code) in [("disbursements.create", "90"), ("convert", "VALIDATION_ERROR")] {
        let stage = Stage::set(&sandbox, operation, None).await;
        stage.control.fault(json!({ "fault": "drained-wallet", "merchant": stage.merchant.id() })).await;
        assert_eq!(stage.merchant.get("/balance").await.status, 200, "waits for a call that spends");
        let answer = stage.call().await.unwrap();
        assert_eq!((answer.status, answer.code()), (400, code.into()));
        assert_eq!(answer.json()["available_balance"], 0);
        assert_eq!(stage.executed().await, 0);
    }
}

#[tokio::test]
async fn the_webhook_first_for_everything_that_ends() {
    let sandbox = start(frozen()).await;
    for operation in MONEY {
        let receiver = Receiver::start(&[]).await;
        let stage = Stage::set(&sandbox, operation, Some(&receiver.url)).await;
        stage.fault(json!({ "fault": "webhook-first" })).await;
        assert_eq!(stage.call().await.unwrap().status, 200);
        let arrived = receiver.received();
        assert_eq!(arrived.len(), 1, "{operation}: before the answer");
        assert_eq!(arrived[0].json()["event"], stage.events()[0]);
        assert_eq!(stage.executed().await, 1, "{operation}: and once");
    }
}

#[tokio::test]
async fn faults_that_would_wait_for_ever_are_refused() {
    let sandbox = start(Config::default()).await;
    let control = Control(&sandbox);
    for rule in [
        json!({ "fault": "drained-wallet", "operation": "charges.create" }),
        json!({ "fault": "late-commit", "operation": "balance" }),
        json!({ "fault": "silent-provider", "operation": "banks.list" }),
        json!({ "fault": "webhook-first", "operation": "transactions.get" }),
        json!({ "fault": "failed-after-success", "position": "after-commit" }),
    ] {
        assert_eq!(control.call("POST", "/faults", &rule).await.status, 400, "{rule}");
    }
    let reads = ["banks.list", "balance", "transactions.list", "transactions.get", "charges.authorize"];
    for operation in reads {
        control.fault(json!({ "fault": "error-99-before-commit", "operation": operation })).await;
    }
}
