//! How a currency crosses: as its code.

#[cfg(feature = "python")]
mod python {
    use pyo3::PyTypeInfo;
    use pyo3::inspect::PyStaticExpr;
    use pyo3::prelude::*;
    use pyo3::types::PyString;

    use crate::currency::Currency;

    impl<'py> IntoPyObject<'py> for Currency {
        type Target = PyString;
        type Output = Bound<'py, PyString>;
        type Error = std::convert::Infallible;
        const OUTPUT_TYPE: PyStaticExpr = PyString::TYPE_HINT;

        fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
            Ok(PyString::new(py, self.code()))
        }
    }

    impl<'py> IntoPyObject<'py> for &Currency {
        type Target = PyString;
        type Output = Bound<'py, PyString>;
        type Error = std::convert::Infallible;
        const OUTPUT_TYPE: PyStaticExpr = PyString::TYPE_HINT;

        fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
            (*self).into_pyobject(py)
        }
    }

    impl<'a, 'py> FromPyObject<'a, 'py> for Currency {
        type Error = PyErr;
        const INPUT_TYPE: PyStaticExpr = PyString::TYPE_HINT;

        fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
            Ok(value.extract::<&str>()?.parse::<Self>()?)
        }
    }
}

#[cfg(feature = "node")]
mod node {
    use dgspay_macros::node_as;

    use crate::currency::Currency;
    use crate::error::{Error, Result};

    node_as!(Currency, String);

    impl From<Currency> for String {
        fn from(currency: Currency) -> Self {
            currency.code().to_owned()
        }
    }

    impl TryFrom<String> for Currency {
        type Error = Error;

        fn try_from(code: String) -> Result<Self> {
            code.parse()
        }
    }
}

#[cfg(feature = "kotlin")]
mod kotlin {
    use crate::currency::Currency;
    use crate::error::NativeError;

    uniffi::custom_type!(Currency, String, {
        lower: |currency| currency.code().to_owned(),
        try_lift: |code| code.parse().map_err(|error| NativeError::from(error).into()),
    });
}
