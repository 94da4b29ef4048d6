//! Merchants of one's own: every test opens one, so that no test sees another's money.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use bytes::Bytes;
use dgspay::Money;
use hyper::StatusCode;
use serde::{Deserialize, Deserializer, Serialize};

use super::problem::Problem;
use super::{known, parse};
use crate::allow_list::AllowList;
use crate::app::App;
use crate::clock::Millis;
use crate::config::Switch;
use crate::environment::Environment;
use crate::ledger::{Amount, Settings};
use crate::merchants::{Merchant, default_settings, opening_wallet};
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
}

/// JSON tells an absent field from `null`, and so does this.
#[derive(Debug, Clone, Default)]
enum Wish<T> {
    #[default]
    AsItIs,
    None,
    This(T),
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
            webhook_url: match &self.webhook_url {
                Wish::AsItIs => old.webhook_url,
                Wish::None => None,
                Wish::This(url) => Some(url.clone()),
            },
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
        })
    }

    fn wallet(&self) -> Result<Vec<Money>, Problem> {
        let read = |(currency, amount): (&String, &String)| {
            let money = currency.parse().and_then(|currency| Money::parse(amount, currency));
            match money {
                Ok(money) if money.amount.is_sign_positive() => Ok(money),
                Ok(_) => Err(Problem::invalid("wallet: a balance cannot be negative")),
                Err(error) => Err(Problem::invalid(format!("wallet: {error}"))),
            }
        };
        self.wallet.iter().map(read).collect()
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
    let settings = wishes.settings(Settings { webhook_url: None, ..default_settings(&app.config) })?;
    let wallet = opening_wallet(&wishes.wallet()?);
    let merchant =
        app.merchants.open(&app.ledger, wishes.environment.unwrap_or_default(), settings, &wallet, app.now())?;
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
    app.ledger.set_wallet(merchant.row, &wallet, app.now())?;
    merchant.change(&app.ledger, settings)?;
    app.changed();
    Ok(Json(Opened::of(&merchant, &app)))
}
