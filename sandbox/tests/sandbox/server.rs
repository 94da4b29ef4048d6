//! The envelope on every path, who is let in, and what bad clients cannot do.

use std::time::{Duration, Instant};

use crate::support::{Control, Merchant, address, charge, send, start};
use dgspay_sandbox::Config;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

#[tokio::test]
async fn credentials_come_before_the_path_and_the_body() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let other = Control(&sandbox).merchant(json!({})).await;
    let (key, account) = (merchant.dgs("api_key"), merchant.dgs("account_number"));
    let no_keys: [&[(&str, &str)]; 7] = [
        &[],
        &[("X-DGS-API-Key", key)],
        &[("X-DGS-ACCOUNT-NUMBER", account)],
        &[("X-DGS-API-Key", "sk_sandbox_of_somebody"), ("X-DGS-ACCOUNT-NUMBER", account)],
        &[("X-DGS-API-Key", key), ("X-DGS-ACCOUNT-NUMBER", other.dgs("account_number"))],
        &[("X-DGS-API-Key", key), ("X-DGS-API-Key", key), ("X-DGS-ACCOUNT-NUMBER", account)],
        &[("X-DGS-API-Key", merchant.account["roho"]["test_key"].as_str().unwrap()), ("X-DGS-ACCOUNT-NUMBER", account)],
    ];
    for headers in no_keys {
        for (method, path) in
            [("POST", "/charges"), ("GET", "/balance"), ("DELETE", "/charges"), ("GET", "/no/such/path"), ("GET", "")]
        {
            let answer = send(method, &format!("{}{path}", merchant.dgs("base_url")), headers, b"{").await.unwrap();
            assert_eq!((answer.status, answer.code()), (401, "91".into()), "{method} {path} {headers:?}");
        }
    }
    let lower = [("x-dgs-api-key", key), ("x-dgs-account-number", account)];
    assert_eq!(send("GET", &format!("{}/balance", merchant.dgs("base_url")), &lower, b"").await.unwrap().status, 200);
}

#[tokio::test]
async fn a_live_looking_key_is_refused_by_name_and_never_repeated() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let live = "sk_live_4eC39HqLyjWDarjtT1zdp7dc";
    let headers = [("X-DGS-API-Key", live), ("X-DGS-ACCOUNT-NUMBER", merchant.dgs("account_number"))];
    let answer = send("GET", &format!("{}/balance", merchant.dgs("base_url")), &headers, b"").await.unwrap();
    assert_eq!(answer.code(), "91");
    assert!(answer.text().contains("looks like a live one"));
    assert!(!answer.text().contains("4eC39"));
    let log = Control(&sandbox).get("/requests").await.to_string();
    assert!(!log.contains("4eC39"), "{log}");
}

#[tokio::test]
async fn header_bytes_need_not_be_text() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let mut stream = TcpStream::connect(address(merchant.dgs("base_url"))).await.unwrap();
    let mut request = format!(
        "GET /generation/v2/balance HTTP/1.1\r\nHost: {}\r\nConnection: close\r\nX-DGS-API-Key: ",
        address(merchant.dgs("base_url"))
    )
    .into_bytes();
    request.extend([0xff, 0xfe, b'\r', b'\n', b'\r', b'\n']);
    stream.write_all(&request).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    assert!(answer.starts_with("HTTP/1.1 401"), "{answer}");
    assert!(answer.contains(r#""error_code":"91""#));
}

#[tokio::test]
async fn every_answer_is_the_envelope() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    for (method, path, status, code) in [
        ("GET", "", 404, "92"),
        ("GET", "/", 404, "92"),
        ("GET", "/payment-links/", 404, "92"),
        ("GET", "/disburse", 405, "90"),
        ("GET", "/convert", 405, "90"),
        ("GET", "/banks/", 404, "92"),
        ("GET", "/charges/", 404, "92"),
        ("GET", "/transactions/", 404, "92"),
        ("GET", "/transactions/a/b", 404, "92"),
        ("GET", "/charges", 405, "90"),
        ("DELETE", "/balance", 405, "90"),
        ("OPTIONS", "/transactions", 405, "90"),
        ("PUT", "/transactions/x", 405, "90"),
        ("POST", "/payment-links/x", 405, "90"),
    ] {
        let answer = merchant.call(method, path, b"").await;
        assert_eq!((answer.status, answer.code()), (status, code.into()), "{method} {path}");
        assert_eq!(answer.headers["content-type"], "application/json");
        assert_eq!(answer.json()["status"], "failed");
    }
    assert_eq!(merchant.call("GET", "/charges", b"").await.headers["allow"], "POST");
    let url = format!("{}/charges", merchant.dgs("base_url"));
    let keys = &merchant.headers()[..2];
    let body = charge(&json!({})).to_string();
    for media in [None, Some("text/plain"), Some("application/x-www-form-urlencoded")] {
        let headers: Vec<_> = keys.iter().copied().chain(media.map(|media| ("content-type", media))).collect();
        let answer = send("POST", &url, &headers, body.as_bytes()).await.unwrap();
        assert_eq!((answer.status, answer.code()), (415, "90".into()), "{media:?}");
    }
    let headers: Vec<_> = keys.iter().copied().chain([("content-type", "Application/JSON; charset=utf-8")]).collect();
    assert_eq!(send("POST", &url, &headers, body.as_bytes()).await.unwrap().status, 200);
}

#[tokio::test]
async fn a_large_body_is_read_on_and_refused() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let body = vec![b' '; 1024 * 1024 + 1];
    let answer = merchant.call("POST", "/charges", &body).await;
    assert_eq!((answer.status, answer.code()), (413, "90".into()));
    let answer = merchant.call("POST", "/charges", &vec![b' '; 20 * 1024 * 1024]).await;
    assert_eq!(answer.status, 413);
    let mut fits = charge(&json!({})).to_string().into_bytes();
    fits.resize(1024 * 1024, b' ');
    assert_eq!(merchant.call("POST", "/charges", &fits).await.status, 200);
    let stranger = send("POST", &format!("{}/charges", merchant.dgs("base_url")), &[], &body).await.unwrap();
    assert_eq!((stranger.status, stranger.code()), (401, "91".into()));
}

#[tokio::test]
async fn only_its_own_address_is_answered() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let origin = merchant.dgs("base_url").trim_end_matches("/generation/v2").to_owned();
    let port = address(&origin).port();
    let bearer = format!("Bearer {}", sandbox.ready().control.token);
    for strange in [
        ("host", "evil.example".to_owned()),
        ("host", "127.0.0.1".into()),
        ("host", format!("evil.example:{port}")),
        ("origin", "https://evil.example".into()),
    ] {
        let mut headers = merchant.headers().to_vec();
        headers.extend([(strange.0, strange.1.as_str()), ("authorization", bearer.as_str())]);
        let dgs = send("GET", &format!("{origin}/generation/v2/balance"), &headers, b"").await.unwrap();
        assert_eq!((dgs.status, dgs.json()["status"].clone()), (403, json!("failed")), "{strange:?}");
        let roho = send("GET", &format!("{origin}/roho/api/v1/wallet/balance"), &headers, b"").await.unwrap();
        assert_eq!((roho.status, roho.json()["success"].clone()), (403, json!(false)));
        for path in ["/", "/handset/all", "/_control/assertions"] {
            assert_eq!(send("GET", &format!("{origin}{path}"), &headers, b"").await.unwrap().status, 403, "{path}");
        }
    }
    let by_name = format!("localhost:{port}");
    let mut headers = merchant.headers().to_vec();
    headers.push(("host", &by_name));
    let answer = send("GET", &format!("{origin}/generation/v2/balance"), &headers, b"").await.unwrap();
    assert_eq!(answer.status, 200);
    assert!(!answer.headers.keys().any(|name| name.as_str().starts_with("access-control")));
}

#[tokio::test]
async fn the_control_api_needs_its_token() {
    let sandbox = start(Config::default()).await;
    let url = &sandbox.ready().control.url;
    let api_key = format!("Bearer {}", sandbox.ready().dgs.api_key);
    let basic = format!("Basic {}", sandbox.ready().control.token);
    for path in ["/assertions", "/requests", "/no-such-path", ""] {
        for headers in [
            vec![],
            vec![("authorization", "Bearer ")],
            vec![("authorization", &*api_key)],
            vec![("authorization", &*basic)],
        ] {
            let answer = send("GET", &format!("{url}{path}"), &headers, b"").await.unwrap();
            assert_eq!(answer.status, 401, "{path} {headers:?}");
        }
    }
    let control = Control(&sandbox);
    assert_eq!(control.call("GET", "/no-such-path", &Value::Null).await.status, 404);
    assert_eq!(control.call("PUT", "/clock", &Value::Null).await.status, 405);
    assert_eq!(control.call("GET", "/requests?merchant=nobody", &Value::Null).await.status, 404);
}

#[tokio::test]
async fn rohopay_has_its_own_envelope() {
    let sandbox = start(Config::default()).await;
    let roho = &sandbox.ready().roho;
    let url = format!("{}/transactions", roho.base_url);
    for key in [None, Some("Bearer "), Some("Bearer test_0"), Some("Basic x")] {
        let headers: Vec<_> = key.into_iter().map(|key| ("authorization", key)).collect();
        let answer = send("GET", &url, &headers, b"").await.unwrap();
        assert_eq!(answer.status, 401);
        assert_eq!(
            answer.json(),
            json!({ "success": false, "error": { "code": "UNAUTHORIZED", "message": "Invalid or missing API key" } })
        );
    }
    for key in [&roho.test_key, &roho.live_key] {
        let bearer = format!("Bearer {key}");
        for (method, path, status, code) in [
            ("GET", "/no/such/path", 404, "NOT_FOUND"),
            ("GET", "", 404, "NOT_FOUND"),
            ("DELETE", "/collect", 405, "VALIDATION_ERROR"),
            ("POST", "/collect", 415, "VALIDATION_ERROR"),
        ] {
            let url = format!("{}{path}", roho.base_url);
            let answer = send(method, &url, &[("authorization", &bearer)], b"").await.unwrap();
            assert_eq!((answer.status, answer.roho_code()), (status, code.to_owned()), "{method} {path}");
            assert_eq!(answer.ordered().names(), ["success", "error"]);
        }
        let headers = [("authorization", &*bearer), ("content-type", "application/json"), ("idempotency-key", "k")];
        let endless = vec![b' '; 1024 * 1024 + 1];
        let answer = send("POST", &format!("{}/collect", roho.base_url), &headers, &endless).await.unwrap();
        assert_eq!((answer.status, answer.roho_code()), (413, "VALIDATION_ERROR".to_owned()));
    }
    let strange = format!("Bearer live_{}", "0".repeat(64));
    let answer = send("GET", &url, &[("authorization", &strange)], b"").await.unwrap();
    assert!(answer.text().contains("looks like a live one"));
}

#[tokio::test]
async fn what_was_seen_can_be_asked() {
    let sandbox = start(Config::default()).await;
    let control = Control(&sandbox);
    let merchant = control.merchant(json!({})).await;
    let mut headers = merchant.headers().to_vec();
    headers.extend([("user-agent", "test/1"), ("Idempotency-Key", "order-1")]);
    let body = charge(&json!({ "amount": 2000, "card_nonce": "abc123def456" })).to_string();
    send("POST", &format!("{}/charges", merchant.dgs("base_url")), &headers, body.as_bytes()).await.unwrap();
    send("GET", &format!("{}/transactions?page=1", merchant.dgs("base_url")), &headers[1..], b"").await.unwrap();
    let seen = control.get(&format!("/requests?merchant={}", merchant.id())).await;
    let [post, get] = seen["requests"].as_array().unwrap().as_slice() else { panic!("{seen}") };
    assert_eq!(
        (&post["method"], &post["path"], &post["operation"]),
        (&json!("POST"), &json!("/generation/v2/charges"), &json!("charges.create"))
    );
    assert_eq!(
        (&post["status"], &post["idempotency_key"], &post["user_agent"]),
        (&json!(200), &json!("order-1"), &json!("test/1"))
    );
    assert_eq!((&post["body"]["amount"], &post["body"]["card_nonce"]), (&json!(2000), &json!("[redacted]")));
    assert_eq!(post["body_sha256"].as_str().unwrap().len(), 64);
    assert!(post["seq"].as_u64().unwrap() < get["seq"].as_u64().unwrap());
    assert_eq!(
        (&get["status"], &get["path"], &get["body"]),
        (&json!(401), &json!("/generation/v2/transactions?page=1"), &Value::Null)
    );
    assert!(!seen.to_string().contains(merchant.dgs("api_key")));
}

#[tokio::test]
async fn merchants_are_opened_and_changed() {
    let sandbox = start(Config { merchants: 2, ..Config::default() }).await;
    let control = Control(&sandbox);
    let merchant = control.merchant(json!({ "wallet": { "RWF": "250", "EUR": "1.50" }, "approve_after_ms": 0 })).await;
    let balances = merchant.get("/balance").await.text();
    assert!(
        balances.contains(r#""available_balance":250.00"#) && balances.contains(r#""available_balance":1.50"#),
        "{balances}"
    );
    let path = format!("/merchants/{}", merchant.id());
    let answer = control.call("PATCH", &path, &json!({ "wallet": { "RWF": "0" }, "approve_after_ms": 10 })).await;
    assert_eq!((answer.status, answer.json()["id"].as_str().unwrap()), (200, merchant.id()));
    assert!(
        merchant
            .get("/balance")
            .await
            .text()
            .contains(r#""currency":"RWF","pending_balance":0.00,"available_balance":0.00"#)
    );
    assert_eq!(control.get("/assertions").await["ledger_balanced"], true);
    for wishes in [
        json!({ "wallet": { "RWF": "1.5" } }),
        json!({ "wallet": { "RWF": "-1" } }),
        json!({ "wallet": { "RWF": 1 } }),
        json!({ "walet": {} }),
    ] {
        assert_eq!(control.call("POST", "/merchants", &wishes).await.status, 400, "{wishes}");
    }
    assert_eq!(control.call("PATCH", "/merchants/nobody", &json!({})).await.status, 404);
}

#[tokio::test]
async fn the_ready_line() {
    let sandbox = start(Config::default()).await;
    let line = serde_json::to_string(sandbox.ready()).unwrap();
    assert!(!line.contains('\n'));
    let ready: Value = serde_json::from_str(&line).unwrap();
    let names = |value: &Value| value.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&ready), ["control", "dgs", "pages", "roho"]);
    assert_eq!(
        names(&ready["dgs"]),
        ["account_number", "api_key", "base_url", "encryption_key", "environment", "webhook_secret"]
    );
    assert_eq!(names(&ready["roho"]), ["base_url", "live_key", "test_key", "webhook_secret"]);
    assert_eq!(names(&ready["control"]), ["token", "url"]);
    assert!(ready["control"]["url"].as_str().unwrap().ends_with("/_control"));
}

#[tokio::test]
async fn half_open_connections_are_cut_and_hurt_nobody() {
    let sandbox = start(Config::default()).await;
    let merchant = Merchant::first(&sandbox);
    let target = address(merchant.dgs("base_url"));
    let began = Instant::now();
    let mut half_open = Vec::new();
    for number in 0..1_000 {
        let mut stream = TcpStream::connect(target).await.unwrap();
        let (head, length) = if number % 2 == 0 {
            ("GET / HTTP/1.1\r\nHost: ", "")
        } else {
            ("POST /generation/v2/charges HTTP/1.1\r\nContent-Length: 100\r\nHost: x\r\n\r\n", "{")
        };
        stream.write_all(format!("{head}{length}").as_bytes()).await.unwrap();
        half_open.push(stream);
    }
    let mut slowest = Duration::ZERO;
    for _ in 0..200 {
        let asked = Instant::now();
        assert_eq!(merchant.get("/balance").await.status, 200);
        slowest = slowest.max(asked.elapsed());
    }
    assert!(slowest < Duration::from_secs(1), "{slowest:?}");
    for mut stream in half_open {
        let mut rest = Vec::new();
        let left = Duration::from_secs(15).saturating_sub(began.elapsed());
        let ended = tokio::time::timeout(left, stream.read_to_end(&mut rest)).await;
        assert!(ended.is_ok(), "still open after 15 s");
    }
}
