//! The one form into which every language brings its results, and the comparison.

use dgspay::{
    Balance, Charge, Country, Environment, Error, Event, MobileNetwork, Money, Outcome, PaymentMethod, PaymentStatus,
    PhoneNumber, Timestamp, Transaction, TransactionPage,
};
use serde_json::{Value, json};

pub trait Plain {
    fn plain(&self) -> Value;
}

macro_rules! plain {
    ($($ty:ty: $value:ident => $plain:expr;)*) => { $(impl Plain for $ty {
        fn plain(&self) -> Value {
            let $value = self;
            $plain
        }
    })* };
}

/// The named fields, each in its plain form.
macro_rules! fields {
    ($value:ident; $($name:ident),*) => { json!({ $(stringify!($name): $value.$name.plain()),* }) };
}

plain! {
    String: text => json!(text);
    bool: yes => json!(yes);
    u32: number => json!(number);
    i32: number => json!(number);
    Money: money => json!({
        "amount": money.plain_amount(), "currency": money.currency.code(), "text": money.to_string(),
    });
    PhoneNumber: number => json!(number.e164());
    Timestamp: time => json!(time.iso());
    Country: word => json!(word.as_str());
    Environment: word => json!(word.as_str());
    MobileNetwork: word => json!(word.as_str());
    Outcome: word => json!(word.as_str());
    PaymentMethod: word => json!(word.as_str());
    PaymentStatus: word => json!(word.as_str());
    dgspay::dgs::NextActionKind: word => json!(word.as_str());
    dgspay::NextAction: action => fields!(action; kind, url, text);
    Balance: balance => fields!(balance; pending, available, total);
    Charge: charge => fields!(charge; reference, amount, status, paid, method, raw, transaction_id, next_action,
        display_text, network, phone, processor_response, issuer_response_type, issuer_response_code, token);
    Transaction: transaction => fields!(transaction; id, reference, transaction_id, amount, status, method, created_at,
        merchant_fee, net_amount, settlement_status, payment_link_id, flw_reference, raw);
    TransactionPage: page => fields!(page; transactions, page, pages, total, next_page);
    Event: event => {
        let mut plain = match event {
            Event::PaymentSucceeded { reference, amount, merchant_fee, net_amount, charge_id, timestamp, environment,
                dedupe_key, secret_index, raw } => json!({
                "reference": reference, "amount": amount.plain(), "merchant_fee": merchant_fee.plain(),
                "net_amount": net_amount.plain(), "charge_id": charge_id, "timestamp": timestamp.plain(),
                "environment": environment.plain(), "dedupe_key": dedupe_key, "secret_index": secret_index, "raw": raw }),
            Event::PaymentFailed { reference, amount, charge_id, timestamp, environment, dedupe_key, secret_index, raw } =>
                json!({ "reference": reference, "amount": amount.plain(), "charge_id": charge_id,
                "timestamp": timestamp.plain(), "environment": environment.plain(), "dedupe_key": dedupe_key,
                "secret_index": secret_index, "raw": raw }),
            Event::Unknown { event, reference, dedupe_key, secret_index, raw } => json!({ "event": event,
                "reference": reference, "dedupe_key": dedupe_key, "secret_index": secret_index, "raw": raw }),
            _ => json!({}),
        };
        plain["type"] = json!(event.kind());
        plain
    };
}

impl<T: Plain> Plain for Option<T> {
    fn plain(&self) -> Value {
        self.as_ref().map_or(Value::Null, Plain::plain)
    }
}

impl<T: Plain> Plain for Vec<T> {
    fn plain(&self) -> Value {
        self.iter().map(Plain::plain).collect()
    }
}

pub fn plain_error(error: &Error) -> Value {
    let info = error.info();
    let mut plain = fields!(info; code, message, outcome, attempts, http_status, service_code, field, request_id,
        reference, token, retry_after, available, required, raw);
    plain["class"] = json!(info.class_name);
    plain
}

/// Only what `expect` names is compared.
pub fn compare(expect: &Value, found: &Value) -> Result<(), String> {
    let is_right = match (expect, found) {
        (Value::Object(wanted), Value::Object(_)) => {
            return wanted.iter().try_for_each(|(name, wanted)| {
                let found = &found[name];
                let is_inside = |text: &str| found.as_str().is_some_and(|found| found.contains(text));
                match wanted.as_str().filter(|_| name == "message") {
                    Some(text) if is_inside(text) => Ok(()),
                    _ => compare(wanted, found).map_err(|why| format!("{name}: {why}")),
                }
            });
        }
        (Value::Array(wanted), Value::Array(values)) if wanted.len() == values.len() => {
            let mut pairs = wanted.iter().zip(values).enumerate();
            return pairs.try_for_each(|(place, (wanted, found))| {
                compare(wanted, found).map_err(|why| format!("[{place}] {why}"))
            });
        }
        (Value::String(any), found) if any == "$any" => !found.is_null() && found != "" && *found != json!([]),
        _ => expect == found,
    };
    if is_right { Ok(()) } else { Err(format!("expected {expect}, found {found}")) }
}
