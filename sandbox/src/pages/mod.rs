//! The pages for people: what goes on, a handset that answers prompts, the pages that a redirect or a checkout leads to, and the
//! pages of payment links.
//!
//! They work without a script, but for cards; with it they redraw themselves when something happens.

mod assets;
mod checkout;
mod dashboard;
mod handset;
mod layout;
mod live;
mod redirect;
mod three_ds;

use std::sync::Arc;

use axum::Router;
use axum::middleware::map_response;
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use hyper::StatusCode;
use hyper::header::{CACHE_CONTROL, CONTENT_SECURITY_POLICY, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use tower_http::catch_panic::CatchPanicLayer;
use url::form_urlencoded;

use crate::app::App;
use crate::dgs::LINK_PAGES;
use crate::ledger::{LedgerError, Verdict};
use crate::roho::PAGES as BANK_PAGES;

/// Nothing from anywhere else, nothing inline, no frames.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
                      form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// The routes of the pages.
pub(crate) fn router(app: &Arc<App>) -> Router {
    Router::new()
        .route("/", get(dashboard::page))
        .route("/handset", get(handset::everybody))
        .route("/handset/{phone}", get(handset::page))
        .route("/pushes/{reference}", post(handset::decide))
        .route("/pay/{reference}", get(redirect::page).post(redirect::decide))
        .route(&format!("{LINK_PAGES}/{{slug}}"), get(checkout::offer).post(checkout::pay))
        .route(&format!("{LINK_PAGES}/{{slug}}/{{reference}}"), get(checkout::progress).post(checkout::authorise))
        .route(&format!("{BANK_PAGES}/{{session}}"), get(three_ds::page).post(three_ds::decide))
        .route("/live", get(live::events))
        .route("/style.css", get(assets::style))
        .route("/live.js", get(assets::script))
        .route("/checkout.css", get(assets::checkout_style))
        .route("/pay.js", get(assets::checkout_script))
        .route("/icon.svg", get(assets::icon))
        .fallback(|| async { Lost::NoSuchPage })
        .method_not_allowed_fallback(|| async { Lost::Method })
        .layer(CatchPanicLayer::custom(|_| Lost::Bug.into_response()))
        .layer(map_response(secured))
        .with_state(Arc::clone(app))
}

async fn secured(mut response: Response) -> Response {
    let headers = response.headers_mut();
    // A page with a logo has a wider one.
    headers.entry(CONTENT_SECURITY_POLICY).or_insert(HeaderValue::from_static(POLICY));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    // Not `no-referrer`: under that, browsers send `Origin: null` with a form, which the guard takes for a stranger's.
    headers.insert(REFERRER_POLICY, HeaderValue::from_static("same-origin"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

/// Why there is no page.
#[derive(Debug)]
enum Lost {
    NoSuchPage,
    NoSuchPayment,
    Method,
    Decision,
    Ledger(LedgerError),
    Bug,
}

impl From<LedgerError> for Lost {
    fn from(error: LedgerError) -> Self {
        Self::Ledger(error)
    }
}

impl IntoResponse for Lost {
    fn into_response(self) -> Response {
        let (status, sentence) = match self {
            Self::NoSuchPage => (StatusCode::NOT_FOUND, "There is no such page."),
            Self::NoSuchPayment => (StatusCode::NOT_FOUND, "There is no such payment."),
            Self::Method => (StatusCode::METHOD_NOT_ALLOWED, "This page does not take that."),
            Self::Decision => (StatusCode::BAD_REQUEST, "A payment is approved or declined."),
            Self::Bug => (StatusCode::INTERNAL_SERVER_ERROR, "The sandbox ran into a bug of its own."),
            Self::Ledger(error) => {
                tracing::error!(%error, "the ledger failed");
                (StatusCode::INTERNAL_SERVER_ERROR, "The ledger failed; the log says why.")
            }
        };
        (status, layout::plain("Not here", &layout::message(sentence))).into_response()
    }
}

/// What a person pressed.
fn verdict(form: &[u8]) -> Result<Verdict, Lost> {
    let pressed = form_urlencoded::parse(form).find(|(name, _)| name == "decision").map(|(_, value)| value);
    match pressed.as_deref() {
        Some("approve") => Ok(Verdict::Approved),
        Some("decline") => Ok(Verdict::Declined),
        _ => Err(Lost::Decision),
    }
}
