//! Both kits make the same library of the same archive, and what either makes is held against the same rules.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use tempfile::TempDir;

use super::super::abi::{ABIS, Abi};
use super::super::check::{SYSTEM, Wanted, check};
use super::super::compile::strip;
use super::super::library::Library;
use super::super::object_file::of_names;
use super::super::rust::Rust;
use super::super::sample::{SONAME, link, name, object, point_at_import};
use super::super::stubs::VERSIONS;
use super::{Kit, OPTIONS, host_of_ndk, name_of_ndk};
use crate::command::succeed;
use crate::{Result, write};

/// What the compiler of an NDK does with a line for the linker: it hands everything on, and says itself where the libraries are.
/// One option may get lost on the way.
const COMPILER: &str = "#!/bin/sh
for argument; do
    shift
    case $argument in
    -Wl,LOST) ;;
    -Wl,*) set -- \"$@\" \"${argument#-Wl,}\" ;;
    *) set -- \"$@\" \"$argument\" ;;
    esac
done
exec LINKER -flavor gnu --eh-frame-hdr -L LIBRARIES \"$@\"
";

/// Android's four libraries, of which one has `malloc`, and an unwinder with nothing in it.
fn make_libraries(rust: &Rust, abi: &Abi, folder: &Path) {
    write(&folder.join("versions.txt"), VERSIONS).unwrap();
    write(&folder.join("libunwind.a"), "!<arch>\n").unwrap();
    for library in SYSTEM {
        let names = (library == "libc.so").then(|| name("malloc", false));
        let soname = format!("-soname={library}");
        let options = [soname.as_str(), "--version-script=versions.txt"];
        link(rust, folder, library, &of_names(abi, names.iter()), &options, &[]);
    }
}

fn stubs(rust: &Rust, folder: &Path) -> Kit {
    for abi in &ABIS {
        make_libraries(rust, abi, &folder.join(abi.name));
    }
    Kit::Stubs { linker: rust.linker(), folder: folder.to_owned(), made_of: String::new() }
}

fn programs(ndk: &Path) -> PathBuf {
    ndk.join("toolchains/llvm/prebuilt").join(format!("{}-x86_64", host_of_ndk()))
}

/// A folder in the form of an NDK.
fn ndk(rust: &Rust, folder: &Path, lost: &str) -> Kit {
    write(&folder.join("source.properties"), "Pkg.Revision = 27.2.12479018\n").unwrap();
    for abi in &ABIS {
        let libraries = programs(folder).join("sysroot/usr/lib").join(abi.ndk).join("21");
        make_libraries(rust, abi, &libraries);
        let script = COMPILER.replace("LOST", lost).replace("LINKER", &rust.linker().display().to_string());
        let script = script.replace("LIBRARIES", &libraries.display().to_string());
        let (text, program) = (libraries.join("clang.txt"), programs(folder).join("bin"));
        write(&text, script).unwrap();
        // Another process writes the program: while one of ours has it open, a test beside this one could not be stopped from
        // handing that to what it starts, and a file that is open for writing cannot be run.
        let program = program.join(format!("{}21-clang", abi.clang));
        succeed(Command::new("install").args(["-D", "-m", "755"]).arg(text).arg(program)).unwrap();
    }
    Kit::ndk(folder).unwrap()
}

fn called() -> BTreeSet<String> {
    ["uniffi_sample", "ffi_sample"].map(str::to_owned).into()
}

/// The complaints about what a kit makes of the sample.
fn made(rust: &Rust, kit: &Kit, abi: &Abi, wanted: Option<&str>) -> Result<()> {
    let folder = TempDir::new().unwrap();
    let mut object = object(abi);
    if let Some(name) = wanted {
        point_at_import(&mut object, name);
    }
    let archive = folder.path().join("archive.o");
    fs::write(&archive, object.write().unwrap()).unwrap();
    let (symbols, shipped) = (folder.path().join(SONAME), folder.path().join("shipped"));
    kit.link(abi, &archive, &called(), &symbols)?;
    strip(rust, &symbols, &shipped)?;
    let (known, called) = (kit.known(abi)?, called());
    let wanted = Wanted { abi, soname: SONAME, known: &known, called: &called, limit: None };
    check(&Library::open(&shipped)?, &wanted)
}

#[test]
fn what_either_kit_makes_breaks_no_rule() {
    let rust = Rust::find().unwrap();
    let (first, second) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    for kit in [stubs(&rust, first.path()), ndk(&rust, second.path(), "nothing")] {
        for abi in &ABIS {
            assert_eq!(made(&rust, &kit, abi, None), Ok(()), "{} {kit:?}", abi.name);
        }
    }
}

#[test]
fn what_an_ndk_makes_otherwise_is_refused() {
    let rust = Rust::find().unwrap();
    for (lost, wanted, complaint) in [
        ("-znow", None, "binds its imports late"),
        ("-zmax-page-size=16384", None, "cannot be sealed in pages of 16384"),
        ("-zdefs", Some("getrandom"), "imports what Android may not have: getrandom"),
    ] {
        let folder = TempDir::new().unwrap();
        let error = made(&rust, &ndk(&rust, folder.path(), lost), &ABIS[2], wanted).unwrap_err();
        assert!(error.contains(complaint), "without {lost}: {error}");
    }
}

#[test]
fn an_ndk_is_called_as_its_makers_call_it() {
    let name = |revision: &str| name_of_ndk(&format!("Pkg.Desc = Android NDK\nPkg.Revision = {revision}\n"));
    assert_eq!(name("27.0.12077973").unwrap(), "r27 (27.0.12077973)");
    assert_eq!(name("26.3.11579264").unwrap(), "r26d (26.3.11579264)");
    assert_eq!(name("28"), None);
}

#[test]
fn both_kits_tell_their_linkers_the_same() {
    let [arm64, ..] = &ABIS;
    let folder = TempDir::new().unwrap();
    write(&folder.path().join("source.properties"), "Pkg.Revision = 27.2.12479018\n").unwrap();
    let ndk = Kit::ndk(folder.path()).unwrap();
    let stubs = Kit::Stubs { linker: "rust-lld".into(), folder: "stubs".into(), made_of: String::new() };
    let options = [OPTIONS[0].to_owned(), "-soname=libx.so".to_owned()];
    let (ndk, stubs) = (ndk.linker(arm64, &options), stubs.linker(arm64, &options));
    assert_eq!(ndk.get_program(), programs(folder.path()).join("bin/aarch64-linux-android21-clang").as_os_str());
    assert_eq!(stubs.get_program(), "rust-lld");
    for option in options {
        assert!(stubs.get_args().any(|argument| argument == &*option), "{option}");
        assert!(ndk.get_args().any(|argument| argument == &*format!("-Wl,{option}")), "{option}");
    }
}

#[test]
fn a_folder_that_is_no_ndk_is_named() {
    assert!(Kit::ndk(Path::new("nowhere")).unwrap_err().contains("ANDROID_NDK_HOME names no NDK"));
}
