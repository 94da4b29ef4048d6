//! `/payment-links`: making, listing, changing and archiving links. What their pages do is in `checkout.rs`.

use crate::support;
use crate::support::{Answer, Control, Merchant, start};
use dgspay_sandbox::{Config, Sandbox};
use serde_json::{Value, json};

const DOCUMENTED: [&str; 13] = [
    "id",
    "slug",
    "url",
    "title",
    "amount_type",
    "amount",
    "currency",
    "payment_types",
    "use_count",
    "max_uses",
    "status",
    "expires_at",
    "created_at",
];

async fn frozen() -> Sandbox {
    start(Config { frozen_at: Some("2026-04-03T10:00:00Z".parse().unwrap()), ..Config::default() }).await
}

async fn create(merchant: &Merchant, changes: Value) -> Answer {
    merchant.send("POST", "/payment-links", &support::link(&changes)).await
}

fn path(link: &Value) -> String {
    format!("/payment-links/{}", link["id"].as_str().unwrap())
}

fn refused(answer: &Answer, field: &str) {
    assert_eq!((answer.status, answer.code()), (400, "90".into()), "{}", answer.text());
    assert!(answer.json()["errors"][field].is_string(), "{field}: {}", answer.text());
}

#[tokio::test]
async fn a_link_as_documented() {
    let sandbox = frozen().await;
    let merchant = Merchant::first(&sandbox);
    let answer = create(&merchant, json!({})).await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.ordered().names(), ["status", "message", "link"]);
    assert_eq!(answer.ordered().at("link").names()[..13], DOCUMENTED, "the documented fields first, in their order");
    let body = answer.json();
    assert_eq!((&body["status"], &body["message"]), (&json!("success"), &json!("Payment link created")));
    let link = &body["link"];
    assert_eq!(link["id"].as_str().unwrap().len(), 36);
    let url = format!("{}generation/pay/invoice-123", sandbox.ready().pages.dashboard);
    for (name, value) in [
        ("slug", json!("invoice-123")),
        ("url", json!(url)),
        ("title", json!("Invoice #123")),
        ("amount_type", json!("fixed")),
        ("amount", json!(50000)),
        ("currency", json!("RWF")),
        ("payment_types", json!(["card", "mobile_money"])),
        ("use_count", json!(0)),
        ("max_uses", json!(1)),
        ("status", json!("active")),
        ("expires_at", json!("2026-12-31 23:59:59")),
        ("created_at", json!("2026-04-03 10:00:00")),
        ("collect_phone", json!(true)),
        ("collect_name", json!(true)),
        ("collect_address", json!(false)),
    ] {
        assert_eq!(link[name], value, "{name}");
    }
}

#[tokio::test]
async fn what_is_not_said_has_its_documented_default() {
    let sandbox = frozen().await;
    let body = json!({ "title": "Tip", "amount_type": "flexible", "currency": "EUR" });
    let answer = Merchant::first(&sandbox).send("POST", "/payment-links", &body).await;
    let link = &answer.json()["link"];
    assert_eq!(link["payment_types"], json!(["card", "mobile_money", "bank_transfer", "ussd"]));
    assert_eq!((&link["collect_phone"], &link["collect_name"]), (&json!(true), &json!(true)));
    assert_eq!(link["collect_address"], json!(false));
    for absent in
        ["amount", "min_amount", "max_amount", "max_uses", "expires_at", "redirect_url", "logo_url", "metadata"]
    {
        assert_eq!(link[absent], Value::Null, "{absent}");
    }
}

#[tokio::test]
async fn everything_that_was_said_comes_back() {
    let sandbox = frozen().await;
    let merchant = Merchant::first(&sandbox);
    let wishes = json!({
        "title": "Umuganda <3", "amount_type": "flexible", "amount": null, "currency": "USD",
        "min_amount": 0.01, "max_amount": 94.5, "payment_types": ["ussd"], "slug": "Umuganda_2026",
        "description": "For the road", "redirect_url": "https://shop.example/thanks?order=7",
        "logo_url": "http://localhost:3000/logo.svg", "max_uses": null, "expires_at": null,
        "collect_phone": false, "collect_name": false, "collect_address": true,
        "metadata": { "order": 7, "deep": [1.1, { "x": null }] }, "unknown": "ignored",
    });
    // 1.1 in JSON may be written 1.10, which a test's own JSON library would shorten.
    let body = support::link(&wishes).to_string().replace("1.1,", "1.10,");
    let made = merchant.call("POST", "/payment-links", body.as_bytes()).await;
    let read = merchant.get(&path(&made.json()["link"])).await.json();
    for link in [&made.json()["link"], &read["link"]] {
        for name in
            ["title", "payment_types", "slug", "description", "redirect_url", "logo_url", "metadata", "currency"]
        {
            assert_eq!(link[name], wishes[name], "{name}");
        }
        for name in ["collect_phone", "collect_name", "collect_address"] {
            assert_eq!(link[name], wishes[name], "{name}");
        }
        assert_eq!(link["unknown"], Value::Null);
    }
    let link = made.text();
    assert!(link.contains(r#""min_amount":0.01,"max_amount":94.50"#), "every digit of the currency: {link}");
    assert!(link.contains(r#""deep":[1.10,{"x":null}]"#), "metadata byte for byte: {link}");
}

#[tokio::test]
async fn a_wrong_field_is_named() {
    let sandbox = frozen().await;
    let merchant = Merchant::first(&sandbox);
    let flexible = |changes: Value| {
        let mut wishes = json!({ "amount_type": "flexible", "amount": null });
        wishes.as_object_mut().unwrap().extend(changes.as_object().unwrap().clone());
        wishes
    };
    let wrong = [
        ("title", json!({ "title": null })),
        ("title", json!({ "title": " " })),
        ("amount_type", json!({ "amount_type": null })),
        ("amount_type", json!({ "amount_type": "Fixed" })),
        ("currency", json!({ "currency": null })),
        ("currency", json!({ "currency": "KES" })),
        ("currency", json!({ "currency": "rwf" })),
        ("currency", json!({ "currency": " RWF" })),
        ("amount", json!({ "amount": null })),
        ("amount", json!({ "amount": "50000" })),
        ("amount", json!({ "amount": 0 })),
        ("amount", json!({ "amount": -1 })),
        ("amount", json!({ "amount": 0.5 })),
        ("amount", json!({ "amount": 0.001, "currency": "USD" })),
        ("amount", json!({ "amount": 1e13 })),
        ("min_amount", json!({ "min_amount": 100 })),
        ("max_amount", json!({ "max_amount": 100 })),
        ("amount", flexible(json!({ "amount": 100 }))),
        ("min_amount", flexible(json!({ "min_amount": 0 }))),
        ("max_amount", flexible(json!({ "max_amount": true }))),
        ("max_amount", flexible(json!({ "min_amount": 101, "max_amount": 100 }))),
        ("payment_types", json!({ "payment_types": [] })),
        ("payment_types", json!({ "payment_types": ["cash"] })),
        ("payment_types", json!({ "payment_types": ["card", "card"] })),
        ("payment_types", json!({ "payment_types": "card" })),
        ("slug", json!({ "slug": "" })),
        ("slug", json!({ "slug": "a/b" })),
        ("slug", json!({ "slug": "a b" })),
        ("slug", json!({ "slug": "a".repeat(101) })),
        ("slug", json!({ "slug": 5 })),
        ("description", json!({ "description": 5 })),
        ("redirect_url", json!({ "redirect_url": "javascript:alert(1)" })),
        ("logo_url", json!({ "logo_url": "logo.png" })),
        ("max_uses", json!({ "max_uses": 0 })),
        ("max_uses", json!({ "max_uses": -1 })),
        ("max_uses", json!({ "max_uses": 1.5 })),
        ("max_uses", json!({ "max_uses": "1" })),
        ("expires_at", json!({ "expires_at": "2026-12-31T23:59:59Z" })),
        ("expires_at", json!({ "expires_at": "2026-12-31" })),
        ("expires_at", json!({ "expires_at": "2026-02-30 00:00:00" })),
        ("collect_phone", json!({ "collect_phone": 1 })),
        ("collect_name", json!({ "collect_name": "true" })),
        ("collect_address", json!({ "collect_address": [] })),
        ("metadata", json!({ "metadata": [1] })),
        ("metadata", json!({ "metadata": "x" })),
    ];
    for (field, changes) in wrong {
        refused(&create(&merchant, changes).await, field);
    }
    assert_eq!(merchant.get("/payment-links").await.json()["pagination"]["total"], 0, "nothing was made");
    let right = [
        json!({ "amount": 0.01, "currency": "USD" }),
        json!({ "amount": 1 }),
        flexible(json!({ "min_amount": 100, "max_amount": 100 })),
        json!({ "slug": "a".repeat(100) }),
        json!({ "currency": "EUR", "payment_types": ["ussd", "card"] }),
        json!({ "max_uses": 4_294_967_295_u32 }),
        json!({ "metadata": {} }),
    ];
    for changes in right {
        let answer = create(&merchant, changes).await;
        assert_eq!(answer.status, 200, "the control: {}", answer.text());
    }
    let several = create(&merchant, json!({ "title": null, "currency": "KES", "amount": -1 })).await.json();
    assert_eq!(several["errors"].as_object().unwrap().len(), 3, "everything at once: {several}");
    for body in ["", "[]", "null", "{", "title=x"] {
        let answer = merchant.call("POST", "/payment-links", body.as_bytes()).await;
        assert_eq!((answer.status, answer.code()), (400, "90".into()), "{body}");
    }
}

#[tokio::test]
async fn a_taken_slug_is_refused_and_a_derived_one_gets_something_behind_it() {
    let sandbox = frozen().await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let stranger = control.merchant(json!({})).await;
    let first = merchant.link(&json!({})).await;
    assert_eq!(first["slug"], "invoice-123");
    for whoever in [&merchant, &stranger] {
        refused(&create(whoever, json!({ "slug": "invoice-123" })).await, "slug");
        let derived = whoever.link(&json!({})).await;
        let slug = derived["slug"].as_str().unwrap();
        assert!(slug.starts_with("invoice-123-") && slug.len() == "invoice-123-".len() + 4, "{slug}");
        assert!(derived["url"].as_str().unwrap().ends_with(slug));
    }
    merchant.call("DELETE", &path(&first), b"").await;
    refused(&create(&merchant, json!({ "slug": "invoice-123" })).await, "slug");
    assert_eq!(merchant.link(&json!({ "slug": "invoice-124" })).await["slug"], "invoice-124", "the control");
}

#[tokio::test]
async fn the_list_is_paged_and_newest_first() {
    let sandbox = frozen().await;
    let merchant = Merchant::first(&sandbox);
    for number in 1..=23 {
        merchant.link(&json!({ "title": format!("Link {number}") })).await;
    }
    Control(&sandbox).merchant(json!({})).await.link(&json!({ "title": "Somebody else's" })).await;
    let answer = merchant.get("/payment-links").await;
    assert_eq!(answer.ordered().names(), ["status", "data", "pagination"]);
    let list = async |query: &str| merchant.get(&format!("/payment-links{query}")).await.json();
    let titles =
        |page: &Value| page["data"].as_array().unwrap().iter().map(|link| link["title"].clone()).collect::<Vec<_>>();
    let first = list("").await;
    assert_eq!((titles(&first).len(), &titles(&first)[0]), (20, &json!("Link 23")));
    assert_eq!(first["pagination"], json!({ "page": 1, "limit": 20, "total": 23, "pages": 2 }));
    assert_eq!(titles(&list("?page=2").await), [json!("Link 3"), json!("Link 2"), json!("Link 1")]);
    assert_eq!(titles(&list("?page=3&limit=10").await), [json!("Link 3"), json!("Link 2"), json!("Link 1")]);
    assert_eq!(list("?limit=1000").await["pagination"]["limit"], 100);
    assert!(titles(&list("?page=9").await).is_empty());
    for query in ["?page=0", "?limit=0", "?page=x"] {
        let answer = merchant.get(&format!("/payment-links{query}")).await;
        assert_eq!((answer.status, answer.code()), (400, "90".into()), "{query}");
    }
}

#[tokio::test]
async fn one_link_with_its_numbers() {
    let sandbox = frozen().await;
    let merchant = Merchant::first(&sandbox);
    let link = merchant.link(&json!({})).await;
    let answer = merchant.get(&path(&link)).await;
    assert_eq!(answer.ordered().names(), ["status", "link", "stats", "recent_charges"]);
    assert_eq!(
        answer.ordered().at("stats").names(),
        ["total_charges", "successful_charges", "pending_charges", "failed_charges", "total_collected", "currency"]
    );
    let body = answer.json();
    assert_eq!(body["link"], link);
    assert_eq!(body["stats"]["total_collected"], 0);
    assert_eq!(body["recent_charges"], json!([]));
}

#[tokio::test]
async fn a_change_is_checked_like_a_new_link_and_made_whole_or_not_at_all() {
    let sandbox = frozen().await;
    let merchant = Merchant::first(&sandbox);
    let link = merchant.link(&json!({ "description": "old" })).await;
    let other = merchant.link(&json!({})).await;
    let patch = async |changes: Value| merchant.send("PATCH", &path(&link), &changes).await;

    let answer = patch(json!({ "title": "New", "amount": 700, "max_uses": null, "collect_address": true })).await;
    assert_eq!(answer.ordered().names(), ["status", "message", "link"]);
    let changed = answer.json();
    assert_eq!(changed["message"], "Payment link updated");
    for (name, value) in [
        ("title", json!("New")),
        ("amount", json!(700)),
        ("max_uses", Value::Null),
        ("collect_address", json!(true)),
        ("description", json!("old")),
        ("slug", json!("invoice-123")),
        ("id", link["id"].clone()),
        ("created_at", link["created_at"].clone()),
    ] {
        assert_eq!(changed["link"][name], value, "{name}");
    }
    assert_eq!(patch(json!({})).await.json()["link"], changed["link"], "nothing wished, nothing changed");
    let ignored = json!({ "currency": "USD", "id": "x", "url": "x", "use_count": 9, "status": "archived", "new": 1, "slug": null });
    assert_eq!(patch(ignored).await.json()["link"], changed["link"], "not to be changed, so ignored");

    for (field, changes) in [
        ("amount", json!({ "title": "Not this", "amount": -5 })),
        ("amount", json!({ "title": "Not this", "amount": 0.5 })),
        ("amount", json!({ "title": "Not this", "amount": null })),
        ("title", json!({ "title": null, "amount": 9 })),
        ("min_amount", json!({ "title": "Not this", "min_amount": 5 })),
        ("slug", json!({ "title": "Not this", "slug": other["slug"] })),
        ("expires_at", json!({ "title": "Not this", "expires_at": "tomorrow" })),
    ] {
        refused(&patch(changes).await, field);
    }
    assert_eq!(merchant.get(&path(&link)).await.json()["link"], changed["link"], "a refused change leaves no trace");

    let flexible = patch(json!({ "amount_type": "flexible", "min_amount": 5 })).await.json();
    assert_eq!(flexible["link"]["amount"], Value::Null, "the amount belonged to the other type");
    assert_eq!(flexible["link"]["min_amount"], 5);
    refused(&patch(json!({ "amount_type": "fixed" })).await, "amount");
    refused(&patch(json!({ "max_amount": 4 })).await, "max_amount");
    assert_eq!(patch(json!({ "slug": "invoice-123" })).await.status, 200, "its own slug is not taken");
    assert_eq!(patch(json!({ "slug": "renamed" })).await.json()["link"]["slug"], "renamed");

    let url = format!("{}{}", merchant.dgs("base_url"), path(&link));
    let no_type = support::send("PATCH", &url, &merchant.headers()[..2], b"{}").await.unwrap();
    assert_eq!((no_type.status, no_type.code()), (415, "90".into()));
}

#[tokio::test]
async fn an_archived_link_stays_archived() {
    let sandbox = frozen().await;
    let merchant = Merchant::first(&sandbox);
    let link = merchant.link(&json!({})).await;
    let archived = merchant.call("DELETE", &path(&link), b"").await;
    assert_eq!(archived.status, 200);
    assert_eq!(archived.text(), r#"{"status":"success","message":"Payment link archived"}"#);
    for (method, body) in [("DELETE", ""), ("PATCH", r#"{"title":"Again"}"#), ("PATCH", r#"{"amount":-1}"#)] {
        let answer = merchant.call(method, &path(&link), body.as_bytes()).await;
        assert_eq!((answer.status, answer.code()), (404, "92".into()), "{method}");
    }
    assert_eq!(merchant.get(&path(&link)).await.json()["link"]["status"], "archived");
    assert_eq!(merchant.get("/payment-links").await.json()["data"][0]["status"], "archived");
}

#[tokio::test]
async fn another_accounts_link_is_not_found() {
    let sandbox = frozen().await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let link = merchant.link(&json!({})).await;
    let stranger = control.merchant(json!({})).await;
    for (method, body) in [("GET", ""), ("PATCH", "{}"), ("DELETE", "")] {
        for path in [path(&link), "/payment-links/nobody".into(), "/payment-links/%FF".into()] {
            let answer = stranger.call(method, &path, body.as_bytes()).await;
            assert_eq!((answer.status, answer.code()), (404, "92".into()), "{method} {path}");
        }
    }
    assert_eq!(stranger.get("/payment-links").await.json()["data"], json!([]));
    assert_eq!(merchant.get(&path(&link)).await.json()["link"], link, "the control: untouched, and there");
    let unknown = merchant.call("PUT", &path(&link), b"").await;
    assert_eq!(
        (unknown.status, unknown.code(), &unknown.headers["allow"]),
        (405, "90".into(), &"GET, PATCH, DELETE".parse().unwrap())
    );
}

#[tokio::test]
async fn a_link_expires() {
    let sandbox = frozen().await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let link = merchant.link(&json!({ "expires_at": "2026-04-03 10:00:01" })).await;
    let status = async || merchant.get(&path(&link)).await.json()["link"]["status"].clone();
    control.advance(999).await;
    assert_eq!(status().await, "active");
    control.advance(1).await;
    assert_eq!(status().await, "expired");
    merchant.send("PATCH", &path(&link), &json!({ "expires_at": "2026-04-04 00:00:00" })).await;
    assert_eq!(status().await, "active", "an expired link is not archived");
}

#[tokio::test]
async fn same_seed_same_links() {
    let run = async || {
        let sandbox = frozen().await;
        let merchant = Merchant::first(&sandbox);
        let made = [merchant.link(&json!({})).await, merchant.link(&json!({})).await];
        made.map(|link| (link["id"].clone(), link["slug"].clone()))
    };
    assert_eq!(run().await, run().await);
}

#[tokio::test]
async fn faults_strike_every_operation() {
    let sandbox = frozen().await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let link = merchant.link(&json!({})).await;
    let calls = [
        (
            "payment_links.create",
            "POST",
            "/payment-links".to_owned(),
            support::link(&json!({ "slug": "once" })).to_string(),
        ),
        ("payment_links.list", "GET", "/payment-links".to_owned(), String::new()),
        ("payment_links.get", "GET", path(&link), String::new()),
        ("payment_links.update", "PATCH", path(&link), r#"{"title":"New"}"#.to_owned()),
        ("payment_links.archive", "DELETE", path(&link), String::new()),
    ];
    for (operation, method, path, body) in calls {
        for fault in ["error-99-before-commit", "idempotency-conflict", "commit-then-500"] {
            control.fault(json!({ "fault": fault, "operation": operation })).await;
            let struck = merchant.call(method, &path, body.as_bytes()).await;
            assert_eq!(struck.code(), if fault == "idempotency-conflict" { "93" } else { "99" }, "{operation}");
        }
        let logged =
            control.get("/requests").await["requests"].as_array().unwrap().last().unwrap()["operation"].clone();
        assert_eq!(logged, operation);
    }
    let links = merchant.get("/payment-links").await.json();
    let state: Vec<_> =
        links["data"].as_array().unwrap().iter().map(|link| (link["slug"].clone(), link["status"].clone())).collect();
    assert_eq!(
        state,
        [(json!("once"), json!("active")), (json!("invoice-123"), json!("archived"))],
        "only what was struck after the commit was done, and that once"
    );
}

#[tokio::test]
async fn links_survive_a_restart() {
    let folder = std::env::temp_dir().join(format!("dgspay-links-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let open = async || start(Config { database: Some(folder.join("ledger.db")), ..Config::default() }).await;
    let sandbox = open().await;
    let wishes = json!({ "metadata": { "order": 7 }, "description": "kept", "min_amount": null });
    let link = Merchant::first(&sandbox).link(&wishes).await;
    sandbox.shutdown().await;
    let sandbox = open().await;
    let mut again = Merchant::first(&sandbox).get(&path(&link)).await.json()["link"].clone();
    // The port is another one.
    again["url"] = link["url"].clone();
    assert_eq!(again, link);
    sandbox.shutdown().await;
    std::fs::remove_dir_all(&folder).unwrap();
}
