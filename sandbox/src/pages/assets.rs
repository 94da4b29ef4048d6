//! The static parts of the pages.

use axum::response::{IntoResponse, Response};
use hyper::header::CONTENT_TYPE;

pub(super) async fn style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("style.css")).into_response()
}

pub(super) async fn script() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("live.js")).into_response()
}

pub(super) async fn checkout_style() -> Response {
    ([(CONTENT_TYPE, "text/css; charset=utf-8")], include_str!("checkout/checkout.css")).into_response()
}

pub(super) async fn checkout_script() -> Response {
    ([(CONTENT_TYPE, "text/javascript; charset=utf-8")], include_str!("checkout/pay.js")).into_response()
}

pub(super) async fn icon() -> Response {
    ([(CONTENT_TYPE, "image/svg+xml")], include_str!("icon.svg")).into_response()
}
