//! Verifying webhooks, whatever a framework hands over for a body and a header.

use dgspay::Event;
use dgspay::python::Given;
use dgspay::webhook::{body_not_bytes, sign};
use pyo3::PyTypeInfo;
use pyo3::buffer::PyBuffer;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyString};
use pyo3::{type_hint_identifier, type_hint_subscript, type_hint_union};

use crate::arguments::Text;

/// No hexadecimal digits: what a header that is neither text nor bytes is taken for.
const NO_SIGNATURE: &[u8] = &[0xff];

const ITERABLE: PyStaticExpr = type_hint_identifier!("collections.abc", "Iterable");

/// One secret, or all that are in use.
struct Secrets(Vec<String>);

impl<'a, 'py> FromPyObject<'a, 'py> for Secrets {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr =
        type_hint_union!(PyString::TYPE_HINT, type_hint_subscript!(ITERABLE, PyString::TYPE_HINT));

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        // Text is a sequence of text in Python: it comes first.
        if value.is_instance_of::<PyString>() {
            return Ok(Self(vec![value.extract::<Text>()?.0]));
        }
        let secrets = value.try_iter()?.map(|secret| Ok(secret?.extract::<Text>()?.0));
        Ok(Self(secrets.collect::<PyResult<_>>()?))
    }
}

/// Verifies webhooks and reads them as events.
///
/// Give it every secret that is in use: while a secret is being replaced, deliveries signed with the old one and with the
/// new one arrive side by side, and the event's `secret_index` says which one it was. Without an argument the secrets
/// come from `DGSPAY_WEBHOOK_SECRET` and `ROHOPAY_WEBHOOK_SECRET`, several in one separated by commas.
///
/// Raises `ConfigError` if there is no secret, or one is blank, shorter than 8 bytes, or a placeholder: an empty secret
/// would let anybody sign.
#[pyclass(frozen, module = "dgspay")]
pub struct Webhook(dgspay::Webhook);

#[pymethods]
impl Webhook {
    #[new]
    #[pyo3(signature = (secrets = None))]
    fn new(secrets: Option<Given<Secrets>>) -> PyResult<Self> {
        Ok(Self(match secrets {
            Some(secrets) => dgspay::Webhook::new(secrets.setting("secrets")?.0)?,
            None => dgspay::Webhook::from_env()?,
        }))
    }

    /// A verifier with the secrets of `DGSPAY_WEBHOOK_SECRET` and `ROHOPAY_WEBHOOK_SECRET`.
    #[staticmethod]
    fn from_env() -> PyResult<Self> {
        Self::new(None)
    }

    /// Checks the signature of the raw body, then reads the event.
    ///
    /// `body` is the bytes of the request as they arrived, before any parsing; `signature` is the header
    /// X-DGS-Signature or X-RohoPay-Signature, None if there is none. Raises `SignatureError` (answer 401) or
    /// `DecodeError`, and nothing else, whatever comes in.
    #[pyo3(signature = (
        body: "bytes | bytearray | memoryview",
        signature: "str | bytes | None",
    ) -> "Event.PaymentSucceeded | Event.PaymentFailed | Event.DisbursementSucceeded | Event.DisbursementFailed | \
             Event.ConversionSucceeded | Event.ConversionFailed | Event.DepositSucceeded | Event.DepositFailed | \
             Event.WithdrawalSucceeded | Event.WithdrawalFailed | Event.Unknown")]
    fn verify(&self, body: &Bound<'_, PyAny>, signature: &Bound<'_, PyAny>) -> PyResult<Event> {
        let header = if signature.is_none() { None } else { Some(header(signature)) };
        Ok(match body.cast::<PyBytes>() {
            Ok(body) => self.0.verify(body.as_bytes(), header)?,
            Err(_) => self.0.verify(&copied(body).ok_or_else(body_not_bytes)?, header)?,
        })
    }

    /// The signature that either service would send with this body, for tests of your own receiver.
    #[staticmethod]
    #[pyo3(signature = (secret, body: "bytes | bytearray | memoryview | str"))]
    fn sign(secret: Given<Text>, body: &Bound<'_, PyAny>) -> PyResult<String> {
        let Text(secret) = secret.argument("secret")?;
        Ok(match body.extract::<&str>() {
            Ok(text) => sign(&secret, text.as_bytes()),
            Err(_) => sign(&secret, &copied(body).ok_or_else(body_not_bytes)?),
        })
    }

    #[allow(clippy::unused_self, reason = "what it holds is not to be seen")]
    fn __repr__(&self) -> &'static str {
        "Webhook([redacted])"
    }
}

fn header<'a>(signature: &'a Bound<'_, PyAny>) -> &'a [u8] {
    match signature.cast::<PyString>() {
        Ok(text) => text.to_str().map_or(NO_SIGNATURE, str::as_bytes),
        Err(_) => signature.cast::<PyBytes>().map_or(NO_SIGNATURE, |bytes| bytes.as_bytes()),
    }
}

/// What any object shows as its bytes, if it shows any.
fn copied(body: &Bound<'_, PyAny>) -> Option<Vec<u8>> {
    PyBuffer::<u8>::get(body).and_then(|buffer| buffer.to_vec(body.py())).ok()
}
