//! Merchant accounts: keys and settings. They are few and asked for at every call, so `crate::merchants` keeps them in
//! memory; here is only what survives a restart.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row, params};

use super::accounts::set_available;
use super::{Amount, Ledger, LedgerError, Result};
use crate::allow_list::AllowList;
use crate::clock::Millis;
use crate::config::Switch;
use crate::environment::Environment;
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
    /// From where an account in production may be used; without a list, from everywhere.
    pub allowed_ips: Option<AllowList>,
    /// The merchant's own, besides those of the whole sandbox.
    pub switches: BTreeSet<Switch>,
}

/// A merchant as stored.
#[derive(Debug, Clone)]
pub(crate) struct Merchant {
    pub row: i64,
    pub environment: Environment,
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
                        allowed_ips, switches, environment
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
        environment: Environment,
        settings: Settings,
        wallet: &[Amount],
        at: Millis,
    ) -> Result<Merchant> {
        self.write(|db| {
            let count: u32 = db.query_row("SELECT COUNT(*) FROM merchants", [], |row| row.get(0))?;
            let identity = identity.merchant(u64::from(count) + 1, environment);
            let row = insert(db, environment, &identity, &settings)?;
            wallet.iter().try_for_each(|amount| set_available(db, row, *amount, "opening", at))?;
            Ok(Merchant { row, environment, identity, settings })
        })
    }

    pub(crate) fn change_settings(&self, merchant: i64, settings: &Settings) -> Result<()> {
        self.write(|db| {
            db.prepare_cached(
                "UPDATE merchants SET webhook_url = ?2, approve_after = ?3, settle_after = ?4, payout_after = ?5,
                                      convert_after = ?6, allowed_ips = ?7, switches = ?8
                 WHERE row = ?1",
            )?
            .execute(params![
                merchant,
                settings.webhook_url,
                settings.approve_after,
                settings.settle_after,
                settings.payout_after,
                settings.convert_after,
                settings.allowed_ips.as_ref().map(ToString::to_string),
                written(&settings.switches)
            ])?;
            Ok(())
        })
    }
}

fn insert(db: &Connection, environment: Environment, identity: &MerchantIdentity, settings: &Settings) -> Result<i64> {
    let mut statement = db.prepare_cached(
        "INSERT INTO merchants (id, dgs_api_key, dgs_account_number, dgs_encryption_key, dgs_webhook_secret, roho_test_key,
                                roho_live_key, roho_webhook_secret, webhook_url, approve_after, settle_after, payout_after,
                                convert_after, allowed_ips, switches, environment)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16)",
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
        settings.allowed_ips.as_ref().map(ToString::to_string),
        written(&settings.switches),
        environment.as_str(),
    ])?)
}

fn written(switches: &BTreeSet<Switch>) -> String {
    switches.iter().map(|switch| switch.name()).collect::<Vec<_>>().join(" ")
}

fn read(row: &Row<'_>) -> Result<Merchant> {
    let allowed_ips: Option<String> = row.get(14)?;
    let (switches, environment): (String, String) = (row.get(15)?, row.get(16)?);
    Ok(Merchant {
        row: row.get(0)?,
        environment: environment.parse().map_err(LedgerError::Foreign)?,
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
            allowed_ips: allowed_ips.map(|list| AllowList::stored(&list).map_err(LedgerError::Foreign)).transpose()?,
            switches: switches
                .split_whitespace()
                .map(|name| name.parse().map_err(LedgerError::Foreign))
                .collect::<Result<_>>()?,
        },
    })
}
