//! Transactions: what the service says of a collection, a payout or a card payment (`protocol/rohopay.md` §§7, 8, 10, 11;
//! C-2, C-3, C-6, C-7, C-20, C-24).

use dgspay_macros::{model, open_enum};
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::currency::Currency;
use crate::error::{Error, ErrorCode, Movement, Result};
use crate::fields::reference;
use crate::http::{Answer, Request};
use crate::money::Money;
use crate::rate::Rate;
use crate::roho::envelope;
use crate::time::Timestamp;
use crate::vocabulary::{Environment, PaymentMethod, PaymentStatus};
use crate::wire::{Digits, Text, agreed, lenient, object, text};

/// The most that one page can hold.
const LARGEST_PAGE: i32 = 100;
/// What the service gives if nobody asks for more.
const USUAL_PAGE: i32 = 20;

/// Which way the money goes.
#[open_enum]
pub enum TransactionType {
    /// From a payer.
    #[wire("collection")]
    Collection,
    /// To a recipient.
    #[wire("disbursement")]
    Disbursement,
}

/// A transaction as the service last told it. Every field but the state may be absent.
#[model(input, output)]
pub struct RohoTransaction {
    /// Where it stands. The first answer may be final already.
    pub status: PaymentStatus,
    /// The record as it arrived.
    pub raw: String,
    /// RohoPay's own reference, the same in the webhook.
    pub internal_reference: Option<String>,
    /// The provider's reference. A second one for the same transaction means that it was handed to another provider.
    pub provider_reference: Option<String>,
    /// The transaction's identifier.
    pub id: Option<String>,
    /// Which way the money goes.
    pub transaction_type: Option<TransactionType>,
    /// How it is paid.
    pub payment_method: Option<PaymentMethod>,
    /// The provider that carries it.
    pub provider: Option<String>,
    /// The state in the provider's own words.
    pub provider_status: Option<String>,
    /// Why it was handed to another provider, if it was. After a time-out of the first, both may have executed it.
    pub failover_reason: Option<String>,
    /// The wallet's number.
    pub phone_number: Option<String>,
    /// The gross amount.
    pub amount: Option<Money>,
    /// What RohoPay keeps.
    pub commission_amount: Option<Money>,
    /// The share that RohoPay keeps: 0.02 is 2 %.
    pub commission_rate: Option<Rate>,
    /// What the provider keeps.
    pub provider_fee_amount: Option<Money>,
    /// The share that the provider keeps.
    pub provider_fee_rate: Option<Rate>,
    /// What reaches the wallet, or leaves it.
    pub net_amount: Option<Money>,
    /// What it is for.
    pub description: Option<String>,
    /// Where its webhook goes.
    pub callback_url: Option<String>,
    /// Test or live.
    pub environment: Option<Environment>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
    /// When it last changed.
    pub updated_at: Option<Timestamp>,
    /// The key that it was sent under, if this client sent it.
    pub idempotency_key: Option<String>,
}

/// Which transactions are wanted; what is absent does not restrict.
#[model(input)]
#[derive(Default)]
pub struct RohoTransactionFilter {
    /// Only those that stand so.
    pub status: Option<PaymentStatus>,
    /// Only those that go this way.
    pub transaction_type: Option<TransactionType>,
    /// Only test, or only live ones.
    pub environment: Option<Environment>,
    /// Only those made at this time or later.
    pub from_time: Option<Timestamp>,
    /// Only those made at this time or earlier.
    pub to_time: Option<Timestamp>,
    /// How many a page, 1 to 100; the service's default is 20.
    pub limit: Option<i32>,
    /// How many to leave out before the first.
    pub offset: Option<i32>,
}

/// One page of transactions, the newest first.
#[model]
pub struct RohoTransactionPage {
    /// The transactions.
    pub transactions: Vec<RohoTransaction>,
    /// Where the next page begins, if there may be one: the service does not say how many there are.
    pub next_offset: Option<i32>,
}

#[derive(Deserialize)]
struct Body {
    id: Option<Text>,
    internal_reference: Option<Text>,
    provider_reference: Option<Text>,
    status: String,
    #[serde(default, rename = "type", deserialize_with = "lenient")]
    transaction_type: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    payment_method: Option<String>,
    provider: Option<Text>,
    provider_status: Option<Text>,
    failover_reason: Option<Text>,
    phone_number: Option<Text>,
    amount: Option<Digits>,
    currency: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    commission_amount: Option<Digits>,
    #[serde(default, deserialize_with = "lenient")]
    commission_rate: Option<Digits>,
    #[serde(default, deserialize_with = "lenient")]
    provider_fee_amount: Option<Digits>,
    #[serde(default, deserialize_with = "lenient")]
    provider_fee_rate: Option<Digits>,
    #[serde(default, deserialize_with = "lenient")]
    net_amount: Option<Digits>,
    description: Option<Text>,
    callback_url: Option<Text>,
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
    #[serde(default, deserialize_with = "lenient")]
    provider_fee: Option<Digits>,
}

pub(super) fn write_get(of: &str) -> Result<Request> {
    Ok(Request::get(&["transactions", reference(of)?]))
}

pub(super) fn write_list(filter: &RohoTransactionFilter) -> Result<Request> {
    if filter.limit.is_some_and(|limit| !(1..=LARGEST_PAGE).contains(&limit)) {
        return Err(Error::invalid("limit", "limit is not between 1 and 100"));
    }
    if filter.offset.is_some_and(|offset| offset < 0) {
        return Err(Error::invalid("offset", "offset is negative"));
    }
    Ok(Request::get(&["transactions"])
        .query("status", filter.status.as_ref())
        .query("type", filter.transaction_type.as_ref())
        .query("environment", filter.environment.as_ref().map(environment_word))
        .query("from", filter.from_time.as_ref().map(Timestamp::iso))
        .query("to", filter.to_time.as_ref().map(Timestamp::iso))
        .query("limit", filter.limit)
        .query("offset", filter.offset))
}

/// This service calls the two worlds by other words.
pub(super) fn environment_word(environment: &Environment) -> &str {
    match environment {
        Environment::Sandbox => "test",
        Environment::Production => "live",
        Environment::Other(word) => word,
    }
}

/// Reads a transaction that a call has made or asked for.
pub(super) fn read_one(answer: &Answer) -> Result<RohoTransaction> {
    let data = envelope::data(answer)?;
    read_record(data.get()).ok_or_else(|| envelope::unreadable(answer))
}

pub(super) fn read_list(answer: &Answer) -> Result<Vec<RohoTransaction>> {
    let data = envelope::data(answer)?;
    let records: Vec<Box<RawValue>> = serde_json::from_str(data.get()).map_err(|_| envelope::unreadable(answer))?;
    let read = |record: &RawValue| read_record(record.get()).ok_or_else(|| envelope::unreadable(answer));
    records.iter().map(|record| read(record)).collect()
}

/// A page and where the next one begins. The documents end a list with a page shorter than the limit; a service that cuts
/// the limit down gives pages that are all short, and equally long. An empty page ends it in any case.
pub(super) fn page(transactions: Vec<RohoTransaction>, filter: &RohoTransactionFilter) -> RohoTransactionPage {
    let count = i32::try_from(transactions.len()).unwrap_or(i32::MAX);
    let offset = filter.offset.unwrap_or(0);
    let full = count >= filter.limit.unwrap_or(USUAL_PAGE);
    let as_long_as_those_before = count > 0 && offset % count == 0;
    let next_offset = (count > 0 && (full || as_long_as_those_before)).then(|| offset.saturating_add(count));
    RohoTransactionPage { transactions, next_offset }
}

fn read_record(raw: &str) -> Option<RohoTransaction> {
    let body: Body = object(raw).ok()?;
    let currency = body.currency.as_deref().and_then(|code| Currency::from_wire(code).ok());
    let money = |digits: Option<Digits>| digits.and_then(|digits| digits.money(currency?).ok());
    // Fees are for the books, not for the decision: one that cannot be read is no reason to lose the record.
    let fee = |digits, alias| money(agreed(digits, alias).ok().flatten());
    let rate = |digits: Option<Digits>| digits.and_then(|digits| digits.rate().ok());
    let time = |text: Option<String>| text.and_then(|text| text.parse().ok());
    Some(RohoTransaction {
        status: PaymentStatus::from(body.status.as_str()),
        raw: raw.to_owned(),
        internal_reference: agreed(text(body.internal_reference), text(body.reference)).ok()?,
        provider_reference: text(body.provider_reference),
        id: agreed(text(body.id), text(body.transaction_id)).ok()?,
        transaction_type: body.transaction_type.as_deref().map(TransactionType::from),
        payment_method: body.payment_method.as_deref().map(PaymentMethod::from),
        provider: text(body.provider),
        provider_status: text(body.provider_status),
        failover_reason: text(body.failover_reason),
        phone_number: text(body.phone_number),
        amount: money(body.amount),
        commission_amount: fee(body.commission_amount, body.commission),
        commission_rate: rate(body.commission_rate),
        provider_fee_amount: fee(body.provider_fee_amount, body.provider_fee),
        provider_fee_rate: rate(body.provider_fee_rate),
        net_amount: money(body.net_amount),
        description: text(body.description),
        callback_url: text(body.callback_url),
        environment: body.environment.as_deref().map(Environment::from),
        created_at: time(body.created_at),
        updated_at: time(body.updated_at),
        idempotency_key: None,
    })
}

impl RohoTransaction {
    /// By what it can be looked up.
    pub(super) fn best_reference(&self) -> Option<&str> {
        [&self.internal_reference, &self.provider_reference, &self.id].into_iter().find_map(Option::as_deref)
    }

    /// This transaction with what the service has said since.
    ///
    /// A second provider under one reference is a conflict: the first was given up after a time-out, which proves nothing, so
    /// both may have moved the money.
    pub(super) fn updated_by(&self, later: Self, first_provider: Option<&String>) -> Result<Self> {
        let later = Self { idempotency_key: self.idempotency_key.clone(), ..later };
        match (first_provider, &later.provider_reference) {
            (Some(first), Some(second)) if first != second && later.status == PaymentStatus::Successful => {
                let reason = later.failover_reason.as_deref().unwrap_or("no reason was given");
                let what = format!(
                    "Two providers have carried one transaction ({first}, then {second}: {reason}), and both may have executed it"
                );
                let movement = match later.transaction_type {
                    Some(TransactionType::Disbursement) => Movement::Payout,
                    _ => Movement::Payment,
                };
                let error = Error::new(ErrorCode::ExecutedTwice, what).reference(later.internal_reference);
                Err(error.of_money_call(movement, None))
            }
            _ => Ok(later),
        }
    }
}
