//! How the control API says no: a status and `{"error": "..."}`.

use axum::Json;
use axum::response::{IntoResponse, Response};
use hyper::StatusCode;
use serde_json::json;

use crate::ledger::LedgerError;

#[derive(Debug)]
pub(super) struct Problem {
    status: StatusCode,
    message: String,
}

impl Problem {
    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self { status: StatusCode::BAD_REQUEST, message: message.into() }
    }

    pub(super) fn not_found(message: impl Into<String>) -> Self {
        Self { status: StatusCode::NOT_FOUND, message: message.into() }
    }

    pub(super) fn conflict(message: impl Into<String>) -> Self {
        Self { status: StatusCode::CONFLICT, message: message.into() }
    }

    pub(super) fn method() -> Self {
        Self { status: StatusCode::METHOD_NOT_ALLOWED, message: "This path does not take that method.".into() }
    }

    pub(super) fn token() -> Self {
        let message = "The control API needs `Authorization: Bearer` with the token that the sandbox printed.";
        Self { status: StatusCode::UNAUTHORIZED, message: message.into() }
    }

    pub(super) fn bug() -> Self {
        let message = "The sandbox ran into a bug of its own. Please report it.";
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, message: message.into() }
    }
}

impl From<LedgerError> for Problem {
    fn from(error: LedgerError) -> Self {
        tracing::error!(%error, "the ledger failed");
        Self { status: StatusCode::INTERNAL_SERVER_ERROR, message: error.to_string() }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        (self.status, Json(json!({ "error": self.message }))).into_response()
    }
}
