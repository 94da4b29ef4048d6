//! Webhooks: first the bytes are believed ([`Webhook`]), then they are understood ([`Event`]).

#[cfg(feature = "axum")]
pub mod axum;
#[cfg(feature = "kotlin")]
mod border;
mod event;
mod verify;

pub use event::{Event, Recipient};
pub use verify::{Webhook, sign};
#[doc(hidden)]
pub use verify::{body_not_bytes, hmac_for_tests};
