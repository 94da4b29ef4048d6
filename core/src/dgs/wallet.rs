//! The wallet: what was received, and what of it can be paid out (`protocol/dgs-pay.md` §13).

use dgspay_macros::model;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::currency::Currency;
use crate::dgs::envelope;
use crate::error::Result;
use crate::http::{Answer, Request};
use crate::money::Money;
use crate::wire::{Digits, object};

/// The wallet's balance in one currency.
#[model]
pub struct Balance {
    /// The currency.
    pub currency: Currency,
    /// Received, not settled yet.
    pub pending: Money,
    /// Can be paid out now.
    pub available: Money,
    /// Both together.
    pub total: Money,
}

#[derive(Deserialize)]
struct BalancesBody {
    balances: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct BalanceBody {
    currency: String,
    pending_balance: Digits,
    available_balance: Digits,
    total_balance: Digits,
}

pub(crate) fn write_balances() -> Request {
    Request::get(&["balance"])
}

pub(crate) fn read_balances(answer: &Answer) -> Result<Vec<Balance>> {
    let body: BalancesBody = envelope::read(answer)?;
    let unreadable = |_| envelope::unreadable(answer);
    let read = |record: &RawValue| {
        let balance: BalanceBody = object(record.get()).map_err(|_| envelope::unreadable(answer))?;
        let currency = Currency::from_wire(&balance.currency).map_err(unreadable)?;
        Ok(Balance {
            currency,
            pending: balance.pending_balance.money(currency).map_err(unreadable)?,
            available: balance.available_balance.money(currency).map_err(unreadable)?,
            total: balance.total_balance.money(currency).map_err(unreadable)?,
        })
    };
    body.balances.iter().map(|record| read(record)).collect()
}
