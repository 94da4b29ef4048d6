//! Request bodies: bounded in size and in time.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt as _;
use hyper::StatusCode;
use hyper::body::{Body, Incoming};

/// The largest body that is taken.
pub(crate) const LIMIT: usize = 1024 * 1024;

/// How much more is read and thrown away, so that a client that is still writing gets to read its answer.
const DRAINED: usize = 64 * LIMIT;

/// How long a body may take.
const TIME: Duration = Duration::from_secs(10);

/// Why there is no body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BodyError {
    #[error("the body is larger than 1 MiB")]
    TooLarge,
    #[error("the body took longer than 10 s")]
    TooSlow,
    #[error("the body broke off")]
    Broken,
}

impl BodyError {
    pub(crate) fn status(self) -> StatusCode {
        match self {
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::TooSlow => StatusCode::REQUEST_TIMEOUT,
            Self::Broken => StatusCode::BAD_REQUEST,
        }
    }
}

/// Reads a body to its end.
pub(crate) async fn read(body: Incoming) -> Result<Bytes, BodyError> {
    tokio::time::timeout(TIME, collect(body)).await.unwrap_or(Err(BodyError::TooSlow))
}

async fn collect(mut body: Incoming) -> Result<Bytes, BodyError> {
    if body.is_end_stream() {
        return Ok(Bytes::new());
    }
    let (mut kept, mut seen) = (BytesMut::new(), 0);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| BodyError::Broken)?.into_data() else { continue };
        seen += data.len();
        if seen <= LIMIT {
            kept.extend_from_slice(&data);
        } else if seen > DRAINED {
            break;
        }
    }
    if seen <= LIMIT { Ok(kept.freeze()) } else { Err(BodyError::TooLarge) }
}
