//! Webhooks: first the bytes are believed ([`Webhook`]), then they are understood ([`Event`]).

#[cfg(feature = "kotlin")]
mod border;
mod event;
mod verify;

pub use event::Event;
#[doc(hidden)]
pub use verify::body_not_bytes;
pub use verify::{Webhook, sign};
