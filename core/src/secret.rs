//! Text that must not be seen: it is wiped when dropped, and prints as `[redacted]`.

#[cfg(any(feature = "python", feature = "node", feature = "kotlin"))]
mod border;

use std::fmt;

use zeroize::Zeroizing;

/// A key, an account number, a webhook secret or what stands on a card. It goes in and never comes out: no language can read it
/// back.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(Zeroizing<String>);

impl Secret {
    /// Takes the text over.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(Zeroizing::new(text.into()))
    }

    /// The text itself, for the one place that sends or uses it.
    pub(crate) fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl fmt::Display for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("[redacted]")
    }
}

impl From<String> for Secret {
    fn from(text: String) -> Self {
        Self::new(text)
    }
}

impl From<&str> for Secret {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_way_of_printing_shows_it() {
        let secret = Secret::new("sk_canary");
        let shown = format!("{secret} {secret:?} {secret:#?}");
        assert!(!shown.contains("canary"), "{shown}");
        assert!(secret.expose().contains("canary"), "the control: it is really in there");
    }
}
