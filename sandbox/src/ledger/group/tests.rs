//! What a file holds at any moment, looked at as whoever comes after a crash would: in a copy of what is on the disk by then.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::task::{Context, Waker};

use tempfile::TempDir;

use super::*;

/// A page of SQLite's log, with what is written before it.
const LOGGED_PAGE: u64 = 4_096 + 24;

struct Kept {
    folder: TempDir,
    ledger: Arc<Ledger>,
}

impl Kept {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let ledger = Arc::new(Ledger::open(Some(&folder.path().join("ledger.db"))).unwrap());
        Self { folder, ledger }
    }

    fn log(&self) -> PathBuf {
        self.folder.path().join("ledger.db-wal")
    }

    /// Of the names that were noted, those that a crash at this moment would leave.
    fn after_a_crash(&self) -> Vec<String> {
        let copy = tempfile::tempdir().unwrap();
        for file in ["ledger.db", "ledger.db-wal"] {
            fs::copy(self.folder.path().join(file), copy.path().join(file)).unwrap();
        }
        noted(&copy.path().join("ledger.db"))
    }
}

fn noted(file: &Path) -> Vec<String> {
    let connection = Connection::open(file).unwrap();
    let mut statement = connection.prepare("SELECT key FROM meta ORDER BY key").unwrap();
    statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect()
}

fn note(ledger: &Ledger, name: &str) {
    ledger.write(|db| Ok(db.execute("INSERT INTO meta VALUES (?1, '')", [name])?)).unwrap();
}

#[tokio::test]
async fn a_write_is_in_the_file_once_it_was_waited_for_and_a_refused_one_never() {
    let kept = Kept::new();
    note(&kept.ledger, "first");
    let refused: Result<()> = kept.ledger.write(|db| {
        db.execute("INSERT INTO meta VALUES ('refused', '')", [])?;
        Err(LedgerError::Overdrawn)
    });
    assert!(matches!(refused, Err(LedgerError::Overdrawn)));
    note(&kept.ledger, "second");
    assert_eq!(kept.after_a_crash(), [""; 0], "nobody has waited yet");
    kept.ledger.kept().await.unwrap();
    assert_eq!(kept.after_a_crash(), ["first", "second"]);
    kept.ledger.kept().await.unwrap();
}

#[tokio::test]
async fn all_who_write_at_the_same_time_share_a_transaction() {
    const WRITERS: usize = 100;
    let kept = Kept::new();
    let before = fs::metadata(kept.log()).unwrap().len();
    let tasks: Vec<_> = (0..WRITERS)
        .map(|number| {
            let ledger = Arc::clone(&kept.ledger);
            tokio::spawn(async move {
                note(&ledger, &format!("{number:03}"));
                ledger.kept().await
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert_eq!(kept.after_a_crash().len(), WRITERS);
    // A transaction each would have logged a page each, at least.
    let logged = (fs::metadata(kept.log()).unwrap().len() - before) / LOGGED_PAGE;
    assert!(logged < 10, "{logged} pages");
}

#[test]
fn who_has_undertaken_to_end_a_group_and_is_gone_has_ended_it() {
    let kept = Kept::new();
    note(&kept.ledger, "first");
    let mut context = Context::from_waker(Waker::noop());
    let mut follower = {
        let mut leader = Box::pin(kept.ledger.kept());
        assert!(leader.as_mut().poll(&mut context).is_pending());
        let mut follower = Box::pin(kept.ledger.kept());
        assert!(follower.as_mut().poll(&mut context).is_pending());
        assert_eq!(kept.after_a_crash(), [""; 0]);
        follower
    };
    assert_eq!(kept.after_a_crash(), ["first"]);
    assert!(follower.as_mut().poll(&mut context).is_ready());
}

#[test]
fn what_nobody_has_waited_for_is_kept_at_the_end() {
    let Kept { folder, ledger } = Kept::new();
    note(&ledger, "first");
    drop(ledger);
    assert_eq!(noted(&folder.path().join("ledger.db")), ["first"]);
}

#[tokio::test]
async fn a_group_that_cannot_be_kept_is_promised_to_nobody_and_nothing_after_it() {
    let kept = Kept::new();
    note(&kept.ledger, "first");
    kept.ledger.kept().await.unwrap();
    note(&kept.ledger, "second");
    // Refused only by the commit, as a full disk may be.
    let unsound = "PRAGMA defer_foreign_keys = ON;
                   INSERT INTO entries (kind, debit, credit, amount, at) VALUES ('test', 998, 999, 1, 0)";
    kept.ledger.write(|db| Ok(db.execute_batch(unsound)?)).unwrap();
    let (one, another) = tokio::join!(kept.ledger.kept(), kept.ledger.kept());
    assert!(matches!((one, another), (Err(LedgerError::Lost(_)), Err(LedgerError::Lost(_)))));
    let told = kept.ledger.seed(7).unwrap_err().to_string();
    assert!(told.contains("FOREIGN KEY") && told.contains("start the sandbox again"), "{told}");
    assert!(matches!(kept.ledger.balanced(), Err(LedgerError::Lost(_))));
    assert_eq!(kept.after_a_crash(), ["first"]);
}
