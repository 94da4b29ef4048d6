//! Scenario keys: orders to the sandbox (`protocol/dgs-pay.md` §17, C-24).

use crate::dgs::Environment;
use crate::error::{Error, Result};

/// A scenario key is an order to the sandbox (§17); real money must never meet one.
pub(crate) fn only_in_sandbox(scenario_key: Option<&str>, environment: &Environment) -> Result<()> {
    if scenario_key.is_some() && *environment == Environment::Production {
        return Err(Error::invalid("scenario_key", "A scenario key is for the sandbox, and this is production"));
    }
    Ok(())
}
