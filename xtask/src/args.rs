//! The command line.

use crate::Result;

/// What is left of the command line.
#[derive(Debug)]
pub struct Args(Vec<String>);

impl Args {
    /// Takes the arguments over; `--name=value` is the same as `--name value`.
    pub fn new(line: impl Iterator<Item = String>) -> Self {
        let split = |argument: String| match argument.split_once('=') {
            Some((name, value)) if name.starts_with("--") => vec![name.to_owned(), value.to_owned()],
            _ => vec![argument],
        };
        Self(line.flat_map(split).collect())
    }

    /// The first word.
    pub fn command(&mut self) -> Option<String> {
        (!self.0.is_empty()).then(|| self.0.remove(0))
    }

    /// Whether a flag is there.
    pub fn flag(&mut self, name: &str) -> bool {
        let before = self.0.len();
        self.0.retain(|argument| argument != name);
        self.0.len() != before
    }

    /// The value behind an option, if it is there.
    ///
    /// # Errors
    /// If the value is missing.
    pub fn option(&mut self, name: &str) -> Result<Option<String>> {
        let Some(place) = self.0.iter().position(|argument| argument == name) else { return Ok(None) };
        self.0.remove(place);
        if place < self.0.len() { Ok(Some(self.0.remove(place))) } else { Err(format!("{name} wants a value")) }
    }

    /// The values of an option that may be repeated, each of the form `LANGUAGE=VALUE`.
    ///
    /// # Errors
    /// If a value is missing or has no language.
    pub fn by_language(&mut self, name: &str) -> Result<Vec<(String, String)>> {
        let mut found = Vec::new();
        while let Some(value) = self.option(name)? {
            let (language, value) = value.split_once('=').ok_or_else(|| format!("{name} wants LANGUAGE=VALUE"))?;
            found.push((language.to_owned(), value.to_owned()));
        }
        Ok(found)
    }

    /// Refuses what nobody asked for.
    ///
    /// # Errors
    /// What is left.
    pub fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(format!("not understood: {}", self.0.join(" "))) }
    }
}
