//! Random histories through the public layer, faults included: whatever is called in whatever order, the money adds up, every
//! answer is the envelope, and what the lists say is what was executed.

use crate::support;
use crate::support::{Control, Merchant, start};
use dgspay_sandbox::{Config, Sandbox};
use proptest::prelude::*;
use proptest::test_runner::{Config as Runs, TestRunner};
use serde_json::{Value, json};

const CHARGE_KEYS: [&str; 5] = [
    "scenario:auth_pin",
    "scenario:auth_redirect",
    "issuer:do_not_honor",
    "scenario:auth_pin&issuer:insufficient_funds",
    "issuer:approved",
];
const CARD_KEYS: [&str; 6] = [
    "scenario:auth_pin",
    "scenario:auth_pin_3ds",
    "scenario:auth_3ds",
    "scenario:auth_avs",
    "scenario:auth_pin&issuer:incorrect_pin",
    "scenario:auth_3ds&issuer:suspected_fraud",
];
const PAYOUT_KEYS: [&str; 3] = ["scenario:successful", "scenario:invalid_currency", "scenario:day_limit_error"];
const FAULTS: [&str; 13] = [
    "lost-answer",
    "commit-then-500",
    "html-200",
    "malformed-json",
    "drop-before-commit",
    "error-99-before-commit",
    "idempotency-conflict",
    "late-commit",
    "silent-provider",
    "failed-after-success",
    "drained-wallet",
    "webhook-first",
    "double-webhook",
];

/// One thing that happens. Numbers choose from what there is, keys included: one too large is no key.
#[derive(Debug, Clone)]
enum Event {
    Charge { amount: u32, key: usize },
    Card { amount: u32, key: usize },
    Pin { which: usize },
    Otp { which: usize },
    Avs { which: usize },
    Push { which: usize, approve: bool },
    PayOut { amount: u32, key: usize },
    Convert { amount: u32, fails: bool },
    End { which: usize, success: bool },
    Fault { which: usize },
    Wait { milliseconds: u64 },
}

fn event() -> impl Strategy<Value = Event> {
    prop_oneof![
        (1..500_000_u32, 0..8_usize).prop_map(|(amount, key)| Event::Charge { amount, key }),
        (1..500_000_u32, 0..8_usize).prop_map(|(amount, key)| Event::Card { amount, key }),
        (0..30_usize).prop_map(|which| Event::Pin { which }),
        (0..30_usize).prop_map(|which| Event::Otp { which }),
        (0..30_usize).prop_map(|which| Event::Avs { which }),
        (0..30_usize, any::<bool>()).prop_map(|(which, approve)| Event::Push { which, approve }),
        (1..400_000_u32, 0..5_usize).prop_map(|(amount, key)| Event::PayOut { amount, key }),
        (1..600_u32, any::<bool>()).prop_map(|(amount, fails)| Event::Convert { amount, fails }),
        (0..30_usize, any::<bool>()).prop_map(|(which, success)| Event::End { which, success }),
        (0..FAULTS.len()).prop_map(|which| Event::Fault { which }),
        (0..3_000_u64).prop_map(|milliseconds| Event::Wait { milliseconds }),
    ]
}

struct History<'a> {
    control: Control<'a>,
    merchant: Merchant,
    /// Everything that a call has answered a reference for.
    references: Vec<String>,
}

impl History<'_> {
    async fn post(&mut self, path: &str, body: &Value) {
        let Ok(answer) = self.merchant.try_call("POST", path, body.to_string().as_bytes()).await else { return };
        // A fault may answer with anything; the sandbox itself answers with the envelope.
        let Ok(answer) = serde_json::from_slice::<Value>(&answer.body) else { return };
        assert!(answer["status"].is_string() && answer["message"].is_string(), "{path} {body}: {answer}");
        let reference = answer["dgs_reference"].as_str().or(answer["dgs_conversion_ref"].as_str());
        self.references.extend(reference.map(str::to_owned));
    }

    /// Hands something over for a charge that may be waiting for something else, or be none.
    async fn authorise(&mut self, which: usize, mut body: Value) {
        if let Some(reference) = self.references.get(which) {
            body["dgs_reference"] = json!(reference);
            self.post("/authorize", &body).await;
        }
    }

    async fn by_hand(&self, path: &str, which: usize, body: Value) {
        if let Some(reference) = self.references.get(which) {
            let answer = self.control.call("POST", &format!("{path}/{reference}"), &body).await;
            assert!(matches!(answer.status, 200 | 404 | 409), "{}", answer.text());
        }
    }

    async fn go(&mut self, event: &Event) {
        let key = |keys: &[&str], which: usize| keys.get(which).map_or(Value::Null, |key| json!(key));
        match *event {
            Event::Charge { amount, key: which } => {
                let charge = support::charge(&json!({ "amount": amount, "scenario_key": key(&CHARGE_KEYS, which) }));
                self.post("/charges", &charge).await;
            }
            Event::Card { amount, key: which } => {
                let card = self.merchant.card(&json!({ "amount": amount, "scenario_key": key(&CARD_KEYS, which) }));
                self.post("/charges", &support::charge(&card)).await;
            }
            Event::Pin { which } => {
                let sealed = self.merchant.seal("abc123def456", "1234");
                let body =
                    json!({ "auth_type": "pin", "auth_pin_encrypted": sealed, "auth_pin_nonce": "abc123def456" });
                self.authorise(which, body).await;
            }
            Event::Otp { which } => self.authorise(which, json!({ "auth_type": "otp", "auth_otp": "123456" })).await,
            Event::Avs { which } => {
                self.authorise(which, json!({ "auth_type": "avs", "avs_line1": "KN 5", "avs_country": "RW" })).await;
            }
            Event::Push { which, approve } => {
                let decision = if approve { "approve" } else { "decline" };
                self.by_hand("/pushes", which, json!({ "decision": decision })).await;
            }
            Event::PayOut { amount, key: which } => {
                let recipient = json!({ "bank_key": "bk_rw", "account_number": "1" });
                let scenario = key(&PAYOUT_KEYS, which);
                let body = json!({ "amount": amount, "destination_type": "bank", "recipient": recipient, "scenario_key": scenario });
                self.post("/disburse", &body).await;
            }
            Event::Convert { amount, fails } => {
                let scenario = if fails { json!("scenario:insufficient_balance") } else { Value::Null };
                let body = json!({ "action": "convert", "from_currency": "USD", "to_currency": "RWF", "from_amount": amount, "scenario_key": scenario });
                self.post("/convert", &body).await;
            }
            Event::End { which, success } => {
                let outcome = if success { "success" } else { "failed" };
                self.by_hand("/transfers", which, json!({ "outcome": outcome })).await;
            }
            Event::Fault { which } => {
                self.control.fault(json!({ "fault": FAULTS[which], "merchant": self.merchant.id() })).await;
            }
            Event::Wait { milliseconds } => self.control.advance(milliseconds).await,
        }
    }

    async fn check(&self) {
        let seen = self.control.get(&format!("/assertions?merchant={}", self.merchant.id())).await;
        assert_eq!(seen["ledger_balanced"], true);
        let faults = format!("/faults?merchant={}", self.merchant.id());
        assert_eq!(self.control.call("DELETE", &faults, &Value::Null).await.status, 204);
        let balances = self.merchant.get("/balance").await.json();
        for line in balances["balances"].as_array().unwrap() {
            assert!(
                line["available_balance"].as_f64().unwrap() >= 0.0 && line["pending_balance"].as_f64().unwrap() >= 0.0
            );
        }
        let done = self.merchant.get("/transactions?status=success").await.json()["pagination"]["total"].as_u64();
        let executed = |name: &str| seen[name].as_u64().unwrap();
        assert_eq!(done, Some(executed("payments_executed") + executed("payouts_executed")));
        for reference in &self.references {
            let found = self.merchant.get(&format!("/transactions/{reference}")).await;
            assert_eq!(found.status, if reference.starts_with("DGSCONV") { 404 } else { 200 }, "{reference}");
        }
    }
}

async fn run(sandbox: &Sandbox, events: &[Event]) {
    let control = Control(sandbox);
    let merchant = control.merchant(json!({})).await;
    let mut history = History { control, merchant, references: Vec::new() };
    for event in events {
        history.go(event).await;
    }
    history.check().await;
    history.control.advance(3_600_000).await;
    history.check().await;
}

#[test]
fn the_money_adds_up_after_any_history() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let frozen_at = Some("2026-04-02T10:30:00Z".parse().unwrap());
    let sandbox = runtime.block_on(start(Config { frozen_at, ..Config::default() }));
    let mut runner = TestRunner::new(Runs { failure_persistence: None, ..Runs::with_cases(60) });
    let histories = prop::collection::vec(event(), 1..50);
    runner
        .run(&histories, |events| {
            runtime.block_on(run(&sandbox, &events));
            Ok(())
        })
        .unwrap();
    runtime.block_on(sandbox.shutdown());
}

/// Bodies that no client of this service sends.
fn strange() -> Vec<Vec<u8>> {
    let deep = |open: &str, close: &str| format!("{{\"recipient\":{}{}}}", open.repeat(200), close.repeat(200));
    let mut bodies: Vec<Vec<u8>> = [
        "",
        "null",
        "[]",
        "{}",
        "{",
        "\"x\"",
        "1e999",
        "{\"amount\":1e999}",
        "{\"amount\":-1e-999}",
        "{\"amount\":1,\"amount\":2}",
        "{\"recipient\":[]}",
        "{\"recipient\":{}}",
        "{\"recipient\":{\"bank_key\":{}}}",
        "{\"recipient.bank_key\":\"bk_rw\"}",
        "{\"auth_type\":\"pin\",\"dgs_reference\":\"\\u0000\"}",
        "{\"action\":\"convert\",\"from_amount\":\"\"}",
        "{\"payment_type\":\"card\",\"card_nonce\":\"\u{1F4B3}\"}",
        "{\"amount\":true,\"currency\":[]}",
        "\u{feff}{}",
    ]
    .map(|text| text.as_bytes().to_vec())
    .to_vec();
    bodies.push(deep("[", "]").into_bytes());
    bodies.push(deep("{\"a\":", "}").into_bytes());
    bodies.push(vec![0xff; 64]);
    bodies.push(format!("{{\"amount\":{}}}", "9".repeat(5_000)).into_bytes());
    bodies
}

#[tokio::test]
async fn every_answer_to_anything_is_the_envelope() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    for path in ["/charges", "/authorize", "/disburse", "/convert", "/payment-links"] {
        for body in strange() {
            let answer = merchant.call("POST", path, &body).await;
            let shown = String::from_utf8_lossy(&body).chars().take(80).collect::<String>();
            assert!(matches!(answer.status, 400 | 404), "{path} {shown}: {}", answer.text());
            assert!(matches!(answer.code().as_str(), "90" | "92"), "{path} {shown}: {}", answer.text());
            assert_eq!(answer.json()["status"], "failed", "{path} {shown}");
        }
    }
    assert_eq!(merchant.get("/transactions").await.json()["pagination"]["total"], 0);
}
