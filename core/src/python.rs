//! What the Python classes of this crate share: arguments that are refused by name, and how a model is shown and pickled.

use std::convert::Infallible;
use std::marker::PhantomData;

use pyo3::exceptions::{PyException, PyOverflowError, PyTypeError};
use pyo3::inspect::PyStaticExpr;
use pyo3::prelude::*;
use pyo3::types::PyDict;

use crate::error::{Error, ErrorCode};

/// What was passed for an argument. Whoever takes it reads it by the argument's name, and so does the error if it is refused.
pub struct Given<'a, 'py, T>(Borrowed<'a, 'py, PyAny>, PhantomData<fn() -> T>);

impl<'a, 'py, T: FromPyObject<'a, 'py>> FromPyObject<'a, 'py> for Given<'a, 'py, T> {
    type Error = Infallible;
    const INPUT_TYPE: PyStaticExpr = T::INPUT_TYPE;

    fn extract(value: Borrowed<'a, 'py, PyAny>) -> Result<Self, Infallible> {
        Ok(Self(value, PhantomData))
    }
}

impl<'a, 'py, T: FromPyObject<'a, 'py>> Given<'a, 'py, T> {
    /// The value of an argument of this name.
    ///
    /// # Errors
    /// `ValidationError`.
    pub fn argument(self, name: &'static str) -> PyResult<T> {
        self.or_refused(ErrorCode::InvalidArgument, name)
    }

    /// The value of a setting of this name.
    ///
    /// # Errors
    /// `ConfigError`.
    pub fn setting(self, name: &'static str) -> PyResult<T> {
        self.or_refused(ErrorCode::InvalidSetting, name)
    }

    // Once for every type, and not for every argument of every model.
    #[inline(never)]
    pub(crate) fn or_refused(self, code: ErrorCode, name: &'static str) -> PyResult<T> {
        self.0.extract().map_err(|error: T::Error| refused(error.into(), code, name))
    }
}

/// What reading a value has raised, as an error of this library. A value does not know which argument it is: an amount may be
/// `min_amount`, a currency `to`.
#[cold]
pub(crate) fn refused(error: PyErr, code: ErrorCode, name: &'static str) -> PyErr {
    Python::attach(|py| {
        let ours = py.import("dgspay._errors").and_then(|errors| errors.getattr("DgsPayError"));
        match ours.and_then(|ours| error.value(py).is_instance(&ours)) {
            Ok(true) => match error.value(py).setattr("field", name) {
                Ok(()) => error,
                Err(failure) => failure,
            },
            // Ctrl-C and the like are nobody's argument.
            Ok(false) if !error.is_instance_of::<PyException>(py) => error,
            Ok(false) => Error::new(code, format!("{name} cannot be used: {}", why(py, &error))).field(name).into(),
            Err(failure) => failure,
        }
    })
}

/// What a conversion says names types, never values. What anything else says is not known: it may repeat a secret.
fn why(py: Python<'_>, error: &PyErr) -> String {
    let of_a_conversion = error.is_instance_of::<PyTypeError>(py) || error.is_instance_of::<PyOverflowError>(py);
    let said = error.value(py).str().ok().filter(|_| of_a_conversion);
    said.map_or_else(|| "it cannot be read".to_owned(), |text| text.to_string_lossy().into_owned())
}

/// How a model is shown: its fields, each with whether it is a secret.
pub(crate) fn repr(model: &Bound<'_, PyAny>, fields: &[(&str, bool)]) -> PyResult<String> {
    let shown = fields.iter().map(|(name, secret)| {
        let value = if *secret { "[redacted]".to_owned() } else { model.getattr(*name)?.repr()?.to_string() };
        Ok(format!("{name}={value}"))
    });
    let shown = shown.collect::<PyResult<Vec<_>>>()?;
    Ok(format!("{}({})", model.get_type().qualname()?, shown.join(", ")))
}

/// What a model's twin is made of.
pub(crate) fn keywords<'py>(model: &Bound<'py, PyAny>, fields: &[(&str, bool)]) -> PyResult<Bound<'py, PyDict>> {
    let keywords = PyDict::new(model.py());
    for (name, _) in fields {
        keywords.set_item(*name, model.getattr(*name)?)?;
    }
    Ok(keywords)
}
