//! `#[model]`: what every build gets, whatever the border.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::ext::IdentExt;
use syn::{Fields, Ident, Item, ItemEnum, ItemStruct, LitStr, Type};

use crate::attributes::{error, take, take_wire};

/// A named field, with our own attributes taken off.
pub(crate) struct Field {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) secret: bool,
}

impl Field {
    fn take(fields: &mut Fields) -> syn::Result<Vec<Self>> {
        if !matches!(fields, Fields::Named(_)) {
            return Err(syn::Error::new_spanned(fields, "a model has named fields only"));
        }
        let field = |field: &mut syn::Field| Self {
            secret: take(&mut field.attrs, "secret").is_some(),
            ty: field.ty.clone(),
            name: field.ident.clone().expect("a named field has a name"),
        };
        Ok(fields.iter_mut().map(field).collect())
    }
}

pub(crate) fn expand(arguments: TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    let input = match arguments.to_string().as_str() {
        "" => false,
        "input" => true,
        _ => return Err(error(Span::call_site(), "#[model] or #[model(input)]")),
    };
    match syn::parse2(item)? {
        Item::Struct(item) => expand_struct(item, input),
        Item::Enum(item) if !input => expand_enum(item),
        other => Err(syn::Error::new_spanned(other, "#[model] stands on a struct, or without `input` on an enum")),
    }
}

fn expand_struct(mut item: ItemStruct, _input: bool) -> syn::Result<TokenStream> {
    let fields = Field::take(&mut item.fields)?;
    let name = &item.ident;
    let bindings = bindings(&fields);
    let debug = debug(&name.to_string(), &fields);
    Ok(quote! {
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        #item

        impl ::core::fmt::Debug for #name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let Self { #bindings } = self;
                #debug
            }
        }
    })
}

fn expand_enum(mut item: ItemEnum) -> syn::Result<TokenStream> {
    let mut debug_arms = Vec::new();
    let mut kind_arms = Vec::new();
    for variant in &mut item.variants {
        let wire = take_wire(variant)?;
        let [kind]: [LitStr; 1] = wire
            .try_into()
            .map_err(|_| error(variant.ident.span(), "a variant of a model has one name on the wire"))?;
        let fields = Field::take(&mut variant.fields)?;
        let name = &variant.ident;
        let bindings = bindings(&fields);
        let debug = debug(&name.to_string(), &fields);
        debug_arms.push(quote!(Self::#name { #bindings } => { #debug }));
        kind_arms.push(quote!(Self::#name { .. } => #kind,));
    }
    let name = &item.ident;
    Ok(quote! {
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        #item

        impl #name {
            /// The name of this variant on the wire and in Node's field `type`; `unknown` for what this version
            /// does not know.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self { #(#kind_arms)* }
            }
        }

        impl ::core::fmt::Debug for #name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self { #(#debug_arms)* }
            }
        }
    })
}

/// The inside of a pattern that binds what may be printed.
fn bindings(fields: &[Field]) -> TokenStream {
    let fields = fields.iter().map(|Field { name, secret, .. }| if *secret { quote!(#name: _) } else { quote!(#name) });
    quote!(#(#fields),*)
}

/// The body of `fmt` for fields that [`bindings`] bound.
fn debug(title: &str, fields: &[Field]) -> TokenStream {
    let lines = fields.iter().map(|Field { name, secret, .. }| {
        let label = name.unraw().to_string();
        let value = if *secret { quote!(&::core::format_args!("[redacted]")) } else { quote!(#name) };
        quote!(.field(#label, #value))
    });
    quote!(formatter.debug_struct(#title) #(#lines)* .finish())
}
