//! A shop's webhook endpoint: raw bytes in, verified events out.

use std::net::SocketAddr;
use std::sync::Arc;

use axum::Router;
use axum::body::Bytes;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use dgspay::{Event, Webhook};
use tokio::net::TcpListener;
use tokio::sync::{OnceCell, mpsc};

/// A verified event, and the query of the address it came to.
pub(crate) struct Delivery {
    pub(crate) event: Event,
    pub(crate) query: String,
}

/// The endpoint. Its secret is known only when the sandbox is open, and the sandbox must know its address before that.
pub(crate) struct Receiver {
    pub(crate) url: String,
    pub(crate) secret: Arc<OnceCell<Webhook>>,
    pub(crate) deliveries: mpsc::UnboundedReceiver<Delivery>,
}

#[derive(Clone)]
struct Shop {
    webhook: Arc<OnceCell<Webhook>>,
    deliveries: mpsc::UnboundedSender<Delivery>,
}

impl Receiver {
    pub(crate) async fn open() -> std::io::Result<Self> {
        let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await?;
        let url = format!("http://{}/webhook", listener.local_addr()?);
        let (sender, deliveries) = mpsc::unbounded_channel();
        let secret = Arc::new(OnceCell::new());
        let shop = Shop { webhook: Arc::clone(&secret), deliveries: sender };
        let app = Router::new().route("/webhook", post(receive)).with_state(shop);
        tokio::spawn(async move { axum::serve(listener, app).await });
        Ok(Self { url, secret, deliveries })
    }
}

async fn receive(State(shop): State<Shop>, RawQuery(query): RawQuery, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get("x-dgs-signature").map(axum::http::HeaderValue::as_bytes);
    let Some(webhook) = shop.webhook.get() else { return StatusCode::SERVICE_UNAVAILABLE };
    match webhook.verify(&body, signature) {
        Ok(event) => {
            let _ = shop.deliveries.send(Delivery { event, query: query.unwrap_or_default() });
            StatusCode::OK
        }
        Err(_) => StatusCode::UNAUTHORIZED,
    }
}
