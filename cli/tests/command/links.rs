//! `dgspay links`

use serde_json::json;

use crate::world::{World, frozen};

#[test]
fn a_link_lives_and_is_archived() {
    let world = World::open(frozen());
    let (code, link) = world.json(&[
        "links",
        "create",
        "Invoice #123",
        "--amount",
        "50000",
        "--max-uses",
        "1",
        "--types",
        "card,mobile_money",
        "--expires-at",
        "2026-12-31T23:59:59Z",
        "--collect-address",
        "true",
        "--metadata",
        r#"{"order":1042}"#,
    ]);
    assert_eq!(code, 0, "{link}");
    assert_eq!(link["amount"], json!({ "amount": "50000", "currency": "RWF" }));
    assert_eq!(link["payment_types"], json!(["card", "mobile_money"]));
    assert_eq!(
        (&link["amount_type"], &link["status"], &link["max_uses"]),
        (&json!("fixed"), &json!("active"), &json!(1))
    );
    assert_eq!(link["expires_at"], "2026-12-31T23:59:59");
    let id = link["id"].as_str().unwrap();

    let (code, changed) = world.json(&["links", "update", id, "--title", "Invoice #124", "--amount", "60000"]);
    assert_eq!((code, &changed["title"], &changed["amount"]["amount"]), (0, &json!("Invoice #124"), &json!("60000")));
    let (code, changed) = world.json(&["links", "update", id, "--flexible", "--min", "100"]);
    assert_eq!(
        (code, &changed["amount_type"], &changed["min_amount"]["amount"]),
        (0, &json!("flexible"), &json!("100"))
    );
    assert_eq!(world.json(&["links", "update", id]).0, 2, "nothing to change");

    let (code, shown) = world.json(&["links", "show", id]);
    assert_eq!((code, &shown["id"], &shown["total_charges"]), (0, &json!(id), &json!(0)));
    assert_eq!(shown["recent_charges"], json!([]));

    let told = world.dgspay(&["links", "archive", id, "--yes"]).ended(0).out;
    assert!(told.contains("Archived"), "{told}");
    let (code, again) = world.json(&["links", "archive", id]);
    assert_eq!((code, &again["error"]["code"]), (1, &json!("not_found")));
}

#[test]
fn a_flexible_link_has_limits_and_a_currency() {
    let world = World::open(frozen());
    let (code, link) = world.json(&[
        "links",
        "create",
        "Donation",
        "--currency",
        "USD",
        "--min",
        "0.50",
        "--max",
        "500",
        "--slug",
        "give",
    ]);
    assert_eq!(code, 0, "{link}");
    assert_eq!((&link["min_amount"], &link["slug"]), (&json!({ "amount": "0.5", "currency": "USD" }), &json!("give")));
    assert_eq!(world.json(&["links", "create", "Donation", "--amount", "5", "--min", "1"]).0, 2);
    assert_eq!(world.json(&["links", "create", "Donation", "--types", "cash"]).0, 2);
    let (code, taken) = world.json(&["links", "create", "Donation", "--slug", "give"]);
    assert_eq!((code, &taken["error"]["code"]), (1, &json!("request_refused")));
}

#[test]
fn what_came_through_a_link_is_shown() {
    let world = World::open(frozen());
    let (_, link) = world.json(&["links", "create", "Invoice", "--amount", "5000"]);
    let id = link["id"].as_str().unwrap();
    let body = json!({ "payment_type": "mobile_money", "phone": "0788123456", "network": "MTN", "scenario_key": "scenario:auth_pin" });
    world.control("POST", &format!("/links/{id}/payments"), &body);
    let (code, shown) = world.json(&["links", "show", id]);
    assert_eq!((code, &shown["successful_charges"]), (0, &json!(1)));
    assert_eq!(shown["total_collected"], json!({ "amount": "5000", "currency": "RWF" }));
    assert_eq!(shown["recent_charges"][0]["amount"], json!({ "amount": "5000", "currency": "RWF" }));
    let (_, listed) = world.json(&["transactions", "list", "--link", id]);
    assert_eq!(listed["total"], 1);
    let (_, listed) = world.json(&["transactions", "list", "--link", "another"]);
    assert_eq!(listed["total"], 0);
}

#[test]
fn lists_come_in_pages() {
    let world = World::open(frozen());
    for title in ["One", "Two", "Three"] {
        world.dgspay(&["links", "create", title]).ended(0);
    }
    let (code, page) = world.json(&["links", "list", "--limit", "2"]);
    assert_eq!((code, &page["page"], &page["pages"], &page["total"]), (0, &json!(1), &json!(2), &json!(3)));
    assert_eq!((page["links"].as_array().unwrap().len(), &page["next_page"]), (2, &json!(2)));
    assert_eq!(page["links"][0]["title"], "Three", "the newest first");
    let (_, all) = world.json(&["links", "list", "--limit", "1", "--all"]);
    assert_eq!((all["links"].as_array().unwrap().len(), &all["total"]), (3, &json!(3)));
    let told = world.dgspay(&["links", "list", "--limit", "2"]).ended(0).out;
    assert!(told.contains("2 of 3 payment links. More with --page 2"), "{told}");
    assert_eq!(world.json(&["links", "list", "--limit", "1000"]).0, 2);
}

/// A QR code that nobody can read is decoration: its modules are read back.
#[test]
fn the_qr_code_is_that_of_the_link() {
    let world = World::open(frozen());
    let (_, link) = world.json(&["links", "create", "Invoice"]);
    let id = link["id"].as_str().unwrap();
    let drawn = world.dgspay(&["links", "show", id, "--qr", "always"]).ended(0).out;
    let lines: Vec<Vec<char>> =
        drawn.lines().filter(|line| line.starts_with("  █")).map(|line| line.chars().skip(2).collect()).collect();
    let is_dark = |row: usize, column: usize| match lines[row / 2][column] {
        ' ' => true,
        '▀' => !row.is_multiple_of(2),
        '▄' => row.is_multiple_of(2),
        _ => false,
    };
    let url = link["url"].as_str().unwrap();
    let code = qrcode::QrCode::with_error_correction_level(url, qrcode::EcLevel::L).unwrap();
    let (width, quiet) = (code.width(), 4);
    assert_eq!(lines[0].len(), width + 2 * quiet);
    let drawn = (0..width).flat_map(|row| (0..width).map(move |column| is_dark(row + quiet, column + quiet)));
    assert_eq!(
        drawn.collect::<Vec<_>>(),
        code.to_colors().iter().map(|c| *c == qrcode::Color::Dark).collect::<Vec<_>>()
    );
    let plain = world.dgspay(&["links", "show", id]).ended(0).out;
    assert!(!plain.contains('█'), "no picture where there is no terminal");
}
