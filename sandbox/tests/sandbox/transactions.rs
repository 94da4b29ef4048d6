//! `GET /balance`, `GET /transactions` and `GET /transactions/{id}`.

use crate::support::{Control, Merchant, start};
use dgspay::Money;
use dgspay_sandbox::Config;
use serde_json::{Value, json};

#[tokio::test]
async fn the_balance_as_documented() {
    let wallet = vec!["RWF 5000".parse::<Money>().unwrap(), "EUR 0.50".parse().unwrap()];
    let sandbox = start(Config { wallet, ..Config::default() }).await;
    let answer = Merchant::first(&sandbox).get("/balance").await;
    assert_eq!((answer.status, answer.code()), (200, "00".into()));
    let text = answer.text();
    for line in [
        r#"{"currency":"RWF","pending_balance":0.00,"available_balance":5000.00,"total_balance":5000.00}"#,
        r#"{"currency":"USD","pending_balance":0.00,"available_balance":1000.00,"total_balance":1000.00}"#,
        r#"{"currency":"EUR","pending_balance":0.00,"available_balance":0.50,"total_balance":0.50}"#,
    ] {
        assert!(text.contains(line), "{text}");
    }
    assert_eq!(answer.json()["merchant_id"].as_str().unwrap().len(), 36);
}

#[tokio::test]
async fn pages_filters_and_limits() {
    let sandbox = start(Config { frozen_at: Some("2026-04-02T10:30:00Z".parse().unwrap()), ..Config::default() }).await;
    let merchant = Merchant::first(&sandbox);
    let mut references = Vec::new();
    for number in 0..105 {
        let key = ["scenario:auth_pin", "scenario:auth_pin&issuer:system_error", "scenario:auth_redirect"][number % 3];
        let charge = merchant.charge(&json!({ "scenario_key": key, "amount": number + 1 })).await;
        references.push(charge.json()["dgs_reference"].clone());
    }
    references.reverse();
    let list = async |query: &str| merchant.get(&format!("/transactions{query}")).await.json();
    let shown = |page: &Value| {
        page["data"].as_array().unwrap().iter().map(|line| line["dgs_reference"].clone()).collect::<Vec<_>>()
    };

    let first = list("").await;
    assert_eq!(shown(&first), references[..20], "newest first");
    assert_eq!(first["pagination"], json!({ "page": 1, "limit": 20, "total": 105, "pages": 6 }));
    assert_eq!(
        first["data"][0].as_object().unwrap().keys().collect::<Vec<_>>(),
        ["amount", "created_at", "currency", "dgs_reference", "id", "payment_method_type", "status"]
    );
    assert_eq!(first["data"][0]["created_at"], "2026-04-02 10:30:00");
    assert_eq!(shown(&list("?page=6").await), references[100..]);
    assert!(shown(&list("?page=7").await).is_empty());
    let clamped = list("?limit=1000").await;
    assert_eq!(clamped["pagination"], json!({ "page": 1, "limit": 100, "total": 105, "pages": 2 }));
    assert_eq!(shown(&list("?page=4294967295&limit=100").await), Vec::<Value>::new());

    for (status, count) in [("success", 35), ("failed", 35), ("pending", 35)] {
        let page = list(&format!("?status={status}&limit=100")).await;
        assert_eq!(page["pagination"]["total"], count);
        assert!(page["data"].as_array().unwrap().iter().all(|line| line["status"] == status));
    }
    let one = references[3].as_str().unwrap();
    assert_eq!(shown(&list(&format!("?dgs_reference={one}")).await), [json!(one)]);
    assert!(
        shown(&list(&format!("?dgs_reference={}", one.to_lowercase())).await).is_empty(),
        "references are case-sensitive"
    );
    let flw = merchant.get(&format!("/transactions/{one}")).await.json()["data"]["flw_reference"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(shown(&list(&format!("?flw_reference={flw}")).await), [json!(one)]);
    assert!(shown(&list("?payment_link_id=25a5643d").await).is_empty());
    assert_eq!(list("?unknown=1").await["pagination"]["total"], 105);

    for query in ["?page=0", "?page=x", "?limit=0", "?limit=-1", "?limit=1.5", "?status=successful", "?status="] {
        let answer = merchant.get(&format!("/transactions{query}")).await;
        assert_eq!((answer.status, answer.code()), (400, "90".into()), "{query}");
    }
}

#[tokio::test]
async fn what_is_refused_or_no_transaction_leaves_no_gap_in_the_pages() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let mut references = Vec::new();
    for number in 0..9 {
        let booked = match number % 3 {
            0 => merchant.charge(&json!({})).await,
            1 => merchant.disburse(&json!({})).await,
            _ => {
                let refused = merchant.disburse(&json!({ "amount": 900_000_000 })).await;
                assert_eq!(refused.code(), "90", "the wallet does not hold that");
                assert_eq!(merchant.convert(&json!({ "from_amount": 10 })).await.status, 200);
                continue;
            }
        };
        references.push(booked.json()["dgs_reference"].clone());
    }
    references.reverse();
    let mut listed = Vec::new();
    for page in 1..=3 {
        let page = merchant.get(&format!("/transactions?limit=2&page={page}")).await.json();
        assert_eq!(page["pagination"]["total"], 6);
        listed.extend(page["data"].as_array().unwrap().iter().map(|line| line["dgs_reference"].clone()));
    }
    assert_eq!(listed, references);
}

#[tokio::test]
async fn one_transaction_by_any_of_its_names() {
    let sandbox = start(Config::default()).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let charge = merchant.charge(&json!({ "amount": 2003, "scenario_key": "scenario:auth_pin" })).await.json();
    let by_reference =
        merchant.get(&format!("/transactions/{}", charge["dgs_reference"].as_str().unwrap())).await.json();
    let data = &by_reference["data"];
    assert_eq!(data["transaction_status"], "successful");
    assert_eq!(data["status"], "success");
    assert_eq!((&data["merchant_fee"], &data["net_amount"]), (&json!(60), &json!(1943)));
    assert_eq!(data["settlement_status"], "pending");
    assert_eq!(data["payment_link_id"], Value::Null);
    for name in [&data["id"], &data["transaction_id"]] {
        assert_eq!(
            merchant.get(&format!("/transactions/{}", name.as_str().unwrap())).await.json()["data"]["id"],
            data["id"]
        );
    }
    for name in ["dgs_NOBODY", "%2F", "%FF", "a%20b"] {
        let answer = merchant.get(&format!("/transactions/{name}")).await;
        assert_eq!((answer.status, answer.code()), (404, "92".into()), "{name}");
    }
    let stranger = control.merchant(json!({})).await;
    let answer = stranger.get(&format!("/transactions/{}", charge["dgs_reference"].as_str().unwrap())).await;
    assert_eq!((answer.status, answer.code()), (404, "92".into()), "another merchant's");
    assert_eq!(
        stranger.get("/transactions").await.json()["pagination"],
        json!({ "page": 1, "limit": 20, "total": 0, "pages": 0 })
    );
}

#[tokio::test]
async fn payouts_stand_among_the_payments() {
    let sandbox = start(Config { frozen_at: Some("2026-04-02T10:30:00Z".parse().unwrap()), ..Config::default() }).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let link = merchant.link(&json!({})).await;
    let mut references = Vec::new();
    for number in 0..4 {
        let made = match number {
            0 => merchant.charge(&json!({ "scenario_key": "scenario:auth_pin" })).await,
            1 => merchant.disburse(&json!({})).await,
            2 => merchant.charge_card(&json!({})).await,
            _ => merchant.disburse(&json!({ "scenario_key": "scenario:invalid_currency" })).await,
        };
        references.push(made.json()["dgs_reference"].as_str().unwrap().to_owned());
    }
    merchant.convert(&json!({})).await;
    let list = async |query: &str| merchant.get(&format!("/transactions{query}")).await.json();
    let shown = |page: &Value| -> Vec<String> {
        page["data"].as_array().unwrap().iter().map(|line| line["dgs_reference"].as_str().unwrap().to_owned()).collect()
    };
    let newest_first: Vec<_> = references.iter().rev().cloned().collect();
    let all = list("").await;
    assert_eq!(shown(&all), newest_first, "made in the same moment, told apart by their number");
    let kinds: Vec<_> =
        all["data"].as_array().unwrap().iter().map(|line| line["payment_method_type"].clone()).collect();
    assert_eq!(kinds, ["bank", "card", "bank", "mobile_money"]);
    assert_eq!(shown(&list("?limit=2&page=2").await), newest_first[2..]);
    assert_eq!(shown(&list("?status=pending").await), [newest_first[0].clone(), newest_first[2].clone()]);
    control.advance(1_000).await;
    assert_eq!(shown(&list("?status=failed").await), newest_first[..1]);
    assert_eq!(list("?status=success").await["pagination"]["total"], 3);
    assert_eq!(shown(&list(&format!("?dgs_reference={}", references[1])).await), references[1..2]);
    assert!(shown(&list(&format!("?payment_link_id={}", link["id"].as_str().unwrap())).await).is_empty());

    let payout = merchant.get(&format!("/transactions/{}", references[1])).await.json()["data"].clone();
    assert_eq!(
        payout.as_object().unwrap().keys().map(String::as_str).collect::<Vec<_>>(),
        [
            "amount",
            "created_at",
            "currency",
            "destination_type",
            "dgs_reference",
            "fee",
            "flw_reference",
            "id",
            "merchant_fee",
            "narration",
            "net_amount",
            "payment_link_id",
            "payment_method_type",
            "recipient_gets",
            "settlement_status",
            "status",
            "transaction_id",
            "transaction_status"
        ]
    );
    assert_eq!(
        (&payout["fee"], &payout["recipient_gets"], &payout["merchant_fee"]),
        (&json!(100), &json!(9900), &Value::Null)
    );
    let stranger = control.merchant(json!({})).await;
    for name in ["id", "transaction_id", "dgs_reference"] {
        let path = format!("/transactions/{}", payout[name].as_str().unwrap());
        assert_eq!(merchant.get(&path).await.json()["data"], payout, "{name}");
        assert_eq!(stranger.get(&path).await.code(), "92", "{name}");
    }
    let flw = payout["flw_reference"].as_str().unwrap();
    assert_eq!(shown(&list(&format!("?flw_reference={flw}")).await), references[1..2]);
    assert!(shown(&list(&format!("?flw_reference={flw}x")).await).is_empty());
}
