//! Server-sent events: a line whenever something has changed.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use hyper::header::CONTENT_TYPE;
use tokio::sync::mpsc;

use crate::app::App;
use crate::server::stream::ChannelBody;

/// At most this often: a page need not keep up with thousands of payments a second.
const PAUSE: Duration = Duration::from_millis(250);

/// A sign of life, by which both sides notice that the other is gone.
const SILENCE: Duration = Duration::from_secs(15);

pub(super) async fn events(State(app): State<Arc<App>>) -> Response {
    let (sender, receiver) = mpsc::channel(1);
    tokio::spawn(tell(app, sender));
    ([(CONTENT_TYPE, "text/event-stream")], Body::new(ChannelBody(receiver))).into_response()
}

async fn tell(app: Arc<App>, sender: mpsc::Sender<Bytes>) {
    let mut changes = app.changes.subscribe();
    let mut line = Bytes::from_static(b": hello\n\n");
    while sender.send(line).await.is_ok() {
        tokio::time::sleep(PAUSE).await;
        line = tokio::select! {
            more = changes.changed() => match more {
                Ok(()) => Bytes::from_static(b"data: changed\n\n"),
                Err(_) => return,
            },
            () = tokio::time::sleep(SILENCE) => Bytes::from_static(b": still here\n\n"),
            () = sender.closed() => return,
            () = app.closed() => return,
        };
    }
}
