//! `POST /charges` in the documented shapes, and every way to get it wrong.

use crate::support::{Control, Merchant, charge, send, start};
use dgspay_sandbox::{Config, Switch};
use serde_json::{Value, json};

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

#[tokio::test]
async fn the_pending_shape() {
    let sandbox = start(Config::default()).await;
    let answer = Merchant::first(&sandbox).charge(&json!({})).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.headers["content-type"], "application/json");
    assert_eq!(answer.headers["x-dgspay-sandbox"], "simulated money; not the provider");
    let mut body = answer.json();
    let reference = body["dgs_reference"].as_str().unwrap().to_owned();
    assert!(reference.starts_with("dgs_"));
    assert!(body["transaction_id"].as_str().unwrap().bytes().all(|byte| byte.is_ascii_digit()));
    let page = body["next_action_redirect_url"].as_str().unwrap().to_owned();
    assert!(page.ends_with(&format!("/pay/{reference}")));
    for name in ["transaction_id", "dgs_reference", "next_action_redirect_url"] {
        body.as_object_mut().unwrap().remove(name);
    }
    assert_eq!(
        body,
        json!({
            "status": "success", "message": "Charge initiated", "amount": 2000, "currency": "RWF",
            "transaction_status": "pending", "payment_method_type": "mobile_money",
            "next_action_type": "redirect_url", "display_text": "Complete payment on your mobile device",
        })
    );
    assert_eq!(send("GET", &page, &[], b"").await.unwrap().status, 200);
    sandbox.shutdown().await;
}

#[tokio::test]
async fn the_successful_shape() {
    let sandbox = start(Config::default()).await;
    let changes = json!({ "scenario_key": "scenario:auth_pin", "mobile_money_phone": "+250 0788 123 456", "mobile_money_network": "airtel" });
    let body = Merchant::first(&sandbox).charge(&changes).await.json();
    assert_eq!(body["status"], "success");
    assert_eq!(body["message"], "Payment completed");
    assert_eq!(body["transaction_status"], "successful");
    assert_eq!(body["mobile_money_network"], "Airtel");
    assert_eq!(body["mobile_money_phone"], "788123456");
    assert_eq!(body["mobile_money_country_code"], "250");
    assert_eq!(keys(&body).len(), 11, "{body}");
}

#[tokio::test]
async fn the_failed_shape_is_no_error_of_the_api() {
    let sandbox = start(Config::default()).await;
    let changes = json!({ "scenario_key": "scenario:auth_pin&issuer:insufficient_funds" });
    let answer = Merchant::first(&sandbox).charge(&changes).await;
    assert_eq!(answer.status, 200);
    let body = answer.json();
    assert_eq!(body["status"], "failed");
    assert_eq!(body["message"], "Charge failed");
    assert_eq!(body["transaction_status"], "failed");
    assert_eq!(body["issuer_response_type"], "declined");
    assert_eq!(body["issuer_response_code"], "05");
    assert_eq!(body["processor_response"], "Insufficient funds");
    assert!(body.get("error_code").is_none());
}

#[tokio::test]
async fn what_is_wrong_is_said_field_by_field() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let cases = [
        ("amount", json!(null)),
        ("amount", json!("2000")),
        ("amount", json!(0)),
        ("amount", json!(-1)),
        ("amount", json!(1.5)),
        ("amount", json!(1_000_000_000_001_u64)),
        ("amount", json!(true)),
        ("currency", json!(null)),
        ("currency", json!("USD")),
        ("currency", json!("rwf")),
        ("payment_type", json!(null)),
        ("payment_type", json!("ussd")),
        ("customer_email", json!(null)),
        ("customer_email", json!("")),
        ("customer_first_name", json!(null)),
        ("customer_last_name", json!(7)),
        ("customer_phone", json!(null)),
        ("customer_phone", json!("12")),
        ("customer_phone_country_code", json!(null)),
        ("customer_phone_country_code", json!("Rwanda")),
        ("redirect_url", json!(null)),
        ("redirect_url", json!("javascript:alert(1)")),
        ("mobile_money_network", json!(null)),
        ("mobile_money_network", json!("M-Pesa")),
        ("mobile_money_phone", json!(null)),
        ("mobile_money_phone", json!("256772123456")),
        ("narration", json!(5)),
        ("callback_url", json!("http://shop.example/hook")),
        ("scenario_key", json!("scenario:auth_3ds")),
        ("scenario_key", json!("")),
    ];
    for (field, value) in cases {
        let answer = merchant.charge(&json!({ field: value.clone() })).await;
        assert_eq!((answer.status, answer.code()), (400, "90".into()), "{field} {value}");
        assert_eq!(keys(&answer.json()["errors"]), [field], "{field} {value}: {}", answer.text());
        assert_eq!(answer.json()["status"], "failed");
    }
    let minimal = merchant.call("POST", "/charges", br#"{"amount":2000,"currency":"RWF"}"#).await;
    assert_eq!(minimal.code(), "90");
    assert_eq!(keys(&minimal.json()["errors"]).len(), 9, "{}", minimal.text());
    let executed = Control(&sandbox).get("/assertions").await;
    assert_eq!(executed["payments_executed"], 0);
    assert_eq!(merchant.get("/transactions").await.json()["pagination"]["total"], 0);
}

#[tokio::test]
async fn amounts_are_exact_at_the_edges() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let with =
        |amount: &str| charge(&json!({})).to_string().replace("\"amount\":2000", &format!("\"amount\":{amount}"));
    for (sent, shown) in [("1000000000000", "1000000000000"), ("2000.00", "2000"), ("2e3", "2000"), ("1", "1")] {
        let answer = merchant.call("POST", "/charges", with(sent).as_bytes()).await;
        assert_eq!(answer.status, 200, "{sent}: {}", answer.text());
        assert!(answer.text().contains(&format!("\"amount\":{shown},")), "{sent}");
    }
    for sent in ["2000.01", "1000000000000.5", "1e400", "1e-400", "99999999999999999999999999999999999999", "-0"] {
        let answer = merchant.call("POST", "/charges", with(sent).as_bytes()).await;
        assert_eq!((answer.status, answer.code()), (400, "90".into()), "{sent}");
    }
}

#[tokio::test]
async fn bodies_that_are_not_json() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let trailing_comma = charge(&json!({})).to_string().replace('}', ",}");
    for body in [trailing_comma.as_str(), "", "[]", "null", "{", "amount=2000", "\u{0}"] {
        let answer = merchant.call("POST", "/charges", body.as_bytes()).await;
        assert_eq!((answer.status, answer.code()), (400, "90".into()), "{body}");
    }
    assert_eq!(merchant.call("POST", "/charges", b"{\"amount\":\"\xff\"}").await.code(), "90");
}

#[tokio::test]
async fn a_push_is_approved_then_settled() {
    let sandbox = start(Config { frozen_at: Some("2026-04-02T10:30:00Z".parse().unwrap()), ..Config::default() }).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let reference =
        merchant.charge(&json!({ "amount": 5000 })).await.json()["dgs_reference"].as_str().unwrap().to_owned();
    let look = async || {
        let transaction = merchant.get(&format!("/transactions/{reference}")).await.json()["data"].clone();
        let balance = merchant.get("/balance").await.json()["balances"][0].clone();
        (transaction["status"].clone(), balance["pending_balance"].as_f64(), balance["available_balance"].as_f64())
    };
    control.advance(1_999).await;
    assert_eq!(look().await, (json!("pending"), Some(0.0), Some(1_000_000.0)));
    control.advance(1).await;
    assert_eq!(look().await, (json!("success"), Some(4_850.0), Some(1_000_000.0)));
    control.advance(4_999).await;
    assert_eq!(look().await, (json!("success"), Some(4_850.0), Some(1_000_000.0)));
    control.advance(1).await;
    assert_eq!(look().await, (json!("success"), Some(0.0), Some(1_004_850.0)));
    assert_eq!(control.get("/assertions").await["ledger_balanced"], true);
}

#[tokio::test]
async fn one_leap_of_the_clock_goes_through_every_step() {
    let sandbox = start(Config { frozen_at: Some("2026-04-02T10:30:00Z".parse().unwrap()), ..Config::default() }).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let id = merchant.charge(&json!({})).await.json()["transaction_id"].as_str().unwrap().to_owned();
    control.advance(3_600_000).await;
    let data = merchant.get(&format!("/transactions/{id}")).await.json()["data"].clone();
    assert_eq!((&data["settlement_status"], &data["created_at"]), (&json!("settled"), &json!("2026-04-02 10:30:00")));
}

#[tokio::test]
async fn a_person_decides() {
    let sandbox = start(Config { approve_after: std::time::Duration::ZERO, ..Config::default() }).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let reference =
        async |changes: Value| merchant.charge(&changes).await.json()["dgs_reference"].as_str().unwrap().to_owned();
    let (yes, no) = (reference(json!({})).await, reference(json!({})).await);
    let redirected = reference(json!({ "scenario_key": "scenario:auth_redirect" })).await;
    let broke = reference(json!({ "scenario_key": "issuer:do_not_honor" })).await;
    control.advance(86_400_000).await;
    let pushes = control.get("/pushes").await;
    let waiting: Vec<_> = pushes["pushes"].as_array().unwrap().iter().map(|push| push["reference"].clone()).collect();
    assert_eq!(waiting, [json!(yes), json!(no), json!(broke)], "the redirect is no push, and nothing approves itself");
    for (name, decision, outcome) in [
        (&yes, "approve", "success"),
        (&no, "decline", "failed"),
        (&broke, "approve", "failed"),
        (&redirected, "approve", "success"),
    ] {
        let answer = control.call("POST", &format!("/pushes/{name}"), &json!({ "decision": decision })).await;
        assert_eq!((answer.status, &answer.json()["status"]), (200, &json!(outcome)));
        let again = control.call("POST", &format!("/pushes/{name}"), &json!({ "decision": "decline" })).await;
        assert_eq!(again.status, 409, "a decision is final");
    }
    let declined = merchant.get(&format!("/transactions/{no}")).await.json()["data"].clone();
    assert_eq!(declined["processor_response"], "Declined by the customer");
    assert_eq!((&declined["merchant_fee"], &declined["net_amount"]), (&json!(0), &json!(0)));
    assert_eq!(control.call("POST", "/pushes/dgs_NOBODY", &json!({ "decision": "approve" })).await.status, 404);
}

#[tokio::test]
async fn switches_are_lenient() {
    let switches = [
        Switch::OptionalAccountNumber,
        Switch::IgnoreUnknownScenario,
        Switch::AlwaysStatus200,
        Switch::IdempotencyKeys,
    ];
    let sandbox = start(Config { switches: switches.into(), ..Config::default() }).await;
    let merchant = Merchant::first(&sandbox);
    let url = format!("{}/charges", merchant.dgs("base_url"));
    let key = ("X-DGS-API-Key", merchant.dgs("api_key"));
    let json_type = ("Content-Type", "application/json");
    let body = charge(&json!({ "scenario_key": "scenario:of_tomorrow" })).to_string();
    let first = send("POST", &url, &[key, json_type, ("Idempotency-Key", "k")], body.as_bytes()).await.unwrap();
    assert_eq!(first.json()["transaction_status"], "pending");
    let replay = send("POST", &url, &[key, json_type, ("X-Idempotency-Key", "k")], body.as_bytes()).await.unwrap();
    assert_eq!(first.body, replay.body);
    let other = charge(&json!({ "amount": 1 })).to_string();
    let conflict = send("POST", &url, &[key, json_type, ("Idempotency-Key", "k")], other.as_bytes()).await.unwrap();
    assert_eq!((conflict.status, conflict.code()), (200, "93".into()));
    assert_eq!(merchant.get("/transactions").await.json()["pagination"]["total"], 1);
}

#[tokio::test]
async fn a_merchant_may_have_switches_of_its_own() {
    let sandbox = start(Config::default()).await;
    let strict = Merchant::first(&sandbox);
    let lenient = Control(&sandbox)
        .merchant(json!({ "switches": ["always-status-200", "ignore-unknown-scenario", "optional-account-number"] }))
        .await;
    for (merchant, status) in [(&strict, 400), (&lenient, 200)] {
        let answer = merchant.charge(&json!({ "amount": 0 })).await;
        assert_eq!((answer.status, answer.code()), (status, "90".into()));
    }
    assert_eq!(lenient.get("/no/such/path").await.status, 200);
    assert_eq!(lenient.call("DELETE", "/charges", b"").await.status, 200);
    assert_eq!(lenient.charge(&json!({ "scenario_key": "scenario:of_tomorrow" })).await.json()["status"], "success");
    for (merchant, status) in [(&strict, 401), (&lenient, 200)] {
        let url = format!("{}/balance", merchant.dgs("base_url"));
        let answer = send("GET", &url, &[("X-DGS-API-Key", merchant.dgs("api_key"))], b"").await.unwrap();
        assert_eq!(answer.status, status);
    }
}

#[tokio::test]
async fn idempotency_keys_are_ignored_unless_asked_for() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let mut headers = merchant.headers().to_vec();
    headers.push(("Idempotency-Key", "k"));
    let url = format!("{}/charges", merchant.dgs("base_url"));
    for _ in 0..2 {
        send("POST", &url, &headers, charge(&json!({})).to_string().as_bytes()).await.unwrap();
    }
    assert_eq!(merchant.get("/transactions").await.json()["pagination"]["total"], 2);
}
