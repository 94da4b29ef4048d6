//! How a phone number crosses: as an object with its forms; any spelling is taken where one is expected.

#[cfg(feature = "python")]
mod python {
    use pyo3::inspect::PyStaticExpr;
    use pyo3::prelude::*;
    use pyo3::types::PyString;
    use pyo3::{PyTypeInfo, type_hint_union};

    use crate::error::{Error, ErrorCode};
    use crate::phone::{Country, PhoneNumber};
    use crate::python::Given;

    impl<'a, 'py> FromPyObject<'a, 'py> for PhoneNumber {
        type Error = PyErr;
        const INPUT_TYPE: PyStaticExpr = type_hint_union!(Self::TYPE_HINT, PyString::TYPE_HINT);

        fn extract(value: Borrowed<'a, 'py, PyAny>) -> PyResult<Self> {
            if let Ok(phone) = value.cast::<Self>() {
                return Ok(phone.get().clone());
            }
            Ok(value.extract::<&str>().map_err(|_| not_text())?.parse::<Self>()?)
        }
    }

    fn not_text() -> Error {
        Error::new(ErrorCode::InvalidPhone, "The phone number is not text").field("phone")
    }

    #[pymethods]
    impl PhoneNumber {
        #[new]
        #[pyo3(signature = (text: "str", country = None))]
        fn __python_new(text: &Bound<'_, PyAny>, country: Option<Given<Country>>) -> PyResult<Self> {
            let text = text.extract::<&str>().map_err(|_| not_text())?;
            let country = country.map_or(Ok(Country::Rwanda), |country| country.argument("country"))?;
            Ok(Self::parse(text, &country)?)
        }

        /// The country's ISO code.
        #[getter(country)]
        fn __python_country(&self) -> &str {
            self.country.as_str()
        }

        /// The country code without `+`, such as `250`.
        #[getter(country_code)]
        fn __python_country_code(&self) -> &str {
            self.code
        }

        /// The nine digits without country code and leading zero.
        #[getter(national)]
        fn __python_national(&self) -> &str {
            &self.national
        }

        /// The international form, such as `+250788123456`.
        #[getter(e164)]
        fn __python_e164(&self) -> String {
            self.e164()
        }

        /// The network that the prefix suggests. Never refuse a payment for it: numbers move between networks.
        #[getter(network)]
        fn __python_network(&self) -> Option<String> {
            self.suggested_network().map(|network| network.as_str().to_owned())
        }

        fn __str__(&self) -> String {
            self.e164()
        }

        fn __repr__(&self) -> String {
            format!("PhoneNumber({self:?})")
        }

        fn __getnewargs__(&self) -> (String,) {
            (self.e164(),)
        }
    }
}

#[cfg(feature = "node")]
mod node {
    use dgspay_macros::node_as;
    use napi::bindgen_prelude::Either;

    use crate::error::{Error, Result};
    use crate::node::{Crossing, Property, Values};
    use crate::phone::PhoneNumber;

    /// A mobile number of Rwanda, Uganda, Kenya or Tanzania.
    #[napi_derive::napi(object, js_name = "PhoneNumber", object_to_js = false)]
    pub struct PhoneForms {
        /// The country's ISO code.
        pub country: String,
        /// The country code without `+`, such as `250`.
        pub country_code: String,
        /// The nine digits without country code and leading zero.
        pub national: String,
        /// The international form, such as `+250788123456`.
        pub e164: String,
        /// The network that the prefix suggests. Never refuse a payment for it: numbers move between networks.
        pub network: Option<String>,
    }

    impl Crossing for PhoneForms {
        const PROPERTIES: &'static [Property] = &[
            Property::required::<String>("country"),
            Property::required::<String>("countryCode"),
            Property::required::<String>("national"),
            Property::required::<String>("e164"),
            Property::optional::<String>("network"),
        ];

        fn put(self, values: &mut Values) -> napi::Result<()> {
            for text in [self.country, self.country_code, self.national, self.e164] {
                values.text(&text)?;
            }
            values.optional(self.network)
        }
    }

    type Spelling = Either<String, PhoneForms>;
    node_as!(PhoneNumber, PhoneForms, Spelling);

    impl From<PhoneNumber> for PhoneForms {
        fn from(phone: PhoneNumber) -> Self {
            Self {
                country: phone.country.as_str().to_owned(),
                country_code: phone.code.to_owned(),
                network: phone.suggested_network().map(|network| network.as_str().to_owned()),
                e164: phone.e164(),
                national: phone.national,
            }
        }
    }

    impl TryFrom<Spelling> for PhoneNumber {
        type Error = Error;

        fn try_from(phone: Spelling) -> Result<Self> {
            match phone {
                Either::A(text) | Either::B(PhoneForms { e164: text, .. }) => text.parse(),
            }
        }
    }
}

#[cfg(feature = "kotlin")]
mod kotlin {
    use crate::error::NativeError;
    use crate::phone::{Country, MobileNetwork, PhoneNumber};

    /// A number as Kotlin's `PhoneNumber` keeps it.
    #[derive(uniffi::Record)]
    pub struct PhoneForms {
        /// The country.
        pub country: Country,
        /// The country code without `+`, such as `250`.
        pub country_code: String,
        /// The nine digits without country code and leading zero.
        pub national: String,
        /// The international form, such as `+250788123456`.
        pub e164: String,
        /// The network that the prefix suggests.
        pub network: Option<MobileNetwork>,
    }

    uniffi::custom_type!(PhoneNumber, PhoneForms, {
        lower: |phone| PhoneForms {
            country: phone.country.clone(),
            country_code: phone.code.to_owned(),
            network: phone.suggested_network(),
            e164: phone.e164(),
            national: phone.national,
        },
        try_lift: |forms| forms.e164.parse().map_err(|error| NativeError::from(error).into()),
    });

    /// Reads a number in any usual spelling.
    #[uniffi::export]
    pub fn phone_parse(text: &str, country: &Country) -> Result<PhoneNumber, NativeError> {
        Ok(PhoneNumber::parse(text, country)?)
    }
}
