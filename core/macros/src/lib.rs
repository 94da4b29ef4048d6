//! How a type of `dgspay` crosses into Python, Node and Kotlin. This crate is the only place that knows: a model is
//! written once, in the core, and the features `python`, `node` and `kotlin` add what each language needs.
//!
//! | in Rust | Python | Node | Kotlin |
//! | --- | --- | --- | --- |
//! | `#[model] struct` | frozen class: `==`, `repr`, copy, pickle, keyword constructor | interface | data class |
//! | `#[model(input)] struct` | the same, built by position too, and matched so up to 12 fields | interface; `null` is "not given", other properties are refused | the same; optional parameters default to `null` |
//! | `#[model(input, output)] struct` | as `input` | as `input`, but other properties are passed over | as `input` |
//! | `#[model] enum` | a class with one subclass a variant, for `match` | union told apart by `type` | sealed class, for `when` |
//! | `#[open_enum]` | `str` | union of literals and `string & {}` | class with constants (`xtask codegen`) |
//! | `Option` | `None` | property left out | `null` |
//!
//! Generated code names `::pyo3`, `::napi`, `::napi_derive`, `::uniffi` and `::serde` itself; the crate that uses the
//! attributes depends on those that its features ask for. For `node` it also has `crate::node`, which makes objects and
//! takes them apart, and `crate::error::node`, which reads what JavaScript passes in. What is unsafe at a border is unsafe
//! inside generated code: a crate that forbids `unsafe_code` can use all of it.

mod attributes;
mod border;
mod model;
mod open_enum;

use proc_macro::TokenStream;

/// A value made of named fields, or (on an enum) a choice between several of them.
///
/// Every build gets `Clone`, `PartialEq`, `#[non_exhaustive]` and a `Debug` in which a field marked `#[secret]` is
/// `[redacted]`; an enum also gets `kind()`, the name in its variant's `#[wire("...")]` or else the variant's own in
/// snake case. `#[model(input)]` marks what users build themselves: optional fields come last, and the type crosses
/// in both directions. `#[model(input, output)]` marks what this library makes and users bring back.
///
/// `#[reads(text)]` on a struct says that it has a `parse(text: &str)`, which Python then has on its class. Elsewhere a
/// record has no functions: there the border of its file has one.
///
/// A plain object prints everything: keep secrets out of what comes *out* to Node.
///
/// ```rust,ignore
/// #[dgspay_macros::model]
/// pub enum Event {
///     #[wire("payment.success")]
///     PaymentSucceeded { reference: String },
///     Unknown { #[secret] raw: String },
/// }
///
/// let event = Event::PaymentSucceeded { reference: "r1".into() };
/// assert_eq!(event.kind(), "payment.success");
/// assert_eq!(format!("{:?}", Event::Unknown { raw: "4000...".into() }), "Unknown { raw: [redacted] }");
/// ```
#[proc_macro_attribute]
pub fn model(arguments: TokenStream, item: TokenStream) -> TokenStream {
    finish(model::expand(&arguments.into(), item.into()))
}

/// A list of words that the server may lengthen one day.
///
/// Adds `Other(String)`, which keeps an unknown word byte for byte. `#[wire("canonical", "alias", ...)]` gives the
/// spellings, compared without case; without it, the variant's name in snake case. Every build gets `as_str()`,
/// `VARIANTS`, `Display`, `FromStr`, conversions from and into text, and serde as a string.
///
/// ```rust,ignore
/// #[dgspay_macros::open_enum]
/// pub enum Status {
///     #[wire("successful", "approved")]
///     Successful,
/// }
///
/// assert_eq!(Status::from("APPROVED").as_str(), "successful");
/// assert_eq!(Status::from("Frozen"), Status::Other("Frozen".into()));
/// ```
#[proc_macro_attribute]
pub fn open_enum(arguments: TokenStream, item: TokenStream) -> TokenStream {
    finish(open_enum::expand(&arguments.into(), item.into()))
}

/// A value whose border is written by hand, in its file's `border` module. In Python it is a frozen class with `==` and
/// `hash()`, which needs `PartialEq` and `Hash`; methods and `FromPyObject` are the border's. Elsewhere this is nothing.
#[proc_macro_attribute]
pub fn value(_arguments: TokenStream, item: TokenStream) -> TokenStream {
    border::value(&item.into()).into()
}

/// For a border written by hand: `node_as!(Money, MoneyOut, MoneyIn)` lets `Money` cross into Node as `MoneyOut` and
/// back as `MoneyIn` (by default the same type) through `TryFrom`, whose error is thrown.
#[proc_macro]
pub fn node_as(tokens: TokenStream) -> TokenStream {
    finish(border::node_as(tokens.into()))
}

fn finish(result: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    result.unwrap_or_else(syn::Error::into_compile_error).into()
}

#[cfg(test)]
mod tests {
    use crate::{model, open_enum};

    #[test]
    fn a_model_says_what_it_cannot_be() {
        for (arguments, item, reason) in [
            ("out", "struct A { a: u8 }", "#[model(input, output)]"),
            ("", "struct A(u8);", "named fields"),
            ("input", "enum A { B { b: u8 } }", "nobody passes in"),
            ("input", "struct A { a: Option<u8>, b: u8 }", "after required"),
            ("", "struct A { class: u8 }", "keyword in Python"),
            ("", "enum A { #[wire(\"a\", \"b\")] B { b: u8 } }", "one name"),
            ("", "enum A { B }", "named fields"),
            ("", "#[reads] struct A { b: u8 }", "expected"),
        ] {
            let refusal = model::expand(&arguments.parse().unwrap(), item.parse().unwrap()).unwrap_err().to_string();
            assert!(refusal.contains(reason), "{item}: {refusal}");
        }
    }

    #[test]
    fn an_open_enum_says_what_it_cannot_be() {
        for (item, reason) in [
            ("enum A { B(u8) }", "one bare word"),
            ("enum A { Other }", "`Other` is added"),
            ("enum A { #[wire(\"x\")] B, #[wire(\"y\", \"X\")] C }", "another value's"),
            ("enum A { #[wire()] B }", "at least one"),
        ] {
            let refusal = open_enum::expand(&"".parse().unwrap(), item.parse().unwrap()).unwrap_err().to_string();
            assert!(refusal.contains(reason), "{item}: {refusal}");
        }
    }
}
