//! `GET /wallet/balance`: both wallets of a project, to either key (§12).

use serde::Serialize;

use super::envelope::Answer;
use crate::environment::Environment;
use crate::ledger::{WALLET_CURRENCY, Wallet};
use crate::number::Number;
use crate::service::{Call, Refusal, Reply};

pub(super) fn read(call: &Call<'_>) -> Result<Reply, Refusal> {
    let balance = |environment| {
        let wallet = Wallet::roho(call.merchant.row, environment);
        call.app.ledger.available(wallet, WALLET_CURRENCY).map(Number::from)
    };
    Reply::json(&Answer::of(Balances {
        balance_live: balance(Environment::Production)?,
        balance_test: balance(Environment::Test)?,
        currency: WALLET_CURRENCY.code(),
    }))
}

#[derive(Serialize)]
struct Balances<'a> {
    balance_live: Number,
    balance_test: Number,
    currency: &'a str,
}
