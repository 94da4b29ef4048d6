//! The page of a payment link, without a browser: what it shows, what it takes, what it refuses. `scripts/test-browser` pays
//! with a real one.

use std::time::Duration;

use crate::support::{Answer, Control, Merchant, NONCE, NUMBER, send, start};
use dgspay_sandbox::{Config, Sandbox, Switch};
use serde_json::{Value, json};
use url::form_urlencoded::Serializer;

/// A clock that stands still, and prompts that wait for a person.
async fn frozen(switches: &[Switch]) -> Sandbox {
    start(Config {
        frozen_at: Some("2026-04-03T10:00:00Z".parse().unwrap()),
        approve_after: Duration::ZERO,
        switches: switches.iter().copied().collect(),
        ..Config::default()
    })
    .await
}

/// A browser's view of a link.
struct Visitor<'a> {
    sandbox: &'a Sandbox,
    merchant: Merchant,
    link: Value,
}

impl<'a> Visitor<'a> {
    async fn new(sandbox: &'a Sandbox, changes: Value) -> Self {
        let merchant = Merchant::first(sandbox);
        let link = merchant.link(&changes).await;
        Self { sandbox, merchant, link }
    }

    fn url(&self) -> &str {
        self.link["url"].as_str().unwrap()
    }

    async fn look(&self) -> Answer {
        send("GET", self.url(), &[], b"").await.unwrap()
    }

    /// A filled form: by mobile money, with changes; an empty text empties a field.
    async fn pay(&self, changes: &[(&str, &str)]) -> Answer {
        let usual = [
            ("method", "mobile_money"),
            ("network", "MTN"),
            ("wallet", "0788 123 456"),
            ("first_name", "Aline"),
            ("last_name", "Uwase"),
            ("email", "aline@example.rw"),
        ];
        let kept = usual.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| name != changed));
        post(self.url(), &kept.chain(changes).copied().collect::<Vec<_>>()).await
    }

    async fn pay_by_card(&self, changes: &[(&str, &str)]) -> Answer {
        let seal = |text| self.merchant.seal(NONCE, text);
        let (number, month, year, cvv) = (seal(NUMBER), seal("12"), seal("2028"), seal("123"));
        let card = [
            ("method", "card"),
            ("phone", "+256 772 123456"),
            ("card_encrypted_number", number.as_str()),
            ("card_encrypted_expiry_month", &month),
            ("card_encrypted_expiry_year", &year),
            ("card_encrypted_cvv", &cvv),
            ("card_nonce", NONCE),
        ];
        let kept = card.iter().filter(|(name, _)| changes.iter().all(|(changed, _)| name != changed));
        self.pay(&kept.chain(changes).copied().collect::<Vec<_>>()).await
    }

    /// Where an answer leads to.
    fn target(&self, answer: &Answer) -> String {
        assert_eq!(answer.status, 303, "{}", answer.text());
        let origin = self.sandbox.ready().pages.dashboard.trim_end_matches('/');
        format!("{origin}{}", answer.headers["location"].to_str().unwrap())
    }

    async fn details(&self) -> Value {
        self.merchant.get(&format!("/payment-links/{}", self.link["id"].as_str().unwrap())).await.json()
    }

    async fn stats(&self) -> [u64; 4] {
        let stats = self.details().await["stats"].clone();
        ["total_charges", "successful_charges", "pending_charges", "failed_charges"]
            .map(|name| stats[name].as_u64().unwrap())
    }
}

async fn get(url: &str) -> Answer {
    send("GET", url, &[], b"").await.unwrap()
}

async fn post(url: &str, fields: &[(&str, &str)]) -> Answer {
    let body = Serializer::new(String::new()).extend_pairs(fields).finish();
    send("POST", url, &[("content-type", "application/x-www-form-urlencoded")], body.as_bytes()).await.unwrap()
}

fn reference(url: &str) -> &str {
    url.rsplit('/').next().unwrap()
}

#[tokio::test]
async fn the_page_shows_what_the_link_says_and_no_more() {
    let sandbox = frozen(&[]).await;
    let nasty = "<script>alert(1)</script>";
    let changes = json!({ "title": nasty, "slug": "x", "description": nasty, "max_uses": 3, "payment_types": ["card", "mobile_money", "ussd"] });
    let visitor = Visitor::new(&sandbox, changes).await;
    let page = visitor.look().await;
    assert_eq!(page.status, 200);
    let policy = page.headers["content-security-policy"].to_str().unwrap();
    assert!(
        policy.contains("default-src 'none'") && policy.contains("script-src 'self'") && !policy.contains("unsafe")
    );
    let text = page.text();
    for wished in [
        "50,000",
        "3 of 3 left",
        "31 December 2026, 23:59 UTC",
        "Not available in the sandbox.",
        "First name",
        "E-mail",
    ] {
        assert!(text.contains(wished), "{wished}: {text}");
    }
    assert!(
        !text.contains("<script>alert") && !text.contains("style=\"") && !text.contains("onclick"),
        "nothing inline"
    );
    assert!(!text.contains("Street"), "no address was asked for");
    assert!(text.contains(visitor.merchant.dgs("encryption_key")), "the card is encrypted in the page");
    assert!(!text.contains(visitor.merchant.dgs("api_key")) && !text.contains(visitor.merchant.dgs("webhook_secret")));
    for name in ["number", "expiry", "cvv"] {
        assert!(
            text.contains(&format!("id=\"{name}\"")) && !text.contains(&format!("name=\"{name}\"")),
            "a card has no names"
        );
    }
    assert_eq!(get(&format!("{}x", visitor.url())).await.status, 404);
}

#[tokio::test]
async fn only_what_the_link_collects_is_asked_for_and_kept() {
    let sandbox = frozen(&[]).await;
    let nothing = json!({ "slug": "nothing", "collect_name": false, "collect_phone": false });
    let visitor = Visitor::new(&sandbox, nothing).await;
    let text = visitor.look().await.text();
    assert!(!text.contains("First name") && !text.contains("id=\"phone\""));
    assert_eq!(visitor.pay_by_card(&[("first_name", ""), ("last_name", ""), ("phone", "")]).await.status, 303);

    let visitor = Visitor::new(&sandbox, json!({ "slug": "all", "collect_address": true })).await;
    let refused = visitor.pay_by_card(&[("first_name", ""), ("phone", "")]).await;
    assert_eq!(refused.status, 422);
    for sentence in
        ["Enter your first name.", "Enter your phone number.", "Enter your street and house.", "Choose a country."]
    {
        assert!(refused.text().contains(sentence), "{sentence}");
    }
    let places: Vec<_> = ["first_name", "phone", "line1", "city", "country"]
        .map(|name| refused.text().find(&format!("href=\"#{name}\"")).unwrap())
        .into();
    assert!(places.is_sorted(), "listed from top to bottom");
    assert!(refused.text().contains("value=\"Uwase\""), "what was right need not be typed again");
    assert_eq!(visitor.stats().await, [0, 0, 0, 0]);
    let address = [("line1", "KN 5 Rd"), ("city", "Kigali"), ("country", "RW")];
    assert_eq!(visitor.pay_by_card(&address).await.status, 303);
    let dashboard = get(&sandbox.ready().pages.dashboard).await.text();
    assert!(dashboard.contains("from Aline Uwase"));
}

#[tokio::test]
async fn a_link_is_paid_on_a_handset() {
    let sandbox = frozen(&[]).await;
    let visitor = Visitor::new(&sandbox, json!({ "redirect_url": "https://shop.example/thanks?order=7" })).await;
    let page = visitor.target(&visitor.pay(&[]).await);
    let waiting = get(&page).await.text();
    assert!(
        waiting.contains("Look at your phone")
            && waiting.contains("0788 123 456")
            && waiting.contains("http-equiv=\"refresh\"")
    );
    assert_eq!(visitor.stats().await, [1, 0, 1, 0]);
    let handset = get(&format!("{}handset/0788123456", sandbox.ready().pages.dashboard)).await.text();
    assert!(handset.contains("Invoice #123"), "the title is what the payer reads on the phone");

    Control(&sandbox).call("POST", &format!("/pushes/{}", reference(&page)), &json!({ "decision": "approve" })).await;
    let paid = get(&page).await.text();
    assert!(paid.contains("Paid. Thank you!"));
    assert!(paid.contains("href=\"https://shop.example/thanks?order=7\""), "nothing is added to it (C-38)");
    let details = visitor.details().await;
    assert_eq!((&details["link"]["use_count"], &details["link"]["status"]), (&json!(1), &json!("completed")));
    assert_eq!(
        details["stats"],
        json!({ "total_charges": 1, "successful_charges": 1, "pending_charges": 0,
        "failed_charges": 0, "total_collected": 50000, "currency": "RWF" })
    );
    let charge = &details["recent_charges"][0];
    assert_eq!(
        (&charge["amount"], &charge["status"]),
        (&json!("50000.00"), &json!("success")),
        "the amount is text (C-6)"
    );
    let transactions = format!("/transactions?payment_link_id={}", visitor.link["id"].as_str().unwrap());
    let found = visitor.merchant.get(&transactions).await.json();
    assert_eq!(
        (&found["pagination"]["total"], &found["data"][0]["dgs_reference"]),
        (&json!(1), &json!(reference(&page)))
    );
}

#[tokio::test]
async fn a_declined_prompt_may_be_tried_again() {
    let sandbox = frozen(&[]).await;
    let visitor = Visitor::new(&sandbox, json!({})).await;
    let page = visitor.target(&visitor.pay(&[]).await);
    Control(&sandbox).call("POST", &format!("/pushes/{}", reference(&page)), &json!({ "decision": "decline" })).await;
    let text = get(&page).await.text();
    assert!(text.contains("Not paid") && text.contains("You declined the payment.") && text.contains("Try again"));
    assert_eq!(visitor.stats().await, [1, 0, 0, 1]);
    assert_eq!(visitor.details().await["link"]["use_count"], 0, "only a success is a use");
    assert_eq!(visitor.pay(&[]).await.status, 303);
}

#[tokio::test]
async fn a_payer_chooses_within_the_limits() {
    let sandbox = frozen(&[]).await;
    let changes =
        json!({ "amount_type": "flexible", "amount": null, "min_amount": 1000, "max_amount": 5000, "max_uses": null });
    let visitor = Visitor::new(&sandbox, changes).await;
    assert!(visitor.look().await.text().contains("min=\"1000\""));
    for (amount, sentence) in [
        ("", "Enter an amount."),
        ("999", "The least is RWF 1,000."),
        ("5001", "The most is RWF 5,000."),
        ("1000.5", "That is not an amount in RWF."),
        ("-2000", "The amount must be more than zero."),
        ("lots", "Enter the amount in digits"),
    ] {
        let refused = visitor.pay(&[("amount", amount)]).await;
        assert_eq!(refused.status, 422, "{amount}");
        assert!(refused.text().contains(sentence), "{amount}: {}", refused.text());
    }
    assert_eq!(visitor.stats().await, [0, 0, 0, 0]);
    for amount in ["1000", "5,000"] {
        assert_eq!(visitor.pay(&[("amount", amount)]).await.status, 303, "{amount}");
    }
    let recent = visitor.details().await["recent_charges"].clone();
    assert_eq!((&recent[0]["amount"], &recent[1]["amount"]), (&json!("5000.00"), &json!("1000.00")));

    let fixed = Visitor::new(&sandbox, json!({ "slug": "fixed" })).await;
    assert_eq!(fixed.pay(&[("amount", "1")]).await.status, 422, "a fixed amount is not chosen");
    assert_eq!(fixed.pay(&[("amount", "50000")]).await.status, 303);
}

#[tokio::test]
async fn only_what_is_offered_and_possible_is_taken() {
    let sandbox = frozen(&[]).await;
    let cards = Visitor::new(&sandbox, json!({ "slug": "cards", "payment_types": ["card"] })).await;
    let refused = cards.pay(&[]).await;
    assert!(refused.status == 422 && refused.text().contains("This link does not offer that way to pay."));
    assert_eq!(cards.pay_by_card(&[]).await.status, 303, "the control");

    let all = Visitor::new(&sandbox, json!({ "slug": "all", "payment_types": null, "max_uses": null })).await;
    for method in ["bank_transfer", "ussd", "cash", ""] {
        assert_eq!(all.pay(&[("method", method)]).await.status, 422, "{method}");
    }
    for (name, value) in [
        ("network", ""),
        ("network", "Vodacom"),
        ("wallet", ""),
        ("wallet", "0000"),
        ("email", "x"),
        ("last_name", " "),
    ] {
        assert_eq!(all.pay(&[(name, value)]).await.status, 422, "{name}={value}");
    }
    let dollars = Visitor::new(&sandbox, json!({ "slug": "usd", "currency": "USD", "amount": 9.5 })).await;
    assert!(dollars.look().await.text().contains("Pays in RWF only."));
    assert_eq!(dollars.pay(&[]).await.status, 422);
    assert_eq!(dollars.pay_by_card(&[]).await.status, 303);
    assert_eq!(dollars.details().await["stats"]["total_collected"].to_string(), "9.5");
    let nothing = Visitor::new(&sandbox, json!({ "slug": "none", "payment_types": ["ussd"] })).await;
    assert!(!nothing.look().await.text().contains("type=\"submit\""), "nothing to press where nothing can be paid");
}

#[tokio::test]
async fn a_closed_link_says_why_and_takes_nothing() {
    let sandbox = frozen(&[]).await;
    let control = Control(&sandbox);
    let archived = Visitor::new(&sandbox, json!({ "slug": "archived" })).await;
    let expired = Visitor::new(&sandbox, json!({ "slug": "expired", "expires_at": "2026-04-03 10:00:05" })).await;
    let used_up = Visitor::new(&sandbox, json!({ "slug": "used-up" })).await;
    for visitor in [&archived, &expired, &used_up] {
        assert_eq!(visitor.look().await.status, 200, "open at first");
    }
    archived.merchant.call("DELETE", &format!("/payment-links/{}", archived.link["id"].as_str().unwrap()), b"").await;
    used_up.pay(&[("asked_wallet", "scenario:auth_pin")]).await;
    control.advance(5_000).await;
    for (visitor, sentence, stats) in [
        (&archived, "has been closed by the shop", [0, 0, 0, 0]),
        (&expired, "has expired", [0, 0, 0, 0]),
        (&used_up, "has been used up", [1, 1, 0, 0]),
    ] {
        for answer in [visitor.look().await, visitor.pay(&[]).await] {
            assert_eq!(answer.status, 410);
            assert!(answer.text().contains(sentence) && !answer.text().contains("type=\"submit\""), "{sentence}");
        }
        assert_eq!(visitor.stats().await, stats);
    }
}

#[tokio::test]
async fn two_payers_cannot_use_the_last_use() {
    let sandbox = frozen(&[]).await;
    let control = Control(&sandbox);
    let visitor = Visitor::new(&sandbox, json!({})).await;
    let (first, second) = (visitor.target(&visitor.pay(&[]).await), visitor.target(&visitor.pay(&[]).await));
    let before = visitor.merchant.get("/balance").await.json()["balances"][0]["pending_balance"].clone();
    for page in [&first, &second] {
        control.call("POST", &format!("/pushes/{}", reference(page)), &json!({ "decision": "approve" })).await;
    }
    assert!(get(&first).await.text().contains("Paid. Thank you!"));
    let text = get(&second).await.text();
    assert!(
        text.contains("Somebody else was faster")
            && text.contains("No money was taken.")
            && !text.contains("Try again")
    );
    assert_eq!(visitor.stats().await, [2, 1, 0, 1]);
    let after = visitor.merchant.get("/balance").await.json()["balances"][0]["pending_balance"].clone();
    assert_eq!((before.as_f64(), after.as_f64()), (Some(0.0), Some(48_500.0)), "collected once, less the fee");
    assert_eq!(control.get("/assertions").await["ledger_balanced"], true);
}

#[tokio::test]
async fn a_card_goes_through_every_step() {
    let sandbox = frozen(&[Switch::PinThenOtp]).await;
    let visitor = Visitor::new(&sandbox, json!({ "max_uses": null })).await;
    let at = async |scenario| visitor.target(&visitor.pay_by_card(&[("asked_card", scenario)]).await);

    assert!(get(&at("").await).await.text().contains("Paid. Thank you!"), "no step at all");

    let page = at("scenario:auth_pin").await;
    assert!(
        get(&page).await.text().contains("Enter your card's PIN") && !get(&page).await.text().contains("http-equiv")
    );
    for wrong in [vec![], vec![("auth_otp", "1234")], vec![("auth_pin_encrypted", "AAAA"), ("auth_pin_nonce", NONCE)]] {
        let refused = post(&page, &wrong).await;
        assert!(refused.status == 422 && refused.text().contains("4 to 6 digits"), "{wrong:?}");
    }
    let pin = visitor.merchant.seal(NONCE, "1234");
    let next = visitor.target(&post(&page, &[("auth_pin_encrypted", &pin), ("auth_pin_nonce", NONCE)]).await);
    assert_eq!(next, page);
    assert!(get(&page).await.text().contains("Enter the code from your bank"), "the switch asks for a code as well");
    assert_eq!(post(&page, &[("auth_otp", "12")]).await.status, 422);
    assert_eq!(post(&page, &[("auth_otp", "123456")]).await.status, 303);
    assert!(get(&page).await.text().contains("Paid. Thank you!"));

    let page = at("scenario:auth_avs").await;
    assert!(post(&page, &[("line1", "KN 5 Rd")]).await.text().contains("Enter your city."));
    post(&page, &[("line1", "KN 5 Rd"), ("city", "Kigali"), ("country", "RW")]).await;
    assert!(get(&page).await.text().contains("Paid. Thank you!"));

    let bank = at("scenario:auth_3ds").await;
    assert!(bank.contains("/pay/dgs_") && !bank.contains("generation"), "straight to the bank: {bank}");
    let own = format!("{}/{}", visitor.url(), reference(&bank));
    assert!(get(&own).await.text().contains("Your bank wants to make sure that it is you."));
    assert_eq!(post(&own, &[("auth_otp", "123456")]).await.status, 200, "the bank's page decides, not this one");
    let returned = visitor.target(&post(&bank, &[("decision", "approve")]).await);
    assert_eq!(returned, own);
    assert!(get(&own).await.text().contains("Paid. Thank you!"));
    assert_eq!(visitor.target(&get(&bank).await), own, "a decided payment is shown on its own page");
    assert_eq!(visitor.stats().await, [4, 4, 0, 0]);
}

#[tokio::test]
async fn a_3ds_step_may_be_a_code() {
    let sandbox = frozen(&[Switch::OtpInsteadOfRedirect]).await;
    let visitor = Visitor::new(&sandbox, json!({})).await;
    let page = visitor.target(&visitor.pay_by_card(&[("asked_card", "scenario:auth_3ds")]).await);
    assert!(get(&page).await.text().contains("Enter the code from your bank"));
    post(&page, &[("auth_otp", "1234")]).await;
    assert!(get(&page).await.text().contains("Paid. Thank you!"));
}

#[tokio::test]
async fn a_declined_card_is_told_in_words() {
    let sandbox = frozen(&[]).await;
    let visitor = Visitor::new(&sandbox, json!({ "max_uses": null })).await;
    for (answer, sentence) in [
        ("issuer:insufficient_funds", "There is not enough money in the account."),
        ("issuer:expired_card", "The card has expired."),
        ("issuer:do_not_honor", "Your bank did not allow the payment."),
    ] {
        let text = get(&visitor.target(&visitor.pay_by_card(&[("answer", answer)]).await)).await.text();
        assert!(text.contains("Not paid") && text.contains(sentence) && text.contains("Try again"), "{answer}");
    }
    assert_eq!(visitor.stats().await, [3, 0, 0, 3]);
    let unknown = visitor.pay_by_card(&[("answer", "issuer:of_tomorrow")]).await;
    assert!(unknown.status == 422 && unknown.text().contains("issuer:of_tomorrow"));
}

#[tokio::test]
async fn a_card_that_does_not_open_is_refused_and_never_shown_again() {
    let sandbox = frozen(&[]).await;
    let visitor = Visitor::new(&sandbox, json!({})).await;
    let stranger = Control(&sandbox).merchant(json!({})).await;
    let (month, foreign) = (visitor.merchant.seal(NONCE, "13"), stranger.seal(NONCE, NUMBER));
    for (field, value, sentence) in [
        ("card_encrypted_number", "", "It is encrypted in your browser, which needs JavaScript."),
        ("card_encrypted_number", foreign.as_str(), "The card number is not right."),
        ("card_encrypted_expiry_month", &month, "The expiry date is not right."),
        ("card_encrypted_cvv", "AAAA", "The security code is not right."),
        ("card_nonce", "short", "Your card could not be read."),
    ] {
        let refused = visitor.pay_by_card(&[(field, value)]).await;
        assert_eq!(refused.status, 422, "{field}");
        let text = refused.text();
        assert!(text.contains(sentence), "{field}: {text}");
        assert!(!text.contains(&foreign) && !text.contains(&month) && !text.contains(NONCE), "{field}");
    }
    assert_eq!(visitor.stats().await, [0, 0, 0, 0]);
}

#[tokio::test]
async fn payments_of_others_are_not_shown_as_a_links() {
    let sandbox = frozen(&[]).await;
    let visitor = Visitor::new(&sandbox, json!({})).await;
    let charge = visitor.merchant.charge(&json!({})).await.json();
    for name in [charge["dgs_reference"].as_str().unwrap(), "dgs_NOBODY"] {
        let page = format!("{}/{name}", visitor.url());
        assert_eq!((get(&page).await.status, post(&page, &[]).await.status), (404, 404), "{name}");
    }
}

#[tokio::test]
async fn a_logo_is_shown_from_this_machine_alone() {
    let sandbox = frozen(&[]).await;
    let local = Visitor::new(&sandbox, json!({ "slug": "a", "logo_url": "http://localhost:3000/logo.svg" })).await;
    let page = local.look().await;
    assert!(page.text().contains("src=\"http://localhost:3000/logo.svg\""));
    assert!(
        page.headers["content-security-policy"].to_str().unwrap().contains("img-src 'self' http://localhost:3000;")
    );
    let foreign = Visitor::new(&sandbox, json!({ "slug": "b", "logo_url": "https://shop.example/logo.png" })).await;
    let page = foreign.look().await;
    assert!(!page.text().contains("shop.example"));
    assert!(page.headers["content-security-policy"].to_str().unwrap().contains("img-src 'self';"));
}

#[tokio::test]
async fn the_webhook_names_the_link_where_that_is_wished() {
    for (switches, is_named) in [(vec![], false), (vec![Switch::LinkIdInWebhook], true)] {
        let sandbox = frozen(&switches).await;
        let visitor = Visitor::new(&sandbox, json!({})).await;
        visitor.pay(&[("asked_wallet", "scenario:auth_pin")]).await;
        visitor.merchant.charge(&json!({ "scenario_key": "scenario:auth_pin" })).await;
        let webhooks = Control(&sandbox).get("/webhooks").await;
        let body = |index: usize| -> Value {
            serde_json::from_str(webhooks["webhooks"][index]["body"].as_str().unwrap()).unwrap()
        };
        assert_eq!(body(0)["event"], "payment.success");
        let wished = if is_named { visitor.link["id"].clone() } else { Value::Null };
        assert_eq!(body(0)["payment_link_id"], wished, "C-42");
        assert!(body(1).get("payment_link_id").is_none(), "a charge of the merchant's own has no link");
    }
}

#[tokio::test]
async fn a_link_is_paid_without_its_page() {
    let sandbox = frozen(&[]).await;
    let control = Control(&sandbox);
    let visitor = Visitor::new(&sandbox, json!({ "slug": "by-control", "payment_types": ["mobile_money"] })).await;
    let usual = json!({ "phone": "0788123456", "network": "MTN" });
    let pay = async |name: &str, body: &Value| control.call("POST", &format!("/links/{name}/payments"), body).await;
    for (field, value) in
        [("phone", "12"), ("network", "Vodacom"), ("amount", "lots"), ("payment_type", "card"), ("scenario_key", "x")]
    {
        let mut wrong = usual.clone();
        wrong[field] = json!(value);
        assert_eq!(pay("by-control", &wrong).await.status, 400, "{field}");
    }
    let mut other_amount = usual.clone();
    other_amount["amount"] = json!("1");
    let refused = pay("by-control", &other_amount).await;
    assert_eq!((refused.status, &refused.json()["error"]), (409, &json!("The amount is RWF 50,000.")));
    assert_eq!(pay("nobody", &usual).await.status, 404);

    let paid = pay(visitor.link["id"].as_str().unwrap(), &usual).await;
    assert_eq!((paid.status, &paid.json()["status"]), (201, &json!("pending")));
    let push = format!("/pushes/{}", paid.json()["reference"].as_str().unwrap());
    assert_eq!(control.call("POST", &push, &json!({ "decision": "approve" })).await.status, 200);
    let closed = pay("by-control", &usual).await;
    assert_eq!((closed.status, &closed.json()["error"]), (409, &json!("This payment link has been used up.")));
    assert_eq!(visitor.stats().await, [1, 1, 0, 0]);
}

/// Two keys of one service behave alike: what an API call may not choose, its page may not either.
#[tokio::test]
async fn in_production_mode_nothing_is_chosen() {
    let sandbox = frozen(&[]).await;
    let control = Control(&sandbox);
    let merchant = control.merchant(json!({ "environment": "production" })).await;
    let link = merchant.link(&json!({ "slug": "live" })).await;
    let visitor = Visitor { sandbox: &sandbox, merchant, link };
    assert!(!visitor.look().await.text().contains("choose what happens"));
    let refused = visitor.pay(&[("asked_wallet", "scenario:auth_pin")]).await;
    assert!(refused.status == 422 && refused.text().contains("production mode"), "{}", refused.text());
    let key = json!({ "phone": "0788123456", "network": "MTN", "scenario_key": "scenario:auth_pin" });
    assert_eq!(control.call("POST", "/links/live/payments", &key).await.status, 409);
    assert_eq!(visitor.stats().await, [0, 0, 0, 0]);
    assert_eq!(visitor.pay(&[]).await.status, 303, "the control");
    let test = Visitor::new(&sandbox, json!({ "slug": "test" })).await;
    assert!(test.look().await.text().contains("choose what happens"), "and in the test environment everything is");
}
