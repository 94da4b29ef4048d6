//! How an error crosses: as the plain data of `ErrorInfo`, from which each language makes its own exception.

#[cfg(feature = "python")]
mod python {
    use pyo3::prelude::*;
    use pyo3::sync::PyOnceLock;

    use crate::error::Error;

    static ERROR_FROM: PyOnceLock<Py<PyAny>> = PyOnceLock::new();

    /// The exception classes are Python's own, in `dgspay._errors`; a class made here could not have fields.
    impl From<Error> for PyErr {
        fn from(error: Error) -> Self {
            Python::attach(|py| {
                let error_from = ERROR_FROM
                    .get_or_try_init(py, || PyResult::Ok(py.import("dgspay._errors")?.getattr("error_from")?.unbind()));
                match error_from.and_then(|error_from| error_from.bind(py).call1((error.info(),))) {
                    Ok(exception) => Self::from_value(exception),
                    Err(failure) => failure,
                }
            })
        }
    }
}

#[cfg(feature = "kotlin")]
mod kotlin {
    use std::fmt;

    use crate::error::{Error, ErrorInfo};

    /// What a native call throws; the public layer turns it into the exception of its class.
    #[derive(Debug, uniffi::Error)]
    pub enum NativeError {
        /// A call has failed.
        Failed {
            /// Everything the error says.
            info: ErrorInfo,
        },
    }

    impl From<Error> for NativeError {
        fn from(error: Error) -> Self {
            Self::Failed { info: error.info() }
        }
    }

    impl fmt::Display for NativeError {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            let Self::Failed { info } = self;
            f.write_str(&info.message)
        }
    }

    impl std::error::Error for NativeError {}
}

#[cfg(feature = "kotlin")]
pub use kotlin::NativeError;
