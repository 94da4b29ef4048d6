//! `#[model]`: what every build gets, whatever the border.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::{Error, Fields, GenericArgument, Ident, Item, ItemEnum, ItemStruct, LitStr, PathArguments, Type};

use crate::attributes::{take, take_wire};
use crate::border;

const PYTHON_KEYWORDS: [&str; 32] = [
    "and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except",
    "finally", "for", "from", "global", "if", "import", "in", "is", "lambda", "nonlocal", "not", "or", "pass", "raise",
    "return", "try", "while", "with", "yield",
];

/// A named field, with our own attributes taken off.
pub(crate) struct Field {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) secret: bool,
}

/// Which way a record crosses.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    /// Only this library makes it.
    Out,
    /// Only users make it.
    In,
    /// This library makes it, and users bring it back.
    Both,
}

/// A variant of a sum and its name on the wire.
pub(crate) struct Variant {
    pub(crate) name: Ident,
    pub(crate) kind: LitStr,
    pub(crate) fields: Vec<Field>,
}

impl Field {
    fn take_all(fields: &mut Fields) -> syn::Result<Vec<Self>> {
        if !matches!(fields, Fields::Named(_)) {
            return Err(Error::new_spanned(fields, "a model has named fields only"));
        }
        let names = fields.iter().filter_map(|field| field.ident.as_ref());
        if let Some(name) = names.into_iter().find(|name| PYTHON_KEYWORDS.contains(&name.unraw().to_string().as_str()))
        {
            return Err(Error::new_spanned(name, "this is a keyword in Python: no one could write it there"));
        }
        let field = |field: &mut syn::Field| Self {
            secret: take(&mut field.attrs, "secret").is_some(),
            ty: field.ty.clone(),
            name: field.ident.clone().expect("a named field has a name"),
        };
        Ok(fields.iter_mut().map(field).collect())
    }

    pub(crate) fn is_option(&self) -> bool {
        self.inside_option().is_some()
    }

    /// The `T` of an `Option<T>`.
    pub(crate) fn inside_option(&self) -> Option<&Type> {
        let Type::Path(path) = &self.ty else { return None };
        let last = path.path.segments.last().filter(|last| last.ident == "Option")?;
        let PathArguments::AngleBracketed(arguments) = &last.arguments else { return None };
        arguments.args.iter().find_map(|argument| match argument {
            GenericArgument::Type(inner) => Some(inner),
            _ => None,
        })
    }
}

impl Variant {
    fn take(variant: &mut syn::Variant) -> syn::Result<Self> {
        let [kind] = <[LitStr; 1]>::try_from(take_wire(variant)?)
            .map_err(|_| Error::new_spanned(&variant.ident, "a variant of a model has one name on the wire"))?;
        let fields = Field::take_all(&mut variant.fields)?;
        Ok(Self { name: variant.ident.clone(), kind, fields })
    }
}

pub(crate) fn expand(arguments: &TokenStream, item: TokenStream) -> syn::Result<TokenStream> {
    let direction = match arguments.to_string().replace(' ', "").as_str() {
        "" => Direction::Out,
        "input" => Direction::In,
        "input,output" => Direction::Both,
        _ => return Err(Error::new(Span::call_site(), "write #[model], #[model(input)] or #[model(input, output)]")),
    };
    match syn::parse2(item)? {
        Item::Struct(item) => record(item, direction),
        Item::Enum(item) if direction == Direction::Out => sum(item),
        other => Err(Error::new_spanned(other, "a model is a struct, or an enum that nobody passes in")),
    }
}

fn record(mut item: ItemStruct, direction: Direction) -> syn::Result<TokenStream> {
    let fields = Field::take_all(&mut item.fields)?;
    let text = take(&mut item.attrs, "reads").map(|attribute| attribute.parse_args::<Ident>()).transpose()?;
    if direction != Direction::Out {
        refuse_gaps(&fields)?;
    }
    let beside = border::record(&mut item, &fields, direction, text.as_ref());
    let name = &item.ident;
    let pattern = pattern(&fields);
    let printed = printed(name, &fields);
    let debug = debug(name, &quote!(Self { #pattern } => { #printed }));
    Ok(quote! {
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        #item
        #debug
        #beside
    })
}

fn sum(mut item: ItemEnum) -> syn::Result<TokenStream> {
    let variants = item.variants.iter_mut().map(Variant::take).collect::<syn::Result<Vec<_>>>()?;
    let beside = border::sum(&mut item, &variants);
    let name = &item.ident;
    let arms = variants.iter().map(|Variant { name, fields, .. }| {
        let pattern = pattern(fields);
        let printed = printed(name, fields);
        quote!(Self::#name { #pattern } => { #printed })
    });
    let debug = debug(name, &quote!(#(#arms)*));
    let kinds = variants.iter().map(|Variant { name, kind, .. }| quote!(Self::#name { .. } => #kind));
    Ok(quote! {
        #[derive(Clone, PartialEq)]
        #[non_exhaustive]
        #item
        #debug
        #beside

        impl #name {
            /// The name of this variant on the wire; `unknown` for what this version does not know.
            #[must_use]
            pub const fn kind(&self) -> &'static str {
                match self { #(#kinds),* }
            }
        }
    })
}

/// Python's and Kotlin's constructors take fields in order: what may be left out comes last.
fn refuse_gaps(fields: &[Field]) -> syn::Result<()> {
    let required = fields.iter().skip_while(|field| !field.is_option()).find(|field| !field.is_option());
    match required {
        Some(field) => Err(Error::new_spanned(&field.name, "in an input, optional fields come after required ones")),
        None => Ok(()),
    }
}

/// The inside of a pattern that binds what may be printed.
fn pattern(fields: &[Field]) -> TokenStream {
    let fields =
        fields.iter().map(|Field { name, secret, .. }| if *secret { quote!(#name: _) } else { name.to_token_stream() });
    quote!(#(#fields),*)
}

/// Prints what [`pattern`] bound.
fn printed(title: &Ident, fields: &[Field]) -> TokenStream {
    let title = title.to_string();
    let lines = fields.iter().map(|Field { name, secret, .. }| {
        let label = name.unraw().to_string();
        let value = if *secret { quote!(&::core::format_args!("[redacted]")) } else { name.to_token_stream() };
        quote!(.field(#label, #value))
    });
    quote!(formatter.debug_struct(#title) #(#lines)* .finish())
}

fn debug(name: &Ident, arms: &TokenStream) -> TokenStream {
    quote! {
        impl ::core::fmt::Debug for #name {
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                match self { #arms }
            }
        }
    }
}
