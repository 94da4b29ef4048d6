//! Looking movements up.

use rusqlite::types::Value;
use rusqlite::{Connection, OptionalExtension as _, Row, params, params_from_iter};

use super::{Asked, Direction, Means, Movement, Provider};
use crate::environment::Environment;
use crate::identity::MovementIdentity;
use crate::ledger::{Amount, Ledger, LedgerError, Outcome, PaymentStatus, Result};

/// Which movements a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct MovementFilter {
    pub status: Option<PaymentStatus>,
    pub direction: Option<Direction>,
    /// In whole seconds since 1970, both included: as finely as an answer prints them.
    pub from: Option<i64>,
    pub to: Option<i64>,
}

const SELECT: &str = "SELECT m.row, merchant, environment, number, id, m.reference, direction, method, phone, amount, currency,
                             commission, commission_rate, provider, h.reference, provider_status, failover_reason, status,
                             description, callback_url, return_url, asked, page, page_used_at IS NOT NULL, fail_reason,
                             created_at, due_at, ended_at
                      FROM movements AS m
                      JOIN handovers AS h ON h.row = (SELECT MAX(row) FROM handovers WHERE movement = m.row)";

impl Ledger {
    /// By its internal reference, whoever's it is: for the payer's side and the control API.
    pub(crate) fn movement(&self, reference: &str) -> Result<Option<Movement>> {
        self.read(|db| one(db, "m.reference = ?1", [reference]))
    }

    /// By the page on which the payer of a card is asked.
    pub(crate) fn movement_of_page(&self, page: &str) -> Result<Option<Movement>> {
        self.read(|db| one(db, "m.method = 'card' AND m.page = ?1", [page]))
    }

    /// By any of its names: internal reference, a provider's reference, id. What a wallet's key does not open is not found.
    pub(crate) fn movement_of(&self, merchant: i64, environment: Environment, name: &str) -> Result<Option<Movement>> {
        let condition = "merchant = ?1 AND environment = ?2
                         AND (m.reference = ?3 OR id = ?3 OR m.row = (SELECT movement FROM handovers WHERE reference = ?3))";
        self.read(|db| one(db, condition, params![merchant, environment.as_str(), name]))
    }

    /// One page of a project's movements in one environment, newest first.
    pub(crate) fn movements(
        &self,
        merchant: i64,
        environment: Environment,
        filter: &MovementFilter,
        limit: u32,
        offset: u32,
    ) -> Result<Vec<Movement>> {
        let mut sql = format!("{SELECT} WHERE merchant = ? AND environment = ?");
        let mut values = vec![Value::from(merchant), Value::from(environment.as_str().to_owned())];
        let mut add = |condition: &str, value: Value| {
            sql.extend([" AND ", condition]);
            values.push(value);
        };
        if let Some(status) = filter.status {
            add("status = ?", Value::from(status.as_str().to_owned()));
        }
        if let Some(direction) = filter.direction {
            add("direction = ?", Value::from(direction.as_str().to_owned()));
        }
        if let Some(from) = filter.from {
            add("created_at / 1000 >= ?", Value::from(from));
        }
        if let Some(to) = filter.to {
            add("created_at / 1000 <= ?", Value::from(to));
        }
        sql.push_str(" ORDER BY created_at DESC, number DESC LIMIT ? OFFSET ?");
        values.extend([Value::from(limit), Value::from(offset)]);
        self.read(|db| many(db, &sql, params_from_iter(values)))
    }

    /// The newest movements of all merchants: for the dashboard.
    pub(crate) fn newest_movements(&self, limit: u32) -> Result<Vec<Movement>> {
        self.read(|db| many(db, &format!("{SELECT} ORDER BY m.row DESC LIMIT ?1"), [limit]))
    }

    /// Everything that waits for a person or a timer, oldest first.
    pub(crate) fn open_movements(&self) -> Result<Vec<Movement>> {
        self.read(|db| many(db, &format!("{SELECT} WHERE status = 'pending' ORDER BY m.row"), []))
    }
}

pub(super) fn by_row(db: &Connection, row: i64) -> Result<Movement> {
    one(db, "m.row = ?1", [row])?.ok_or_else(|| rusqlite::Error::QueryReturnedNoRows.into())
}

fn one(db: &Connection, condition: &str, parameters: impl rusqlite::Params) -> Result<Option<Movement>> {
    let sql = format!("{SELECT} WHERE {condition}");
    db.prepare_cached(&sql)?.query_row(parameters, |row| Ok(read(row))).optional()?.transpose()
}

fn many(db: &Connection, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<Movement>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let mut movements = Vec::new();
    while let Some(row) = rows.next()? {
        movements.push(read(row)?);
    }
    Ok(movements)
}

fn read(row: &Row<'_>) -> Result<Movement> {
    let (environment, direction, currency): (String, String, String) = (row.get(2)?, row.get(6)?, row.get(10)?);
    let (rate, provider): (String, String) = (row.get(12)?, row.get(13)?);
    let amount = Amount::stored(row.get(9)?, &currency)?;
    Ok(Movement {
        row: row.get(0)?,
        merchant: row.get(1)?,
        environment: environment.parse().map_err(LedgerError::Foreign)?,
        number: row.get(3)?,
        identity: MovementIdentity { id: row.get(4)?, reference: row.get(5)?, page: row.get(22)? },
        direction: Direction::parse(&direction)
            .ok_or_else(|| LedgerError::Foreign(format!("direction {direction:?}")))?,
        means: means(row)?,
        amount,
        commission: Amount::new(row.get(11)?, amount.currency),
        commission_rate: rate.parse().map_err(|_| LedgerError::Foreign(format!("rate {rate:?}")))?,
        provider: Provider::stored(&provider)?,
        provider_reference: row.get(14)?,
        provider_status: row.get(15)?,
        failover_reason: row.get(16)?,
        status: PaymentStatus::stored(&row.get::<_, String>(17)?)?,
        description: row.get(18)?,
        callback_url: row.get(19)?,
        asked: Asked::stored(&row.get::<_, String>(21)?)?,
        page_used: row.get(23)?,
        outcome: Outcome::of(row.get(24)?),
        created_at: row.get(25)?,
        due_at: row.get(26)?,
        ended_at: row.get(27)?,
    })
}

fn means(row: &Row<'_>) -> Result<Means> {
    match row.get_ref(7)?.as_str().map_err(rusqlite::Error::from)? {
        "mobile_money" => Ok(Means::MobileMoney { phone: row.get(8)? }),
        "card" => Ok(Means::Card { return_url: row.get(20)? }),
        other => Err(LedgerError::Foreign(format!("method {other:?}"))),
    }
}
