//! DGS-Pay v2: one file per resource, and the table that leads to them.

mod authorize;
mod balance;
mod banks;
mod charge_answer;
mod charges;
mod convert;
mod credentials;
mod disburse;
mod envelope;
mod idempotency;
mod links;
mod paging;
pub(crate) mod scenario;
mod transactions;
mod values;

use std::sync::Arc;

use hyper::header::HeaderMap;
use hyper::http::request::Parts;
use hyper::{Method, StatusCode};

use crate::app::App;
use crate::config::Switch;
use crate::ledger::Wallet;
use crate::merchants::Merchant;
use crate::service::{Call, Caller, Refusal, Reply, Route, Service};

pub(crate) use idempotency::Replays;
pub(crate) use links::PAGES as LINK_PAGES;
pub(crate) use values::{COUNTRY_CODE, known_network, national_number};

/// Where DGS-Pay's paths begin.
pub(crate) const BASE: &str = "/generation/v2";

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

/// The service.
#[derive(Debug)]
pub(crate) struct Dgs;

impl Service for Dgs {
    fn base(&self) -> &'static str {
        BASE
    }

    fn routes(&self) -> &'static [Route] {
        ROUTES
    }

    fn caller(&self, app: &App, head: &Parts, _: &[u8]) -> Result<Caller, Refusal> {
        let merchant = credentials::check(app, &head.headers, head.extensions.get().copied())?;
        Ok(Caller { environment: merchant.environment, wallet: Wallet::dgs(merchant.row), merchant })
    }

    fn guess(&self, app: &App, headers: &HeaderMap, _: &[u8]) -> Option<Arc<Merchant>> {
        credentials::guess(app, headers)
    }

    fn key<'a>(&self, app: &App, merchant: &Merchant, head: &'a Parts) -> Option<&'a [u8]> {
        idempotency::key(app, merchant, head)
    }

    fn once(&self, call: &Call<'_>, route: &Route) -> Result<Reply, Refusal> {
        idempotency::once(call, || (route.answer)(call))
    }

    fn status(&self, app: &App, merchant: Option<&Merchant>, refusal: &Refusal) -> StatusCode {
        let switch = Switch::AlwaysStatus200;
        let is_always_200 = merchant.map_or_else(|| app.config.has(switch), |merchant| app.has(merchant, switch));
        if is_always_200 { StatusCode::OK } else { refusal.status }
    }

    fn refused(&self, refusal: &Refusal) -> Vec<u8> {
        envelope::refused(refusal)
    }

    fn beginning(&self) -> &'static str {
        r#"{"status":"success","message":""#
    }
}
