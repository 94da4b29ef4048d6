//! Charges: a payer is asked for money (`protocol/dgs-pay.md` §6).

use dgspay_macros::{model, open_enum};
use serde::{Deserialize, Serialize};

use crate::currency::Currency;
use crate::dgs::callback::{self, web_address};
use crate::dgs::{Environment, PaymentMethod, PaymentStatus, Transaction, envelope};
use crate::error::{Error, ErrorCode, Result};
use crate::http::{Answer, Request};
use crate::money::Money;
use crate::phone::{Country, MobileNetwork, PhoneNumber};
use crate::wire::{Amount, Digits, Text, text};

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

/// A kind of thing that the payer still has to do (`protocol/dgs-pay.md` §9, C-16).
#[open_enum]
pub enum NextActionKind {
    /// Send the payer to the page at `url`.
    #[wire("redirect_url", "redirect", "3ds")]
    Redirect,
    /// Show the payer `text`.
    #[wire("payment_instruction", "payment_instructions")]
    ShowInstruction,
}

/// What the payer still has to do.
#[model(input)]
pub struct NextAction {
    /// What it is; one that this version does not know is kept as it was sent.
    pub kind: NextActionKind,
    /// The page to send the payer to.
    pub url: Option<String>,
    /// A text for the payer.
    pub text: Option<String>,
}

/// A charge as the service last told it.
#[model(input)]
pub struct Charge {
    /// The service's reference, the same in the webhook.
    pub reference: String,
    /// What was asked for.
    pub amount: Money,
    /// Where it stands. `pending` is not paid.
    pub status: PaymentStatus,
    /// True only when the money was taken: `successful`, and nothing left for the payer to do.
    pub paid: bool,
    /// How it is paid.
    pub method: PaymentMethod,
    /// The answer as it arrived.
    pub raw: String,
    /// The service's number of the transaction.
    pub transaction_id: Option<String>,
    /// What the payer still has to do.
    pub next_action: Option<NextAction>,
    /// A text for the payer.
    pub display_text: Option<String>,
    /// The wallet that paid.
    pub network: Option<MobileNetwork>,
    /// The number that paid.
    pub phone: Option<PhoneNumber>,
    /// Why it failed, in the provider's words.
    pub processor_response: Option<String>,
    /// The kind of the issuer's answer, such as `declined`.
    pub issuer_response_type: Option<String>,
    /// The issuer's code, such as `05`. It does not tell a reason (C-14).
    pub issuer_response_code: Option<String>,
    /// The value of `dgspay_token` in the callback URL, if one was given.
    pub token: Option<String>,
}

#[derive(Serialize)]
struct MobileMoneyBody<'a> {
    amount: Amount,
    currency: &'a str,
    payment_type: &'a str,
    customer_email: &'a str,
    customer_first_name: &'a str,
    customer_last_name: &'a str,
    customer_phone: &'a str,
    customer_phone_country_code: &'a str,
    redirect_url: &'a str,
    mobile_money_network: &'a str,
    mobile_money_phone: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    narration: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    callback_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scenario_key: Option<&'a str>,
}

#[derive(Deserialize)]
struct ChargeBody {
    dgs_reference: Text,
    transaction_id: Option<Text>,
    amount: Digits,
    currency: String,
    transaction_status: String,
    payment_method_type: Option<String>,
    next_action_type: Option<String>,
    next_action_redirect_url: Option<String>,
    display_text: Option<String>,
    mobile_money_network: Option<String>,
    mobile_money_phone: Option<Text>,
    mobile_money_country_code: Option<Text>,
    processor_response: Option<Text>,
    issuer_response_type: Option<Text>,
    issuer_response_code: Option<Text>,
}

/// Writes a mobile-money charge. `token` goes into the callback URL, if there is one.
pub(crate) fn write_mobile_money(
    charge: &MobileMoneyCharge,
    environment: &Environment,
    token: &str,
) -> Result<Request> {
    let amount = charge.amount.payable("amount")?;
    if amount.currency != Currency::RWF {
        let what = format!("Mobile money in Rwanda is paid in RWF, not {}", amount.currency);
        return Err(Error::new(ErrorCode::InvalidCurrency, what).field("currency"));
    }
    if *charge.phone.country() != Country::Rwanda {
        let what = "The number that pays is not a Rwandan one";
        return Err(Error::new(ErrorCode::InvalidPhone, what).field("phone"));
    }
    if !matches!(charge.network, MobileNetwork::Mtn | MobileNetwork::Airtel) {
        return Err(Error::invalid("network", format!("{:?} is not MTN or Airtel", charge.network.as_str())));
    }
    if charge.scenario_key.is_some() && *environment == Environment::Production {
        return Err(Error::invalid("scenario_key", "A scenario key is for the sandbox, and this is production"));
    }
    let customer = &charge.customer;
    for (field, value) in
        [("first_name", &customer.first_name), ("last_name", &customer.last_name), ("email", &customer.email)]
    {
        if value.trim().is_empty() {
            return Err(Error::invalid(field, format!("The customer's {field} is empty")));
        }
    }
    if !customer.email.contains('@') {
        return Err(Error::invalid("email", "The customer's email has no @"));
    }
    web_address("redirect_url", &charge.redirect_url)?;
    let callback_url = charge.callback_url.as_deref().map(|url| callback::with_token(url, token)).transpose()?;
    let own_phone = customer.phone.as_ref().unwrap_or(&charge.phone);
    let body = MobileMoneyBody {
        amount: Amount(amount),
        currency: amount.currency.code(),
        payment_type: PaymentMethod::MobileMoney.as_str(),
        customer_email: customer.email.trim(),
        customer_first_name: customer.first_name.trim(),
        customer_last_name: customer.last_name.trim(),
        customer_phone: own_phone.national(),
        customer_phone_country_code: own_phone.country_code(),
        redirect_url: &charge.redirect_url,
        mobile_money_network: charge.network.as_str(),
        mobile_money_phone: charge.phone.national(),
        narration: charge.narration.as_deref(),
        callback_url: callback_url.as_deref(),
        scenario_key: charge.scenario_key.as_deref(),
    };
    let body =
        serde_json::to_vec(&body).map_err(|_| Error::new(ErrorCode::Internal, "The request could not be written"))?;
    Ok(Request::money(&["charges"], body))
}

/// Reads a charge.
pub(crate) fn read_charge(answer: &Answer) -> Result<Charge> {
    let body: ChargeBody = envelope::read(answer)?;
    let unreadable = |reference: &str| envelope::unreadable(answer).reference(Some(reference.to_owned()));
    let reference = text(Some(body.dgs_reference)).ok_or_else(|| envelope::unreadable(answer))?;
    let currency = Currency::from_wire(&body.currency).map_err(|_| unreadable(&reference))?;
    let amount = body.amount.money(currency).map_err(|_| unreadable(&reference))?;
    let status = PaymentStatus::from(body.transaction_status.as_str());
    let action = body.next_action_type.filter(|action| !action.is_empty());
    let paid = status == PaymentStatus::Successful && action.is_none();
    let code = text(body.mobile_money_country_code).unwrap_or_default();
    let phone = text(body.mobile_money_phone).and_then(|phone| format!("{code}{phone}").parse().ok());
    let next_action = action.map(|action| NextAction {
        kind: NextActionKind::from(action.as_str()),
        url: body.next_action_redirect_url,
        text: body.display_text.clone(),
    });
    Ok(Charge {
        reference,
        transaction_id: text(body.transaction_id),
        amount,
        status,
        paid,
        method: PaymentMethod::from(body.payment_method_type.as_deref().unwrap_or_default()),
        next_action,
        display_text: body.display_text,
        network: body.mobile_money_network.as_deref().map(MobileNetwork::from),
        phone,
        processor_response: text(body.processor_response),
        issuer_response_type: text(body.issuer_response_type),
        issuer_response_code: text(body.issuer_response_code),
        token: None,
        raw: String::from_utf8_lossy(&answer.body).into_owned(),
    })
}

impl Charge {
    /// Whether nothing is left to wait for. A charge that is successful but leaves the payer something to do is not paid.
    pub(crate) fn has_ended(&self) -> bool {
        self.paid || self.status == PaymentStatus::Failed
    }

    /// The charge with what the transaction list has said since. A record that names no state, or another payment, says
    /// nothing about this one.
    pub(crate) fn updated_by(mut self, transaction: Transaction) -> Self {
        let of_another = transaction.reference.as_ref().is_some_and(|reference| *reference != self.reference);
        if of_another || transaction.status.as_str().is_empty() {
            return self;
        }
        self.status = transaction.status;
        if self.status.is_final() {
            self.next_action = None;
            self.display_text = None;
        }
        self.paid = self.status == PaymentStatus::Successful;
        self.raw = transaction.raw;
        self
    }
}
