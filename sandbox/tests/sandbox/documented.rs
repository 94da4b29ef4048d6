//! Every call of the documents, sent as they show it with both headers, and the answer held against theirs: names, order,
//! types, words and digits. Where the documents are silent or contradict themselves, the number of the decision (C-…) is named.

use std::time::Duration;

use crate::support;
use crate::support::documented::{compare, fits};
use crate::support::{Answer, Control, Merchant, Ordered, send, start};
use dgspay::Money;
use dgspay_sandbox::{Config, Sandbox};
use serde_json::{Value, json};

/// What the sandbox tells of a link beside the documented fields.
const MORE_OF_A_LINK: [&str; 9] = [
    "min_amount",
    "max_amount",
    "description",
    "redirect_url",
    "logo_url",
    "collect_phone",
    "collect_name",
    "collect_address",
    "metadata",
];

const BANK_PAYOUT: &str = r#"{"amount":10000,"destination_type":"bank","recipient":{"bank_key":"kcb_rw",
    "account_number":"1234567890","name":"John Doe","branch":"Kigali Main"},"narration":"Vendor payment April 2026"}"#;

const WALLET_PAYOUT: &str = r#"{"amount":5000,"destination_type":"mobile_money",
    "recipient":{"msisdn":"+250788123456","network":"MTN","country":"RW","name":"Jane Doe"}}"#;

const CONVERSION: &str = r#"{"action":"convert","from_currency":"USD","to_currency":"EUR","from_amount":100}"#;

const PENDING: &str = r#"{ "status": "success", "message": "Charge initiated", "transaction_id": "~text",
    "dgs_reference": "~text", "amount": 2000, "currency": "RWF", "transaction_status": "pending",
    "payment_method_type": "mobile_money", "next_action_type": "redirect_url", "next_action_redirect_url": "~text",
    "display_text": "Complete payment on your mobile device" }"#;

const FAILED: &str = r#"{ "status": "failed", "message": "Charge failed", "transaction_id": "~text",
    "dgs_reference": "~text", "amount": 2000, "currency": "RWF", "transaction_status": "failed",
    "payment_method_type": "mobile_money", "issuer_response_type": "declined", "issuer_response_code": "05",
    "processor_response": "Insufficient funds" }"#;

const CARD: &str = r#"{ "status": "success", "message": "Payment completed", "transaction_id": "~text",
    "dgs_reference": "~text", "amount": 5000, "currency": "RWF", "transaction_status": "successful",
    "payment_method_type": "card" }"#;

const LINK: &str = r#"{ "id": "~text", "slug": "invoice-123", "url": "~text", "title": "Invoice #123",
    "amount_type": "fixed", "amount": 50000, "currency": "RWF", "payment_types": ["card", "mobile_money"], "use_count": 0,
    "max_uses": 1, "status": "active", "expires_at": "2026-12-31 23:59:59", "created_at": "2026-04-03 10:00:00" }"#;

/// One merchant with a wallet that covers every example, on a clock that stands at the documents' moment.
async fn sandbox() -> Sandbox {
    start(Config {
        frozen_at: Some("2026-04-03T10:00:00Z".parse().unwrap()),
        approve_after: Duration::ZERO,
        ..Config::default()
    })
    .await
}

/// The envelope of an error (§4), for the code and the fields that are complained about.
fn refused(answer: &Answer, status: u16, code: &str, fields: &[&str]) {
    let envelope = format!(r#"{{"status":"failed","message":"~text","error_code":"{code}"}}"#);
    let added: &[&str] = if fields.is_empty() { &[] } else { &["errors"] };
    assert_eq!(answer.status, status, "{}", answer.text());
    let whole = answer.ordered();
    compare(&whole, &Ordered::parse(envelope.as_bytes()), added, "");
    if !fields.is_empty() {
        assert_eq!(whole.at("errors").names(), fields, "{}", answer.text());
    }
}

fn reference(answer: &Answer) -> String {
    answer.json()["dgs_reference"].as_str().unwrap().to_owned()
}

async fn charge(merchant: &Merchant, key: &str) -> Answer {
    let changes = if key.is_empty() { json!({}) } else { json!({ "scenario_key": key }) };
    merchant.charge(&changes).await
}

#[tokio::test]
async fn section_6_mobile_money() {
    let sandbox = sandbox().await;
    let merchant = Merchant::first(&sandbox);
    fits(&charge(&merchant, "").await, 200, PENDING, &[]);
    // C-25: for mobile money `auth_pin` is approved at once.
    let successful = r#"{ "status": "success", "message": "Payment completed", "transaction_id": "~text",
        "dgs_reference": "~text", "amount": 2000, "currency": "RWF", "transaction_status": "successful",
        "payment_method_type": "mobile_money", "mobile_money_network": "MTN", "mobile_money_phone": "789654321",
        "mobile_money_country_code": "250" }"#;
    fits(&charge(&merchant, "scenario:auth_pin").await, 200, successful, &[]);
    // C-13: failed, and yet no error code. C-14: `05` beside "Insufficient funds".
    fits(&charge(&merchant, "scenario:auth_pin&issuer:insufficient_funds").await, 200, FAILED, &[]);
    // C-15: the redirect of the pending example leads to a page that works.
    let page = charge(&merchant, "scenario:auth_redirect").await.json()["next_action_redirect_url"].clone();
    assert_eq!(send("GET", page.as_str().unwrap(), &[], b"").await.unwrap().status, 200);
    // C-9: references of charges.
    assert!(reference(&charge(&merchant, "").await).starts_with("dgs_"));
}

#[tokio::test]
async fn section_6_what_is_wrong() {
    let sandbox = sandbox().await;
    let merchant = Merchant::first(&sandbox);
    // C-5: the "minimal" example.
    let minimal = merchant.call("POST", "/charges", br#"{"amount":2000,"currency":"RWF"}"#).await;
    let missing = [
        "customer_email",
        "customer_first_name",
        "customer_last_name",
        "customer_phone",
        "customer_phone_country_code",
        "mobile_money_network",
        "mobile_money_phone",
        "payment_type",
        "redirect_url",
    ];
    refused(&minimal, 400, "90", &missing);
    refused(&merchant.charge(&json!({ "currency": "USD" })).await, 400, "90", &["currency"]);
    // C-36: what links offer and charges do not take.
    refused(&merchant.charge(&json!({ "payment_type": "ussd" })).await, 400, "90", &["payment_type"]);
    // C-24: the trailing comma of the scenario example is no JSON.
    let comma = support::charge(&json!({ "scenario_key": "scenario:auth_pin" })).to_string().replace('}', ",}");
    refused(&merchant.call("POST", "/charges", comma.as_bytes()).await, 400, "90", &[]);
    refused(&merchant.charge(&json!({ "scenario_key": "scenario:of_tomorrow" })).await, 400, "90", &["scenario_key"]);
    // C-35: any case is taken, and the documented one comes back.
    let lower = merchant.charge(&json!({ "mobile_money_network": "mtn", "scenario_key": "scenario:auth_pin" })).await;
    assert_eq!(lower.json()["mobile_money_network"], "MTN");
}

#[tokio::test]
async fn section_7_cards() {
    let sandbox = sandbox().await;
    let merchant = Merchant::first(&sandbox);
    fits(&merchant.charge_card(&json!({})).await, 200, CARD, &[]);
    // C-3: two digits of a year, one of a month; C-41: the documents' number fails the Luhn check and is taken.
    let short = json!({
        "card_encrypted_expiry_year": merchant.seal(support::NONCE, "28"),
        "card_encrypted_expiry_month": merchant.seal(support::NONCE, "9"),
    });
    fits(&merchant.charge_card(&short).await, 200, CARD, &[]);
    let declined = FAILED.replace("mobile_money", "card").replace("2000", "5000");
    fits(&merchant.charge_card(&json!({ "scenario_key": "issuer:insufficient_funds" })).await, 200, &declined, &[]);
    // C-1: neither 12 nor 24 characters.
    refused(&merchant.charge_card(&json!({ "card_nonce": "0a1b" })).await, 400, "90", &["card_nonce"]);
    // C-37: the sandbox opens the fields to look at them.
    refused(&merchant.charge_card(&json!({ "card_encrypted_cvv": "AAAA" })).await, 400, "90", &["card_encrypted_cvv"]);
}

/// C-17: neither method nor answer is documented. C-16: the words are Flutterwave's.
#[tokio::test]
async fn section_9_authorisation() {
    let sandbox = sandbox().await;
    let merchant = Merchant::first(&sandbox);
    let asked = |action: &str, more: &str| {
        format!(
            r#"{{ "status": "success", "message": "Charge initiated", "transaction_id": "~text", "dgs_reference": "~text",
                 "amount": 5000, "currency": "RWF", "transaction_status": "pending", "payment_method_type": "card",
                 "next_action_type": "{action}", {more} "display_text": "~text" }}"#
        )
    };
    let address = r#""next_action_redirect_url": "~text","#;
    for (key, action, more, body) in [
        (
            "scenario:auth_pin",
            "requires_pin",
            "",
            json!({ "auth_type": "pin", "auth_pin_encrypted": merchant.seal("abc123def456", "1234"),
                    "auth_pin_nonce": "abc123def456" }),
        ),
        // C-18: a code ends an open 3DS step as well as its page does.
        ("scenario:auth_3ds", "redirect_url", address, json!({ "auth_type": "otp", "auth_otp": "123456" })),
        (
            "scenario:auth_avs",
            "requires_additional_fields",
            "",
            json!({ "auth_type": "avs", "avs_line1": "123 Main Street", "avs_line2": "Apt 4B", "avs_city": "Kigali",
                    "avs_state": "Kigali City", "avs_country": "RW", "avs_postal_code": "00000" }),
        ),
        // C-19: two fields are enough.
        (
            "scenario:auth_avs",
            "requires_additional_fields",
            "",
            json!({ "auth_type": "avs", "avs_line1": "123 Main Street", "avs_country": "RW" }),
        ),
    ] {
        let started = merchant.charge_card(&json!({ "scenario_key": key })).await;
        fits(&started, 200, &asked(action, more), &[]);
        let mut body = body;
        body["dgs_reference"] = json!(reference(&started));
        fits(&merchant.post("/authorize", &body).await, 200, CARD, &[]);
    }
    let started = merchant.charge_card(&json!({ "scenario_key": "scenario:auth_pin&issuer:incorrect_pin" })).await;
    let declined = FAILED.replace("mobile_money", "card").replace("2000", "5000");
    let declined = declined.replace("\"05\"", "\"~text\"").replace("Insufficient funds", "Incorrect PIN");
    fits(&merchant.pin(&reference(&started), "1234").await, 200, &declined, &[]);
    refused(&merchant.get("/authorize").await, 405, "90", &[]);
    refused(&merchant.pin("dgs_NOBODY", "1234").await, 404, "92", &[]);
}

#[tokio::test]
async fn section_10_payment_links() {
    let sandbox = sandbox().await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    let created = merchant.post("/payment-links", &support::link(&json!({}))).await;
    let answer = format!(r#"{{ "status": "success", "message": "Payment link created", "link": {LINK} }}"#);
    fits(&created, 200, &answer, &MORE_OF_A_LINK);
    let id = created.json()["link"]["id"].as_str().unwrap().to_owned();
    let path = format!("/payment-links/{id}");

    for key in ["scenario:auth_pin&issuer:do_not_honor", "scenario:auth_pin"] {
        let body = json!({ "phone": "0788123456", "network": "MTN", "scenario_key": key });
        assert_eq!(control.call("POST", &format!("/links/{id}/payments"), &body).await.status, 201);
    }
    let used = LINK.replace(r#""use_count": 0"#, r#""use_count": 1"#).replace("active", "completed");
    // C-6: text with two digits in recent charges, a number in the totals.
    let details = format!(
        r#"{{ "status": "success", "link": {used},
             "stats": {{ "total_charges": 2, "successful_charges": 1, "pending_charges": 0, "failed_charges": 1,
                         "total_collected": 50000, "currency": "RWF" }},
             "recent_charges": [
               {{ "id": "~text", "amount": "50000.00", "currency": "RWF", "status": "success",
                  "created_at": "2026-04-03 10:00:00" }},
               {{ "id": "~text", "amount": "50000.00", "currency": "RWF", "status": "failed",
                  "created_at": "2026-04-03 10:00:00" }} ] }}"#
    );
    fits(&merchant.get(&path).await, 200, &details, &MORE_OF_A_LINK);
    // C-20: the shapes of the list and of a change.
    let list = format!(
        r#"{{ "status": "success", "data": [{used}], "pagination": {{ "page": 1, "limit": 20, "total": 1, "pages": 1 }} }}"#
    );
    fits(&merchant.get("/payment-links").await, 200, &list, &MORE_OF_A_LINK);
    let changed = format!(r#"{{ "status": "success", "message": "Payment link updated", "link": {used} }}"#);
    let changed = changed.replace("Invoice #123", "Invoice #124");
    let patched = merchant.send("PATCH", &path, &json!({ "title": "Invoice #124" })).await;
    fits(&patched, 200, &changed, &MORE_OF_A_LINK);
    let archived = r#"{ "status": "success", "message": "Payment link archived" }"#;
    fits(&merchant.call("DELETE", &path, b"").await, 200, archived, &[]);
    refused(&merchant.call("DELETE", &path, b"").await, 404, "92", &[]);
    refused(&merchant.post("/payment-links", &json!({})).await, 400, "90", &["amount_type", "currency", "title"]);
}

/// C-20: the answer is documented nowhere.
#[tokio::test]
async fn section_11_payouts() {
    let sandbox = sandbox().await;
    let merchant = Merchant::first(&sandbox);
    let queued = |amount: u32, kind: &str| {
        format!(
            r#"{{ "status": "success", "message": "Disbursement queued", "dgs_reference": "~text", "amount": {amount},
                 "fee": 100, "recipient_gets": {}, "currency": "RWF", "destination_type": "{kind}",
                 "transaction_status": "pending" }}"#,
            amount - 100
        )
    };
    let bank = merchant.call("POST", "/disburse", BANK_PAYOUT.as_bytes()).await;
    fits(&bank, 200, &queued(10_000, "bank"), &[]);
    assert!(reference(&bank).starts_with("DGS") && !reference(&bank).starts_with("DGSCONV"), "C-9");
    let wallet = merchant.call("POST", "/disburse", WALLET_PAYOUT.as_bytes()).await;
    fits(&wallet, 200, &queued(5_000, "mobile_money"), &[]);
    refused(&merchant.disburse(&json!({ "amount": 100 })).await, 400, "90", &["amount"]);
}

#[tokio::test]
async fn section_12_banks() {
    let sandbox = sandbox().await;
    let merchant = Merchant::first(&sandbox);
    let answer = merchant.get("/banks/RW").await;
    let banks = answer.ordered();
    assert_eq!(banks.names(), ["status", "country", "data"]);
    // C-39: the documented ones are among them, as documented.
    let Ordered::Array(lines) = banks.at("data") else { panic!("{banks:?}") };
    for documented in [
        r#"{ "bank_key": "bk_rw", "name": "Banque de Kigali", "type": "bank", "code": "40", "currency": "RWF",
             "branch_required": 0 }"#,
        r#"{ "bank_key": "mtn_rw", "name": "MTN Mobile Money", "type": "mobile_money", "network": "MTN",
             "currency": "RWF", "branch_required": 0 }"#,
    ] {
        let documented = Ordered::parse(documented.as_bytes());
        let same = lines.iter().find(|line| line.at("bank_key") == documented.at("bank_key")).unwrap();
        compare(same, &documented, &[], "/data");
    }
    refused(&merchant.get("/banks/XX").await, 404, "92", &[]);
}

/// C-7: the one success that has an error code.
#[tokio::test]
async fn section_13_balance() {
    let sandbox = sandbox().await;
    let balance = r#"{ "status": "success", "error_code": "00", "merchant_id": "~text", "balances": [
        { "currency": "RWF", "pending_balance": 0.00, "available_balance": 1000000.00, "total_balance": 1000000.00 },
        { "currency": "USD", "pending_balance": 0.00, "available_balance": 1000.00, "total_balance": 1000.00 } ] }"#;
    fits(&Merchant::first(&sandbox).get("/balance").await, 200, balance, &[]);
}

#[tokio::test]
async fn section_14_conversion() {
    let wallet = vec!["USD 150".parse::<Money>().unwrap()];
    let sandbox = start(Config { wallet, ..Config::default() }).await;
    let merchant = Merchant::first(&sandbox);
    let preview = r#"{ "status": "success", "message": "Conversion preview — no funds moved", "from_currency": "USD",
        "from_amount": 100, "to_currency": "EUR", "to_amount": 94.50, "rate": 0.945000,
        "rate_display": "1 USD = 0.9450 EUR", "fee": 0 }"#;
    fits(&merchant.convert(&json!({ "action": "preview" })).await, 200, preview, &[]);
    let initiated = r#"{ "status": "success",
        "message": "Conversion initiated. EUR balance will be credited shortly.", "dgs_conversion_ref": "~text",
        "conversion_status": "processing", "from_currency": "USD", "from_amount": 100, "to_currency": "EUR",
        "to_amount": 94.50, "rate": 0.945000, "fee": 0 }"#;
    let converted = merchant.call("POST", "/convert", CONVERSION.as_bytes()).await;
    fits(&converted, 200, initiated, &[]);
    assert!(converted.json()["dgs_conversion_ref"].as_str().unwrap().starts_with("DGSCONV"), "C-9, C-10");
    // C-8: the one code that is no number.
    let short = r#"{ "status": "failed", "message": "Insufficient USD balance", "error_code": "VALIDATION_ERROR",
        "available_balance": 50, "required": 100, "currency": "USD" }"#;
    fits(&merchant.call("POST", "/convert", CONVERSION.as_bytes()).await, 400, short, &[]);
}

#[tokio::test]
async fn section_15_transactions() {
    let sandbox = sandbox().await;
    let merchant = Merchant::first(&sandbox);
    let name = reference(&charge(&merchant, "scenario:auth_pin").await);
    // C-11: `success` here, `successful` in the charge. C-34: times in UTC.
    let fields = format!(
        r#""id": "~text", "dgs_reference": "{name}", "amount": 2000, "currency": "RWF", "status": "success",
           "payment_method_type": "mobile_money", "created_at": "2026-04-03 10:00:00""#
    );
    let list = format!(
        r#"{{ "status": "success", "data": [{{ {fields} }}], "pagination": {{ "page": 1, "limit": 20, "total": 1, "pages": 1 }} }}"#
    );
    for query in ["", "?page=1&limit=20", "?status=success", &format!("?dgs_reference={name}")] {
        fits(&merchant.get(&format!("/transactions{query}")).await, 200, &list, &[]);
    }
    // C-20: one transaction's shape. C-26: by its reference although the documents say id.
    let one = format!(
        r#"{{ "status": "success", "data": {{ {fields}, "transaction_id": "~text", "transaction_status": "successful",
             "merchant_fee": 60, "net_amount": 1940, "settlement_status": "pending", "payment_link_id": "~null",
             "flw_reference": "~text" }} }}"#
    );
    let more =
        ["mobile_money_network", "mobile_money_phone", "mobile_money_country_code", "narration", "processor_response"];
    let id = merchant.get("/transactions").await.json()["data"][0]["id"].as_str().unwrap().to_owned();
    for path in [format!("/transactions/{name}"), format!("/transactions/{id}")] {
        fits(&merchant.get(&path).await, 200, &one, &more);
    }
    refused(&merchant.get("/transactions/INV-123").await, 404, "92", &[]);
}

/// C-28: the three kinds have envelopes of their own. C-29: `test`. C-33: a failed payout shows its amounts all the same.
#[tokio::test]
async fn section_16_webhooks() {
    let sandbox = sandbox().await;
    let (control, merchant) = (Control(&sandbox), Merchant::first(&sandbox));
    charge(&merchant, "scenario:auth_pin").await;
    charge(&merchant, "scenario:auth_pin&issuer:insufficient_funds").await;
    merchant.call("POST", "/disburse", BANK_PAYOUT.as_bytes()).await;
    merchant.disburse(&json!({ "scenario_key": "scenario:insufficient_balance" })).await;
    merchant.call("POST", "/convert", CONVERSION.as_bytes()).await;
    merchant.convert(&json!({ "scenario_key": "scenario:insufficient_balance" })).await;
    control.advance(1_000).await;
    let webhooks = control.get("/webhooks").await["webhooks"].as_array().unwrap().clone();
    let documented = [
        r#"{ "event": "payment.success", "dgs_reference": "~text", "flw_charge_id": "~text", "amount": 2000,
             "currency": "RWF", "merchant_fee": 60, "net_amount": 1940, "status": "success",
             "timestamp": "2026-04-03T10:00:00Z", "environment": "test" }"#,
        r#"{ "event": "payment.failed", "dgs_reference": "~text", "flw_charge_id": "~text", "amount": 2000,
             "currency": "RWF", "merchant_fee": 0, "net_amount": 0, "status": "failed",
             "timestamp": "2026-04-03T10:00:00Z", "environment": "test" }"#,
        r#"{ "event": "disbursement.success", "dgs_reference": "~text", "flw_transfer_id": "~number",
             "status": "success", "amount": 10000, "fee": 100, "recipient_gets": 9900, "currency": "RWF",
             "destination_type": "bank",
             "recipient": { "account_number": "1234567890", "bank_key": "kcb_rw", "name": "John Doe" },
             "proof": "~text" }"#,
        r#"{ "event": "disbursement.failed", "dgs_reference": "~text", "flw_transfer_id": "~number",
             "status": "failed", "amount": 10000, "fee": 100, "recipient_gets": 9900, "currency": "RWF",
             "destination_type": "bank", "fail_reason": "~text" }"#,
        r#"{ "event": "conversion.success", "dgs_reference": "~text", "status": "success", "from_currency": "USD",
             "from_amount": 100, "to_currency": "EUR", "to_amount": 94.50, "rate": 0.945,
             "rate_display": "1 USD = 0.9450 EUR" }"#,
        r#"{ "event": "conversion.failed", "dgs_reference": "~text", "status": "failed", "from_currency": "USD",
             "from_amount": 100, "to_currency": "EUR", "fail_reason": "~text", "refund_amount": 100,
             "refund_currency": "USD" }"#,
    ];
    assert_eq!(webhooks.len(), documented.len());
    for documented in documented {
        let documented = Ordered::parse(documented.as_bytes());
        let event: Value = match documented.at("event") {
            Ordered::Plain(text) => serde_json::from_str(text).unwrap(),
            other => panic!("{other:?}"),
        };
        let told = webhooks.iter().find(|webhook| webhook["event"] == event).unwrap_or_else(|| panic!("no {event}"));
        let body = told["body"].as_str().unwrap();
        compare(&Ordered::parse(body.as_bytes()), &documented, &[], &event.to_string());
        // C-32: bare lower-case hex over the bytes that are sent.
        let signature = dgspay::webhook::sign(merchant.dgs("webhook_secret"), body.as_bytes());
        assert_eq!(told["signature"], signature, "{event}");
    }
}

/// C-4: both headers, although nearly every example of the documents has one only. C-27: what HTTP says of it.
#[tokio::test]
async fn every_call_needs_both_headers() {
    let sandbox = sandbox().await;
    let merchant = Merchant::first(&sandbox);
    let charge = support::charge(&json!({})).to_string();
    let link = support::link(&json!({})).to_string();
    for (method, path, body) in [
        ("POST", "/charges", charge.as_str()),
        ("POST", "/authorize", r#"{"dgs_reference":"dgs_123456789","auth_type":"otp","auth_otp":"123456"}"#),
        ("POST", "/payment-links", &link),
        ("GET", "/payment-links", ""),
        ("GET", "/payment-links/25a5643d-31de-490d-808d-82af72fdd097", ""),
        ("PATCH", "/payment-links/25a5643d-31de-490d-808d-82af72fdd097", "{}"),
        ("DELETE", "/payment-links/25a5643d-31de-490d-808d-82af72fdd097", ""),
        ("POST", "/disburse", BANK_PAYOUT),
        ("GET", "/banks/RW", ""),
        ("GET", "/balance", ""),
        ("POST", "/convert", CONVERSION),
        ("GET", "/transactions", ""),
        ("GET", "/transactions/dgs_123456789", ""),
    ] {
        let url = format!("{}{path}", merchant.dgs("base_url"));
        let [key, account, json_type] = merchant.headers();
        for headers in [vec![json_type], vec![key, json_type], vec![account, json_type]] {
            refused(&send(method, &url, &headers, body.as_bytes()).await.unwrap(), 401, "91", &[]);
        }
        let both = send(method, &url, &[key, account, json_type], body.as_bytes()).await.unwrap();
        assert_ne!(both.code(), "91", "the control: {method} {path}");
    }
    assert_eq!(
        merchant.get("/transactions").await.json()["pagination"]["total"],
        2,
        "only the controls booked anything"
    );
}
