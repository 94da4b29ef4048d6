//! `POST /disburse`: a payout to a bank account or a mobile wallet (§11).

use dgspay::Currency;
use serde::Serialize;

use super::scenario;
use super::values::{country, network, rwandan_number, scenario_key};
use crate::banks::{self, Kind};
use crate::config::Switch;
use crate::ledger::{Amount, DestinationType, NewPayout, Outcome, Payout};
use crate::number::Number;
use crate::service::{Booked, Call, Fields, Refusal, Reply};

pub(super) fn create(call: &Call<'_>) -> Result<Reply, Refusal> {
    let (new, ends) = read(call)?;
    let payout = call.app.disburse(call.merchant, &new, ends, call.at)?;
    let answer = Reply::json(&Queued::of(&payout))?;
    Ok(Reply { booked: Some(Booked::Payout { row: payout.row, reference: payout.identity.reference }), ..answer })
}

/// The payout, and whether it ends by itself.
fn read(call: &Call<'_>) -> Result<(NewPayout, bool), Refusal> {
    let mut fields = Fields::parse(call.body)?;
    let fee = Amount::new(call.app.config.payout_fee.into(), Currency::RWF);
    let amount = fields.amount("amount", Currency::RWF);
    if amount.is_some_and(|amount| amount.minor <= fee.minor) {
        fields.fail("amount", format!("must be more than the fee of {} francs", fee.minor));
    }
    let kind = fields.text("destination_type");
    fields.open("recipient");
    let recipient = match kind.as_deref() {
        Some("bank") => bank_account(&mut fields).map(|account| (DestinationType::Bank, account)),
        Some("mobile_money") => mobile_wallet(&mut fields).map(|account| (DestinationType::MobileMoney, account)),
        Some(_) => {
            fields.fail("destination_type", "must be bank or mobile_money");
            None
        }
        None => None,
    };
    let narration = fields.optional_text("narration");
    let callback_url = fields.callback_url();
    let wished = wished_outcome(&mut fields, call);
    fields.finish()?;
    let (Some(amount), Some((destination, (account, recipient)))) = (amount, recipient) else {
        return Err(Refusal::invalid("A required field is missing."));
    };
    let ends = wished.is_some() || !call.app.has(call.merchant, Switch::PayoutsStayPending);
    let outcome = wished.unwrap_or(Outcome::Success);
    Ok((NewPayout { amount, fee, destination, account, recipient, narration, callback_url, outcome }, ends))
}

/// What the scenario key asks for, if there is one that asks for anything.
fn wished_outcome(fields: &mut Fields, call: &Call<'_>) -> Option<Outcome> {
    let key = scenario_key(fields, call)?;
    let lenient = call.app.has(call.merchant, Switch::IgnoreUnknownScenario);
    scenario::transfer(&key, lenient).unwrap_or_else(|reason| {
        fields.fail("scenario_key", reason);
        None
    })
}

/// An account in one spelling, and the recipient as the webhook repeats it: in the order of the documents' example (§16).
type Recipient = (String, String);

fn bank_account(fields: &mut Fields) -> Option<Recipient> {
    let key = fields.text("recipient.bank_key");
    let account_number = fields.text("recipient.account_number");
    let name = fields.optional_text("recipient.name");
    let bank = key.as_deref().and_then(banks::bank);
    if key.is_some() && bank.is_none() {
        fields.fail("recipient.bank_key", "must be the key of a bank of GET /banks/RW");
    }
    match bank.map(|bank| bank.kind) {
        Some(Kind::Bank { needs_branch: true, .. }) => drop(fields.text("recipient.branch")),
        _ => drop(fields.optional_text("recipient.branch")),
    }
    let (bank, account_number) = (bank?, account_number?);
    if !account_number.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b' ')) {
        fields.fail("recipient.account_number", "must be letters and digits");
    }
    let account = format!("{} {}", bank.key, account_number.replace(['-', ' '], ""));
    let recipient = BankRecipient { account_number: &account_number, bank_key: bank.key, name: name.as_deref() };
    Some((account, serde_json::to_string(&recipient).ok()?))
}

fn mobile_wallet(fields: &mut Fields) -> Option<Recipient> {
    let sent = fields.text("recipient.msisdn");
    let phone = sent.as_ref().and_then(|_| rwandan_number(fields, "recipient.msisdn"));
    let sent_network = fields.text("recipient.network");
    let network = sent_network.as_ref().and_then(|_| network(fields, "recipient.network"));
    let sent_country = fields.text("recipient.country");
    if sent_country.is_some() && country(fields, "recipient.country").is_some_and(|country| country != banks::COUNTRY) {
        fields.fail("recipient.country", "must be RW");
    }
    let name = fields.optional_text("recipient.name");
    let (phone, _) = (phone?, network?);
    let recipient =
        MobileRecipient { msisdn: &sent?, network: &sent_network?, country: &sent_country?, name: name.as_deref() };
    Some((phone, serde_json::to_string(&recipient).ok()?))
}

#[derive(Serialize)]
struct BankRecipient<'a> {
    account_number: &'a str,
    bank_key: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

/// As it was sent, whatever its spelling.
#[derive(Serialize)]
struct MobileRecipient<'a> {
    msisdn: &'a str,
    network: &'a str,
    country: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
}

/// It says that the payout is queued, and proves nothing (C-20).
#[derive(Serialize)]
struct Queued<'a> {
    status: &'a str,
    message: &'a str,
    dgs_reference: &'a str,
    amount: Number,
    fee: Number,
    recipient_gets: Number,
    currency: &'a str,
    destination_type: &'a str,
    transaction_status: &'a str,
}

impl<'a> Queued<'a> {
    fn of(payout: &'a Payout) -> Self {
        Self {
            status: "success",
            message: "Disbursement queued",
            dgs_reference: &payout.identity.reference,
            amount: payout.amount.into(),
            fee: payout.fee.into(),
            recipient_gets: payout.recipient_gets().into(),
            currency: payout.amount.currency.code(),
            destination_type: payout.destination.as_str(),
            transaction_status: "pending",
        }
    }
}
