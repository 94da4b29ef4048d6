//! `GET /balance`: the merchant's wallets.

use serde::Serialize;

use crate::ledger::{Amount, Balance};
use crate::number::Number;
use crate::service::{Call, Refusal, Reply};

/// Balances print two digits whatever the currency, as in the documents' example.
const DIGITS: u32 = 2;

pub(super) fn read(call: &Call<'_>) -> Result<Reply, Refusal> {
    let balances = call.app.ledger.balances(call.wallet)?;
    Reply::json(&Answer {
        status: "success",
        error_code: "00",
        merchant_id: &call.merchant.identity.id,
        balances: balances.iter().map(Line::of).collect(),
    })
}

#[derive(Serialize)]
struct Answer<'a> {
    status: &'a str,
    error_code: &'a str,
    merchant_id: &'a str,
    balances: Vec<Line<'a>>,
}

#[derive(Serialize)]
struct Line<'a> {
    currency: &'a str,
    pending_balance: Number,
    available_balance: Number,
    total_balance: Number,
}

impl<'a> Line<'a> {
    fn of(balance: &'a Balance) -> Self {
        let (pending, available) = (balance.pending, balance.available);
        let total = Amount::new(pending.minor + available.minor, pending.currency);
        Self {
            currency: balance.pending.currency.code(),
            pending_balance: Number::with_digits(pending, DIGITS),
            available_balance: Number::with_digits(available, DIGITS),
            total_balance: Number::with_digits(total, DIGITS),
        }
    }
}
