//! `deposit.*` and `withdraw.*`, RohoPay's events: flat as documented, or in `data` as its own SDK reads them (C-8).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Event, Signed, currency, extra_money, money, not_this_shape, unreadable};
use crate::error::Result;
use crate::money::Money;
use crate::time::Timestamp;
use crate::vocabulary::{Environment, PaymentMethod, PaymentStatus};
use crate::wire::{Digits, Text, lenient, object, text};

#[derive(Deserialize)]
struct Nested {
    #[serde(default, deserialize_with = "lenient")]
    data: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Body {
    #[serde(alias = "transaction_id")]
    id: Option<Text>,
    #[serde(alias = "reference")]
    internal_reference: Option<Text>,
    provider_reference: Option<Text>,
    #[serde(default, deserialize_with = "lenient")]
    status: Option<String>,
    payment_method: Option<String>,
    phone_number: Option<Text>,
    failover_reason: Option<Text>,
    amount: Digits,
    currency: String,
    #[serde(alias = "commission")]
    commission_amount: Option<Digits>,
    net_amount: Option<Digits>,
    environment: Option<String>,
    created_at: Option<String>,
    updated_at: Option<String>,
}

/// What all four events say.
struct Said {
    reference: String,
    amount: Money,
    commission_amount: Option<Money>,
    net_amount: Option<Money>,
    provider_reference: Option<String>,
    transaction_id: Option<String>,
    payment_method: Option<PaymentMethod>,
    phone_number: Option<String>,
    failover_reason: Option<String>,
    environment: Option<Environment>,
    created_at: Option<Timestamp>,
    updated_at: Option<Timestamp>,
    dedupe_key: String,
}

fn read(signed: &Signed<'_>, wanted: &PaymentStatus) -> Result<Said> {
    let nested: Nested = signed.body()?;
    let inner = nested.data.as_ref().map(|data| data.get()).filter(|data| data.starts_with('{'));
    let body: Body = object(inner.unwrap_or(signed.raw)).map_err(|error| not_this_shape(&error))?;
    if body.status.is_some_and(|status| PaymentStatus::from(status) != *wanted) {
        return Err(unreadable("its event and its status contradict each other"));
    }
    let currency = currency(&body.currency)?;
    let transaction_id = text(body.id);
    let reference = text(body.internal_reference).or_else(|| transaction_id.clone());
    let reference = reference.ok_or_else(|| unreadable("it has no reference"))?;
    let provider_reference = text(body.provider_reference);
    let time = |text: Option<String>| text.and_then(|text| text.parse().ok());
    Ok(Said {
        // The provider's reference belongs to it: when two providers have executed one transaction, the second event is no
        // repetition of the first.
        dedupe_key: match &provider_reference {
            Some(provider) => format!("{}:{reference}:{provider}", signed.event),
            None => format!("{}:{reference}", signed.event),
        },
        reference,
        amount: money(&body.amount, currency)?,
        commission_amount: extra_money(body.commission_amount.as_ref(), currency),
        net_amount: extra_money(body.net_amount.as_ref(), currency),
        provider_reference,
        transaction_id,
        payment_method: body.payment_method.as_deref().map(PaymentMethod::from),
        phone_number: text(body.phone_number),
        failover_reason: text(body.failover_reason),
        environment: body.environment.as_deref().map(Environment::from),
        created_at: time(body.created_at),
        updated_at: time(body.updated_at),
    })
}

/// The four variants have the same fields.
macro_rules! event {
    ($variant:ident, $signed:ident, $status:ident) => {{
        let said = read($signed, &PaymentStatus::$status)?;
        Ok(Event::$variant {
            reference: said.reference,
            amount: said.amount,
            commission_amount: said.commission_amount,
            net_amount: said.net_amount,
            provider_reference: said.provider_reference,
            transaction_id: said.transaction_id,
            payment_method: said.payment_method,
            phone_number: said.phone_number,
            failover_reason: said.failover_reason,
            environment: said.environment,
            created_at: said.created_at,
            updated_at: said.updated_at,
            dedupe_key: said.dedupe_key,
            secret_index: $signed.secret_index,
            raw: $signed.raw.to_owned(),
        })
    }};
}

pub(super) fn deposit_succeeded(signed: &Signed<'_>) -> Result<Event> {
    event!(DepositSucceeded, signed, Successful)
}

pub(super) fn deposit_failed(signed: &Signed<'_>) -> Result<Event> {
    event!(DepositFailed, signed, Failed)
}

pub(super) fn withdrawal_succeeded(signed: &Signed<'_>) -> Result<Event> {
    event!(WithdrawalSucceeded, signed, Successful)
}

pub(super) fn withdrawal_failed(signed: &Signed<'_>) -> Result<Event> {
    event!(WithdrawalFailed, signed, Failed)
}
