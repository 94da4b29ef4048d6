//! Webhooks: content, signature, retries, destinations.

use std::time::Duration;

use crate::support::{Control, Merchant, Receiver, start};
use dgspay_sandbox::Config;
use serde_json::{Value, json};

const INSTANT: &str = "scenario:auth_pin";

fn frozen() -> Config {
    Config { frozen_at: Some("2026-04-02T10:30:00Z".parse().unwrap()), ..Config::default() }
}

fn states(seen: &Value) -> Vec<&str> {
    seen["webhooks"].as_array().unwrap().iter().map(|webhook| webhook["state"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn success_and_failure_as_documented() {
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(Config { webhook_url: Some(receiver.url.clone()), ..frozen() }).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let paid = merchant.charge(&json!({ "amount": 5000, "scenario_key": INSTANT })).await.json();
    control.advance(100).await;
    let arrived = receiver.wait(1).await;
    let flw = merchant.get(&format!("/transactions/{}", paid["dgs_reference"].as_str().unwrap())).await.json()["data"]
        ["flw_reference"]
        .as_str()
        .unwrap()
        .to_owned();
    let expected = format!(
        r#"{{"event":"payment.success","dgs_reference":{},"flw_charge_id":"{flw}","amount":5000,"currency":"RWF","merchant_fee":150,"net_amount":4850,"status":"success","timestamp":"2026-04-02T10:30:00Z","environment":"test"}}"#,
        paid["dgs_reference"]
    );
    assert_eq!(std::str::from_utf8(&arrived[0].body).unwrap(), expected);
    assert_eq!(arrived[0].signature(), dgspay::webhook::sign(merchant.dgs("webhook_secret"), &arrived[0].body));
    assert_eq!(arrived[0].signature(), arrived[0].signature().to_lowercase());
    assert_eq!(arrived[0].headers["content-type"], "application/json");

    merchant.charge(&json!({ "scenario_key": "scenario:auth_pin&issuer:expired_card" })).await;
    control.advance(100).await;
    let failed = receiver.wait(2).await[1].json();
    assert_eq!((&failed["event"], &failed["status"]), (&json!("payment.failed"), &json!("failed")));
    assert_eq!((&failed["merchant_fee"], &failed["net_amount"]), (&json!(0), &json!(0)));
    control.until("/webhooks", |seen| states(seen) == ["delivered", "delivered"]).await;
}

#[tokio::test]
async fn anything_but_200_is_tried_again_on_schedule() {
    let receiver = Receiver::start(&[500, 204, 302]).await;
    let sandbox = start(frozen()).await;
    let control = Control(&sandbox);
    let merchant = control.merchant(json!({ "webhook_url": receiver.url })).await;
    merchant.charge(&json!({ "scenario_key": INSTANT })).await;
    let path = format!("/webhooks?merchant={}", merchant.id());
    let attempts = |seen: &Value| seen["webhooks"][0]["attempts"].as_array().unwrap().len();
    for (done, pause) in [(0, 100), (1, 1_000), (2, 2_000), (3, 4_000)] {
        control.advance(pause - 1).await;
        assert_eq!(receiver.received().len(), done, "not before its time");
        control.advance(1).await;
        control.until(&path, |seen| attempts(seen) == done + 1).await;
    }
    let webhook = control.get(&path).await["webhooks"][0].clone();
    let statuses: Vec<_> =
        webhook["attempts"].as_array().unwrap().iter().map(|attempt| attempt["status"].clone()).collect();
    assert_eq!(statuses, [500, 204, 302, 200]);
    assert_eq!(webhook["attempts"][3]["at"], "2026-04-02T10:30:07.100Z");
    assert_eq!(webhook["state"], "delivered");
    let all = receiver.received();
    assert!(all.iter().all(|arrived| arrived.body == all[0].body && arrived.signature() == all[0].signature()));
    assert!(all.iter().all(|arrived| arrived.path == "/hook"), "no redirect is followed");
}

#[tokio::test]
async fn when_the_pauses_are_used_up_it_is_given_up() {
    let retries = vec![Duration::from_millis(10), Duration::from_millis(10)];
    let sandbox = start(Config { webhook_retries: retries, ..Config::default() }).await;
    let control = Control(&sandbox);
    let nobody = control.merchant(json!({ "webhook_url": "http://127.0.0.1:9/hook" })).await;
    nobody.charge(&json!({ "scenario_key": INSTANT })).await;
    let seen = control.until("/webhooks", |seen| states(seen) == ["gave_up"]).await;
    let attempts = seen["webhooks"][0]["attempts"].as_array().unwrap();
    assert_eq!(attempts.len(), 3);
    assert!(attempts.iter().all(|attempt| attempt["error"].as_str().unwrap().contains("no connection")));
}

#[tokio::test]
async fn one_that_hangs_does_not_hold_up_the_others() {
    let hangs = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(Config::default()).await;
    let control = Control(&sandbox);
    let slow = control.merchant(json!({ "webhook_url": format!("http://{}/", hangs.local_addr().unwrap()) })).await;
    let quick = control.merchant(json!({ "webhook_url": receiver.url })).await;
    for _ in 0..20 {
        slow.charge(&json!({ "scenario_key": INSTANT })).await;
    }
    quick.charge(&json!({ "scenario_key": INSTANT })).await;
    let began = std::time::Instant::now();
    receiver.wait(1).await;
    assert!(began.elapsed() < Duration::from_secs(3));
}

#[tokio::test]
async fn the_callback_url_of_a_charge_comes_first() {
    let (usual, special) = (Receiver::start(&[]).await, Receiver::start(&[]).await);
    let sandbox = start(Config::default()).await;
    let merchant = Control(&sandbox).merchant(json!({ "webhook_url": usual.url })).await;
    let callback = format!("{}/token-1", special.url);
    merchant.charge(&json!({ "scenario_key": INSTANT, "callback_url": callback })).await;
    assert_eq!(special.wait(1).await[0].path, "/hook/token-1");
    assert!(usual.received().is_empty());
}

#[tokio::test]
async fn what_is_not_on_this_machine_is_shown_not_sent() {
    let sandbox = start(Config::default()).await;
    let control = Control(&sandbox);
    let merchant = control.merchant(json!({})).await;
    merchant.charge(&json!({ "scenario_key": INSTANT })).await;
    merchant.charge(&json!({ "scenario_key": INSTANT, "callback_url": "https://shop.example/hook" })).await;
    let seen = control.get(&format!("/webhooks?merchant={}", merchant.id())).await;
    assert_eq!(states(&seen), ["held", "held"]);
    assert_eq!(seen["webhooks"][0]["url"], Value::Null);
    assert_eq!(seen["webhooks"][1]["url"], "https://shop.example/hook");
    assert_eq!(seen["webhooks"][1]["attempts"], json!([]));
}
