//! What is the same for every service: how a request becomes a call, how a call is made once, struck by faults and answered.
//!
//! A service is a folder with a table of routes and what [`Service`] asks of it: whose request it is, how its envelope says
//! no, what its idempotency keys mean. A resource is a plain function from a [`Call`] to a [`Reply`] or a [`Refusal`].
//! The table is not a framework's router because every answer, "no such path" included, has to be the service's envelope,
//! and credentials have to be looked at before paths.

mod booked;
mod fields;
mod late;
mod live_key;
mod query;
mod refusal;
mod reply;
mod route;
mod serve;
mod strike;
mod turns;

use std::fmt::Debug;
use std::net::IpAddr;
use std::sync::Arc;

use hyper::StatusCode;
use hyper::header::HeaderMap;
use hyper::http::request::Parts;

pub(crate) use booked::Booked;
pub(crate) use fields::Fields;
pub(crate) use late::{LateCalls, book as book_late};
pub(crate) use live_key::{LIVE_KEY, looks_live};
pub(crate) use query::Query;
pub(crate) use refusal::{Code, Refusal, Shortage};
pub(crate) use reply::Reply;
pub(crate) use route::Route;
pub(crate) use serve::{foreign_host, handle};
pub(crate) use turns::Turns;

use crate::app::App;
use crate::clock::Millis;
use crate::environment::Environment;
use crate::faults::Fault;
use crate::ledger::Wallet;
use crate::merchants::Merchant;

/// What makes one service differ from another.
pub(crate) trait Service: Debug + Sync {
    /// Where its paths begin.
    fn base(&self) -> &'static str;

    fn routes(&self) -> &'static [Route];

    /// Whose request it is. The body is there for a service that has its credentials in it, and empty if it could not be read.
    fn caller(&self, app: &App, head: &Parts, body: &[u8]) -> Result<Caller, Refusal>;

    /// Whose request it seems to be: for the log alone, where a request with a wrong key should still be found.
    fn guess(&self, app: &App, headers: &HeaderMap, body: &[u8]) -> Option<Arc<Merchant>>;

    /// The idempotency key, as far as the service honours one.
    fn key<'a>(&self, app: &App, merchant: &Merchant, head: &'a Parts) -> Option<&'a [u8]>;

    /// Whether the call may be made now, or has to wait for better times.
    fn admit(&self, call: &Call<'_>, operation: &'static str) -> Result<(), Refusal> {
        let _ = (call, operation);
        Ok(())
    }

    /// Makes the call, or repeats the answer that its key has had before.
    fn once(&self, call: &Call<'_>, route: &Route) -> Result<Reply, Refusal>;

    /// The HTTP status of a refusal.
    fn status(&self, app: &App, merchant: Option<&Merchant>, refusal: &Refusal) -> StatusCode {
        let _ = (app, merchant);
        refusal.status
    }

    /// The envelope of a refusal.
    fn refused(&self, refusal: &Refusal) -> Vec<u8>;

    /// A refusal by its own code, with the status and the words that belong to it; `None` for a code that is not known.
    fn refusal_of(&self, code: &str) -> Option<Refusal> {
        let _ = code;
        None
    }

    /// How a good answer begins, up to the middle of a text: for answers that break off, or never end.
    fn beginning(&self) -> &'static str;
}

/// Who calls.
#[derive(Debug, Clone)]
pub(crate) struct Caller {
    pub merchant: Arc<Merchant>,
    /// That of the key.
    pub environment: Environment,
    /// What the key opens.
    pub wallet: Wallet,
}

/// What an endpoint gets to see.
pub(crate) struct Call<'a> {
    pub app: &'a Arc<App>,
    pub merchant: &'a Arc<Merchant>,
    pub environment: Environment,
    pub wallet: Wallet,
    /// The path's `{id}`, decoded.
    pub id: String,
    pub query: &'a str,
    pub body: &'a [u8],
    /// The idempotency key, where it is honoured.
    pub idempotency_key: Option<&'a [u8]>,
    /// From where it came.
    pub peer: Option<IpAddr>,
    /// When it is booked.
    pub at: Millis,
    /// The fault that has struck before anything was booked.
    pub struck: Option<Fault>,
}
