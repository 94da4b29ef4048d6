//! Keys that could open a real account. They are refused by name and kept nowhere.

/// Whether a key looks as if it opened a real account.
pub(crate) fn looks_live(key: &[u8]) -> bool {
    key.starts_with(b"sk_live_") || key.starts_with(b"live_")
}

/// What is said about a key that looks live. The key itself is never repeated.
pub(crate) const LIVE_KEY: &str = "This API key looks like a live one. This is a sandbox on your own machine: it has refused \
                                   the key, and neither kept it nor sent it anywhere. Use the key that the sandbox printed.";
