//! `#[open_enum]`: what every build gets, whatever the border.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Fields, Ident, ItemEnum, LitStr};

use crate::attributes::take_wire;
use crate::border;

/// A known word: its variant and every spelling that the services use, the canonical one first.
pub(crate) struct Word {
    pub(crate) variant: Ident,
    pub(crate) spellings: Vec<LitStr>,
}

pub(crate) fn expand(arguments: &TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    if !arguments.is_empty() {
        return Err(syn::Error::new_spanned(arguments, "#[open_enum] takes no arguments"));
    }
    let mut item: ItemEnum = syn::parse2(item)?;
    let mut words = Vec::new();
    for variant in &mut item.variants {
        if !matches!(variant.fields, Fields::Unit) || variant.ident == "Other" {
            return Err(syn::Error::new_spanned(variant, "a variant is one bare word; `Other` is added by the macro"));
        }
        words.push(Word { spellings: take_wire(variant)?, variant: variant.ident.clone() });
    }
    refuse_twice(&words)?;
    item.variants.push(syn::parse_quote! {
        /// A value that this version does not know, exactly as the server wrote it.
        Other(String)
    });

    let beside = border::open_enum(&item, &words);
    let name = &item.ident;
    let variants: Vec<_> = words.iter().map(|word| &word.variant).collect();
    let canonical: Vec<_> = words.iter().map(|word| &word.spellings[0]).collect();
    let spellings: Vec<_> = words.iter().map(|word| &word.spellings).collect();
    let tests = quote!(#(if [#(#spellings),*].iter().any(|known| known.eq_ignore_ascii_case(text)) {
        return ::core::option::Option::Some(Self::#variants);
    })*);
    Ok(quote! {
        #[derive(Clone, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        #item
        #beside

        impl #name {
            /// The canonical spelling of every value that this version knows.
            pub const VARIANTS: &'static [&'static str] = &[#(#canonical),*];

            /// The canonical spelling; for `Other`, the server's own.
            #[must_use]
            pub fn as_str(&self) -> &str {
                match self {
                    #(Self::#variants => #canonical,)*
                    Self::Other(text) => text,
                }
            }

            fn known(text: &str) -> ::core::option::Option<Self> {
                #tests
                ::core::option::Option::None
            }
        }

        impl ::core::convert::From<&str> for #name {
            fn from(text: &str) -> Self {
                Self::known(text).unwrap_or_else(|| Self::Other(text.to_owned()))
            }
        }

        impl ::core::convert::From<::std::string::String> for #name {
            fn from(text: ::std::string::String) -> Self {
                Self::known(&text).unwrap_or(Self::Other(text))
            }
        }

        impl ::core::convert::From<#name> for ::std::string::String {
            fn from(value: #name) -> Self {
                match value {
                    #name::Other(text) => text,
                    known => known.as_str().to_owned(),
                }
            }
        }

        impl ::core::str::FromStr for #name {
            type Err = ::core::convert::Infallible;

            fn from_str(text: &str) -> ::core::result::Result<Self, Self::Err> {
                ::core::result::Result::Ok(text.into())
            }
        }

        impl ::core::fmt::Display for #name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                formatter.pad(self.as_str())
            }
        }

        impl ::serde::Serialize for #name {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> ::serde::Deserialize<'de> for #name {
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> ::core::result::Result<Self, D::Error> {
                <::std::string::String as ::serde::Deserialize>::deserialize(deserializer).map(Self::from)
            }
        }
    })
}

/// Two variants that share a spelling: the second could never be read.
fn refuse_twice(words: &[Word]) -> syn::Result<()> {
    let mut seen = std::collections::HashSet::new();
    for spelling in words.iter().flat_map(|word| &word.spellings) {
        if !seen.insert(spelling.value().to_ascii_lowercase()) {
            return Err(syn::Error::new_spanned(spelling, "this spelling is already another value's"));
        }
    }
    Ok(())
}
