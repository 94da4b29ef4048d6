//! The connections that nobody uses just now.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use http::uri::{Authority, Scheme};
use tokio::time::{Instant, sleep};

use super::connection::Connection;
use crate::http::address::Address;
use crate::http::transport::IDLE_TIMEOUT;

/// How often somebody looks for connections that were kept for too long.
const TENDING: Duration = Duration::from_secs(5);

/// Connections by where they go to, the one that was used last at the end.
#[derive(Default)]
pub(super) struct Pool(Mutex<Idle>);

#[derive(Default)]
struct Idle {
    by_origin: HashMap<(Scheme, Authority), Vec<(Instant, Connection)>>,
    /// Whether somebody is there who closes what is kept for too long.
    tended: bool,
}

impl Pool {
    /// A connection that is still one, as far as can be known.
    pub(super) async fn take(&self, address: &Address) -> Option<Connection> {
        let origin = origin(address);
        loop {
            let (since, mut connection) = self.idle().by_origin.get_mut(&origin)?.pop()?;
            if since.elapsed() < IDLE_TIMEOUT && connection.is_ready().await {
                return Some(connection);
            }
        }
    }

    /// Keeps a connection for the next call.
    pub(super) fn put(self: &Arc<Self>, address: &Address, connection: Connection) {
        let mut idle = self.idle();
        idle.by_origin.entry(origin(address)).or_default().push((Instant::now(), connection));
        if !std::mem::replace(&mut idle.tended, true) {
            tokio::spawn(Arc::clone(self).tend());
        }
    }

    /// Closes what nobody has used for too long, until nothing is left.
    async fn tend(self: Arc<Self>) {
        loop {
            sleep(TENDING).await;
            let mut idle = self.idle();
            idle.by_origin.retain(|_, connections| {
                connections.retain(|(since, _)| since.elapsed() < IDLE_TIMEOUT);
                !connections.is_empty()
            });
            if idle.by_origin.is_empty() {
                idle.tended = false;
                return;
            }
        }
    }

    fn idle(&self) -> MutexGuard<'_, Idle> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn origin(address: &Address) -> (Scheme, Authority) {
    let (scheme, authority) = address.origin();
    (scheme.clone(), authority.clone())
}
