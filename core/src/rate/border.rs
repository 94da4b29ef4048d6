//! How a rate crosses: `Decimal` in Python, text in Node (a number goes in as well), `BigDecimal` in Kotlin.

#[cfg(feature = "python")]
mod python {
    use pyo3::inspect::PyStaticExpr;
    use pyo3::prelude::*;

    use crate::money::python::{Exact, Exactly};
    use crate::rate::Rate;

    impl<'py> IntoPyObject<'py> for &Rate {
        type Target = PyAny;
        type Output = Bound<'py, PyAny>;
        type Error = PyErr;
        const OUTPUT_TYPE: PyStaticExpr = <Exactly<'static> as IntoPyObject<'static>>::OUTPUT_TYPE;

        fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
            Exactly(&self.0).into_pyobject(py)
        }
    }

    impl<'py> IntoPyObject<'py> for Rate {
        type Target = PyAny;
        type Output = Bound<'py, PyAny>;
        type Error = PyErr;
        const OUTPUT_TYPE: PyStaticExpr = <Exactly<'static> as IntoPyObject<'static>>::OUTPUT_TYPE;

        fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
            (&self).into_pyobject(py)
        }
    }

    impl<'a, 'py> FromPyObject<'a, 'py> for Rate {
        type Error = PyErr;
        const INPUT_TYPE: PyStaticExpr = <Exact as FromPyObject<'static, 'static>>::INPUT_TYPE;

        fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
            let Exact(text) = value.extract()?;
            Ok(text.parse::<Self>()?)
        }
    }
}

#[cfg(feature = "node")]
mod node {
    use dgspay_macros::node_as;
    use napi::bindgen_prelude::{BigInt, Either3};

    use crate::error::{Error, Result};
    use crate::money::node::exact_text;
    use crate::rate::Rate;

    /// A rate as you may write it.
    pub type RateInput = Either3<f64, String, BigInt>;

    node_as!(Rate, String, RateInput);

    impl From<Rate> for String {
        fn from(rate: Rate) -> Self {
            rate.to_string()
        }
    }

    impl TryFrom<RateInput> for Rate {
        type Error = Error;

        fn try_from(number: RateInput) -> Result<Self> {
            exact_text(number)?.parse()
        }
    }
}

#[cfg(feature = "kotlin")]
mod kotlin {
    use crate::error::NativeError;
    use crate::rate::Rate;

    uniffi::custom_type!(Rate, String, {
        lower: |rate| rate.to_string(),
        try_lift: |text| text.parse().map_err(|error| NativeError::from(error).into()),
    });
}
