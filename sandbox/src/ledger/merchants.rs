//! Merchant accounts: keys and settings. They are few and asked for at every call, so `crate::merchants` keeps them in
//! memory; here is only what survives a restart.

use std::collections::BTreeSet;

use rusqlite::{Connection, Row, params};
use rust_decimal::Decimal;

use super::accounts::set_available;
use super::{Amount, Ledger, LedgerError, Provider, Result, Wallet};
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
    pub roho: RohoSettings,
}

/// What can be changed about a merchant's RohoPay project.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RohoSettings {
    /// Where its webhooks go, if not where those of DGS-Pay go.
    pub webhook_url: Option<String>,
    /// The one that is asked first.
    pub provider: Provider,
    /// The share of a collection that the service keeps.
    pub commission: Decimal,
    /// The share of a payout that the service keeps, where it keeps one.
    pub payout_commission: Decimal,
    /// The keys of these environments are refused.
    pub revoked: BTreeSet<Environment>,
}

/// What is in a merchant's wallets from the beginning.
#[derive(Debug, Clone)]
pub(crate) struct Opening {
    pub dgs: Vec<Amount>,
    pub roho_test: Amount,
    pub roho_live: Amount,
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
                        allowed_ips, switches, environment, roho_provider, roho_commission, roho_payout_commission, roho_revoked,
                        roho_webhook_url
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
        opening: &Opening,
        at: Millis,
    ) -> Result<Merchant> {
        self.write(|db| {
            let count: u32 = db.query_row("SELECT COUNT(*) FROM merchants", [], |row| row.get(0))?;
            let identity = identity.merchant(u64::from(count) + 1, environment);
            let row = insert(db, environment, &identity, &settings)?;
            let open = |wallet, amount: &Amount| set_available(db, wallet, *amount, "opening", at);
            opening.dgs.iter().try_for_each(|amount| open(Wallet::dgs(row), amount))?;
            open(Wallet::roho(row, Environment::Test), &opening.roho_test)?;
            open(Wallet::roho(row, Environment::Production), &opening.roho_live)?;
            Ok(Merchant { row, environment, identity, settings })
        })
    }

    pub(crate) fn change_settings(&self, merchant: i64, settings: &Settings) -> Result<()> {
        self.write(|db| {
            db.prepare_cached(
                "UPDATE merchants SET webhook_url = ?2, approve_after = ?3, settle_after = ?4, payout_after = ?5,
                                      convert_after = ?6, allowed_ips = ?7, switches = ?8, roho_provider = ?9,
                                      roho_commission = ?10, roho_payout_commission = ?11, roho_revoked = ?12,
                                      roho_webhook_url = ?13
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
                written(&settings.switches),
                settings.roho.provider.as_str(),
                settings.roho.commission.to_string(),
                settings.roho.payout_commission.to_string(),
                environments(&settings.roho.revoked),
                settings.roho.webhook_url,
            ])?;
            Ok(())
        })
    }
}

fn insert(db: &Connection, environment: Environment, identity: &MerchantIdentity, settings: &Settings) -> Result<i64> {
    let mut statement = db.prepare_cached(
        "INSERT INTO merchants (id, dgs_api_key, dgs_account_number, dgs_encryption_key, dgs_webhook_secret, roho_test_key,
                                roho_live_key, roho_webhook_secret, webhook_url, approve_after, settle_after, payout_after,
                                convert_after, allowed_ips, switches, environment, roho_provider, roho_commission,
                                roho_payout_commission, roho_revoked, roho_webhook_url)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
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
        settings.roho.provider.as_str(),
        settings.roho.commission.to_string(),
        settings.roho.payout_commission.to_string(),
        environments(&settings.roho.revoked),
        settings.roho.webhook_url,
    ])?)
}

fn written(switches: &BTreeSet<Switch>) -> String {
    switches.iter().map(|switch| switch.name()).collect::<Vec<_>>().join(" ")
}

fn environments(environments: &BTreeSet<Environment>) -> String {
    environments.iter().map(|environment| environment.as_str()).collect::<Vec<_>>().join(" ")
}

fn roho(row: &Row<'_>) -> Result<RohoSettings> {
    let (provider, revoked): (String, String) = (row.get(17)?, row.get(20)?);
    let rate = |text: String| text.parse().map_err(|_| LedgerError::Foreign(format!("rate {text:?}")));
    Ok(RohoSettings {
        webhook_url: row.get(21)?,
        provider: Provider::stored(&provider)?,
        commission: rate(row.get(18)?)?,
        payout_commission: rate(row.get(19)?)?,
        revoked: revoked
            .split_whitespace()
            .map(|name| name.parse().map_err(LedgerError::Foreign))
            .collect::<Result<_>>()?,
    })
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
            roho: roho(row)?,
        },
    })
}
