//! Paying by mobile money (`protocol/dgs-pay.md` §6).

use dgspay_macros::model;
use serde::Serialize;

use super::order::{Customer, Order, OrderBody};
use crate::currency::Currency;
use crate::dgs::{Environment, PaymentMethod};
use crate::error::{Error, ErrorCode, Movement, Result};
use crate::http::Request;
use crate::money::Money;
use crate::phone::{Country, MobileNetwork, PhoneNumber};
use crate::wire::json;

/// A request for a mobile-money payment. Rwanda and RWF only; the payer gets a push on the phone and enters the PIN there.
#[model(input)]
pub struct MobileMoneyCharge {
    /// What is asked for, in RWF.
    pub amount: Money,
    /// The Rwandan number that gets the push.
    pub phone: PhoneNumber,
    /// The wallet: MTN or Airtel.
    pub network: MobileNetwork,
    /// Who pays.
    pub customer: Customer,
    /// Where the payer lands afterwards.
    pub redirect_url: String,
    /// What the payer is shown, such as `Order 1042`.
    pub narration: Option<String>,
    /// Where the webhook of this payment goes, in place of the account's own URL. The client adds the query parameter
    /// `dgspay_token`, which ties the webhook to this call even if its answer is lost.
    pub callback_url: Option<String>,
    /// What the sandbox shall play, such as `scenario:auth_pin`; refused in production.
    pub scenario_key: Option<String>,
}

impl MobileMoneyCharge {
    /// A charge with everything that it must have.
    #[must_use]
    pub fn new(
        amount: Money,
        phone: PhoneNumber,
        network: MobileNetwork,
        customer: Customer,
        redirect_url: impl Into<String>,
    ) -> Self {
        let redirect_url = redirect_url.into();
        Self { amount, phone, network, customer, redirect_url, narration: None, callback_url: None, scenario_key: None }
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
struct MobileMoneyBody<'a> {
    #[serde(flatten)]
    order: OrderBody<'a>,
    mobile_money_network: &'a str,
    mobile_money_phone: &'a str,
}

/// Writes a mobile-money charge. `token` goes into the callback URL, if there is one.
pub(crate) fn write_mobile_money(
    charge: &MobileMoneyCharge,
    environment: &Environment,
    token: &str,
) -> Result<Request> {
    if charge.amount.currency != Currency::RWF {
        let what = format!("Mobile money in Rwanda is paid in RWF, not {}", charge.amount.currency);
        return Err(Error::new(ErrorCode::InvalidCurrency, what).field("currency"));
    }
    if *charge.phone.country() != Country::Rwanda {
        let what = "The number that pays is not a Rwandan one";
        return Err(Error::new(ErrorCode::InvalidPhone, what).field("phone"));
    }
    if !matches!(charge.network, MobileNetwork::Mtn | MobileNetwork::Airtel) {
        return Err(Error::invalid("network", format!("{:?} is not MTN or Airtel", charge.network.as_str())));
    }
    let order = Order {
        amount: charge.amount,
        customer: &charge.customer,
        paying_phone: Some(&charge.phone),
        redirect_url: &charge.redirect_url,
        narration: charge.narration.as_deref(),
        callback_url: charge.callback_url.as_deref(),
        scenario_key: charge.scenario_key.as_deref(),
    };
    let body = json(&MobileMoneyBody {
        order: order.write(&PaymentMethod::MobileMoney, environment, token)?,
        mobile_money_network: charge.network.as_str(),
        mobile_money_phone: charge.phone.national(),
    })?;
    Ok(Request::money(Movement::Payment, &["charges"], body))
}
