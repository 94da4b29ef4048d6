//! What a case says, as the values of the public API.

use std::time::Duration;

use dgspay::{Card, CardEncryptor, DgsPay, DgsPayBuilder, Money, Result, RohoPay, RohoPayBuilder};
use serde_json::Value;

pub fn text<'a>(input: &'a Value, name: &str) -> &'a str {
    input[name].as_str().unwrap_or_default()
}

pub fn optional_text(input: &Value, name: &str) -> Option<String> {
    input[name].as_str().map(str::to_owned)
}

pub fn number(value: &Value) -> i32 {
    value.as_i64().and_then(|number| number.try_into().ok()).expect("a small whole number")
}

pub fn milliseconds(value: &Value) -> Duration {
    Duration::from_millis(value.as_u64().expect("milliseconds"))
}

/// The `amount` of an input, in its `currency` or RWF.
pub fn money(input: &Value) -> Result<Money> {
    Ok(money_in(input, "amount", input["currency"].as_str())?.expect("an amount"))
}

/// An amount if it is given: text in this currency or RWF, or an amount with its own.
pub fn money_in(input: &Value, name: &str, currency: Option<&str>) -> Result<Option<Money>> {
    let (amount, currency) = match &input[name] {
        Value::Null => return Ok(None),
        Value::String(amount) => (amount.as_str(), currency.unwrap_or("RWF")),
        own => (text(own, "amount"), text(own, "currency")),
    };
    Money::parse(amount, currency.parse()?).map(Some)
}

/// An encryptor with the input's own key, or the merchant's.
pub fn encryptor(input: &Value, merchants_key: Option<&str>) -> Result<CardEncryptor> {
    let encryptor = CardEncryptor::new(input["encryption_key"].as_str().or(merchants_key).expect("a key"))?;
    match input["nonce_format"].as_str() {
        Some(format) => encryptor.nonce_format(format.into()),
        None => Ok(encryptor),
    }
}

pub fn card(input: &Value) -> Card {
    let digits = |name: &str| optional_text(input, name).unwrap_or_else(|| input[name].to_string());
    Card::new(text(input, "number"), digits("expiry_month"), digits("expiry_year"), text(input, "cvv"))
}

/// A builder with these settings; the texts that it takes are named, and the flags behind them.
macro_rules! builder {
    ($client:ident from $settings:ident; $($name:ident),* $(; $($flag:ident),*)?) => {
        $settings.as_object().into_iter().flatten().fold($client::builder(), |builder, (name, value)| {
            let text = value.as_str().unwrap_or_default();
            match name.as_str() {
                $(stringify!($name) => builder.$name(text),)*
                $($(stringify!($flag) => builder.$flag(value.as_bool().expect("yes or no")),)*)?
                "environment" => builder.environment(text.into()),
                "timeout_ms" => builder.timeout(milliseconds(value)),
                "max_retries" => builder.max_retries(number(value).try_into().expect("not negative")),
                other => panic!("there is no setting {other}"),
            }
        })
    };
}

pub fn builder(settings: &Value) -> DgsPayBuilder {
    builder!(DgsPay from settings; api_key, account_number, base_url)
}

pub fn roho_builder(settings: &Value) -> RohoPayBuilder {
    builder!(RohoPay from settings; api_key, base_url; accept_usd)
}
