//! What a library for Android is linked with: an NDK, or stub libraries and what rustup brings.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::abi::{ABIS, API, Abi};
use super::check::SYSTEM;
use super::library::Library;
use super::rust::Rust;
use super::{stubs, unwind};
use crate::command::{printed, succeed};
use crate::{Result, read, write};

/// Where an NDK is, if there is one.
pub const NDK: &str = "ANDROID_NDK_HOME";

/// What a linker is told, whatever kit it belongs to.
pub const OPTIONS: [&str; 9] = [
    "-zmax-page-size=16384",
    "-zrelro",
    "-znow",
    "-zdefs",
    "--hash-style=both",
    // What an NDK says below API level 29, whose crash reports cannot read it otherwise.
    "--no-rosegment",
    "--build-id=sha1",
    // Functions with the same instructions are one: much of what the compiler makes of generic code differs in its types only.
    "--icf=all",
    "--as-needed",
];

/// One or the other.
#[derive(Debug)]
pub enum Kit {
    /// An NDK.
    Ndk {
        /// Its folder of programs.
        bin: PathBuf,
        /// Its folder of libraries.
        libraries: PathBuf,
        /// Its name, as `r27c`.
        name: String,
    },
    /// Our own.
    Stubs {
        /// The linker that comes with Rust.
        linker: PathBuf,
        /// A folder for each kind of machine.
        folder: PathBuf,
        /// What it was made of.
        made_of: String,
    },
}

impl Kit {
    /// The NDK that the environment names, or else our own, made in this folder if it is not there yet.
    ///
    /// # Errors
    /// If what is named is no NDK, or our own cannot be made.
    pub fn find(rust: &Rust, folder: &Path) -> Result<Self> {
        match std::env::var_os(NDK).filter(|path| !path.is_empty()) {
            Some(ndk) => Self::ndk(Path::new(&ndk)),
            None => Self::stubs(rust, folder),
        }
    }

    fn ndk(ndk: &Path) -> Result<Self> {
        let properties =
            read(&ndk.join("source.properties")).map_err(|error| format!("{NDK} names no NDK: {error}"))?;
        let programs = ndk.join("toolchains/llvm/prebuilt").join(format!("{}-x86_64", host_of_ndk()));
        Ok(Self::Ndk {
            bin: programs.join("bin"),
            libraries: programs.join("sysroot/usr/lib"),
            name: name_of_ndk(&properties).ok_or("source.properties of the NDK does not say its revision")?,
        })
    }

    fn stubs(rust: &Rust, folder: &Path) -> Result<Self> {
        let clang = printed(Command::new("clang").arg("--version"))
            .map_err(|error| format!("without an NDK ({NDK}) libunwind is compiled by clang, but {error}"))?;
        let made_of = format!("Rust {}, {}", rust.version(), clang.lines().next().unwrap_or_default());
        rust.add_source()?;
        let folder = folder.join("stubs");
        let recipe = format!("{made_of}\n{}\n{}", unwind::recipe(), stubs::BY_HAND);
        let complete = folder.join("recipe.txt");
        if !read(&complete).is_ok_and(|made| made == recipe) {
            for abi in &ABIS {
                stubs::make(rust, abi, &folder.join(abi.name))?;
                unwind::make(rust, abi, &folder.join(abi.name))?;
            }
            write(&complete, recipe)?;
        }
        Ok(Self::Stubs { linker: rust.linker(), folder, made_of })
    }

    /// Makes a library that shows these functions, of an archive of everything that belongs into it, and leaves the version
    /// script beside it.
    ///
    /// # Errors
    /// If the linker fails, or a function is not there.
    pub fn link(&self, abi: &Abi, archive: &Path, functions: &BTreeSet<String>, out: &Path) -> Result<()> {
        let script = out.with_extension("exports");
        let global: Vec<_> = functions.iter().map(|function| format!("{function};")).collect();
        write(&script, format!("{{ global: {} local: *; }};\n", global.join(" ")))?;
        let soname = out.file_name().unwrap_or_default().to_string_lossy();
        let mut options: Vec<_> = OPTIONS.iter().chain(abi.linker).map(ToString::to_string).collect();
        options.push("--gc-sections".to_owned());
        options.push(format!("-soname={soname}"));
        options.push(format!("--version-script={}", script.display()));
        options.extend(functions.iter().map(|function| format!("--undefined={function}")));
        let mut linker = self.linker(abi, &options);
        linker.arg("-o").arg(out).arg(archive).args(["-lunwind", "-ldl", "-llog", "-lm", "-lc"]);
        succeed(&mut linker).map_err(|error| match self {
            Self::Ndk { .. } => error,
            Self::Stubs { .. } => {
                format!("{error}\nIf a name is missing that Android has at API level {API}, it goes into api-21.txt.")
            }
        })
    }

    fn linker(&self, abi: &Abi, options: &[String]) -> Command {
        match self {
            Self::Ndk { bin, .. } => {
                let suffix = if cfg!(windows) { ".cmd" } else { "" };
                let mut clang = Command::new(bin.join(format!("{}{API}-clang{suffix}", abi.clang)));
                clang.arg("-shared").args(options.iter().map(|option| format!("-Wl,{option}")));
                clang
            }
            Self::Stubs { linker, .. } => {
                let mut linker = Command::new(linker);
                linker.args(["-flavor", "gnu", "-shared", "--eh-frame-hdr"]).args(options);
                linker.arg("-L").arg(self.libraries(abi));
                linker
            }
        }
    }

    /// The names of Android's at the lowest API level, as far as this kit knows them.
    ///
    /// # Errors
    /// If its libraries cannot be read.
    pub fn known(&self, abi: &Abi) -> Result<BTreeSet<String>> {
        let mut known = BTreeSet::new();
        for name in SYSTEM {
            known.extend(Library::open(&self.libraries(abi).join(name))?.exports);
        }
        Ok(known)
    }

    /// How a library comes about, for whoever gets it.
    #[must_use]
    pub fn description(&self) -> String {
        match self {
            Self::Ndk { name, .. } => format!("Built with the NDK {name}."),
            Self::Stubs { made_of, .. } => format!(
                "Built without the NDK, against stub libraries made from what rustup's standard library wants of Android's, \
                 with LLVM's libunwind of rustup ({made_of})."
            ),
        }
    }

    fn libraries(&self, abi: &Abi) -> PathBuf {
        match self {
            Self::Ndk { libraries, .. } => libraries.join(abi.ndk).join(API.to_string()),
            Self::Stubs { folder, .. } => folder.join(abi.name),
        }
    }
}

fn host_of_ndk() -> &'static str {
    match std::env::consts::OS {
        "macos" => "darwin",
        other => other,
    }
}

/// `r27c` for revision 27.2, as its makers call it.
fn name_of_ndk(properties: &str) -> Option<String> {
    let revision = properties.lines().find_map(|line| line.strip_prefix("Pkg.Revision")?.trim().strip_prefix('='))?;
    let mut numbers = revision.trim().split('.');
    let (major, minor) = (numbers.next()?, numbers.next()?.parse::<u8>().ok()?);
    let letter = (minor > 0).then(|| char::from(b'a' + minor));
    Some(format!("r{major}{} ({})", letter.map(String::from).unwrap_or_default(), revision.trim()))
}

#[cfg(test)]
mod tests;
