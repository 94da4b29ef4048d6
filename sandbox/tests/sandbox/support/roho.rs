//! RohoPay's side of a merchant: one key, its calls and what they are about.

use serde_json::{Value, json};

use super::{Answer, Merchant, send};

/// A test number that is successful in the first answer.
pub const AT_ONCE: &str = "256700000000";

/// The card of all examples.
pub const CARD: &str = "4111111111111111";

/// A project with one of its keys.
pub struct Roho {
    pub base_url: String,
    pub key: String,
    pub secret: String,
}

impl Roho {
    pub fn test(merchant: &Merchant) -> Self {
        Self::with(merchant, "test_key")
    }

    pub fn live(merchant: &Merchant) -> Self {
        Self::with(merchant, "live_key")
    }

    fn with(merchant: &Merchant, key: &str) -> Self {
        let text = |name: &str| merchant.account["roho"][name].as_str().unwrap().to_owned();
        Self { base_url: text("base_url"), key: text(key), secret: text("webhook_secret") }
    }

    pub async fn get(&self, path: &str) -> Answer {
        let bearer = format!("Bearer {}", self.key);
        send("GET", &format!("{}{path}", self.base_url), &[("authorization", &bearer)], b"").await.unwrap()
    }

    /// Sends a body under a key; without a key there is no such header.
    pub async fn try_post(&self, path: &str, key: Option<&str>, body: &[u8]) -> hyper::Result<Answer> {
        let bearer = format!("Bearer {}", self.key);
        let mut headers = vec![("authorization", bearer.as_str()), ("content-type", "application/json")];
        headers.extend(key.map(|key| ("idempotency-key", key)));
        send("POST", &format!("{}{path}", self.base_url), &headers, body).await
    }

    pub async fn post(&self, path: &str, key: &str, body: &Value) -> Answer {
        self.try_post(path, Some(key), body.to_string().as_bytes()).await.unwrap()
    }

    /// The documents' collection, with changes.
    pub async fn collect(&self, key: &str, changes: &Value) -> Answer {
        self.post("/collect", key, &collection(changes)).await
    }

    /// The documents' payout, with changes.
    pub async fn disburse(&self, key: &str, changes: &Value) -> Answer {
        self.post("/disburse", key, &payout(changes)).await
    }

    /// The documents' checkout, as they send it: the key in the body, no header.
    pub async fn checkout(&self, changes: &Value) -> Answer {
        let body = self.card(changes).to_string();
        let headers = [("content-type", "application/json")];
        send("POST", &format!("{}/checkout", self.base_url), &headers, body.as_bytes()).await.unwrap()
    }

    pub fn card(&self, changes: &Value) -> Value {
        let mut checkout = json!({
            "api_key": self.key, "amount": 75000, "currency": "UGX", "customer_name": "Jane Doe",
            "customer_email": "jane@example.com", "description": "Order #1002",
            "return_url": "https://shop.example/thanks?order=1002",
            "card_number": CARD, "card_expiry": "10/26", "card_cvv": "123",
        });
        super::change(&mut checkout, changes);
        checkout
    }

    pub async fn transaction(&self, reference: &str) -> Value {
        let answer = self.get(&format!("/transactions/{reference}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["data"].clone()
    }

    /// What is in the wallets of the live and of the test key.
    pub async fn balance(&self) -> (i64, i64) {
        let data = self.get("/wallet/balance").await.json()["data"].clone();
        (data["balance_live"].as_i64().unwrap(), data["balance_test"].as_i64().unwrap())
    }
}

/// The documents' collection, with changes. `null` takes a field away.
pub fn collection(changes: &Value) -> Value {
    let mut collection = json!({
        "phone": "256700123456", "amount": 50000, "currency": "UGX", "description": "Order #1001",
        "callback_url": "https://your-app.com/webhooks/rohopay",
    });
    super::change(&mut collection, changes);
    collection
}

/// The documents' payout, with changes.
pub fn payout(changes: &Value) -> Value {
    let mut payout =
        json!({ "phone": "256700123456", "amount": 25000, "currency": "UGX", "description": "Vendor payment" });
    super::change(&mut payout, changes);
    payout
}

/// The reference in an answer.
pub fn reference(answer: &Answer) -> String {
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["data"]["internal_reference"].as_str().unwrap().to_owned()
}
