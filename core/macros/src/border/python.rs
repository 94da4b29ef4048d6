//! Python: frozen classes that compare, print, match, pickle (if they hold no secret) and can be built by keyword.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::{Ident, ItemEnum, ItemStruct, parse_quote};

use crate::model::{Field, Variant};

pub(crate) fn record(item: &mut ItemStruct, fields: &[Field], input: bool, text: Option<&Ident>) -> TokenStream {
    item.attrs.push(parse_quote!(#[::pyo3::pyclass(frozen, get_all, eq, from_py_object, module = "dgspay")]));
    let name = &item.ident;
    let names: Vec<_> = fields.iter().map(|field| &field.name).collect();
    let types = fields.iter().map(given_type);
    let values = fields.iter().map(given_value);
    // Positions are a promise: only what is built by position is matched by position. PyO3's tuples end at 12.
    let match_args = (input && (1..=12).contains(&fields.len())).then(|| {
        let labels: Vec<_> = fields.iter().map(label).collect();
        let text = vec![quote!(&'static str); labels.len()];
        quote! {
            #[classattr]
            const __match_args__: (#(#text,)*) = (#(#labels,)*);
        }
    });
    let parse = text.map(parse);
    let shown = shown(fields);
    let signature = signature(fields, !input);
    let methods = methods(&quote!(&[#(#shown),*]), fields.iter().all(|field| !field.secret));
    quote! {
        #[::pyo3::pymethods]
        #[allow(clippy::too_many_arguments, non_upper_case_globals, missing_docs)]
        impl #name {
            #[new]
            #[pyo3(signature = (#signature))]
            fn __python_new(#(#names: #types),*) -> ::pyo3::PyResult<Self> {
                ::core::result::Result::Ok(Self { #(#names: #values),* })
            }

            #match_args

            #parse

            #methods
        }
    }
}

/// The type's own `parse`.
fn parse(text: &Ident) -> TokenStream {
    let label = text.unraw().to_string();
    quote! {
        /// Reads it from text. Raises `ValidationError` if that cannot be read.
        #[staticmethod]
        #[pyo3(name = "parse")]
        fn __python_parse(
            #text: crate::python::Given<::std::string::String>,
        ) -> ::pyo3::PyResult<Self> {
            ::core::result::Result::Ok(Self::parse(&#text.argument(#label)?)?)
        }
    }
}

pub(crate) fn sum(item: &mut ItemEnum, variants: &[Variant]) -> TokenStream {
    item.attrs.push(parse_quote!(#[::pyo3::pyclass(frozen, eq, from_py_object, module = "dgspay")]));
    for (variant, Variant { fields, .. }) in item.variants.iter_mut().zip(variants) {
        let signature = signature(fields, true);
        variant.attrs.push(parse_quote!(#[pyo3(constructor = (#signature))]));
    }
    let name = &item.ident;
    let variant_names = variants.iter().map(|variant| &variant.name);
    let shown = variants.iter().map(|variant| {
        let shown = shown(&variant.fields);
        quote!(&[#(#shown),*])
    });
    let no_secret = variants.iter().flat_map(|variant| &variant.fields).all(|field| !field.secret);
    let shared = shared(item, variants);
    let methods = methods(&quote!(match slf.get() { #(Self::#variant_names { .. } => #shown,)* }), no_secret);
    quote! {
        #[::pyo3::pymethods]
        #[allow(missing_docs)]
        impl #name {
            /// The name on the wire; `unknown` for what this version does not know.
            #[getter(kind)]
            fn __python_kind(&self) -> &'static str {
                self.kind()
            }

            #shared

            #methods
        }
    }
}

/// What every variant has can be asked of any of them, whichever it is.
fn shared(item: &ItemEnum, variants: &[Variant]) -> TokenStream {
    let (Some(first), Some((variant, others))) = (item.variants.first(), variants.split_first()) else {
        return TokenStream::new();
    };
    let same = |one: &Field, other: &Field| one.name == other.name && one.ty == other.ty;
    let everywhere = |field: &Field| others.iter().all(|other| other.fields.iter().any(|its| same(field, its)));
    let fields = variant.fields.iter().zip(&first.fields).filter(|(field, _)| everywhere(field));
    let getters = fields.map(|(Field { name, ty, .. }, source)| {
        let docs = source.attrs.iter().filter(|attribute| attribute.path().is_ident("doc"));
        let getter = format_ident!("__python_{}", name.unraw());
        let variants = variants.iter().map(|variant| &variant.name);
        quote! {
            #(#docs)*
            #[getter(#name)]
            fn #getter(&self) -> #ty {
                match self { #(Self::#variants { #name, .. })|* => #name.clone() }
            }
        }
    });
    quote!(#(#getters)*)
}

/// A word is a `str` in both directions.
pub(crate) fn open_enum(item: &ItemEnum) -> TokenStream {
    let name = &item.ident;
    let hint = quote!(<::pyo3::types::PyString as ::pyo3::type_object::PyTypeInfo>::TYPE_HINT);
    quote! {
        impl<'py> ::pyo3::IntoPyObject<'py> for &#name {
            type Target = ::pyo3::types::PyString;
            type Output = ::pyo3::Bound<'py, Self::Target>;
            type Error = ::core::convert::Infallible;
            const OUTPUT_TYPE: ::pyo3::inspect::PyStaticExpr = #hint;

            fn into_pyobject(self, py: ::pyo3::Python<'py>) -> ::core::result::Result<Self::Output, Self::Error> {
                ::core::result::Result::Ok(::pyo3::types::PyString::new(py, self.as_str()))
            }
        }

        impl<'py> ::pyo3::IntoPyObject<'py> for #name {
            type Target = ::pyo3::types::PyString;
            type Output = ::pyo3::Bound<'py, Self::Target>;
            type Error = ::core::convert::Infallible;
            const OUTPUT_TYPE: ::pyo3::inspect::PyStaticExpr = #hint;

            fn into_pyobject(self, py: ::pyo3::Python<'py>) -> ::core::result::Result<Self::Output, Self::Error> {
                ::pyo3::IntoPyObject::into_pyobject(&self, py)
            }
        }

        impl<'a, 'py> ::pyo3::FromPyObject<'a, 'py> for #name {
            type Error = ::pyo3::PyErr;
            const INPUT_TYPE: ::pyo3::inspect::PyStaticExpr = #hint;

            fn extract(value: ::pyo3::Borrowed<'a, 'py, ::pyo3::PyAny>) -> ::pyo3::PyResult<Self> {
                value.extract::<&str>().map(Self::from)
            }
        }
    }
}

/// `__repr__` and pickling, from a list of (field, secret) that may look at `slf`.
fn methods(shown: &TokenStream, pickles: bool) -> TokenStream {
    let repr = quote! {
        fn __repr__(slf: &::pyo3::Bound<'_, Self>) -> ::pyo3::PyResult<::std::string::String> {
            crate::python::repr(slf.as_any(), #shown)
        }
    };
    // A pickle is a copy on a disk or in a queue, where no secret may be: without this method there is none.
    let pickling = pickles.then(|| {
        quote! {
            #[pyo3(signature = () -> "tuple[tuple[()], dict[str, object]]")]
            fn __getnewargs_ex__<'py>(
                slf: &::pyo3::Bound<'py, Self>,
            ) -> ::pyo3::PyResult<((), ::pyo3::Bound<'py, ::pyo3::types::PyDict>)> {
                ::core::result::Result::Ok(((), crate::python::keywords(slf.as_any(), #shown)?))
            }
        }
    });
    quote!(#repr #pickling)
}

/// An argument as it is passed: what it is refused for is told by its name.
fn given_type(field: &Field) -> TokenStream {
    let given = |ty| quote!(crate::python::Given<#ty>);
    field.inside_option().map_or_else(
        || given(&field.ty),
        |inner| {
            let given = given(inner);
            quote!(::core::option::Option<#given>)
        },
    )
}

fn given_value(field: &Field) -> TokenStream {
    let (name, label) = (&field.name, label(field));
    if field.is_option() {
        quote!(#name.map(|given| given.argument(#label)).transpose()?)
    } else {
        quote!(#name.argument(#label)?)
    }
}

/// `first, second, third=None`, behind `*` when only keywords will do.
fn signature(fields: &[Field], keywords_only: bool) -> TokenStream {
    let star = (keywords_only && !fields.is_empty()).then(|| quote!(*,));
    let fields = fields.iter().map(|field| {
        let name = &field.name;
        if field.is_option() { quote!(#name = None) } else { quote!(#name) }
    });
    quote!(#star #(#fields),*)
}

fn label(field: &Field) -> String {
    field.name.unraw().to_string()
}

fn shown(fields: &[Field]) -> impl Iterator<Item = TokenStream> + '_ {
    fields.iter().map(|field| {
        let (label, secret) = (label(field), field.secret);
        quote!((#label, #secret))
    })
}
