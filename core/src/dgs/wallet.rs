//! The wallet: what was received, what of it can be paid out, and conversions between its currencies
//! (`protocol/dgs-pay.md` §§13 and 14).

use dgspay_macros::model;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::currency::Currency;
use crate::dgs::{PaymentStatus, envelope};
use crate::error::{Error, ErrorCode, Movement, Result};
use crate::http::{Answer, Request};
use crate::money::Money;
use crate::rate::Rate;
use crate::wire::{Amount, Digits, Text, json, lenient, object, text};

/// The wallet's balance in one currency.
#[model]
pub struct Balance {
    /// The currency.
    pub currency: Currency,
    /// Received, not settled yet.
    pub pending: Money,
    /// Can be paid out now.
    pub available: Money,
    /// Both together.
    pub total: Money,
}

/// What a conversion would give now. No money moves, and the rate may have changed when it does.
#[model]
pub struct ConversionPreview {
    /// What would leave the wallet.
    pub from_amount: Money,
    /// What would enter it.
    pub to_amount: Money,
    /// Units of the target for one of the source.
    pub rate: Rate,
    /// The answer as it arrived.
    pub raw: String,
    /// The rate for people, such as `1 USD = 0.9450 EUR`.
    pub rate_display: Option<String>,
    /// What the service keeps.
    pub fee: Option<Money>,
}

/// A conversion that the service has taken on: the source is debited at once, the target credited later. How it ends, the
/// webhook tells (`conversion.success` or `conversion.failed`); if the provider refuses, the source is refunded.
#[model]
pub struct Conversion {
    /// The service's reference, the same in the webhook.
    pub reference: String,
    /// Where it stands.
    pub status: PaymentStatus,
    /// What has left the wallet.
    pub from_amount: Money,
    /// The answer as it arrived.
    pub raw: String,
    /// What will enter it.
    pub to_amount: Option<Money>,
    /// Units of the target for one of the source, as of this execution.
    pub rate: Option<Rate>,
    /// What the service keeps.
    pub fee: Option<Money>,
}

#[derive(Deserialize)]
struct BalancesBody {
    balances: Vec<Box<RawValue>>,
}

#[derive(Deserialize)]
struct BalanceBody {
    currency: String,
    pending_balance: Digits,
    available_balance: Digits,
    total_balance: Digits,
}

pub(crate) fn write_balances() -> Request {
    Request::get(&["balance"])
}

pub(crate) fn read_balances(answer: &Answer) -> Result<Vec<Balance>> {
    let body: BalancesBody = envelope::read(answer)?;
    let unreadable = |_| envelope::unreadable(answer);
    let read = |record: &RawValue| {
        let balance: BalanceBody = object(record.get()).map_err(|_| envelope::unreadable(answer))?;
        let currency = Currency::from_wire(&balance.currency).map_err(unreadable)?;
        Ok(Balance {
            currency,
            pending: balance.pending_balance.money(currency).map_err(unreadable)?,
            available: balance.available_balance.money(currency).map_err(unreadable)?,
            total: balance.total_balance.money(currency).map_err(unreadable)?,
        })
    };
    body.balances.iter().map(|record| read(record)).collect()
}

#[derive(Serialize)]
struct ConvertBody<'a> {
    action: &'static str,
    from_currency: &'a str,
    to_currency: &'a str,
    from_amount: Amount,
}

#[derive(Deserialize)]
struct ConversionBody {
    dgs_conversion_ref: Option<Text>,
    dgs_reference: Option<Text>,
    conversion_status: Option<String>,
    from_currency: String,
    from_amount: Digits,
    to_currency: String,
    #[serde(default, deserialize_with = "lenient")]
    to_amount: Option<Digits>,
    #[serde(default, deserialize_with = "lenient")]
    rate: Option<Digits>,
    #[serde(default, deserialize_with = "lenient")]
    rate_display: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    fee: Option<Digits>,
}

pub(crate) fn write_preview(from: Money, to: Currency) -> Result<Request> {
    Ok(Request::ask(&["convert"], convert_body("preview", from, to)?))
}

pub(crate) fn write_convert(from: Money, to: Currency) -> Result<Request> {
    Ok(Request::money(Movement::Conversion, &["convert"], convert_body("convert", from, to)?))
}

fn convert_body(action: &'static str, from: Money, to: Currency) -> Result<Vec<u8>> {
    let from = from.payable("amount")?;
    if from.currency == to {
        let what = format!("{from} is to be converted into its own currency");
        return Err(Error::new(ErrorCode::InvalidCurrency, what).field("to"));
    }
    json(&ConvertBody {
        action,
        from_currency: from.currency.code(),
        to_currency: to.code(),
        from_amount: Amount(from),
    })
}

pub(crate) fn read_preview(answer: &Answer) -> Result<ConversionPreview> {
    let body: ConversionBody = envelope::read(answer)?;
    let unreadable = || envelope::unreadable(answer);
    let from = Currency::from_wire(&body.from_currency).map_err(|_| unreadable())?;
    let to = Currency::from_wire(&body.to_currency).map_err(|_| unreadable())?;
    let to_amount = body.to_amount.and_then(|digits| digits.money(to).ok());
    Ok(ConversionPreview {
        from_amount: body.from_amount.money(from).map_err(|_| unreadable())?,
        to_amount: to_amount.ok_or_else(unreadable)?,
        rate: body.rate.and_then(|digits| digits.rate().ok()).ok_or_else(unreadable)?,
        rate_display: body.rate_display,
        fee: body.fee.and_then(|digits| digits.money(from).ok()),
        raw: answer.text(),
    })
}

pub(crate) fn read_convert(answer: &Answer) -> Result<Conversion> {
    let body: ConversionBody = envelope::read(answer)?;
    // The same value under two names (C-10).
    let reference = text(body.dgs_conversion_ref).or_else(|| text(body.dgs_reference));
    let reference = reference.ok_or_else(|| envelope::unreadable(answer))?;
    let unreadable = |_| envelope::unreadable(answer).reference(Some(reference.clone()));
    let from = Currency::from_wire(&body.from_currency).map_err(unreadable)?;
    let to = Currency::from_wire(&body.to_currency).map_err(unreadable)?;
    Ok(Conversion {
        from_amount: body.from_amount.money(from).map_err(unreadable)?,
        status: PaymentStatus::from(body.conversion_status.as_deref().unwrap_or("processing")),
        to_amount: body.to_amount.and_then(|digits| digits.money(to).ok()),
        rate: body.rate.and_then(|digits| digits.rate().ok()),
        fee: body.fee.and_then(|digits| digits.money(from).ok()),
        raw: answer.text(),
        reference,
    })
}
