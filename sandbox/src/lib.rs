//! An offline DGS-Pay and RohoPay on loopback, for development and tests: simulated money that adds up, signed webhooks,
//! and faults before and after the commit.
//!
//! ```
//! # async fn example() -> Result<(), dgspay_sandbox::StartError> {
//! use dgspay_sandbox::{Config, Sandbox};
//!
//! let sandbox = Sandbox::start(Config::default()).await?;
//! println!("{}", sandbox.ready().dgs.base_url);
//! sandbox.shutdown().await;
//! # Ok(())
//! # }
//! ```
//!
//! # The map of this crate
//!
//! | part | what is in it |
//! | --- | --- |
//! | [`Config`], [`Ready`] | how a sandbox is set up, and what it says when it is ready |
//! | `clock`, `identity` | its own time, and everything that looks random, from one seed |
//! | `ledger` | the double-entry ledger in SQLite: accounts, entries, payments, settlement, webhooks to send |
//! | `environment`, `allow_list` | test and production, and from where the latter may be used |
//! | `banks`, `rates` | where payouts go, and what a currency costs in another |
//! | `cards` | encrypted cards and PINs: opened, looked at, wiped |
//! | `cashier`, `checkout`, `transfers`, `movements`, `scheduler` | what happens to a payment, a link's payer, a payout, a conversion, a movement of RohoPay, and when |
//! | `prompts` | what waits for a person, of both services |
//! | `webhooks` | what they say, where they may go, how they get there |
//! | `faults` | the one table of what can be made to go wrong |
//! | `server` | connections, limits, the guard, the log |
//! | `service` | what is the same for every service: routes, credentials, idempotency, faults, envelopes |
//! | `dgs`, `roho` | the two services: a file per resource |
//! | `control`, `pages` | the control API for tests, the pages for people |
//!
//! A call flows one way: connection, guard, credentials, path, body, fault, resource, ledger, fault, answer.

#![forbid(unsafe_code)]

mod allow_list;
mod app;
mod banks;
mod cards;
mod cashier;
mod checkout;
mod clock;
mod config;
mod control;
mod dgs;
mod environment;
mod faults;
mod identity;
mod issuer;
mod ledger;
mod merchants;
mod movements;
mod number;
mod pages;
mod prompts;
mod rates;
mod ready;
mod roho;
mod sandbox;
mod scheduler;
mod server;
mod service;
mod transfers;
mod webhooks;

pub use config::{Config, RohoConfig, Switch};
pub use environment::Environment;
pub use ready::{ControlAccess, DgsAccount, Pages, Ready, RohoAccount};
pub use sandbox::{Sandbox, StartError};
