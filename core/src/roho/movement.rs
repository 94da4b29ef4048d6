//! Collections and payouts: money comes from, or goes to, a mobile wallet (`protocol/rohopay.md` §§7 and 8).

use dgspay_macros::model;
use serde::Serialize;

use crate::error::{Movement, Result};
use crate::http::Request;
use crate::money::Money;
use crate::roho::fields::{self, Currencies};
use crate::wire::{Amount, json};

/// A request for a mobile-money payment; the payer gets a prompt on the phone.
#[model(input)]
pub struct CollectionRequest {
    /// The number that pays, in any usual spelling; one without a country code belongs to the currency's country.
    pub phone: String,
    /// What is asked for, in whole UGX, KES, TZS or RWF.
    pub amount: Money,
    /// What it is for, at most 255 characters.
    pub description: Option<String>,
    /// Where the webhook of this payment goes: https.
    pub callback_url: Option<String>,
    /// Whether the number goes as it was given, unchecked: for one that this library takes for wrong and the service does not.
    pub phone_as_is: Option<bool>,
}

/// A payout to a mobile wallet. It needs a live key; the service refuses it under a test key.
#[model(input)]
pub struct DisbursementRequest {
    /// The number that receives, in any usual spelling; one without a country code belongs to the currency's country.
    pub phone: String,
    /// What is paid, in whole UGX, KES, TZS or RWF. The service has a minimum, and says so.
    pub amount: Money,
    /// What it is for.
    pub description: Option<String>,
    /// Where the webhook of this payout goes: https.
    pub callback_url: Option<String>,
    /// Whether the number goes as it was given, unchecked: for one that this library takes for wrong and the service does not.
    pub phone_as_is: Option<bool>,
}

macro_rules! optional_fields {
    ($name:ident) => {
        impl $name {
            /// With everything that it must have.
            #[must_use]
            pub fn new(phone: impl Into<String>, amount: Money) -> Self {
                Self { phone: phone.into(), amount, description: None, callback_url: None, phone_as_is: None }
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

            /// The number goes as it was given, unchecked.
            #[must_use]
            pub fn phone_as_is(mut self) -> Self {
                self.phone_as_is = Some(true);
                self
            }

            fn fields(&self) -> Fields<'_> {
                Fields {
                    phone: &self.phone,
                    phone_as_is: self.phone_as_is.unwrap_or(false),
                    amount: self.amount,
                    description: self.description.as_deref(),
                    callback_url: self.callback_url.as_deref(),
                }
            }
        }
    };
}

optional_fields!(CollectionRequest);
optional_fields!(DisbursementRequest);

impl DisbursementRequest {
    /// The bytes that are sent, if it can be sent at all: for a program that checks its payouts before it sends the first of
    /// them, or that must repeat one with the same bytes after it was ended.
    ///
    /// # Errors
    /// As `disburse`, before anything is sent.
    #[doc(hidden)]
    pub fn body(&self) -> Result<Vec<u8>> {
        self.fields().body(Currencies::default())
    }
}

/// What both requests say.
struct Fields<'a> {
    phone: &'a str,
    phone_as_is: bool,
    amount: Money,
    description: Option<&'a str>,
    callback_url: Option<&'a str>,
}

impl Fields<'_> {
    fn body(&self, currencies: Currencies) -> Result<Vec<u8>> {
        json(&Body {
            amount: fields::whole(self.amount, currencies)?,
            phone: fields::number(self.phone, self.phone_as_is, self.amount.currency)?,
            currency: self.amount.currency.to_string(),
            description: fields::description(self.description)?,
            callback_url: self.callback_url.map(|url| fields::https("callback_url", url)).transpose()?,
        })
    }
}

#[derive(Serialize)]
struct Body<'a> {
    phone: String,
    amount: Amount,
    currency: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    callback_url: Option<&'a str>,
}

pub(super) fn write_collect(request: &CollectionRequest, currencies: Currencies) -> Result<Request> {
    Ok(Request::keyed(Movement::Payment, &["collect"], request.fields().body(currencies)?))
}

pub(super) fn write_disburse(request: &DisbursementRequest, currencies: Currencies) -> Result<Request> {
    Ok(Request::keyed(Movement::Payout, &["disburse"], request.fields().body(currencies)?))
}
