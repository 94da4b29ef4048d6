//! Whose money it is, and which service and environment it belongs to.

use crate::environment::Environment;

/// One of a merchant's wallets. They do not mix: neither services do, nor test money and live money.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Wallet {
    pub merchant: i64,
    name: &'static str,
}

impl Wallet {
    /// The wallet of DGS-Pay: the environment is the whole account's.
    pub(crate) fn dgs(merchant: i64) -> Self {
        Self { merchant, name: "dgs" }
    }

    /// The wallet of RohoPay that a key of this environment opens.
    pub(crate) fn roho(merchant: i64, environment: Environment) -> Self {
        let name = match environment {
            Environment::Test => "roho_test",
            Environment::Production => "roho_live",
        };
        Self { merchant, name }
    }

    /// As it stands in the database.
    pub(super) fn as_str(self) -> &'static str {
        self.name
    }
}
