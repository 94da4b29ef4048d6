//! A client with no opinions, a merchant of one's own, and a receiver of webhooks.

pub mod documented;
mod ordered;
pub mod roho;

use std::collections::VecDeque;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aes_gcm::aead::{AeadInOut as _, KeyInit as _};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use dgspay_sandbox::{Config, Sandbox};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::header::HeaderMap;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;

pub use ordered::Ordered;

/// What came back.
#[derive(Debug, Clone)]
pub struct Answer {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Answer {
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn ordered(&self) -> Ordered {
        Ordered::parse(&self.body)
    }

    pub fn code(&self) -> String {
        self.json()["error_code"].as_str().unwrap_or_default().to_owned()
    }

    /// The code in RohoPay's envelope.
    pub fn roho_code(&self) -> String {
        self.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// Sends a request on a connection of its own. An error is a connection that was cut.
pub async fn send(method: &str, url: &str, headers: &[(&str, &str)], body: &[u8]) -> hyper::Result<Answer> {
    let url: hyper::Uri = url.parse().unwrap();
    let authority = url.authority().unwrap().as_str().to_owned();
    let stream = TcpStream::connect(&authority).await.unwrap();
    let (mut sender, connection) = hyper::client::conn::http1::handshake(TokioIo::new(stream)).await?;
    let driver = tokio::spawn(connection);
    let mut request = Request::builder().method(method).uri(url.path_and_query().unwrap().as_str());
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        request = request.header("host", authority);
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = sender.send_request(request.body(Full::new(Bytes::copy_from_slice(body))).unwrap()).await;
    let answer = match answer {
        Ok(answer) => {
            let (head, body) = answer.into_parts();
            let body = body.collect().await.map(http_body_util::Collected::to_bytes);
            body.map(|body| Answer { status: head.status.as_u16(), headers: head.headers, body })
        }
        Err(error) => Err(error),
    };
    driver.abort();
    answer
}

pub fn address(url: &str) -> SocketAddr {
    url.parse::<hyper::Uri>().unwrap().authority().unwrap().as_str().parse().unwrap()
}

pub async fn start(config: Config) -> Sandbox {
    Sandbox::start(config).await.unwrap()
}

/// The control API.
pub struct Control<'a>(pub &'a Sandbox);

impl Control<'_> {
    pub async fn call(&self, method: &str, path: &str, body: &Value) -> Answer {
        let control = &self.0.ready().control;
        let bearer = format!("Bearer {}", control.token);
        let body = if body.is_null() { Vec::new() } else { body.to_string().into_bytes() };
        send(method, &format!("{}{path}", control.url), &[("authorization", &bearer)], &body).await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Value {
        let answer = self.call("GET", path, &Value::Null).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()
    }

    pub async fn merchant(&self, wishes: Value) -> Merchant {
        let answer = self.call("POST", "/merchants", &wishes).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
        Merchant { account: answer.json() }
    }

    pub async fn fault(&self, rule: Value) {
        let answer = self.call("POST", "/faults", &rule).await;
        assert_eq!(answer.status, 201, "{}", answer.text());
    }

    pub async fn advance(&self, milliseconds: u64) {
        let answer = self.call("POST", "/clock", &json!({ "advance_ms": milliseconds })).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }

    /// Asks again and again, until the answer is as wished.
    pub async fn until(&self, path: &str, wished: impl Fn(&Value) -> bool) -> Value {
        for _ in 0..200 {
            let seen = self.get(path).await;
            if wished(&seen) {
                return seen;
            }
            tokio::time::sleep(Duration::from_millis(25)).await;
        }
        panic!("{path} never was as wished; it is {}", self.get(path).await);
    }
}

/// A merchant, as the control API answers one.
pub struct Merchant {
    pub account: Value,
}

impl Merchant {
    pub fn first(sandbox: &Sandbox) -> Self {
        Self { account: serde_json::to_value(sandbox.ready()).unwrap() }
    }

    pub fn id(&self) -> &str {
        self.account["id"].as_str().unwrap()
    }

    pub fn dgs(&self, name: &str) -> &str {
        self.account["dgs"][name].as_str().unwrap()
    }

    pub fn headers(&self) -> [(&str, &str); 3] {
        [
            ("X-DGS-API-Key", self.dgs("api_key")),
            ("X-DGS-ACCOUNT-NUMBER", self.dgs("account_number")),
            ("Content-Type", "application/json"),
        ]
    }

    pub async fn try_call(&self, method: &str, path: &str, body: &[u8]) -> hyper::Result<Answer> {
        send(method, &format!("{}{path}", self.dgs("base_url")), &self.headers(), body).await
    }

    pub async fn call(&self, method: &str, path: &str, body: &[u8]) -> Answer {
        self.try_call(method, path, body).await.unwrap()
    }

    pub async fn get(&self, path: &str) -> Answer {
        self.call("GET", path, b"").await
    }

    pub async fn send(&self, method: &str, path: &str, body: &Value) -> Answer {
        self.call(method, path, body.to_string().as_bytes()).await
    }

    /// Makes a payment link and answers its `link`.
    pub async fn link(&self, changes: &Value) -> Value {
        let answer = self.send("POST", "/payment-links", &link(changes)).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        answer.json()["link"].clone()
    }

    pub fn seal(&self, nonce: &str, text: &str) -> String {
        seal(self.dgs("encryption_key"), nonce, text)
    }

    /// The documents' card charge, with changes.
    pub fn card(&self, changes: &Value) -> Value {
        let mut card = json!({
            "payment_type": "card", "amount": 5000, "mobile_money_network": null, "mobile_money_phone": null,
            "card_encrypted_number": self.seal(NONCE, NUMBER),
            "card_encrypted_expiry_month": self.seal(NONCE, "12"),
            "card_encrypted_expiry_year": self.seal(NONCE, "2028"),
            "card_encrypted_cvv": self.seal(NONCE, "123"),
            "card_nonce": NONCE,
        });
        for (name, value) in changes.as_object().into_iter().flatten() {
            // A `null` stays, so that it takes the field away in the end.
            card[name] = value.clone();
        }
        card
    }

    pub async fn charge_card(&self, changes: &Value) -> Answer {
        self.charge(&self.card(changes)).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answer {
        self.send("POST", path, body).await
    }

    /// The documents' payout to a bank, with changes.
    pub async fn disburse(&self, changes: &Value) -> Answer {
        let mut payout = json!({
            "amount": 10000, "destination_type": "bank",
            "recipient": {
                "bank_key": "kcb_rw", "account_number": "1234567890", "name": "John Doe", "branch": "Kigali Main"
            },
            "narration": "Vendor payment April 2026",
        });
        change(&mut payout, changes);
        self.post("/disburse", &payout).await
    }

    /// A conversion of the documents' hundred dollars, with changes.
    pub async fn convert(&self, changes: &Value) -> Answer {
        let mut conversion =
            json!({ "action": "convert", "from_currency": "USD", "to_currency": "EUR", "from_amount": 100 });
        change(&mut conversion, changes);
        self.post("/convert", &conversion).await
    }

    /// What is available in a currency, with two digits.
    pub async fn available(&self, currency: &str) -> String {
        let balances = self.get("/balance").await.json()["balances"].as_array().unwrap().clone();
        let line = balances.into_iter().find(|line| line["currency"] == currency);
        format!("{:.2}", line.map_or(0.0, |line| line["available_balance"].as_f64().unwrap()))
    }

    /// Hands over a PIN for a charge.
    pub async fn pin(&self, reference: &str, pin: &str) -> Answer {
        let sealed = self.seal("abc123def456", pin);
        let body = json!({ "dgs_reference": reference, "auth_type": "pin", "auth_pin_encrypted": sealed, "auth_pin_nonce": "abc123def456" });
        self.post("/authorize", &body).await
    }

    /// Hands over a one-time code for a charge.
    pub async fn otp(&self, reference: &str) -> Answer {
        let body = json!({ "dgs_reference": reference, "auth_type": "otp", "auth_otp": "123456" });
        self.post("/authorize", &body).await
    }

    pub async fn charge(&self, changes: &Value) -> Answer {
        self.call("POST", "/charges", charge(changes).to_string().as_bytes()).await
    }
}

/// The documents' mobile-money charge, with changes. `null` takes a field away.
pub fn charge(changes: &Value) -> Value {
    let mut charge = json!({
        "amount": 2000, "currency": "RWF", "payment_type": "mobile_money",
        "customer_email": "aline@example.rw", "customer_first_name": "Aline", "customer_last_name": "Uwase",
        "customer_phone": "789654321", "customer_phone_country_code": "250",
        "redirect_url": "https://shop.example/thanks",
        "mobile_money_network": "MTN", "mobile_money_phone": "789654321", "narration": "Invoice #5678",
    });
    change(&mut charge, changes);
    charge
}

/// The documents' payment link, with changes. `null` takes a field away.
pub fn link(changes: &Value) -> Value {
    let mut link = json!({
        "title": "Invoice #123", "amount_type": "fixed", "amount": 50000, "currency": "RWF",
        "payment_types": ["card", "mobile_money"], "max_uses": 1, "expires_at": "2026-12-31 23:59:59",
    });
    change(&mut link, changes);
    link
}

fn change(body: &mut Value, changes: &Value) {
    for (name, value) in changes.as_object().into_iter().flatten() {
        match value {
            Value::Null => drop(body.as_object_mut().unwrap().remove(name)),
            value => body[name] = value.clone(),
        }
    }
}

/// Seals a text as DGS-Pay's clients do (§8): the nonce's bytes are the initialisation vector.
pub fn seal(key: &str, nonce: &str, text: &str) -> String {
    let cipher = Aes256Gcm::new_from_slice(&STANDARD.decode(key).unwrap()).unwrap();
    let nonce = Nonce::try_from(nonce.as_bytes()).unwrap();
    let mut buffer = text.as_bytes().to_vec();
    cipher.encrypt_in_place(&nonce, &[], &mut buffer).unwrap();
    STANDARD.encode(buffer)
}

/// The nonce of [`Merchant::card`].
pub const NONCE: &str = "0a1b2c3d4e5f";

/// The documents' card.
pub const NUMBER: &str = "4532123456789010";

/// A webhook as it arrived.
#[derive(Debug, Clone)]
pub struct Received {
    pub headers: HeaderMap,
    pub body: Bytes,
    pub path: String,
}

impl Received {
    pub fn signature(&self) -> &str {
        self.headers["x-dgs-signature"].to_str().unwrap()
    }

    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap()
    }
}

/// A receiver of webhooks on this machine.
pub struct Receiver {
    pub url: String,
    state: Arc<State>,
}

struct State {
    statuses: Mutex<VecDeque<u16>>,
    received: Mutex<Vec<Received>>,
    arrived: Notify,
}

impl Receiver {
    /// Answers with these statuses one after the other, then with 200.
    pub async fn start(statuses: &[u16]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hook", listener.local_addr().unwrap());
        let state = Arc::new(State {
            statuses: Mutex::new(statuses.iter().copied().collect()),
            received: Mutex::default(),
            arrived: Notify::new(),
        });
        let shared = Arc::clone(&state);
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let state = Arc::clone(&shared);
                let service = service_fn(move |request| take(Arc::clone(&state), request));
                tokio::spawn(
                    hyper::server::conn::http1::Builder::new().serve_connection(TokioIo::new(stream), service),
                );
            }
        });
        Self { url, state }
    }

    pub fn received(&self) -> Vec<Received> {
        self.state.received.lock().unwrap().clone()
    }

    /// Waits until so many have arrived.
    pub async fn wait(&self, count: usize) -> Vec<Received> {
        let enough = async {
            loop {
                let arrived = self.state.arrived.notified();
                if self.received().len() >= count {
                    return self.received();
                }
                let _ = tokio::time::timeout(Duration::from_millis(50), arrived).await;
            }
        };
        let waited = tokio::time::timeout(Duration::from_secs(10), enough).await;
        waited.unwrap_or_else(|_| panic!("{} of {count} webhooks arrived", self.received().len()))
    }
}

async fn take(state: Arc<State>, request: Request<Incoming>) -> hyper::Result<Response<Full<Bytes>>> {
    let (head, body) = request.into_parts();
    let body = body.collect().await?.to_bytes();
    let status = state.statuses.lock().unwrap().pop_front().unwrap_or(200);
    state.received.lock().unwrap().push(Received { headers: head.headers, body, path: head.uri.path().to_owned() });
    state.arrived.notify_waiters();
    let mut answer = Response::new(Full::new(Bytes::from_static(b"{\"status\":\"received\"}")));
    *answer.status_mut() = status.try_into().unwrap();
    if (300..400).contains(&status) {
        answer.headers_mut().insert("location", "/elsewhere".parse().unwrap());
    }
    Ok(answer)
}
