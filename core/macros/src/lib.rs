//! How a type of `dgspay` crosses into Python, Node and Kotlin: two attributes, [`macro@model`] and
//! [`macro@open_enum`].

mod attributes;
mod border;
mod model;
mod open_enum;

use proc_macro::TokenStream;

/// A value made of named fields, or a choice between several of them.
#[proc_macro_attribute]
pub fn model(arguments: TokenStream, item: TokenStream) -> TokenStream {
    finish(model::expand(&arguments.into(), item.into()))
}

/// A list of words that the server may lengthen one day.
#[proc_macro_attribute]
pub fn open_enum(arguments: TokenStream, item: TokenStream) -> TokenStream {
    finish(open_enum::expand(&arguments.into(), item.into()))
}

/// For a hand-written border: `node_as!(Money, MoneyOut, MoneyIn)` makes `Money` cross into Node as `MoneyOut`
/// and back as `MoneyIn` (by default the same), by `TryFrom`. The `unsafe` that this takes stays out of the core.
#[proc_macro]
pub fn node_as(tokens: TokenStream) -> TokenStream {
    finish(border::node_as(tokens.into()))
}

fn finish(result: syn::Result<proc_macro2::TokenStream>) -> TokenStream {
    result.unwrap_or_else(syn::Error::into_compile_error).into()
}
