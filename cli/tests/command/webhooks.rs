//! `dgspay webhook`

use std::sync::{Arc, Mutex};

use axum::Router;
use axum::routing::post;
use dgspay::webhook::axum::receiver;
use dgspay::webhook::sign;
use dgspay::{Event, Webhook};
use serde_json::json;
use tokio::net::TcpListener;

use crate::world::{World, frozen};

const PAID: &str = r#"{"event":"payment.success","dgs_reference":"dgs_1","amount":5000,"currency":"RWF","merchant_fee":150,"net_amount":4850,"status":"success"}"#;

#[test]
fn a_body_is_believed_only_with_its_signature() {
    let world = World::open(frozen());
    let good = sign(&world.sandbox.ready().dgs.webhook_secret, PAID.as_bytes());
    let ran = world.typing(PAID, &["webhook", "verify", "--signature", &good, "--json"]).ended(0);
    assert_eq!(
        (&ran.json()["event"], &ran.json()["dedupe_key"]),
        (&json!("payment.success"), &json!("payment.success:dgs_1"))
    );
    assert_eq!(ran.json()["net_amount"], json!({ "amount": "4850", "currency": "RWF" }));
    let told = world.typing(PAID, &["webhook", "verify", "--signature", &good]).ended(0).out;
    assert!(told.contains("The signature is valid"), "{told}");
    let ran =
        world.typing(&PAID.replace("5000", "9000"), &["webhook", "verify", "--signature", &good, "--json"]).ended(1);
    assert_eq!(ran.json()["error"]["code"], "signature_mismatch");
    let ran = world.typing(PAID, &["webhook", "verify", "--signature", "nonsense", "--json"]).ended(1);
    assert_eq!(ran.json()["error"]["code"], "signature_malformed");
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("body.json");
    std::fs::write(&file, PAID).unwrap();
    world.dgspay(&["webhook", "verify", file.to_str().unwrap(), "--signature", &good]).ended(0);
    world.dgspay(&["webhook", "verify", "no/such/file", "--signature", &good]).ended(2);
}

#[test]
fn samples_arrive_at_a_receiver_of_ones_own() {
    let world = World::open(frozen());
    let book = Arc::new(Mutex::new(Vec::new()));
    let url = receive(&world, &book);
    let (code, sent) = world.json(&["webhook", "send", &url, "--event", "all"]);
    assert_eq!(code, 0, "{sent}");
    let sent: Vec<_> =
        sent["deliveries"].as_array().unwrap().iter().map(|sent| sent["event"].as_str().unwrap().to_owned()).collect();
    let booked: Vec<_> = book.lock().unwrap().drain(..).map(|event| event.kind().to_owned()).collect();
    assert_eq!((sent.len(), &sent), (6, &booked));

    world.dgspay(&["webhook", "send", &url, "--reference", "dgs_MINE", "--times", "2"]).ended(0);
    let keys: Vec<_> = book.lock().unwrap().drain(..).map(|event| event.dedupe_key().to_owned()).collect();
    assert_eq!(keys, ["payment.success:dgs_MINE", "payment.success:dgs_MINE"]);

    let told = world.dgspay(&["webhook", "send", &url, "--bad-signature"]).ended(0).out;
    assert!(told.contains("Refused, as it must be") && told.contains("401"), "{told}");
    assert_eq!(book.lock().unwrap().len(), 0);
}

#[test]
fn rohopays_events_have_its_secret_and_its_header() {
    let world = World::open(frozen());
    let secret = world.sandbox.ready().roho.webhook_secret.clone();
    let book = Arc::new(Mutex::new(Vec::new()));
    let url = receive_with(&world, &secret, &book);
    let (code, sent) = world.roho_json(&["webhook", "send", &url, "--event", "all"]);
    assert_eq!(code, 0, "{sent}");
    let kinds: Vec<_> = book.lock().unwrap().drain(..).map(|event| event.kind().to_owned()).collect();
    assert_eq!(kinds, ["deposit.successful", "deposit.failed", "withdraw.successful", "withdraw.failed"]);
    world.roho(&["webhook", "send", &url, "--reference", "RHP-MINE"]).ended(0);
    let keys: Vec<_> = book.lock().unwrap().drain(..).map(|event| event.dedupe_key().to_owned()).collect();
    assert_eq!(keys, ["deposit.successful:RHP-MINE:9876543210"]);
    world.roho(&["webhook", "send", &url, "--bad-signature"]).ended(0);
    let (code, answer) = world.roho_json(&["webhook", "send", &url, "--event", "payment.success"]);
    assert_eq!((code, &answer["error"]["code"]), (2, &json!("usage")), "{answer}");
    assert!(answer["error"]["message"].as_str().unwrap().contains("deposit.successful"), "{answer}");
    // Any 2xx is an answer to RohoPay.
    let lazy = Router::new().route("/webhook", post(|| async { axum::http::StatusCode::ACCEPTED }));
    world.roho(&["webhook", "send", &serve(&world, lazy)]).ended(0);

    let body = r#"{"event":"withdraw.failed","id":"1","internal_reference":"RHP-1","status":"failed","amount":1000,"currency":"UGX"}"#;
    let signature = format!("sha256={}", sign(&secret, body.as_bytes()));
    let verify = ["webhook", "verify", "--signature", &signature];
    let ran = world.roho_typing(body, &[&verify[..], &["--json"]].concat()).ended(0);
    assert_eq!((&ran.json()["event"], &ran.json()["reference"]), (&json!("withdraw.failed"), &json!("RHP-1")));
    assert_eq!(ran.json()["amount"], json!({ "amount": "1000", "currency": "UGX" }));
    world.typing(body, &verify).ended(1);
    let mut without = world.command(&["webhook", "verify", "--signature", &signature, "--service", "rohopay"]);
    without.env_remove("ROHOPAY_WEBHOOK_SECRET");
    let ran = crate::world::run(without, body).ended(2);
    assert!(ran.err.contains("ROHOPAY_WEBHOOK_SECRET"), "{}", ran.err);
}

#[test]
fn a_receiver_that_does_not_take_it_is_a_failure() {
    let world = World::open(frozen());
    let (code, sent) = world.json(&["webhook", "send", "http://127.0.0.1:1/webhook"]);
    assert_eq!((code, &sent["deliveries"][0]["status"]), (1, &json!(null)));
    assert_eq!(sent["deliveries"][0]["answer"], "nobody listens there");
    let gullible = Router::new().route("/webhook", post(|| async { "thanks" }));
    let url = serve(&world, gullible);
    world.dgspay(&["webhook", "send", &url]).ended(0);
    let told = world.dgspay(&["webhook", "send", &url, "--bad-signature"]).ended(1).out;
    assert!(told.contains("A forged event was not refused"), "{told}");
    let lazy = Router::new().route("/webhook", post(|| async { axum::http::StatusCode::ACCEPTED }));
    world.dgspay(&["webhook", "send", &serve(&world, lazy)]).ended(1);
}

#[test]
fn signed_events_stay_on_this_machine_unless_told_otherwise() {
    let world = World::open(frozen());
    let ran = world.dgspay(&["webhook", "send", "https://shop.example/webhook"]).ended(2);
    assert!(ran.err.contains("--remote"), "{}", ran.err);
    let ran = world.dgspay(&["webhook", "send", "https://shop.invalid/webhook", "--remote"]).ended(1);
    assert!(ran.out.contains("Not received"), "{}", ran.out);
    let mut open = world.command(&["webhook", "send", "http://127.0.0.1:1/", "--json"]);
    open.env("DGSPAY_WEBHOOK_SECRET", "changeme");
    let ran = crate::world::run(open, "").ended(2);
    assert_eq!(ran.json()["error"]["code"], "invalid_secret");
}

fn receive(world: &World, book: &Arc<Mutex<Vec<Event>>>) -> String {
    receive_with(world, &world.sandbox.ready().dgs.webhook_secret, book)
}

fn receive_with(world: &World, secret: &str, book: &Arc<Mutex<Vec<Event>>>) -> String {
    let book = Arc::clone(book);
    let webhook = Webhook::new([secret]).unwrap();
    let take = move |event| {
        book.lock().unwrap().push(event);
        async { Ok::<_, std::fmt::Error>(()) }
    };
    serve(world, Router::new().route("/webhook", post(receiver(webhook, take))))
}

fn serve(world: &World, app: Router) -> String {
    world.wait_for(async {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/webhook", listener.local_addr().unwrap());
        tokio::spawn(async move { axum::serve(listener, app).await });
        url
    })
}
