//! Values that several requests have: amounts, phone numbers, addresses on the web.

use dgspay::{Country, Currency, MobileNetwork, PhoneNumber};

use crate::environment::Environment;
use crate::service::{Call, Fields};

/// Rwanda's country code, as it stands in answers.
pub(crate) const COUNTRY_CODE: &str = "250";

/// The currencies of wallets, cards and conversions.
const CURRENCIES: [Currency; 3] = [Currency::RWF, Currency::USD, Currency::EUR];

/// A currency of a wallet, in upper case.
pub(super) fn currency(fields: &mut Fields, name: &'static str) -> Option<Currency> {
    let text = fields.text(name)?;
    let known = CURRENCIES.into_iter().find(|currency| currency.code() == text);
    if known.is_none() {
        fields.fail(name, "must be RWF, USD or EUR");
    }
    known
}

pub(super) fn network(fields: &mut Fields, name: &'static str) -> Option<String> {
    let network = known_network(&fields.text(name)?);
    if network.is_none() {
        fields.fail(name, "must be MTN or Airtel");
    }
    network
}

/// In one spelling, whatever case it came in (C-35).
pub(crate) fn known_network(text: &str) -> Option<String> {
    match MobileNetwork::from(text.to_owned()) {
        known @ (MobileNetwork::Mtn | MobileNetwork::Airtel) => Some(known.as_str().to_owned()),
        _ => None,
    }
}

pub(super) fn rwandan_number(fields: &mut Fields, name: &'static str) -> Option<String> {
    let number = national_number(&fields.text(name)?);
    if number.is_none() {
        fields.fail(name, "must be a Rwandan mobile number, such as 789654321");
    }
    number
}

/// Every usual spelling is taken; nine digits are kept (§18).
pub(crate) fn national_number(text: &str) -> Option<String> {
    let number = PhoneNumber::parse(text, &Country::Rwanda).ok()?;
    (number.country_code() == COUNTRY_CODE).then(|| number.national().to_owned())
}

pub(super) fn redirect_url(fields: &mut Fields) -> Option<String> {
    fields.text("redirect_url")?;
    fields.optional_url("redirect_url")
}

/// The request's scenario key. In production there is no such thing, and a request that brings one thinks that it plays.
pub(super) fn scenario_key(fields: &mut Fields, call: &Call<'_>) -> Option<String> {
    let key = fields.optional_text("scenario_key")?;
    if call.merchant.environment == Environment::Test {
        return Some(key);
    }
    fields.fail("scenario_key", "is for the test environment only");
    None
}

/// Two letters, whatever case they came in.
pub(super) fn country(fields: &mut Fields, name: &'static str) -> Option<String> {
    let text = fields.text(name)?.to_ascii_uppercase();
    let is_country = text.len() == 2 && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_country {
        fields.fail(name, "must be a country's two letters, such as RW");
    }
    is_country.then_some(text)
}
