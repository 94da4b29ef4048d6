//! How money crosses: exact in every language.

#[cfg(feature = "python")]
pub(crate) mod python {
    use pyo3::exceptions::{PyOverflowError, PyTypeError};
    use pyo3::inspect::PyStaticExpr;
    use pyo3::prelude::*;
    use pyo3::sync::PyOnceLock;
    use pyo3::types::{PyBool, PyInt, PyString, PyType};
    use pyo3::{PyTypeInfo, type_hint_identifier, type_hint_union};
    use rust_decimal::Decimal;

    use crate::currency::Currency;
    use crate::error::ErrorCode;
    use crate::money::Money;
    use crate::python::{Given, refused};

    static DECIMAL: PyOnceLock<Py<PyType>> = PyOnceLock::new();

    /// No amount, rate or percentage has more digits.
    const LONGEST: usize = 64;

    /// A number that Python counts exactly: `Decimal`, `int` or `str`. A `float` has already lost digits, and a `bool` is
    /// no number that anybody meant.
    pub(crate) struct Exact(pub(crate) String);

    impl<'a, 'py> FromPyObject<'a, 'py> for Exact {
        type Error = PyErr;
        const INPUT_TYPE: PyStaticExpr =
            type_hint_union!(type_hint_identifier!("decimal", "Decimal"), PyInt::TYPE_HINT, PyString::TYPE_HINT);

        fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
            let text = if value.is_instance_of::<PyInt>() && !value.is_instance_of::<PyBool>() {
                if let Ok(usual) = value.extract::<i64>() {
                    return Ok(Self(usual.to_string()));
                }
                // A bit is less than a digit, and can be counted at once.
                short(value.call_method0("bit_length")?.extract::<usize>()? <= 3 * LONGEST)?;
                value.str()?.extract()?
            } else if value.is_instance_of::<PyString>() {
                value.extract::<String>()?
            } else if value.is_instance(DECIMAL.import(value.py(), "decimal", "Decimal")?)? {
                // "f" writes no exponent, but all the zeros that it stands for.
                let place: i64 = value.call_method0("adjusted")?.extract()?;
                short(place.unsigned_abs() < LONGEST as u64)?;
                value.call_method1("__format__", ("f",))?.extract()?
            } else {
                let ty = value.get_type();
                return Err(PyTypeError::new_err(format!(
                    "an exact number is an int, a Decimal or a str, not a {}",
                    ty.name()?
                )));
            };
            short(text.len() <= LONGEST)?;
            Ok(Self(text))
        }
    }

    /// What is too long is refused before it is written out, and not repeated.
    fn short(is_short: bool) -> PyResult<()> {
        if is_short { Ok(()) } else { Err(PyOverflowError::new_err("it has more digits than any payment")) }
    }

    /// A decimal on its way out, exactly.
    pub(crate) struct Exactly<'a>(pub(crate) &'a Decimal);

    impl<'py> IntoPyObject<'py> for Exactly<'_> {
        type Target = PyAny;
        type Output = Bound<'py, PyAny>;
        type Error = PyErr;
        const OUTPUT_TYPE: PyStaticExpr = type_hint_identifier!("decimal", "Decimal");

        fn into_pyobject(self, py: Python<'py>) -> PyResult<Self::Output> {
            DECIMAL.import(py, "decimal", "Decimal")?.call1((self.0.to_string(),))
        }
    }

    #[pymethods]
    impl Money {
        #[new]
        #[pyo3(signature = (amount, currency))]
        fn __python_new(amount: Given<Exact>, currency: Given<Currency>) -> PyResult<Self> {
            let Exact(text) = amount.or_refused(ErrorCode::InvalidAmount, "amount")?;
            Ok(Self::parse(&text, currency.or_refused(ErrorCode::InvalidCurrency, "currency")?)?)
        }

        /// The amount in major units.
        #[getter(amount)]
        fn __python_amount(&self) -> Exactly<'_> {
            Exactly(&self.amount)
        }

        /// The currency's ISO code.
        #[getter(currency)]
        fn __python_currency(&self) -> &str {
            self.currency.code()
        }

        /// The amount alone, without trailing zeros.
        #[pyo3(name = "plain_amount")]
        fn __python_plain_amount(&self) -> String {
            self.plain_amount()
        }

        /// -1, 0 or 1: whether this amount is less than the other, the same, or more. Currencies must be the same.
        #[pyo3(name = "compare")]
        fn __python_compare(&self, other: &Self) -> PyResult<i8> {
            Ok(self.compare(*other)? as i8)
        }

        fn __add__(&self, other: &Self) -> PyResult<Self> {
            Ok(self.add(*other)?)
        }

        fn __sub__(&self, other: &Self) -> PyResult<Self> {
            Ok(self.subtract(*other)?)
        }

        fn __str__(&self) -> String {
            self.to_string()
        }

        fn __repr__(&self) -> String {
            format!("Money('{}', '{}')", self.plain_amount(), self.currency)
        }

        #[classattr]
        fn __match_args__() -> (&'static str, &'static str) {
            ("amount", "currency")
        }

        fn __getnewargs__(&self) -> (String, &str) {
            (self.plain_amount(), self.currency.code())
        }
    }

    /// An amount without a currency is in RWF.
    impl<'a, 'py> FromPyObject<'a, 'py> for Money {
        type Error = PyErr;
        const INPUT_TYPE: PyStaticExpr =
            type_hint_union!(Self::TYPE_HINT, <Exact as FromPyObject<'static, 'static>>::INPUT_TYPE);

        fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
            if let Ok(money) = value.cast::<Self>() {
                return Ok(*money.get());
            }
            let exact = value.extract::<Exact>().map_err(|error| refused(error, ErrorCode::InvalidAmount, "amount"));
            Ok(Self::parse(&exact?.0, Currency::RWF)?)
        }
    }
}

#[cfg(feature = "node")]
pub(crate) mod node {
    use dgspay_macros::node_as;
    use napi::bindgen_prelude::{BigInt, Either3};
    use rust_decimal::Decimal;

    use crate::currency::Currency;
    use crate::error::{Error, ErrorCode, Result};
    use crate::money::Money;
    use crate::node::{Crossing, Property, Values};

    /// An exact amount in major units (2000 is RWF 2,000) and its currency.
    #[napi_derive::napi(object, js_name = "Money", object_from_js = false, object_to_js = false)]
    pub struct MoneyOut {
        /// In major units. An amount that a number cannot hold to the last digit is an error, never a rounding.
        pub amount: f64,
        /// The ISO 4217 code.
        #[napi(ts_type = "string")]
        pub currency: Currency,
    }

    /// An amount as you may write it: a number, or text or a bigint for more than 15 digits.
    #[napi_derive::napi(object, js_name = "MoneyInput", object_to_js = false)]
    pub struct MoneyIn {
        /// In major units.
        pub amount: Either3<f64, String, BigInt>,
        /// The ISO 4217 code.
        pub currency: String,
    }

    node_as!(Money, MoneyOut, MoneyIn);

    impl TryFrom<Money> for MoneyOut {
        type Error = Error;

        fn try_from(money: Money) -> Result<Self> {
            let amount = number(money.amount).ok_or_else(|| {
                Error::new(ErrorCode::InvalidAmount, format!("{money} does not fit a JavaScript number"))
            })?;
            Ok(Self { amount, currency: money.currency })
        }
    }

    impl Crossing for MoneyOut {
        const PROPERTIES: &'static [Property] =
            &[Property::required::<f64>("amount"), Property::required::<Currency>("currency")];

        fn put(self, values: &mut Values) -> napi::Result<()> {
            values.value(self.amount)?;
            values.text(self.currency.code())
        }
    }

    /// The number that prints as this decimal, if there is one. With up to 15 digits there always is, and one division finds it.
    fn number(amount: Decimal) -> Option<f64> {
        const POWERS: [f64; 5] = [1.0, 10.0, 100.0, 1_000.0, 10_000.0];
        let power = usize::try_from(amount.scale()).ok().and_then(|scale| POWERS.get(scale));
        if let (Ok(digits), Some(power)) = (i32::try_from(amount.mantissa()), power) {
            return Some(f64::from(digits) / power);
        }
        let number: f64 = amount.normalize().to_string().parse().ok()?;
        (Decimal::from_str_exact(&number.to_string()) == Ok(amount)).then_some(number)
    }

    impl TryFrom<MoneyIn> for Money {
        type Error = Error;

        fn try_from(money: MoneyIn) -> Result<Self> {
            // What a service has sent comes back here too, and its currency may be newer than our table. Elsewhere it stays
            // inside the value; here a value is an object that anybody can write, so only `Money.of` can be strict.
            let currency =
                money.currency.parse().or_else(|refusal| Currency::from_wire(&money.currency).map_err(|_| refusal))?;
            Self::parse(&exact_text(money.amount)?, currency)
        }
    }

    /// Digits of an amount that are what the caller meant. A safe integer is exact; a fraction is taken for what it prints
    /// as, up to the 15 digits that every double keeps: `0.1 + 0.2` has 17 and is refused.
    pub(crate) fn exact_text(amount: Either3<f64, String, BigInt>) -> Result<String> {
        const LARGEST_SAFE_INTEGER: f64 = 9_007_199_254_740_991.0;
        match amount {
            Either3::A(number) => {
                let text = number.to_string();
                let digits = text.bytes().filter(u8::is_ascii_digit).count();
                let whole = number.fract() == 0.0 && number.abs() <= LARGEST_SAFE_INTEGER;
                if number.is_finite() && (whole || digits <= 15) {
                    return Ok(text);
                }
                let what = format!("{text} is not an exact amount");
                Err(Error::new(ErrorCode::InvalidAmount, what)
                    .field("amount")
                    .advice("Pass it as text or as a bigint."))
            }
            Either3::B(text) => Ok(text),
            Either3::C(integer) => match integer.get_i128() {
                (value, true) => Ok(value.to_string()),
                _ => Err(Error::new(ErrorCode::InvalidAmount, "The amount is beyond any payment").field("amount")),
            },
        }
    }
}

#[cfg(feature = "kotlin")]
mod kotlin {
    use std::cmp::Ordering;

    use crate::currency::Currency;
    use crate::error::NativeError;
    use crate::money::Money;

    type Result<T> = std::result::Result<T, NativeError>;

    /// Money as Kotlin's `Money` keeps it.
    #[derive(uniffi::Record)]
    pub struct MoneyForms {
        /// The amount in major units, as a plain decimal.
        pub amount: String,
        /// The currency's ISO 4217 code.
        pub currency: String,
        /// For people: `RWF 5,000`.
        pub text: String,
    }

    uniffi::custom_type!(Money, MoneyForms, {
        lower: |money| MoneyForms {
            amount: money.plain_amount(),
            currency: money.currency.code().to_owned(),
            text: money.to_string(),
        },
        // A currency that only a service knows may come back in a model that it sent.
        try_lift: |forms| Currency::from_wire(&forms.currency)
            .and_then(|currency| Money::parse(&forms.amount, currency))
            .map_err(|error| NativeError::from(error).into()),
    });

    /// An amount, checked.
    #[uniffi::export]
    pub fn money_of(amount: &str, currency: &str) -> Result<Money> {
        Ok(Money::parse(amount, currency.parse()?)?)
    }

    /// The sum.
    #[uniffi::export]
    pub fn money_add(left: Money, right: Money) -> Result<Money> {
        Ok(left.add(right)?)
    }

    /// The difference.
    #[uniffi::export]
    pub fn money_subtract(left: Money, right: Money) -> Result<Money> {
        Ok(left.subtract(right)?)
    }

    /// -1, 0 or 1.
    #[uniffi::export]
    pub fn money_compare(left: Money, right: Money) -> Result<i32> {
        Ok(match left.compare(right)? {
            Ordering::Less => -1,
            Ordering::Equal => 0,
            Ordering::Greater => 1,
        })
    }
}
