//! `deposit.*` and `withdraw.*`, RohoPay's events: flat as documented, or in `data` as its own SDK reads them (C-8).

use serde::Deserialize;
use serde_json::value::RawValue;

use super::{Event, Signed, currency, extra_money, money, not_this_shape, unreadable};
use crate::error::Result;
use crate::money::Money;
use crate::time::Timestamp;
use crate::vocabulary::{Environment, PaymentMethod, PaymentStatus};
use crate::wire::{Digits, Text, agreed, lenient, object, text};

#[derive(Deserialize)]
struct Nested {
    #[serde(default, deserialize_with = "lenient")]
    data: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct Body {
    id: Option<Text>,
    internal_reference: Option<Text>,
    provider_reference: Option<Text>,
    #[serde(default, deserialize_with = "lenient")]
    status: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    payment_method: Option<String>,
    phone_number: Option<Text>,
    failover_reason: Option<Text>,
    amount: Digits,
    currency: String,
    #[serde(default, deserialize_with = "lenient")]
    commission_amount: Option<Digits>,
    #[serde(default, deserialize_with = "lenient")]
    net_amount: Option<Digits>,
    #[serde(default, deserialize_with = "lenient")]
    environment: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    created_at: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    updated_at: Option<String>,
    // The names that integrations have seen instead of the documented ones, or beside them (C-7).
    transaction_id: Option<Text>,
    reference: Option<Text>,
    #[serde(default, deserialize_with = "lenient")]
    commission: Option<Digits>,
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

impl Nested {
    fn object(&self) -> Option<&str> {
        self.data.as_ref().map(|data| data.get()).filter(|data| data.starts_with('{'))
    }
}

/// RohoPay's own reference, where an event that is not known tells it in `data`.
pub(super) fn nested_reference(signed: &Signed<'_>) -> Option<String> {
    #[derive(Deserialize)]
    struct About {
        internal_reference: Option<Text>,
        reference: Option<Text>,
    }
    let nested: Nested = signed.body().ok()?;
    let about: About = object(nested.object()?).ok()?;
    agreed(text(about.internal_reference), text(about.reference)).ok().flatten()
}

fn read(signed: &Signed<'_>, wanted: &PaymentStatus) -> Result<Said> {
    let nested: Nested = signed.body()?;
    let body: Body = object(nested.object().unwrap_or(signed.raw)).map_err(|error| not_this_shape(&error))?;
    if body.status.is_some_and(|status| PaymentStatus::from(status) != *wanted) {
        return Err(unreadable("its event and its status contradict each other"));
    }
    let currency = currency(&body.currency)?;
    let one_meaning = |_| unreadable("it names its transaction twice, and not alike");
    let transaction_id = agreed(text(body.id), text(body.transaction_id)).map_err(one_meaning)?;
    let reference = agreed(text(body.internal_reference), text(body.reference)).map_err(one_meaning)?;
    let reference = reference.or_else(|| transaction_id.clone());
    let reference = reference.ok_or_else(|| unreadable("it has no reference"))?;
    let provider_reference = text(body.provider_reference);
    let commission = agreed(body.commission_amount, body.commission).ok().flatten();
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
        commission_amount: extra_money(commission.as_ref(), currency),
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
