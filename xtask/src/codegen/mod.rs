//! What is generated from the core's table of errors and its words, and from published vectors: committed, and held fresh
//! by `--check`.

mod document;
mod kotlin;
mod python;
mod typescript;
mod web;
mod wycheproof;

use std::fs;
use std::path::Path;

use crate::source::{Field, Part, Source};
use crate::{Result, complain};

/// A generated file: where it stands below the root, and its text.
pub type Generated = (&'static str, String);

/// Everything that is generated.
///
/// # Errors
/// If the core's source or the published vectors cannot be read.
pub fn generate(root: &Path) -> Result<Vec<Generated>> {
    let source = Source::load(&root.join("core/src"))?;
    let fields = info_fields(&source)?;
    let words_of = |part| kotlin::words(source.words.iter().filter(|words| words.part == part));
    Ok(vec![
        ("docs/errors.md", document::write()),
        ("bindings-python/python/dgspay/_errors.py", python::errors(&fields)),
        ("bindings-node/ts/errors.ts", typescript::errors(&fields)),
        ("bindings-node/ts/web/codes.mts", web::codes()),
        ("bindings-node/ts/web/words.mts", web::words(&source.words)),
        ("bindings-kotlin/src/values/kotlin/io/github/dgspay/DgsPayException.kt", kotlin::errors(&fields)),
        ("bindings-kotlin/src/values/kotlin/io/github/dgspay/Words.kt", words_of(Part::Values)),
        ("bindings-kotlin/src/services/kotlin/io/github/dgspay/ServiceWords.kt", words_of(Part::Services)),
        ("tests/vectors/wycheproof/aes-gcm.json", wycheproof::aes_gcm()?),
        ("tests/vectors/wycheproof/hmac-sha256.json", wycheproof::hmac_sha256()?),
    ])
}

/// Writes the generated files, or complains about those that are not what they should be.
///
/// # Errors
/// The stale files, or what could not be read or written.
pub fn run(root: &Path, only: Option<&str>, check: bool) -> Result<()> {
    let generated = generate(root)?;
    let wanted = generated.iter().filter(|(path, _)| only.is_none_or(|only| only == *path));
    if check {
        return complain(&wanted.filter_map(|(path, text)| stale(root, path, text)).collect::<Vec<_>>());
    }
    for (path, text) in wanted {
        let target = root.join(path);
        let written = target.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&target, text));
        written.map_err(|error| format!("{path}: {error}"))?;
        println!("wrote {path}");
    }
    Ok(())
}

fn stale(root: &Path, path: &str, text: &str) -> Option<String> {
    match fs::read_to_string(root.join(path)) {
        Ok(found) if found == text => None,
        Ok(_) => Some(format!("{path} is stale: run `cargo xtask codegen`")),
        Err(error) => Some(format!("{path}: {error}: run `cargo xtask codegen`")),
    }
}

/// The fields of `ErrorInfo` that an exception carries: all but the name of its own class.
fn info_fields(source: &Source) -> Result<Vec<Field>> {
    let info = source.model("ErrorInfo").ok_or("core/src/error.rs has no ErrorInfo")?;
    Ok(info.fields.iter().filter(|field| field.name != "class_name").cloned().collect())
}

/// What is inside `Option<...>`, and whether there is one.
fn optional(ty: &str) -> (&str, bool) {
    match ty.strip_prefix("Option<").and_then(|rest| rest.strip_suffix('>')) {
        Some(inner) => (inner, true),
        None => (ty, false),
    }
}

/// Breaks a text into lines of at most `width` characters.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    for word in text.split_whitespace() {
        let line = lines.last_mut().expect("there is always a line");
        if !line.is_empty() && line.chars().count() + 1 + word.chars().count() > width {
            lines.push(word.to_owned());
        } else {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
    }
    lines
}
