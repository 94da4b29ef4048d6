//! How a type of `dgspay` crosses into Python, Node and Kotlin. This crate is the only place that knows: a model is
//! written once, in the core, and the features `python`, `node` and `kotlin` add what each language needs.
//!
//! | in Rust | Python | Node | Kotlin |
//! | --- | --- | --- | --- |
//! | `#[model] struct` | frozen class: `==`, `repr`, copy, pickle, keyword constructor | interface | data class |
//! | `#[model(input)] struct` | the same, built and matched by position too | interface; `null` is "not given" | the same; optional parameters default to `null` |
//! | `#[model] enum` | a class with one subclass a variant, for `match` | union told apart by `type` | sealed class, for `when` |
//! | `#[open_enum]` | `str` | union of literals and `string & {}` | class with constants (`xtask codegen`) |
//! | `Option` | `None` | property left out | `null` |
//!
//! Generated code names `::pyo3`, `::napi`, `::napi_derive`, `::uniffi` and `::serde` itself; the crate that uses the
//! attributes depends on those that its features ask for. What is unsafe at a border is unsafe inside generated code:
//! a crate that forbids `unsafe_code` can use all of it.

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
/// in both directions.
///
/// A plain object prints everything: keep secrets out of what comes *out* to Node.
///
/// ```
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
/// ```
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

/// For a border written by hand: `node_as!(Money, MoneyOut, MoneyIn)` lets `Money` cross into Node as `MoneyOut` and
/// back as `MoneyIn` (by default the same type) through `TryFrom`; its error becomes JavaScript's.
#[proc_macro]
pub fn node_as(tokens: TokenStream) -> TokenStream {
    finish(border::node_as(tokens.into()))
}

fn finish(result: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    result.unwrap_or_else(syn::Error::into_compile_error).into()
}

#[cfg(test)]
mod tests {
    use quote::quote;

    use crate::{model, open_enum};

    fn refusal(result: syn::Result<proc_macro2::TokenStream>) -> String {
        result.expect_err("it should be refused").to_string()
    }

    #[test]
    fn a_model_says_what_it_cannot_be() {
        let record = |arguments, item| refusal(model::expand(&arguments, item));
        assert!(
            record(
                quote!(out),
                quote!(
                    struct A {
                        a: u8,
                    }
                )
            )
            .contains("#[model(input)]")
        );
        assert!(
            record(
                quote!(),
                quote!(
                    struct A(u8);
                )
            )
            .contains("named fields")
        );
        assert!(
            record(
                quote!(input),
                quote!(
                    enum A {
                        B { b: u8 },
                    }
                )
            )
            .contains("nobody passes in")
        );
        assert!(
            record(
                quote!(input),
                quote!(
                    struct A {
                        a: Option<u8>,
                        b: u8,
                    }
                )
            )
            .contains("after required")
        );
        assert!(
            record(
                quote!(),
                quote!(
                    struct A {
                        class: u8,
                    }
                )
            )
            .contains("keyword in Python")
        );
        assert!(
            record(
                quote!(),
                quote!(
                    enum A {
                        #[wire("a", "b")]
                        B { b: u8 },
                    }
                )
            )
            .contains("one name")
        );
        assert!(
            record(
                quote!(),
                quote!(
                    enum A {
                        B,
                    }
                )
            )
            .contains("named fields")
        );
    }

    #[test]
    fn an_open_enum_says_what_it_cannot_be() {
        let words = |item| refusal(open_enum::expand(&quote!(), item));
        assert!(
            words(quote!(
                enum A {
                    B(u8),
                }
            ))
            .contains("one bare word")
        );
        assert!(
            words(quote!(
                enum A {
                    Other,
                }
            ))
            .contains("`Other` is added")
        );
        assert!(
            words(quote!(
                enum A {
                    #[wire("x")]
                    B,
                    #[wire("y", "X")]
                    C,
                }
            ))
            .contains("another value's")
        );
        assert!(
            words(quote!(
                enum A {
                    #[wire()]
                    B,
                }
            ))
            .contains("at least one")
        );
    }
}
