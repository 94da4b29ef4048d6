//! What the world has to be told, and how often it was tried.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::{Ledger, LedgerError, Result};
use crate::clock::Millis;

/// What became of a webhook.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum WebhookState {
    Pending,
    Delivered,
    GaveUp,
    /// Nowhere to send it to, or not a place that a sandbox sends to.
    Held,
}

impl WebhookState {
    const ALL: [Self; 4] = [Self::Pending, Self::Delivered, Self::GaveUp, Self::Held];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Delivered => "delivered",
            Self::GaveUp => "gave_up",
            Self::Held => "held",
        }
    }
}

/// Which service tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sender {
    Dgs,
    Roho,
}

impl Sender {
    const ALL: [Self; 2] = [Self::Dgs, Self::Roho];

    fn as_str(self) -> &'static str {
        match self {
            Self::Dgs => "dgs",
            Self::Roho => "roho",
        }
    }

    fn stored(text: &str) -> Result<Self> {
        let known = Self::ALL.into_iter().find(|sender| sender.as_str() == text);
        known.ok_or_else(|| LedgerError::Foreign(format!("service {text:?}")))
    }
}

/// A webhook to send. Without a moment for its first attempt it is held.
#[derive(Debug, Clone)]
pub(crate) struct NewWebhook {
    pub sender: Sender,
    pub event: &'static str,
    pub reference: String,
    pub url: Option<String>,
    pub body: String,
    pub signature: String,
    pub next_at: Option<Millis>,
    /// Why it is held.
    pub reason: Option<String>,
}

/// A webhook as kept.
#[derive(Debug, Clone)]
pub(crate) struct Webhook {
    pub row: i64,
    pub sender: Sender,
    pub event: String,
    pub reference: String,
    pub url: Option<String>,
    pub body: String,
    pub signature: String,
    pub state: WebhookState,
    pub reason: Option<String>,
    pub attempts: u32,
}

/// One attempt: the status that came back, or why none did.
#[derive(Debug, Clone)]
pub(crate) struct Attempt {
    pub at: Millis,
    pub outcome: std::result::Result<u16, String>,
}

const COLUMNS: &str = "row, event, reference, url, body, signature, state, reason, attempts, service";

/// The rows of those that are to be sent, each with the moment of its first attempt.
pub(super) fn insert_all(db: &Connection, merchant: i64, webhooks: &[NewWebhook]) -> Result<Vec<(i64, Millis)>> {
    let mut statement = db.prepare_cached(
        "INSERT INTO webhooks (merchant, service, event, reference, url, body, signature, state, reason, next_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?;
    let mut due = Vec::new();
    for webhook in webhooks {
        let state = if webhook.next_at.is_some() { WebhookState::Pending } else { WebhookState::Held };
        let row = statement.insert(params![
            merchant,
            webhook.sender.as_str(),
            webhook.event,
            webhook.reference,
            webhook.url,
            webhook.body,
            webhook.signature,
            state.as_str(),
            webhook.reason,
            webhook.next_at
        ])?;
        due.extend(webhook.next_at.map(|at| (row, at)));
    }
    Ok(due)
}

impl Ledger {
    /// Takes a webhook for an attempt, so that nobody else does: `None` if it is taken or done.
    pub(crate) fn claim_webhook(&self, row: i64) -> Result<Option<Webhook>> {
        self.write(|db| {
            let sql = format!(
                "UPDATE webhooks SET next_at = NULL WHERE row = ?1 AND state = 'pending' AND next_at IS NOT NULL
                 RETURNING {COLUMNS}"
            );
            db.prepare_cached(&sql)?.query_row([row], |row| Ok(read(row))).optional()?.transpose()
        })
    }

    /// The webhooks about something, by its reference, that nobody has tried to deliver.
    pub(crate) fn untried_webhooks(&self, reference: &str) -> Result<Vec<i64>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT row FROM webhooks WHERE reference = ?1 AND state = 'pending' AND attempts = 0 ORDER BY row",
            )?;
            Ok(statement.query_map([reference], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// Writes down an attempt and what follows from it.
    pub(crate) fn attempted(
        &self,
        webhook: i64,
        attempt: &Attempt,
        state: WebhookState,
        next_at: Option<Millis>,
    ) -> Result<()> {
        let (status, error) = match &attempt.outcome {
            Ok(status) => (Some(*status), None),
            Err(error) => (None, Some(error)),
        };
        self.write(|db| {
            db.prepare_cached("INSERT INTO attempts (webhook, at, status, error) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![webhook, attempt.at, status, error])?;
            db.prepare_cached("UPDATE webhooks SET state = ?2, next_at = ?3, attempts = attempts + 1 WHERE row = ?1")?
                .execute(params![webhook, state.as_str(), next_at])?;
            Ok(())
        })
    }

    /// The webhooks of a merchant, or of all, oldest first.
    pub(crate) fn webhooks(&self, merchant: Option<i64>) -> Result<Vec<Webhook>> {
        let sql = match merchant {
            Some(_) => format!("SELECT {COLUMNS} FROM webhooks WHERE merchant = ?1 ORDER BY row"),
            None => format!("SELECT {COLUMNS} FROM webhooks WHERE ?1 IS NULL ORDER BY row"),
        };
        self.read(|db| many(db, &sql, [merchant]))
    }

    /// The newest webhooks of all merchants: for the dashboard.
    pub(crate) fn newest_webhooks(&self, limit: u32) -> Result<Vec<Webhook>> {
        self.read(|db| many(db, &format!("SELECT {COLUMNS} FROM webhooks ORDER BY row DESC LIMIT ?1"), [limit]))
    }

    /// Everything that is still to be delivered, with the moment of the next attempt. What was on its way when an earlier
    /// run ended is due now.
    pub(crate) fn open_webhooks(&self, now: Millis) -> Result<Vec<(i64, Millis)>> {
        self.write(|db| {
            db.execute("UPDATE webhooks SET next_at = ?1 WHERE state = 'pending' AND next_at IS NULL", [now])?;
            let mut statement =
                db.prepare_cached("SELECT row, next_at FROM webhooks WHERE state = 'pending' ORDER BY row")?;
            Ok(statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?.collect::<rusqlite::Result<_>>()?)
        })
    }

    pub(crate) fn attempts(&self, webhook: i64) -> Result<Vec<Attempt>> {
        self.read(|db| {
            let mut statement =
                db.prepare_cached("SELECT at, status, error FROM attempts WHERE webhook = ?1 ORDER BY row")?;
            let attempts = statement.query_map([webhook], |row| {
                let status: Option<u16> = row.get(1)?;
                let error: Option<String> = row.get(2)?;
                Ok(Attempt { at: row.get(0)?, outcome: status.ok_or_else(|| error.unwrap_or_default()) })
            })?;
            Ok(attempts.collect::<rusqlite::Result<_>>()?)
        })
    }
}

fn many(db: &Connection, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<Webhook>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let mut webhooks = Vec::new();
    while let Some(row) = rows.next()? {
        webhooks.push(read(row)?);
    }
    Ok(webhooks)
}

fn read(row: &Row<'_>) -> Result<Webhook> {
    let state: String = row.get(6)?;
    Ok(Webhook {
        row: row.get(0)?,
        sender: Sender::stored(&row.get::<_, String>(9)?)?,
        event: row.get(1)?,
        reference: row.get(2)?,
        url: row.get(3)?,
        body: row.get(4)?,
        signature: row.get(5)?,
        state: WebhookState::ALL
            .into_iter()
            .find(|known| known.as_str() == state)
            .ok_or_else(|| LedgerError::Foreign(format!("webhook state {state:?}")))?,
        reason: row.get(7)?,
        attempts: row.get(8)?,
    })
}
