//! Whose request it is.

use std::sync::Arc;

use hyper::header::HeaderMap;

use crate::app::App;
use crate::config::Switch;
use crate::merchants::Merchant;
use crate::server::accept::Peer;
use crate::service::{LIVE_KEY, Refusal, looks_live};

const API_KEY: &str = "x-dgs-api-key";
const ACCOUNT_NUMBER: &str = "x-dgs-account-number";

/// The merchant whose key and account number these are. Header values are compared as bytes: they need not be text.
/// Last of all the place is looked at from where they come.
pub(super) fn check(app: &App, headers: &HeaderMap, peer: Option<Peer>) -> Result<Arc<Merchant>, Refusal> {
    let merchant = holder(app, headers)?;
    if peer.is_some_and(|Peer(address)| merchant.permits(address)) {
        Ok(merchant)
    } else {
        Err(Refusal::unauthorised("This address is not on the account's allow-list."))
    }
}

fn holder(app: &App, headers: &HeaderMap) -> Result<Arc<Merchant>, Refusal> {
    let key = only(headers, API_KEY)?.ok_or_else(|| missing(API_KEY))?;
    let merchant = app.merchants.by_key(key).filter(|found| found.identity.dgs_api_key.as_bytes() == key);
    let Some(merchant) = merchant else { return Err(foreign_key(key)) };
    match only(headers, ACCOUNT_NUMBER)? {
        Some(number) if number == merchant.identity.dgs_account_number.as_bytes() => Ok(merchant),
        Some(_) => Err(Refusal::unauthorised("The account number does not belong to this API key.")),
        None if app.has(&merchant, Switch::OptionalAccountNumber) => Ok(merchant),
        None => Err(missing(ACCOUNT_NUMBER)),
    }
}

/// Whose request it seems to be: for the log alone, where a request with a wrong key should still be found.
pub(super) fn guess(app: &App, headers: &HeaderMap) -> Option<Arc<Merchant>> {
    let by_key = headers.get(API_KEY).and_then(|key| app.merchants.by_key(key.as_bytes()));
    by_key.or_else(|| headers.get(ACCOUNT_NUMBER)?.to_str().ok().and_then(|number| app.merchants.by_account(number)))
}

fn foreign_key(key: &[u8]) -> Refusal {
    Refusal::unauthorised(if looks_live(key) {
        LIVE_KEY
    } else {
        "This API key was not issued by this sandbox. Use the key that it printed when it started."
    })
}

fn only<'a>(headers: &'a HeaderMap, name: &'static str) -> Result<Option<&'a [u8]>, Refusal> {
    let mut values = headers.get_all(name).iter();
    let first = values.next();
    match values.next() {
        Some(_) => Err(Refusal::unauthorised(format!("{} is there more than once.", documented(name)))),
        None => Ok(first.map(hyper::header::HeaderValue::as_bytes)),
    }
}

fn missing(name: &'static str) -> Refusal {
    Refusal::unauthorised(format!("{} is missing.", documented(name)))
}

/// The documents' spelling.
fn documented(name: &'static str) -> &'static str {
    if name == API_KEY { "X-DGS-API-Key" } else { "X-DGS-ACCOUNT-NUMBER" }
}
