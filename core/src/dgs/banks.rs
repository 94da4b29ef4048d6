//! Banks and mobile-money providers that payouts can go to (`protocol/dgs-pay.md` §12, C-39).

use dgspay_macros::model;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::currency::Currency;
use crate::dgs::{DestinationType, envelope};
use crate::error::{Error, Result};
use crate::http::{Answer, Request};
use crate::phone::{Country, MobileNetwork};
use crate::wire::{Flag, Text, lenient, object, text};

/// A bank or a mobile-money provider. The list changes: fetch it when you need it.
#[model]
pub struct Bank {
    /// What a payout names it by.
    pub bank_key: String,
    /// Its name, for people.
    pub name: String,
    /// Whether it is a bank or a mobile-money provider.
    pub destination_type: DestinationType,
    /// Whether a payout to it must name the branch.
    pub branch_required: bool,
    /// The record as it arrived.
    pub raw: String,
    /// The currency of its accounts.
    pub currency: Option<Currency>,
    /// A bank's national code.
    pub code: Option<String>,
    /// A mobile-money provider's network.
    pub network: Option<MobileNetwork>,
}

#[derive(Deserialize)]
struct ListBody {
    data: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct BankBody {
    bank_key: Text,
    name: Option<Text>,
    #[serde(rename = "type")]
    destination_type: Option<String>,
    currency: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    branch_required: Option<Flag>,
    code: Option<Text>,
    network: Option<String>,
}

pub(crate) fn write_list(country: &Country) -> Result<Request> {
    let code = country.as_str().trim().to_ascii_uppercase();
    if code.len() != 2 || !code.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(Error::invalid("country", "The country is not a two-letter ISO code, such as RW"));
    }
    Ok(Request::get(&["banks", &code]))
}

pub(crate) fn read_list(answer: &Answer) -> Result<Vec<Bank>> {
    let body: ListBody = envelope::read(answer)?;
    body.data.iter().map(|record| read_bank(record.get(), answer)).collect()
}

fn read_bank(raw: &str, answer: &Answer) -> Result<Bank> {
    let body: BankBody = object(raw).map_err(|_| envelope::unreadable(answer))?;
    let bank_key = text(Some(body.bank_key)).ok_or_else(|| envelope::unreadable(answer))?;
    Ok(Bank {
        name: text(body.name).unwrap_or_else(|| bank_key.clone()),
        bank_key,
        destination_type: DestinationType::from(body.destination_type.as_deref().unwrap_or_default()),
        currency: body.currency.and_then(|code| Currency::from_wire(&code).ok()),
        branch_required: body.branch_required.is_some_and(|flag| flag.0),
        code: text(body.code),
        network: body.network.as_deref().map(MobileNetwork::from),
        raw: raw.to_owned(),
    })
}
