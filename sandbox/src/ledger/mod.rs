//! The money: who has how much, what was moved and why, and what the world still has to be told.
//!
//! One SQLite connection behind one lock. Statements are short and cached, so that a lock held is microseconds, and every
//! change is whole: a payment's decision, its two legs and its webhook exist together or not at all.
//!
//! What a file survives: when this process ends in whatever way, everything that was answered or sent is in it. When the
//! power fails or the system crashes, the last moments before may be missing, all of a change or nothing of it.

mod accounts;
mod amount;
mod audit;
mod conversions;
mod flow;
mod group;
mod links;
mod merchants;
mod movements;
mod outcome;
mod payers;
mod payments;
mod payouts;
mod settlement;
#[cfg(test)]
mod tests;
mod transactions;
mod wallets;
mod webhooks;

use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use group::Books;
use rusqlite::{Connection, ErrorCode};

pub(crate) use accounts::{Balance, Role};
pub(crate) use amount::Amount;
pub(crate) use audit::{Executed, PaidTwice};
pub(crate) use conversions::{Conversion, NewConversion};
pub(crate) use flow::{Flow, Step};
pub(crate) use links::{Collect, Link, LinkChange, LinkStats, LinkStatus, LinkTerms, PaymentType, Price};
pub(crate) use merchants::{Merchant, Opening, RohoSettings, Settings};
pub(crate) use movements::{
    Asked, Booking, Claim, Direction, Due, Failover, Means, Movement, MovementFilter, NewMovement, Provider,
    WALLET_CURRENCY,
};
pub(crate) use outcome::{Ended, Outcome};
pub(crate) use payers::Payer;
pub(crate) use payments::{Decision, Method, Move, Moved, NewPayment, Payment, PaymentStatus, Verdict};
pub(crate) use payouts::{DestinationType, NewPayout, Payout};
pub(crate) use transactions::{Filter, Transaction};
pub(crate) use wallets::Wallet;
pub(crate) use webhooks::{Attempt, NewWebhook, Sender, Webhook, WebhookState};

/// How many prepared statements stay ready; more than this crate has.
const STATEMENTS: usize = 128;

/// Raised with every change of the schema. A sandbox's file is not worth converting: one of another version is refused.
const VERSION: i32 = 5;

/// How many pages may be written ahead of their place in the file: 64 MiB.
const WRITTEN_AHEAD: i64 = 16_384;

/// How much of a file is kept in memory.
const CACHE_KIB: i64 = 32 * 1_024;

/// How long another process's lock is waited for: one that is just ending lets go by then.
const PATIENCE: Duration = Duration::from_millis(500);

/// Why the ledger refused.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LedgerError {
    #[error("the database failed: {0}")]
    Database(#[from] rusqlite::Error),
    #[error("the database holds something that this version does not understand: {0}")]
    Foreign(String),
    #[error("it was made by another version of the sandbox; begin with a new file")]
    Version,
    #[error("an account would be overdrawn")]
    Overdrawn,
    #[error("there is less than that in the wallet")]
    Short { available: Amount, required: Amount },
    #[error("this nonce was used for another card")]
    NonceUsed,
    #[error("its file can no longer be written ({0}); make room, and start the sandbox again")]
    Lost(String),
}

pub(crate) type Result<T, E = LedgerError> = std::result::Result<T, E>;

/// The double-entry ledger.
#[derive(Debug)]
pub(crate) struct Ledger {
    books: Mutex<Books>,
}

impl Ledger {
    /// Opens the file, or a ledger in memory.
    pub(crate) fn open(file: Option<&Path>) -> Result<Self> {
        let connection = match file {
            Some(path) => Connection::open(path)?,
            None => Connection::open_in_memory()?,
        };
        connection.set_prepared_statement_cache_capacity(STATEMENTS);
        connection.pragma_update(None, "foreign_keys", true)?;
        if file.is_some() {
            // A second sandbox on the same file would run every timer twice.
            connection.busy_timeout(PATIENCE)?;
            connection.pragma_update(None, "locking_mode", "exclusive")?;
            // The money is simulated: losing the last moments to a power cut is no harm, waiting for the disk is. What is
            // found after one is whole all the same: the log is read up to its last good transaction.
            connection.pragma_update(None, "journal_mode", "wal")?;
            connection.pragma_update(None, "synchronous", "normal")?;
            // What a write would have to take back is noted in memory, not in a file of its own.
            connection.pragma_update(None, "temp_store", "memory")?;
            // What was written is brought into its place in the file in large portions: only that waits for the disk.
            connection.pragma_update(None, "wal_autocheckpoint", WRITTEN_AHEAD)?;
            connection.pragma_update(None, "cache_size", -CACHE_KIB)?;
        }
        let version: i32 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        let is_new = !connection.table_exists(None, "meta")?;
        if !is_new && version != VERSION {
            return Err(LedgerError::Version);
        }
        connection.execute_batch(include_str!("schema.sql"))?;
        connection.pragma_update(None, "user_version", VERSION)?;
        Ok(Self { books: Mutex::new(Books::new(connection, file.is_some())) })
    }

    /// The seed that this ledger was begun with; a new ledger takes the one given.
    pub(crate) fn seed(&self, given: u64) -> Result<u64> {
        self.write(|db| {
            db.execute("INSERT OR IGNORE INTO meta (key, value) VALUES ('seed', ?1)", [given.to_string()])?;
            let text: String = db.query_row("SELECT value FROM meta WHERE key = 'seed'", [], |row| row.get(0))?;
            text.parse().map_err(|_| LedgerError::Foreign(format!("seed {text:?}")))
        })
    }

    fn read<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.lock().read(work)
    }

    fn write<T>(&self, work: impl FnOnce(&Connection) -> Result<T>) -> Result<T> {
        self.lock().write(work)
    }

    /// A panic while the lock was held has taken back what it had written, so what is left behind is sound.
    fn lock(&self) -> MutexGuard<'_, Books> {
        self.books.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The number of a merchant's next booking, from which its names are drawn.
fn next_number(db: &Connection, merchant: i64) -> Result<i64> {
    Ok(db
        .prepare_cached("UPDATE merchants SET bookings = bookings + 1 WHERE row = ?1 RETURNING bookings")?
        .query_row([merchant], |row| row.get(0))?)
}

/// Where a booking stands.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Among all of its merchant's bookings; its names are drawn from this.
    number: i64,
    /// Among its merchant's transactions, without a gap: so a page of the list is found without counting.
    transaction: i64,
}

/// The place of a merchant's next transaction.
fn next_place(db: &Connection, merchant: i64) -> Result<Place> {
    let sql = "UPDATE merchants SET bookings = bookings + 1, transactions = transactions + 1 WHERE row = ?1
               RETURNING bookings, transactions";
    let place = |row: &rusqlite::Row<'_>| Ok(Place { number: row.get(0)?, transaction: row.get(1)? });
    Ok(db.prepare_cached(sql)?.query_row([merchant], place)?)
}

/// What was inserted, or `None` if something by that name is there already.
fn unless_taken<T>(inserted: rusqlite::Result<T>) -> Result<Option<T>> {
    match inserted {
        Ok(inserted) => Ok(Some(inserted)),
        Err(rusqlite::Error::SqliteFailure(error, _))
            if error.code == ErrorCode::ConstraintViolation
                && matches!(
                    error.extended_code,
                    rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE | rusqlite::ffi::SQLITE_CONSTRAINT_PRIMARYKEY
                ) =>
        {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}
