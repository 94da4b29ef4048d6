//! Price lists.

use dgspay::error::node::{only, optional_property, required, thrown};
use dgspay::{FeeQuote, FeeRounding, FeeTier};
use napi::bindgen_prelude::{Object, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

/// A price list.
#[napi]
pub struct FeeSchedule(dgspay::FeeSchedule);

#[napi]
impl FeeSchedule {
    /// A schedule of tiers.
    #[napi(constructor, catch_unwind)]
    pub fn new(env: Env, tiers: Unknown, options: Unknown) -> Result<Self> {
        let (tiers, options): (Vec<FeeTier>, Object) = (required(tiers, "tiers")?, required(options, "options")?);
        only(&options, &["rounding"])?;
        let rounding = optional_property(&options, "rounding")?.unwrap_or(FeeRounding::HalfUp);
        made(env, dgspay::FeeSchedule::new(tiers, &rounding))
    }

    /// The same fee for every amount.
    #[napi(factory, catch_unwind)]
    pub fn flat(env: Env, fee: Unknown) -> Result<Self> {
        made(env, dgspay::FeeSchedule::flat(required(fee, "fee")?))
    }

    /// A share of every amount.
    #[napi(factory, catch_unwind)]
    pub fn percent(env: Env, percent: Unknown, limits: Unknown) -> Result<Self> {
        let limits: Object = required(limits, "limits")?;
        only(&limits, &["minimum", "maximum"])?;
        let limit = |key| optional_property(&limits, key);
        made(env, dgspay::FeeSchedule::percent(required(percent, "percent")?, limit("minimum")?, limit("maximum")?))
    }

    /// What a gross amount costs.
    #[napi(catch_unwind)]
    pub fn quote(&self, env: Env, gross: Unknown) -> Result<FeeQuote> {
        self.0.quote(required(gross, "amount")?).map_err(|error| thrown(env.raw(), &error))
    }

    /// The smallest gross amount whose net is at least this one.
    #[napi(catch_unwind)]
    pub fn gross_up(&self, env: Env, net: Unknown) -> Result<FeeQuote> {
        self.0.gross_up(required(net, "amount")?).map_err(|error| thrown(env.raw(), &error))
    }
}

fn made(env: Env, schedule: dgspay::Result<dgspay::FeeSchedule>) -> Result<FeeSchedule> {
    schedule.map(FeeSchedule).map_err(|error| thrown(env.raw(), &error))
}
