//! The transport over hyper.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `connect.rs`, `tls.rs` | how a connection comes about: sockets, proxies, TLS and its roots of trust |
//! | `connection.rs` | one connection, which is driven by the call that uses it |
//! | `pool.rs` | the connections that nobody uses just now |
//! | `body.rs` | a body that says when it is first asked for bytes |
//! | `breakage.rs` | what broke, in our own words |

mod body;
mod breakage;
mod connect;
mod connection;
mod pool;
mod tls;

use std::sync::Arc;

use http::Uri;
use http::header::HOST;

use self::body::WatchedBody;
use self::connect::Connector;
use self::connection::{Connection, Exchanged};
use self::pool::Pool;
use super::{Answer, Failure, HttpRequest, Sending, Sent, Transport};
use crate::error::Result;

/// The transport over hyper: sockets of this process, and a pool of those that can be used again.
pub(super) struct HyperTransport {
    connector: Connector,
    pool: Arc<Pool>,
}

impl HyperTransport {
    pub(super) fn new() -> Result<Self> {
        Ok(Self { connector: Connector::new()?, pool: Arc::default() })
    }

    async fn carry(&self, request: &HttpRequest, sent: &Sent) -> Result<Answer, Failure> {
        let mut message = message(request, sent);
        // A connection that was used before may have been closed since. What it gives back whole can go on another.
        while let Some(used) = self.pool.take(&request.address).await {
            match self.exchange(used, message, request, sent).await {
                Exchanged::Ended(end) => return end,
                Exchanged::Returned(whole, _) => message = *whole,
            }
        }
        let fresh = self.connector.connect(&request.address).await.map_err(Failure::Broken)?;
        match self.exchange(fresh, message, request, sent).await {
            Exchanged::Ended(end) => end,
            Exchanged::Returned(_, breakage) => Err(Failure::Broken(breakage)),
        }
    }

    async fn exchange(
        &self,
        mut connection: Connection,
        message: http::Request<WatchedBody>,
        request: &HttpRequest,
        sent: &Sent,
    ) -> Exchanged {
        let bodyless = request.body.is_empty();
        if bodyless && !sent.claim() {
            return Exchanged::Ended(Err(Failure::Broken(super::Breakage::ConnectionClosed)));
        }
        let exchanged = connection.exchange(message).await;
        match &exchanged {
            Exchanged::Ended(Ok(_)) if connection.is_ready().await => self.pool.put(&request.address, connection),
            // An empty body is never asked for bytes, so that the claim was made for it; here it proves to be unused.
            Exchanged::Returned(..) if bodyless => sent.reopen(),
            _ => {}
        }
        exchanged
    }
}

impl Transport for HyperTransport {
    fn send<'a>(&'a self, request: &'a HttpRequest, sent: &'a Sent) -> Sending<'a> {
        Box::pin(self.carry(request, sent))
    }
}

/// The request as it stands on the wire.
fn message(request: &HttpRequest, sent: &Sent) -> http::Request<WatchedBody> {
    let mut message = http::Request::new(WatchedBody::new(request.body.clone(), sent.clone()));
    *message.method_mut() = request.method.clone();
    *message.uri_mut() = Uri::from(request.target.clone());
    *message.headers_mut() = request.headers.clone();
    message.headers_mut().insert(HOST, request.address.host().clone());
    message
}
