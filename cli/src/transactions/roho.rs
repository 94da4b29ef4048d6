//! RohoPay's transactions.

use dgspay::{RohoPay, RohoTransaction, RohoTransactionFilter};

use super::{COLUMNS, List, OfRohoPay};
use crate::failure::Failure;
use crate::pages::{self, Place};
use crate::patience;
use crate::report::{Record, Report, Table};
use crate::service::Service;

/// How many the service gives if nobody asks for more.
const USUAL_PAGE: i32 = 20;

pub(super) async fn list(asked: List, pay: &RohoPay) -> Result<Report, Failure> {
    let List { status, dgs, roho: OfRohoPay { way, from, to }, pages } = asked;
    Service::RohoPay.knows_no(&[
        ("--link", dgs.link.is_some()),
        ("--reference", dgs.reference.is_some()),
        ("--flw-reference", dgs.flw_reference.is_some()),
    ])?;
    let mut filter = RohoTransactionFilter::default();
    (filter.status, filter.transaction_type) = (status, way);
    (filter.from_time, filter.to_time, filter.limit) = (from, to, pages.limit);
    let (found, place) = if pages.all {
        let found = pages::all(pay.iter_transactions(filter)).await?;
        let place = Place::whole(found.len());
        (found, place)
    } else {
        // The service counts rows, and people pages.
        let (number, size) = (pages.page.unwrap_or(1), pages.limit.unwrap_or(USUAL_PAGE));
        filter.offset = Some(number.saturating_sub(1).saturating_mul(size));
        let page = patience::seen("Listing", pay.list_transactions(&filter)).await?;
        // Behind a page that is not full there is none, or one that does not begin where people count it from.
        let is_full = i32::try_from(page.transactions.len()).is_ok_and(|count| count >= size);
        let next = page.next_offset.filter(|_| is_full).map(|_| number.saturating_add(1));
        (page.transactions, Place::Page { number, pages: None, total: None, next })
    };
    let rows = found.iter().map(record).collect();
    Ok(pages::report("transactions", Table::new("transactions", &COLUMNS, rows), &place))
}

/// The name that it is looked up by.
pub(crate) fn reference(transaction: &RohoTransaction) -> &str {
    let names = [&transaction.internal_reference, &transaction.provider_reference, &transaction.id];
    names.into_iter().find_map(Option::as_deref).unwrap_or_default()
}

pub(crate) fn record(transaction: &RohoTransaction) -> Record {
    Record::new()
        .with("reference", transaction.internal_reference.as_ref())
        .with("status", &transaction.status)
        .with("amount", transaction.amount)
        .with("type", transaction.transaction_type.as_ref())
        .with("method", transaction.payment_method.as_ref())
        .with("commission_amount", transaction.commission_amount)
        .with("provider_fee_amount", transaction.provider_fee_amount)
        .with("net_amount", transaction.net_amount)
        .with("phone_number", transaction.phone_number.as_ref())
        .with("description", transaction.description.as_ref())
        .with("provider", transaction.provider.as_ref())
        .with("provider_reference", transaction.provider_reference.as_ref())
        .with("provider_status", transaction.provider_status.as_ref())
        .with("failover_reason", transaction.failover_reason.as_ref())
        .with("environment", transaction.environment.as_ref())
        .with("created_at", transaction.created_at.as_ref())
        .with("updated_at", transaction.updated_at.as_ref())
        .with("id", transaction.id.as_ref())
        .with("idempotency_key", transaction.idempotency_key.as_ref())
}
