//! Every rule refuses a library that breaks it, and nothing else does.

use object::elf;
use object::write::{StandardSection, Symbol, SymbolSection};
use object::{SectionFlags, SectionKind, SymbolFlags, SymbolKind, SymbolScope};

use super::super::abi::{ABIS, Abi};
use super::super::library::Library;
use super::super::sample::{Change, SONAME, import, nothing, point, point_at_import, sample};
use super::{PAGE, Wanted, check};

const X86_64: &Abi = &ABIS[2];

fn complaint(library: &Library, abi: &Abi, limit: Option<u64>) -> String {
    let known = ["malloc", "SSL_new"].map(str::to_owned).into();
    let called = ["uniffi_sample", "ffi_sample"].map(str::to_owned).into();
    check(library, &Wanted { abi, soname: SONAME, known: &known, called: &called, limit }).err().unwrap_or_default()
}

#[test]
fn a_library_as_ours_are_linked_breaks_no_rule() {
    for abi in &ABIS {
        let library = Library::read(&sample(abi, nothing, &["-s"])).unwrap();
        assert_eq!(complaint(&library, abi, None), "", "{}", abi.name);
        assert_eq!(library.needed, ["libc.so"]);
        assert_eq!(library.imports.iter().map(|import| import.name.as_str()).collect::<Vec<_>>(), ["malloc"]);
        assert_eq!(library.exports.iter().collect::<Vec<_>>(), ["ffi_sample", "uniffi_sample"]);
    }
}

#[test]
fn each_rule_refuses_what_breaks_it() {
    let tls: Change = |object| {
        let section = object.section_id(StandardSection::Tls);
        object.append_section_data(section, &[1; 8], 8);
    };
    let writable_code: Change = |object| {
        let section = object.add_section(Vec::new(), b".patched".to_vec(), SectionKind::Text);
        let flags = elf::SHF_ALLOC | elf::SHF_WRITE | elf::SHF_EXECINSTR;
        object.section_mut(section).flags = SectionFlags::Elf { sh_flags: flags, sh_type: elf::SHT_PROGBITS };
        object.append_section_data(section, &[0; 8], 8);
    };
    let relocated_code: Change = |object| {
        let symbol = import(object, "malloc", false);
        point(object, StandardSection::Text, symbol);
    };
    let debug: Change = |object| {
        let section = object.add_section(Vec::new(), b".debug_info".to_vec(), SectionKind::Debug);
        object.append_section_data(section, &[0; 8], 8);
    };
    let export: Change = |object| {
        let text = object.section_id(StandardSection::Text);
        object.add_symbol(Symbol {
            name: b"free_for_all".to_vec(),
            value: 0,
            size: 8,
            kind: SymbolKind::Text,
            scope: SymbolScope::Dynamic,
            weak: false,
            section: SymbolSection::Section(text),
            flags: SymbolFlags::None,
        });
    };
    let cases: [(&str, Change, &[&str]); 18] = [
        ("calls itself Some(\"libother.so\")", nothing, &["-s", "-soname=libother.so"]),
        ("needs libssl.so", |object| point_at_import(object, "SSL_new"), &["-s"]),
        ("has code that can be written", writable_code, &["-s"]),
        ("wants a stack that can be run", nothing, &["-s", "-zexecstack"]),
        ("can still be written where it was relocated", nothing, &["-s", "-znorelro"]),
        ("binds its imports late", nothing, &["-s", "-zlazy"]),
        ("has no SysV hash table", nothing, &["-s", "--hash-style=gnu"]),
        ("has no GNU hash table", nothing, &["-s", "--hash-style=sysv"]),
        ("has code that must be relocated", relocated_code, &["-s", "-znotext"]),
        ("has packed relocations", nothing, &["-s", "--pack-dyn-relocs=relr"]),
        ("has packed relocations", nothing, &["-s", "--pack-dyn-relocs=android"]),
        ("looks for libraries by a path", nothing, &["-s", "-rpath=/lib", "--enable-new-dtags"]),
        ("looks for libraries by a path", nothing, &["-s", "-rpath=/lib", "--disable-new-dtags"]),
        ("has thread-local data", tls, &["-s"]),
        ("imports what Android may not have: getrandom", |object| point_at_import(object, "getrandom"), &["-s"]),
        ("exports what Kotlin does not call: free_for_all", export, &["-s"]),
        ("still has .debug_info, .symtab", debug, &[]),
        ("has no build id", nothing, &["-s", "--build-id=none"]),
    ];
    for (wanted, change, options) in cases {
        let found = complaint(&Library::read(&sample(X86_64, change, options)).unwrap(), X86_64, None);
        assert!(found.contains(wanted) && found.lines().count() == 1, "{wanted}, but:\n{found}");
    }
}

#[test]
fn a_name_that_a_library_can_do_without_need_not_be_known() {
    let weak: Change = |object| {
        let symbol = import(object, "getrandom", true);
        point(object, StandardSection::Data, symbol);
    };
    let library = Library::read(&sample(X86_64, weak, &["-s"])).unwrap();
    assert!(library.imports.iter().any(|import| import.name == "getrandom" && import.weak));
    assert_eq!(complaint(&library, X86_64, None), "");
}

#[test]
fn parts_that_begin_at_smaller_pages_are_refused() {
    let library = Library::read(&sample(X86_64, nothing, &["-s", "-zmax-page-size=4096"])).unwrap();
    let found = complaint(&library, X86_64, None);
    assert!(found.contains("has parts that begin at no multiple of 16384"), "{found}");
}

#[test]
fn data_in_the_same_large_page_as_what_is_sealed_is_refused() {
    let mut library = Library::read(&sample(X86_64, nothing, &["-s"])).unwrap();
    let sealed = library.segments.iter().find(|segment| segment.kind == elf::PT_GNU_RELRO).unwrap();
    let end = sealed.address + sealed.size;
    let data = library.segments.iter_mut().rfind(|segment| segment.kind == elf::PT_LOAD).unwrap();
    assert!(data.address >= end.next_multiple_of(PAGE), "the data stands apart until it is moved");
    (data.address, data.offset) = (end, end);
    let found = complaint(&library, X86_64, None);
    assert!(found.contains("cannot be sealed in pages of 16384") && found.lines().count() == 1, "{found}");
}

#[test]
fn another_machine_or_another_way_to_call_is_refused() {
    let [arm64, arm, _] = &ABIS;
    let foreign = "is for another kind of machine";
    let mut library = Library::read(&sample(X86_64, nothing, &["-s"])).unwrap();
    assert!(complaint(&library, arm64, None).contains(foreign));
    library.kind = elf::ET_EXEC;
    assert!(complaint(&library, X86_64, None).contains(foreign));

    let mut hard_float = sample(arm, nothing, &["-s"]);
    // The flags of a 32-bit file are a little-endian word at 36.
    hard_float[37] |= 0x04;
    let found = complaint(&Library::read(&hard_float).unwrap(), arm, None);
    assert!(found.contains(foreign) && found.lines().count() == 1, "{found}");
}

#[test]
fn a_library_that_lacks_a_function_or_weighs_too_much_is_refused() {
    let mut library = Library::read(&sample(X86_64, nothing, &["-s"])).unwrap();
    assert_eq!(complaint(&library, X86_64, Some(library.size)), "");
    let found = complaint(&library, X86_64, Some(library.size - 1));
    assert!(found.contains(&format!("has {} bytes, more than {}", library.size, library.size - 1)), "{found}");
    library.exports.remove("ffi_sample");
    assert!(complaint(&library, X86_64, None).contains("lacks what Kotlin calls: ffi_sample"));
}

#[test]
fn what_is_no_library_is_refused() {
    assert!(Library::read(b"MZ").is_err());
    let cut = sample(X86_64, nothing, &["-s"]);
    assert!(Library::read(&cut[..cut.len() / 2]).is_err());
}
