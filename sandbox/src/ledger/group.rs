//! Group commit: what is written to a file at about the same time is one transaction, ended once for all who wait for it.
//!
//! A write is seen by everybody in this process as soon as it returns, but it is in the file only with its group. So whoever
//! tells the world of it waits for [`Ledger::kept`] first: then what was told survives the end of this process. The first who
//! waits ends the group, after everybody who was ready to write by then; a lone request waits for nobody.

#[cfg(test)]
mod tests;

use rusqlite::{Connection, Savepoint};
use tokio::sync::watch;

use super::{Ledger, LedgerError, Result};

/// The connection, and the transaction that several writes share.
#[derive(Debug)]
pub(super) struct Books {
    connection: Connection,
    /// What is in memory alone is as safe after a write as it will ever be: there every write is a transaction of its own.
    has_file: bool,
    group: Option<Group>,
    /// Why the file takes nothing any more. What was read and promised since its last good moment is not in it, so that going
    /// on would only make more of it untrue.
    lost: Option<String>,
}

/// Writes that are kept together or not at all.
#[derive(Debug)]
struct Group {
    /// Becomes true when they are in the file; is gone without that if they never will be.
    kept: watch::Sender<bool>,
    /// Whether somebody has taken it upon themselves to end it.
    is_ending: bool,
}

impl Books {
    pub(super) fn new(connection: Connection, has_file: bool) -> Self {
        Self { connection, has_file, group: None, lost: None }
    }

    pub(super) fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.expect_sound()?;
        work(&self.connection)
    }

    /// All that the work writes, or none of it; what others of the group have written stays.
    pub(super) fn write<T>(&mut self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.expect_sound()?;
        if self.has_file && self.group.is_none() {
            self.connection.execute_batch("BEGIN IMMEDIATE")?;
            self.group = Some(Group { kept: watch::Sender::new(false), is_ending: false });
        }
        // Outside of a group, a savepoint is a transaction.
        let result = self.connection.savepoint().map_err(LedgerError::from).and_then(|savepoint| done(savepoint, work));
        if self.group.is_some() && self.connection.is_autocommit() {
            // A full disk, for one: SQLite has taken the whole group back.
            self.lose("the database took its last transaction back");
        }
        result
    }

    fn expect_sound(&self) -> Result<()> {
        self.lost.as_ref().map_or(Ok(()), |why| Err(LedgerError::Lost(why.clone())))
    }

    /// Where the end of the open group will be told, and whether the caller is the first to wait for it.
    fn join(&mut self) -> Result<Option<(watch::Receiver<bool>, bool)>> {
        self.expect_sound()?;
        Ok(self.group.as_mut().map(|group| (group.kept.subscribe(), !std::mem::replace(&mut group.is_ending, true))))
    }

    fn end_group(&mut self) {
        let Some(group) = self.group.take() else { return };
        match self.connection.execute_batch("COMMIT") {
            Ok(()) => drop(group.kept.send_replace(true)),
            Err(error) => self.lose(&error.to_string()),
        }
    }

    fn lose(&mut self, why: &str) {
        tracing::error!(why, "the ledger's file can no longer be written");
        self.lost = Some(why.to_owned());
        self.group = None;
        // It may be rolled back already.
        let _ = self.connection.execute_batch("ROLLBACK");
    }
}

impl Drop for Books {
    /// What nobody has waited for is kept as well.
    fn drop(&mut self) {
        self.end_group();
    }
}

/// The work, kept in its savepoint; an error or a panic takes back what it has written.
fn done<T>(savepoint: Savepoint<'_>, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
    let result = work(&savepoint)?;
    savepoint.commit()?;
    Ok(result)
}

/// Ends the open group when it is dropped: so also if whoever has undertaken it is no longer there to do it.
struct Ending<'a>(&'a Ledger);

impl Drop for Ending<'_> {
    fn drop(&mut self) {
        self.0.lock().end_group();
    }
}

impl Ledger {
    /// Waits until everything that was written so far is in the file, if there is one.
    pub(crate) async fn kept(&self) -> Result<()> {
        let Some((mut kept, is_first)) = self.lock().join()? else { return Ok(()) };
        if is_first {
            let ending = Ending(self);
            // Everybody who is ready to write does so first.
            tokio::task::yield_now().await;
            drop(ending);
        }
        let ended = kept.wait_for(|is_kept| *is_kept).await.map(drop);
        ended.map_err(|_| LedgerError::Lost("what was written last is not in it".to_owned()))
    }
}
