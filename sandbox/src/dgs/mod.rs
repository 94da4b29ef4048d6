//! DGS-Pay v2: one file per resource, and the table that leads to them.
//!
//! A resource is a plain function from a [`Call`] to a [`Reply`] or a [`Refusal`]. Everything that all of them share
//! (credentials, limits, faults, the log) is done around it in [`serve`], so that adding one is a file and a line here.
//! The table is not a framework's router because every answer, "no such path" included, has to be DGS-Pay's envelope, and
//! credentials have to be looked at before paths.

mod authorize;
mod balance;
mod banks;
mod charge_answer;
mod charges;
mod convert;
mod credentials;
mod disburse;
mod envelope;
mod fields;
mod idempotency;
mod late;
mod links;
mod paging;
pub(crate) mod scenario;
mod serve;
mod strike;
mod transactions;
mod values;

use axum::body::Body;
use hyper::{Method, Response, StatusCode};

pub(crate) use credentials::{LIVE_KEY, looks_live};
pub(crate) use envelope::json_response;
use envelope::{Refusal, Reply};
pub(crate) use idempotency::Replays;
pub(crate) use late::{LateCalls, book as book_late};
pub(crate) use links::PAGES as LINK_PAGES;
use serve::Call;
pub(crate) use serve::handle;
pub(crate) use values::{known_network, national_number};

/// Where DGS-Pay's paths begin.
pub(crate) const BASE: &str = "/generation/v2";

/// One endpoint: its path under [`BASE`], where `{id}` stands for any one segment.
struct Route {
    method: Method,
    path: &'static str,
    /// What faults and the log call it.
    operation: &'static str,
    answer: fn(&Call<'_>) -> Result<Reply, Refusal>,
}

const ROUTES: &[Route] = &[
    Route { method: Method::POST, path: "/charges", operation: "charges.create", answer: charges::create },
    Route { method: Method::POST, path: "/authorize", operation: "charges.authorize", answer: authorize::submit },
    Route { method: Method::POST, path: "/payment-links", operation: "payment_links.create", answer: links::create },
    Route { method: Method::GET, path: "/payment-links", operation: "payment_links.list", answer: links::list },
    Route { method: Method::GET, path: "/payment-links/{id}", operation: "payment_links.get", answer: links::get },
    Route {
        method: Method::PATCH,
        path: "/payment-links/{id}",
        operation: "payment_links.update",
        answer: links::update,
    },
    Route {
        method: Method::DELETE,
        path: "/payment-links/{id}",
        operation: "payment_links.archive",
        answer: links::archive,
    },
    Route { method: Method::POST, path: "/disburse", operation: "disbursements.create", answer: disburse::create },
    Route { method: Method::GET, path: "/banks/{id}", operation: "banks.list", answer: banks::list },
    Route { method: Method::POST, path: "/convert", operation: "convert", answer: convert::answer },
    Route { method: Method::GET, path: "/balance", operation: "balance", answer: balance::read },
    Route { method: Method::GET, path: "/transactions", operation: "transactions.list", answer: transactions::list },
    Route { method: Method::GET, path: "/transactions/{id}", operation: "transactions.get", answer: transactions::get },
];

/// Whether there is such an operation: a fault for one that does not exist would wait for ever.
pub(crate) fn has_operation(name: &str) -> bool {
    ROUTES.iter().any(|route| route.operation == name)
}

/// A request that was not meant for this address.
pub(crate) fn foreign_host() -> Response<Body> {
    let refusal = Refusal::unauthorised(crate::server::REFUSAL).with_status(StatusCode::FORBIDDEN);
    json_response(refusal.status, refusal.body())
}
