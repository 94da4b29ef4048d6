//! RohoPay: collections, payouts, lists, balances, and keys that pay once.

use std::time::{Duration, Instant};

use crate::support::roho::{AT_ONCE, Roho, collection, payout, reference};
use crate::support::{Control, Merchant, send, start};
use dgspay_sandbox::Config;
use serde_json::{Value, json};

const DAY: u64 = 24 * 60 * 60 * 1_000;

fn frozen() -> Config {
    Config { frozen_at: Some("2024-07-15T08:30:00Z".parse().unwrap()), ..Config::default() }
}

#[tokio::test]
async fn a_collection_rings_and_is_approved_in_time() {
    let sandbox = start(frozen()).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    for (roho, after) in [(Roho::test(&merchant), (500_000, 1_049_500)), (Roho::live(&merchant), (549_500, 1_049_500))]
    {
        let made = roho.collect(&roho.key, &json!({})).await;
        let reference = reference(&made);
        assert_eq!(
            (&made.json()["data"]["status"], &made.json()["data"]["net_amount"]),
            (&json!("pending"), &json!(49500))
        );
        let ringing = control.get("/pushes").await["pushes"].clone();
        assert_eq!((&ringing[0]["reference"], &ringing[0]["phone"]), (&json!(reference), &json!("256700123456")));
        control.advance(1_999).await;
        assert_eq!(roho.transaction(&reference).await["status"], "pending");
        control.advance(1).await;
        let done = roho.transaction(&reference).await;
        assert_eq!((&done["status"], &done["provider_status"]), (&json!("successful"), &json!("SUCCESSFUL")));
        assert_eq!(roho.balance().await, after);
    }
    let seen = control.get("/assertions").await;
    assert_eq!((&seen["ledger_balanced"], &seen["payments_executed"]), (&json!(true), &json!(2)));
}

#[tokio::test]
async fn a_payer_says_yes_or_no() {
    let sandbox = start(Config { approve_after: Duration::ZERO, ..frozen() }).await;
    let (control, roho) = (Control(&sandbox), Roho::test(&Merchant::first(&sandbox)));
    for (key, decision, status) in [("a", "approve", "successful"), ("b", "decline", "failed")] {
        let reference = reference(&roho.collect(key, &json!({})).await);
        control.advance(DAY).await;
        assert_eq!(roho.transaction(&reference).await["status"], "pending", "waits for a person");
        let path = format!("/pushes/{reference}");
        assert_eq!(control.call("POST", &path, &json!({ "decision": decision })).await.status, 200);
        assert_eq!(roho.transaction(&reference).await["status"], status);
        assert_eq!(control.call("POST", &path, &json!({ "decision": "approve" })).await.status, 409);
    }
    let failed = roho.get("/transactions?status=failed").await.json()["data"][0].clone();
    assert_eq!((&failed["commission_amount"], &failed["net_amount"]), (&json!(0), &json!(0)));
    assert_eq!(failed["provider_status"], "DECLINED");
    assert_eq!(roho.balance().await, (500_000, 1_049_500));
}

#[tokio::test]
async fn test_numbers_choose_their_outcome() {
    let sandbox = start(frozen()).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let (test, live) = (Roho::test(&merchant), Roho::live(&merchant));
    for (phone, first, then, provider_status) in [
        (AT_ONCE, "successful", "successful", "SUCCESSFUL"),
        ("254700000000", "pending", "successful", "SUCCESSFUL"),
        ("0111777771", "pending", "successful", "SUCCESSFUL"),
        ("256111777779", "pending", "successful", "SUCCESSFUL"),
        ("0111777995", "pending", "failed", "FAILED"),
        ("256111777785", "pending", "pending", "PENDING"),
        ("0111777790", "pending", "pending", "SENT_TO_VENDOR"),
    ] {
        let made = test.collect(phone, &json!({ "phone": phone })).await;
        let name = reference(&made);
        assert_eq!(
            (&made.json()["data"]["status"], &made.json()["data"]["phone_number"]),
            (&json!(first), &json!(phone))
        );
        control.advance(DAY).await;
        let later = test.transaction(&name).await;
        assert_eq!((&later["status"], &later["provider_status"]), (&json!(then), &json!(provider_status)), "{phone}");
        let refused = live.collect(phone, &json!({ "phone": phone })).await;
        assert_eq!((refused.status, refused.roho_code()), (400, "TEST_NUMBER_ON_LIVE_KEY".into()), "{phone}");
    }
    assert!(live.get("/transactions").await.json()["data"].as_array().unwrap().is_empty());
    let patient = control.merchant(json!({ "switches": ["pending-first"] })).await;
    let made = Roho::test(&patient).collect("k", &json!({ "phone": AT_ONCE })).await;
    assert_eq!(made.json()["data"]["status"], "pending");
}

#[tokio::test]
async fn a_key_pays_once_for_a_day() {
    let sandbox = start(frozen()).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let (test, live) = (Roho::test(&merchant), Roho::live(&merchant));
    let first = live.collect("k", &json!({})).await;
    control.advance(10_000).await;
    let other_order = r#"{"callback_url":"https://your-app.com/webhooks/rohopay", "description":"Order #1001",
        "currency":"UGX","amount":50000,"phone":"256700123456"}"#;
    for body in [collection(&json!({})).to_string(), other_order.to_owned()] {
        let again = live.try_post("/collect", Some("k"), body.as_bytes()).await.unwrap();
        assert_eq!(first.body, again.body, "pending as it was, though it is successful now");
    }
    assert_eq!(live.transaction(&reference(&first)).await["status"], "successful");
    for changed in [json!({ "amount": 50001 }), json!({ "description": null }), json!({ "phone": "256700123457" })] {
        let conflict = live.collect("k", &changed).await;
        assert_eq!((conflict.status, conflict.roho_code()), (409, "IDEMPOTENCY_CONFLICT".into()));
        assert_eq!(conflict.json()["error"]["reference"], reference(&first));
    }
    let elsewhere = live.post("/disburse", "k", &collection(&json!({}))).await;
    assert_eq!(elsewhere.status, 409, "the same body at another endpoint is another call");
    let in_test = test.collect("k", &json!({})).await;
    assert_eq!(in_test.json()["data"]["environment"], "test", "the other key of the project has its own");
    assert_ne!(reference(&in_test), reference(&first));
    control.advance(DAY - 10_001).await;
    assert_eq!(live.collect("k", &json!({})).await.body, first.body);
    control.advance(1).await;
    assert_ne!(live.collect("k", &json!({})).await.body, first.body, "after a day a key is free");
    assert_eq!(live.get("/transactions").await.json()["data"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn a_refused_call_leaves_its_key_free() {
    let sandbox = start(frozen()).await;
    let live = Roho::live(&Merchant::first(&sandbox));
    assert_eq!(live.disburse("k", &json!({ "amount": 500_001 })).await.roho_code(), "INSUFFICIENT_BALANCE");
    assert_eq!(live.disburse("k", &json!({ "amount": 999 })).await.roho_code(), "INVALID_AMOUNT");
    assert_eq!(live.disburse("k", &json!({})).await.status, 200);
    assert_eq!(live.balance().await.0, 475_000);
}

#[tokio::test]
async fn without_a_key_nothing_is_moved() {
    let sandbox = start(frozen()).await;
    let live = Roho::live(&Merchant::first(&sandbox));
    for (path, body) in [("/collect", collection(&json!({}))), ("/disburse", payout(&json!({})))] {
        for key in [None, Some("")] {
            let answer = live.try_post(path, key, body.to_string().as_bytes()).await.unwrap();
            assert_eq!((answer.status, answer.roho_code()), (400, "MISSING_IDEMPOTENCY_KEY".into()));
            assert!(answer.json()["error"]["message"].as_str().unwrap().starts_with("Idempotency-Key"));
        }
        assert_eq!(live.post(path, &"k".repeat(256), &body).await.roho_code(), "VALIDATION_ERROR");
    }
    assert_eq!(live.get("/transactions").await.json()["data"], json!([]));
}

#[tokio::test]
async fn a_twin_waits_for_the_first_answer() {
    let sandbox = start(Config::default()).await;
    let (control, roho) = (Control(&sandbox), Roho::live(&Merchant::first(&sandbox)));
    control.fault(json!({ "fault": "slow-answer", "delay_ms": 700, "position": "before-commit" })).await;
    let began = Instant::now();
    let payout = json!({});
    let first = roho.disburse("k", &payout);
    let twin = async {
        tokio::time::sleep(Duration::from_millis(150)).await;
        let answer = roho.disburse("k", &payout).await;
        (answer, began.elapsed())
    };
    let stranger = async {
        tokio::time::sleep(Duration::from_millis(150)).await;
        roho.disburse("other", &payout).await;
        began.elapsed()
    };
    let (first, (twin, waited), not_waited) = tokio::join!(first, twin, stranger);
    assert_eq!(first.body, twin.body);
    assert!(
        waited >= Duration::from_millis(700) && not_waited < Duration::from_millis(600),
        "{waited:?} {not_waited:?}"
    );
    assert_eq!(roho.get("/transactions").await.json()["data"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn fifty_twins_pay_once() {
    let sandbox = start(Config::default()).await;
    let roho = Roho::live(&Merchant::first(&sandbox));
    let mut twins = tokio::task::JoinSet::new();
    for _ in 0..50 {
        let (url, bearer) = (format!("{}/disburse", roho.base_url), format!("Bearer {}", roho.key));
        twins.spawn(async move {
            let headers = [("authorization", &*bearer), ("content-type", "application/json"), ("idempotency-key", "k")];
            send("POST", &url, &headers, payout(&json!({})).to_string().as_bytes()).await.unwrap().body
        });
    }
    let answers = twins.join_all().await;
    assert!(answers.iter().all(|answer| *answer == answers[0]));
    assert_eq!(roho.balance().await.0, 475_000);
}

#[tokio::test]
async fn a_payout_leaves_the_wallet_and_comes_back_if_it_fails() {
    let sandbox = start(frozen()).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let (test, live) = (Roho::test(&merchant), Roho::live(&merchant));
    let blocked = test.disburse("k", &json!({})).await;
    assert_eq!((blocked.status, blocked.roho_code()), (403, "DISBURSE_TEST_BLOCKED".into()));
    assert!(blocked.json()["error"]["message"].as_str().unwrap().contains("nothing was sent"));
    let arrives = reference(&live.disburse("a", &json!({})).await);
    let returns = reference(&live.disburse("b", &json!({ "amount": 1000 })).await);
    assert_eq!(live.balance().await, (474_000, 1_000_000));
    let path = format!("/transfers/{returns}");
    assert_eq!(control.call("POST", &path, &json!({ "outcome": "failed" })).await.status, 200);
    control.advance(1_000).await;
    assert_eq!(live.transaction(&arrives).await["status"], "successful");
    let failed = live.transaction(&returns).await;
    assert_eq!((&failed["status"], &failed["net_amount"]), (&json!("failed"), &json!(0)));
    assert_eq!(live.balance().await, (475_000, 1_000_000));
    let short = live.disburse("c", &json!({ "amount": 475_001 })).await;
    assert_eq!((short.status, short.roho_code()), (422, "INSUFFICIENT_BALANCE".into()));
    let seen = control.get("/assertions").await;
    assert_eq!((&seen["ledger_balanced"], &seen["payouts_executed"]), (&json!(true), &json!(1)));
    assert_eq!(control.call("POST", &path, &json!({ "outcome": "success" })).await.status, 409);
}

#[tokio::test]
async fn concurrent_payouts_spend_what_is_there_and_no_more() {
    let sandbox = start(Config::default()).await;
    let merchant = Control(&sandbox).merchant(json!({ "roho": { "wallet": { "live": "5000" } } })).await;
    let live = Roho::live(&merchant);
    let mut payouts = tokio::task::JoinSet::new();
    for number in 0..20 {
        let (url, bearer) = (format!("{}/disburse", live.base_url), format!("Bearer {}", live.key));
        payouts.spawn(async move {
            let key = number.to_string();
            let headers =
                [("authorization", &*bearer), ("content-type", "application/json"), ("idempotency-key", &*key)];
            let body = payout(&json!({ "amount": 1000 })).to_string();
            send("POST", &url, &headers, body.as_bytes()).await.unwrap().status
        });
    }
    let statuses = payouts.join_all().await;
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 5);
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 15);
    assert_eq!(live.balance().await, (0, 1_000_000));
}

#[tokio::test]
async fn what_is_wrong_has_a_code_of_its_own_or_is_said_field_by_field() {
    let sandbox = start(frozen()).await;
    let live = Roho::live(&Merchant::first(&sandbox));
    for (changes, code) in [
        (json!({ "phone": "+256700123456" }), "INVALID_PHONE"),
        (json!({ "phone": "0700123456" }), "INVALID_PHONE"),
        (json!({ "phone": "257700123456" }), "INVALID_PHONE"),
        (json!({ "phone": "256700" }), "INVALID_PHONE"),
        (json!({ "phone": 256_700_123_456_u64 }), "INVALID_PHONE"),
        (json!({ "phone": null }), "VALIDATION_ERROR"),
        (json!({ "amount": "50000" }), "INVALID_AMOUNT"),
        (json!({ "amount": 1000.5 }), "INVALID_AMOUNT"),
        (json!({ "amount": 499 }), "INVALID_AMOUNT"),
        (json!({ "amount": 5_000_001 }), "INVALID_AMOUNT"),
        (json!({ "amount": 0, "currency": "KES" }), "INVALID_AMOUNT"),
        (json!({ "amount": 10.5, "currency": "KES" }), "INVALID_AMOUNT"),
        (json!({ "amount": 10_000_000_000_000_u64, "currency": "KES" }), "INVALID_AMOUNT"),
        (json!({ "amount": null }), "VALIDATION_ERROR"),
        (json!({ "currency": "USD" }), "INVALID_CURRENCY"),
        (json!({ "currency": "ugx" }), "INVALID_CURRENCY"),
        (json!({ "currency": null }), "VALIDATION_ERROR"),
        (json!({ "currency": "USD", "phone": "1" }), "VALIDATION_ERROR"),
        (json!({ "callback_url": "http://shop.example/hook" }), "VALIDATION_ERROR"),
        (json!({ "description": "x".repeat(256) }), "VALIDATION_ERROR"),
        (json!({ "payment_method": "card" }), "VALIDATION_ERROR"),
    ] {
        let answer = live.collect("k", &changes).await;
        assert_eq!((answer.status, answer.roho_code()), (400, code.into()), "{changes}: {}", answer.text());
    }
    for body in ["", "[]", "\"4111111111111111\"", "{\"phone\":"] {
        let answer = live.try_post("/collect", Some("k"), body.as_bytes()).await.unwrap();
        assert_eq!((answer.status, answer.roho_code()), (400, "VALIDATION_ERROR".into()), "{body}");
        assert!(!answer.text().contains("4111"), "what was sent is not repeated");
    }
    let fine = json!({ "amount": 10, "currency": "KES", "phone": "254712345678", "payment_method": "mobile_money" });
    assert_eq!(live.collect("k", &fine).await.status, 200);
}

#[tokio::test]
async fn money_of_another_currency_counts_one_to_one() {
    let sandbox = start(frozen()).await;
    let (control, live) = (Control(&sandbox), Roho::live(&Merchant::first(&sandbox)));
    let made = live.collect("k", &json!({ "amount": 10_000, "currency": "KES", "phone": "254712345678" })).await;
    assert_eq!(
        (&made.json()["data"]["amount"], &made.json()["data"]["commission_amount"]),
        (&json!(10_000), &json!(100))
    );
    control.advance(2_000).await;
    assert_eq!(live.balance().await.0, 509_900);
    assert_eq!(
        live.disburse("p", &json!({ "amount": 100, "currency": "TZS", "phone": "255712345678" })).await.status,
        200
    );
    assert_eq!(live.balance().await.0, 509_800);
    assert_eq!(control.get("/assertions").await["ledger_balanced"], true);
}

#[tokio::test]
async fn a_list_is_the_newest_first_and_ends_with_a_short_page() {
    let sandbox = start(frozen()).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let (test, live) = (Roho::test(&merchant), Roho::live(&merchant));
    let mut made = Vec::new();
    for number in 0..25 {
        made.push(reference(&test.collect(&number.to_string(), &json!({ "phone": AT_ONCE })).await));
        control.advance(1_000).await;
    }
    made.reverse();
    let page = |query: &'static str| {
        let test = &test;
        async move {
            let answer = test.get(&format!("/transactions{query}")).await;
            assert_eq!(answer.status, 200, "{}", answer.text());
            assert_eq!(answer.ordered().names(), ["success", "data"], "no total");
            let data = answer.json()["data"].as_array().unwrap().clone();
            data.iter().map(|row| row["internal_reference"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
        }
    };
    assert_eq!(page("").await, made[..20]);
    assert_eq!(page("?limit=10&offset=20").await, made[20..]);
    assert_eq!(page("?limit=1000").await, made[..]);
    assert!(page("?offset=25").await.is_empty());
    assert_eq!(page("?from=2024-07-15T08:30:02Z&to=2024-07-15T08:30:03Z").await, made[21..23]);
    assert_eq!(
        page("?from=2024-07-15&to=2024-07-15&type=collection&status=successful&environment=test&limit=100").await,
        made
    );
    assert!(page("?from=2024-07-16").await.is_empty());
    assert!(page("?type=disbursement").await.is_empty() && page("?status=failed").await.is_empty());
    assert_eq!(live.get("/transactions").await.json()["data"], json!([]), "a key shows its own environment");
    for (query, code) in [
        ("limit=0", "VALIDATION_ERROR"),
        ("offset=-1", "VALIDATION_ERROR"),
        ("status=success", "VALIDATION_ERROR"),
        ("type=payout", "VALIDATION_ERROR"),
        ("from=yesterday", "VALIDATION_ERROR"),
        ("environment=production", "VALIDATION_ERROR"),
    ] {
        let answer = test.get(&format!("/transactions?{query}")).await;
        assert_eq!((answer.status, answer.roho_code()), (400, code.into()), "{query}");
    }
    let mismatch = test.get("/transactions?environment=live").await;
    assert_eq!((mismatch.status, mismatch.roho_code()), (403, "ENVIRONMENT_MISMATCH".into()));
}

#[tokio::test]
async fn a_transaction_has_three_names_and_one_owner() {
    let sandbox = start(frozen()).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let (test, live) = (Roho::test(&merchant), Roho::live(&merchant));
    let stranger = Roho::live(&control.merchant(json!({})).await);
    let data = live.collect("k", &json!({})).await.json()["data"].clone();
    for name in ["id", "internal_reference", "provider_reference"] {
        let path = format!("/transactions/{}", data[name].as_str().unwrap());
        assert_eq!(live.get(&path).await.json()["data"]["id"], data["id"], "{name}");
        for other in [&test, &stranger] {
            let answer = other.get(&path).await;
            assert_eq!((answer.status, answer.roho_code()), (404, "NOT_FOUND".into()));
        }
    }
    assert_eq!(live.get("/transactions/RHP-0").await.roho_code(), "NOT_FOUND");
}

#[tokio::test]
async fn a_revoked_key_is_refused_at_once() {
    let sandbox = start(frozen()).await;
    let control = Control(&sandbox);
    let merchant = control.merchant(json!({})).await;
    let (test, live) = (Roho::test(&merchant), Roho::live(&merchant));
    let path = format!("/merchants/{}", merchant.id());
    control.call("PATCH", &path, &json!({ "roho": { "revoked_keys": ["live"] } })).await;
    for answer in
        [live.get("/wallet/balance").await, live.disburse("k", &json!({})).await, live.checkout(&json!({})).await]
    {
        assert_eq!((answer.status, answer.roho_code()), (401, "API_KEY_INACTIVE".into()));
    }
    assert_eq!(test.get("/wallet/balance").await.status, 200);
    control.call("PATCH", &path, &json!({ "roho": { "revoked_keys": [] } })).await;
    assert_eq!(live.get("/wallet/balance").await.status, 200);
    let of_dgs = format!("Bearer {}", merchant.dgs("api_key"));
    let answer = send("GET", &format!("{}/wallet/balance", live.base_url), &[("authorization", &of_dgs)], b"").await;
    assert_eq!(answer.unwrap().roho_code(), "UNAUTHORIZED", "a key of the other service");
}

#[tokio::test]
async fn settings_of_a_project() {
    let sandbox = start(frozen()).await;
    let control = Control(&sandbox);
    let wishes = json!({
        "wallet": { "UGX": "7000" }, "switches": ["payout-commission"],
        "roho": { "wallet": { "test": "0" }, "provider": "iotec", "commission": "0.025", "payout_commission": "0.1" },
    });
    let merchant = control.merchant(wishes).await;
    let live = Roho::live(&merchant);
    assert_eq!(live.balance().await, (7_000, 0));
    assert!(!merchant.get("/balance").await.text().contains("UGX"), "the services' wallets do not mix");
    let made = live.collect("c", &json!({})).await.json()["data"].clone();
    assert_eq!(
        (&made["provider"], &made["commission_rate"], &made["commission_amount"]),
        (&json!("iotec"), &json!(0.025), &json!(1250))
    );
    let paid = live.disburse("p", &json!({ "amount": 5000 })).await.json()["data"].clone();
    assert_eq!((&paid["commission_amount"], &paid["net_amount"]), (&json!(500), &json!(4500)));
    control.advance(1_000).await;
    assert_eq!(live.balance().await.0, 2_000);
    let path = format!("/merchants/{}", merchant.id());
    control.call("PATCH", &path, &json!({ "roho": { "wallet": { "live": "1" } } })).await;
    assert_eq!(live.balance().await, (1, 0));
    assert_eq!(control.get("/assertions").await["ledger_balanced"], true);
    for wrong in [
        json!({ "roho": { "provider": "mtn" } }),
        json!({ "roho": { "commission": "1" } }),
        json!({ "roho": { "wallet": { "live": "-1" } } }),
        json!({ "roho": { "revoked_keys": ["both"] } }),
        json!({ "roho": { "colour": "red" } }),
    ] {
        assert_eq!(control.call("PATCH", &path, &wrong).await.status, 400, "{wrong}");
    }
}

#[tokio::test]
async fn answers_may_have_the_names_that_integrations_have_seen() {
    let sandbox = start(frozen()).await;
    let merchant = Control(&sandbox).merchant(json!({ "switches": ["alias-names"] })).await;
    let roho = Roho::test(&merchant);
    let data = roho.collect("k", &json!({ "phone": AT_ONCE })).await.json()["data"].clone();
    for (alias, documented) in [
        ("reference", "internal_reference"),
        ("transaction_id", "id"),
        ("commission", "commission_amount"),
        ("provider_fee", "provider_fee_amount"),
    ] {
        assert_eq!((data[alias].is_null(), data[documented].is_null()), (false, true), "{alias}");
    }
    let seen: Value = roho.transaction(data["reference"].as_str().unwrap()).await;
    assert_eq!((&seen["transaction_id"], &seen["id"]), (&data["transaction_id"], &Value::Null));
}

#[tokio::test]
async fn limits_count_where_they_are_asked_to() {
    let sandbox = start(frozen()).await;
    let control = Control(&sandbox);
    let roho = Roho::test(&control.merchant(json!({ "switches": ["rate-limits"] })).await);
    for number in 0..100 {
        control.advance(if number == 1 { 500 } else { 0 }).await;
        assert_eq!(roho.collect(&number.to_string(), &json!({ "phone": AT_ONCE })).await.status, 200);
    }
    let refused = roho.collect("100", &json!({ "phone": AT_ONCE })).await;
    assert_eq!((refused.status, refused.roho_code()), (429, "RATE_LIMIT_EXCEEDED".into()));
    assert_eq!(refused.headers["retry-after"], "60", "the next whole second");
    assert_eq!(roho.get("/wallet/balance").await.status, 200);
    control.advance(59_500).await;
    assert_eq!(roho.collect("100", &json!({ "phone": AT_ONCE })).await.status, 200, "one has left the minute");
    assert_eq!(roho.collect("101", &json!({ "phone": AT_ONCE })).await.status, 429);
    for number in 0..31 {
        let answer = roho.checkout(&json!({})).await;
        assert_eq!(answer.status, if number < 30 { 200 } else { 429 });
    }
}

#[tokio::test]
async fn the_pages_show_it_and_a_person_answers() {
    let sandbox = start(Config { approve_after: Duration::ZERO, ..frozen() }).await;
    let (test, live) = (Roho::test(&Merchant::first(&sandbox)), Roho::live(&Merchant::first(&sandbox)));
    let origin = sandbox.ready().pages.dashboard.trim_end_matches('/').to_owned();
    let hostile = "<script>alert(1)</script>";
    let collected = reference(&test.collect("k", &json!({ "description": hostile })).await);
    let paid_out = reference(&live.disburse("k", &json!({ "phone": "254712345678" })).await);
    let see = |path: &'static str| {
        let url = format!("{origin}{path}");
        async move { send("GET", &url, &[], b"").await.unwrap().text() }
    };
    let dashboard = see("/").await;
    for shown in [&collected, &paid_out, "+256 700 123 456", "+254 712 345 678", "RohoPay live", "475,000", "1,000,000"]
    {
        assert!(dashboard.contains(shown), "{shown}");
    }
    assert!(!dashboard.contains(&test.key) && !dashboard.contains(&live.key) && !dashboard.contains(&live.secret));
    for path in ["/handset/all", "/handset/256700123456", "/handset/+256700123456"] {
        let page = see(path).await;
        assert!(page.contains(&collected) && page.contains("50,000") && !page.contains("<script>alert"), "{path}");
    }
    assert!(!see("/handset/0788123456").await.contains(&collected));
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let pressed = send("POST", &format!("{origin}/pushes/{collected}"), &form, b"decision=approve").await.unwrap();
    assert_eq!(pressed.status, 303);
    assert_eq!(test.transaction(&collected).await["status"], "successful");
    let not_asked = send("POST", &format!("{origin}/pushes/{paid_out}"), &form, b"decision=approve").await.unwrap();
    assert_eq!(not_asked.status, 404, "nobody's handset decides a payout");
}

#[tokio::test]
async fn a_file_keeps_movements_keys_and_timers() {
    let file = std::env::temp_dir().join(format!("dgspay-roho-{}.db", std::process::id()));
    let remove = || {
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
        }
    };
    remove();
    let config =
        |at: &str| Config { database: Some(file.clone()), frozen_at: Some(at.parse().unwrap()), ..Config::default() };
    let sandbox = start(config("2024-07-15T08:30:00Z")).await;
    let live = Roho::live(&Merchant::first(&sandbox));
    let first = live.collect("k", &json!({})).await;
    sandbox.shutdown().await;
    let sandbox = start(config("2024-07-15T08:30:10Z")).await;
    let live = Roho::live(&Merchant::first(&sandbox));
    assert_eq!(live.collect("k", &json!({})).await.body, first.body, "the answer from before the restart");
    assert_eq!(live.collect("k", &json!({ "amount": 600 })).await.status, 409);
    let control = Control(&sandbox);
    control.advance(0).await;
    assert_eq!(live.transaction(&reference(&first)).await["status"], "successful", "by the timer of the first run");
    assert_eq!(live.balance().await.0, 549_500);
    assert_eq!(control.get("/assertions").await["ledger_balanced"], true);
    sandbox.shutdown().await;
    remove();
}
