//! Conversions: money of one currency becomes money of another in the same merchant's wallet, or stays what it was.

use rusqlite::{Connection, OptionalExtension as _, Row, params};
use rust_decimal::Decimal;

use super::accounts::{Entry, Role, book, set_out};
use super::{Amount, Ended, Ledger, LedgerError, NewWebhook, Outcome, PaymentStatus, Result, webhooks};
use super::{Wallet, next_number, unless_taken};
use crate::clock::Millis;
use crate::identity::Identity;

/// A conversion to accept.
#[derive(Debug, Clone)]
pub(crate) struct NewConversion {
    pub from: Amount,
    pub to: Amount,
    pub rate: Decimal,
    /// How it will end.
    pub outcome: Outcome,
}

/// A conversion as booked.
#[derive(Debug, Clone)]
pub(crate) struct Conversion {
    pub row: i64,
    pub merchant: i64,
    pub reference: String,
    pub from: Amount,
    pub to: Amount,
    pub rate: Decimal,
    pub status: PaymentStatus,
    /// How it will end, or has ended.
    pub outcome: Outcome,
    pub created_at: Millis,
    pub due_at: Option<Millis>,
    pub ended_at: Option<Millis>,
}

const COLUMNS: &str = "row, merchant, reference, amount, currency, to_amount, to_currency, rate, status, fail_reason, \
                       created_at, due_at, ended_at";

impl Ledger {
    /// Accepts a conversion under the next free name and takes the money out of the wallet, both or nothing.
    pub(crate) fn convert(
        &self,
        merchant: i64,
        names: Identity,
        new: &NewConversion,
        due_at: Millis,
        at: Millis,
    ) -> Result<Conversion> {
        self.write(|db| {
            let number = next_number(db, merchant)?;
            for reference in names.conversions(merchant.unsigned_abs(), number.unsigned_abs()) {
                if let Some(row) = unless_taken(insert(db, merchant, &reference, new, due_at, at))? {
                    set_out(db, Wallet::dgs(merchant), new.from, "conversion", &reference, at)?;
                    return by_row(db, row);
                }
            }
            Err(LedgerError::Foreign("every name is taken".into()))
        })
    }

    /// Books the end of a conversion: as it was to end in time, or as `outcome` says. `None` if it has ended before, or if there is
    /// no time for its end.
    pub(crate) fn end_conversion(
        &self,
        conversion: i64,
        outcome: Option<Outcome>,
        at: Millis,
        announce: impl FnOnce(&Conversion) -> Vec<NewWebhook>,
    ) -> Result<Option<Ended<Conversion>>> {
        self.write(|db| {
            let mut conversion = by_row(db, conversion)?;
            if conversion.status != PaymentStatus::Pending || (outcome.is_none() && conversion.due_at.is_none()) {
                return Ok(None);
            }
            conversion.outcome = outcome.unwrap_or(conversion.outcome);
            conversion.status = conversion.outcome.status();
            conversion.ended_at = Some(at);
            db.prepare_cached("UPDATE conversions SET status = ?2, fail_reason = ?3, ended_at = ?4 WHERE row = ?1")?
                .execute(params![conversion.row, conversion.status.as_str(), conversion.outcome.fail_reason(), at])?;
            exchange_or_return(db, &conversion, at)?;
            let webhooks = webhooks::insert_all(db, conversion.merchant, &announce(&conversion))?;
            Ok(Some(Ended { ended: conversion, webhooks }))
        })
    }

    /// Takes the time of its end from a conversion: only a person can end it now.
    pub(crate) fn silence_conversion(&self, conversion: i64) -> Result<()> {
        self.write(|db| {
            db.prepare_cached("UPDATE conversions SET due_at = NULL WHERE row = ?1")?.execute([conversion])?;
            Ok(())
        })
    }

    /// By reference, whoever's it is: for the control API.
    pub(crate) fn conversion(&self, reference: &str) -> Result<Option<Conversion>> {
        self.read(|db| one(db, "reference = ?1", [reference]))
    }

    /// The newest conversions of all merchants: for the dashboard.
    pub(crate) fn newest_conversions(&self, limit: u32) -> Result<Vec<Conversion>> {
        self.read(|db| many(db, &format!("SELECT {COLUMNS} FROM conversions ORDER BY row DESC LIMIT ?1"), [limit]))
    }

    /// Everything that still has an end to come, oldest first.
    pub(crate) fn due_conversions(&self) -> Result<Vec<Conversion>> {
        let sql =
            format!("SELECT {COLUMNS} FROM conversions WHERE status = 'pending' AND due_at IS NOT NULL ORDER BY row");
        self.read(|db| many(db, &sql, []))
    }
}

/// The world takes the one currency and gives the other, so that each adds up by itself; or the wallet gets back what left it.
fn exchange_or_return(db: &Connection, conversion: &Conversion, at: Millis) -> Result<()> {
    let entry = Entry {
        kind: "exchange",
        wallet: Wallet::dgs(conversion.merchant),
        reference: Some(&conversion.reference),
        debit: Role::Transit,
        credit: Role::World,
        amount: conversion.from,
        at,
    };
    if conversion.status == PaymentStatus::Failed {
        return book(db, &Entry { kind: "refund", credit: Role::Available, ..entry });
    }
    book(db, &entry)?;
    book(db, &Entry { debit: Role::World, credit: Role::Available, amount: conversion.to, ..entry })
}

fn insert(
    db: &Connection,
    merchant: i64,
    reference: &str,
    new: &NewConversion,
    due_at: Millis,
    at: Millis,
) -> rusqlite::Result<i64> {
    db.prepare_cached(
        "INSERT INTO conversions (merchant, reference, amount, currency, to_amount, to_currency, rate, fail_reason,
                                  created_at, due_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
    )?
    .insert(params![
        merchant,
        reference,
        new.from.minor,
        new.from.currency.code(),
        new.to.minor,
        new.to.currency.code(),
        new.rate.to_string(),
        new.outcome.fail_reason(),
        at,
        due_at,
    ])
}

fn by_row(db: &Connection, row: i64) -> Result<Conversion> {
    one(db, "row = ?1", [row])?.ok_or_else(|| rusqlite::Error::QueryReturnedNoRows.into())
}

fn one(db: &Connection, condition: &str, parameters: impl rusqlite::Params) -> Result<Option<Conversion>> {
    let sql = format!("SELECT {COLUMNS} FROM conversions WHERE {condition}");
    db.prepare_cached(&sql)?.query_row(parameters, |row| Ok(read(row))).optional()?.transpose()
}

fn many(db: &Connection, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<Conversion>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let mut conversions = Vec::new();
    while let Some(row) = rows.next()? {
        conversions.push(read(row)?);
    }
    Ok(conversions)
}

fn read(row: &Row<'_>) -> Result<Conversion> {
    let (from, to, rate): (String, String, String) = (row.get(4)?, row.get(6)?, row.get(7)?);
    Ok(Conversion {
        row: row.get(0)?,
        merchant: row.get(1)?,
        reference: row.get(2)?,
        from: Amount::stored(row.get(3)?, &from)?,
        to: Amount::stored(row.get(5)?, &to)?,
        rate: rate.parse().map_err(|_| LedgerError::Foreign(format!("rate {rate:?}")))?,
        status: PaymentStatus::stored(&row.get::<_, String>(8)?)?,
        outcome: Outcome::of(row.get(9)?),
        created_at: row.get(10)?,
        due_at: row.get(11)?,
        ended_at: row.get(12)?,
    })
}
