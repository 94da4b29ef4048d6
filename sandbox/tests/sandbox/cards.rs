//! Cards: what opens and what does not, every walk through `POST /authorize`, and that nothing of a card stays behind.

use std::collections::BTreeSet;

use crate::support::{Answer, Control, Merchant, NONCE, NUMBER, Receiver, send, start};
use dgspay_sandbox::{Config, Switch};
use serde_json::{Value, json};

const FORM: [(&str, &str); 1] = [("content-type", "application/x-www-form-urlencoded")];

fn names(value: &Value) -> BTreeSet<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn reference(charge: &Value) -> &str {
    charge["dgs_reference"].as_str().unwrap()
}

/// The state, and what is asked next.
fn state(charge: &Value) -> (&str, Option<&str>) {
    (charge["transaction_status"].as_str().unwrap(), charge["next_action_type"].as_str())
}

async fn avs(merchant: &Merchant, reference: &str) -> Answer {
    let body = json!({
        "dgs_reference": reference, "auth_type": "avs", "avs_line1": "123 Main Street", "avs_line2": "Apt 4B",
        "avs_city": "Kigali", "avs_state": "Kigali City", "avs_country": "RW", "avs_postal_code": "00000",
    });
    merchant.post("/authorize", &body).await
}

#[tokio::test]
async fn without_a_key_there_is_no_authentication() {
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(Config { webhook_url: Some(receiver.url.clone()), ..Config::default() }).await;
    let merchant = Merchant::first(&sandbox);
    let answer = merchant.charge_card(&json!({})).await;
    let charge = answer.json();
    assert_eq!(answer.status, 200, "{charge}");
    assert_eq!(
        names(&charge),
        BTreeSet::from([
            "status",
            "message",
            "transaction_id",
            "dgs_reference",
            "amount",
            "currency",
            "transaction_status",
            "payment_method_type"
        ])
    );
    assert_eq!(state(&charge), ("successful", None));
    assert_eq!(charge["payment_method_type"], "card");
    let told = receiver.wait(1).await[0].json();
    assert_eq!((&told["event"], &told["net_amount"]), (&json!("payment.success"), &json!(4850)));
    let data = merchant.get(&format!("/transactions/{}", reference(&charge))).await.json()["data"].clone();
    assert_eq!((&data["payment_method_type"], &data["merchant_fee"]), (&json!("card"), &json!(150)));
    assert!(!names(&data).iter().any(|name| name.starts_with("mobile_money")), "{data}");
}

#[tokio::test]
async fn dollars_and_euros_are_taken_to_the_cent() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    for currency in ["RWF", "USD", "EUR"] {
        let charge = merchant.charge_card(&json!({ "currency": currency })).await.json();
        assert_eq!((state(&charge).0, &charge["currency"]), ("successful", &json!(currency)));
    }
    assert_eq!(merchant.charge_card(&json!({ "currency": "USD", "amount": 10.25 })).await.json()["amount"], 10.25);
    for changes in [
        json!({ "currency": "USD", "amount": 10.255 }),
        json!({ "currency": "RWF", "amount": 10.5 }),
        json!({ "amount": -1 }),
        json!({ "amount": null }),
    ] {
        assert_eq!(names(&merchant.charge_card(&changes).await.json()["errors"]), ["amount"].into(), "{changes}");
    }
    for currency in ["KES", "usd", ""] {
        let errors = merchant.charge_card(&json!({ "currency": currency })).await.json()["errors"].clone();
        assert_eq!(names(&errors), ["currency"].into(), "{currency}");
    }
}

#[tokio::test]
async fn both_forms_of_the_nonce_are_taken() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let hex = "306131623263336434653566";
    assert_eq!(state(&merchant.charge_card(&json!({ "card_nonce": hex })).await.json()).0, "successful");
    let asked = merchant.charge_card(&json!({ "scenario_key": "scenario:auth_pin" })).await.json();
    let hex = "616263313233646566343536";
    let body = json!({
        "dgs_reference": reference(&asked), "auth_type": "pin",
        "auth_pin_encrypted": merchant.seal("abc123def456", "1234"), "auth_pin_nonce": hex,
    });
    assert_eq!(state(&merchant.post("/authorize", &body).await.json()), ("successful", None));
}

#[tokio::test]
async fn what_does_not_open_or_is_no_card_is_named_and_never_repeated() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let stranger = Control(&sandbox).merchant(json!({})).await;
    let sealed = |text| json!(merchant.seal(NONCE, text));
    for (field, value) in [
        ("card_encrypted_number", Value::Null),
        ("card_encrypted_number", json!("")),
        ("card_encrypted_number", json!(4_532)),
        ("card_encrypted_number", json!(NUMBER)),
        ("card_encrypted_number", sealed("4532")),
        ("card_encrypted_number", json!(stranger.seal(NONCE, NUMBER))),
        ("card_encrypted_expiry_month", sealed("13")),
        ("card_encrypted_expiry_month", sealed("0")),
        ("card_encrypted_expiry_year", sealed("028")),
        ("card_encrypted_cvv", sealed("12")),
        ("card_encrypted_cvv", json!(merchant.seal("0a1b2c3d4e50", "123"))),
        ("card_nonce", Value::Null),
        ("card_nonce", json!("0a1b2c3d4e5")),
        ("card_nonce", json!("0a1b2c3d4e5f0a1b2c3d4e5g")),
        ("scenario_key", json!("scenario:auth_redirect")),
        ("scenario_key", json!("issuer:of_tomorrow")),
    ] {
        let answer = merchant.charge_card(&json!({ field: value.clone() })).await;
        assert_eq!((answer.status, answer.code()), (400, "90".into()), "{field} {value}");
        assert_eq!(names(&answer.json()["errors"]), [field].into(), "{field} {value}: {}", answer.text());
        assert!(!answer.text().contains("4532"), "{}", answer.text());
    }
    assert_eq!(names(&merchant.charge_card(&json!({ "card_nonce": "0a1b2c3d4e50" })).await.json()["errors"]).len(), 4);
    for (field, value) in [
        ("card_encrypted_expiry_year", sealed("28")),
        ("card_encrypted_expiry_month", sealed("1")),
        ("card_encrypted_cvv", sealed("1234")),
    ] {
        assert_eq!(state(&merchant.charge_card(&json!({ field: value })).await.json()).0, "successful", "{field}");
    }
}

#[tokio::test]
async fn every_walk_of_the_machine() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let begin = async |key: &str| merchant.charge_card(&json!({ "scenario_key": key })).await.json();

    let charge = begin("scenario:auth_pin").await;
    assert_eq!(state(&charge), ("pending", Some("requires_pin")));
    assert!(charge.get("next_action_redirect_url").is_none());
    assert!(charge["display_text"].as_str().unwrap().contains("PIN"));
    let done = merchant.pin(reference(&charge), "1234").await.json();
    assert_eq!(state(&done), ("successful", None));
    for name in ["transaction_id", "dgs_reference", "amount", "currency", "payment_method_type"] {
        assert_eq!(done[name], charge[name], "{name}");
    }

    let charge = begin("scenario:auth_pin_3ds").await;
    assert_eq!(state(&charge), ("pending", Some("requires_pin")));
    let asked = merchant.pin(reference(&charge), "123456").await.json();
    assert_eq!(state(&asked), ("pending", Some("redirect_url")));
    let page = asked["next_action_redirect_url"].as_str().unwrap();
    assert!(send("GET", page, &[], b"").await.unwrap().text().contains("Your bank"));
    assert_eq!(send("POST", page, &FORM, b"decision=approve").await.unwrap().status, 303);
    assert_eq!(state(&merchant.otp(reference(&charge)).await.json()), ("successful", None), "the final state again");

    let charge = begin("scenario:auth_3ds").await;
    assert_eq!(state(&charge), ("pending", Some("redirect_url")));
    assert_eq!(state(&merchant.otp(reference(&charge)).await.json()), ("successful", None), "or a code, C-18");

    let charge = begin("scenario:auth_avs").await;
    assert_eq!(state(&charge), ("pending", Some("requires_additional_fields")));
    assert_eq!(state(&avs(&merchant, reference(&charge)).await.json()), ("successful", None));

    let seen = Control(&sandbox).get("/assertions").await;
    assert_eq!((&seen["payments_executed"], &seen["ledger_balanced"]), (&json!(4), &json!(true)));
}

#[tokio::test]
async fn the_payer_may_decline_at_the_bank() {
    let sandbox = start(Config::default()).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let charge = merchant.charge_card(&json!({ "scenario_key": "scenario:auth_3ds" })).await.json();
    control.advance(86_400_000).await;
    let page = charge["next_action_redirect_url"].as_str().unwrap();
    send("POST", page, &FORM, b"decision=decline").await.unwrap();
    let failed = merchant.otp(reference(&charge)).await.json();
    assert_eq!((state(&failed), &failed["status"]), (("failed", None), &json!("failed")));
    assert_eq!(failed["processor_response"], "Declined by the customer");

    let charge = merchant.charge_card(&json!({ "scenario_key": "scenario:auth_3ds" })).await.json();
    let path = format!("/pushes/{}", reference(&charge));
    assert_eq!(control.call("POST", &path, &json!({ "decision": "approve" })).await.json()["status"], "success");
}

#[tokio::test]
async fn the_issuer_decides_after_the_steps_but_for_the_pin() {
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(Config { webhook_url: Some(receiver.url.clone()), ..Config::default() }).await;
    let merchant = Merchant::first(&sandbox);
    let begin = async |key: &str| merchant.charge_card(&json!({ "scenario_key": key })).await.json();

    let charge = begin("scenario:auth_pin_3ds&issuer:insufficient_funds").await;
    assert_eq!(state(&merchant.pin(reference(&charge), "1234").await.json()), ("pending", Some("redirect_url")));
    let answer = merchant.otp(reference(&charge)).await;
    let failed = answer.json();
    assert_eq!((answer.status, state(&failed)), (200, ("failed", None)));
    assert_eq!(
        (
            &failed["message"],
            &failed["issuer_response_type"],
            &failed["issuer_response_code"],
            &failed["processor_response"]
        ),
        (&json!("Charge failed"), &json!("declined"), &json!("05"), &json!("Insufficient funds"))
    );
    assert!(failed.get("error_code").is_none());
    let told = receiver.wait(1).await[0].json();
    assert_eq!(
        (&told["event"], &told["merchant_fee"], &told["net_amount"]),
        (&json!("payment.failed"), &json!(0), &json!(0))
    );

    for key in ["scenario:auth_pin&issuer:incorrect_pin", "scenario:auth_pin_3ds&issuer:incorrect_pin"] {
        let charge = begin(key).await;
        let failed = merchant.pin(reference(&charge), "1234").await.json();
        assert_eq!(
            (state(&failed), &failed["processor_response"]),
            (("failed", None), &json!("Incorrect PIN")),
            "{key}"
        );
    }
    for issuer in ["expired_card", "invalid_cvv", "do_not_honor", "system_error", "stolen_card_pick_up"] {
        let failed = begin(&format!("issuer:{issuer}")).await;
        assert_eq!(state(&failed).0, "failed", "{issuer}");
        let charge = begin(&format!("scenario:auth_avs&issuer:{issuer}")).await;
        assert_eq!(avs(&merchant, reference(&charge)).await.json()["processor_response"], failed["processor_response"]);
    }
    assert_eq!(state(&begin("issuer:approved").await).0, "successful");
}

#[tokio::test]
async fn a_wrong_step_leaves_the_charge_open() {
    let sandbox = start(Config::default()).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let begin = async |key: &str| merchant.charge_card(&json!({ "scenario_key": key })).await.json();
    let pin = begin("scenario:auth_pin").await;
    let refused = [
        merchant.otp(reference(&pin)).await,
        avs(&merchant, reference(&pin)).await,
        merchant.pin(reference(&pin), "123").await,
        merchant.pin(reference(&pin), "12 34").await,
        merchant.post("/authorize", &json!({ "dgs_reference": reference(&pin), "auth_type": "pin" })).await,
        merchant.post("/authorize", &json!({ "dgs_reference": reference(&pin), "auth_type": "fingerprint" })).await,
        merchant
            .post(
                "/authorize",
                &json!({ "dgs_reference": reference(&pin), "auth_type": "pin", "auth_pin_nonce": "abc123def456",
                         "auth_pin_encrypted": merchant.seal("abc123def457", "1234") }),
            )
            .await,
    ];
    for answer in &refused {
        assert_eq!((answer.status, answer.code()), (400, "90".into()), "{}", answer.text());
    }
    let path = format!("/pushes/{}", reference(&pin));
    assert_eq!(
        control.call("POST", &path, &json!({ "decision": "approve" })).await.status,
        409,
        "no way around the PIN"
    );
    let origin = sandbox.ready().pages.dashboard.clone();
    let page = format!("{origin}pay/{}", reference(&pin));
    assert!(!send("GET", &page, &[], b"").await.unwrap().text().contains("Approve"));
    send("POST", &page, &FORM, b"decision=approve").await.unwrap();
    assert_eq!(merchant.get("/transactions?status=pending").await.json()["pagination"]["total"], 1);
    assert_eq!(state(&merchant.pin(reference(&pin), "1234").await.json()).0, "successful");

    let open = begin("scenario:auth_3ds").await;
    assert_eq!(merchant.pin(reference(&open), "1234").await.code(), "90");
    for code in ["12345678", "12a4", "123"] {
        let body = json!({ "dgs_reference": reference(&open), "auth_type": "otp", "auth_otp": code });
        assert_eq!(names(&merchant.post("/authorize", &body).await.json()["errors"]), ["auth_otp"].into());
    }
    let address = begin("scenario:auth_avs").await;
    for (field, value) in [("avs_line1", json!("")), ("avs_country", json!("Rwanda")), ("avs_country", Value::Null)] {
        let mut body =
            json!({ "dgs_reference": reference(&address), "auth_type": "avs", "avs_line1": "x", "avs_country": "rw" });
        body[field] = value;
        assert_eq!(names(&merchant.post("/authorize", &body).await.json()["errors"]), [field].into());
    }
    let push = merchant.charge(&json!({})).await.json();
    assert_eq!(merchant.otp(reference(&push)).await.code(), "90", "a prompt is answered on the handset");
}

#[tokio::test]
async fn a_finished_charge_says_so_again_and_credits_nothing() {
    let sandbox = start(Config::default()).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let charge = merchant.charge_card(&json!({ "scenario_key": "scenario:auth_pin" })).await.json();
    let (first, second) =
        tokio::join!(merchant.pin(reference(&charge), "1234"), merchant.pin(reference(&charge), "1234"));
    assert_eq!((first.status, second.status), (200, 200));
    assert_eq!(first.body, second.body);
    assert_eq!(merchant.otp(reference(&charge)).await.body, first.body);
    assert_eq!(avs(&merchant, reference(&charge)).await.body, first.body);
    let seen = control.get("/assertions").await;
    assert_eq!((&seen["payments_executed"], &seen["ledger_balanced"]), (&json!(1), &json!(true)));
    assert_eq!(merchant.get("/balance").await.json()["balances"][0]["pending_balance"], 4850.0);
    assert_eq!(control.get("/webhooks").await["webhooks"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn authorise_is_posted_to_and_knows_only_ones_own() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let charge = merchant.charge_card(&json!({ "scenario_key": "scenario:auth_pin" })).await.json();
    for method in ["GET", "PUT", "PATCH", "DELETE"] {
        let answer = merchant.call(method, "/authorize", b"").await;
        assert_eq!((answer.status, answer.code()), (405, "90".into()), "{method}");
    }
    let stranger = Control(&sandbox).merchant(json!({})).await;
    assert_eq!(stranger.pin(reference(&charge), "1234").await.code(), "92");
    assert_eq!(merchant.pin("dgs_NOBODY", "1234").await.code(), "92");
    assert_eq!(merchant.pin(charge["transaction_id"].as_str().unwrap(), "1234").await.code(), "92");
    assert_eq!(
        names(&merchant.post("/authorize", &json!({})).await.json()["errors"]),
        ["auth_type", "dgs_reference"].into()
    );
}

#[tokio::test]
async fn switches_for_everybody_and_for_one_merchant() {
    let sandbox = start(Config { switches: [Switch::PinThenOtp].into(), ..Config::default() }).await;
    let control = Control(&sandbox);
    let merchant = control.merchant(json!({ "switches": ["otp-instead-of-redirect", "refuse-reused-nonce"] })).await;
    let begin = async |key: &str, nonce: &str| {
        let card = json!({
            "scenario_key": key, "card_nonce": nonce,
            "card_encrypted_number": merchant.seal(nonce, NUMBER),
            "card_encrypted_expiry_month": merchant.seal(nonce, "12"),
            "card_encrypted_expiry_year": merchant.seal(nonce, "2028"),
            "card_encrypted_cvv": merchant.seal(nonce, "123"),
        });
        merchant.charge_card(&card).await
    };
    let charge = begin("scenario:auth_pin", "nonce-000001").await.json();
    assert_eq!(state(&merchant.pin(reference(&charge), "1234").await.json()), ("pending", Some("requires_otp")));
    assert_eq!(merchant.pin(reference(&charge), "1234").await.code(), "90", "the PIN was given");
    assert_eq!(
        control
            .call("POST", &format!("/pushes/{}", reference(&charge)), &json!({ "decision": "approve" }))
            .await
            .status,
        409
    );
    assert_eq!(state(&merchant.otp(reference(&charge)).await.json()), ("successful", None));

    let charge = begin("scenario:auth_3ds", "nonce-000002").await.json();
    assert_eq!(state(&charge), ("pending", Some("requires_otp")));
    assert!(charge.get("next_action_redirect_url").is_none());
    assert_eq!(state(&merchant.otp(reference(&charge)).await.json()), ("successful", None));

    let reused = begin("scenario:auth_3ds", "nonce-000001").await;
    assert_eq!((reused.status, names(&reused.json()["errors"])), (400, ["card_nonce"].into()));
    assert_eq!(begin("scenario:of_tomorrow", "nonce-000003").await.code(), "90");
    assert_eq!(begin("issuer:approved", "nonce-000003").await.status, 200, "a refused charge has used nothing up");
    assert_eq!(begin("issuer:approved", "nonce-000003").await.code(), "90");

    let other = Merchant::first(&sandbox);
    for _ in 0..2 {
        assert_eq!(other.charge_card(&json!({})).await.status, 200, "another merchant, and a nonce twice");
    }
    assert_eq!(control.call("POST", "/merchants", &json!({ "switches": ["gremlins"] })).await.status, 400);
    let path = format!("/merchants/{}", merchant.id());
    assert_eq!(control.call("PATCH", &path, &json!({ "switches": [] })).await.status, 200);
    assert_eq!(begin("issuer:approved", "nonce-000003").await.status, 200);
}

#[tokio::test]
async fn nothing_of_a_card_stays_behind() {
    let file = std::env::temp_dir().join(format!("dgspay-cards-{}.db", std::process::id()));
    let switches = [Switch::RefuseReusedNonce].into();
    let sandbox = start(Config { database: Some(file.clone()), switches, ..Config::default() }).await;
    let merchant = Merchant::first(&sandbox);
    let charge = merchant.charge_card(&json!({ "scenario_key": "scenario:auth_pin_3ds" })).await.json();
    merchant.pin(reference(&charge), "7391").await;
    let body = json!({ "dgs_reference": reference(&charge), "auth_type": "otp", "auth_otp": "864209" });
    assert_eq!(state(&merchant.post("/authorize", &body).await.json()).0, "successful");
    let secrets = [
        NUMBER.to_owned(),
        merchant.seal(NONCE, NUMBER),
        merchant.seal(NONCE, "2028"),
        merchant.seal(NONCE, "123"),
        merchant.seal("abc123def456", "7391"),
        NONCE.to_owned(),
        "abc123def456".to_owned(),
        "864209".to_owned(),
    ];
    let log = Control(&sandbox).get("/requests").await;
    let seen = &log["requests"].as_array().unwrap()[0];
    assert_eq!((&seen["body"]["amount"], &seen["body"]["card_encrypted_number"]), (&json!(5000), &json!("[redacted]")));
    sandbox.shutdown().await;
    let mut kept = log.to_string().into_bytes();
    for suffix in ["", "-wal", "-shm"] {
        let path = format!("{}{suffix}", file.display());
        kept.extend(std::fs::read(&path).unwrap_or_default());
        let _ = std::fs::remove_file(path);
    }
    assert!(kept.len() > 20_000, "there is a database to look into");
    for secret in secrets {
        assert!(!kept.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret} was kept");
    }
}
