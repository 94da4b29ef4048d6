//! HTTP: connections, limits, who may ask, and which part of the sandbox answers.

pub(crate) mod accept;
pub(crate) mod body;
pub(crate) mod digest;
mod guard;
pub(crate) mod log;
mod redaction;
pub(crate) mod stream;
pub(crate) mod trap;

pub(crate) use guard::REFUSAL;

use std::fmt::Display;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use hyper::body::Incoming;
use hyper::header::HeaderValue;
use hyper::{Request, Response, StatusCode};
use tower::ServiceExt as _;

use crate::app::App;
use crate::dgs::Dgs;
use crate::roho::Roho;
use crate::service::{self, Service};
use crate::{control, pages};

/// Instead of an answer: the connection is cut.
#[derive(Debug, thiserror::Error)]
#[error("the connection is cut on purpose")]
pub(crate) struct Cut;

/// What a request gets.
pub(crate) type Answer = Result<Response<Body>, Cut>;

/// In every answer, so that nobody takes this for the provider.
const BANNER: (&str, &str) = ("x-dgspay-sandbox", "simulated money; not the provider");

/// The services. A third one would be one folder more, and a line here.
pub(crate) const SERVICES: [&dyn Service; 2] = [&Dgs, &Roho];

/// Everything that answers on the main address.
#[derive(Clone)]
pub(crate) struct Server {
    app: Arc<App>,
    control: Router,
    pages: Router,
}

impl Server {
    pub(crate) fn new(app: &Arc<App>) -> Self {
        Self { app: Arc::clone(app), control: control::router(app), pages: pages::router(app) }
    }

    /// Answers a request.
    pub(crate) async fn handle(self, request: Request<Incoming>) -> Answer {
        let path = request.uri().path().to_owned();
        let is_ours = guard::is_ours(&request, &self.app.origin);
        let service = SERVICES.iter().find(|service| is_under(&path, service.base()));
        let mut answer = if let Some(service) = service {
            if is_ours { service::handle(*service, &self.app, request).await? } else { service::foreign_host(*service) }
        } else if !is_ours {
            guard::refusal()
        } else {
            let router = if is_under(&path, control::BASE) { self.control } else { self.pages };
            let answer = through(router, request).await;
            // What is not in the ledger's file yet is told to nobody.
            match self.app.ledger.kept().await {
                Ok(()) => answer,
                Err(error) => plain(StatusCode::INTERNAL_SERVER_ERROR, &error),
            }
        };
        answer.headers_mut().insert(BANNER.0, HeaderValue::from_static(BANNER.1));
        Ok(answer)
    }
}

/// Through a framework's router, under the same limits as everything else.
async fn through(router: Router, request: Request<Incoming>) -> Response<Body> {
    let (head, incoming) = request.into_parts();
    match body::read(incoming).await {
        Ok(bytes) => {
            router.oneshot(Request::from_parts(head, Body::from(bytes))).await.unwrap_or_else(|never| match never {})
        }
        Err(error) => plain(error.status(), &error),
    }
}

fn plain(status: StatusCode, why: &impl Display) -> Response<Body> {
    let mut answer = Response::new(Body::from(format!("{why}\n")));
    *answer.status_mut() = status;
    answer
}

fn is_under(path: &str, base: &str) -> bool {
    path.strip_prefix(base).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}
