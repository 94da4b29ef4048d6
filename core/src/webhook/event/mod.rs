//! What a webhook says: typed events of both services (`protocol/dgs-pay.md` §16, C-11, C-28, C-29, C-30;
//! `protocol/rohopay.md` §13, C-8, C-10).

mod conversion;
mod disbursement;
mod payment;
mod roho;

use dgspay_macros::model;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use crate::currency::Currency;
use crate::error::{Error, ErrorCode, Result};
use crate::hex::hex;
use crate::money::Money;
use crate::phone::{Country, MobileNetwork};
use crate::rate::Rate;
use crate::time::Timestamp;
use crate::vocabulary::{DestinationType, Environment, PaymentMethod, PaymentStatus};
use crate::wire::{Digits, Text, lenient, object, text};

/// A verified webhook.
///
/// Deliveries are at least once, in any order, and carry neither an id nor a time that could be trusted: remember every
/// `dedupe_key` you have handled for as long as the secret lives, and compare amount and currency with your own order
/// before you ship.
#[model]
pub enum Event {
    /// A payment was made; the wallet gets `net_amount`.
    #[wire("payment.success")]
    PaymentSucceeded {
        /// The service's reference of the payment.
        reference: String,
        /// What the payer paid.
        amount: Money,
        /// What the service keeps of it.
        merchant_fee: Option<Money>,
        /// What the wallet gets.
        net_amount: Option<Money>,
        /// The charge's number at the provider underneath.
        charge_id: Option<String>,
        /// When it happened, by the service's clock.
        timestamp: Option<Timestamp>,
        /// Where it happened: check that it is the environment you expect.
        environment: Option<Environment>,
        /// The same for every delivery of this event, and different for every other event.
        dedupe_key: String,
        /// Which of the secrets given to `Webhook` signed it, counted from 0.
        secret_index: i32,
        /// The body as it arrived.
        raw: String,
    },
    /// A payment failed; no money moved. The same payment may still succeed later.
    #[wire("payment.failed")]
    PaymentFailed {
        /// The service's reference of the payment.
        reference: String,
        /// What the payer was to pay.
        amount: Money,
        /// The charge's number at the provider underneath.
        charge_id: Option<String>,
        /// When it happened, by the service's clock.
        timestamp: Option<Timestamp>,
        /// Where it happened: check that it is the environment you expect.
        environment: Option<Environment>,
        /// The same for every delivery of this event, and different for every other event.
        dedupe_key: String,
        /// Which of the secrets given to `Webhook` signed it, counted from 0.
        secret_index: i32,
        /// The body as it arrived.
        raw: String,
    },
    /// A payout has arrived.
    #[wire("disbursement.success")]
    DisbursementSucceeded {
        /// The service's reference of the payout.
        reference: String,
        /// What left the wallet.
        amount: Money,
        /// What the service keeps of it.
        fee: Option<Money>,
        /// What has arrived.
        recipient_gets: Option<Money>,
        /// Where it went.
        destination_type: Option<DestinationType>,
        /// Who got it.
        recipient: Option<Recipient>,
        /// The provider's proof of payment.
        proof: Option<String>,
        /// The transfer's number at the provider underneath.
        transfer_id: Option<String>,
        /// The same for every delivery of this event, and different for every other event.
        dedupe_key: String,
        /// Which of the secrets given to `Webhook` signed it, counted from 0.
        secret_index: i32,
        /// The body as it arrived.
        raw: String,
    },
    /// A payout has failed: read why before you send another. Do not assume what the wallet holds; look at the balances.
    #[wire("disbursement.failed")]
    DisbursementFailed {
        /// The service's reference of the payout.
        reference: String,
        /// What was to leave the wallet.
        amount: Money,
        /// What the service would have kept of it.
        fee: Option<Money>,
        /// What would have arrived.
        recipient_gets: Option<Money>,
        /// Where it was to go.
        destination_type: Option<DestinationType>,
        /// Who was to get it.
        recipient: Option<Recipient>,
        /// Why it failed, in the service's words.
        fail_reason: Option<String>,
        /// The transfer's number at the provider underneath.
        transfer_id: Option<String>,
        /// The same for every delivery of this event, and different for every other event.
        dedupe_key: String,
        /// Which of the secrets given to `Webhook` signed it, counted from 0.
        secret_index: i32,
        /// The body as it arrived.
        raw: String,
    },
    /// A conversion is complete: the target currency was credited.
    #[wire("conversion.success")]
    ConversionSucceeded {
        /// The service's reference of the conversion.
        reference: String,
        /// What left the wallet.
        from_amount: Money,
        /// What entered it.
        to_amount: Money,
        /// Units of the target for one of the source.
        rate: Option<Rate>,
        /// The rate for people, such as `1 USD = 0.9450 EUR`.
        rate_display: Option<String>,
        /// The same for every delivery of this event, and different for every other event.
        dedupe_key: String,
        /// Which of the secrets given to `Webhook` signed it, counted from 0.
        secret_index: i32,
        /// The body as it arrived.
        raw: String,
    },
    /// A conversion has failed; the source was refunded.
    #[wire("conversion.failed")]
    ConversionFailed {
        /// The service's reference of the conversion.
        reference: String,
        /// What had left the wallet.
        from_amount: Money,
        /// What it was to become.
        to_currency: Option<Currency>,
        /// Why it failed, in the service's words.
        fail_reason: Option<String>,
        /// What was given back.
        refund: Option<Money>,
        /// The same for every delivery of this event, and different for every other event.
        dedupe_key: String,
        /// Which of the secrets given to `Webhook` signed it, counted from 0.
        secret_index: i32,
        /// The body as it arrived.
        raw: String,
    },
    /// A payment through RohoPay was made.
    #[wire("deposit.successful")]
    DepositSucceeded {
        /// RohoPay's own reference of the transaction.
        reference: String,
        /// The gross amount.
        amount: Money,
        /// What RohoPay keeps of it.
        commission_amount: Option<Money>,
        /// What reaches the wallet.
        net_amount: Option<Money>,
        /// The provider's reference. A second event with another one means that two providers have executed the transaction.
        provider_reference: Option<String>,
        /// The transaction's identifier.
        transaction_id: Option<String>,
        /// How it was paid.
        payment_method: Option<PaymentMethod>,
        /// The wallet's number.
        phone_number: Option<String>,
        /// Why it was handed to another provider, if it was.
        failover_reason: Option<String>,
        /// Where it happened: check that it is the environment you expect.
        environment: Option<Environment>,
        /// When it was made.
        created_at: Option<Timestamp>,
        /// When it last changed.
        updated_at: Option<Timestamp>,
        /// The same for every delivery of this event, and different for every other event.
        dedupe_key: String,
        /// Which of the secrets given to `Webhook` signed it, counted from 0.
        secret_index: i32,
        /// The body as it arrived.
        raw: String,
    },
    /// A payment through RohoPay failed. Not every failed payment sends one: look those up that stay pending.
    #[wire("deposit.failed")]
    DepositFailed {
        /// RohoPay's own reference of the transaction.
        reference: String,
        /// The gross amount.
        amount: Money,
        /// What RohoPay keeps of it.
        commission_amount: Option<Money>,
        /// What would have reached the wallet.
        net_amount: Option<Money>,
        /// The provider's reference. A second event with another one means that two providers have executed the transaction.
        provider_reference: Option<String>,
        /// The transaction's identifier.
        transaction_id: Option<String>,
        /// How it was paid.
        payment_method: Option<PaymentMethod>,
        /// The wallet's number.
        phone_number: Option<String>,
        /// Why it was handed to another provider, if it was.
        failover_reason: Option<String>,
        /// Where it happened: check that it is the environment you expect.
        environment: Option<Environment>,
        /// When it was made.
        created_at: Option<Timestamp>,
        /// When it last changed.
        updated_at: Option<Timestamp>,
        /// The same for every delivery of this event, and different for every other event.
        dedupe_key: String,
        /// Which of the secrets given to `Webhook` signed it, counted from 0.
        secret_index: i32,
        /// The body as it arrived.
        raw: String,
    },
    /// A payout through RohoPay has arrived.
    #[wire("withdraw.successful")]
    WithdrawalSucceeded {
        /// RohoPay's own reference of the transaction.
        reference: String,
        /// The gross amount.
        amount: Money,
        /// What RohoPay keeps of it.
        commission_amount: Option<Money>,
        /// What has arrived.
        net_amount: Option<Money>,
        /// The provider's reference. A second event with another one means that two providers have executed the transaction.
        provider_reference: Option<String>,
        /// The transaction's identifier.
        transaction_id: Option<String>,
        /// How it was paid.
        payment_method: Option<PaymentMethod>,
        /// The wallet's number.
        phone_number: Option<String>,
        /// Why it was handed to another provider, if it was.
        failover_reason: Option<String>,
        /// Where it happened: check that it is the environment you expect.
        environment: Option<Environment>,
        /// When it was made.
        created_at: Option<Timestamp>,
        /// When it last changed.
        updated_at: Option<Timestamp>,
        /// The same for every delivery of this event, and different for every other event.
        dedupe_key: String,
        /// Which of the secrets given to `Webhook` signed it, counted from 0.
        secret_index: i32,
        /// The body as it arrived.
        raw: String,
    },
    /// A payout through RohoPay has failed; nothing was sent.
    #[wire("withdraw.failed")]
    WithdrawalFailed {
        /// RohoPay's own reference of the transaction.
        reference: String,
        /// The gross amount.
        amount: Money,
        /// What RohoPay keeps of it.
        commission_amount: Option<Money>,
        /// What would have arrived.
        net_amount: Option<Money>,
        /// The provider's reference. A second event with another one means that two providers have executed the transaction.
        provider_reference: Option<String>,
        /// The transaction's identifier.
        transaction_id: Option<String>,
        /// How it was paid.
        payment_method: Option<PaymentMethod>,
        /// The wallet's number.
        phone_number: Option<String>,
        /// Why it was handed to another provider, if it was.
        failover_reason: Option<String>,
        /// Where it happened: check that it is the environment you expect.
        environment: Option<Environment>,
        /// When it was made.
        created_at: Option<Timestamp>,
        /// When it last changed.
        updated_at: Option<Timestamp>,
        /// The same for every delivery of this event, and different for every other event.
        dedupe_key: String,
        /// Which of the secrets given to `Webhook` signed it, counted from 0.
        secret_index: i32,
        /// The body as it arrived.
        raw: String,
    },
    /// An event that this version does not know. It is genuine: answer 200, and keep it.
    #[wire("unknown")]
    Unknown {
        /// The event's name as it was sent.
        event: String,
        /// The service's reference, if the body has one.
        reference: Option<String>,
        /// The same for every delivery of this event, and different for every other event.
        dedupe_key: String,
        /// Which of the secrets given to `Webhook` signed it, counted from 0.
        secret_index: i32,
        /// The body as it arrived.
        raw: String,
    },
}

/// Who a payout goes to, as far as the service repeats it.
#[model]
pub struct Recipient {
    /// The name.
    pub name: Option<String>,
    /// The bank, by its key in the list of banks.
    pub bank_key: Option<String>,
    /// The account at the bank.
    pub account_number: Option<String>,
    /// The bank's branch.
    pub branch: Option<String>,
    /// The number of the mobile wallet, as it was sent.
    pub phone: Option<String>,
    /// The mobile wallet.
    pub network: Option<MobileNetwork>,
    /// The country of the mobile wallet.
    pub country: Option<Country>,
}

/// The fields that every event shares; all but the name may be absent.
#[derive(Deserialize)]
struct Envelope {
    #[serde(default, deserialize_with = "lenient")]
    event: Option<String>,
    /// RohoPay's own SDK expects the name here; its documents have the kind of the transaction in it.
    #[serde(default, rename = "type", deserialize_with = "lenient")]
    kind: Option<String>,
    #[serde(alias = "internal_reference")]
    dgs_reference: Option<Text>,
    #[serde(default, deserialize_with = "lenient")]
    status: Option<String>,
}

/// A body whose signature was good, and what every event takes from it.
struct Signed<'a> {
    raw: &'a str,
    event: String,
    status: Option<String>,
    reference: Option<String>,
    secret_index: i32,
}

impl Event {
    /// Reads a body whose signature was good.
    pub(crate) fn read(body: &[u8], secret_index: i32) -> Result<Self> {
        let raw = std::str::from_utf8(body).map_err(|_| unreadable("it is not UTF-8"))?;
        let Envelope { event, kind, dgs_reference, status } = object(raw).map_err(|error| not_this_shape(&error))?;
        let event = event.or_else(|| kind.filter(|kind| kind.contains('.')));
        let event = event.ok_or_else(|| unreadable("it names no event"))?;
        let signed = Signed { raw, event, status, reference: text(dgs_reference), secret_index };
        match signed.event.as_str() {
            "payment.success" => payment::succeeded(&signed),
            "payment.failed" => payment::failed(&signed),
            "disbursement.success" => disbursement::succeeded(&signed),
            "disbursement.failed" => disbursement::failed(&signed),
            "conversion.success" => conversion::succeeded(&signed),
            "conversion.failed" => conversion::failed(&signed),
            "deposit.successful" => roho::deposit_succeeded(&signed),
            "deposit.failed" => roho::deposit_failed(&signed),
            "withdraw.successful" => roho::withdrawal_succeeded(&signed),
            "withdraw.failed" => roho::withdrawal_failed(&signed),
            _ => Ok(signed.unknown()),
        }
    }

    /// The same for every delivery of this event, and different for every other event.
    #[must_use]
    pub fn dedupe_key(&self) -> &str {
        match self {
            Self::PaymentSucceeded { dedupe_key, .. }
            | Self::PaymentFailed { dedupe_key, .. }
            | Self::DisbursementSucceeded { dedupe_key, .. }
            | Self::DisbursementFailed { dedupe_key, .. }
            | Self::ConversionSucceeded { dedupe_key, .. }
            | Self::ConversionFailed { dedupe_key, .. }
            | Self::DepositSucceeded { dedupe_key, .. }
            | Self::DepositFailed { dedupe_key, .. }
            | Self::WithdrawalSucceeded { dedupe_key, .. }
            | Self::WithdrawalFailed { dedupe_key, .. }
            | Self::Unknown { dedupe_key, .. } => dedupe_key,
        }
    }
}

impl Signed<'_> {
    fn unknown(&self) -> Event {
        let reference = self.reference.clone().or_else(|| roho::nested_reference(self));
        Event::Unknown {
            event: self.event.clone(),
            // Without a reference, only the body tells one delivery from another.
            dedupe_key: match &reference {
                Some(reference) => dedupe_key(&self.event, reference),
                None => dedupe_key(&self.event, &hex(&Sha256::digest(self.raw))),
            },
            reference,
            secret_index: self.secret_index,
            raw: self.raw.to_owned(),
        }
    }

    /// The fields of one kind of event.
    fn body<T: DeserializeOwned>(&self) -> Result<T> {
        object(self.raw).map_err(|error| not_this_shape(&error))
    }

    fn reference(&self) -> Result<String> {
        self.reference.clone().ok_or_else(|| unreadable("its dgs_reference is empty"))
    }

    fn dedupe_key(&self) -> String {
        dedupe_key(&self.event, self.reference.as_deref().unwrap_or_default())
    }

    /// An event that calls a payment successful and its status failed is not believed either way.
    fn check_status(&self, wanted: &PaymentStatus) -> Result<()> {
        match &self.status {
            Some(status) if PaymentStatus::from(status.as_str()) != *wanted => {
                Err(unreadable("its event and its status contradict each other"))
            }
            _ => Ok(()),
        }
    }
}

fn currency(code: &str) -> Result<Currency> {
    Currency::from_wire(code).map_err(|_| unreadable("its currency is no code"))
}

fn money(digits: &Digits, currency: Currency) -> Result<Money> {
    digits.money(currency).map_err(|_| unreadable("an amount in it is not exact"))
}

/// An amount beside the one that counts. One with more digits than its currency (the older version of the service sent such
/// fees) is no reason to lose the event: it is still in `raw`.
fn extra_money(digits: Option<&Digits>, currency: Currency) -> Option<Money> {
    digits.and_then(|digits| digits.money(currency).ok())
}

/// One charge may fail and later succeed, so the reference alone would swallow the second event (C-30).
fn dedupe_key(event: &str, reference: &str) -> String {
    format!("{event}:{reference}")
}

fn unreadable(why: &str) -> Error {
    Error::new(ErrorCode::EventUnreadable, format!("The webhook is signed, but {why}"))
}

/// Serde's own sentence may quote the body; only its position is repeated.
fn not_this_shape(error: &serde_json::Error) -> Error {
    unreadable(&format!("it is not the JSON of an event (line {}, column {})", error.line(), error.column()))
}
