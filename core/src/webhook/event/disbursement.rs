//! `disbursement.success` and `disbursement.failed`.

use serde::Deserialize;

use super::{Event, Recipient, Signed, currency, extra_money, money};
use crate::currency::Currency;
use crate::error::Result;
use crate::phone::{Country, MobileNetwork};
use crate::vocabulary::{DestinationType, PaymentStatus};
use crate::wire::{Digits, Text, lenient, text};

#[derive(Deserialize)]
struct Disbursement {
    flw_transfer_id: Option<Text>,
    amount: Digits,
    fee: Option<Digits>,
    recipient_gets: Option<Digits>,
    currency: Option<String>,
    destination_type: Option<String>,
    #[serde(default, deserialize_with = "lenient")]
    recipient: Option<RecipientBody>,
    proof: Option<Text>,
    fail_reason: Option<Text>,
}

#[derive(Deserialize)]
struct RecipientBody {
    name: Option<Text>,
    bank_key: Option<Text>,
    account_number: Option<Text>,
    branch: Option<Text>,
    msisdn: Option<Text>,
    network: Option<String>,
    country: Option<String>,
}

impl Disbursement {
    /// Payouts are made in RWF; one that does not say so is no other.
    fn currency(&self) -> Result<Currency> {
        self.currency.as_deref().map_or(Ok(Currency::RWF), currency)
    }

    fn destination_type(&self) -> Option<DestinationType> {
        self.destination_type.as_deref().map(DestinationType::from)
    }
}

impl From<RecipientBody> for Recipient {
    fn from(body: RecipientBody) -> Self {
        Self {
            name: text(body.name),
            bank_key: text(body.bank_key),
            account_number: text(body.account_number),
            branch: text(body.branch),
            phone: text(body.msisdn),
            network: body.network.as_deref().map(MobileNetwork::from),
            country: body.country.as_deref().map(Country::from),
        }
    }
}

pub(super) fn succeeded(signed: &Signed<'_>) -> Result<Event> {
    let payout: Disbursement = signed.body()?;
    let currency = payout.currency()?;
    signed.check_status(&PaymentStatus::Successful)?;
    Ok(Event::DisbursementSucceeded {
        reference: signed.reference()?,
        amount: money(&payout.amount, currency)?,
        fee: extra_money(payout.fee.as_ref(), currency),
        recipient_gets: extra_money(payout.recipient_gets.as_ref(), currency),
        destination_type: payout.destination_type(),
        recipient: payout.recipient.map(Recipient::from),
        proof: text(payout.proof),
        transfer_id: text(payout.flw_transfer_id),
        dedupe_key: signed.dedupe_key(),
        secret_index: signed.secret_index,
        raw: signed.raw.to_owned(),
    })
}

pub(super) fn failed(signed: &Signed<'_>) -> Result<Event> {
    let payout: Disbursement = signed.body()?;
    let currency = payout.currency()?;
    signed.check_status(&PaymentStatus::Failed)?;
    Ok(Event::DisbursementFailed {
        reference: signed.reference()?,
        amount: money(&payout.amount, currency)?,
        fee: extra_money(payout.fee.as_ref(), currency),
        recipient_gets: extra_money(payout.recipient_gets.as_ref(), currency),
        destination_type: payout.destination_type(),
        recipient: payout.recipient.map(Recipient::from),
        fail_reason: text(payout.fail_reason),
        transfer_id: text(payout.flw_transfer_id),
        dedupe_key: signed.dedupe_key(),
        secret_index: signed.secret_index,
        raw: signed.raw.to_owned(),
    })
}
