//! How a secret crosses: in as text, which is taken over and not copied; out as `[redacted]`, for no language reads it back.

#[cfg(feature = "python")]
mod python {
    use pyo3::PyTypeInfo;
    use pyo3::inspect::PyStaticExpr;
    use pyo3::prelude::*;
    use pyo3::types::PyString;

    use crate::secret::Secret;

    impl<'py> IntoPyObject<'py> for &Secret {
        type Target = PyString;
        type Output = Bound<'py, PyString>;
        type Error = std::convert::Infallible;
        const OUTPUT_TYPE: PyStaticExpr = PyString::TYPE_HINT;

        fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
            Ok(PyString::new(py, &self.to_string()))
        }
    }

    impl<'py> IntoPyObject<'py> for Secret {
        type Target = PyString;
        type Output = Bound<'py, PyString>;
        type Error = std::convert::Infallible;
        const OUTPUT_TYPE: PyStaticExpr = PyString::TYPE_HINT;

        fn into_pyobject(self, py: Python<'py>) -> Result<Self::Output, Self::Error> {
            (&self).into_pyobject(py)
        }
    }

    impl<'a, 'py> FromPyObject<'a, 'py> for Secret {
        type Error = PyErr;
        const INPUT_TYPE: PyStaticExpr = PyString::TYPE_HINT;

        fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
            Ok(Self::new(value.extract::<String>()?))
        }
    }
}

#[cfg(feature = "node")]
mod node {
    use dgspay_macros::node_as;

    use crate::secret::Secret;

    node_as!(Secret, String);

    impl From<Secret> for String {
        fn from(secret: Secret) -> Self {
            secret.to_string()
        }
    }
}

#[cfg(feature = "kotlin")]
mod kotlin {
    use crate::secret::Secret;

    uniffi::custom_type!(Secret, String, {
        lower: |secret| secret.to_string(),
        try_lift: |text| Ok(Secret::new(text)),
    });
}
