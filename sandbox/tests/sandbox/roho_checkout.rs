//! RohoPay's card payments: the call, the bank's page, and that nothing of a card is kept.

use crate::support;
use crate::support::roho::{CARD, Roho};
use crate::support::{Answer, Control, Merchant, Receiver, send, start};
use dgspay_sandbox::Config;
use serde_json::{Value, json};

const FORM: [(&str, &str); 1] = [("content-type", "application/x-www-form-urlencoded")];

fn frozen() -> Config {
    Config { frozen_at: Some("2024-07-15T08:30:00Z".parse().unwrap()), ..Config::default() }
}

fn session(answer: &Answer) -> (String, String) {
    assert_eq!(answer.status, 200, "{}", answer.text());
    let text = |name: &str| answer.json()["data"][name].as_str().unwrap().to_owned();
    (text("payment_url"), text("internal_reference"))
}

async fn press(url: &str, decision: &str) -> Answer {
    send("POST", url, &FORM, format!("decision={decision}").as_bytes()).await.unwrap()
}

#[tokio::test]
async fn the_payer_decides_on_a_page_that_is_good_once() {
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(Config { webhook_url: Some(receiver.url.clone()), ..frozen() }).await;
    let (control, live) = (Control(&sandbox), Roho::live(&Merchant::first(&sandbox)));
    for (decision, word, status, event) in
        [("approve", "success", "successful", "deposit.successful"), ("decline", "failed", "failed", "deposit.failed")]
    {
        let (url, reference) = session(&live.checkout(&json!({})).await);
        control.advance(86_400_000).await;
        let page = send("GET", &url, &[], b"").await.unwrap();
        assert_eq!(page.status, 200);
        assert!(page.text().contains("Approve") && page.text().contains(&reference) && page.text().contains("75,000"));
        assert!(!page.text().contains(CARD) && !page.text().contains(&live.key));
        let policy = page.headers["content-security-policy"].to_str().unwrap();
        assert!(policy.contains("form-action 'self' http: https:"), "or a browser would not go back to the shop");
        assert_eq!(press(&url, "perhaps").await.status, 400);
        let back = press(&url, decision).await;
        let seen = live.transaction(&reference).await;
        assert_eq!((&seen["status"], &seen["payment_method"]), (&json!(status), &json!("card")));
        assert_eq!(seen["phone_number"], Value::Null);
        let order = seen["provider_reference"].as_str().unwrap();
        let location =
            format!("https://shop.example/thanks?order=1002&status={word}&reference={reference}&order_ref={order}");
        assert_eq!((back.status, back.headers["location"].to_str().unwrap()), (303, location.as_str()));
        assert_eq!(send("GET", &url, &[], b"").await.unwrap().status, 410);
        press(&url, "approve").await;
        assert_eq!(live.transaction(&reference).await["status"], status, "a decision is final");
        control.advance(100).await;
        let told = control
            .until("/webhooks", |seen| {
                seen["webhooks"].as_array().unwrap().iter().any(|told| told["reference"] == *reference)
            })
            .await;
        assert!(told.to_string().contains(event));
    }
    let told: Vec<_> = receiver.wait(2).await.iter().map(support::Received::json).collect();
    assert!(told.iter().all(|told| told["payment_method"] == "card" && told.get("phone_number").is_none()));
    assert_eq!(live.balance().await.0, 500_000 + 74_250);
    assert_eq!(control.get("/assertions").await["ledger_balanced"], true);
}

#[tokio::test]
async fn whoever_leaves_leaves_it_pending() {
    let sandbox = start(frozen()).await;
    let (control, live) = (Control(&sandbox), Roho::live(&Merchant::first(&sandbox)));
    let (url, reference) = session(&live.checkout(&json!({})).await);
    let left = press(&url, "leave").await;
    assert_eq!((left.status, left.headers["location"].to_str().unwrap()), (303, &url[url.find("/3ds").unwrap()..]));
    let page = send("GET", &url, &[], b"").await.unwrap();
    assert!(page.status == 410 && page.text().contains("stays pending"));
    press(&url, "approve").await;
    control.advance(86_400_000).await;
    assert_eq!(live.transaction(&reference).await["status"], "pending");
    let path = format!("/pushes/{reference}");
    assert_eq!(control.call("POST", &path, &json!({ "decision": "decline" })).await.status, 200);
    assert_eq!(live.transaction(&reference).await["status"], "failed");
    assert_eq!(send("GET", &format!("{url}x"), &[], b"").await.unwrap().status, 404);
}

#[tokio::test]
async fn a_page_pressed_twice_at_once_counts_once() {
    let sandbox = start(frozen()).await;
    let live = Roho::live(&Merchant::first(&sandbox));
    let (url, _) = session(&live.checkout(&json!({})).await);
    let mut presses = tokio::task::JoinSet::new();
    for _ in 0..10 {
        let url = url.clone();
        presses.spawn(async move { press(&url, "approve").await.headers["location"].to_str().unwrap().to_owned() });
    }
    let locations = presses.join_all().await;
    assert_eq!(locations.iter().filter(|location| location.starts_with("https://shop.example")).count(), 1);
    assert_eq!(live.balance().await.0, 574_250);
}

#[tokio::test]
async fn magic_cards_choose_their_outcome() {
    let sandbox = start(frozen()).await;
    let live = Roho::live(&Merchant::first(&sandbox));
    for (number, provider_status) in [
        ("4000000000000002", "DO_NOT_HONOR"),
        ("4000000000009995", "INSUFFICIENT_FUNDS"),
        ("4000000000000069", "EXPIRED_CARD"),
        ("4000000000000127", "INCORRECT_CVV"),
        ("5555555555554444", "SUCCESSFUL"),
        ("2223003122003222", "SUCCESSFUL"),
    ] {
        let (url, reference) = session(&live.checkout(&json!({ "card_number": number })).await);
        let back = press(&url, "approve").await.headers["location"].to_str().unwrap().to_owned();
        assert_eq!(back.contains("status=success"), provider_status == "SUCCESSFUL");
        assert_eq!(live.transaction(&reference).await["provider_status"], provider_status, "{number}");
    }
    let refused = live.checkout(&json!({ "card_number": "4000000000000119" })).await;
    assert_eq!((refused.status, refused.roho_code()), (422, "PROVIDER_ERROR".into()));
    assert_eq!(live.get("/transactions").await.json()["data"].as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn what_is_wrong_with_a_checkout() {
    let sandbox = start(frozen()).await;
    let live = Roho::live(&Merchant::first(&sandbox));
    for (changes, code) in [
        (json!({ "card_number": "4111111111111112" }), "INVALID_CARD"),
        (json!({ "card_number": "4111 1111 1111 1111" }), "INVALID_CARD"),
        (json!({ "card_number": "6011111111111117" }), "INVALID_CARD"),
        (json!({ "card_number": null }), "VALIDATION_ERROR"),
        (json!({ "card_expiry": "13/26" }), "VALIDATION_ERROR"),
        (json!({ "card_expiry": "10/2026" }), "VALIDATION_ERROR"),
        (json!({ "card_expiry": "06/24" }), "CARD_EXPIRED"),
        (json!({ "card_cvv": "12" }), "VALIDATION_ERROR"),
        (json!({ "customer_email": "jane" }), "VALIDATION_ERROR"),
        (json!({ "customer_name": "" }), "VALIDATION_ERROR"),
        (json!({ "return_url": "javascript:alert(1)" }), "VALIDATION_ERROR"),
        (json!({ "return_url": null }), "VALIDATION_ERROR"),
        (json!({ "amount": 0 }), "INVALID_AMOUNT"),
        (json!({ "currency": "USD" }), "INVALID_CURRENCY"),
        (json!({ "callback_url": "ftp://shop.example" }), "VALIDATION_ERROR"),
    ] {
        let answer = live.checkout(&changes).await;
        assert_eq!((answer.status, answer.roho_code()), (400, code.into()), "{changes}: {}", answer.text());
        for secret in ["4111", "6011", "123\"", "13/26"] {
            assert!(!answer.text().contains(secret), "{changes}: {}", answer.text());
        }
    }
    assert_eq!(live.checkout(&json!({ "card_expiry": "07/24" })).await.status, 200, "good to the end of its month");
    Control(&sandbox).advance(17 * 86_400_000).await;
    assert_eq!(live.checkout(&json!({ "card_expiry": "07/24" })).await.roho_code(), "CARD_EXPIRED", "by this clock");
}

#[tokio::test]
async fn the_key_is_in_the_body_and_a_header_beside_it_has_to_agree() {
    let sandbox = start(frozen()).await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let (test, live) = (Roho::test(&merchant), Roho::live(&merchant));
    let stranger = Roho::live(&control.merchant(json!({})).await);
    let url = format!("{}/checkout", live.base_url);
    for (bearer, changes, status, code) in [
        (None, json!({}), 200, ""),
        (Some(&live), json!({}), 200, ""),
        (Some(&test), json!({}), 403, "ENVIRONMENT_MISMATCH"),
        (Some(&stranger), json!({}), 401, "UNAUTHORIZED"),
        (None, json!({ "api_key": null }), 401, "UNAUTHORIZED"),
        (None, json!({ "api_key": "live_0" }), 401, "UNAUTHORIZED"),
        (None, json!({ "api_key": 7 }), 401, "UNAUTHORIZED"),
        (Some(&live), json!({ "api_key": null }), 400, "VALIDATION_ERROR"),
    ] {
        let bearer = bearer.map(|roho| format!("Bearer {}", roho.key));
        let mut headers = vec![("content-type", "application/json")];
        headers.extend(bearer.as_deref().map(|bearer| ("authorization", bearer)));
        let answer = send("POST", &url, &headers, live.card(&changes).to_string().as_bytes()).await.unwrap();
        assert_eq!((answer.status, answer.roho_code()), (status, code.to_owned()), "{changes}");
    }
    let nobody = send("POST", &url, &[("content-type", "application/json")], b"{").await.unwrap();
    assert_eq!((nobody.status, nobody.roho_code()), (401, "UNAUTHORIZED".into()));
}

#[tokio::test]
async fn a_key_is_honoured_if_it_is_sent() {
    let sandbox = start(frozen()).await;
    let live = Roho::live(&Merchant::first(&sandbox));
    let first = live.post("/checkout", "k", &live.card(&json!({}))).await;
    assert_eq!(live.post("/checkout", "k", &live.card(&json!({}))).await.body, first.body);
    for changes in [json!({ "card_number": "5555555555554444" }), json!({ "card_cvv": "124" }), json!({ "amount": 1 })]
    {
        let answer = live.post("/checkout", "k", &live.card(&changes)).await;
        assert_eq!((answer.status, answer.roho_code()), (409, "IDEMPOTENCY_CONFLICT".into()), "{changes}");
    }
    assert_eq!(live.checkout(&json!({})).await.status, 200);
    assert_eq!(live.checkout(&json!({})).await.status, 200, "without a key every call is one");
    assert_eq!(live.get("/transactions").await.json()["data"].as_array().unwrap().len(), 3);
}

/// Looked for everywhere: in the file, in the log, on the dashboard, in every answer of the control API.
#[tokio::test]
async fn nothing_of_a_card_is_kept() {
    let file = std::env::temp_dir().join(format!("dgspay-cards-{}.db", std::process::id()));
    let remove = || {
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
        }
    };
    remove();
    let sandbox = start(Config { database: Some(file.clone()), ..frozen() }).await;
    let (control, live) = (Control(&sandbox), Roho::live(&Merchant::first(&sandbox)));
    let (number, expiry, cvv) = ("5105105105105100", "11/27", "907");
    let card = json!({ "card_number": number, "card_expiry": expiry, "card_cvv": cvv });
    let (url, reference) = session(&live.post("/checkout", "k", &live.card(&card)).await);
    let misplaced = json!({ "number": number, "card_number": null });
    live.checkout(&misplaced).await;
    live.try_post("/checkout", None, format!("{{\"card_number\":\"{number}\"").as_bytes()).await.unwrap();
    press(&url, "approve").await;
    let dashboard = &sandbox.ready().pages.dashboard;
    let mut places = vec![send("GET", dashboard, &[], b"").await.unwrap().text()];
    for path in ["/requests", "/webhooks", "/assertions", "/pushes"] {
        places.push(control.get(path).await.to_string());
    }
    let digest = live.card(&card).to_string();
    let plain = sha256(digest.as_bytes());
    for place in &places {
        for secret in [number, expiry, "\"907\"", live.key.as_str(), plain.as_str()] {
            assert!(!place.contains(secret), "{secret} in {place}");
        }
    }
    assert!(places[1].contains("[redacted]") && places[1].contains("\"idempotency_key\":\"k\""), "{}", places[1]);
    assert_eq!(live.transaction(&reference).await["status"], "successful");
    sandbox.shutdown().await;
    for suffix in ["", "-wal"] {
        let Ok(bytes) = std::fs::read(format!("{}{suffix}", file.display())) else { continue };
        let holds = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        assert!(!holds(number.as_bytes()) && !holds(expiry.as_bytes()), "in the file{suffix}");
        assert!(!suffix.is_empty() || holds(b"shop.example"), "this is the file");
    }
    remove();
}

fn sha256(bytes: &[u8]) -> String {
    use sha2::Digest as _;
    let digest = sha2::Sha256::digest(bytes);
    digest
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

#[tokio::test]
async fn the_log_shows_a_key_and_equal_bodies() {
    let sandbox = start(frozen()).await;
    let live = Roho::live(&Merchant::first(&sandbox));
    for (key, changes) in [("a", json!({})), ("a", json!({})), ("b", json!({ "card_cvv": "124" }))] {
        live.post("/checkout", key, &live.card(&changes)).await;
    }
    live.collect("c", &json!({})).await;
    let seen = Control(&sandbox).get("/requests").await["requests"].clone();
    assert_eq!(seen[0]["body_sha256"], seen[1]["body_sha256"]);
    assert_ne!(seen[0]["body_sha256"], seen[2]["body_sha256"]);
    let keys: Vec<_> = seen.as_array().unwrap().iter().map(|entry| entry["idempotency_key"].clone()).collect();
    assert_eq!(keys, ["a", "a", "b", "c"]);
    let body = support::roho::collection(&json!({})).to_string();
    assert_eq!(seen[3]["body_sha256"], sha256(body.as_bytes()));
    assert_eq!((&seen[3]["operation"], &seen[3]["body"]["phone"]), (&json!("roho.collect"), &json!("256700123456")));
}
