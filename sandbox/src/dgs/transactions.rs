//! `GET /transactions` and `GET /transactions/{id}`: what was paid.

use serde::Serialize;

use super::envelope::{Refusal, Reply};
use super::paging::{Page, Query};
use super::serve::Call;
use super::values::COUNTRY_CODE;
use crate::clock;
use crate::ledger::{Filter, Payment, PaymentStatus};
use crate::number::Number;

pub(super) fn list(call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut query = Query::parse(call.query);
    let paging = query.paging()?;
    let filter = filter(&mut query)?;
    let (payments, total) = call.app.ledger.payments(call.merchant.row, &filter, paging.limit, paging.offset())?;
    Reply::json(&Page::of(payments.iter().map(Line::of).collect(), paging, total))
}

pub(super) fn get(call: &Call<'_>) -> Result<Reply, Refusal> {
    let payment = call.app.ledger.payment_of(call.merchant.row, &call.id)?;
    let payment = payment.ok_or_else(|| Refusal::not_found("There is no such transaction."))?;
    Reply::json(&Single { status: "success", data: Details::of(&payment) })
}

fn filter(query: &mut Query) -> Result<Filter, Refusal> {
    let status = query.take("status").map(|word| {
        PaymentStatus::parse(&word).ok_or_else(|| Refusal::wrong("status", "must be pending, success or failed"))
    });
    Ok(Filter {
        status: status.transpose()?,
        payment_link_id: query.take("payment_link_id"),
        reference: query.take("dgs_reference"),
        flw_reference: query.take("flw_reference"),
    })
}

#[derive(Serialize)]
struct Single<'a> {
    status: &'a str,
    data: Details<'a>,
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    dgs_reference: &'a str,
    amount: Number,
    currency: &'a str,
    status: &'a str,
    payment_method_type: &'a str,
    created_at: String,
}

impl<'a> Line<'a> {
    fn of(payment: &'a Payment) -> Self {
        Self {
            id: &payment.identity.id,
            dgs_reference: &payment.identity.reference,
            amount: payment.amount.into(),
            currency: payment.amount.currency.code(),
            status: payment.status.as_str(),
            payment_method_type: payment.method.as_str(),
            created_at: clock::plain(payment.created_at),
        }
    }
}

/// The list's fields and everything else that is known. Fee and net stay `null` while nothing is decided.
#[derive(Serialize)]
struct Details<'a> {
    #[serde(flatten)]
    line: Line<'a>,
    transaction_id: &'a str,
    transaction_status: &'a str,
    merchant_fee: Option<Number>,
    net_amount: Option<Number>,
    settlement_status: Option<&'a str>,
    payment_link_id: Option<&'a str>,
    flw_reference: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile_money_network: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile_money_phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile_money_country_code: Option<&'a str>,
    narration: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    processor_response: Option<&'a str>,
}

impl<'a> Details<'a> {
    fn of(payment: &'a Payment) -> Self {
        let is_decided = payment.status != PaymentStatus::Pending;
        let settlement = if payment.settled_at.is_some() { "settled" } else { "pending" };
        Self {
            line: Line::of(payment),
            transaction_id: &payment.identity.transaction_id,
            transaction_status: payment.status.of_charge(),
            merchant_fee: is_decided.then(|| payment.fee.into()),
            net_amount: is_decided.then(|| payment.net().into()),
            settlement_status: (payment.status == PaymentStatus::Success).then_some(settlement),
            payment_link_id: payment.link_id.as_deref(),
            flw_reference: &payment.identity.flw_charge_id,
            mobile_money_network: payment.method.network(),
            mobile_money_phone: payment.method.phone(),
            mobile_money_country_code: payment.method.phone().map(|_| COUNTRY_CODE),
            narration: payment.narration.as_deref(),
            processor_response: payment.decline.as_deref(),
        }
    }
}
