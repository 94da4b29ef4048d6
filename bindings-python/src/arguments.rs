//! Arguments as Python may pass them, where its own types are wider than the core's.

use std::time::Duration;

use pyo3::PyTypeInfo;
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::{PyInt, PyString};

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

/// A whole number. One that is beyond any use stays beyond it, and is refused by the core in its own words.
pub(crate) struct Count(pub(crate) i32);

impl<'a, 'py> FromPyObject<'a, 'py> for Count {
    type Error = PyErr;
    const INPUT_TYPE: PyStaticExpr = PyInt::TYPE_HINT;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
        let number = value.cast::<PyInt>()?;
        let beyond = || if number.lt(0).unwrap_or(false) { i32::MIN } else { i32::MAX };
        Ok(Self(number.extract().unwrap_or_else(|_| beyond())))
    }
}

/// Seconds, as Python counts time. What is no length of time becomes nothing, which the core refuses as a timeout.
pub(crate) fn duration(seconds: f64) -> Duration {
    Duration::try_from_secs_f64(seconds).unwrap_or(if seconds > 0.0 { Duration::MAX } else { Duration::ZERO })
}

/// As [`duration`], in milliseconds.
pub(crate) fn milliseconds(seconds: f64) -> i32 {
    duration(seconds).as_millis().try_into().unwrap_or(i32::MAX)
}
