//! Verifying webhooks, whatever a framework hands over for a body and a header.

use dgspay::Event;
use dgspay::error::node::{optional, required, thrown};
use dgspay::webhook::{body_not_bytes, hmac_for_tests, sign};
use napi::bindgen_prelude::{Either, FromNapiValue, Uint8Array, Unknown};
use napi::{Env, JsValue as _, Result, ValueType};
use napi_derive::napi;

/// No hexadecimal digits: what a header that is neither text nor bytes is taken for.
const NO_SIGNATURE: &[u8] = &[0xff];

/// A verifier; it holds the secrets and shows none of them.
#[napi]
pub struct Webhook(dgspay::Webhook);

#[napi]
impl Webhook {
    /// A verifier that believes any of the secrets; without one, those of the environment.
    #[napi(constructor, catch_unwind)]
    pub fn new(
        env: &Env,
        #[napi(ts_arg_type = "string | readonly string[] | undefined")] secrets: Unknown,
    ) -> Result<Self> {
        let webhook = if secrets.is_array()? {
            dgspay::Webhook::new(required::<Vec<String>>(secrets, "secrets")?)
        } else {
            match optional::<String>(secrets, "secret")? {
                Some(secret) => dgspay::Webhook::new([secret]),
                None => dgspay::Webhook::from_env(),
            }
        };
        webhook.map(Self).map_err(|error| thrown(env.raw(), &error))
    }

    /// Checks the signature of the raw body, then reads the event.
    #[napi(catch_unwind)]
    pub fn verify(
        &self,
        env: &Env,
        #[napi(ts_arg_type = "unknown")] body: Unknown,
        #[napi(ts_arg_type = "unknown")] signature: Unknown,
    ) -> Result<Event> {
        let refuse = |error| thrown(env.raw(), &error);
        let header: Option<Vec<u8>> = match signature.get_type()? {
            ValueType::Undefined | ValueType::Null => None,
            ValueType::String => Some(String::from_unknown(signature)?.into_bytes()),
            _ => Some(<&[u8]>::from_unknown(signature).unwrap_or(NO_SIGNATURE).to_vec()),
        };
        let body = <&[u8]>::from_unknown(body).map_err(|_| refuse(body_not_bytes()))?;
        self.0.verify(body, header.as_deref()).map_err(refuse)
    }
}

/// The signature that DGS-Pay would send with this body.
#[napi(catch_unwind)]
pub fn sign_webhook(
    #[napi(ts_arg_type = "string")] secret: Unknown,
    #[napi(ts_arg_type = "string | Uint8Array")] body: Unknown,
) -> Result<String> {
    let secret: String = required(secret, "secret")?;
    Ok(match required(body, "body")? {
        Either::A(bytes) => sign(&secret, bytes),
        Either::B::<&[u8], String>(text) => sign(&secret, text.as_bytes()),
    })
}

/// HMAC-SHA256, for published vectors.
#[napi(js_name = "hmacForTests", catch_unwind)]
#[must_use]
pub fn hmac(key: &[u8], message: &[u8]) -> Uint8Array {
    Uint8Array::new(hmac_for_tests(key, message))
}
