//! The receiver for axum, in a real router: what the service gets for an answer.

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::{DefaultBodyLimit, FromRef, State};
use axum::http::{Request, StatusCode};
use axum::routing::post;
use dgspay::webhook::axum::{Received, Verified, receiver};
use dgspay::webhook::sign;
use dgspay::{Event, Money, Webhook};
use std::sync::{Arc, Mutex};
use tower::ServiceExt as _;

const SECRET: &str = "dgs_test_webhook_secret";
const PAID: &str = r#"{"event":"payment.success","dgs_reference":"dgs_123456789","amount":5000,"currency":"RWF","merchant_fee":150,"net_amount":4850,"status":"success"}"#;

type Book = Arc<Mutex<Vec<Event>>>;

fn webhook() -> Webhook {
    Webhook::new([SECRET]).unwrap()
}

fn delivery(body: &str, signature: Option<&str>) -> Request<Body> {
    let request = Request::post("/webhook").header("content-type", "application/json");
    let request = match signature {
        Some(signature) => request.header("X-DGS-Signature", signature),
        None => request,
    };
    request.body(Body::from(body.to_owned())).unwrap()
}

async fn answer(app: &Router, request: Request<Body>) -> (StatusCode, String) {
    let response = app.clone().oneshot(request).await.unwrap();
    let status = response.status();
    let body = to_bytes(response.into_body(), 1 << 16).await.unwrap();
    (status, String::from_utf8(body.to_vec()).unwrap())
}

fn booking(book: &Book) -> Router {
    let book = Arc::clone(book);
    let take = move |event: Event| {
        let book = Arc::clone(&book);
        async move {
            let full = event.dedupe_key().contains("full");
            book.lock().unwrap().push(event);
            if full { Err("the disk is full") } else { Ok(()) }
        }
    };
    Router::new().route("/webhook", post(receiver(webhook(), take)))
}

#[tokio::test]
async fn a_signed_event_is_booked_and_received() {
    let book = Book::default();
    let app = booking(&book);
    let signed = answer(&app, delivery(PAID, Some(&sign(SECRET, PAID.as_bytes())))).await;
    assert_eq!(signed, (StatusCode::OK, r#"{"status":"received"}"#.to_owned()));
    let booked = book.lock().unwrap();
    assert!(
        matches!(&booked[..], [Event::PaymentSucceeded { amount, .. }] if *amount == Money::rwf(5_000)),
        "{booked:?}"
    );
}

#[tokio::test]
async fn rohopays_header_is_read_as_well() {
    let body = r#"{"event":"deposit.successful","internal_reference":"RHP-1","status":"successful","amount":500,"currency":"UGX"}"#;
    let signature = format!("sha256={}", sign(SECRET, body.as_bytes()));
    let shop = Shop { webhook: webhook(), book: Book::default() };
    let extracted = Router::new().route("/webhook", post(receive)).with_state(shop.clone());
    for app in [booking(&shop.book), extracted] {
        let mut request = delivery(body, None);
        request.headers_mut().insert("x-rohopay-signature", signature.parse().unwrap());
        assert_eq!(answer(&app, request).await.0, StatusCode::OK);
        // Where both stand, DGS-Pay's decides: a forged one is not mended by the other.
        let mut both = delivery(body, Some("00"));
        both.headers_mut().insert("x-rohopay-signature", signature.parse().unwrap());
        assert_eq!(answer(&app, both).await.0, StatusCode::UNAUTHORIZED);
    }
    assert_eq!(shop.book.lock().unwrap().len(), 2);
}

#[tokio::test]
async fn what_cannot_be_believed_never_reaches_the_handler() {
    let book = Book::default();
    let app = booking(&book);
    let good = sign(SECRET, PAID.as_bytes());
    for signature in [None, Some(""), Some("no hex"), Some(&*sign("another secret", PAID.as_bytes()))] {
        assert_eq!(answer(&app, delivery(PAID, signature)).await.0, StatusCode::UNAUTHORIZED, "{signature:?}");
    }
    let changed = PAID.replace("5000", "9000");
    assert_eq!(answer(&app, delivery(&changed, Some(&good))).await.0, StatusCode::UNAUTHORIZED);
    let nonsense = "not an event";
    let signed = sign(SECRET, nonsense.as_bytes());
    assert_eq!(answer(&app, delivery(nonsense, Some(&signed))).await.0, StatusCode::BAD_REQUEST);
    assert_eq!(*book.lock().unwrap(), []);
}

#[tokio::test]
async fn a_handler_that_fails_makes_the_service_deliver_again() {
    let book = Book::default();
    let body = PAID.replace("dgs_123456789", "full");
    let (status, text) = answer(&booking(&book), delivery(&body, Some(&sign(SECRET, body.as_bytes())))).await;
    assert_eq!((status, text.as_str()), (StatusCode::INTERNAL_SERVER_ERROR, ""), "and does not tell the world why");
    assert_eq!(book.lock().unwrap().len(), 1, "the control: the handler ran");
}

#[derive(Clone)]
struct Shop {
    webhook: Webhook,
    book: Book,
}

impl FromRef<Shop> for Webhook {
    fn from_ref(shop: &Shop) -> Self {
        shop.webhook.clone()
    }
}

async fn receive(State(shop): State<Shop>, Verified(event): Verified) -> Received {
    shop.book.lock().unwrap().push(event);
    Received
}

#[tokio::test]
async fn the_extractor_stands_beside_others() {
    let shop = Shop { webhook: webhook(), book: Book::default() };
    let app =
        Router::new().route("/webhook", post(receive)).layer(DefaultBodyLimit::max(1_000)).with_state(shop.clone());
    let good = sign(SECRET, PAID.as_bytes());
    assert_eq!(answer(&app, delivery(PAID, Some(&good))).await.0, StatusCode::OK);
    assert_eq!(answer(&app, delivery(PAID, None)).await.0, StatusCode::UNAUTHORIZED);
    let signed = sign(SECRET, b"{}");
    assert_eq!(answer(&app, delivery("{}", Some(&signed))).await.0, StatusCode::BAD_REQUEST);
    let long = "x".repeat(2_000);
    assert_eq!(answer(&app, delivery(&long, Some(&good))).await.0, StatusCode::PAYLOAD_TOO_LARGE);
    assert_eq!(shop.book.lock().unwrap().len(), 1);
}
