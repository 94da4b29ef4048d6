//! Stub.
use std::path::Path;
/// Stub.
pub fn run(_: &Path, _: crate::args::Args) -> crate::Result<()> {
    Ok(())
}
