//! The Rust toolchain at hand: where it is, and what of it is there.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::abi::{ABIS, Abi};
use crate::Result;
use crate::command::{printed, succeed};

/// A toolchain.
#[derive(Debug)]
pub struct Rust {
    sysroot: PathBuf,
    host: String,
    version: String,
}

impl Rust {
    /// The one that cargo uses here.
    ///
    /// # Errors
    /// If the compiler does not say where it is.
    pub fn find() -> Result<Self> {
        let rustc = std::env::var_os("RUSTC").unwrap_or_else(|| OsString::from("rustc"));
        let sysroot = printed(Command::new(&rustc).args(["--print", "sysroot"]))?;
        let about = printed(Command::new(&rustc).arg("-vV"))?;
        let value = |name: &str| {
            let line = about.lines().find_map(|line| line.strip_prefix(name));
            line.map(|value| value.trim().to_owned()).ok_or_else(|| format!("rustc -vV does not say its {name}"))
        };
        Ok(Self { sysroot: sysroot.into(), host: value("host:")?, version: value("release:")? })
    }

    /// Its number.
    #[must_use]
    pub fn version(&self) -> &str {
        &self.version
    }

    /// The linker that comes with it.
    #[must_use]
    pub fn linker(&self) -> PathBuf {
        self.tool("rust-lld")
    }

    /// The program that comes with it to leave something out of a library.
    #[must_use]
    pub fn objcopy(&self) -> Command {
        let mut objcopy = Command::new(self.tool("rust-objcopy"));
        // It does not find LLVM by itself, which lies beside the compiler.
        objcopy.env("LD_LIBRARY_PATH", self.sysroot.join("lib"));
        objcopy
    }

    /// LLVM's libunwind, as it comes with the source of the standard library.
    #[must_use]
    pub fn libunwind(&self) -> PathBuf {
        self.rustlib().join("src/rust/src/llvm-project/libunwind")
    }

    /// The standard library as a shared one.
    ///
    /// # Errors
    /// If it is not installed.
    pub fn shared_std(&self, abi: &Abi) -> Result<PathBuf> {
        let folder = self.rustlib().join(abi.target).join("lib");
        let is_std = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            name.starts_with("libstd-") && name.ends_with(".so")
        };
        let found = folder.read_dir().ok().and_then(|files| files.flatten().map(|file| file.path()).find(is_std));
        found.ok_or_else(|| format!("{} has no libstd-*.so", folder.display()))
    }

    /// Adds the standard libraries for Android that are missing.
    ///
    /// # Errors
    /// If rustup is not there, or fails.
    pub fn add_targets(&self) -> Result<()> {
        for abi in &ABIS {
            add(&["target", "add", abi.target], &self.rustlib().join(abi.target).join("lib"))?;
        }
        Ok(())
    }

    /// Adds the source of the standard library, if it is missing.
    ///
    /// # Errors
    /// If rustup is not there, or fails.
    pub fn add_source(&self) -> Result<()> {
        add(&["component", "add", "rust-src"], &self.libunwind())
    }

    fn tool(&self, name: &str) -> PathBuf {
        self.rustlib().join(&self.host).join("bin").join(name)
    }

    fn rustlib(&self) -> PathBuf {
        self.sysroot.join("lib/rustlib")
    }
}

fn add(what: &[&str], wanted: &Path) -> Result<()> {
    if wanted.exists() {
        return Ok(());
    }
    let line = what.join(" ");
    eprintln!("rustup {line}, which Android's libraries need");
    succeed(Command::new("rustup").args(what))
        .map_err(|error| format!("missing: {} (`rustup {line}` would add it, but {error})", wanted.display()))
}
