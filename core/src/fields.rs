//! Checks of the plain fields that requests of all services share: what would be refused is refused before it is sent.

use url::Url;

use crate::error::{Error, Result};

/// Text that says something, without the blanks around it.
pub(crate) fn filled<'a>(field: &'static str, text: &'a str) -> Result<&'a str> {
    match text.trim() {
        "" => Err(Error::invalid(field, format!("{field} is empty"))),
        text => Ok(text),
    }
}

/// A reference or identifier of the service. It is opaque (C-9), but it has to be one segment of a path.
pub(crate) fn reference(text: &str) -> Result<&str> {
    let usable = !text.chars().any(char::is_control) && !matches!(text.trim(), "" | "." | "..");
    if usable { Ok(text) } else { Err(Error::invalid("reference", "The reference is empty, or no reference")) }
}

/// An absolute http or https URL.
pub(crate) fn web_address(field: &'static str, text: &str) -> Result<Url> {
    match Url::parse(text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") && url.has_host() => Ok(url),
        _ => Err(Error::invalid(field, format!("{field} is not an absolute http or https URL"))),
    }
}
