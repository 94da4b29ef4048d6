//! Encrypting cards and PINs, and what the fields show in which they are typed.

use dgspay::card::seal_for_tests;
use dgspay::error::node::{only, optional, optional_property, required, required_property, thrown};
use dgspay::{Card, CardEntry, CardExpiryEntry, CardNumberEntry, EncryptedCard, EncryptedPin, NonceFormat, YearMonth};
use napi::bindgen_prelude::{Object, Uint8Array, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

/// An encryptor; it holds the merchant's encryption key and does not show it.
#[napi]
pub struct CardEncryptor(dgspay::CardEncryptor);

#[napi]
impl CardEncryptor {
    /// An encryptor with this key; without one, with that of the environment.
    #[napi(constructor, catch_unwind)]
    pub fn new(env: Env, key: Unknown, options: Unknown) -> Result<Self> {
        let options: Object = required(options, "options")?;
        only(&options, &["nonceFormat"])?;
        let key: Option<String> = optional(key, "encryptionKey")?;
        let encryptor = key.map_or_else(dgspay::CardEncryptor::from_env, dgspay::CardEncryptor::new);
        let encryptor = match optional_property::<NonceFormat>(&options, "nonceFormat")? {
            Some(format) => encryptor.and_then(|encryptor| encryptor.nonce_format(format)),
            None => encryptor,
        };
        encryptor.map(Self).map_err(|error| thrown(env.raw(), &error))
    }

    /// Encrypts a card.
    #[napi(catch_unwind)]
    pub fn encrypt(&self, env: Env, card: Unknown) -> Result<EncryptedCard> {
        let card: Object = required(card, "card")?;
        only(&card, &["number", "expiryMonth", "expiryYear", "cvv"])?;
        let text = |key| required_property::<String>(&card, key);
        let card = Card::new(text("number")?, text("expiryMonth")?, text("expiryYear")?, text("cvv")?);
        self.0.encrypt(&card).map_err(|error| thrown(env.raw(), &error))
    }

    /// Encrypts a PIN.
    #[napi(catch_unwind)]
    pub fn encrypt_pin(&self, env: Env, pin: Unknown) -> Result<EncryptedPin> {
        self.0.encrypt_pin(required::<String>(pin, "pin")?).map_err(|error| thrown(env.raw(), &error))
    }
}

/// AES-256-GCM with every input given, for published vectors.
#[napi(js_name = "sealForTests", catch_unwind)]
pub fn seal(env: Env, key: &[u8], nonce: &[u8], associated: &[u8], plaintext: &[u8]) -> Result<Uint8Array> {
    let sealed = seal_for_tests(key, nonce, associated, plaintext);
    sealed.map(Uint8Array::new).map_err(|error| thrown(env.raw(), &error))
}

/// What the field of the number shows.
#[napi(catch_unwind)]
pub fn enter_card_number(
    #[napi(ts_arg_type = "string")] typed: Unknown,
    #[napi(ts_arg_type = "number | null | undefined")] caret: Unknown,
) -> Result<CardNumberEntry> {
    let typed: String = required(typed, "typed")?;
    Ok(CardEntry::number(&typed, optional(caret, "caret")?))
}

/// What the field of the expiry shows.
#[napi(catch_unwind)]
pub fn enter_card_expiry(
    #[napi(ts_arg_type = "string")] typed: Unknown,
    #[napi(ts_arg_type = "number | null | undefined")] caret: Unknown,
    #[napi(ts_arg_type = "YearMonth | null | undefined")] today: Unknown,
) -> Result<CardExpiryEntry> {
    let (typed, today): (String, Option<YearMonth>) = (required(typed, "typed")?, optional(today, "today")?);
    Ok(CardEntry::expiry(&typed, optional(caret, "caret")?, today.as_ref()))
}
