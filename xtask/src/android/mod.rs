//! Native libraries for Android: built with an NDK or without one, and held against the same rules.
//!
//! | module | what it does |
//! | --- | --- |
//! | [`abi`] | the kinds of machine |
//! | [`rust`] | the Rust toolchain at hand |
//! | [`kit`] | what is linked with: an NDK, or [`stubs`] and [`unwind`] |
//! | [`compile`] | calls cargo, and takes the symbols out of what was linked |
//! | [`library`], [`check`] | what stands in a library, and what has to |
//! | [`forward`] | Android's four libraries for this machine, so that ours can be loaded here |

pub mod abi;
pub mod check;
pub mod compile;
pub mod forward;
pub mod kit;
pub mod library;
mod object_file;
pub mod rust;
#[cfg(test)]
mod sample;
pub mod stubs;
pub mod unwind;

use std::collections::BTreeSet;
use std::path::Path;

use abi::ABIS;
use check::Wanted;
use kit::Kit;
use library::Library;
use rust::Rust;

use crate::args::Args;
use crate::kotlin::NATIVE_FILE;
use crate::{Result, complain, read, write};

/// A crate that is a library for Android.
struct Package {
    name: &'static str,
    /// What it may weigh, in bytes, for each of the [`ABIS`].
    limits: [u64; ABIS.len()],
}

/// All of them. An app is downloaded with one of its libraries: the first on a phone, the second on an old one, the third on an
/// emulator or a Chromebook.
const PACKAGES: [Package; 2] = [
    Package { name: "dgspay-android", limits: [460_000, 335_000, 510_000] },
    Package { name: "dgspay-android-device", limits: [1_950_000, 1_450_000, 2_150_000] },
];

/// Everything that is made for Android lies here, below the root.
const FOLDER: &str = "target/android";

/// Builds the crates that are named, or all, for every kind of machine, and checks what comes out.
///
/// # Errors
/// If a tool is missing or fails, or a library breaks a rule.
pub fn libraries(root: &Path, mut args: Args) -> Result<()> {
    let profile = args.option("--profile")?.unwrap_or_else(|| "small".to_owned());
    let only = args.option("--package")?;
    args.finish()?;
    let packages: Vec<_> =
        PACKAGES.iter().filter(|package| only.as_deref().is_none_or(|only| only == package.name)).collect();
    if packages.is_empty() {
        return Err(format!("{} is no library for Android", only.unwrap_or_default()));
    }
    let folder = root.join(FOLDER);
    let rust = Rust::find()?;
    rust.add_targets()?;
    let kit = Kit::find(&rust, &folder)?;
    let description = kit.description();
    write(&folder.join("how-built.txt"), format!("{description}\n"))?;
    println!("{description}");
    let mut complaints = Vec::new();
    for Package { name: package, limits } in packages {
        let called = called(root, package)?;
        for (abi, limit) in ABIS.iter().zip(limits) {
            let soname = format!("lib{}.so", package.replace('-', "_"));
            let place = Path::new(package).join(abi.name).join(&soname);
            let (symbols, shipped) = (folder.join("symbols").join(&place), folder.join("jni").join(&place));
            kit.link(abi, &compile::compile(root, package, abi, &profile)?, &called, &symbols)?;
            compile::strip(&rust, &symbols, &shipped)?;
            let library = Library::open(&shipped)?;
            println!("{soname} for {}: {} bytes, needs {}", abi.name, library.size, library.needed.join(" "));
            // One that is not optimised may weigh what it likes.
            let limit = (profile != "dev").then_some(*limit);
            let wanted = Wanted { abi, soname: &soname, known: &kit.known(abi)?, called: &called, limit };
            complaints.extend(check::check(&library, &wanted).err());
        }
    }
    complain(&complaints)
}

/// The functions that a library's Kotlin calls. `UniFFI` looks all of them up when it is loaded: each must be there.
fn called(root: &Path, package: &str) -> Result<BTreeSet<String>> {
    let folder = package.strip_prefix("dgspay-").unwrap_or(package);
    let file = root.join("target/kotlin").join(folder).join("generated").join(NATIVE_FILE);
    let kotlin = read(&file).map_err(|error| format!("{error}\n(`cargo xtask kotlin-sources --native` writes it)"))?;
    let called = functions(&kotlin);
    if called.is_empty() { Err(format!("{} calls nothing", file.display())) } else { Ok(called) }
}

fn functions(kotlin: &str) -> BTreeSet<String> {
    let declared = kotlin.lines().filter_map(|line| line.trim_start().strip_prefix("external fun ")?.split_once('('));
    declared.map(|(name, _)| name.trim_matches('`').to_owned()).collect()
}

#[cfg(test)]
mod tests {
    use super::functions;

    #[test]
    fn what_kotlin_declares_as_external_is_what_it_calls() {
        let kotlin = "object Lib {\n    external fun ffi_a(`x`: Long,\n    ): Int\n    external fun uniffi_b(): Long\n}\nfun c() = 1\n";
        assert_eq!(functions(kotlin).into_iter().collect::<Vec<_>>(), ["ffi_a", "uniffi_b"]);
    }
}
