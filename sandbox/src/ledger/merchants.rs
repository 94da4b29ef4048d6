//! Merchant accounts: keys and settings. They are few and asked for at every call, so `crate::merchants` keeps them in
//! memory; here is only what survives a restart.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row, params};

use super::accounts::set_available;
use super::{Amount, Ledger, LedgerError, Result};
use crate::clock::Millis;
use crate::config::Switch;
use crate::identity::{Identity, MerchantIdentity};

/// What can be changed about a merchant while the sandbox runs. Times are in milliseconds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Settings {
    pub webhook_url: Option<String>,
    pub approve_after: Millis,
    pub settle_after: Millis,
    /// When a payout ends.
    pub payout_after: Millis,
    /// When a conversion ends.
    pub convert_after: Millis,
    /// The merchant's own, besides those of the whole sandbox.
    pub switches: BTreeSet<Switch>,
}

/// A merchant as stored.
#[derive(Debug, Clone)]
pub(crate) struct Merchant {
    pub row: i64,
    pub identity: MerchantIdentity,
    pub settings: Settings,
}

impl Ledger {
    /// Every merchant, oldest first.
    pub(crate) fn merchants(&self) -> Result<Vec<Merchant>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT row, id, dgs_api_key, dgs_account_number, dgs_encryption_key, dgs_webhook_secret, roho_test_key,
                        roho_live_key, roho_webhook_secret, webhook_url, approve_after, settle_after, payout_after, convert_after,
                        switches
                 FROM merchants ORDER BY row",
            )?;
            let mut rows = statement.query([])?;
            let mut merchants = Vec::new();
            while let Some(row) = rows.next()? {
                merchants.push(read(row)?);
            }
            Ok(merchants)
        })
    }

    /// Opens an account with its opening balances.
    pub(crate) fn open_merchant(
        &self,
        identity: Identity,
        settings: Settings,
        wallet: &[Amount],
        at: Millis,
    ) -> Result<Merchant> {
        self.write(|db| {
            let count: u32 = db.query_row("SELECT COUNT(*) FROM merchants", [], |row| row.get(0))?;
            let identity = identity.merchant(u64::from(count) + 1);
            let row = insert(db, &identity, &settings)?;
            wallet.iter().try_for_each(|amount| set_available(db, row, *amount, "opening", at))?;
            Ok(Merchant { row, identity, settings })
        })
    }

    pub(crate) fn change_settings(&self, merchant: i64, settings: &Settings) -> Result<()> {
        self.write(|db| {
            db.prepare_cached(
                "UPDATE merchants SET webhook_url = ?2, approve_after = ?3, settle_after = ?4, payout_after = ?5,
                                      convert_after = ?6, switches = ?7
                 WHERE row = ?1",
            )?
            .execute(params![
                merchant,
                settings.webhook_url,
                settings.approve_after,
                settings.settle_after,
                settings.payout_after,
                settings.convert_after,
                written(&settings.switches)
            ])?;
            Ok(())
        })
    }
}

fn insert(db: &Connection, identity: &MerchantIdentity, settings: &Settings) -> Result<i64> {
    let mut statement = db.prepare_cached(
        "INSERT INTO merchants (id, dgs_api_key, dgs_account_number, dgs_encryption_key, dgs_webhook_secret, roho_test_key,
                                roho_live_key, roho_webhook_secret, webhook_url, approve_after, settle_after, payout_after,
                                convert_after, switches)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14)",
    )?;
    Ok(statement.insert(params![
        identity.id,
        identity.dgs_api_key,
        identity.dgs_account_number,
        identity.dgs_encryption_key,
        identity.dgs_webhook_secret,
        identity.roho_test_key,
        identity.roho_live_key,
        identity.roho_webhook_secret,
        settings.webhook_url,
        settings.approve_after,
        settings.settle_after,
        settings.payout_after,
        settings.convert_after,
        written(&settings.switches),
    ])?)
}

fn written(switches: &BTreeSet<Switch>) -> String {
    switches.iter().map(|switch| switch.name()).collect::<Vec<_>>().join(" ")
}

fn read(row: &Row<'_>) -> Result<Merchant> {
    let switches: String = row.get(14)?;
    Ok(Merchant {
        row: row.get(0)?,
        identity: MerchantIdentity {
            id: row.get(1)?,
            dgs_api_key: row.get(2)?,
            dgs_account_number: row.get(3)?,
            dgs_encryption_key: row.get(4)?,
            dgs_webhook_secret: row.get(5)?,
            roho_test_key: row.get(6)?,
            roho_live_key: row.get(7)?,
            roho_webhook_secret: row.get(8)?,
        },
        settings: Settings {
            webhook_url: row.get(9)?,
            approve_after: row.get(10)?,
            settle_after: row.get(11)?,
            payout_after: row.get(12)?,
            convert_after: row.get(13)?,
            switches: switches
                .split_whitespace()
                .map(|name| name.parse().map_err(LedgerError::Foreign))
                .collect::<Result<_>>()?,
        },
    })
}
