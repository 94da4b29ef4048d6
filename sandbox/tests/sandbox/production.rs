//! Production mode: keys of its own, an allow-list that counts, and no scenario keys.

use crate::support;
use crate::support::{Control, Merchant, Receiver, address, start};
use dgspay_sandbox::{Config, Environment};
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpSocket;

/// Asks for the balance from another address of this machine.
async fn balance_from(source: &str, merchant: &Merchant) -> String {
    let socket = TcpSocket::new_v4().unwrap();
    socket.bind(format!("{source}:0").parse().unwrap()).unwrap();
    let target = address(merchant.dgs("base_url"));
    let mut stream = socket.connect(target).await.unwrap();
    let headers: String =
        merchant.headers().iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect::<Vec<_>>().concat();
    let request =
        format!("GET /generation/v2/balance HTTP/1.1\r\nHost: {target}\r\nConnection: close\r\n{headers}\r\n");
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    answer
}

#[tokio::test]
async fn a_production_account_has_keys_of_its_own_and_says_so_in_its_webhooks() {
    let receiver = Receiver::start(&[]).await;
    let sandbox = start(Config::default()).await;
    let control = Control(&sandbox);
    let test = Merchant::first(&sandbox);
    let merchant = control.merchant(json!({ "environment": "production", "webhook_url": receiver.url })).await;
    assert_eq!((test.dgs("environment"), merchant.dgs("environment")), ("test", "production"));
    assert!(merchant.dgs("api_key").starts_with("sk_prod_sandbox_"));
    let charge = merchant.charge_card(&json!({})).await.json();
    assert_eq!(charge["transaction_status"], "successful");
    let told = receiver.wait(1).await[0].json();
    assert_eq!((&told["environment"], &told["dgs_reference"]), (&json!("production"), &charge["dgs_reference"]));
    let mixed = [("X-DGS-API-Key", merchant.dgs("api_key")), ("X-DGS-ACCOUNT-NUMBER", test.dgs("account_number"))];
    let url = format!("{}/balance", merchant.dgs("base_url"));
    let answer = support::send("GET", &url, &mixed, b"").await.unwrap();
    assert_eq!(answer.code(), "91", "the environments do not mix");
    let path = format!("/merchants/{}", merchant.id());
    assert_eq!(control.call("PATCH", &path, &json!({ "environment": "test" })).await.status, 400);
    assert_eq!(control.call("PATCH", &path, &json!({ "environment": "production" })).await.status, 200);
    assert_eq!(control.call("POST", "/merchants", &json!({ "environment": "live" })).await.status, 400);
}

#[tokio::test]
async fn the_first_merchant_may_be_in_production() {
    let sandbox = start(Config { environment: Environment::Production, ..Config::default() }).await;
    let merchant = Merchant::first(&sandbox);
    assert_eq!(merchant.dgs("environment"), "production");
    assert!(!sandbox.ready().dgs.api_key.starts_with("sk_live_"), "no client takes it for a real one");
    assert_eq!(merchant.get("/balance").await.status, 200);
}

#[tokio::test]
async fn a_scenario_key_is_refused_and_moves_nothing() {
    let sandbox = start(Config::default()).await;
    let control = Control(&sandbox);
    let merchant = control.merchant(json!({ "environment": "production" })).await;
    let key = json!({ "scenario_key": "scenario:auth_pin" });
    let transfer = json!({ "scenario_key": "scenario:successful" });
    let conversion = json!({ "scenario_key": "scenario:insufficient_balance" });
    for answer in [
        merchant.charge(&key).await,
        merchant.charge_card(&key).await,
        merchant.disburse(&transfer).await,
        merchant.convert(&conversion).await,
    ] {
        assert_eq!((answer.status, answer.code()), (400, "90".into()));
        assert_eq!(answer.json()["errors"], json!({ "scenario_key": "is for the test environment only" }));
    }
    assert_eq!(merchant.get("/transactions").await.json()["pagination"]["total"], 0);
    assert_eq!(merchant.charge(&json!({})).await.json()["transaction_status"], "pending");
    assert_eq!(merchant.disburse(&json!({})).await.status, 200);
}

#[tokio::test]
async fn the_allow_list_counts_in_production_only() {
    let sandbox = start(Config::default()).await;
    let control = Control(&sandbox);
    let elsewhere = json!(["10.0.0.0/8", "fe80::/10"]);
    let test = control.merchant(json!({ "allowed_ips": elsewhere })).await;
    assert_eq!(test.get("/balance").await.status, 200);

    let merchant = control.merchant(json!({ "environment": "production", "allowed_ips": elsewhere })).await;
    for answer in [
        merchant.get("/balance").await,
        merchant.charge(&json!({})).await,
        merchant.get("/no/such/path").await,
        merchant.call("POST", "/charges", b"{").await,
    ] {
        assert_eq!((answer.status, answer.code()), (401, "91".into()), "before the path and the body");
        assert!(answer.text().contains("allow-list"), "{}", answer.text());
    }
    let change = async |list: Value| {
        let answer =
            control.call("PATCH", &format!("/merchants/{}", merchant.id()), &json!({ "allowed_ips": list })).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    };
    change(json!(["127.0.0.2"])).await;
    assert_eq!(merchant.get("/balance").await.code(), "91");
    assert!(balance_from("127.0.0.2", &merchant).await.starts_with("HTTP/1.1 200"));
    change(json!(["127.0.0.0/31"])).await;
    assert_eq!(merchant.get("/balance").await.status, 200);
    assert!(balance_from("127.0.0.2", &merchant).await.contains(r#""error_code":"91""#));
    change(json!([])).await;
    assert_eq!(merchant.get("/balance").await.code(), "91", "an empty list lets nobody in");
    change(Value::Null).await;
    assert_eq!(merchant.get("/balance").await.status, 200);
    for list in [json!(["localhost"]), json!(["10.0.0.0/33"]), json!("10.0.0.1")] {
        assert_eq!(control.call("POST", "/merchants", &json!({ "allowed_ips": list })).await.status, 400);
    }
    assert_eq!(merchant.get("/transactions").await.json()["pagination"]["total"], 0);
}

#[tokio::test]
async fn environment_and_list_survive_a_restart() {
    let file = std::env::temp_dir().join(format!("dgspay-production-{}.db", std::process::id()));
    let config = || Config { database: Some(file.clone()), ..Config::default() };
    let sandbox = start(config()).await;
    let wishes = json!({ "environment": "production", "allowed_ips": ["10.0.0.1"], "switches": ["pin-then-otp"] });
    let mut merchant = Control(&sandbox).merchant(wishes).await;
    sandbox.shutdown().await;
    let sandbox = start(config()).await;
    merchant.account["dgs"]["base_url"] = json!(sandbox.ready().dgs.base_url);
    assert_eq!(merchant.get("/balance").await.code(), "91");
    let path = format!("/merchants/{}", merchant.id());
    let opened = Control(&sandbox).call("PATCH", &path, &json!({ "allowed_ips": null })).await.json();
    assert_eq!(opened["dgs"]["environment"], "production");
    assert_eq!(merchant.get("/balance").await.status, 200);
    sandbox.shutdown().await;
    for suffix in ["", "-wal", "-shm"] {
        let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
    }
}
