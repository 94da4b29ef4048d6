//! The core's own source, as far as the gates read it: models, words, and the public methods of the clients.

use std::path::{Path, PathBuf};

use quote::ToTokens;
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, FnArg, ImplItem, Item, Lit, LitStr, Meta, Pat, ReturnType, Token, Type, Visibility};

use crate::{Result, read};

/// Which builds of the core have something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Every build: what a customer's app may have, too.
    Values,
    /// Those with a feature, beginning with `services`.
    Services,
}

/// A named field of a model.
#[derive(Debug, Clone)]
pub struct Field {
    /// Its name, in snake case.
    pub name: String,
    /// Its type as it stands there, without spaces.
    pub ty: String,
    /// Its documentation, line by line.
    pub about: Vec<String>,
    /// Whether it may never be printed.
    pub secret: bool,
}

/// A struct under `#[model]`, or one variant of an enum under it (named `Event.PaymentSucceeded`).
#[derive(Debug, Clone)]
pub struct Model {
    /// Its name.
    pub name: String,
    /// Which builds have it.
    pub part: Part,
    /// Whether users make it.
    pub input: bool,
    /// Whether the library makes it.
    pub output: bool,
    /// Its fields.
    pub fields: Vec<Field>,
}

/// One value of an open enum.
#[derive(Debug, Clone)]
pub struct Word {
    /// The variant's name in Rust.
    pub variant: String,
    /// Every spelling that is read as it, the canonical one first.
    pub spellings: Vec<String>,
    /// Its documentation.
    pub about: Vec<String>,
}

impl Word {
    /// The canonical spelling.
    #[must_use]
    pub fn spelling(&self) -> &str {
        self.spellings.first().map_or("", String::as_str)
    }
}

/// An enum under `#[open_enum]`.
#[derive(Debug, Clone)]
pub struct Words {
    /// Its name.
    pub name: String,
    /// Which builds have it.
    pub part: Part,
    /// Its documentation.
    pub about: Vec<String>,
    /// Its values.
    pub values: Vec<Word>,
}

/// A public method or function.
#[derive(Debug, Clone)]
pub struct Method {
    /// The type it belongs to; empty for a function.
    pub owner: String,
    /// Its name.
    pub name: String,
    /// Whether it takes `self`.
    pub on_value: bool,
    /// Whether it gives back `Self`.
    pub gives_self: bool,
    /// What it gives back, without spaces.
    pub returns: String,
    /// Arguments with their types, references and `self` taken off.
    pub arguments: Vec<(String, String)>,
}

/// Everything the gates know of the core.
#[derive(Debug, Default)]
pub struct Source {
    /// Structs and variants under `#[model]`.
    pub models: Vec<Model>,
    /// Enums under `#[open_enum]`.
    pub words: Vec<Words>,
    /// Public methods and functions.
    pub methods: Vec<Method>,
}

impl Source {
    /// Reads every file below the folder of a crate's source, but for the borders: what is written there by hand for one
    /// language is that language's surface, not the core's. What its `lib.rs` puts behind a feature is the services'.
    ///
    /// # Errors
    /// A file that cannot be read or is no Rust.
    pub fn load(folder: &Path) -> Result<Self> {
        let mut source = Self::default();
        let gated = gated_modules(&read(&folder.join("lib.rs"))?)?;
        for path in sorted(folder)? {
            let module = path.file_stem().unwrap_or_default();
            let part = if gated.iter().any(|name| module == name.as_str()) { Part::Services } else { Part::Values };
            source.load_path(&path, part)?;
        }
        Ok(source)
    }

    /// Reads one file's text.
    ///
    /// # Errors
    /// If it is no Rust.
    pub fn read_text(&mut self, text: &str, part: Part) -> Result<()> {
        let file = syn::parse_file(text).map_err(|error| error.to_string())?;
        file.items.iter().for_each(|item| self.read_item(item, part));
        Ok(())
    }

    /// A model by its name.
    #[must_use]
    pub fn model(&self, name: &str) -> Option<&Model> {
        self.models.iter().find(|model| model.name == name)
    }

    fn load_path(&mut self, path: &Path, part: Part) -> Result<()> {
        if path.is_dir() && !path.ends_with("border") {
            sorted(path)?.iter().try_for_each(|path| self.load_path(path, part))?;
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("border.rs") {
            self.read_text(&read(path)?, part).map_err(|error| format!("{}: {error}", path.display()))?;
        }
        Ok(())
    }

    fn read_item(&mut self, item: &Item, part: Part) {
        match item {
            Item::Struct(item) => {
                if let Some((input, output)) = model_attribute(&item.attrs) {
                    let fields = fields(&item.fields);
                    self.models.push(Model { name: item.ident.to_string(), part, input, output, fields });
                }
            }
            Item::Enum(item) if model_attribute(&item.attrs).is_some() => {
                self.models.extend(item.variants.iter().map(|variant| Model {
                    name: format!("{}.{}", item.ident, variant.ident),
                    part,
                    input: false,
                    output: true,
                    fields: fields(&variant.fields),
                }));
            }
            Item::Enum(item) if has(&item.attrs, "open_enum") => {
                let values = item.variants.iter().map(|variant| Word {
                    variant: variant.ident.to_string(),
                    spellings: spellings(variant),
                    about: documentation(&variant.attrs),
                });
                let values = values.collect();
                self.words.push(Words {
                    name: item.ident.to_string(),
                    part,
                    about: documentation(&item.attrs),
                    values,
                });
            }
            Item::Impl(item) if item.trait_.is_none() => {
                let owner = plain(&item.self_ty);
                for item in &item.items {
                    if let ImplItem::Fn(function) = item
                        && is_public(&function.vis)
                        && !is_hidden(&function.attrs)
                    {
                        self.methods.push(method(&owner, &function.sig));
                    }
                }
            }
            Item::Fn(function) if is_public(&function.vis) && !is_hidden(&function.attrs) => {
                self.methods.push(method("", &function.sig));
            }
            _ => {}
        }
    }
}

fn sorted(folder: &Path) -> Result<Vec<PathBuf>> {
    let wrong = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries = std::fs::read_dir(folder).map_err(wrong)?.collect::<Result<Vec<_>, _>>().map_err(wrong)?;
    let mut paths: Vec<_> = entries.iter().map(std::fs::DirEntry::path).collect();
    paths.sort();
    Ok(paths)
}

/// The modules of a crate that not every build has.
fn gated_modules(text: &str) -> Result<Vec<String>> {
    let file = syn::parse_file(text).map_err(|error| format!("lib.rs: {error}"))?;
    let gated = |item: &Item| match item {
        Item::Mod(module) if has(&module.attrs, "cfg") => Some(module.ident.to_string()),
        _ => None,
    };
    Ok(file.items.iter().filter_map(gated).collect())
}

fn has(attributes: &[Attribute], name: &str) -> bool {
    attributes.iter().any(|attribute| attribute.path().is_ident(name))
}

/// Whether users make the item and whether the library does, if it is a model.
fn model_attribute(attributes: &[Attribute]) -> Option<(bool, bool)> {
    let attribute = attributes.iter().find(|attribute| attribute.path().is_ident("model"))?;
    let words = match &attribute.meta {
        Meta::List(list) => list.tokens.to_string(),
        _ => String::new(),
    };
    let says = |word| words.split(',').any(|own| own.trim() == word);
    Some((says("input"), says("output") || !says("input")))
}

fn is_public(visibility: &Visibility) -> bool {
    matches!(visibility, Visibility::Public(_))
}

fn is_hidden(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        attribute.path().is_ident("doc") && attribute.meta.to_token_stream().to_string().contains("hidden")
    })
}

fn documentation(attributes: &[Attribute]) -> Vec<String> {
    let line = |attribute: &Attribute| match &attribute.meta {
        Meta::NameValue(pair) if pair.path.is_ident("doc") => match &pair.value {
            Expr::Lit(syn::ExprLit { lit: Lit::Str(text), .. }) => Some(text.value().trim().to_owned()),
            _ => None,
        },
        _ => None,
    };
    attributes.iter().filter_map(line).collect()
}

fn fields(fields: &syn::Fields) -> Vec<Field> {
    let field = |field: &syn::Field| {
        let name = field.ident.as_ref()?.to_string();
        let (ty, about, secret) = (plain(&field.ty), documentation(&field.attrs), has(&field.attrs, "secret"));
        Some(Field { name, ty, about, secret })
    };
    fields.iter().filter_map(field).collect()
}

fn spellings(variant: &syn::Variant) -> Vec<String> {
    let attribute = variant.attrs.iter().find(|attribute| attribute.path().is_ident("wire"));
    let words = attribute
        .and_then(|attribute| attribute.parse_args_with(Punctuated::<LitStr, Token![,]>::parse_terminated).ok());
    let words: Vec<_> = words.iter().flatten().map(LitStr::value).collect();
    if words.is_empty() { vec![snake_case(&variant.ident.to_string())] } else { words }
}

fn method(owner: &str, signature: &syn::Signature) -> Method {
    let argument = |argument: &FnArg| match argument {
        FnArg::Typed(argument) => match &*argument.pat {
            Pat::Ident(name) => Some((name.ident.to_string(), plain(&argument.ty))),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    };
    Method {
        owner: owner.to_owned(),
        name: signature.ident.to_string(),
        on_value: signature.receiver().is_some(),
        returns: match &signature.output {
            ReturnType::Type(_, ty) => plain(ty),
            ReturnType::Default => String::new(),
        },
        gives_self: matches!(&signature.output, ReturnType::Type(_, ty) if plain(ty) == "Self"),
        arguments: signature.inputs.iter().filter_map(argument).collect(),
    }
}

/// A type without spaces and without the reference in front.
fn plain(ty: &Type) -> String {
    let ty = if let Type::Reference(reference) = ty { &*reference.elem } else { ty };
    ty.to_token_stream().to_string().replace(' ', "")
}

/// `MobileMoney` becomes `mobile_money`.
#[must_use]
pub fn snake_case(name: &str) -> String {
    let mut snake = String::with_capacity(name.len() + 4);
    for (position, letter) in name.chars().enumerate() {
        if letter.is_uppercase() && position > 0 {
            snake.push('_');
        }
        snake.extend(letter.to_lowercase());
    }
    snake
}

/// `mobile_money` becomes `mobileMoney`.
#[must_use]
pub fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |camel, word| {
        let (head, tail) = word.split_at(word.len().min(1));
        camel + &head.to_uppercase() + tail
    })
}
