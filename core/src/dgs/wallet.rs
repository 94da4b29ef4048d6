//! The wallet: what was received, and what of it can be paid out (`protocol/dgs-pay.md` §13).

use dgspay_macros::model;
use serde::Deserialize;

use crate::currency::Currency;
use crate::dgs::envelope;
use crate::error::Result;
use crate::http::{Answer, Request};
use crate::money::Money;
use crate::wire::Digits;

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
    balances: Vec<BalanceBody>,
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
    let read = |balance: BalanceBody| {
        let currency = Currency::from_wire(&balance.currency)?;
        Ok(Balance {
            currency,
            pending: balance.pending_balance.money(currency)?,
            available: balance.available_balance.money(currency)?,
            total: balance.total_balance.money(currency)?,
        })
    };
    body.balances.into_iter().map(read).collect::<Result<_>>().map_err(|_| envelope::unreadable(answer))
}
