//! A shop's webhook endpoint: raw bytes in, verified events out.

use std::net::SocketAddr;

use axum::Router;
use axum::extract::{FromRef, RawQuery, State};
use axum::routing::post;
use dgspay::webhook::axum::{Received, Verified};
use dgspay::{Event, Webhook};
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// A verified event, and the query of the address it came to.
pub(crate) struct Delivery {
    pub(crate) event: Event,
    pub(crate) query: String,
}

/// The endpoint before it is open: the sandbox must know its address before it tells its secret.
pub(crate) struct Receiver {
    listener: TcpListener,
}

#[derive(Clone)]
struct Shop {
    webhook: Webhook,
    deliveries: mpsc::UnboundedSender<Delivery>,
}

impl FromRef<Shop> for Webhook {
    fn from_ref(shop: &Shop) -> Self {
        shop.webhook.clone()
    }
}

impl Receiver {
    pub(crate) async fn bind() -> std::io::Result<Self> {
        Ok(Self { listener: TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await? })
    }

    pub(crate) fn url(&self) -> std::io::Result<String> {
        Ok(format!("http://{}/webhook", self.listener.local_addr()?))
    }

    /// Opens it: from now on, what is signed with the secret comes out here.
    pub(crate) fn open(self, webhook: Webhook) -> mpsc::UnboundedReceiver<Delivery> {
        let (sender, deliveries) = mpsc::unbounded_channel();
        let app = Router::new().route("/webhook", post(receive)).with_state(Shop { webhook, deliveries: sender });
        tokio::spawn(async move { axum::serve(self.listener, app).await });
        deliveries
    }
}

async fn receive(State(shop): State<Shop>, RawQuery(query): RawQuery, Verified(event): Verified) -> Received {
    // Nobody listens any more once the story has ended.
    let _ = shop.deliveries.send(Delivery { event, query: query.unwrap_or_default() });
    Received
}
