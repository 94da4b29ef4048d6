//! Every fault, before and after the commit.

use std::time::{Duration, Instant};

use crate::support;
use crate::support::{Control, Merchant, Receiver, address, send, start};
use dgspay_sandbox::{Config, Sandbox};
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

/// A sandbox and a merchant with one fault on its next charge.
async fn with(sandbox: &Sandbox, mut rule: Value) -> Merchant {
    let control = Control(sandbox);
    let merchant = control.merchant(json!({})).await;
    rule["merchant"] = json!(merchant.id());
    control.fault(rule).await;
    merchant
}

async fn total(merchant: &Merchant) -> u64 {
    merchant.get("/transactions").await.json()["pagination"]["total"].as_u64().unwrap()
}

async fn last_request(sandbox: &Sandbox, merchant: &Merchant) -> Value {
    let seen = Control(sandbox).get(&format!("/requests?merchant={}", merchant.id())).await;
    seen["requests"][0].clone()
}

#[tokio::test]
async fn a_lost_answer_was_booked_and_a_drop_was_not() {
    let sandbox = start(Config::default()).await;
    for (fault, booked) in [("lost-answer", 1), ("drop-before-commit", 0)] {
        let merchant = with(&sandbox, json!({ "fault": fault, "operation": "charges.create" })).await;
        assert_eq!(total(&merchant).await, 0, "another operation is not struck");
        assert!(
            merchant.try_call("POST", "/charges", support::charge(&json!({})).to_string().as_bytes()).await.is_err()
        );
        assert_eq!(total(&merchant).await, booked, "{fault}");
        let seen = Control(&sandbox).get(&format!("/requests?merchant={}", merchant.id())).await;
        assert_eq!((&seen["requests"][1]["status"], &seen["requests"][1]["fault"]), (&Value::Null, &json!(fault)));
        assert_eq!(merchant.charge(&json!({})).await.status, 200, "only once");
    }
}

#[tokio::test]
async fn a_fault_after_the_commit_waits_for_a_call_that_commits() {
    let sandbox = start(Config::default()).await;
    let merchant = with(&sandbox, json!({ "fault": "commit-then-500", "operation": "charges.create" })).await;
    assert_eq!(merchant.charge(&json!({ "amount": 0 })).await.code(), "90");
    assert_eq!(merchant.charge(&json!({})).await.code(), "99");
    assert_eq!(total(&merchant).await, 1);
}

#[tokio::test]
async fn error_99_before_and_after_the_commit() {
    let sandbox = start(Config::default()).await;
    for (fault, booked) in [("commit-then-500", 1), ("error-99-before-commit", 0)] {
        let merchant = with(&sandbox, json!({ "fault": fault })).await;
        let answer = merchant.charge(&json!({})).await;
        assert_eq!((answer.status, answer.code()), (500, "99".into()));
        assert_eq!(total(&merchant).await, booked, "{fault}");
    }
}

#[tokio::test]
async fn any_status_and_the_conflict() {
    let sandbox = start(Config::default()).await;
    let rule = json!({ "fault": "status", "status": 503, "error_code": "99", "retry_after": 2 });
    let answer = with(&sandbox, rule).await.charge(&json!({})).await;
    assert_eq!(
        (answer.status, answer.code(), &answer.headers["retry-after"]),
        (503, "99".into(), &"2".parse().unwrap())
    );
    let merchant = with(&sandbox, json!({ "fault": "status", "status": 429 })).await;
    let answer = merchant.charge(&json!({})).await;
    assert_eq!((answer.status, answer.code()), (429, String::new()));
    assert_eq!(total(&merchant).await, 0);
    let answer = with(&sandbox, json!({ "fault": "idempotency-conflict" })).await.charge(&json!({})).await;
    assert_eq!((answer.status, answer.code()), (409, "93".into()));
}

#[tokio::test]
async fn answers_that_are_no_answers() {
    let sandbox = start(Config::default()).await;
    let merchant = with(&sandbox, json!({ "fault": "html-200" })).await;
    let page = merchant.charge(&json!({})).await;
    assert_eq!((page.status, &page.headers["content-type"]), (200, &"text/html; charset=utf-8".parse().unwrap()));
    assert!(page.text().starts_with("<!doctype html>"));
    assert_eq!(total(&merchant).await, 1);

    let broken = with(&sandbox, json!({ "fault": "malformed-json" })).await.charge(&json!({})).await;
    assert_eq!(broken.status, 200);
    assert!(serde_json::from_slice::<Value>(&broken.body).is_err());

    let before = with(&sandbox, json!({ "fault": "malformed-json", "position": "before-commit" })).await;
    assert!(serde_json::from_slice::<Value>(&before.charge(&json!({})).await.body).is_err());
    assert_eq!(total(&before).await, 0);
}

#[tokio::test]
async fn an_endless_answer() {
    let sandbox = start(Config::default()).await;
    let merchant = with(&sandbox, json!({ "fault": "endless-answer", "operation": "balance" })).await;
    let stream = tokio::net::TcpStream::connect(address(merchant.dgs("base_url"))).await.unwrap();
    let io = hyper_util::rt::TokioIo::new(stream);
    let (mut sender, connection) = hyper::client::conn::http1::handshake(io).await.unwrap();
    tokio::spawn(connection);
    let request = merchant
        .headers()
        .iter()
        .fold(hyper::Request::builder(), |request, (name, value)| request.header(*name, *value))
        .header("host", address(merchant.dgs("base_url")).to_string())
        .uri("/generation/v2/balance")
        .body(http_body_util::Empty::<bytes::Bytes>::new())
        .unwrap();
    let mut answer = sender.send_request(request).await.unwrap();
    let mut seen = 0;
    while seen < 8 * 1024 * 1024 {
        seen += answer.frame().await.unwrap().unwrap().into_data().unwrap().len();
    }
}

#[tokio::test]
async fn a_slow_answer() {
    let sandbox = start(Config::default()).await;
    let merchant = with(&sandbox, json!({ "fault": "slow-answer", "delay_ms": 300 })).await;
    let began = Instant::now();
    assert_eq!(merchant.charge(&json!({})).await.json()["transaction_status"], "pending");
    assert!(began.elapsed() >= Duration::from_millis(300));
}

#[tokio::test]
async fn a_client_that_gives_up_on_a_slow_answer_has_paid_nonetheless() {
    let sandbox = start(Config::default()).await;
    let merchant = with(&sandbox, json!({ "fault": "slow-answer", "delay_ms": 60_000 })).await;
    assert!(tokio::time::timeout(Duration::from_millis(200), merchant.charge(&json!({}))).await.is_err());
    assert_eq!(total(&merchant).await, 1);
    assert_eq!(last_request(&sandbox, &merchant).await["status"], Value::Null);
}

#[tokio::test]
async fn the_trap_counts_who_follows() {
    let sandbox = start(Config::default()).await;
    let control = Control(&sandbox);
    let merchant = with(&sandbox, json!({ "fault": "redirect-trap", "operation": "charges.create" })).await;
    let answer = merchant.charge(&json!({})).await;
    assert_eq!(answer.status, 307);
    let target = answer.headers["location"].to_str().unwrap().to_owned();
    assert_ne!(address(&target), address(merchant.dgs("base_url")), "another origin");
    let hits = async || control.get(&format!("/assertions?merchant={}", merchant.id())).await["trap_hits"].clone();
    assert_eq!(hits().await, 0);
    send("POST", &target, &[], b"").await.unwrap();
    assert_eq!(hits().await, 1);
    assert_eq!(total(&merchant).await, 0);
}

#[tokio::test]
async fn the_webhook_first() {
    let sandbox = start(Config::default()).await;
    for key in [Value::Null, json!("scenario:auth_pin")] {
        let receiver = Receiver::start(&[]).await;
        let merchant = with(&sandbox, json!({ "fault": "webhook-first", "times": 1 })).await;
        merchant.get("/balance").await;
        let answer = merchant.charge(&json!({ "callback_url": receiver.url, "scenario_key": key })).await.json();
        let arrived = receiver.received();
        assert_eq!(arrived.len(), 1, "before the answer");
        assert_eq!(arrived[0].json()["dgs_reference"], answer["dgs_reference"]);
        tokio::time::sleep(Duration::from_millis(250)).await;
        assert_eq!(receiver.received().len(), 1, "and not again");
    }
}

#[tokio::test]
async fn a_webhook_twice_and_one_that_is_signed_wrongly() {
    let sandbox = start(Config::default()).await;
    let receiver = Receiver::start(&[]).await;
    let merchant = with(&sandbox, json!({ "fault": "double-webhook" })).await;
    merchant.charge(&json!({ "callback_url": receiver.url, "scenario_key": "scenario:auth_pin" })).await;
    let twice = receiver.wait(2).await;
    assert_eq!((&twice[0].body, twice[0].signature()), (&twice[1].body, twice[1].signature()));

    let receiver = Receiver::start(&[]).await;
    let merchant = with(&sandbox, json!({ "fault": "bad-signature" })).await;
    merchant.charge(&json!({ "callback_url": receiver.url, "scenario_key": "scenario:auth_pin" })).await;
    let forged = receiver.wait(1).await.remove(0);
    assert_eq!(forged.signature().len(), 64);
    assert_ne!(forged.signature(), dgspay::webhook::sign(merchant.dgs("webhook_secret"), &forged.body));
}

#[tokio::test]
async fn a_fault_that_cannot_be_is_refused() {
    let sandbox = start(Config::default()).await;
    let control = Control(&sandbox);
    for rule in [
        json!({ "fault": "gremlins" }),
        json!({ "fault": "status" }),
        json!({ "fault": "lost-answer", "operation": "refunds.create" }),
        json!({ "fault": "lost-answer", "mercant": "x" }),
        json!([]),
    ] {
        let answer = control.call("POST", "/faults", &rule).await;
        assert_eq!(answer.status, 400, "{rule}");
        assert!(answer.json()["error"].is_string());
    }
    assert_eq!(
        control.call("POST", "/faults", &json!({ "fault": "lost-answer", "merchant": "nobody" })).await.status,
        404
    );
}

#[tokio::test]
async fn a_fault_stays_with_its_merchant_and_can_be_taken_back() {
    let sandbox = start(Config::default()).await;
    let control = Control(&sandbox);
    let merchant = with(&sandbox, json!({ "fault": "error-99-before-commit", "times": 0 })).await;
    let other = control.merchant(json!({})).await;
    for _ in 0..3 {
        assert_eq!(merchant.get("/balance").await.status, 500);
        assert_eq!(other.get("/balance").await.status, 200);
    }
    let path = format!("/faults?merchant={}", merchant.id());
    assert_eq!(control.call("DELETE", &path, &Value::Null).await.status, 204);
    assert_eq!(merchant.get("/balance").await.status, 200);
}

#[tokio::test]
async fn double_payments_are_found() {
    let sandbox = start(Config::default()).await;
    let control = Control(&sandbox);
    let merchant = with(&sandbox, json!({ "fault": "lost-answer" })).await;
    let paying = support::charge(&json!({ "scenario_key": "scenario:auth_pin" })).to_string();
    assert!(merchant.try_call("POST", "/charges", paying.as_bytes()).await.is_err());
    merchant.call("POST", "/charges", paying.as_bytes()).await;
    merchant.charge(&json!({ "scenario_key": "scenario:auth_pin", "narration": "another order" })).await;
    let seen = control.get(&format!("/assertions?merchant={}", merchant.id())).await;
    assert_eq!((&seen["posts"], &seen["payments_executed"]), (&json!(3), &json!(3)));
    let twice = seen["paid_twice"].as_array().unwrap();
    assert_eq!(twice.len(), 1);
    assert_eq!(
        (&twice[0]["phone"], &twice[0]["amount"], &twice[0]["currency"]),
        (&json!("789654321"), &json!(2000), &json!("RWF"))
    );
    assert_eq!(twice[0]["references"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_cut_is_a_cut() {
    let sandbox = start(Config::default()).await;
    let merchant = with(&sandbox, json!({ "fault": "lost-answer" })).await;
    let mut stream = tokio::net::TcpStream::connect(address(merchant.dgs("base_url"))).await.unwrap();
    let request = format!(
        "GET /generation/v2/balance HTTP/1.1\r\nHost: {}\r\nX-DGS-API-Key: {}\r\nX-DGS-ACCOUNT-NUMBER: {}\r\n\r\n",
        address(merchant.dgs("base_url")),
        merchant.dgs("api_key"),
        merchant.dgs("account_number")
    );
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).await.unwrap();
    assert!(answer.is_empty(), "not a byte");
}

#[tokio::test]
async fn any_answer_can_be_sent_byte_for_byte_in_place_of_the_right_one() {
    let sandbox = start(Config::default()).await;
    let rule =
        json!({ "fault": "answer", "status": 418, "body": "short and stout", "content_type": "", "retry_after": 3 });
    let merchant = with(&sandbox, rule).await;
    let teapot = merchant.charge(&json!({})).await;
    assert_eq!((teapot.status, teapot.text().as_str()), (418, "short and stout"));
    assert!(!teapot.headers.contains_key("content-type"));
    assert_eq!(teapot.headers["retry-after"], "3");
    assert_eq!(total(&merchant).await, 0);
}
