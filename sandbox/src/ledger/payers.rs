//! What the payers of links have said about themselves, for the merchant to see.

use rusqlite::{OptionalExtension as _, params};

use super::{Ledger, Result};

/// Whatever the link asked for; of a card there is nothing here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Payer {
    pub name: Option<String>,
    pub phone: Option<String>,
    pub address: Option<String>,
}

impl Ledger {
    pub(crate) fn note_payer(&self, payment: i64, payer: &Payer) -> Result<()> {
        if *payer == Payer::default() {
            return Ok(());
        }
        self.write(|db| {
            db.prepare_cached("INSERT INTO payers (payment, name, phone, address) VALUES (?1, ?2, ?3, ?4)")?
                .execute(params![payment, payer.name, payer.phone, payer.address])?;
            Ok(())
        })
    }

    pub(crate) fn payer(&self, payment: i64) -> Result<Option<Payer>> {
        self.read(|db| {
            let mut statement = db.prepare_cached("SELECT name, phone, address FROM payers WHERE payment = ?1")?;
            let payer = statement
                .query_row([payment], |row| Ok(Payer { name: row.get(0)?, phone: row.get(1)?, address: row.get(2)? }));
            Ok(payer.optional()?)
        })
    }
}
