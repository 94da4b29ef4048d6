//! `GET /transactions` and `GET /transactions/{id}`: what was paid.

use std::collections::BTreeMap;

use serde::Serialize;
use url::form_urlencoded;

use super::charges::COUNTRY_CODE;
use super::envelope::{Refusal, Reply};
use super::serve::Call;
use crate::clock;
use crate::ledger::{Filter, Payment, PaymentStatus};
use crate::number::Number;

/// How many rows a page has if nothing else is asked, and how many at most: more is cut down, not refused.
const USUAL_LIMIT: u32 = 20;
const MAXIMAL_LIMIT: u32 = 100;

pub(super) fn list(call: &Call<'_>) -> Result<Reply, Refusal> {
    let query = Query::parse(call.query)?;
    let offset = u64::from(query.page - 1) * u64::from(query.limit);
    let (payments, total) = call.app.ledger.payments(call.merchant.row, &query.filter, query.limit, offset)?;
    Reply::json(&Page {
        status: "success",
        data: payments.iter().map(Line::of).collect(),
        pagination: Pagination {
            page: query.page,
            limit: query.limit,
            total,
            pages: total.div_ceil(u64::from(query.limit)),
        },
    })
}

pub(super) fn get(call: &Call<'_>) -> Result<Reply, Refusal> {
    let payment = call.app.ledger.payment_of(call.merchant.row, &call.id)?;
    let payment = payment.ok_or_else(|| Refusal::not_found("There is no such transaction."))?;
    Reply::json(&Single { status: "success", data: Details::of(&payment) })
}

/// What a list is asked for.
#[derive(Debug)]
struct Query {
    page: u32,
    limit: u32,
    filter: Filter,
}

impl Query {
    fn parse(query: &str) -> Result<Self, Refusal> {
        // Of a parameter given twice the last one counts; what is not documented is ignored.
        let mut given: BTreeMap<String, String> = form_urlencoded::parse(query.as_bytes()).into_owned().collect();
        let page = counting(&given, "page")?.unwrap_or(1);
        let limit = counting(&given, "limit")?.unwrap_or(USUAL_LIMIT).min(MAXIMAL_LIMIT);
        let status = given.get("status").map(|word| {
            PaymentStatus::parse(word).ok_or_else(|| wrong("status", "must be pending, success or failed"))
        });
        Ok(Self {
            page,
            limit,
            filter: Filter {
                status: status.transpose()?,
                payment_link_id: given.remove("payment_link_id"),
                reference: given.remove("dgs_reference"),
                flw_reference: given.remove("flw_reference"),
            },
        })
    }
}

fn counting(given: &BTreeMap<String, String>, name: &'static str) -> Result<Option<u32>, Refusal> {
    let number = given.get(name).map(|text| match text.parse() {
        Ok(number) if number > 0 => Ok(number),
        _ => Err(wrong(name, "must be a whole number from 1")),
    });
    number.transpose()
}

fn wrong(name: &'static str, reason: &str) -> Refusal {
    Refusal { errors: BTreeMap::from([(name, reason.to_owned())]), ..Refusal::invalid(format!("{name} {reason}.")) }
}

#[derive(Serialize)]
struct Page<'a> {
    status: &'a str,
    data: Vec<Line<'a>>,
    pagination: Pagination,
}

#[derive(Serialize)]
struct Pagination {
    page: u32,
    limit: u32,
    total: u64,
    pages: u64,
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
            payment_method_type: "mobile_money",
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
    mobile_money_network: &'a str,
    mobile_money_phone: &'a str,
    mobile_money_country_code: &'a str,
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
            mobile_money_network: &payment.network,
            mobile_money_phone: &payment.phone,
            mobile_money_country_code: COUNTRY_CODE,
            narration: payment.narration.as_deref(),
            processor_response: payment.decline.as_deref(),
        }
    }
}
