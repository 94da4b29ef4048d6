//! Other programs.

use std::env;
use std::ffi::OsStr;
use std::process::{Command, Stdio};

use crate::Result;

/// Cargo, as it is started at a terminal.
#[must_use]
pub fn cargo() -> Command {
    outside_our_package(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// A program that is not told of which package this one is, as cargo tells whatever it runs. Build scripts want to know that of
/// their own package (ring's does), so a cargo that is told would build again what they and all above them have built.
pub fn outside_our_package(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    for (name, _) in env::vars_os() {
        if ["CARGO_PKG_", "CARGO_MANIFEST_"].iter().any(|prefix| name.to_string_lossy().starts_with(prefix)) {
            command.env_remove(name);
        }
    }
    command
}

/// Runs a program, and complains if it fails.
///
/// # Errors
/// How it ended.
pub fn succeed(command: &mut Command) -> Result<()> {
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{command:?} ended with {status}")),
        Err(error) => Err(format!("{command:?}: {error}")),
    }
}

/// What a program prints, without the line's end.
///
/// # Errors
/// How it ended, if it failed.
pub fn printed(command: &mut Command) -> Result<String> {
    let output = command.stderr(Stdio::inherit()).output().map_err(|error| format!("{command:?}: {error}"))?;
    if !output.status.success() {
        return Err(format!("{command:?} ended with {}", output.status));
    }
    let text = String::from_utf8(output.stdout).map_err(|error| format!("{command:?}: {error}"))?;
    Ok(text.trim_end().to_owned())
}
