//! RohoPay's webhooks: content, signature, what counts as received, where they go.

use crate::support;
use crate::support::roho::{AT_ONCE, Roho, reference};
use crate::support::{Control, Merchant, Receiver, start};
use dgspay_sandbox::{Config, RohoConfig};
use serde_json::{Value, json};

fn frozen() -> Config {
    Config { frozen_at: Some("2024-07-15T08:30:00Z".parse().unwrap()), ..Config::default() }
}

const FIELDS: [&str; 15] = [
    "event",
    "id",
    "internal_reference",
    "provider_reference",
    "type",
    "status",
    "payment_method",
    "phone_number",
    "amount",
    "currency",
    "commission_amount",
    "net_amount",
    "environment",
    "created_at",
    "updated_at",
];

fn signature(received: &support::Received) -> &str {
    received.headers["x-rohopay-signature"].to_str().unwrap()
}

#[tokio::test]
async fn a_deposit_as_documented_to_the_byte() {
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(frozen()).await;
    let (control, live) = (Control(&sandbox), Roho::live(&Merchant::first(&sandbox)));
    let made = live.collect("k", &json!({ "callback_url": receiver.url })).await.json()["data"].clone();
    control.advance(2_100).await;
    let arrived = receiver.wait(1).await;
    let expected = format!(
        r#"{{"event":"deposit.successful","id":{},"internal_reference":{},"provider_reference":{},"type":"collection","status":"successful","payment_method":"mobile_money","phone_number":"256700123456","amount":50000,"currency":"UGX","commission_amount":500,"net_amount":49500,"environment":"live","created_at":"2024-07-15T08:30:00Z","updated_at":"2024-07-15T08:30:02Z"}}"#,
        made["id"], made["internal_reference"], made["provider_reference"]
    );
    assert_eq!(std::str::from_utf8(&arrived[0].body).unwrap(), expected);
    assert_eq!(signature(&arrived[0]), format!("sha256={}", dgspay::webhook::sign(&live.secret, &arrived[0].body)));
    assert!(!arrived[0].headers.contains_key("x-dgs-signature"));
    // The documents' own vector (§13).
    let documented = r#"{"event":"deposit.successful","id":"01j2k3m4n5p6q7r8s9t0uvwx","internal_reference":"RHP-2024-ABC123","provider_reference":"9876543210","type":"collection","status":"successful","payment_method":"mobile_money","phone_number":"256700123456","amount":50000,"currency":"UGX","commission_amount":500,"net_amount":49500,"environment":"live","created_at":"2024-07-15T08:30:00Z","updated_at":"2024-07-15T08:31:47Z"}"#;
    assert_eq!(
        dgspay::webhook::sign("roho_test_webhook_secret", documented.as_bytes()),
        "ef755c1b7d7e1ba5535599c02e1ffef55d616eb40b2a0968936eff8bfc8f633f"
    );
}

#[tokio::test]
async fn every_event_has_the_documented_fields_in_their_order() {
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(frozen()).await;
    let control = Control(&sandbox);
    let merchant = control.merchant(json!({ "webhook_url": receiver.url, "switches": ["payout-commission"] })).await;
    let (test, live) = (Roho::test(&merchant), Roho::live(&merchant));
    test.collect("a", &json!({ "phone": AT_ONCE, "callback_url": null })).await;
    test.collect("b", &json!({ "phone": "0111777991", "callback_url": null })).await;
    live.disburse("c", &json!({})).await;
    let failing = reference(&live.disburse("d", &json!({})).await);
    control.call("POST", &format!("/transfers/{failing}"), &json!({ "outcome": "failed" })).await;
    control.advance(60_000).await;
    let mut told: Vec<_> = receiver.wait(4).await.into_iter().map(|told| (told.json(), told)).collect();
    told.sort_by_key(|(json, _)| json["event"].as_str().unwrap().to_owned());
    let events: Vec<_> = told.iter().map(|(json, _)| json["event"].as_str().unwrap()).collect();
    assert_eq!(events, ["deposit.failed", "deposit.successful", "withdraw.failed", "withdraw.successful"]);
    for (json, received) in &told {
        assert_eq!(support::Ordered::parse(&received.body).names(), FIELDS, "{}", json["event"]);
        assert_eq!(json["status"] == "successful", json["event"].as_str().unwrap().ends_with("successful"));
    }
    assert_eq!((&told[2].0["commission_amount"], &told[2].0["net_amount"]), (&json!(0), &json!(0)));
    assert_eq!((&told[3].0["commission_amount"], &told[3].0["net_amount"]), (&json!(500), &json!(24500)));
    assert_eq!((&told[1].0["environment"], &told[3].0["environment"]), (&json!("test"), &json!("live")));
}

#[tokio::test]
async fn a_payout_tells_of_no_commission_where_there_is_none() {
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(Config { webhook_url: Some(receiver.url.clone()), ..frozen() }).await;
    let live = Roho::live(&Merchant::first(&sandbox));
    live.disburse("k", &json!({})).await;
    Control(&sandbox).advance(2_000).await;
    let told = receiver.wait(1).await;
    let without: Vec<_> = FIELDS.into_iter().filter(|name| *name != "commission_amount").collect();
    assert_eq!(support::Ordered::parse(&told[0].body).names(), without);
    assert_eq!(told[0].json()["net_amount"], 25000);
}

/// Unlike with DGS-Pay, which knows 200 alone.
#[tokio::test]
async fn two_hundred_and_something_is_received_and_anything_else_is_tried_again() {
    let receiver = Receiver::start(&[500, 302, 204]).await;
    let sandbox = start(frozen()).await;
    let control = Control(&sandbox);
    let merchant = control.merchant(json!({ "webhook_url": receiver.url })).await;
    Roho::test(&merchant).collect("k", &json!({ "phone": AT_ONCE, "callback_url": null })).await;
    let path = format!("/webhooks?merchant={}", merchant.id());
    for (done, pause) in [(1, 100), (2, 1_000), (3, 2_000)] {
        control.advance(pause).await;
        control.until(&path, |seen| seen["webhooks"][0]["attempts"].as_array().unwrap().len() == done).await;
    }
    let seen = control.get(&path).await["webhooks"][0].clone();
    assert_eq!(seen["state"], "delivered");
    let all = receiver.received();
    assert!(all.iter().all(|told| told.body == all[0].body && signature(told) == signature(&all[0])));
    assert_eq!(seen["signature"], signature(&all[0]));
    control.advance(86_400_000).await;
    assert_eq!(receiver.received().len(), 3);
}

#[tokio::test]
async fn a_callback_url_comes_before_the_projects_own() {
    let (usual, special) = (Receiver::start(&[]).await, Receiver::start(&[]).await);
    let sandbox = start(Config { webhook_url: Some(usual.url.clone()), ..Config::default() }).await;
    let (control, roho) = (Control(&sandbox), Roho::test(&Merchant::first(&sandbox)));
    let callback = format!("{}/token-1", special.url);
    roho.collect("a", &json!({ "phone": AT_ONCE, "callback_url": callback })).await;
    assert_eq!(special.wait(1).await[0].path, "/hook/token-1");
    roho.collect("b", &json!({ "phone": AT_ONCE })).await;
    let seen = control.until("/webhooks", |seen| seen["webhooks"].as_array().unwrap().len() == 2).await;
    assert_eq!(
        (&seen["webhooks"][1]["state"], seen["webhooks"][1]["attempts"].as_array().unwrap().len()),
        (&json!("held"), 0)
    );
    assert!(usual.received().is_empty());
}

#[tokio::test]
async fn switches_change_what_is_told() {
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(frozen()).await;
    let control = Control(&sandbox);
    let merchant = control
        .merchant(json!({ "webhook_url": receiver.url, "switches": ["nested-events", "no-deposit-failed"] }))
        .await;
    let roho = Roho::test(&merchant);
    let failed = reference(&roho.collect("a", &json!({ "phone": "0111777991", "callback_url": null })).await);
    let data = roho.collect("b", &json!({ "phone": AT_ONCE, "callback_url": null })).await.json()["data"].clone();
    control.advance(60_000).await;
    assert_eq!(roho.transaction(&failed).await["status"], "failed");
    let told = receiver.wait(1).await[0].json();
    assert_eq!((&told["type"], &told["event"]), (&json!("deposit.successful"), &Value::Null));
    assert_eq!(told["data"]["internal_reference"], data["internal_reference"]);
    let seen = control.get(&format!("/webhooks?merchant={}", merchant.id())).await;
    assert_eq!(seen["webhooks"].as_array().unwrap().len(), 1, "nothing about the failure");
}

#[tokio::test]
async fn they_may_have_an_address_of_their_own() {
    let (usual, own) = (Receiver::start(&[]).await, Receiver::start(&[]).await);
    let config = RohoConfig { webhook_url: Some(own.url.clone()), ..RohoConfig::default() };
    let sandbox = start(Config { webhook_url: Some(usual.url.clone()), roho: config, ..Config::default() }).await;
    let first = Roho::test(&Merchant::first(&sandbox));
    first.collect("a", &json!({ "phone": AT_ONCE, "callback_url": null })).await;
    assert_eq!(own.wait(1).await[0].json()["event"], "deposit.successful");
    assert!(usual.received().is_empty());

    let control = Control(&sandbox);
    let urls = json!({ "webhook_url": usual.url, "roho": { "webhook_url": own.url } });
    let merchant = control.merchant(urls).await;
    let path = format!("/merchants/{}", merchant.id());
    let taken_away = json!({ "roho": { "webhook_url": null } });
    assert_eq!(control.call("PATCH", &path, &taken_away).await.status, 200);
    Roho::test(&merchant).collect("a", &json!({ "phone": AT_ONCE, "callback_url": null })).await;
    assert_eq!(usual.wait(1).await[0].json()["event"], "deposit.successful");
    assert_eq!(own.received().len(), 1);
}
