//! How webhooks cross into Kotlin: as an object that verifies.

use crate::error::NativeError;
use crate::webhook::verify::LONGEST_BODY;
use crate::webhook::{Event, Webhook, sign};

type Result<T> = std::result::Result<T, NativeError>;

/// The verifier behind Kotlin's `Webhook`.
#[derive(uniffi::Object)]
pub struct NativeWebhook(Webhook);

#[uniffi::export]
impl NativeWebhook {
    /// A verifier that believes any of the secrets.
    #[uniffi::constructor]
    pub fn new(secrets: Vec<String>) -> Result<Self> {
        Ok(Self(Webhook::new(secrets)?))
    }

    /// A verifier with the secrets of `DGSPAY_WEBHOOK_SECRET` and `ROHOPAY_WEBHOOK_SECRET`.
    #[uniffi::constructor]
    pub fn from_env() -> Result<Self> {
        Ok(Self(Webhook::from_env()?))
    }

    /// Checks the signature of the raw body, then reads the event. The signature is the header's bytes: what a framework
    /// took for text may be no Unicode.
    #[allow(clippy::needless_pass_by_value, reason = "what crosses is owned")]
    pub fn verify(&self, body: Vec<u8>, signature: Option<Vec<u8>>) -> Result<Event> {
        Ok(self.0.verify(&body, signature.as_deref())?)
    }
}

/// The signature that DGS-Pay would send with this body. The result is there for text that cannot cross: without one, that
/// would be a panic.
#[uniffi::export]
#[allow(clippy::needless_pass_by_value, clippy::unnecessary_wraps, reason = "what crosses is owned, and may fail to")]
pub fn webhook_sign(secret: &str, body: Vec<u8>) -> Result<String> {
    Ok(sign(secret, &body))
}

/// The longest body that can be a webhook: whoever receives one need not read much more.
#[uniffi::export]
pub fn longest_webhook() -> i32 {
    LONGEST_BODY.try_into().unwrap_or(i32::MAX)
}

/// HMAC-SHA256 with a key of any bytes, for published vectors.
#[uniffi::export]
#[allow(clippy::needless_pass_by_value, reason = "what crosses is owned")]
pub fn hmac_vector(key: Vec<u8>, message: Vec<u8>) -> Vec<u8> {
    crate::webhook::hmac_for_tests(&key, &message)
}
