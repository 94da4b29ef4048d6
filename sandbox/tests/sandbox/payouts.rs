//! `GET /banks/{country}` and `POST /disburse`: documented shapes, what is refused, how a payout ends, and that nobody can spend
//! what is not there.

use std::collections::BTreeSet;
use std::time::Duration;

use crate::support::{Control, Merchant, Receiver, start};
use dgspay_sandbox::{Config, Switch};
use serde_json::{Value, json};

fn frozen() -> Config {
    Config { frozen_at: Some("2026-04-02T10:30:00Z".parse().unwrap()), ..Config::default() }
}

fn names(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn wallet(changes: &Value) -> Value {
    let mut recipient = json!({ "msisdn": "+250788123456", "network": "MTN", "country": "RW", "name": "Jane Doe" });
    for (name, value) in changes.as_object().unwrap() {
        recipient[name] = value.clone();
    }
    json!({ "amount": 5000, "destination_type": "mobile_money", "recipient": recipient, "narration": null })
}

#[tokio::test]
async fn the_list_of_banks() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let text = merchant.get("/banks/RW").await.text();
    assert!(text.starts_with(r#"{"status":"success","country":"RW","data":[{"bank_key":"bk_rw","name":"Banque de Kigali","type":"bank","code":"40","currency":"RWF","branch_required":0},"#), "{text}");
    assert!(text.contains(r#"{"bank_key":"mtn_rw","name":"MTN Mobile Money","type":"mobile_money","network":"MTN","currency":"RWF","branch_required":0}"#), "{text}");
    let list = merchant.get("/banks/rw").await.json();
    let banks = list["data"].as_array().unwrap();
    assert!(banks.iter().any(|bank| bank["bank_key"] == "kcb_rw"));
    assert!(banks.iter().any(|bank| bank["branch_required"] == 1));
    for country in ["KE", "RWA", "%2F", "Rwanda"] {
        let answer = merchant.get(&format!("/banks/{country}")).await;
        assert_eq!((answer.status, answer.code()), (404, "92".into()), "{country}");
    }
    assert_eq!(merchant.get("/banks").await.code(), "92");
    assert_eq!(merchant.call("POST", "/banks/RW", b"{}").await.status, 405);
}

#[tokio::test]
async fn a_payout_to_a_bank_as_documented() {
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(Config { webhook_url: Some(receiver.url.clone()), ..frozen() }).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let answer = merchant.disburse(&json!({})).await;
    let queued = answer.json();
    let reference = queued["dgs_reference"].as_str().unwrap();
    assert!(reference.strip_prefix("DGS").unwrap().bytes().all(|byte| byte.is_ascii_digit()), "{reference}");
    let expected = format!(
        r#"{{"status":"success","message":"Disbursement queued","dgs_reference":"{reference}","amount":10000,"fee":100,"recipient_gets":9900,"currency":"RWF","destination_type":"bank","transaction_status":"pending"}}"#
    );
    assert_eq!((answer.status, answer.text()), (200, expected));
    assert_eq!(merchant.available("RWF").await, "990000.00", "the full amount leaves at once");

    control.advance(999).await;
    assert_eq!(merchant.get(&format!("/transactions/{reference}")).await.json()["data"]["status"], "pending");
    control.advance(1).await;
    let data = merchant.get(&format!("/transactions/{reference}")).await.json()["data"].clone();
    assert_eq!((&data["status"], &data["transaction_status"]), (&json!("success"), &json!("successful")));
    control.advance(100).await;
    let told = receiver.wait(1).await.remove(0);
    let flw = data["flw_reference"].as_str().unwrap();
    let proof = told.json()["proof"].as_str().unwrap().to_owned();
    assert!(proof.starts_with("FLW-PROOF-"));
    let expected = format!(
        r#"{{"event":"disbursement.success","dgs_reference":"{reference}","flw_transfer_id":{flw},"status":"success","amount":10000,"fee":100,"recipient_gets":9900,"currency":"RWF","destination_type":"bank","recipient":{{"account_number":"1234567890","bank_key":"kcb_rw","name":"John Doe"}},"proof":"{proof}"}}"#
    );
    assert_eq!(std::str::from_utf8(&told.body).unwrap(), expected);
    assert_eq!(told.signature(), dgspay::webhook::sign(merchant.dgs("webhook_secret"), &told.body));
    assert_eq!(merchant.available("RWF").await, "990000.00");
    let seen = control.get("/assertions").await;
    assert_eq!(
        (&seen["payouts_executed"], &seen["payments_executed"], &seen["ledger_balanced"]),
        (&json!(1), &json!(0), &json!(true))
    );
}

#[tokio::test]
async fn a_payout_to_a_mobile_wallet_repeats_the_recipient_as_sent() {
    let (usual, special) = (Receiver::start(&[]).await, Receiver::start(&[]).await);
    let sandbox = start(Config { webhook_url: Some(usual.url.clone()), ..Config::default() }).await;
    let merchant = Control(&sandbox).merchant(json!({ "payout_after_ms": 0 })).await;
    for sent in [
        json!({ "msisdn": "0788 123 456", "network": "mtn", "country": "rw" }),
        json!({ "msisdn": "+250721234567", "network": "Airtel", "name": null }),
    ] {
        let mut payout = wallet(&sent);
        payout["callback_url"] = json!(special.url);
        let answer = merchant.disburse(&payout).await.json();
        assert_eq!(answer["transaction_status"], "pending", "{answer}");
        assert_eq!((&answer["recipient_gets"], &answer["destination_type"]), (&json!(4900), &json!("mobile_money")));
    }
    let told = special.wait(2).await;
    assert!(usual.received().is_empty(), "the transfer's own address comes first");
    let mut recipients: Vec<_> = told.iter().map(|told| told.json()["recipient"].clone()).collect();
    recipients.sort_by_key(Value::to_string);
    assert_eq!(recipients[0], json!({ "msisdn": "+250721234567", "network": "Airtel", "country": "RW" }));
    assert_eq!(
        recipients[1],
        json!({ "msisdn": "0788 123 456", "network": "mtn", "country": "rw", "name": "Jane Doe" })
    );
}

#[tokio::test]
async fn a_failed_payout_comes_back_whole() {
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(Config { webhook_url: Some(receiver.url.clone()), ..frozen() }).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let failures = [
        ("scenario:insufficient_balance", "Insufficient balance"),
        ("scenario:invalid_currency", "Invalid currency"),
        ("scenario:no_account_found", "No account found"),
    ];
    for (done, (key, reason)) in failures.into_iter().enumerate() {
        let queued = merchant.disburse(&json!({ "scenario_key": key })).await.json();
        assert_eq!(queued["transaction_status"], "pending", "accepted, and failed later");
        assert_eq!(merchant.available("RWF").await, "990000.00");
        control.advance(1_100).await;
        assert_eq!(merchant.available("RWF").await, "1000000.00", "the fee included");
        let data =
            merchant.get(&format!("/transactions/{}", queued["dgs_reference"].as_str().unwrap())).await.json()["data"]
                .clone();
        assert_eq!((&data["status"], &data["fail_reason"]), (&json!("failed"), &json!(reason)));
        receiver.wait(done + 1).await;
    }
    let told = receiver.wait(3).await[0].clone();
    let reference = told.json()["dgs_reference"].as_str().unwrap().to_owned();
    let flw = told.json()["flw_transfer_id"].as_u64().unwrap();
    let expected = format!(
        r#"{{"event":"disbursement.failed","dgs_reference":"{reference}","flw_transfer_id":{flw},"status":"failed","amount":10000,"fee":100,"recipient_gets":9900,"currency":"RWF","destination_type":"bank","fail_reason":"Insufficient balance"}}"#
    );
    assert_eq!(std::str::from_utf8(&told.body).unwrap(), expected);
    let seen = control.get("/assertions").await;
    assert_eq!((&seen["payouts_executed"], &seen["ledger_balanced"]), (&json!(0), &json!(true)));
}

#[tokio::test]
async fn what_is_wrong_is_said_field_by_field() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let bank = |field: &str, value: Value| {
        let mut recipient = json!({ "bank_key": "bk_rw", "account_number": "1234567890" });
        recipient[field] = value;
        json!({ "recipient": recipient })
    };
    let cases = [
        (json!({ "amount": null }), "amount"),
        (json!({ "amount": "10000" }), "amount"),
        (json!({ "amount": 0 }), "amount"),
        (json!({ "amount": 100 }), "amount"),
        (json!({ "amount": 10000.5 }), "amount"),
        (json!({ "destination_type": null }), "destination_type"),
        (json!({ "destination_type": "cash" }), "destination_type"),
        (json!({ "recipient": null }), "recipient"),
        (json!({ "recipient": "kcb_rw" }), "recipient"),
        (json!({ "recipient": {}, "recipient.bank_key": "bk_rw", "recipient.account_number": "1" }), "recipient."),
        (json!({ "narration": 5 }), "narration"),
        (json!({ "callback_url": "http://shop.example/" }), "callback_url"),
        (json!({ "scenario_key": "scenario:auth_pin" }), "scenario_key"),
        (json!({ "scenario_key": "issuer:approved" }), "scenario_key"),
        (bank("bank_key", json!("no_such_bank")), "recipient.bank_key"),
        (bank("bank_key", json!("mtn_rw")), "recipient.bank_key"),
        (bank("bank_key", Value::Null), "recipient.bank_key"),
        (bank("account_number", Value::Null), "recipient.account_number"),
        (bank("account_number", json!("")), "recipient.account_number"),
        (bank("account_number", json!("12;34")), "recipient.account_number"),
        (bank("bank_key", json!("sandbox_branch_rw")), "recipient.branch"),
        (wallet(&json!({ "msisdn": null })), "recipient.msisdn"),
        (wallet(&json!({ "msisdn": "+256772123456" })), "recipient.msisdn"),
        (wallet(&json!({ "network": "M-Pesa" })), "recipient.network"),
        (wallet(&json!({ "network": null })), "recipient.network"),
        (wallet(&json!({ "country": "KE" })), "recipient.country"),
        (wallet(&json!({ "country": null })), "recipient.country"),
    ];
    for (changes, field) in cases {
        let answer = merchant.disburse(&changes).await;
        assert_eq!((answer.status, answer.code()), (400, "90".into()), "{changes}");
        let errors = answer.json()["errors"].clone();
        assert!(!names(&errors).is_empty(), "{changes}");
        assert!(names(&errors).iter().all(|name| name.starts_with(field)), "{changes}: {errors}");
    }
    let with_branch =
        json!({ "recipient": { "bank_key": "sandbox_branch_rw", "account_number": "1", "branch": "Kigali" } });
    assert_eq!(merchant.disburse(&with_branch).await.status, 200);
    assert_eq!(merchant.disburse(&json!({ "amount": 101 })).await.json()["recipient_gets"], 1);
    assert_eq!(merchant.get("/transactions").await.json()["pagination"]["total"], 2);
}

#[tokio::test]
async fn fees_are_a_setting() {
    let sandbox = start(Config { payout_fee: 0, payout_after: Duration::ZERO, ..Config::default() }).await;
    let merchant = Merchant::first(&sandbox);
    let queued = merchant.disburse(&json!({ "amount": 1 })).await.json();
    assert_eq!((&queued["fee"], &queued["recipient_gets"]), (&json!(0), &json!(1)));
    assert_eq!(Control(&sandbox).get("/assertions").await["payouts_executed"], 1);
}

#[tokio::test]
async fn too_little_money_is_said_with_numbers() {
    let sandbox = start(Config::default()).await;
    let merchant = Control(&sandbox).merchant(json!({ "wallet": { "RWF": "9999" } })).await;
    let answer = merchant.disburse(&json!({})).await;
    assert_eq!(answer.status, 400);
    assert_eq!(
        answer.json(),
        json!({
            "status": "failed", "message": "Insufficient RWF balance", "error_code": "90",
            "available_balance": 9999, "required": 10000, "currency": "RWF"
        })
    );
    assert_eq!(merchant.available("RWF").await, "9999.00");
    assert_eq!(merchant.get("/transactions").await.json()["pagination"]["total"], 0);
}

#[tokio::test]
async fn many_at_once_never_spend_more_than_is_there() {
    let sandbox = start(Config { payout_after: Duration::from_millis(20), ..Config::default() }).await;
    let control = Control(&sandbox);
    let merchant = control.merchant(json!({ "wallet": { "RWF": "100500" } })).await;
    let tries = (0..40).map(|number| {
        let merchant = &merchant;
        async move { merchant.disburse(&json!({ "narration": format!("{number}") })).await.status }
    });
    let statuses = all_at_once(tries).await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 10);
    assert!(statuses.iter().all(|status| matches!(status, 200 | 400)));
    assert_eq!(merchant.available("RWF").await, "500.00");
    let seen = control.until("/assertions", |seen| seen["payouts_executed"] == 10).await;
    assert_eq!((&seen["ledger_balanced"], &seen["paid_twice"]), (&json!(true), &json!([])));
}

#[tokio::test]
async fn pending_for_ever_until_the_control_api_ends_it() {
    let sandbox = start(Config { switches: [Switch::PayoutsStayPending].into(), ..frozen() }).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let mut references = Vec::new();
    for key in [Value::Null, Value::Null, json!("scenario:successful")] {
        let queued = merchant.disburse(&json!({ "scenario_key": key })).await.json();
        references.push(queued["dgs_reference"].as_str().unwrap().to_owned());
    }
    control.advance(86_400_000).await;
    let status = async |reference: &str| {
        merchant.get(&format!("/transactions/{reference}")).await.json()["data"]["status"].as_str().unwrap().to_owned()
    };
    assert_eq!(
        (status(&references[0]).await, status(&references[1]).await, status(&references[2]).await),
        ("pending".into(), "pending".into(), "success".into())
    );
    assert_eq!(control.get("/webhooks").await["webhooks"].as_array().unwrap().len(), 1);
    let end =
        async |reference: &str, body: Value| control.call("POST", &format!("/transfers/{reference}"), &body).await;
    assert_eq!(end(&references[0], json!({ "outcome": "success" })).await.json()["status"], "success");
    assert_eq!(end(&references[0], json!({ "outcome": "failed" })).await.status, 409);
    let failed = end(&references[1], json!({ "outcome": "failed", "reason": "Account closed" })).await;
    assert_eq!(failed.json()["status"], "failed");
    assert_eq!(
        merchant.get(&format!("/transactions/{}", references[1])).await.json()["data"]["fail_reason"],
        "Account closed"
    );
    assert_eq!(end("DGS000", json!({ "outcome": "success" })).await.status, 404);
    assert_eq!(end(&references[1], json!({ "outcome": "perhaps" })).await.status, 400);
    assert_eq!(merchant.available("RWF").await, "980000.00");
}

#[tokio::test]
async fn a_payout_that_was_paid_twice_is_found() {
    let sandbox = start(Config::default()).await;
    let control = Control(&sandbox);
    let merchant = control.merchant(json!({ "payout_after_ms": 0 })).await;
    control
        .fault(json!({ "fault": "lost-answer", "operation": "disbursements.create", "merchant": merchant.id() }))
        .await;
    let body =
        json!({ "amount": 5000, "destination_type": "mobile_money", "recipient": wallet(&json!({}))["recipient"] })
            .to_string();
    assert!(merchant.try_call("POST", "/disburse", body.as_bytes()).await.is_err());
    assert_eq!(control.get("/assertions").await["paid_twice"], json!([]));
    let other_spelling = body.replace("+250788123456", "0788123456");
    merchant.call("POST", "/disburse", other_spelling.as_bytes()).await;
    merchant.disburse(&json!({ "amount": 5000 })).await;
    let seen = control.get(&format!("/assertions?merchant={}", merchant.id())).await;
    assert_eq!(seen["payouts_executed"], 3);
    let twice = seen["paid_twice"].as_array().unwrap();
    assert_eq!(twice.len(), 1, "{seen}");
    assert_eq!((&twice[0]["kind"], &twice[0]["account"]), (&json!("payout"), &json!("788123456")));
    assert_eq!(twice[0]["references"].as_array().unwrap().len(), 2);
}

/// Runs everything at the same time on this task and gives the results in order.
async fn all_at_once<F: Future<Output = u16>>(all: impl Iterator<Item = F>) -> Vec<u16> {
    let mut all: Vec<_> = all.map(Box::pin).collect();
    let mut done = vec![None; all.len()];
    std::future::poll_fn(|context| {
        for (slot, future) in done.iter_mut().zip(&mut all) {
            if slot.is_none()
                && let std::task::Poll::Ready(result) = future.as_mut().poll(context)
            {
                *slot = Some(result);
            }
        }
        if done.iter().all(Option::is_some) { std::task::Poll::Ready(()) } else { std::task::Poll::Pending }
    })
    .await;
    done.into_iter().flatten().collect()
}
