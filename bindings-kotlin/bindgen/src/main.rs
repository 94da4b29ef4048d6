//! Runs the `UniFFI` generator. Three arguments: the library that says what crosses, settings, and a folder for the Kotlin.
//! The generator's own command would do the same, but takes much longer to build.

use std::env;
use std::error::Error;

use uniffi::{GenerateOptions, TargetLanguage, generate};

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [library, settings, folder] =
        arguments.try_into().map_err(|_| "a library, settings and a folder are wanted")?;
    generate(GenerateOptions {
        languages: vec![TargetLanguage::Kotlin],
        source: library.into(),
        out_dir: folder.into(),
        config_override: Some(settings.into()),
        format: false,
        crate_filter: None,
        metadata_no_deps: false,
    })?;
    Ok(())
}
