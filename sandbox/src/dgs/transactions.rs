//! `GET /transactions` and `GET /transactions/{id}`: what was paid, and what was paid out (§15).

use serde::Serialize;

use super::paging::{Page, paging};
use super::values::COUNTRY_CODE;
use crate::clock;
use crate::ledger::{Amount, Filter, Payment, PaymentStatus, Payout, Transaction};
use crate::number::Number;
use crate::service::{Call, Query, Refusal, Reply};

pub(super) fn list(call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut query = Query::parse(call.query);
    let paging = paging(&mut query)?;
    let filter = filter(&mut query)?;
    let ledger = &call.app.ledger;
    let (transactions, total) = ledger.transactions(call.merchant.row, &filter, paging.limit, paging.offset())?;
    Reply::json(&Page::of(transactions.iter().map(Line::of).collect(), paging, total))
}

pub(super) fn get(call: &Call<'_>) -> Result<Reply, Refusal> {
    let transaction = call.app.ledger.transaction(call.merchant.row, &call.id)?;
    match &transaction {
        Some(Transaction::Payment(payment)) => {
            Reply::json(&Single { status: "success", data: Details::of_payment(payment) })
        }
        Some(Transaction::Payout(payout)) => {
            Reply::json(&Single { status: "success", data: Details::of_payout(payout) })
        }
        None => Err(Refusal::not_found("There is no such transaction.")),
    }
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
struct Single<T> {
    status: &'static str,
    data: T,
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
    fn of(transaction: &'a Transaction) -> Self {
        match transaction {
            Transaction::Payment(payment) => Self::of_payment(payment),
            Transaction::Payout(payout) => Self::of_payout(payout),
        }
    }

    fn of_payment(payment: &'a Payment) -> Self {
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

    fn of_payout(payout: &'a Payout) -> Self {
        Self {
            id: &payout.identity.id,
            dgs_reference: &payout.identity.reference,
            amount: payout.amount.into(),
            currency: payout.amount.currency.code(),
            status: payout.status.as_str(),
            payment_method_type: payout.destination.as_str(),
            created_at: clock::plain(payout.created_at),
        }
    }
}

/// The list's fields and everything else that is known. What does not apply is `null`, what is not decided too.
#[derive(Serialize)]
struct Details<'a, Rest> {
    #[serde(flatten)]
    line: Line<'a>,
    transaction_id: &'a str,
    transaction_status: &'a str,
    /// Nothing for a payout, whose fee the recipient pays.
    merchant_fee: Option<Number>,
    net_amount: Option<Number>,
    settlement_status: Option<&'a str>,
    payment_link_id: Option<&'a str>,
    flw_reference: String,
    narration: Option<&'a str>,
    #[serde(flatten)]
    rest: Rest,
}

#[derive(Serialize)]
struct PaidWith<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile_money_network: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile_money_phone: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    mobile_money_country_code: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    processor_response: Option<&'a str>,
}

#[derive(Serialize)]
struct PaidTo<'a> {
    destination_type: &'a str,
    fee: Number,
    recipient_gets: Number,
    #[serde(skip_serializing_if = "Option::is_none")]
    fail_reason: Option<&'a str>,
}

impl<'a> Details<'a, PaidWith<'a>> {
    fn of_payment(payment: &'a Payment) -> Self {
        let when_decided =
            |amount: Amount| (payment.status != PaymentStatus::Pending).then_some(amount).map(Number::from);
        let settlement = if payment.settled_at.is_some() { "settled" } else { "pending" };
        Self {
            line: Line::of_payment(payment),
            transaction_id: &payment.identity.transaction_id,
            transaction_status: payment.status.of_charge(),
            merchant_fee: when_decided(payment.fee),
            net_amount: when_decided(payment.net()),
            settlement_status: (payment.status == PaymentStatus::Success).then_some(settlement),
            payment_link_id: payment.link_id.as_deref(),
            flw_reference: payment.identity.flw_charge_id.clone(),
            narration: payment.narration.as_deref(),
            rest: PaidWith {
                mobile_money_network: payment.method.network(),
                mobile_money_phone: payment.method.phone(),
                mobile_money_country_code: payment.method.phone().map(|_| COUNTRY_CODE),
                processor_response: payment.decline.as_deref(),
            },
        }
    }
}

impl<'a> Details<'a, PaidTo<'a>> {
    fn of_payout(payout: &'a Payout) -> Self {
        Self {
            line: Line::of_payout(payout),
            transaction_id: &payout.identity.transaction_id,
            transaction_status: payout.status.of_charge(),
            merchant_fee: None,
            net_amount: None,
            settlement_status: None,
            payment_link_id: None,
            flw_reference: payout.identity.flw_transfer_id.to_string(),
            narration: payout.narration.as_deref(),
            rest: PaidTo {
                destination_type: payout.destination.as_str(),
                fee: payout.fee.into(),
                recipient_gets: payout.recipient_gets().into(),
                fail_reason: payout.fail_reason(),
            },
        }
    }
}
