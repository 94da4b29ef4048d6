//! Checkout: a card payment that ends on the bank's page (`protocol/rohopay.md` §9, C-11, C-12, C-19).

use dgspay_macros::model;
use serde::{Deserialize, Serialize};
use url::Url;
use zeroize::Zeroizing;

use crate::card;
use crate::currency::Currency;
use crate::error::{Error, Movement, Result};
use crate::fields::filled;
use crate::http::{Answer, Request};
use crate::money::Money;
use crate::roho::envelope;
use crate::roho::fields::{self, Currencies};
use crate::secret::Secret;
use crate::vocabulary::PaymentStatus;
use crate::wire::{Amount, Digits, Text, agreed, private_json, text};

/// A request for a card payment. The card goes to the service as it is: make this call on a server that may see cards (PCI
/// DSS), and never log what is in it.
// The core's own copies of the card are wiped: this one when the request is dropped, the body when the call has ended.
#[model(input)]
pub struct CheckoutRequest {
    /// What is asked for, in whole UGX, KES, TZS or RWF.
    pub amount: Money,
    /// Who pays.
    pub customer_name: String,
    /// The payer's e-mail address.
    pub customer_email: String,
    /// Where the payer lands after the bank's page, whatever the result.
    pub return_url: String,
    /// The card's number: 16 digits.
    #[secret]
    pub card_number: Secret,
    /// Its end, such as `10/26`.
    #[secret]
    pub card_expiry: Secret,
    /// Its security code: 3 digits.
    #[secret]
    pub card_cvv: Secret,
    /// What it is for, at most 255 characters.
    pub description: Option<String>,
    /// Where the webhook of this payment goes: https.
    pub callback_url: Option<String>,
}

/// A card payment that has begun: send the payer's whole browser to `payment_url`.
#[model]
pub struct CheckoutSession {
    /// Where it stands.
    pub status: PaymentStatus,
    /// The bank's page: good once. Never store it, and never show it in a frame.
    pub payment_url: String,
    /// The answer as it arrived.
    #[secret]
    pub raw: String,
    /// RohoPay's own reference, the same in the webhook.
    pub internal_reference: Option<String>,
    /// The transaction's identifier.
    pub transaction_id: Option<String>,
    /// What is asked for.
    pub amount: Option<Money>,
    /// The key that it was sent under.
    pub idempotency_key: Option<String>,
}

/// What stands in the address that a payer comes back to. Anybody can write such an address: it is a hint for the page that
/// you show, never a proof of payment. Wait for the webhook, or look the transaction up.
#[model]
#[reads(return_url)]
pub struct CheckoutReturn {
    /// What the address claims.
    pub claimed_status: PaymentStatus,
    /// RohoPay's own reference.
    pub internal_reference: Option<String>,
    /// The provider's reference.
    pub order_reference: Option<String>,
}

impl CheckoutRequest {
    /// A checkout with everything that it must have but the payer.
    #[must_use]
    pub fn new(
        amount: Money,
        customer_name: impl Into<String>,
        customer_email: impl Into<String>,
        return_url: impl Into<String>,
        card_number: impl Into<Secret>,
        card_expiry: impl Into<Secret>,
        card_cvv: impl Into<Secret>,
    ) -> Self {
        Self {
            amount,
            customer_name: customer_name.into(),
            customer_email: customer_email.into(),
            return_url: return_url.into(),
            card_number: card_number.into(),
            card_expiry: card_expiry.into(),
            card_cvv: card_cvv.into(),
            description: None,
            callback_url: None,
        }
    }

    /// What it is for.
    #[must_use]
    pub fn description(mut self, description: impl Into<String>) -> Self {
        self.description = Some(description.into());
        self
    }

    /// Where the webhook goes.
    #[must_use]
    pub fn callback_url(mut self, url: impl Into<String>) -> Self {
        self.callback_url = Some(url.into());
        self
    }
}

impl CheckoutReturn {
    /// Reads the address that the payer came back to.
    ///
    /// # Errors
    /// `invalid_argument` if it is not an absolute URL.
    pub fn parse(return_url: &str) -> Result<Self> {
        let refused = |_| Error::invalid("return_url", "return_url is not an absolute URL");
        let url = Url::parse(return_url).map_err(refused)?;
        let value = |name: &str| url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
        Ok(Self {
            claimed_status: PaymentStatus::from(value("status").unwrap_or_default()),
            internal_reference: value("reference").filter(|text| !text.is_empty()),
            order_reference: value("order_ref").filter(|text| !text.is_empty()),
        })
    }
}

#[derive(Serialize)]
struct Body<'a> {
    api_key: &'a str,
    amount: Amount,
    currency: String,
    customer_name: &'a str,
    customer_email: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    return_url: &'a str,
    card_number: &'a str,
    card_expiry: &'a str,
    card_cvv: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    callback_url: Option<&'a str>,
}

#[derive(Deserialize)]
struct AnswerBody {
    transaction_id: Option<Text>,
    /// Another name of the identifier (C-7).
    id: Option<Text>,
    internal_reference: Option<Text>,
    /// Another name of RohoPay's own reference (C-7).
    reference: Option<Text>,
    payment_url: String,
    status: Option<String>,
    amount: Option<Digits>,
    currency: Option<String>,
}

pub(super) fn write(checkout: &CheckoutRequest, api_key: &Secret, currencies: Currencies) -> Result<Request> {
    let number = card::digits("card_number", "card number", &checkout.card_number, 16..=16)?;
    let expiry = expiry(checkout.card_expiry.expose())?;
    let cvv = card::digits("card_cvv", "security code", &checkout.card_cvv, 3..=3)?;
    let customer_email = filled("customer_email", &checkout.customer_email)?;
    if !customer_email.contains('@') {
        return Err(Error::invalid("customer_email", "The customer's email has no @"));
    }
    let body = private_json(&Body {
        api_key: api_key.expose(),
        amount: fields::whole(checkout.amount, currencies)?,
        currency: checkout.amount.currency.to_string(),
        customer_name: filled("customer_name", &checkout.customer_name)?,
        customer_email,
        description: fields::description(checkout.description.as_deref())?,
        return_url: fields::https("return_url", &checkout.return_url)?,
        card_number: &number,
        card_expiry: &expiry,
        card_cvv: &cvv,
        callback_url: checkout.callback_url.as_deref().map(|url| fields::https("callback_url", url)).transpose()?,
    })?;
    let request = Request::keyed(Movement::Payment, &["checkout"], body).private([&*number]);
    Ok(request.private_fields(&["card_number", "card_expiry", "card_cvv"]))
}

/// `MM/YY`, from that, `MM/YYYY`, `MMYY` or the same with a dash.
fn expiry(typed: &str) -> Result<Zeroizing<String>> {
    let bare: Zeroizing<String> = Zeroizing::new(typed.chars().filter(|c| !matches!(c, ' ' | '/' | '-')).collect());
    let refused = || card::refused("card_expiry", "The card's end is not a month and a year, such as 10/26");
    if !bare.bytes().all(|byte| byte.is_ascii_digit()) || !matches!(bare.len(), 4 | 6) {
        return Err(refused());
    }
    let (month, year) = bare.split_at(2);
    let century_fits = year.len() == 2 || year.starts_with("20");
    if !matches!(month.parse(), Ok(1..=12)) || !century_fits {
        return Err(refused());
    }
    Ok(Zeroizing::new(format!("{month}/{}", &year[year.len() - 2..])))
}

pub(super) fn read(answer: &Answer) -> Result<CheckoutSession> {
    let (body, raw): (AnswerBody, _) = envelope::read(answer)?;
    let unreadable = |_| envelope::unreadable(answer);
    let currency = body.currency.as_deref().and_then(|code| Currency::from_wire(code).ok());
    Ok(CheckoutSession {
        status: PaymentStatus::from(body.status.as_deref().unwrap_or("pending")),
        payment_url: body.payment_url,
        raw: raw.get().to_owned(),
        internal_reference: agreed(text(body.internal_reference), text(body.reference)).map_err(unreadable)?,
        transaction_id: agreed(text(body.transaction_id), text(body.id)).map_err(unreadable)?,
        amount: body.amount.and_then(|digits| digits.money(currency?).ok()),
        idempotency_key: None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorCode;

    #[test]
    fn the_end_of_a_card_takes_the_services_form() {
        for text in ["10/26", "10/2026", "1026", "10-26", " 10 / 26 "] {
            assert_eq!(&**expiry(text).unwrap(), "10/26", "{text}");
        }
        for text in ["13/26", "00/26", "10/1926", "1/26", "ten/26", ""] {
            assert_eq!(expiry(text).unwrap_err().code(), ErrorCode::InvalidCard, "{text}");
        }
    }

    #[test]
    fn a_return_address_only_claims() {
        let back =
            CheckoutReturn::parse("https://shop.example/done?status=success&reference=RHP-1&order_ref=77").unwrap();
        assert_eq!(back.claimed_status, PaymentStatus::Successful);
        assert_eq!(back.internal_reference.as_deref(), Some("RHP-1"));
        assert!(CheckoutReturn::parse("done?status=success").is_err());
    }
}
