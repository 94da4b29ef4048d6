//! Encrypting cards and PINs, and what the fields show in which they are typed.

use dgspay::python::Given;
use dgspay::{Card, CardExpiryEntry, CardNumberEntry, EncryptedCard, EncryptedPin, NonceFormat, YearMonth};
use pyo3::prelude::*;

use crate::arguments::{Text, TextOrNumber, optional};

/// Encrypts cards and PINs for the service.
///
/// Better than a server that encrypts is one that never sees a card: let the page or the app do it, and pass on what it
/// sends as an `EncryptedCard`. A server that has seen a card is under the rules for those who process them (PCI DSS).
///
/// The encryption key is the merchant's, as Settings, API Settings shows it; without an argument it is that of
/// `DGSPAY_ENCRYPTION_KEY`. It is symmetric: whoever holds it can also decrypt. `nonce_format` is "hex12", or "hex24".
///
/// Raises `ConfigError` if the key is missing, not base64 of 32 bytes, or a placeholder.
#[pyclass(frozen, module = "dgspay")]
pub struct CardEncryptor(dgspay::CardEncryptor);

#[pymethods]
impl CardEncryptor {
    #[new]
    #[pyo3(signature = (encryption_key = None, *, nonce_format = None))]
    fn new(encryption_key: Option<Given<Text>>, nonce_format: Option<Given<NonceFormat>>) -> PyResult<Self> {
        let encryptor = match encryption_key {
            Some(key) => dgspay::CardEncryptor::new(key.setting("encryption_key")?.0)?,
            None => dgspay::CardEncryptor::from_env()?,
        };
        Ok(Self(match nonce_format {
            Some(format) => encryptor.nonce_format(format.setting("nonce_format")?)?,
            None => encryptor,
        }))
    }

    /// An encryptor with the key of `DGSPAY_ENCRYPTION_KEY`.
    #[staticmethod]
    #[pyo3(signature = (*, nonce_format = None))]
    fn from_env(nonce_format: Option<Given<NonceFormat>>) -> PyResult<Self> {
        Self::new(None, nonce_format)
    }

    /// Encrypts a card, for `charges.create_card`.
    ///
    /// The number may have spaces and dashes, the month one digit, the year two. Raises `ValidationError` with the name
    /// of the `field`; what was typed does not stand in it. A number that fails its check digit passes with a `warning`.
    fn encrypt(
        &self,
        number: Given<Text>,
        expiry_month: Given<TextOrNumber>,
        expiry_year: Given<TextOrNumber>,
        cvv: Given<Text>,
    ) -> PyResult<EncryptedCard> {
        let Text(number) = number.argument("number")?;
        let TextOrNumber(Text(month)) = expiry_month.argument("expiry_month")?;
        let TextOrNumber(Text(year)) = expiry_year.argument("expiry_year")?;
        let Text(cvv) = cvv.argument("cvv")?;
        Ok(self.0.encrypt(&Card::new(number, month, year, cvv))?)
    }

    /// Encrypts a card's PIN, for `charges.authorize_pin`. Raises `ValidationError` if it is not 4 to 12 digits.
    fn encrypt_pin(&self, pin: Given<Text>) -> PyResult<EncryptedPin> {
        Ok(self.0.encrypt_pin(pin.argument("pin")?.0)?)
    }

    #[allow(clippy::unused_self, reason = "what it holds is not to be seen")]
    fn __repr__(&self) -> &'static str {
        "CardEncryptor([redacted])"
    }
}

/// What the fields of a card show while somebody types. It refuses nothing, whatever was typed.
///
/// A field's text goes in as it stands after the last key, with its caret; what the field should show comes out. A caret is
/// counted as the fields of pages and apps count it, in UTF-16 units; without one it stands behind the text.
#[pyclass(frozen, module = "dgspay")]
pub struct CardEntry;

#[pymethods]
impl CardEntry {
    /// What the field of the number shows: groups as they stand on the card, no more digits than its brand has.
    #[staticmethod]
    #[pyo3(signature = (typed, caret = None))]
    fn number(typed: Given<Text>, caret: Option<Given<i32>>) -> PyResult<CardNumberEntry> {
        let Text(typed) = typed.argument("typed")?;
        Ok(dgspay::CardEntry::number(&typed, optional(caret, "caret")?))
    }

    /// What the field of the expiry shows: `12/28`, however it was typed or pasted (`1228`, `12/2028`, `2028-12`). `today` is
    /// the month that a card must not have expired in; without it, that of the machine's clock.
    #[staticmethod]
    #[pyo3(signature = (typed, caret = None, today = None))]
    fn expiry(
        typed: Given<Text>,
        caret: Option<Given<i32>>,
        today: Option<Given<YearMonth>>,
    ) -> PyResult<CardExpiryEntry> {
        let Text(typed) = typed.argument("typed")?;
        let today: Option<YearMonth> = optional(today, "today")?;
        Ok(dgspay::CardEntry::expiry(&typed, optional(caret, "caret")?, today.as_ref()))
    }
}
