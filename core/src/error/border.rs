//! How an error crosses: as the plain data of `ErrorInfo`, from which each language makes its own exception.

#[cfg(feature = "python")]
mod python;

/// An exception made by napi holds text only; one with the property `info` holds everything. What JavaScript passes in is
/// read here too, because napi's own sentences repeat the value, which may be a key.
#[cfg(feature = "node")]
pub mod node {
    use std::convert::Infallible;

    use napi::bindgen_prelude::{FromNapiValue, JsObjectValue as _, Object, TypeName, Unknown};
    use napi::{Env, JsError, JsValue as _, KeyCollectionMode, KeyConversion, KeyFilter, Status, ValueType, sys};

    use crate::error::{Error, ErrorCode, ErrorInfo};

    /// A conversion that cannot fail has this as its error.
    impl From<Infallible> for Error {
        fn from(never: Infallible) -> Self {
            match never {}
        }
    }

    /// The error as JavaScript's: its property `info` is the plain data. An argument is named as it is named there.
    #[cold]
    #[must_use]
    pub fn thrown(env: sys::napi_env, error: &Error) -> napi::Error {
        let mut info = error.info();
        info.field = info.field.as_deref().map(camel_case);
        exception(env, info)
    }

    /// The same for what is wrong with a value: it does not know which argument it is. An amount may be `minAmount`, a
    /// currency `to`; [`optional`] puts the name in.
    #[cold]
    #[must_use]
    pub fn of_value(env: sys::napi_env, error: &Error) -> napi::Error {
        exception(env, ErrorInfo { field: None, ..error.info() })
    }

    fn exception(env: sys::napi_env, info: ErrorInfo) -> napi::Error {
        let env = Env::from_raw(env);
        let filled = env.create_error(napi::Error::from_reason(&info.message)).and_then(|mut object| {
            object.set("info", info)?;
            Ok(object)
        });
        filled.map_or_else(|failure| failure, |object| object.to_unknown().into())
    }

    fn camel_case(name: &str) -> String {
        let mut words = name.split('_');
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |text, word| {
            let (initial, rest) = word.split_at(word.len().min(1));
            text + &initial.to_ascii_uppercase() + rest
        })
    }

    /// Refuses an object that has a property of another name: one that is misspelt would be as good as not given.
    ///
    /// # Errors
    /// `invalid_argument` with the name.
    pub fn only(object: &Object<'_>, known: &[&str]) -> napi::Result<()> {
        let (filter, conversion) = (KeyFilter::Enumerable, KeyConversion::NumbersToStrings);
        let names = object.get_all_property_names(KeyCollectionMode::OwnOnly, filter, conversion)?;
        for name in Vec::<Unknown<'_>>::from_unknown(names.to_unknown())? {
            let name = if name.get_type()? == ValueType::String { String::from_unknown(name)? } else { continue };
            if !known.contains(&name.as_str()) {
                return Err(not_known(object.value().env, name, known));
            }
        }
        Ok(())
    }

    /// Refuses the object in which [`taken`](crate::node::taken) has found a property of another name.
    ///
    /// # Errors
    /// As [`only`].
    pub fn alone(other: Unknown<'_>, known: &[&str]) -> napi::Result<()> {
        match other.get_type()? {
            ValueType::String => Err(not_known(other.value().env, String::from_unknown(other)?, known)),
            _ => Ok(()),
        }
    }

    #[cold]
    fn not_known(env: sys::napi_env, name: String, known: &[&str]) -> napi::Error {
        let what = format!("{name:?} is not known here; what is: {}", known.join(", "));
        let mut info = Error::new(ErrorCode::InvalidArgument, what).info();
        info.field = Some(name);
        exception(env, info)
    }

    /// What is said of an exception that none of these functions has made: napi's own, or a panic caught by it.
    #[must_use]
    pub fn fault() -> ErrorInfo {
        Error::new(ErrorCode::Internal, "This library has failed in a way that it should not").info()
    }

    /// Refuses an argument; `what` goes on after its name.
    #[cold]
    #[must_use]
    pub fn refused(env: sys::napi_env, name: &'static str, what: &str) -> napi::Error {
        thrown(env, &Error::invalid(name, format!("{name} {what}")))
    }

    /// Reads an argument; `undefined` and `null` mean that it was not given.
    ///
    /// # Errors
    /// `invalid_argument` if it is of another type, or what its own conversion says.
    pub fn optional<T: FromNapiValue + TypeName>(value: Unknown<'_>, name: &'static str) -> napi::Result<Option<T>> {
        if !is_given(value, T::value_type(), name)? {
            return Ok(None);
        }
        T::from_unknown(value).map(Some).map_err(|error| unusable(value, error, name))
    }

    // Apart from `optional`, so that they are compiled once and not for every type.
    fn is_given(value: Unknown<'_>, expected: ValueType, name: &'static str) -> napi::Result<bool> {
        let given = value.get_type()?;
        let fits = match expected {
            _ if matches!(given, ValueType::Undefined | ValueType::Null) => return Ok(false),
            ValueType::Unknown => Ok(()),
            ValueType::Number if given == ValueType::Number => {
                let number = f64::from_unknown(value)?;
                let whole = number.fract() == 0.0 && (f64::from(i32::MIN)..=f64::from(i32::MAX)).contains(&number);
                if whole { Ok(()) } else { Err("is not a whole number in range") }
            }
            expected if given == expected => Ok(()),
            ValueType::String => Err("is not text"),
            ValueType::Number => Err("is not a number"),
            ValueType::Boolean => Err("is not true or false"),
            _ => Err("is not an object"),
        };
        fits.map_or_else(|what| Err(refused(value.value().env, name, what)), |()| Ok(true))
    }

    #[cold]
    fn unusable(value: Unknown<'_>, error: napi::Error, name: &'static str) -> napi::Error {
        let env = value.value().env;
        match error.status {
            // The status of what `thrown` has made, here for a part of the argument: it says more than we could.
            Status::GenericFailure => named(env, error, name),
            _ => refused(env, name, "is of a type that cannot be used"),
        }
    }

    /// The error with this name, unless it has one: that of a part.
    fn named(env: sys::napi_env, error: napi::Error, name: &str) -> napi::Error {
        let thrown = JsError::from(error).into_unknown(Env::from_raw(env));
        let naming = || {
            let info = Object::from_unknown(thrown)?.get::<Object<'_>>("info")?;
            match info {
                Some(mut info) if !info.has_named_property("field")? => info.set("field", name),
                _ => Ok(()),
            }
        };
        naming().map_or_else(|failure| failure, |()| thrown.into())
    }

    /// Reads an argument that must be given.
    ///
    /// # Errors
    /// As [`optional`], and `invalid_argument` if it is missing.
    pub fn required<T: FromNapiValue + TypeName>(value: Unknown<'_>, name: &'static str) -> napi::Result<T> {
        optional(value, name)?.ok_or_else(|| refused(value.value().env, name, "is missing"))
    }

    /// Reads a property as [`optional`] reads an argument.
    ///
    /// # Errors
    /// As [`optional`].
    pub fn optional_property<T: FromNapiValue + TypeName>(
        object: &Object<'_>,
        key: &'static str,
    ) -> napi::Result<Option<T>> {
        object.get::<Unknown<'_>>(key)?.map_or(Ok(None), |value| optional(value, key))
    }

    /// Reads a property as [`required`] reads an argument.
    ///
    /// # Errors
    /// As [`required`].
    pub fn required_property<T: FromNapiValue + TypeName>(object: &Object<'_>, key: &'static str) -> napi::Result<T> {
        optional_property(object, key)?.ok_or_else(|| refused(object.value().env, key, "is missing"))
    }
}

#[cfg(feature = "kotlin")]
mod kotlin {
    use std::fmt;

    use crate::error::{Error, ErrorCode, ErrorInfo, Movement};

    /// What a native call throws; the public layer turns it into the exception of its class.
    #[derive(Debug, uniffi::Error)]
    pub enum NativeError {
        /// A call has failed.
        Failed {
            /// Everything the error says.
            info: Box<ErrorInfo>,
        },
    }

    impl From<Error> for NativeError {
        fn from(error: Error) -> Self {
            Self::Failed { info: Box::new(error.info()) }
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
        /// The core panicked in a call that changes nothing.
        Panicked,
        /// The core panicked in a call that may have charged a payer.
        PanickedWhileCharging,
        /// The core panicked in a call that may have paid out.
        PanickedWhilePayingOut,
        /// The core panicked in a call that may have converted money.
        PanickedWhileConverting,
        /// The core panicked in a call that may have changed something other than money.
        PanickedWhileChanging,
        /// An argument is a string that is not Unicode: it holds half of a surrogate pair.
        NotUnicode,
    }

    /// The error that a mishap is.
    #[uniffi::export]
    #[allow(clippy::needless_pass_by_value, reason = "what crosses is owned")]
    pub fn describe(mishap: Mishap) -> ErrorInfo {
        let panicked = || Error::new(ErrorCode::Internal, "This library has failed in a way that it should not");
        let panicked_while = |movement| panicked().attempts(1).of_money_call(movement, None);
        let error = match mishap {
            Mishap::Panicked => panicked(),
            Mishap::PanickedWhileCharging => panicked_while(Movement::Payment),
            Mishap::PanickedWhilePayingOut => panicked_while(Movement::Payout),
            Mishap::PanickedWhileConverting => panicked_while(Movement::Conversion),
            Mishap::PanickedWhileChanging => panicked().attempts(1).of_change(),
            Mishap::NotUnicode => {
                Error::new(ErrorCode::InvalidArgument, "An argument holds half of a character (a lone surrogate)")
            }
        };
        error.info()
    }

    /// Panics on the caller's thread, for tests.
    #[uniffi::export]
    pub fn panic_at_once() {
        panic!("planted by a test")
    }
}

#[cfg(feature = "kotlin")]
pub use kotlin::NativeError;
