//! What every request for money says: who pays, how much, and where to go afterwards.

use dgspay_macros::model;
use serde::Serialize;

use crate::dgs::scenario::only_in_sandbox;
use crate::dgs::{Environment, PaymentMethod, callback};
use crate::error::{Error, ErrorCode, Result};
use crate::fields::{filled, web_address};
use crate::money::Money;
use crate::phone::PhoneNumber;
use crate::wire::Amount;

/// Who pays.
#[model(input)]
pub struct Customer {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// E-mail address.
    pub email: String,
    /// The customer's own number, if it is not the one that pays.
    pub phone: Option<PhoneNumber>,
}

impl Customer {
    /// A customer whose own number is the one that pays.
    #[must_use]
    pub fn new(first_name: impl Into<String>, last_name: impl Into<String>, email: impl Into<String>) -> Self {
        Self { first_name: first_name.into(), last_name: last_name.into(), email: email.into(), phone: None }
    }

    /// The customer's own number, if it is not the one that pays.
    #[must_use]
    pub fn phone(mut self, phone: PhoneNumber) -> Self {
        self.phone = Some(phone);
        self
    }
}

/// The parts of a charge that do not depend on how it is paid.
pub(super) struct Order<'a> {
    pub(super) amount: Money,
    pub(super) customer: &'a Customer,
    /// The customer's number, if the customer has given none.
    pub(super) paying_phone: Option<&'a PhoneNumber>,
    pub(super) redirect_url: &'a str,
    pub(super) narration: Option<&'a str>,
    pub(super) callback_url: Option<&'a str>,
    pub(super) scenario_key: Option<&'a str>,
}

/// These parts on the wire.
#[derive(Serialize)]
pub(super) struct OrderBody<'a> {
    amount: Amount,
    currency: String,
    payment_type: &'static str,
    customer_email: &'a str,
    customer_first_name: &'a str,
    customer_last_name: &'a str,
    customer_phone: &'a str,
    customer_phone_country_code: &'a str,
    redirect_url: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    narration: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    callback_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scenario_key: Option<&'a str>,
}

impl<'a> Order<'a> {
    /// Checks everything and writes it down. `token` goes into the callback URL, if there is one.
    pub(super) fn write(
        &self,
        method: &'static PaymentMethod,
        environment: &Environment,
        token: &str,
    ) -> Result<OrderBody<'a>> {
        let amount = self.amount.payable("amount")?;
        let customer_first_name = filled("first_name", &self.customer.first_name)?;
        let customer_last_name = filled("last_name", &self.customer.last_name)?;
        let customer_email = filled("email", &self.customer.email)?;
        if !customer_email.contains('@') {
            return Err(Error::invalid("email", "The customer's email has no @"));
        }
        let phone = self.customer.phone.as_ref().or(self.paying_phone).ok_or_else(|| {
            Error::new(ErrorCode::InvalidPhone, "The customer's phone number is missing")
                .field("phone")
                .advice("Give the customer a phone: the service wants one with every charge.")
        })?;
        web_address("redirect_url", self.redirect_url)?;
        only_in_sandbox(self.scenario_key, environment)?;
        let callback_url = self.callback_url.map(|url| callback::with_token(url, token)).transpose()?;
        Ok(OrderBody {
            amount: Amount(amount),
            currency: amount.currency.to_string(),
            payment_type: method.as_str(),
            customer_email,
            customer_first_name,
            customer_last_name,
            customer_phone: phone.national(),
            customer_phone_country_code: phone.country_code(),
            redirect_url: self.redirect_url,
            narration: self.narration,
            callback_url,
            scenario_key: self.scenario_key,
        })
    }
}
