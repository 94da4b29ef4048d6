//! Merchants of one's own: every test opens one, so that no test sees another's money.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use bytes::Bytes;
use dgspay::{Currency, Money};
use hyper::StatusCode;
use rust_decimal::Decimal;
use serde::{Deserialize, Deserializer, Serialize};

use super::problem::Problem;
use super::{known, parse};
use crate::allow_list::AllowList;
use crate::app::App;
use crate::clock::Millis;
use crate::config::{Switch, is_share};
use crate::environment::Environment;
use crate::ledger::{Amount, Provider, RohoSettings, Settings, WALLET_CURRENCY, Wallet};
use crate::merchants::{Merchant, default_settings, opening};
use crate::ready::{DgsAccount, RohoAccount};

/// What may be set. What is absent stays as it is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wishes {
    /// Currency to available balance in major units.
    #[serde(default)]
    wallet: BTreeMap<String, String>,
    /// Decided once: an account does not move from one environment to the other.
    environment: Option<Environment>,
    /// `null` takes the URL away.
    #[serde(default)]
    webhook_url: Wish<String>,
    /// Addresses and ranges; `null` takes the list away, an empty one lets nobody in.
    #[serde(default)]
    allowed_ips: Wish<Vec<String>>,
    approve_after_ms: Option<u32>,
    settle_after_ms: Option<u32>,
    payout_after_ms: Option<u32>,
    convert_after_ms: Option<u32>,
    /// Names of switches; a list replaces the one before.
    switches: Option<Vec<String>>,
    roho: Option<RohoWishes>,
}

/// What may be set about the RohoPay project.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RohoWishes {
    #[serde(default)]
    wallet: RohoWallets,
    /// `null` takes the URL away: then it is that of the merchant.
    #[serde(default)]
    webhook_url: Wish<String>,
    provider: Option<String>,
    commission: Option<Share>,
    payout_commission: Option<Share>,
    /// A list replaces the one before.
    revoked_keys: Option<BTreeSet<Key>>,
}

/// A fee, as text: part of an amount, and not all of it.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(try_from = "String")]
struct Share(Decimal);

impl TryFrom<String> for Share {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        let rate = Decimal::from_str_exact(&text).ok().filter(|rate| is_share(*rate));
        rate.map(Self).ok_or("a commission is a share in text, from \"0\" to less than \"1\"")
    }
}

/// Available shillings, as text.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct RohoWallets {
    test: Option<String>,
    live: Option<String>,
}

/// As a project's two keys are called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Key {
    Test,
    Live,
}

impl From<Key> for Environment {
    fn from(key: Key) -> Self {
        match key {
            Key::Test => Self::Test,
            Key::Live => Self::Production,
        }
    }
}

impl RohoWishes {
    fn settings(&self, old: RohoSettings) -> Result<RohoSettings, Problem> {
        let provider = self
            .provider
            .as_deref()
            .map(|name| Provider::parse(name).ok_or_else(|| Problem::invalid("roho.provider: relworx or iotec")));
        let revoked = self.revoked_keys.as_ref().map(|keys| keys.iter().copied().map(Environment::from).collect());
        Ok(RohoSettings {
            webhook_url: self.webhook_url.or(old.webhook_url),
            provider: provider.transpose()?.unwrap_or(old.provider),
            commission: self.commission.map_or(old.commission, |Share(rate)| rate),
            payout_commission: self.payout_commission.map_or(old.payout_commission, |Share(rate)| rate),
            revoked: revoked.unwrap_or(old.revoked),
        })
    }

    /// What is wished to be in the wallets.
    fn wallets(&self) -> Result<Vec<(Environment, Amount)>, Problem> {
        let wishes = [(Environment::Test, &self.wallet.test), (Environment::Production, &self.wallet.live)];
        let named = wishes.into_iter().filter_map(|(environment, text)| Some((environment, text.as_deref()?)));
        named.map(|(environment, text)| Ok((environment, balance(text, WALLET_CURRENCY)?.into()))).collect()
    }
}

/// JSON tells an absent field from `null`, and so does this.
#[derive(Debug, Clone, Default)]
enum Wish<T> {
    #[default]
    AsItIs,
    None,
    This(T),
}

impl<T: Clone> Wish<T> {
    fn or(&self, old: Option<T>) -> Option<T> {
        match self {
            Self::AsItIs => old,
            Self::None => None,
            Self::This(new) => Some(new.clone()),
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Wish<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Option::deserialize(deserializer).map(|wish| wish.map_or(Self::None, Self::This))
    }
}

impl Wishes {
    fn settings(&self, old: Settings) -> Result<Settings, Problem> {
        let named = |names: &Vec<String>| names.iter().map(|name| name.parse::<Switch>()).collect::<Result<_, _>>();
        let switches = self.switches.as_ref().map(named).transpose().map_err(Problem::invalid)?;
        Ok(Settings {
            webhook_url: self.webhook_url.or(old.webhook_url),
            allowed_ips: match &self.allowed_ips {
                Wish::AsItIs => old.allowed_ips,
                Wish::None => None,
                Wish::This(ranges) => Some(AllowList::of(ranges).map_err(Problem::invalid)?),
            },
            approve_after: self.approve_after_ms.map_or(old.approve_after, Millis::from),
            settle_after: self.settle_after_ms.map_or(old.settle_after, Millis::from),
            payout_after: self.payout_after_ms.map_or(old.payout_after, Millis::from),
            convert_after: self.convert_after_ms.map_or(old.convert_after, Millis::from),
            switches: switches.unwrap_or(old.switches),
            roho: match &self.roho {
                Some(wishes) => wishes.settings(old.roho)?,
                None => old.roho,
            },
        })
    }

    fn wallet(&self) -> Result<Vec<Money>, Problem> {
        let read = |(currency, amount): (&String, &String)| {
            let currency = currency.parse().map_err(|error| Problem::invalid(format!("wallet: {error}")))?;
            balance(amount, currency)
        };
        self.wallet.iter().map(read).collect()
    }
}

fn balance(amount: &str, currency: Currency) -> Result<Money, Problem> {
    match Money::parse(amount, currency) {
        Ok(money) if money.amount.is_sign_positive() => Ok(money),
        Ok(_) => Err(Problem::invalid("wallet: a balance cannot be negative")),
        Err(error) => Err(Problem::invalid(format!("wallet: {error}"))),
    }
}

#[derive(Serialize)]
struct Opened {
    id: String,
    dgs: DgsAccount,
    roho: RohoAccount,
}

impl Opened {
    fn of(merchant: &Merchant, app: &App) -> Self {
        Self {
            id: merchant.identity.id.clone(),
            dgs: DgsAccount::of(merchant, &app.origin),
            roho: RohoAccount::of(&merchant.identity, &app.origin),
        }
    }
}

pub(super) async fn open(State(app): State<Arc<App>>, body: Bytes) -> Result<impl IntoResponse, Problem> {
    let wishes: Wishes = parse(if body.is_empty() { b"{}" } else { &body })?;
    // A merchant of its own does not report to where the first one's webhooks go.
    let usual = default_settings(&app.config);
    let roho = RohoSettings { webhook_url: None, ..usual.roho };
    let settings = wishes.settings(Settings { webhook_url: None, roho, ..usual })?;
    let mut opening = opening(&wishes.wallet()?, &app.config.roho);
    for (environment, amount) in wishes.roho.as_ref().map(RohoWishes::wallets).transpose()?.into_iter().flatten() {
        match environment {
            Environment::Test => opening.roho_test = amount,
            Environment::Production => opening.roho_live = amount,
        }
    }
    let merchant =
        app.merchants.open(&app.ledger, wishes.environment.unwrap_or_default(), settings, &opening, app.now())?;
    app.changed();
    Ok((StatusCode::CREATED, Json(Opened::of(&merchant, &app))))
}

pub(super) async fn change(
    State(app): State<Arc<App>>,
    Path(id): Path<String>,
    body: Bytes,
) -> Result<impl IntoResponse, Problem> {
    let merchant = known(&app, &id)?;
    let wishes: Wishes = parse(&body)?;
    if wishes.environment.is_some_and(|wished| wished != merchant.environment) {
        return Err(Problem::invalid("environment: an account stays in its environment; open another one"));
    }
    let settings = wishes.settings(merchant.settings())?;
    let wallet: Vec<Amount> = wishes.wallet()?.into_iter().map(Amount::from).collect();
    let (of_roho, of_dgs): (Vec<_>, Vec<_>) = wallet.iter().partition(|amount| amount.currency == WALLET_CURRENCY);
    let both = [Environment::Test, Environment::Production];
    let of_both = of_roho.into_iter().flat_map(|amount| both.map(|environment| (environment, amount)));
    let each = wishes.roho.as_ref().map(RohoWishes::wallets).transpose()?.unwrap_or_default();
    app.ledger.set_wallet(Wallet::dgs(merchant.row), &of_dgs, app.now())?;
    for (environment, amount) in of_both.chain(each) {
        app.ledger.set_wallet(Wallet::roho(merchant.row, environment), &[amount], app.now())?;
    }
    merchant.change(&app.ledger, settings)?;
    app.changed();
    Ok(Json(Opened::of(&merchant, &app)))
}
