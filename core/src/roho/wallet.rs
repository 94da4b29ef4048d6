//! The wallet (`protocol/rohopay.md` §12, C-26).

use dgspay_macros::model;
use serde::Deserialize;

use crate::currency::Currency;
use crate::error::Result;
use crate::http::{Answer, Request};
use crate::money::Money;
use crate::roho::envelope;
use crate::wire::Digits;

/// The wallet's balances. Its currency is the wallet's own, whatever the transactions were made in.
#[model]
pub struct RohoBalance {
    /// Real money.
    pub live: Money,
    /// Money of the test environment.
    pub test: Money,
    /// The record as it arrived.
    pub raw: String,
}

#[derive(Deserialize)]
struct Body {
    balance_live: Digits,
    balance_test: Digits,
    currency: String,
}

pub(super) fn write_balance() -> Request {
    Request::get(&["wallet", "balance"])
}

pub(super) fn read_balance(answer: &Answer) -> Result<RohoBalance> {
    let (body, raw): (Body, _) = envelope::read(answer)?;
    let unreadable = |_| envelope::unreadable(answer);
    let currency = Currency::from_wire(&body.currency).map_err(unreadable)?;
    Ok(RohoBalance {
        live: body.balance_live.money(currency).map_err(unreadable)?,
        test: body.balance_test.money(currency).map_err(unreadable)?,
        raw: raw.get().to_owned(),
    })
}
