//! How the encryptor crosses into Kotlin, as an object, and the fields of a card, as functions. Python's and Node's live in their
//! bindings.

use crate::card::{
    Card, CardEncryptor, CardEntry, CardExpiryEntry, CardNumberEntry, EncryptedCard, EncryptedPin, NonceFormat,
    YearMonth, seal_for_tests,
};
use crate::error::NativeError;

type Result<T> = std::result::Result<T, NativeError>;

/// The encryptor behind Kotlin's `CardEncryptor`.
#[derive(uniffi::Object)]
pub struct NativeCardEncryptor(CardEncryptor);

#[uniffi::export]
impl NativeCardEncryptor {
    /// An encryptor with the merchant's encryption key; without one, that of the environment.
    #[uniffi::constructor]
    pub fn new(encryption_key: Option<String>, nonce_format: Option<NonceFormat>) -> Result<Self> {
        let encryptor = encryption_key.map_or_else(CardEncryptor::from_env, CardEncryptor::new)?;
        Ok(Self(match nonce_format {
            Some(format) => encryptor.nonce_format(format)?,
            None => encryptor,
        }))
    }

    /// Encrypts a card.
    pub fn encrypt(
        &self,
        number: String,
        expiry_month: String,
        expiry_year: String,
        cvv: String,
    ) -> Result<EncryptedCard> {
        Ok(self.0.encrypt(&Card::new(number, expiry_month, expiry_year, cvv))?)
    }

    /// Encrypts a PIN.
    pub fn encrypt_pin(&self, pin: String) -> Result<EncryptedPin> {
        Ok(self.0.encrypt_pin(pin)?)
    }
}

/// What the field of the number shows.
#[uniffi::export]
pub fn card_entry_number(typed: &str, caret: Option<i32>) -> CardNumberEntry {
    CardEntry::number(typed, caret)
}

/// What the field of the expiry shows.
#[uniffi::export]
#[allow(clippy::needless_pass_by_value, reason = "what crosses is owned")]
pub fn card_entry_expiry(typed: &str, caret: Option<i32>, today: Option<YearMonth>) -> CardExpiryEntry {
    CardEntry::expiry(typed, caret, today.as_ref())
}

/// AES-256-GCM with every input given, for published vectors.
#[uniffi::export]
#[allow(clippy::needless_pass_by_value, reason = "what crosses is owned")]
pub fn seal_vector(key: Vec<u8>, nonce: Vec<u8>, associated: Vec<u8>, plaintext: Vec<u8>) -> Result<Vec<u8>> {
    Ok(seal_for_tests(&key, &nonce, &associated, &plaintext)?)
}
