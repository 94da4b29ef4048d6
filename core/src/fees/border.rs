//! How a fee schedule crosses into Kotlin: as an object. Python's and Node's live in their bindings.

use crate::error::NativeError;
use crate::fees::{FeeQuote, FeeRounding, FeeSchedule, FeeTier};
use crate::money::Money;
use crate::rate::Rate;

type Result<T> = std::result::Result<T, NativeError>;

/// The schedule behind Kotlin's `FeeSchedule`.
#[derive(uniffi::Object)]
pub struct NativeFeeSchedule(FeeSchedule);

#[uniffi::export]
#[allow(clippy::needless_pass_by_value, reason = "what crosses is owned")]
impl NativeFeeSchedule {
    /// A schedule of tiers.
    #[uniffi::constructor]
    pub fn new(tiers: Vec<FeeTier>, rounding: FeeRounding) -> Result<Self> {
        Ok(Self(FeeSchedule::new(tiers, &rounding)?))
    }

    /// The same fee for every amount.
    #[uniffi::constructor]
    pub fn flat(fee: Money) -> Result<Self> {
        Ok(Self(FeeSchedule::flat(fee)?))
    }

    /// A share of every amount.
    #[uniffi::constructor]
    pub fn percent(percent: Rate, minimum: Option<Money>, maximum: Option<Money>) -> Result<Self> {
        Ok(Self(FeeSchedule::percent(percent, minimum, maximum)?))
    }

    /// What a gross amount costs.
    pub fn quote(&self, gross: Money) -> Result<FeeQuote> {
        Ok(self.0.quote(gross)?)
    }

    /// The smallest gross amount whose net is at least this one.
    pub fn gross_up(&self, net: Money) -> Result<FeeQuote> {
        Ok(self.0.gross_up(net)?)
    }
}
