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

    use crate::error::{Error, ErrorCode, ErrorInfo};

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

    /// What can go wrong on the way into or out of the core, where no `Error` can be given back.
    #[derive(uniffi::Enum)]
    pub enum Mishap {
        /// The core panicked in a call that moves no money.
        Panicked,
        /// The core panicked in a call that may have moved money.
        PanickedWhilePaying,
        /// The caller's coroutine was cancelled while a call that moves money was running.
        StoppedWaiting,
        /// An argument is a string that is not Unicode: it holds half of a surrogate pair.
        NotUnicode,
    }

    /// The error that a mishap is.
    #[uniffi::export]
    pub fn describe(mishap: Mishap) -> ErrorInfo {
        let panicked = || Error::new(ErrorCode::Internal, "This library has failed in a way that it should not");
        let error = match mishap {
            Mishap::Panicked => panicked(),
            Mishap::PanickedWhilePaying => panicked().attempts(1).of_money_call(None, false),
            Mishap::StoppedWaiting => {
                let what = "The caller stopped waiting while the request was on its way, and it runs to its end";
                Error::new(ErrorCode::DeadlineExceeded, what).attempts(1).of_money_call(None, false)
            }
            Mishap::NotUnicode => {
                Error::new(ErrorCode::InvalidArgument, "An argument holds half of a character (a lone surrogate)")
            }
        };
        error.info()
    }
}

#[cfg(feature = "kotlin")]
pub use kotlin::NativeError;
