//! DGS-Pay's transactions.

use dgspay::{DgsPay, Transaction, TransactionFilter};

use super::{COLUMNS, List, OfDgsPay};
use crate::failure::Failure;
use crate::pages::{self, Place};
use crate::patience;
use crate::report::{Record, Report, Table};
use crate::service::Service;

pub(super) async fn list(asked: List, pay: &DgsPay) -> Result<Report, Failure> {
    let List { status, dgs: OfDgsPay { link, reference, flw_reference }, roho, pages } = asked;
    Service::DgsPay.knows_no(&[
        ("--type", roho.way.is_some()),
        ("--from", roho.from.is_some()),
        ("--to", roho.to.is_some()),
    ])?;
    let transactions = pay.transactions();
    let mut filter = TransactionFilter::default();
    (filter.page, filter.limit) = (pages.page, pages.limit);
    (filter.status, filter.reference) = (status, reference);
    (filter.payment_link_id, filter.flw_reference) = (link, flw_reference);
    let (found, place) = if pages.all {
        let found = pages::all(transactions.iter(filter)).await?;
        let place = Place::whole(found.len());
        (found, place)
    } else {
        let page = patience::seen("Listing", transactions.list(&filter)).await?;
        let (pages, total) = (Some(page.pages), Some(page.total));
        let place = Place::Page { number: page.page, pages, total, next: page.next_page };
        (page.transactions, place)
    };
    let rows = found.iter().map(record).collect();
    Ok(pages::report("transactions", Table::new("transactions", &COLUMNS, rows), &place))
}

pub(super) fn record(transaction: &Transaction) -> Record {
    Record::new()
        .with("reference", transaction.reference.as_ref())
        .with("status", &transaction.status)
        .with("amount", transaction.amount)
        .with("merchant_fee", transaction.merchant_fee)
        .with("net_amount", transaction.net_amount)
        .with("method", transaction.method.as_ref())
        .with("created_at", transaction.created_at.as_ref())
        .with("settlement_status", transaction.settlement_status.as_ref())
        .with("id", transaction.id.as_ref())
        .with("transaction_id", transaction.transaction_id.as_ref())
        .with("payment_link_id", transaction.payment_link_id.as_ref())
        .with("flw_reference", transaction.flw_reference.as_ref())
}
