//! Charges: a payer is asked for money (`protocol/dgs-pay.md` §§6, 7 and 9).
//!
//! | file | what is in it |
//! | --- | --- |
//! | `mod.rs` | the charge as the service tells it, and how it is read |
//! | `order.rs` | what every request for money says: who, how much, and where to go afterwards |
//! | `mobile_money.rs`, `card.rs` | the two ways to pay |
//! | `authorize.rs` | what the payer of a card adds: a PIN, a code, an address |

mod authorize;
mod card;
mod mobile_money;
mod order;

pub use authorize::BillingAddress;
pub(crate) use authorize::{write_address, write_otp, write_pin};
pub use card::CardCharge;
pub(crate) use card::write_card;
pub use mobile_money::MobileMoneyCharge;
pub(crate) use mobile_money::write_mobile_money;
pub use order::Customer;

use dgspay_macros::{model, open_enum};
use serde::Deserialize;

use crate::currency::Currency;
use crate::dgs::{Environment, PaymentMethod, PaymentStatus, Transaction, envelope};
use crate::error::Result;
use crate::http::Answer;
use crate::money::Money;
use crate::phone::{MobileNetwork, PhoneNumber};
use crate::wire::{Digits, Text, text};

/// A kind of thing that the payer still has to do (`protocol/dgs-pay.md` §9, C-16).
#[open_enum]
pub enum NextActionKind {
    /// Send the payer to the page at `url`.
    #[wire("redirect_url", "redirect", "3ds")]
    Redirect,
    /// Ask the payer for the card's PIN: [`authorize_pin`](crate::dgs::Charges::authorize_pin).
    #[wire("requires_pin", "pin")]
    Pin,
    /// Ask the payer for the code that the bank has sent: [`authorize_otp`](crate::dgs::Charges::authorize_otp).
    #[wire("requires_otp", "otp")]
    Otp,
    /// Ask the payer for the card's billing address: [`authorize_avs`](crate::dgs::Charges::authorize_avs).
    #[wire("requires_additional_fields", "avs")]
    Avs,
    /// Show the payer `text`.
    #[wire("payment_instruction", "payment_instructions")]
    ShowInstruction,
}

/// What the payer still has to do.
#[model(input, output)]
pub struct NextAction {
    /// What it is; one that this version does not know is kept as it was sent.
    pub kind: NextActionKind,
    /// The page to send the payer to.
    pub url: Option<String>,
    /// A text for the payer.
    pub text: Option<String>,
}

/// A charge as the service last told it.
#[model(input, output)]
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
        raw: answer.text(),
    })
}

/// Writes a charge's body, so that the work can be counted. Not for use.
///
/// # Errors
/// As the call itself, before anything is sent.
#[doc(hidden)]
pub fn write_charge_for_tests(charge: &MobileMoneyCharge) -> Result<Vec<u8>> {
    let written = write_mobile_money(charge, &Environment::Sandbox, "")?;
    Ok(written.body.map(|mut body| std::mem::take(&mut *body)).unwrap_or_default())
}

/// Reads the answer of a charge, so that the work can be counted. Not for use.
///
/// # Errors
/// As the call itself, for an answer that cannot be read.
#[doc(hidden)]
pub fn read_charge_for_tests(body: Vec<u8>) -> Result<Charge> {
    read_charge(&Answer { status: 200, request_id: None, retry_after: None, body })
}

impl Charge {
    /// Whether waiting brings nothing more. A charge that is successful but leaves the payer something to do is not paid; and
    /// one that wants a PIN, a code or an address stands still until the caller brings it.
    pub(crate) fn needs_no_waiting(&self) -> bool {
        let action = self.next_action.as_ref().map(|action| &action.kind);
        let callers_turn = matches!(action, Some(NextActionKind::Pin | NextActionKind::Otp | NextActionKind::Avs));
        self.paid || self.status == PaymentStatus::Failed || callers_turn
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
