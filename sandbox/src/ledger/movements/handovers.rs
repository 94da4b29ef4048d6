//! Who carries a movement: one provider, or a second one after the first has fallen silent.

use rusqlite::{Connection, params};

use super::{Failover, Movement};
use crate::clock::Millis;
use crate::identity::Identity;
use crate::ledger::{Ledger, LedgerError, PaymentStatus, Result, unless_taken};

/// A provider underneath RohoPay.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Provider {
    Relworx,
    Iotec,
}

impl Provider {
    const ALL: [Self; 2] = [Self::Relworx, Self::Iotec];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Relworx => "relworx",
            Self::Iotec => "iotec",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|provider| provider.as_str() == text)
    }

    /// As it stands in the database.
    pub(in crate::ledger) fn stored(text: &str) -> Result<Self> {
        Self::parse(text).ok_or_else(|| LedgerError::Foreign(format!("provider {text:?}")))
    }

    fn other(self) -> Self {
        match self {
            Self::Relworx => Self::Iotec,
            Self::Iotec => Self::Relworx,
        }
    }
}

/// One of those that execute a movement.
pub(super) struct Handover {
    pub row: i64,
    pub provider: Provider,
    pub reference: String,
}

impl Ledger {
    /// Hands a pending movement to the other provider, once; `false` if it has ended, or was handed over before.
    pub(crate) fn fail_over(&self, movement: i64, names: Identity, failover: Failover) -> Result<bool> {
        self.write(|db| {
            let movement = super::find::by_row(db, movement)?;
            if movement.status != PaymentStatus::Pending || movement.failover_reason.is_some() {
                return Ok(false);
            }
            take_over(db, names, &movement, failover)?;
            Ok(true)
        })
    }
}

/// Gives a movement to a provider, under the next free reference of it.
pub(super) fn hand_over(
    db: &Connection,
    names: Identity,
    (merchant, number): (i64, i64),
    movement: i64,
    provider: Provider,
) -> Result<()> {
    let mut statement =
        db.prepare_cached("INSERT INTO handovers (movement, provider, reference) VALUES (?1, ?2, ?3)")?;
    for reference in names.provider_references(merchant.unsigned_abs(), number.unsigned_abs()) {
        if unless_taken(statement.insert(params![movement, provider.as_str(), reference]))?.is_some() {
            return Ok(());
        }
    }
    Err(LedgerError::Foreign("every name is taken".into()))
}

/// Gives a movement to the other provider, and says why.
pub(super) fn take_over(db: &Connection, names: Identity, movement: &Movement, failover: Failover) -> Result<()> {
    let (first, second) = (movement.provider, movement.provider.other());
    if !failover.both_execute {
        db.prepare_cached("UPDATE handovers SET executes = 0 WHERE movement = ?1")?.execute([movement.row])?;
    }
    hand_over(db, names, (movement.merchant, movement.number), movement.row, second)?;
    let (first, second) = (first.as_str(), second.as_str());
    let reason = format!("Primary provider ({first}) returned a timeout; retried with {second}");
    db.prepare_cached("UPDATE movements SET failover_reason = ?2 WHERE row = ?1")?
        .execute(params![movement.row, reason])?;
    Ok(())
}

/// Everybody who executes it, in the order in which they were asked.
pub(super) fn executing(db: &Connection, movement: i64) -> Result<Vec<Handover>> {
    let mut statement = db.prepare_cached(
        "SELECT row, provider, reference FROM handovers WHERE movement = ?1 AND executes = 1 ORDER BY row",
    )?;
    let mut rows = statement.query([movement])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let provider = Provider::stored(&row.get::<_, String>(1)?)?;
        found.push(Handover { row: row.get(0)?, provider, reference: row.get(2)? });
    }
    Ok(found)
}

pub(super) fn executed(db: &Connection, handover: i64, at: Millis) -> Result<()> {
    db.prepare_cached("UPDATE handovers SET executed_at = ?2 WHERE row = ?1")?.execute([handover, at])?;
    Ok(())
}
