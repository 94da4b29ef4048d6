//! How a command ends, as a number that a script can act on.

use std::process::ExitCode;

/// The meaning of every exit code. [`TABLE`] says it to people.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
pub(crate) enum Exit {
    /// It was done.
    Done = 0,
    /// It was not done, and no money moved.
    NotDone = 1,
    /// The command line or the settings cannot be used; nothing was sent.
    Usage = 2,
    /// Money may have moved.
    Unknown = 3,
    /// Nobody has paid yet.
    Pending = 4,
}

pub(crate) const TABLE: &str = "\
Exit codes:
  0  done; of a charge: paid
  1  not done, and no money moved: refused, declined, failed, not reachable
  2  the command line or the settings cannot be used; nothing was sent
  3  OUTCOME UNKNOWN: money may have moved. Do not repeat it, but under its key; look for it first
  4  pending: nobody has paid yet, somebody has something left to do";

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        Self::from(exit as u8)
    }
}
