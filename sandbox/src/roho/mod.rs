//! RohoPay v1: one file per resource, and the table that leads to them.

mod answer;
mod balance;
mod book;
mod cards;
mod checkout;
mod codes;
mod collect;
mod credentials;
mod disburse;
mod envelope;
mod idempotency;
mod limits;
mod test_numbers;
mod transactions;
mod values;
pub(crate) mod words;

use std::sync::{Arc, Mutex};

use hyper::Method;
use hyper::header::HeaderMap;
use hyper::http::request::Parts;

use crate::app::App;
use crate::merchants::Merchant;
use crate::service::{Call, Caller, Refusal, Reply, Route, Service};

pub(crate) use checkout::PAGES;
pub(crate) use codes::has_code;

/// Where RohoPay's paths begin.
pub(crate) const BASE: &str = "/roho/api/v1";

const ROUTES: &[Route] = &[
    Route { method: Method::POST, path: "/collect", operation: collect::OPERATION, answer: collect::create },
    Route { method: Method::POST, path: "/disburse", operation: disburse::OPERATION, answer: disburse::create },
    Route { method: Method::POST, path: checkout::PATH, operation: checkout::OPERATION, answer: checkout::create },
    Route {
        method: Method::GET,
        path: "/transactions/{id}",
        operation: "roho.transactions.get",
        answer: transactions::get,
    },
    Route {
        method: Method::GET,
        path: "/transactions",
        operation: "roho.transactions.list",
        answer: transactions::list,
    },
    Route { method: Method::GET, path: "/wallet/balance", operation: "roho.balance", answer: balance::read },
];

/// What the service remembers beside the ledger.
#[derive(Debug, Default)]
pub(crate) struct RohoState {
    /// Held from the look-up of an idempotency key to the booking under it.
    booking: Mutex<()>,
    limits: limits::Limits,
}

/// The service.
#[derive(Debug)]
pub(crate) struct Roho;

impl Service for Roho {
    fn base(&self) -> &'static str {
        BASE
    }

    fn routes(&self) -> &'static [Route] {
        ROUTES
    }

    fn caller(&self, app: &App, head: &Parts, body: &[u8]) -> Result<Caller, Refusal> {
        credentials::check(app, head, body)
    }

    fn guess(&self, app: &App, headers: &HeaderMap, body: &[u8]) -> Option<Arc<Merchant>> {
        credentials::guess(app, headers, body)
    }

    fn key<'a>(&self, _: &App, _: &Merchant, head: &'a Parts) -> Option<&'a [u8]> {
        idempotency::key(head)
    }

    fn admit(&self, call: &Call<'_>, operation: &'static str) -> Result<(), Refusal> {
        limits::admit(call, operation)
    }

    fn once(&self, call: &Call<'_>, route: &Route) -> Result<Reply, Refusal> {
        idempotency::once(call, route)
    }

    fn refused(&self, refusal: &Refusal) -> Vec<u8> {
        envelope::refused(refusal)
    }

    fn refusal_of(&self, code: &str) -> Option<Refusal> {
        codes::refusal_of(code)
    }

    fn beginning(&self) -> &'static str {
        r#"{"success":true,"message":""#
    }
}
