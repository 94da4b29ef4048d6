//! LLVM's libunwind, which carries a panic to where it is caught. An NDK brings it compiled; rustup brings its source.

use std::path::Path;
use std::process::Command;

use super::abi::{API, Abi};
use super::rust::Rust;
use crate::command::succeed;
use crate::{Result, write};

/// What of Android's C library it uses.
const HEADER: &str = include_str!("bionic.h");

/// The headers under whose names it looks for that.
const HEADERS: [&str; 14] = [
    "assert.h",
    "dlfcn.h",
    "elf.h",
    "errno.h",
    "inttypes.h",
    "link.h",
    "pthread.h",
    "signal.h",
    "stdio.h",
    "stdlib.h",
    "string.h",
    "sys/auxv.h",
    "sys/syscall.h",
    "unistd.h",
];

const SOURCES: [&str; 6] = [
    "libunwind.cpp",
    "Unwind-EHABI.cpp",
    "UnwindLevel1.c",
    "UnwindLevel1-gcc-ext.c",
    "UnwindRegistersSave.S",
    "UnwindRegistersRestore.S",
];

/// As its own build does, for a copy that is hidden inside of one library and unwinds that machine alone.
const OPTIONS: [&str; 12] = [
    "-nostdlibinc",
    "-O2",
    "-DNDEBUG",
    "-fPIC",
    "-fvisibility=hidden",
    "-ffunction-sections",
    "-funwind-tables",
    "-D__BIONIC__",
    "-D_LIBUNWIND_IS_NATIVE_ONLY",
    "-D_LIBUNWIND_HIDE_SYMBOLS",
    "-D_LIBUNWIND_USE_DLADDR=0",
    "-Wno-unused-function",
];

/// Everything that decides what comes out, but for the compilers.
#[must_use]
pub fn recipe() -> String {
    format!("{HEADER}\n{HEADERS:?}\n{SOURCES:?}\n{OPTIONS:?}")
}

/// Compiles it and leaves it in a folder, as what the standard library asks the linker for.
///
/// # Errors
/// If the compiler fails.
pub fn make(rust: &Rust, abi: &Abi, folder: &Path) -> Result<()> {
    let headers = folder.join("include");
    for name in HEADERS {
        write(&headers.join(name), "#include <bionic.h>\n")?;
    }
    write(&headers.join("bionic.h"), HEADER)?;
    let mut objects = Vec::new();
    for source in SOURCES {
        let object = folder.join(source).with_extension("o");
        let mut clang = Command::new("clang");
        clang.arg(format!("--target={}{API}", abi.clang)).args(OPTIONS).args(language(source));
        clang.arg("-I").arg(&headers).arg("-I").arg(rust.libunwind().join("include"));
        clang.arg("-c").arg(rust.libunwind().join("src").join(source)).arg("-o").arg(&object);
        succeed(&mut clang)?;
        objects.push(object);
    }
    succeed(Command::new("ar").arg("rcsD").arg(folder.join("libunwind.a")).args(&objects))
}

fn language(source: &str) -> &'static [&'static str] {
    match source.rsplit('.').next() {
        Some("cpp") => &["-std=c++17", "-fno-exceptions", "-fno-rtti"],
        Some("c") => &["-std=c99", "-fexceptions"],
        _ => &[],
    }
}
