//! What a movement looks like to its project: another selection of fields at each endpoint, in the documents' order.

use serde::ser::SerializeMap as _;
use serde::{Serialize, Serializer};

use super::words;
use crate::app::App;
use crate::clock;
use crate::config::Switch;
use crate::ledger::Movement;
use crate::merchants::Merchant;
use crate::number::Number;

/// The names that integrations have seen instead of the documented ones (C-7).
const ALIASES: [(&str, &str); 4] = [
    ("id", "transaction_id"),
    ("internal_reference", "reference"),
    ("commission_amount", "commission"),
    ("provider_fee_amount", "provider_fee"),
];

/// Named values. What is not there is left out.
pub(super) struct Record<'a> {
    fields: Vec<(&'static str, Option<Datum<'a>>)>,
    has_aliases: bool,
}

enum Datum<'a> {
    Text(&'a str),
    Made(String),
    Number(Number),
    Zero,
}

impl Serialize for Datum<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Made(text) => serializer.serialize_str(text),
            Self::Number(number) => number.serialize(serializer),
            Self::Zero => serializer.serialize_u8(0),
        }
    }
}

impl Serialize for Record<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (name, datum) in self.fields.iter().filter_map(|(name, datum)| Some((*name, datum.as_ref()?))) {
            let alias = ALIASES.iter().find(|(documented, _)| self.has_aliases && *documented == name);
            map.serialize_entry(alias.map_or(name, |(_, alias)| alias), datum)?;
        }
        map.end()
    }
}

/// How answers are written for somebody.
#[derive(Debug, Clone, Copy)]
pub(super) struct Style {
    has_aliases: bool,
}

impl Style {
    pub(super) fn of(app: &App, merchant: &Merchant) -> Self {
        Self { has_aliases: app.has(merchant, Switch::AliasNames) }
    }

    /// The answer to a collection (§7).
    pub(super) fn collected(self, movement: &Movement) -> Record<'_> {
        use Datum::{Made, Text, Zero};
        let mut fields = begun(movement);
        fields.extend([
            ("commission_amount", Some(commission(movement))),
            ("commission_rate", Some(rate(movement))),
            ("provider_fee_amount", Some(Zero)),
            ("net_amount", Some(net(movement))),
            ("description", movement.description.as_deref().map(Text)),
            ("failover_reason", movement.failover_reason.as_deref().map(Text)),
            ("environment", Some(Text(words::environment(movement.environment)))),
            ("created_at", Some(Made(clock::iso(movement.created_at)))),
            ("updated_at", Some(Made(clock::iso(movement.updated_at())))),
        ]);
        self.record(fields)
    }

    /// The answer to a payout (§8).
    pub(super) fn disbursed(self, movement: &Movement) -> Record<'_> {
        use Datum::{Made, Text};
        let mut fields = begun(movement);
        fields.extend([
            ("commission_amount", movement.tells_of_commission().then(|| commission(movement))),
            ("net_amount", Some(net(movement))),
            ("failover_reason", movement.failover_reason.as_deref().map(Text)),
            ("environment", Some(Text(words::environment(movement.environment)))),
            ("created_at", Some(Made(clock::iso(movement.created_at)))),
        ]);
        self.record(fields)
    }

    /// The answer to a checkout (§9), whose identifier has its alias always.
    pub(super) fn checked_out(self, movement: &Movement, payment_url: String) -> Record<'_> {
        use Datum::{Made, Number as Digits, Text};
        self.record(vec![
            ("transaction_id", Some(Text(&movement.identity.id))),
            ("internal_reference", Some(Text(&movement.identity.reference))),
            ("payment_url", Some(Made(payment_url))),
            ("status", Some(Text(movement.status.of_charge()))),
            ("amount", Some(Digits(Number::short(movement.amount)))),
            ("currency", Some(Made(movement.amount.currency.to_string()))),
        ])
    }

    /// Everything that is known (§10).
    pub(super) fn transaction(self, movement: &Movement) -> Record<'_> {
        use Datum::{Made, Number as Digits, Text, Zero};
        let tells = movement.tells_of_commission();
        self.record(vec![
            ("id", Some(Text(&movement.identity.id))),
            ("internal_reference", Some(Text(&movement.identity.reference))),
            ("provider_reference", Some(Text(&movement.provider_reference))),
            ("type", Some(Text(movement.direction.as_str()))),
            ("status", Some(Text(movement.status.of_charge()))),
            ("payment_method", Some(Text(movement.means.as_str()))),
            ("provider", Some(Text(movement.provider.as_str()))),
            ("phone_number", movement.means.phone().map(Text)),
            ("amount", Some(Digits(Number::short(movement.amount)))),
            ("currency", Some(Made(movement.amount.currency.to_string()))),
            ("commission_amount", tells.then(|| commission(movement))),
            ("commission_rate", tells.then(|| rate(movement))),
            ("provider_fee_amount", Some(Zero)),
            ("provider_fee_rate", Some(Zero)),
            ("net_amount", Some(net(movement))),
            ("description", movement.description.as_deref().map(Text)),
            ("callback_url", movement.callback_url.as_deref().map(Text)),
            ("provider_status", Some(Text(&movement.provider_status))),
            // C-20: here it is there, and empty.
            ("failover_reason", Some(Text(movement.failover_reason.as_deref().unwrap_or_default()))),
            ("environment", Some(Text(words::environment(movement.environment)))),
            ("created_at", Some(Made(clock::iso(movement.created_at)))),
            ("updated_at", Some(Made(clock::iso(movement.updated_at())))),
        ])
    }

    fn record<'a>(self, fields: Vec<(&'static str, Option<Datum<'a>>)>) -> Record<'a> {
        Record { fields, has_aliases: self.has_aliases }
    }
}

/// How both mobile-money answers begin.
fn begun(movement: &Movement) -> Vec<(&'static str, Option<Datum<'_>>)> {
    use Datum::{Made, Number as Digits, Text};
    vec![
        ("id", Some(Text(&movement.identity.id))),
        ("internal_reference", Some(Text(&movement.identity.reference))),
        ("provider_reference", Some(Text(&movement.provider_reference))),
        ("status", Some(Text(movement.status.of_charge()))),
        ("type", Some(Text(movement.direction.as_str()))),
        ("payment_method", Some(Text(movement.means.as_str()))),
        ("provider", Some(Text(movement.provider.as_str()))),
        ("phone_number", movement.means.phone().map(Text)),
        ("amount", Some(Digits(Number::short(movement.amount)))),
        ("currency", Some(Made(movement.amount.currency.to_string()))),
    ]
}

fn commission(movement: &Movement) -> Datum<'_> {
    Datum::Number(Number::short(movement.commission_taken()))
}

fn rate(movement: &Movement) -> Datum<'_> {
    Datum::Number(Number::rate(movement.commission_rate, 0))
}

fn net(movement: &Movement) -> Datum<'_> {
    Datum::Number(Number::short(movement.net()))
}
