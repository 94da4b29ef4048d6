//! Small libraries for the tests, linked as ours are by the linker that comes with Rust.

use std::fs;
use std::path::Path;
use std::process::Command;

use object::write::{Object, Relocation, StandardSection, Symbol, SymbolId, SymbolSection};
use object::{Architecture, RelocationEncoding, RelocationFlags, RelocationKind, SymbolFlags, SymbolKind, SymbolScope};
use tempfile::TempDir;

use super::abi::Abi;
use super::kit::OPTIONS;
use super::object_file::{Name, of_names};
use super::rust::Rust;
use super::stubs::VERSIONS;
use crate::command::succeed;

/// What it calls itself.
pub const SONAME: &str = "libsample.so";

/// What makes it differ from others.
pub type Change = fn(&mut Object<'static>);

/// Leaves it as it is.
pub fn nothing(_: &mut Object<'static>) {}

/// A name.
pub fn name(name: &str, is_data: bool) -> Name {
    Name { name: name.to_owned(), is_data }
}

/// Something that is wanted from another library.
pub fn import(object: &mut Object<'static>, name: &str, weak: bool) -> SymbolId {
    object.add_symbol(Symbol {
        name: name.as_bytes().to_vec(),
        value: 0,
        size: 0,
        kind: SymbolKind::Unknown,
        scope: SymbolScope::Unknown,
        weak,
        section: SymbolSection::Undefined,
        flags: SymbolFlags::None,
    })
}

/// A word that holds the address of a symbol.
pub fn point(object: &mut Object<'static>, section: StandardSection, symbol: SymbolId) {
    let section = object.section_id(section);
    let size = if object.architecture() == Architecture::Arm { 32 } else { 64 };
    let (kind, encoding) = (RelocationKind::Absolute, RelocationEncoding::Generic);
    let offset = object.append_section_data(section, &[0; 8], 8);
    let flags = RelocationFlags::Generic { kind, encoding, size };
    object.add_relocation(section, Relocation { offset, symbol, addend: 0, flags }).unwrap();
}

/// A word that holds the address of something in another library.
pub fn point_at_import(object: &mut Object<'static>, name: &str) {
    let symbol = import(object, name, false);
    point(object, StandardSection::Data, symbol);
}

/// Makes a library of an object file.
pub fn link(rust: &Rust, folder: &Path, out: &str, object: &Object<'static>, options: &[&str], libraries: &[&str]) {
    let file = format!("{out}.o");
    fs::write(folder.join(&file), object.write().unwrap()).unwrap();
    let mut link = Command::new(rust.linker());
    link.current_dir(folder).args(["-flavor", "gnu", "-shared", "-o", out]).args(options).arg(file).args(libraries);
    succeed(&mut link).unwrap();
}

/// What a small library is made of: two names, a wish for `malloc`, and a place that must be relocated.
pub fn object(abi: &Abi) -> Object<'static> {
    let mut object = of_names(abi, [name("uniffi_sample", false), name("ffi_sample", true)].iter());
    point_at_import(&mut object, "malloc");
    let text = object.section_id(StandardSection::Text);
    let inside = object.section_symbol(text);
    point(&mut object, StandardSection::Data, inside);
    object
}

/// A small library, linked as ours are but for a change and more options. The libc beside it has `malloc`, `getrandom`,
/// `environ`, and `name0` to `name99`.
pub fn sample(abi: &Abi, change: impl FnOnce(&mut Object<'static>), options: &[&str]) -> Vec<u8> {
    let rust = Rust::find().unwrap();
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("versions.txt"), VERSIONS).unwrap();
    let versions = "--version-script=versions.txt";
    let many = (0..100).map(|number| name(&format!("name{number}"), false));
    let libc: Vec<_> = many.chain([name("malloc", false), name("getrandom", false), name("environ", true)]).collect();
    link(&rust, folder.path(), "libc.so", &of_names(abi, libc.iter()), &["-soname=libc.so", versions], &[]);
    let libssl = of_names(abi, [name("SSL_new", false)].iter());
    link(&rust, folder.path(), "libssl.so", &libssl, &["-soname=libssl.so", versions], &[]);

    let mut object = object(abi);
    change(&mut object);
    let soname = format!("-soname={SONAME}");
    let options = [&OPTIONS[..], &[&soname], options].concat();
    link(&rust, folder.path(), SONAME, &object, &options, &["libc.so", "libssl.so"]);
    fs::read(folder.path().join(SONAME)).unwrap()
}
