//! The sandbox over HTTP, as a client, a merchant and a payer meet it. One program, so that it is linked once.

mod cards;
mod charges;
mod checkout;
mod command_page;
mod conversions;
mod documented;
mod faults;
mod links;
mod money_faults;
mod pages;
mod payouts;
mod production;
mod random;
mod repeatable;
mod roho;
mod roho_checkout;
mod roho_documented;
mod roho_faults;
mod roho_webhooks;
mod server;
mod support;
mod transactions;
mod webhooks;
