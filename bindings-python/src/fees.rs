//! Fee schedules.

use dgspay::python::Given;
use dgspay::{FeeQuote, FeeRounding, FeeTier, Money, Rate};
use pyo3::prelude::*;

/// A price list of the service as you have agreed on it: what an amount costs, and which amount brings another. This
/// library knows no prices of its own.
///
/// It is made of tiers, the lowest first, and rounds to the currency's digits: `half_up`, `half_even`, `up` or
/// `down`.
/// `FeeSchedule.flat` and `FeeSchedule.percent` make the usual ones.
///
/// Raises `ConfigError` if the tiers contradict themselves or each other.
#[pyclass(frozen, module = "dgspay")]
pub struct FeeSchedule(dgspay::FeeSchedule);

#[pymethods]
impl FeeSchedule {
    #[new]
    #[pyo3(signature = (tiers, rounding = None))]
    fn new(tiers: Given<Vec<FeeTier>>, rounding: Option<Given<FeeRounding>>) -> PyResult<Self> {
        let rounding = rounding.map_or(Ok(FeeRounding::HalfUp), |rounding| rounding.setting("rounding"))?;
        Ok(Self(dgspay::FeeSchedule::new(tiers.setting("tiers")?, &rounding)?))
    }

    /// The same fee for every amount.
    #[staticmethod]
    fn flat(fee: Given<Money>) -> PyResult<Self> {
        Ok(Self(dgspay::FeeSchedule::flat(fee.setting("fee")?)?))
    }

    /// A share of every amount in percent (3 is 3 %), between a minimum and a maximum.
    #[staticmethod]
    #[pyo3(signature = (percent, minimum = None, maximum = None))]
    fn percent(percent: Given<Rate>, minimum: Option<Given<Money>>, maximum: Option<Given<Money>>) -> PyResult<Self> {
        let minimum = minimum.map(|minimum| minimum.setting("minimum")).transpose()?;
        let maximum = maximum.map(|maximum| maximum.setting("maximum")).transpose()?;
        Ok(Self(dgspay::FeeSchedule::percent(percent.setting("percent")?, minimum, maximum)?))
    }

    /// What a gross amount costs. Raises `ValidationError` if it does not exceed its fee, or no tier has it.
    fn quote(&self, gross: Given<Money>) -> PyResult<FeeQuote> {
        Ok(self.0.quote(gross.argument("gross")?)?)
    }

    /// The smallest gross amount whose net is at least this one. Raises `ValidationError` if no tier reaches it.
    fn gross_up(&self, net: Given<Money>) -> PyResult<FeeQuote> {
        Ok(self.0.gross_up(net.argument("net")?)?)
    }

    fn __repr__(&self) -> String {
        format!("{:?}", self.0)
    }
}
