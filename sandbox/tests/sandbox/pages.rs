//! The pages: what they show, what they hide, and that they work without a script.

use std::time::Duration;

use crate::support;
use crate::support::{Merchant, address, send, start};
use dgspay_sandbox::Config;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

const FORM: [(&str, &str); 1] = [("content-type", "application/x-www-form-urlencoded")];

#[tokio::test]
async fn a_person_answers_on_the_handset() {
    let sandbox = start(Config { approve_after: Duration::ZERO, ..Config::default() }).await;
    let merchant = Merchant::first(&sandbox);
    let origin = sandbox.ready().pages.dashboard.trim_end_matches('/').to_owned();
    let narration = "<script>alert(1)</script>";
    let charge = merchant.charge(&json!({ "narration": narration })).await.json();
    let reference = charge["dgs_reference"].as_str().unwrap();
    for path in ["/", "/handset/all", "/handset/0789654321"] {
        let page = send("GET", &format!("{origin}{path}"), &[], b"").await.unwrap();
        assert_eq!(page.status, 200);
        assert!(page.headers["content-security-policy"].to_str().unwrap().starts_with("default-src 'none'"));
        let text = page.text();
        assert!(text.contains("Simulated money.") && text.contains(reference), "{path}");
        assert!(!text.contains("<script>alert"), "{path}");
        assert!(!text.contains(merchant.dgs("api_key")) && !text.contains(merchant.dgs("webhook_secret")), "{path}");
        assert!(!text.contains("style=") && !text.contains("onclick"), "nothing inline");
    }
    assert!(!send("GET", &format!("{origin}/handset/0788000000"), &[], b"").await.unwrap().text().contains(reference));
    let pressed = send("POST", &format!("{origin}/pushes/{reference}"), &FORM, b"decision=approve").await.unwrap();
    assert_eq!((pressed.status, &pressed.headers["location"]), (303, &"/handset/all".parse().unwrap()));
    assert_eq!(merchant.get(&format!("/transactions/{reference}")).await.json()["data"]["status"], "success");
}

#[tokio::test]
async fn the_redirect_page_never_decides_by_itself() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let charge = merchant.charge(&json!({ "scenario_key": "scenario:auth_redirect" })).await.json();
    let page = charge["next_action_redirect_url"].as_str().unwrap();
    support::Control(&sandbox).advance(86_400_000).await;
    assert!(send("GET", page, &[], b"").await.unwrap().text().contains("Approve"));
    assert_eq!(send("POST", page, &FORM, b"decision=perhaps").await.unwrap().status, 400);
    assert_eq!(send("POST", page, &FORM, b"decision=decline").await.unwrap().status, 303);
    let done = send("GET", page, &[], b"").await.unwrap().text();
    assert!(done.contains("Not paid") && done.contains("https://shop.example/thanks"));
    send("POST", page, &FORM, b"decision=approve").await.unwrap();
    assert!(send("GET", page, &[], b"").await.unwrap().text().contains("Not paid"), "a decision is final");
    assert_eq!(send("GET", &format!("{page}x"), &[], b"").await.unwrap().status, 404);
}

#[tokio::test]
async fn a_form_on_another_site_is_refused() {
    let sandbox = start(Config { approve_after: Duration::ZERO, ..Config::default() }).await;
    let merchant = Merchant::first(&sandbox);
    let charge = merchant.charge(&json!({})).await.json();
    let page = charge["next_action_redirect_url"].as_str().unwrap();
    let headers = [FORM[0], ("origin", "https://evil.example")];
    assert_eq!(send("POST", page, &headers, b"decision=approve").await.unwrap().status, 403);
    let reference = charge["dgs_reference"].as_str().unwrap();
    assert_eq!(merchant.get(&format!("/transactions/{reference}")).await.json()["data"]["status"], "pending");
}

#[tokio::test]
async fn the_pages_are_told_of_changes() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let target = address(&sandbox.ready().dgs.base_url);
    let mut stream = tokio::net::TcpStream::connect(target).await.unwrap();
    stream.write_all(format!("GET /live HTTP/1.1\r\nHost: {target}\r\n\r\n").as_bytes()).await.unwrap();
    let mut seen = String::new();
    let mut read = async |wished: &str| {
        let mut piece = [0; 1024];
        while !seen.contains(wished) {
            let count = tokio::time::timeout(Duration::from_secs(5), stream.read(&mut piece)).await.unwrap().unwrap();
            assert!(count > 0, "{seen}");
            seen.push_str(&String::from_utf8_lossy(&piece[..count]));
        }
    };
    read("text/event-stream").await;
    read(": hello").await;
    merchant.get("/balance").await;
    read("data: changed").await;
    tokio::time::timeout(Duration::from_secs(5), sandbox.shutdown()).await.unwrap();
}
