//! Transactions: what has happened on the account (`protocol/dgs-pay.md` §15, C-20, C-26).

use dgspay_macros::model;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::currency::Currency;
use crate::dgs::paging::{self, Pagination, Position};
use crate::dgs::{PaymentMethod, PaymentStatus, envelope};
use crate::error::Result;
use crate::fields;
use crate::http::{Answer, Request};
use crate::money::Money;
use crate::time::Timestamp;
use crate::wire::{Digits, Text, lenient, object, text};

/// Which transactions are wanted; what is absent does not restrict.
#[model(input)]
#[derive(Default)]
pub struct TransactionFilter {
    /// Which page, counted from 1.
    pub page: Option<i32>,
    /// How many a page, 1 to 100; the service's default is 20.
    pub limit: Option<i32>,
    /// Only those that stand so.
    pub status: Option<PaymentStatus>,
    /// Only the one with this reference.
    pub reference: Option<String>,
    /// Only those of this payment link.
    pub payment_link_id: Option<String>,
    /// Only the one with this reference of the provider underneath.
    pub flw_reference: Option<String>,
}

/// A transaction. The service documents neither which fields a single one has nor that they are always there.
#[model]
pub struct Transaction {
    /// The transaction's identifier.
    pub id: Option<String>,
    /// The service's reference.
    pub reference: Option<String>,
    /// The service's number of the transaction.
    pub transaction_id: Option<String>,
    /// The gross amount.
    pub amount: Option<Money>,
    /// Where it stands; empty if the service did not say.
    pub status: PaymentStatus,
    /// How it was paid.
    pub method: Option<PaymentMethod>,
    /// When it was made. The service does not say in which zone.
    pub created_at: Option<Timestamp>,
    /// What the service keeps.
    pub merchant_fee: Option<Money>,
    /// What the wallet gets.
    pub net_amount: Option<Money>,
    /// Whether the money can be paid out yet, in the service's words.
    pub settlement_status: Option<String>,
    /// The payment link it came through.
    pub payment_link_id: Option<String>,
    /// The reference of the provider underneath.
    pub flw_reference: Option<String>,
    /// The record as it arrived.
    pub raw: String,
}

/// One page of transactions, the newest first.
#[model]
pub struct TransactionPage {
    /// The transactions.
    pub transactions: Vec<Transaction>,
    /// Which page it is, counted from 1.
    pub page: i32,
    /// How many pages there are.
    pub pages: i32,
    /// How many transactions there are on all pages.
    pub total: i32,
    /// The page after this one, if there is one.
    pub next_page: Option<i32>,
}

#[derive(Deserialize)]
struct TransactionBody {
    id: Option<Text>,
    dgs_reference: Option<Text>,
    transaction_id: Option<Text>,
    amount: Option<Digits>,
    currency: Option<String>,
    status: Option<String>,
    transaction_status: Option<String>,
    payment_method_type: Option<String>,
    created_at: Option<String>,
    merchant_fee: Option<Digits>,
    net_amount: Option<Digits>,
    settlement_status: Option<Text>,
    payment_link_id: Option<Text>,
    flw_reference: Option<Text>,
}

#[derive(Deserialize)]
struct ListBody {
    data: Vec<Box<RawValue>>,
    #[serde(default, deserialize_with = "lenient")]
    pagination: Option<Pagination>,
}

/// A single record stands in `data`, in `transaction`, or at the top.
#[derive(Deserialize)]
struct SingleBody {
    data: Option<Box<RawValue>>,
    transaction: Option<Box<RawValue>>,
}

#[derive(Deserialize)]
struct StatusBody {
    transaction_status: Option<String>,
}

pub(crate) fn write_list(filter: &TransactionFilter) -> Result<Request> {
    paging::check(filter.page, filter.limit)?;
    Ok(Request::get(&["transactions"])
        .query("page", filter.page)
        .query("limit", filter.limit)
        .query("status", filter.status.as_ref().map(filter_word))
        .query("payment_link_id", filter.payment_link_id.as_ref())
        .query("dgs_reference", filter.reference.as_ref())
        .query("flw_reference", filter.flw_reference.as_ref()))
}

/// The filter spells a successful payment otherwise than a charge does (C-11).
fn filter_word(status: &PaymentStatus) -> &str {
    match status {
        PaymentStatus::Successful => "success",
        other => other.as_str(),
    }
}

pub(crate) fn write_get(reference: &str) -> Result<Request> {
    Ok(Request::get(&["transactions", fields::reference(reference)?]))
}

pub(crate) fn read_list(answer: &Answer) -> Result<TransactionPage> {
    let body: ListBody = envelope::read(answer)?;
    let transactions = body.data.iter().map(|raw| read_record(raw.get(), answer)).collect::<Result<Vec<_>>>()?;
    let Position { page, pages, total, next_page } = body.pagination.unwrap_or_default().position(transactions.len());
    Ok(TransactionPage { transactions, page, pages, total, next_page })
}

pub(crate) fn read_get(answer: &Answer) -> Result<Transaction> {
    let body: SingleBody = envelope::read(answer)?;
    if let Some(record) = body.data.or(body.transaction) {
        return read_record(record.get(), answer);
    }
    // At the top, `status` is the envelope's own: "success" there must never pass for a payment.
    let body = std::str::from_utf8(&answer.body).unwrap_or_default();
    let own: StatusBody = object(body).map_err(|_| envelope::unreadable(answer))?;
    let status = PaymentStatus::from(own.transaction_status.as_deref().unwrap_or_default());
    read_record(body, answer).map(|transaction| Transaction { status, ..transaction })
}

fn read_record(raw: &str, answer: &Answer) -> Result<Transaction> {
    let unreadable = || envelope::unreadable(answer);
    let body: TransactionBody = object(raw).map_err(|_| unreadable())?;
    let currency = body.currency.as_deref().map(Currency::from_wire).transpose().map_err(|_| unreadable())?;
    let money = |digits: Option<Digits>| match (digits, currency) {
        (Some(digits), Some(currency)) => digits.money(currency).map(Some).map_err(|_| unreadable()),
        _ => Ok(None),
    };
    let status = body.transaction_status.or(body.status).unwrap_or_default();
    Ok(Transaction {
        id: text(body.id),
        reference: text(body.dgs_reference),
        transaction_id: text(body.transaction_id),
        amount: money(body.amount)?,
        status: PaymentStatus::from(status.as_str()),
        method: body.payment_method_type.as_deref().map(PaymentMethod::from),
        created_at: body.created_at.and_then(|text| text.parse().ok()),
        // A fee with more digits than the currency has is still in `raw`, and no reason to lose the record.
        merchant_fee: money(body.merchant_fee).ok().flatten(),
        net_amount: money(body.net_amount).ok().flatten(),
        settlement_status: text(body.settlement_status),
        payment_link_id: text(body.payment_link_id),
        flw_reference: text(body.flw_reference),
        raw: raw.to_owned(),
    })
}
