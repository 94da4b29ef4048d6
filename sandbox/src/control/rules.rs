//! Faults: set and taken back.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Query, State};
use axum::response::IntoResponse;
use bytes::Bytes;
use hyper::StatusCode;
use serde_json::json;

use super::problem::Problem;
use super::{Scope, known, parse};
use crate::app::App;
use crate::faults::Rule;
use crate::server::SERVICES;

pub(super) async fn add(State(app): State<Arc<App>>, body: Bytes) -> Result<impl IntoResponse, Problem> {
    let rule: Rule = parse(&body)?;
    if let Some(merchant) = &rule.merchant {
        known(&app, merchant)?;
    }
    if let Some(operation) = rule.operation.as_deref().filter(|name| !has_operation(name)) {
        return Err(Problem::invalid(format!("there is no operation {operation:?}")));
    }
    let id = app.faults.add(rule).map_err(Problem::invalid)?;
    Ok((StatusCode::CREATED, Json(json!({ "id": id }))))
}

pub(super) async fn clear(State(app): State<Arc<App>>, Query(scope): Query<Scope>) -> Result<StatusCode, Problem> {
    let merchant = scope.merchant(&app)?;
    app.faults.clear(merchant.as_ref().map(|merchant| merchant.identity.id.as_str()));
    Ok(StatusCode::NO_CONTENT)
}

/// Whether there is such an operation: a fault for one that does not exist would wait for ever.
fn has_operation(name: &str) -> bool {
    SERVICES.iter().flat_map(|service| service.routes()).any(|route| route.operation == name)
}
