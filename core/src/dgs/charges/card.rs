//! Paying by card (`protocol/dgs-pay.md` §7).

use dgspay_macros::model;
use serde::Serialize;

use super::order::{Customer, Order, OrderBody};
use crate::card::EncryptedCard;
use crate::dgs::{Environment, PaymentMethod};
use crate::error::{Movement, Result};
use crate::fields::filled;
use crate::http::Request;
use crate::money::Money;
use crate::wire::json;

/// A request for a card payment. The card was encrypted where it was typed ([`CardEncryptor`](crate::CardEncryptor)).
#[model(input)]
pub struct CardCharge {
    /// What is asked for.
    pub amount: Money,
    /// The card, as only the service can read it.
    pub card: EncryptedCard,
    /// Who pays; the service wants a phone number of a card's holder too.
    pub customer: Customer,
    /// Where the payer lands after the bank's page.
    pub redirect_url: String,
    /// What the payer is shown, such as `Order 1042`.
    pub narration: Option<String>,
    /// Where the webhook of this payment goes, in place of the account's own URL. The client adds the query parameter
    /// `dgspay_token`, which ties the webhook to this call even if its answer is lost.
    pub callback_url: Option<String>,
    /// What the sandbox shall play, such as `scenario:auth_3ds&issuer:approved`; refused in production.
    pub scenario_key: Option<String>,
}

impl CardCharge {
    /// A charge with everything that it must have.
    #[must_use]
    pub fn new(amount: Money, card: EncryptedCard, customer: Customer, redirect_url: impl Into<String>) -> Self {
        let redirect_url = redirect_url.into();
        Self { amount, card, customer, redirect_url, narration: None, callback_url: None, scenario_key: None }
    }

    /// What the payer is shown.
    #[must_use]
    pub fn narration(mut self, narration: impl Into<String>) -> Self {
        self.narration = Some(narration.into());
        self
    }

    /// Where the webhook of this payment goes.
    #[must_use]
    pub fn callback_url(mut self, url: impl Into<String>) -> Self {
        self.callback_url = Some(url.into());
        self
    }

    /// What the sandbox shall play.
    #[must_use]
    pub fn scenario_key(mut self, key: impl Into<String>) -> Self {
        self.scenario_key = Some(key.into());
        self
    }
}

#[derive(Serialize)]
struct CardBody<'a> {
    #[serde(flatten)]
    order: OrderBody<'a>,
    card_encrypted_number: &'a str,
    card_encrypted_expiry_month: &'a str,
    card_encrypted_expiry_year: &'a str,
    card_encrypted_cvv: &'a str,
    card_nonce: &'a str,
}

/// Writes a card charge. `token` goes into the callback URL, if there is one.
pub(crate) fn write_card(charge: &CardCharge, environment: &Environment, token: &str) -> Result<Request> {
    let order = Order {
        amount: charge.amount,
        customer: &charge.customer,
        paying_phone: None,
        redirect_url: &charge.redirect_url,
        narration: charge.narration.as_deref(),
        callback_url: charge.callback_url.as_deref(),
        scenario_key: charge.scenario_key.as_deref(),
    };
    let EncryptedCard { number, expiry_month, expiry_year, cvv, nonce, .. } = &charge.card;
    let body = json(&CardBody {
        order: order.write(&PaymentMethod::Card, environment, token)?,
        card_encrypted_number: filled("number", number)?,
        card_encrypted_expiry_month: filled("expiry_month", expiry_month)?,
        card_encrypted_expiry_year: filled("expiry_year", expiry_year)?,
        card_encrypted_cvv: filled("cvv", cvv)?,
        card_nonce: filled("nonce", nonce)?,
    })?;
    let request = Request::money(Movement::Payment, &["charges"], body);
    Ok(request.private([number, expiry_month, expiry_year, cvv, nonce]))
}
