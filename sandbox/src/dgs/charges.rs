//! `POST /charges`: a payment by mobile money.

use dgspay::{Country, Currency, MobileNetwork, PhoneNumber};
use serde::Serialize;

use super::envelope::{Refusal, Reply};
use super::fields::Fields;
use super::scenario::{self, Scenario};
use super::serve::Call;
use crate::clock::Millis;
use crate::config::Switch;
use crate::issuer::{Issuer, refusal_code};
use crate::ledger::{Amount, Flow, NewPayment, Payment, PaymentStatus};
use crate::number::Number;
use crate::webhooks::destination::is_acceptable_callback;

/// Rwanda's country code, as it stands in answers.
pub(super) const COUNTRY_CODE: &str = "250";

pub(super) fn create(call: &Call<'_>) -> Result<Reply, Refusal> {
    let new = read(call)?;
    let payment = call.app.accept(call.merchant, &new)?;
    let answer = Reply::json(&ChargeAnswer::of(&payment, &call.app.origin))?;
    Ok(Reply { payment: Some(payment.row), ..answer })
}

fn read(call: &Call<'_>) -> Result<NewPayment, Refusal> {
    let mut fields = Fields::parse(call.body)?;
    match fields.text("payment_type").as_deref() {
        Some("card") => {
            return Err(Refusal::invalid("This version of the sandbox takes mobile money only, no cards yet."));
        }
        Some("mobile_money") | None => {}
        Some(_) => fields.fail("payment_type", "must be mobile_money"),
    }
    for name in ["customer_email", "customer_first_name", "customer_last_name"] {
        fields.text(name);
    }
    customer_phone(&mut fields);
    let amount = amount(&mut fields);
    let network = network(&mut fields);
    let phone = rwandan_number(&mut fields, "mobile_money_phone");
    let redirect_url = redirect_url(&mut fields);
    let callback_url = callback_url(&mut fields);
    let narration = fields.optional_text("narration");
    let scenario = scenario_of(&mut fields, call.app.config.has(Switch::IgnoreUnknownScenario));
    fields.finish()?;
    let (Some(amount), Some(network), Some(phone), Some(redirect_url)) = (amount, network, phone, redirect_url) else {
        return Err(Refusal::invalid("A required field is missing."));
    };
    Ok(NewPayment {
        amount,
        flow: scenario.flow,
        issuer: scenario.issuer,
        network,
        phone,
        narration,
        redirect_url,
        callback_url,
        link_id: None,
        approve_at: approval(call, scenario.flow),
    })
}

/// When a push is approved without a person: never if it is left to one, and never for the other flows.
fn approval(call: &Call<'_>, flow: Flow) -> Option<Millis> {
    let wait = call.merchant.settings().approve_after;
    (flow == Flow::Push && wait > 0).then(|| call.app.now().saturating_add(wait))
}

fn amount(fields: &mut Fields) -> Option<Amount> {
    let currency = fields.text("currency");
    let amount = fields.amount("amount", Currency::RWF);
    if currency? != Currency::RWF.code() {
        fields.fail("currency", "must be RWF for mobile money");
        return None;
    }
    amount
}

/// In one spelling, whatever case it came in (C-35).
fn network(fields: &mut Fields) -> Option<String> {
    match MobileNetwork::from(fields.text("mobile_money_network")?) {
        known @ (MobileNetwork::Mtn | MobileNetwork::Airtel) => return Some(known.as_str().to_owned()),
        _ => fields.fail("mobile_money_network", "must be MTN or Airtel"),
    }
    None
}

/// Every usual spelling is taken; nine digits are kept (§18).
fn rwandan_number(fields: &mut Fields, name: &'static str) -> Option<String> {
    let text = fields.text(name)?;
    match PhoneNumber::parse(&text, &Country::Rwanda) {
        Ok(number) if number.country_code() == COUNTRY_CODE => return Some(number.national().to_owned()),
        _ => fields.fail(name, "must be a Rwandan mobile number, such as 789654321"),
    }
    None
}

/// The customer may have a number of any country; one that says it is Rwandan must be.
fn customer_phone(fields: &mut Fields) {
    let code = fields.text("customer_phone_country_code");
    let code = code.as_deref().map(|code| code.trim().trim_start_matches('+'));
    if code == Some(COUNTRY_CODE) {
        rwandan_number(fields, "customer_phone");
        return;
    }
    if code.is_some_and(|code| code.len() > 3 || !code.bytes().all(|byte| byte.is_ascii_digit())) {
        fields.fail("customer_phone_country_code", "must be a country code, such as 250");
    }
    if fields.text("customer_phone").is_some_and(|phone| !phone.bytes().any(|byte| byte.is_ascii_digit())) {
        fields.fail("customer_phone", "must be a phone number");
    }
}

fn redirect_url(fields: &mut Fields) -> Option<String> {
    fields.text("redirect_url")?;
    fields.optional_url("redirect_url")
}

fn callback_url(fields: &mut Fields) -> Option<String> {
    let text = fields.optional_text("callback_url")?;
    if !is_acceptable_callback(&text) {
        fields.fail("callback_url", "must be an https URL, or an http URL on this machine");
    }
    Some(text)
}

fn scenario_of(fields: &mut Fields, lenient: bool) -> Scenario {
    let key = fields.optional_text("scenario_key");
    let scenario =
        key.map_or(Ok(Scenario { flow: Flow::Push, issuer: Issuer::Approved }), |key| scenario::parse(&key, lenient));
    scenario.unwrap_or_else(|reason| {
        fields.fail("scenario_key", reason);
        Scenario { flow: Flow::Push, issuer: Issuer::Approved }
    })
}

/// The answer to a charge: one of three shapes, by what is there.
#[derive(Serialize)]
struct ChargeAnswer<'a> {
    status: &'a str,
    message: &'a str,
    transaction_id: &'a str,
    dgs_reference: &'a str,
    amount: Number,
    currency: &'a str,
    transaction_status: &'a str,
    payment_method_type: &'a str,
    #[serde(flatten)]
    rest: Rest<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Rest<'a> {
    Pending { next_action_type: &'a str, next_action_redirect_url: String, display_text: &'a str },
    Successful { mobile_money_network: &'a str, mobile_money_phone: &'a str, mobile_money_country_code: &'a str },
    Failed { issuer_response_type: &'a str, issuer_response_code: &'a str, processor_response: &'a str },
}

impl<'a> ChargeAnswer<'a> {
    fn of(payment: &'a Payment, origin: &str) -> Self {
        let (status, message, rest) = match payment.status {
            PaymentStatus::Pending => (
                "success",
                "Charge initiated",
                Rest::Pending {
                    next_action_type: "redirect_url",
                    next_action_redirect_url: format!("{origin}/pay/{}", payment.identity.reference),
                    display_text: "Complete payment on your mobile device",
                },
            ),
            PaymentStatus::Success => (
                "success",
                "Payment completed",
                Rest::Successful {
                    mobile_money_network: &payment.network,
                    mobile_money_phone: &payment.phone,
                    mobile_money_country_code: COUNTRY_CODE,
                },
            ),
            PaymentStatus::Failed => {
                let sentence = payment.decline.as_deref().unwrap_or("Declined");
                (
                    "failed",
                    "Charge failed",
                    Rest::Failed {
                        issuer_response_type: "declined",
                        issuer_response_code: refusal_code(sentence),
                        processor_response: sentence,
                    },
                )
            }
        };
        Self {
            status,
            message,
            transaction_id: &payment.identity.transaction_id,
            dgs_reference: &payment.identity.reference,
            amount: payment.amount.into(),
            currency: payment.amount.currency.code(),
            transaction_status: payment.status.of_charge(),
            payment_method_type: "mobile_money",
            rest,
        }
    }
}
