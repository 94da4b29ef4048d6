//! Python: exceptions.

use pyo3::prelude::*;

use crate::error::Error;

/// The exception classes are Python's own, in `dgspay._errors`; a class made here could not have fields. They are looked up
/// every time: whoever has imported the package anew catches the classes of that import.
impl From<Error> for PyErr {
    fn from(error: Error) -> Self {
        Python::attach(|py| {
            let errors = py.import("dgspay._errors");
            match errors.and_then(|errors| errors.call_method1("error_from", (error.info(),))) {
                Ok(exception) => Self::from_value(exception),
                Err(failure) => failure,
            }
        })
    }
}
