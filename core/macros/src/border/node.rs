//! Node: plain objects, unions that a `switch` narrows, and string literals.

use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::sync::Once;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt as _;
use syn::{Attribute, Expr, ExprLit, Ident, ItemEnum, ItemStruct, Lit, LitStr, Path, Type, parse_quote};

use crate::model::{Direction, Field, Variant};
use crate::open_enum::Word;

/// An interface. What users pass in is read property by property: napi takes a `null` for a value, and its sentences
/// repeat what was passed, which may be a key. A property of another name is refused, unless this library has made the
/// object: that one may come from a newer version, or from a table with columns of its own.
pub(crate) fn record(item: &mut ItemStruct, fields: &[Field], direction: Direction) -> TokenStream {
    item.attrs.push(parse_quote!(#[::napi_derive::napi(object, object_from_js = false, object_to_js = false)]));
    for field in item.fields.iter_mut().filter(|field| is_secret(&field.ty)) {
        field.attrs.push(parse_quote!(#[napi(ts_type = "string")]));
    }
    let name = &item.ident;
    let out = (direction != Direction::In).then(|| object(name, fields, None));
    let back = (direction != Direction::Out).then(|| reader(name, fields, direction));
    quote!(#out #back)
}

/// The way out, with the properties that always are there first; `kind` is that of a member of a union.
fn object(name: &Ident, fields: &[Field], kind: Option<&LitStr>) -> TokenStream {
    let (optional, required): (Vec<_>, Vec<_>) = fields.iter().partition(|field| field.is_option());
    let mut properties = TokenStream::new();
    let mut puts = TokenStream::new();
    if let Some(kind) = kind {
        properties.extend(quote!(crate::node::Property::required::<&'static str>("type"),));
        puts.extend(quote!(values.text(#kind)?;));
    }
    for field in required {
        let (key, ident, ty) = (field.key(), &field.name, &field.ty);
        properties.extend(quote!(crate::node::Property::required::<#ty>(#key),));
        puts.extend(quote!(crate::node::Crossing::put(self.#ident, values)?;));
    }
    for field in optional {
        let (key, ident, ty) = (field.key(), &field.name, field.inside_option());
        properties.extend(quote!(crate::node::Property::optional::<#ty>(#key),));
        puts.extend(quote!(values.optional(self.#ident)?;));
    }
    let crossing = crossing(name);
    quote! {
        #crossing

        impl crate::node::Crossing for #name {
            const PROPERTIES: &'static [crate::node::Property] = &[#properties];

            fn put(self, values: &mut crate::node::Values) -> ::napi::Result<()> {
                #puts
                ::core::result::Result::Ok(())
            }
        }
    }
}

/// napi's own trait, for what has ours.
fn crossing(name: &Ident) -> TokenStream {
    quote! {
        impl ::napi::bindgen_prelude::ToNapiValue for #name {
            unsafe fn to_napi_value(
                env: ::napi::sys::napi_env,
                value: Self,
            ) -> ::napi::Result<::napi::sys::napi_value> {
                crate::node::crossed(env, value)
            }
        }
    }
}

fn reader(name: &Ident, fields: &[Field], direction: Direction) -> TokenStream {
    let keys: Vec<_> = fields.iter().map(Field::key).collect();
    let reads = fields.iter().zip(&keys).zip(1_usize..).map(|((field, key), place)| {
        let ident = &field.name;
        let read = if field.is_option() { quote!(optional) } else { quote!(required) };
        quote!(#ident: crate::error::node::#read(given[#place], #key)?)
    });
    let check = (direction == Direction::In).then(|| quote!(crate::error::node::alone(given[0], &NAMES)?;));
    let count = keys.len();
    quote! {
        impl ::napi::bindgen_prelude::ValidateNapiValue for #name {}

        impl ::napi::bindgen_prelude::FromNapiValue for #name {
            unsafe fn from_napi_value(
                env: ::napi::sys::napi_env,
                value: ::napi::sys::napi_value,
            ) -> ::napi::Result<Self> {
                const NAMES: [&str; #count] = [#(#keys),*];
                // Elements of a list come here as they are.
                unsafe { <Self as ::napi::bindgen_prelude::ValidateNapiValue>::validate(env, value) }?;
                let object = unsafe { ::napi::bindgen_prelude::Object::from_napi_value(env, value) }?;
                let given = crate::node::taken::<Self>(object, &NAMES)?;
                #check
                ::core::result::Result::Ok(Self { #(#reads),* })
            }
        }
    }
}

/// A `Secret` is a text to those who pass it in.
fn is_secret(ty: &Type) -> bool {
    matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Secret"))
}

impl Field {
    /// The name in JavaScript: `net_amount` is `netAmount`.
    fn key(&self) -> String {
        let name = self.name.unraw().to_string();
        let mut words = name.split('_');
        let first = words.next().unwrap_or_default().to_owned();
        words.fold(first, |text, word| {
            let (initial, rest) = word.split_at(word.len().min(1));
            text + &initial.to_ascii_uppercase() + rest
        })
    }
}

/// One interface for each variant, told apart by `type`, and a union of them all. Only out: nothing takes a sum.
pub(crate) fn sum(item: &ItemEnum, variants: &[Variant]) -> TokenStream {
    let name = &item.ident;
    let mut shapes = TokenStream::new();
    let mut arms = TokenStream::new();
    let mut interfaces = Vec::new();
    for (variant, source) in variants.iter().zip(&item.variants) {
        let Variant { name: variant_name, kind, fields } = variant;
        let interface = format_ident!("{variant_name}{name}");
        let documentation = documentation(&source.attrs);
        let literal = LitStr::new(&format!("'{}'", kind.value()), kind.span());
        let names: Vec<_> = fields.iter().map(|field| &field.name).collect();
        let members = source.fields.iter().map(|field| {
            let (documentation, name, ty) = (self::documentation(&field.attrs), &field.ident, &field.ty);
            quote!(#(#documentation)* pub #name: #ty)
        });
        shapes.extend(quote! {
            #(#documentation)*
            #[::napi_derive::napi(object, object_from_js = false, object_to_js = false)]
            pub struct #interface {
                #[doc = " Tells the members of the union apart."]
                #[napi(js_name = "type", ts_type = #literal)]
                pub __type: &'static str,
                #(#members,)*
            }
        });
        shapes.extend(object(&interface, fields, Some(kind)));
        arms.extend(quote! {
            #name::#variant_name { #(#names),* } => {
                crate::node::crossed(env, #interface { __type: #kind, #(#names),* })
            }
        });
        interfaces.push(interface.to_string());
    }
    declare(&item.attrs, &name.to_string(), &interfaces.join(" | "));
    let text = name.to_string();
    quote! {
        #[allow(missing_docs)]
        const _: () = {
            #shapes

            impl ::napi::bindgen_prelude::TypeName for #name {
                fn type_name() -> &'static str {
                    #text
                }

                fn value_type() -> ::napi::ValueType {
                    ::napi::ValueType::Object
                }
            }

            impl ::napi::bindgen_prelude::ToNapiValue for #name {
                unsafe fn to_napi_value(
                    env: ::napi::sys::napi_env,
                    value: Self,
                ) -> ::napi::Result<::napi::sys::napi_value> {
                    match value { #arms }
                }
            }
        };
    }
}

/// A word is a string in both directions; the declaration keeps completion and lets unknown words through.
pub(crate) fn open_enum(item: &ItemEnum, words: &[Word]) -> TokenStream {
    let known: Vec<_> = words.iter().map(|word| format!("'{}'", word.spellings[0].value())).collect();
    declare(&item.attrs, &item.ident.to_string(), &format!("{} | (string & {{}})", known.join(" | ")));
    let text: Path = parse_quote!(::std::string::String);
    let name = &item.ident;
    let back = through(name, &text, &quote!(::napi::Error::from));
    let crossing = crossing(name);
    quote! {
        #back
        #crossing

        impl crate::node::Crossing for #name {
            fn put(self, values: &mut crate::node::Values) -> ::napi::Result<()> {
                values.text(self.as_str())
            }
        }
    }
}

/// Crosses as another type that already knows how: `output` on the way out, `input` on the way in.
pub(crate) fn value(name: &Ident, output: &Path, input: &Path) -> TokenStream {
    let back = through(name, input, &quote!(|error| crate::error::node::of_value(env, &error.into())));
    let crossing = crossing(name);
    quote! {
        #back
        #crossing

        impl crate::node::Crossing for #name {
            const PROPERTIES: &'static [crate::node::Property] = <#output as crate::node::Crossing>::PROPERTIES;

            fn put(self, values: &mut crate::node::Values) -> ::napi::Result<()> {
                let output = <#output as ::core::convert::TryFrom<Self>>::try_from(self)
                    .map_err(|error| crate::error::node::of_value(values.env(), &error.into()))?;
                crate::node::Crossing::put(output, values)
            }
        }
    }
}

fn through(name: &Ident, input: &Path, refusal: &TokenStream) -> TokenStream {
    quote! {
        impl ::napi::bindgen_prelude::TypeName for #name {
            fn type_name() -> &'static str {
                <#input as ::napi::bindgen_prelude::TypeName>::type_name()
            }

            fn value_type() -> ::napi::ValueType {
                <#input as ::napi::bindgen_prelude::TypeName>::value_type()
            }
        }

        impl ::napi::bindgen_prelude::ValidateNapiValue for #name {
            unsafe fn validate(
                env: ::napi::sys::napi_env,
                value: ::napi::sys::napi_value,
            ) -> ::napi::Result<::napi::sys::napi_value> {
                unsafe { <#input as ::napi::bindgen_prelude::ValidateNapiValue>::validate(env, value) }
            }
        }

        impl ::napi::bindgen_prelude::FromNapiValue for #name {
            unsafe fn from_napi_value(
                env: ::napi::sys::napi_env,
                value: ::napi::sys::napi_value,
            ) -> ::napi::Result<Self> {
                let value = unsafe { <#input as ::napi::bindgen_prelude::FromNapiValue>::from_napi_value(env, value) }?;
                <Self as ::core::convert::TryFrom<#input>>::try_from(value)
                    .map_err(#refusal)
            }
        }
    }
}

fn documentation(attributes: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attributes.iter().filter(|attribute| attribute.path().is_ident("doc"))
}

/// Adds a type alias to what `napi-derive` writes for its generator of declarations, which knows no union of
/// literals. Like there, the first call of a compilation empties the file; it is our own, beside theirs.
fn declare(attributes: &[Attribute], name: &str, definition: &str) {
    static EMPTY: Once = Once::new();
    let (Ok(folder), Ok(package)) = (env::var("NAPI_TYPE_DEF_TMP_FOLDER"), env::var("CARGO_PKG_NAME")) else { return };
    let path = std::path::Path::new(&folder).join(format!("{package}-macros"));
    EMPTY.call_once(|| drop(fs::remove_file(&path)));
    let lines: Vec<_> = documentation(attributes).filter_map(doc_line).collect();
    let comment = if lines.is_empty() { String::new() } else { format!("/**\n *{}\n */\n", lines.join("\n *")) };
    let line = format!(
        "{{\"kind\":\"type\",\"name\":{name:?},\"js_doc\":{comment:?},\"def\":{definition:?},\"original_name\":{name:?}}}\n"
    );
    let written =
        OpenOptions::new().append(true).create(true).open(&path).and_then(|mut file| file.write_all(line.as_bytes()));
    assert!(written.is_ok(), "cannot write {}", path.display());
}

fn doc_line(attribute: &Attribute) -> Option<String> {
    match &attribute.meta.require_name_value().ok()?.value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some(text.value()),
        _ => None,
    }
}
