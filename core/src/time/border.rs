//! How a point in time crosses: `datetime` in Python, ISO text in Node, a class over the text in Kotlin. Where the zone is
//! not known, none is made up.

#[cfg(feature = "python")]
mod python {
    use pyo3::PyTypeInfo;
    use pyo3::inspect::PyStaticExpr;
    use pyo3::prelude::*;
    use pyo3::types::PyDateTime;

    use crate::time::Timestamp;

    /// Aware and in UTC if the instant is known, naive if it is not.
    impl<'py> IntoPyObject<'py> for &Timestamp {
        type Target = PyDateTime;
        type Output = Bound<'py, PyDateTime>;
        type Error = PyErr;
        const OUTPUT_TYPE: PyStaticExpr = PyDateTime::TYPE_HINT;

        fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
            Ok(PyDateTime::type_object(py).call_method1("fromisoformat", (self.iso(),))?.cast_into()?)
        }
    }

    impl<'py> IntoPyObject<'py> for Timestamp {
        type Target = PyDateTime;
        type Output = Bound<'py, PyDateTime>;
        type Error = PyErr;
        const OUTPUT_TYPE: PyStaticExpr = PyDateTime::TYPE_HINT;

        fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
            (&self).into_pyobject(py)
        }
    }

    impl<'a, 'py> FromPyObject<'a, 'py> for Timestamp {
        type Error = PyErr;
        const INPUT_TYPE: PyStaticExpr = PyDateTime::TYPE_HINT;

        fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
            let text: String = value.cast::<PyDateTime>()?.call_method0("isoformat")?.extract()?;
            Ok(text.parse::<Self>()?)
        }
    }
}

#[cfg(feature = "node")]
mod node {
    use dgspay_macros::node_as;

    use crate::error::{Error, Result};
    use crate::time::Timestamp;

    node_as!(Timestamp, String);

    impl From<Timestamp> for String {
        fn from(time: Timestamp) -> Self {
            time.iso()
        }
    }

    impl TryFrom<String> for Timestamp {
        type Error = Error;

        fn try_from(text: String) -> Result<Self> {
            text.parse()
        }
    }
}

#[cfg(feature = "kotlin")]
mod kotlin {
    use crate::error::NativeError;
    use crate::time::Timestamp;

    uniffi::custom_type!(Timestamp, String, {
        lower: |time| time.iso(),
        try_lift: |text| text.parse().map_err(|error| NativeError::from(error).into()),
    });

    /// A point in time, read.
    #[uniffi::export]
    pub fn timestamp_parse(text: &str) -> Result<Timestamp, NativeError> {
        Ok(text.parse()?)
    }
}
