//! What each border adds. A module here only writes tokens: nothing of it is in the finished library.

mod kotlin;
mod node;
mod python;

use proc_macro2::TokenStream;
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::{Ident, ItemEnum, ItemStruct, Path, Token};

use crate::model::{Direction, Field, Variant};
use crate::open_enum::Word;

const PYTHON: bool = cfg!(feature = "python");
const NODE: bool = cfg!(feature = "node");
const KOTLIN: bool = cfg!(feature = "kotlin");

/// Puts the attributes of every border on a record and returns what stands beside it.
pub(crate) fn record(
    item: &mut ItemStruct,
    fields: &[Field],
    direction: Direction,
    text: Option<&Ident>,
) -> TokenStream {
    let mut beside = TokenStream::new();
    if NODE {
        beside.extend(node::record(item, fields, direction));
    }
    if PYTHON {
        beside.extend(python::record(item, fields, direction != Direction::Out, text));
    }
    if KOTLIN {
        kotlin::record(item, fields);
    }
    beside
}

/// The same for a sum of records.
pub(crate) fn sum(item: &mut ItemEnum, variants: &[Variant]) -> TokenStream {
    let mut beside = TokenStream::new();
    if NODE {
        beside.extend(node::sum(item, variants));
    }
    if PYTHON {
        beside.extend(python::sum(item, variants));
    }
    if KOTLIN {
        kotlin::sum(item, variants);
    }
    beside
}

/// The same for an open enum.
pub(crate) fn open_enum(item: &ItemEnum, words: &[Word]) -> TokenStream {
    let mut beside = TokenStream::new();
    if NODE {
        beside.extend(node::open_enum(item, words));
    }
    if PYTHON {
        beside.extend(python::open_enum(item));
    }
    if KOTLIN {
        beside.extend(kotlin::open_enum(item));
    }
    beside
}

pub(crate) fn value(item: &TokenStream) -> TokenStream {
    let class = PYTHON.then(|| quote!(#[::pyo3::pyclass(frozen, eq, hash, module = "dgspay")]));
    quote!(#class #item)
}

/// What stands in the brackets of [`macro@crate::node_as`].
pub(crate) struct NodeAs {
    name: Ident,
    output: Path,
    input: Path,
}

impl Parse for NodeAs {
    fn parse(tokens: ParseStream<'_>) -> syn::Result<Self> {
        let name = tokens.parse()?;
        tokens.parse::<Token![,]>()?;
        let output: Path = tokens.parse()?;
        let input = if tokens.is_empty() {
            output.clone()
        } else {
            tokens.parse::<Token![,]>()?;
            tokens.parse()?
        };
        Ok(Self { name, output, input })
    }
}

pub(crate) fn node_as(tokens: TokenStream) -> syn::Result<TokenStream> {
    let NodeAs { name, output, input } = syn::parse2(tokens)?;
    Ok(node::value(&name, &output, &input))
}
