//! Arguments as Python may pass them, where its own types are wider than the core's.

use std::time::Duration;

use dgspay::CallOptions;
use dgspay::python::Given;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyDict, PyInt, PyMapping, PyString};
use pyo3::{PyTypeInfo, type_hint_subscript, type_hint_union};

/// Text of which a conversion error must not repeat anything: a key, or a secret. What is not Unicode becomes something
/// that the core refuses.
pub(crate) struct Text(pub(crate) String);

impl<'a, 'py> FromPyObject<'a, 'py> for Text {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = PyString::TYPE_HINT;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(value.cast::<PyString>()?.to_string_lossy().into_owned()))
    }
}

/// A month or a year: what people write as a number as well.
pub(crate) struct TextOrNumber(pub(crate) Text);

impl<'a, 'py> FromPyObject<'a, 'py> for TextOrNumber {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(PyString::TYPE_HINT, PyInt::TYPE_HINT);

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        // What is no number that anybody meant, `True` among them, becomes text that the core refuses.
        let number = value.is_instance_of::<PyInt>().then(|| value.str()).transpose()?;
        Ok(Self(match number {
            Some(number) => Text(number.to_string_lossy().into_owned()),
            None => value.extract()?,
        }))
    }
}

/// A JSON object as text, or what makes one.
pub(crate) struct Json(pub(crate) String);

impl<'a, 'py> FromPyObject<'a, 'py> for Json {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = type_hint_union!(
        PyString::TYPE_HINT,
        type_hint_subscript!(PyMapping::TYPE_HINT, PyString::TYPE_HINT, PyAny::TYPE_HINT)
    );

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        if value.is_instance_of::<PyString>() {
            return Ok(Self(value.extract()?));
        }
        // Only a dict is an object to `json`.
        let object = value.py().get_type::<PyDict>().call1((value.cast::<PyMapping>()?,))?;
        Ok(Self(value.py().import("json")?.call_method1("dumps", (object,))?.extract()?))
    }
}

type Limits<'a, 'py> = (Option<Given<'a, 'py, f64>>, Option<Given<'a, 'py, i32>>, Option<Given<'a, 'py, Text>>);

/// What one call wants different: how many seconds it may take, how often it may be sent again, its idempotency key.
pub(crate) struct Options(PyResult<CallOptions>);

impl Options {
    pub(crate) fn read(self) -> PyResult<CallOptions> {
        self.0
    }

    fn of((timeout, max_retries, idempotency_key): Limits<'_, '_>) -> PyResult<CallOptions> {
        let mut options = CallOptions::default();
        options.timeout_ms = setting(timeout, "timeout")?.map(milliseconds);
        options.max_retries = setting(max_retries, "max_retries")?;
        options.idempotency_key = optional(idempotency_key, "idempotency_key")?.map(|Text(key)| key);
        Ok(options)
    }
}

impl<'a, 'py> FromPyObject<'a, 'py> for Options {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = <Limits<'static, 'static> as FromPyObject<'static, 'static>>::INPUT_TYPE;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        Ok(Self(Self::of(value.extract::<Limits<'_, '_>>()?)))
    }
}

/// A setting that may be left out.
pub(crate) fn setting<'a, 'py, T: FromPyObject<'a, 'py>>(
    given: Option<Given<'a, 'py, T>>,
    name: &'static str,
) -> PyResult<Option<T>> {
    given.map(|given| given.setting(name)).transpose()
}

/// The builder, told of a setting that may be left out.
pub(crate) fn with<'a, 'py, B, T: FromPyObject<'a, 'py>>(
    builder: B,
    given: Option<Given<'a, 'py, T>>,
    name: &'static str,
    tell: impl FnOnce(B, T) -> B,
) -> PyResult<B> {
    Ok(match setting(given, name)? {
        Some(value) => tell(builder, value),
        None => builder,
    })
}

/// An argument that may be left out.
pub(crate) fn optional<'a, 'py, T: FromPyObject<'a, 'py>>(
    given: Option<Given<'a, 'py, T>>,
    name: &'static str,
) -> PyResult<Option<T>> {
    given.map(|given| given.argument(name)).transpose()
}

/// Seconds, as Python counts time. What is no length of time becomes nothing, which the core refuses as a timeout.
pub(crate) fn duration(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(if seconds > 0.0 { Duration::MAX } else { Duration::ZERO })
}

fn milliseconds(seconds: f64) -> i32 {
    duration(seconds).as_millis().try_into().unwrap_or(i32::MAX)
}
