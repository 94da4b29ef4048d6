//! Arithmetic of amounts, for a language whose numbers are not exact.

use std::cmp::Ordering;

use dgspay::error::node::{required, required_property, thrown};
use dgspay::{Currency, Money};
use napi::bindgen_prelude::{Object, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

/// Checks an amount, and that its currency is one of the standard.
#[napi(catch_unwind)]
pub fn money_of(#[napi(ts_arg_type = "MoneyInput")] money: Unknown) -> Result<Money> {
    required_property::<Currency>(&required::<Object>(money, "money")?, "currency")?;
    required(money, "amount")
}

/// The sum.
#[napi(catch_unwind)]
pub fn money_add(
    env: Env,
    #[napi(ts_arg_type = "MoneyInput")] left: Unknown,
    #[napi(ts_arg_type = "MoneyInput")] right: Unknown,
) -> Result<Money> {
    both(env, left, right, Money::add)
}

/// The difference.
#[napi(catch_unwind)]
pub fn money_subtract(
    env: Env,
    #[napi(ts_arg_type = "MoneyInput")] left: Unknown,
    #[napi(ts_arg_type = "MoneyInput")] right: Unknown,
) -> Result<Money> {
    both(env, left, right, Money::subtract)
}

/// -1, 0 or 1.
#[napi(catch_unwind, ts_return_type = "-1 | 0 | 1")]
pub fn money_compare(
    env: Env,
    #[napi(ts_arg_type = "MoneyInput")] left: Unknown,
    #[napi(ts_arg_type = "MoneyInput")] right: Unknown,
) -> Result<i32> {
    both(env, left, right, Money::compare).map(|ordering: Ordering| ordering as i32)
}

/// `RWF 5,000`.
#[napi(catch_unwind)]
pub fn money_format(#[napi(ts_arg_type = "MoneyInput")] money: Unknown) -> Result<String> {
    required::<Money>(money, "money").map(|money| money.to_string())
}

fn both<T>(env: Env, left: Unknown, right: Unknown, of: fn(Money, Money) -> dgspay::Result<T>) -> Result<T> {
    of(required(left, "left")?, required(right, "right")?).map_err(|error| thrown(env.raw(), &error))
}
