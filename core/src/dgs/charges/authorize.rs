//! What the payer of a card adds when the bank asks for it (`protocol/dgs-pay.md` §9, C-17, C-19).

use dgspay_macros::model;
use serde::Serialize;

use crate::card::EncryptedPin;
use crate::error::{Error, Movement, Result};
use crate::fields::{filled, reference};
use crate::http::Request;
use crate::wire::json;

/// No bank sends a longer code.
const LONGEST_OTP: usize = 20;

/// The address that the card's bank knows. The bank may refuse a payment if it is incomplete: give all there is.
#[model(input)]
pub struct BillingAddress {
    /// Street and number.
    pub line1: String,
    /// The country's two-letter ISO code, such as `RW`.
    pub country: String,
    /// Flat, floor or building.
    pub line2: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// State or province.
    pub state: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
}

impl BillingAddress {
    /// An address with what it must have.
    #[must_use]
    pub fn new(line1: impl Into<String>, country: impl Into<String>) -> Self {
        let (line1, country) = (line1.into(), country.into());
        Self { line1, country, line2: None, city: None, state: None, postal_code: None }
    }

    /// Flat, floor or building.
    #[must_use]
    pub fn line2(mut self, line2: impl Into<String>) -> Self {
        self.line2 = Some(line2.into());
        self
    }

    /// Town.
    #[must_use]
    pub fn city(mut self, city: impl Into<String>) -> Self {
        self.city = Some(city.into());
        self
    }

    /// State or province.
    #[must_use]
    pub fn state(mut self, state: impl Into<String>) -> Self {
        self.state = Some(state.into());
        self
    }

    /// Postal code.
    #[must_use]
    pub fn postal_code(mut self, postal_code: impl Into<String>) -> Self {
        self.postal_code = Some(postal_code.into());
        self
    }
}

#[derive(Serialize)]
struct AuthorizeBody<'a> {
    dgs_reference: &'a str,
    #[serde(flatten)]
    step: Step<'a>,
}

/// What is added, in the words of the service.
#[derive(Serialize)]
#[serde(tag = "auth_type", rename_all = "lowercase")]
enum Step<'a> {
    Pin {
        auth_pin_encrypted: &'a str,
        auth_pin_nonce: &'a str,
    },
    Otp {
        auth_otp: &'a str,
    },
    Avs {
        avs_line1: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        avs_line2: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        avs_city: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        avs_state: Option<&'a str>,
        avs_country: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        avs_postal_code: Option<&'a str>,
    },
}

pub(crate) fn write_pin(of: &str, pin: &EncryptedPin) -> Result<Request> {
    let (auth_pin_encrypted, auth_pin_nonce) = (filled("pin", &pin.pin)?, filled("nonce", &pin.nonce)?);
    Ok(write(of, Step::Pin { auth_pin_encrypted, auth_pin_nonce })?.private([&pin.pin, &pin.nonce]))
}

pub(crate) fn write_otp(of: &str, otp: &str) -> Result<Request> {
    let auth_otp = filled("otp", otp)?;
    if auth_otp.len() > LONGEST_OTP || !auth_otp.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return Err(Error::invalid(
            "otp",
            "The one-time code has more than 20 characters, or other than letters and digits",
        ));
    }
    Ok(write(of, Step::Otp { auth_otp })?.private([&auth_otp.to_owned()]).private_fields(&["auth_otp"]))
}

pub(crate) fn write_address(of: &str, address: &BillingAddress) -> Result<Request> {
    let avs_country = filled("country", &address.country)?.to_ascii_uppercase();
    if avs_country.len() != 2 || !avs_country.bytes().all(|byte| byte.is_ascii_uppercase()) {
        return Err(Error::invalid("country", "The country is not a two-letter ISO code, such as RW"));
    }
    let step = Step::Avs {
        avs_line1: filled("line1", &address.line1)?,
        avs_line2: address.line2.as_deref(),
        avs_city: address.city.as_deref(),
        avs_state: address.state.as_deref(),
        avs_country,
        avs_postal_code: address.postal_code.as_deref(),
    };
    write(of, step)
}

fn write(of: &str, step: Step<'_>) -> Result<Request> {
    let body = json(&AuthorizeBody { dgs_reference: reference(of)?, step })?;
    Ok(Request::money(Movement::Payment, &["authorize"], body))
}
