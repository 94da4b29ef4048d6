//! The gates that keep the languages equal, as a library, so that tests can plant a fault and see it refused.
//!
//! | module | what it does |
//! | --- | --- |
//! | [`suite`] | the conformance data: read, checked against its schema, and for codes that no case raises |
//! | [`conformance`] | starts the sandbox and the runners, and joins their reports |
//! | [`parity`] | compares the core's source with each language's public surface |
//! | [`codegen`] | what is generated: exception classes, words, `docs/errors.md` from the core, vectors from Wycheproof |
//! | [`android`] | native libraries for Android, and what each of them has to be |
//! | [`kotlin`] | what `UniFFI` generates for Kotlin, split into public models and internal machinery |

pub mod android;
pub mod args;
pub mod codegen;
pub mod command;
pub mod conformance;
mod coverage;
pub mod kotlin;
pub mod parity;
pub mod schema;
pub mod source;
pub mod suite;

use std::path::{Path, PathBuf};

use args::Args;

/// What went wrong, ready to be printed; one complaint a line.
pub type Result<T, E = String> = std::result::Result<T, E>;

const USAGE: &str = "\
cargo xtask <command>

  check-data                       the conformance data: schema, unique ids, everything covered that is to be
  conformance                      runs it in every language and prints the matrix
      --runner LANGUAGE=COMMAND      in place of tests/runners.toml; may be repeated
      --sandbox PATH                 the dgspay binary (default: target/debug/dgspay)
  parity                           compares each language's public surface with the core
      --api LANGUAGE=FILE            its dump; may be repeated (default: target/parity/api-LANGUAGE.json)
  codegen [--check]                writes the generated files, or only says which ones are stale
  errors-doc [--check]             the same for docs/errors.md alone
  kotlin-sources [--check]         Kotlin's models and native file, from the library that UniFFI describes
      --library PATH                 one with symbols (default: builds target/debug/libdgspay_kotlin.so)
      --native FOLDER                only the native file, below this folder of sources: for the libraries for Android
  android-libraries                builds the libraries for Android into target/android/jni, and checks them
      --package NAME                 only those of one crate
      --profile NAME                 cargo's profile (default: dist)
  android-forward                  Android's own four libraries for this machine, to load ours here";

/// Runs a command line without the program's name.
///
/// # Errors
/// Whatever the command complains about.
pub fn run(line: impl Iterator<Item = String>) -> Result<()> {
    let mut args = Args::new(line);
    let root = root();
    match args.command().as_deref() {
        Some("check-data") => {
            args.finish()?;
            let suite = suite::Suite::load(&root.join("tests"))?;
            println!("data: {} vectors, {} scenarios, nothing uncovered", suite.vectors(), suite.scenarios());
            Ok(())
        }
        Some("conformance") => conformance::run(&root, args),
        Some("parity") => parity::run(&root, args),
        Some(command @ ("codegen" | "errors-doc")) => {
            let check = args.flag("--check");
            args.finish()?;
            let only = (command == "errors-doc").then_some("docs/errors.md");
            codegen::run(&root, only, check)
        }
        Some("kotlin-sources") => kotlin::run(&root, args),
        Some("android-libraries") => android::libraries(&root, args),
        Some("android-forward") => android::forward::run(&root, args),
        Some("help" | "--help" | "-h") | None => {
            println!("{USAGE}");
            Ok(())
        }
        Some(other) => Err(format!("there is no command {other:?}\n\n{USAGE}")),
    }
}

/// The root of the workspace.
#[must_use]
pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(1).map(Path::to_path_buf).unwrap_or_default()
}

/// Reads a text file, and names it if that fails.
///
/// # Errors
/// The path and why it could not be read.
pub fn read(path: &Path) -> Result<String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}

/// Writes a file, and the folders it lies in.
///
/// # Errors
/// The path and why it could not be written.
pub fn write(path: &Path, contents: impl AsRef<[u8]>) -> Result<()> {
    create_folder_of(path)?;
    std::fs::write(path, contents).map_err(|error| format!("{}: {error}", path.display()))
}

/// Makes the folders that a file lies in.
///
/// # Errors
/// The folder and why it could not be made.
pub fn create_folder_of(path: &Path) -> Result<()> {
    let folder = path.parent().unwrap_or(path);
    std::fs::create_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))
}

/// One error of many complaints, or none.
///
/// # Errors
/// The complaints, one a line.
pub fn complain(complaints: &[String]) -> Result<()> {
    if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n")) }
}
