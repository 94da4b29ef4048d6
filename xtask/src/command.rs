//! Other programs.

use std::process::{Command, Stdio};

use crate::Result;

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
