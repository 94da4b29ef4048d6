//! The two environments: of an account with DGS-Pay, of an API key with RohoPay. Both are simulated here.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Which environment an account or a key belongs to. Production is production in manners only: its money is simulated like all here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// Scenario keys work, and nobody looks at the allow-list.
    #[default]
    Test,
    /// The allow-list counts, and a scenario key is refused.
    Production,
}

impl Environment {
    /// The word of webhooks (C-29).
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Test => "test",
            Self::Production => "production",
        }
    }
}

impl fmt::Display for Environment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for Environment {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let known = [Self::Test, Self::Production].into_iter().find(|environment| environment.as_str() == text);
        known.ok_or_else(|| format!("there is no environment {text:?}; there are test and production"))
    }
}
