//! Connections: taken, limited, timed, ended.

use std::error::Error;
use std::future::Future;
use std::net::IpAddr;
use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

/// How many connections may be open. More wait in the system's queue.
const CONNECTIONS: usize = 4_096;

/// How long a client may take to send a request's head, and how long an idle connection is kept.
const HEAD_TIME: Duration = Duration::from_secs(10);

/// How long open requests may take to end when the sandbox shuts down.
const GRACE: Duration = Duration::from_secs(2);

/// How long to wait after the system refused to hand out a connection, usually for want of descriptors.
const PAUSE: Duration = Duration::from_millis(50);

/// Who is at the other end of a connection; every request carries it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Peer(pub IpAddr);

/// Serves every connection of the listener until `closing` turns true or its sender is gone.
pub(crate) async fn serve<S, F, E>(listener: TcpListener, closing: watch::Receiver<bool>, service: S)
where
    S: Fn(Request<Incoming>) -> F + Clone + Send + 'static,
    F: Future<Output = Result<Response<Body>, E>> + Send + 'static,
    E: Into<Box<dyn Error + Send + Sync>> + 'static,
{
    let permits = Arc::new(Semaphore::new(CONNECTIONS));
    let mut connections = JoinSet::new();
    let mut closed = pin!(closed(closing.clone()));
    loop {
        let Ok(permit) = Arc::clone(&permits).acquire_owned().await else { break };
        let accepted = tokio::select! {
            accepted = listener.accept() => accepted,
            // Connections that have ended are forgotten at once, or a long run would remember them all.
            Some(_) = connections.join_next() => continue,
            () = &mut closed => break,
        };
        match accepted {
            Ok((stream, peer)) => {
                let (service, closing) = (service.clone(), closing.clone());
                connections.spawn(async move {
                    connection(stream, Peer(peer.ip()), closing, service).await;
                    drop(permit);
                });
            }
            Err(error) => {
                tracing::warn!(%error, "a connection could not be taken");
                tokio::time::sleep(PAUSE).await;
            }
        }
    }
    let all_ended = async { while connections.join_next().await.is_some() {} };
    if tokio::time::timeout(GRACE, all_ended).await.is_err() {
        tracing::debug!("connections were cut at shutdown");
    }
}

async fn connection<S, F, E>(stream: TcpStream, peer: Peer, closing: watch::Receiver<bool>, service: S)
where
    S: Fn(Request<Incoming>) -> F,
    F: Future<Output = Result<Response<Body>, E>>,
    E: Into<Box<dyn Error + Send + Sync>>,
{
    // Answers are small and complete: waiting to fill a packet would only slow them down.
    let _ = stream.set_nodelay(true);
    let served = http1::Builder::new().timer(TokioTimer::new()).header_read_timeout(HEAD_TIME).serve_connection(
        TokioIo::new(stream),
        service_fn(move |mut request: Request<Incoming>| {
            request.extensions_mut().insert(peer);
            service(request)
        }),
    );
    let mut served = pin!(served);
    let ended = tokio::select! {
        ended = &mut served => ended,
        () = closed(closing) => {
            served.as_mut().graceful_shutdown();
            served.await
        }
    };
    if let Err(error) = ended {
        tracing::debug!(%error, "a connection ended early");
    }
}

/// Ends when the sandbox shuts down: by its word, or because it is gone.
pub(crate) async fn closed(mut closing: watch::Receiver<bool>) {
    let _ = closing.wait_for(|closed| *closed).await;
}
