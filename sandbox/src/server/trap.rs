//! The redirect trap: another origin that no request may ever reach. It counts those that do.

use std::convert::Infallible;
use std::future::{Ready, ready};
use std::sync::atomic::Ordering;

use axum::body::Body;
use hyper::body::Incoming;
use hyper::{Request, Response};

use crate::app::App;

/// Counts a request for the merchant whose redirect was followed. What it carries is not looked at.
pub(crate) fn handle(app: &App, request: &Request<Incoming>) -> Ready<Result<Response<Body>, Infallible>> {
    let merchant = request.uri().path().strip_prefix("/trap/").and_then(|id| app.merchants.by_id(id));
    if let Some(merchant) = merchant {
        merchant.trapped.fetch_add(1, Ordering::Relaxed);
        app.changed();
    }
    ready(Ok(Response::new(Body::from("A client followed a redirect and brought its keys to a stranger.\n"))))
}
