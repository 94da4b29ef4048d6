//! x
use std::sync::Arc;
use axum::Router;
use crate::app::App;
pub(crate) fn router(app: &Arc<App>) -> Router { let _ = app; Router::new() }
