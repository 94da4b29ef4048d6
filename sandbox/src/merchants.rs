//! The merchants, in memory: every call asks whose key it carries.

use std::collections::{BTreeSet, HashMap};
use std::net::IpAddr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};

use dgspay::{Currency, Money};
use sha2::{Digest as _, Sha256};

use crate::clock::Millis;
use crate::config::{Config, RohoConfig, Switch};
use crate::environment::Environment;
use crate::identity::{Identity, MerchantIdentity};
use crate::ledger::{self, Amount, Ledger, Opening, Provider, RohoSettings, Settings, WALLET_CURRENCY};

/// A merchant.
#[derive(Debug)]
pub(crate) struct Merchant {
    pub row: i64,
    pub environment: Environment,
    pub identity: MerchantIdentity,
    settings: RwLock<Settings>,
    /// How many POSTs of this merchant have arrived.
    pub posts: AtomicU64,
    /// How many requests the redirect trap has received in its name.
    pub trapped: AtomicU64,
}

impl Merchant {
    pub(crate) fn settings(&self) -> Settings {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether the account may be used from there: the list counts in production only (§2).
    pub(crate) fn permits(&self, address: IpAddr) -> bool {
        let settings = self.settings.read().unwrap_or_else(PoisonError::into_inner);
        self.environment == Environment::Test || settings.allowed_ips.as_ref().is_none_or(|list| list.permits(address))
    }

    /// Whether the merchant has a switch of its own; [`crate::app::App::has`] knows those of the whole sandbox as well.
    pub(crate) fn has(&self, switch: Switch) -> bool {
        self.settings.read().unwrap_or_else(PoisonError::into_inner).switches.contains(&switch)
    }

    pub(crate) fn change(&self, ledger: &Ledger, settings: Settings) -> ledger::Result<()> {
        ledger.change_settings(self.row, &settings)?;
        *self.settings.write().unwrap_or_else(PoisonError::into_inner) = settings;
        Ok(())
    }

    pub(crate) fn count_post(&self) {
        self.posts.fetch_add(1, Ordering::Relaxed);
    }
}

/// All merchants, found by any of their names.
///
/// Keys are looked up by their digest, so that the time it takes says nothing about how much of a key was right.
#[derive(Debug)]
pub(crate) struct Merchants {
    index: RwLock<Index>,
    identity: Identity,
}

#[derive(Debug, Default)]
struct Index {
    all: Vec<Arc<Merchant>>,
    by_id: HashMap<String, Arc<Merchant>>,
    by_key: HashMap<[u8; 32], Arc<Merchant>>,
    by_account: HashMap<String, Arc<Merchant>>,
    by_row: HashMap<i64, Arc<Merchant>>,
}

impl Merchants {
    /// Takes over what the ledger has, and opens what is missing.
    pub(crate) fn load(ledger: &Ledger, identity: Identity, config: &Config, now: Millis) -> ledger::Result<Self> {
        let merchants = Self { index: RwLock::default(), identity };
        for stored in ledger.merchants()? {
            merchants.add(stored);
        }
        while merchants.all().len() < config.merchants.max(1) {
            merchants.open(
                ledger,
                config.environment,
                default_settings(config),
                &opening(&config.wallet, &config.roho),
                now,
            )?;
        }
        Ok(merchants)
    }

    /// Opens another account.
    pub(crate) fn open(
        &self,
        ledger: &Ledger,
        environment: Environment,
        settings: Settings,
        opening: &Opening,
        now: Millis,
    ) -> ledger::Result<Arc<Merchant>> {
        Ok(self.add(ledger.open_merchant(self.identity, environment, settings, opening, now)?))
    }

    /// Whose key this is, if it was issued here.
    pub(crate) fn by_key(&self, key: &[u8]) -> Option<Arc<Merchant>> {
        self.read(|index| index.by_key.get(&digest(key)).cloned())
    }

    /// Whose account number this is. Proves nothing; it only helps to tell whose request went wrong.
    pub(crate) fn by_account(&self, number: &str) -> Option<Arc<Merchant>> {
        self.read(|index| index.by_account.get(number).cloned())
    }

    pub(crate) fn by_id(&self, id: &str) -> Option<Arc<Merchant>> {
        self.read(|index| index.by_id.get(id).cloned())
    }

    pub(crate) fn by_row(&self, row: i64) -> Option<Arc<Merchant>> {
        self.read(|index| index.by_row.get(&row).cloned())
    }

    pub(crate) fn all(&self) -> Vec<Arc<Merchant>> {
        self.read(|index| index.all.clone())
    }

    fn read<T>(&self, look: impl FnOnce(&Index) -> T) -> T {
        look(&self.index.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn add(&self, stored: ledger::Merchant) -> Arc<Merchant> {
        let merchant = Arc::new(Merchant {
            row: stored.row,
            environment: stored.environment,
            identity: stored.identity,
            settings: RwLock::new(stored.settings),
            posts: AtomicU64::new(0),
            trapped: AtomicU64::new(0),
        });
        let keys = &merchant.identity;
        let mut index = self.index.write().unwrap_or_else(PoisonError::into_inner);
        for key in [&keys.dgs_api_key, &keys.roho_test_key, &keys.roho_live_key] {
            index.by_key.insert(digest(key.as_bytes()), Arc::clone(&merchant));
        }
        index.by_account.insert(keys.dgs_account_number.clone(), Arc::clone(&merchant));
        index.by_id.insert(keys.id.clone(), Arc::clone(&merchant));
        index.by_row.insert(merchant.row, Arc::clone(&merchant));
        index.all.push(Arc::clone(&merchant));
        merchant
    }
}

/// The settings of a merchant for whom nothing else was asked.
pub(crate) fn default_settings(config: &Config) -> Settings {
    let millis = |duration: std::time::Duration| Millis::try_from(duration.as_millis()).unwrap_or(Millis::MAX);
    Settings {
        webhook_url: config.webhook_url.clone(),
        approve_after: millis(config.approve_after),
        settle_after: millis(config.settle_after),
        payout_after: millis(config.payout_after),
        convert_after: millis(config.convert_after),
        allowed_ips: None,
        switches: BTreeSet::new(),
        roho: RohoSettings {
            webhook_url: config.roho.webhook_url.clone(),
            provider: Provider::Relworx,
            commission: config.roho.commission,
            payout_commission: config.roho.payout_commission,
            revoked: BTreeSet::new(),
        },
    }
}

/// The opening balances: the usual ones, but for the currencies that were named. RohoPay's currency is that of its wallets
/// alone.
pub(crate) fn opening(named: &[Money], roho: &RohoConfig) -> Opening {
    let usual = [Amount::new(1_000_000, Currency::RWF), Amount::new(100_000, Currency::USD)];
    let (of_roho, of_dgs): (Vec<Amount>, Vec<Amount>) =
        named.iter().copied().map(Amount::from).partition(|amount| amount.currency == WALLET_CURRENCY);
    let named_instead =
        |usual: Amount| of_dgs.iter().copied().find(|other| other.currency == usual.currency).unwrap_or(usual);
    let others = of_dgs.iter().copied().filter(|other| usual.iter().all(|amount| amount.currency != other.currency));
    let shillings = |usual: u32| of_roho.first().copied().unwrap_or(Amount::new(usual.into(), WALLET_CURRENCY));
    Opening {
        dgs: usual.into_iter().map(named_instead).chain(others).collect(),
        roho_test: shillings(roho.test_wallet),
        roho_live: shillings(roho.live_wallet),
    }
}

fn digest(key: &[u8]) -> [u8; 32] {
    Sha256::digest(key).into()
}
