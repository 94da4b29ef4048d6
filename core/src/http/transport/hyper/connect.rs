//! How a connection comes about: a socket, a proxy's tunnel where the environment names one, TLS.

use std::error::Error as StdError;
use std::future::poll_fn;

use http::Uri;
use http::uri::{PathAndQuery, Scheme};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::proxy::Tunnel;
use hyper_util::client::proxy::matcher::{Intercept, Matcher};
use tokio::time::timeout;
use tower_service::Service;

use super::breakage::breakage;
use super::connection::{Connection, Stream};
use super::tls;
use crate::error::Result;
use crate::http::address::Address;
use crate::http::transport::{Breakage, CONNECT_TIMEOUT};

/// Makes connections. The proxies are those of the environment at the time of the first call.
pub(super) struct Connector {
    tls: rustls::ClientConfig,
    direct: HttpsConnector<HttpConnector>,
    proxies: Matcher,
}

impl Connector {
    pub(super) fn new() -> Result<Self> {
        let mut tcp = HttpConnector::new();
        tcp.set_nodelay(true);
        tcp.enforce_http(false);
        let tls = tls::config()?;
        let direct = secured(&tls, tcp);
        Ok(Self { tls, direct, proxies: Matcher::from_env() })
    }

    pub(super) async fn connect(&self, address: &Address) -> Result<Connection, Breakage> {
        match timeout(CONNECT_TIMEOUT, self.stream(address)).await {
            Ok(stream) => Connection::over(stream?).await,
            Err(_) => Err(Breakage::TimedOut),
        }
    }

    async fn stream(&self, address: &Address) -> Result<Stream, Breakage> {
        let to = uri(address).ok_or(Breakage::NoConnection)?;
        // A proxy must never see what is meant for this machine.
        let proxy = if address.is_loopback() { None } else { self.proxies.intercept(&to) };
        let Some(proxy) = proxy else { return Ok(Box::new(opened(self.direct.clone(), to).await?)) };
        let tunnel = tunnel(&proxy, self.direct.clone()).ok_or(Breakage::NoConnection)?;
        Ok(Box::new(opened(secured(&self.tls, tunnel), to).await?))
    }
}

fn secured<C>(tls: &rustls::ClientConfig, connector: C) -> HttpsConnector<C> {
    HttpsConnectorBuilder::new().with_tls_config(tls.clone()).https_or_http().enable_http1().wrap_connector(connector)
}

/// A way through a proxy of a kind that this library speaks with.
fn tunnel<C>(proxy: &Intercept, connector: C) -> Option<Tunnel<C>> {
    let spoken = [&Scheme::HTTP, &Scheme::HTTPS].contains(&proxy.uri().scheme()?);
    let tunnel = spoken.then(|| Tunnel::new(proxy.uri().clone(), connector))?;
    Some(match proxy.basic_auth() {
        Some(credentials) => tunnel.with_auth(credentials.clone()),
        None => tunnel,
    })
}

async fn opened<C>(mut connector: C, to: Uri) -> Result<C::Response, Breakage>
where
    C: Service<Uri>,
    C::Error: Into<Box<dyn StdError + Send + Sync>>,
{
    let stream = async {
        poll_fn(|context| connector.poll_ready(context)).await?;
        connector.call(to).await
    };
    stream.await.map_err(|error: C::Error| {
        let error: Box<dyn StdError + Send + Sync> = error.into();
        breakage(&*error, Breakage::NoConnection)
    })
}

fn uri(address: &Address) -> Option<Uri> {
    let (scheme, authority) = address.origin();
    let uri = Uri::builder().scheme(scheme.clone()).authority(authority.clone());
    uri.path_and_query(PathAndQuery::from_static("/")).build().ok()
}
