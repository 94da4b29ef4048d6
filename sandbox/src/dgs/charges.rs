//! `POST /charges`: a payment by mobile money or by card.

use dgspay::Currency;

use super::charge_answer::ChargeAnswer;
use super::scenario::{self, Dialect, Scenario};
use super::values::{COUNTRY_CODE, currency, network, redirect_url, rwandan_number, scenario_key};
use crate::cards::{self, NonceDigest, SealedCard};
use crate::config::Switch;
use crate::ledger::{Amount, Method, NewPayment};
use crate::service::{Booked, Call, Fields, Refusal, Reply};

pub(super) fn create(call: &Call<'_>) -> Result<Reply, Refusal> {
    let new = read(call)?;
    let payment = call.app.accept(call.merchant, &new, call.at)?;
    let answer = Reply::json(&ChargeAnswer::of(&payment, call))?;
    let reference = payment.identity.reference.clone();
    Ok(Reply { booked: Some(Booked::Payment { row: payment.row, reference }), ..answer })
}

fn read(call: &Call<'_>) -> Result<NewPayment, Refusal> {
    let mut fields = Fields::parse(call.body)?;
    let is_card = match fields.text("payment_type").as_deref() {
        Some("card") => true,
        Some("mobile_money") | None => false,
        Some(_) => {
            fields.fail("payment_type", "must be mobile_money or card");
            false
        }
    };
    let email = fields.text("customer_email");
    for name in ["customer_first_name", "customer_last_name"] {
        fields.text(name);
    }
    customer_phone(&mut fields);
    let paid_with = if is_card { card(&mut fields, call) } else { mobile_money(&mut fields) };
    let redirect_url = redirect_url(&mut fields);
    let callback_url = fields.callback_url();
    let narration = fields.optional_text("narration");
    let dialect = if is_card { &scenario::CARD } else { &scenario::MOBILE_MONEY };
    let scenario = scenario_of(&mut fields, dialect, call);
    fields.finish()?;
    let (Some((amount, method, fresh_nonce)), Some(scenario)) = (paid_with, scenario) else {
        return Err(Refusal::invalid("A required field is missing."));
    };
    Ok(NewPayment {
        amount,
        method,
        flow: scenario.flow,
        issuer: scenario.issuer,
        email,
        narration,
        redirect_url,
        callback_url,
        link_id: None,
        fresh_nonce,
    })
}

/// How much, with what, and under which nonce.
type PaidWith = (Amount, Method, Option<NonceDigest>);

fn mobile_money(fields: &mut Fields) -> Option<PaidWith> {
    if fields.text("currency").is_some_and(|currency| currency != Currency::RWF.code()) {
        fields.fail("currency", "must be RWF for mobile money");
    }
    let amount = fields.amount("amount", Currency::RWF);
    let network = network(fields, "mobile_money_network");
    let phone = rwandan_number(fields, "mobile_money_phone");
    Some((amount?, Method::MobileMoney { network: network?, phone: phone? }, None))
}

/// The card is looked at and forgotten: what goes on is that there was one.
fn card(fields: &mut Fields, call: &Call<'_>) -> Option<PaidWith> {
    let currency = currency(fields, "currency");
    // Without a currency everything else about the request can still be told.
    let amount = fields.amount("amount", currency.unwrap_or(Currency::RWF));
    let number = fields.text("card_encrypted_number");
    let expiry_month = fields.text("card_encrypted_expiry_month");
    let expiry_year = fields.text("card_encrypted_expiry_year");
    let cvv = fields.text("card_encrypted_cvv");
    let nonce = fields.text("card_nonce");
    let sealed = SealedCard {
        number: &number?,
        expiry_month: &expiry_month?,
        expiry_year: &expiry_year?,
        cvv: &cvv?,
        nonce: &nonce?,
    };
    match cards::check(&call.merchant.identity.dgs_encryption_key, &sealed) {
        Ok(nonce) => Some((amount?, Method::Card, Some(nonce))),
        Err(flaws) => {
            for flaw in flaws {
                fields.fail(flaw.field, flaw.reason);
            }
            None
        }
    }
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

fn scenario_of(fields: &mut Fields, dialect: &Dialect, call: &Call<'_>) -> Option<Scenario> {
    let Some(key) = scenario_key(fields, call) else { return Some(Scenario::usual(dialect.usual)) };
    let lenient = call.app.has(call.merchant, Switch::IgnoreUnknownScenario);
    scenario::parse(&key, dialect, lenient).map_err(|reason| fields.fail("scenario_key", reason)).ok()
}
