//! Calls cargo, links what it leaves, and takes the symbols out.

use std::path::{Path, PathBuf};

use super::abi::Abi;
use super::rust::Rust;
use crate::command::{cargo, succeed};
use crate::{Result, create_folder_of};

/// Builds a crate with everything it uses as one archive. It is linked here and not by the compiler, which would let it show every
/// name that `UniFFI` gave it, a description of itself included.
///
/// # Errors
/// If cargo fails.
pub fn compile(root: &Path, package: &str, abi: &Abi, profile: &str) -> Result<PathBuf> {
    let target = root.join("target");
    let mut cargo = cargo();
    // Flags from outside would change what is shipped.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.ends_with("RUSTFLAGS") {
            cargo.env_remove(&*name);
        }
    }
    cargo.env("CARGO_ENCODED_RUSTFLAGS", unplaced()?.join("\u{1f}"));
    cargo.current_dir(root).args(["rustc", "--quiet", "--locked", "--lib", "--crate-type", "staticlib"]);
    cargo.args(["--package", package, "--profile", profile, "--target", abi.target, "--target-dir"]);
    succeed(cargo.arg(&target))?;
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(target.join(abi.target).join(folder).join(format!("lib{}.a", package.replace('-', "_"))))
}

/// What makes the messages of panics name a crate's file, and not where it lies on the machine that has built it.
fn unplaced() -> Result<Vec<String>> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home = home.or_else(|| Some(std::env::home_dir()?.join(".cargo"))).ok_or("cargo has no home")?;
    let sources = home.join("registry/src");
    let registries = std::fs::read_dir(&sources).map_err(|error| format!("{}: {error}", sources.display()))?;
    Ok(registries.flatten().map(|registry| format!("--remap-path-prefix={}/=", registry.path().display())).collect())
}

/// Leaves a library without its symbols in a file.
///
/// # Errors
/// If the tool that comes with Rust fails.
pub fn strip(rust: &Rust, library: &Path, out: &Path) -> Result<()> {
    create_folder_of(out)?;
    succeed(rust.objcopy().args(["--strip-all", "--remove-section=.comment"]).arg(library).arg(out))
}
