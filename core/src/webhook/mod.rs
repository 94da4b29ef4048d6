//! Webhooks: first the bytes are believed ([`Webhook`]), then they are understood ([`Event`]).

mod event;
mod verify;

pub use event::Event;
pub use verify::{Webhook, sign};
