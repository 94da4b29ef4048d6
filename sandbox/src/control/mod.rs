//! The control API: what a test may do that a merchant cannot. It needs the token that the sandbox printed.

mod links;
mod merchants;
mod money;
mod observe;
mod problem;
mod rules;
mod transfers;

use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, patch, post};
use hyper::header::AUTHORIZATION;
use problem::Problem;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use subtle::ConstantTimeEq as _;
use tower_http::catch_panic::CatchPanicLayer;

use crate::app::App;
use crate::merchants::Merchant;

/// Where the control paths begin.
pub(crate) const BASE: &str = "/_control";

/// The routes, behind the token.
pub(crate) fn router(app: &Arc<App>) -> Router {
    let path = |rest: &str| format!("{BASE}{rest}");
    Router::new()
        .route(&path("/merchants"), post(merchants::open))
        .route(&path("/merchants/{id}"), patch(merchants::change))
        .route(&path("/faults"), post(rules::add).delete(rules::clear))
        .route(&path("/requests"), get(observe::requests))
        .route(&path("/webhooks"), get(observe::webhooks))
        .route(&path("/assertions"), get(observe::assertions))
        .route(&path("/pushes"), get(money::pushes))
        .route(&path("/pushes/{reference}"), post(money::decide))
        .route(&path("/links/{name}/payments"), post(links::pay))
        .route(&path("/transfers/{reference}"), post(transfers::end))
        .route(&path("/clock"), post(money::advance))
        .fallback(|| async { Problem::not_found("There is no such control path.") })
        .method_not_allowed_fallback(|| async { Problem::method() })
        .layer(from_fn_with_state(Arc::clone(app), require_token))
        .layer(CatchPanicLayer::custom(|_| Problem::bug().into_response()))
        .with_state(Arc::clone(app))
}

async fn require_token(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let given = request.headers().get(AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    let token = app.ready.control.token.as_bytes();
    if given.is_some_and(|given| bool::from(given.ct_eq(token))) {
        next.run(request).await
    } else {
        Problem::token().into_response()
    }
}

/// `?merchant=id`, which narrows a question to one merchant.
#[derive(Deserialize)]
struct Scope {
    merchant: Option<String>,
}

impl Scope {
    /// The merchant meant, if one was; an unknown one is a mistake rather than an empty answer.
    fn merchant(&self, app: &App) -> Result<Option<Arc<Merchant>>, Problem> {
        self.merchant.as_deref().map(|id| known(app, id)).transpose()
    }
}

fn known(app: &App, id: &str) -> Result<Arc<Merchant>, Problem> {
    app.merchants.by_id(id).ok_or_else(|| Problem::not_found("There is no such merchant."))
}

fn parse<T: DeserializeOwned>(body: &[u8]) -> Result<T, Problem> {
    serde_json::from_slice(body).map_err(|error| Problem::invalid(error.to_string()))
}
