//! From a request of a service to its answer: what is sent, what may be sent again, and what an end means.
//!
//! Nothing here knows a service. A service hands in a [`Request`] and a decoder; what comes back is a value or one error.

#[cfg(all(feature = "kotlin", feature = "client"))]
pub(crate) mod border;
pub(crate) mod request;

#[cfg(feature = "client")]
pub(crate) mod address;
#[cfg(feature = "client")]
mod blot;
#[cfg(feature = "client")]
pub(crate) mod call;
#[cfg(feature = "client")]
mod caller;
#[cfg(feature = "client")]
mod hosts;
#[cfg(feature = "client")]
pub(crate) mod policy;
#[cfg(feature = "client")]
pub(crate) mod polling;
#[cfg(feature = "client")]
mod running;
#[cfg(feature = "client")]
pub(crate) mod runtime;
#[cfg(feature = "client")]
pub(crate) mod settings;
#[cfg(feature = "client")]
pub(crate) mod transport;
#[cfg(feature = "client")]
mod waiting;

#[cfg(feature = "client")]
pub(crate) use caller::Caller;
#[cfg(feature = "client")]
pub use hosts::{Blocking, panic_for_tests, run};
pub(crate) use request::{Answer, Kind, Method, Request};
#[cfg(feature = "client")]
pub use settings::CallOptions;
#[cfg(feature = "client")]
pub use waiting::CancelToken;
