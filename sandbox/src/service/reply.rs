//! An answer that is not an error of the API.

use axum::body::Body;
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::{Response, StatusCode};
use serde::Serialize;

use super::{Booked, Refusal};

/// A good answer, as far as the service is concerned; a declined payment is one of these.
#[derive(Debug)]
pub(crate) struct Reply {
    pub body: Vec<u8>,
    /// What the call has booked.
    pub booked: Option<Booked>,
}

impl Reply {
    pub(crate) fn json(body: &impl Serialize) -> Result<Self, Refusal> {
        match serde_json::to_vec(body) {
            Ok(body) => Ok(Self { body, booked: None }),
            Err(error) => Err(Refusal::server(format!("The answer could not be written: {error}"))),
        }
    }
}

/// An answer in JSON.
pub(super) fn json_response(status: StatusCode, body: impl Into<Body>) -> Response<Body> {
    let mut response = Response::new(body.into());
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    response
}
