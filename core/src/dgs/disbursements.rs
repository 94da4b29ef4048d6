//! Disbursements: money leaves the wallet for a bank account or a mobile wallet (`protocol/dgs-pay.md` §11).

use dgspay_macros::model;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::currency::Currency;
use crate::dgs::scenario::only_in_sandbox;
use crate::dgs::{DestinationType, Environment, PaymentStatus, callback, envelope};
use crate::error::{Error, ErrorCode, Movement, Result};
use crate::fields::filled;
use crate::http::{Answer, Request};
use crate::money::Money;
use crate::phone::{MobileNetwork, PhoneNumber};
use crate::wire::{Amount, Digits, Text, json, lenient, object, text};

/// A payout to a bank account.
#[model(input)]
pub struct BankPayout {
    /// What leaves the wallet, in RWF. The fee is taken from what arrives: [`FeeSchedule`](crate::FeeSchedule) grosses up.
    pub amount: Money,
    /// The bank, by its key in the list of banks.
    pub bank_key: String,
    /// The recipient's account.
    pub account_number: String,
    /// The recipient's name.
    pub name: Option<String>,
    /// The branch, which some banks require.
    pub branch: Option<String>,
    /// What stands on the recipient's statement.
    pub narration: Option<String>,
    /// Where the webhook of this payout goes, in place of the account's own URL. The client adds the query parameter
    /// `dgspay_token`, which ties the webhook to this call even if its answer is lost.
    pub callback_url: Option<String>,
    /// What the sandbox shall play, such as `scenario:insufficient_balance`; refused in production.
    pub scenario_key: Option<String>,
}

/// A payout to a mobile wallet.
#[model(input)]
pub struct MobileMoneyPayout {
    /// What leaves the wallet, in RWF. The fee is taken from what arrives: [`FeeSchedule`](crate::FeeSchedule) grosses up.
    pub amount: Money,
    /// The recipient's number.
    pub phone: PhoneNumber,
    /// The recipient's wallet.
    pub network: MobileNetwork,
    /// The recipient's name.
    pub name: Option<String>,
    /// What stands on the recipient's statement.
    pub narration: Option<String>,
    /// Where the webhook of this payout goes, in place of the account's own URL. The client adds the query parameter
    /// `dgspay_token`, which ties the webhook to this call even if its answer is lost.
    pub callback_url: Option<String>,
    /// What the sandbox shall play, such as `scenario:insufficient_balance`; refused in production.
    pub scenario_key: Option<String>,
}

/// A payout that the service has taken on. That is all it says: whether the money arrives, the webhook tells
/// (`disbursement.success` or `disbursement.failed`).
#[model]
pub struct Payout {
    /// The service's reference, the same in the webhook.
    pub reference: String,
    /// Always `pending`: an accepted payout is no proof of payment.
    pub status: PaymentStatus,
    /// Where it goes.
    pub destination_type: DestinationType,
    /// The answer as it arrived.
    pub raw: String,
    /// What leaves the wallet.
    pub amount: Option<Money>,
    /// What the service keeps of it.
    pub fee: Option<Money>,
    /// What arrives.
    pub recipient_gets: Option<Money>,
    /// The value of `dgspay_token` in the callback URL, if one was given.
    pub token: Option<String>,
}

macro_rules! optional_fields {
    ($name:ident) => {
        impl $name {
            /// The recipient's name.
            #[must_use]
            pub fn name(mut self, name: impl Into<String>) -> Self {
                self.name = Some(name.into());
                self
            }

            /// What stands on the recipient's statement.
            #[must_use]
            pub fn narration(mut self, narration: impl Into<String>) -> Self {
                self.narration = Some(narration.into());
                self
            }

            /// Where the webhook of this payout goes.
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
    };
}

optional_fields!(BankPayout);
optional_fields!(MobileMoneyPayout);

impl BankPayout {
    /// A payout with everything that it must have.
    #[must_use]
    pub fn new(amount: Money, bank_key: impl Into<String>, account_number: impl Into<String>) -> Self {
        Self {
            amount,
            bank_key: bank_key.into(),
            account_number: account_number.into(),
            name: None,
            branch: None,
            narration: None,
            callback_url: None,
            scenario_key: None,
        }
    }

    /// The branch, which some banks require.
    #[must_use]
    pub fn branch(mut self, branch: impl Into<String>) -> Self {
        self.branch = Some(branch.into());
        self
    }
}

impl MobileMoneyPayout {
    /// A payout with everything that it must have.
    #[must_use]
    pub fn new(amount: Money, phone: PhoneNumber, network: MobileNetwork) -> Self {
        Self { amount, phone, network, name: None, narration: None, callback_url: None, scenario_key: None }
    }
}

#[derive(Serialize)]
struct PayoutBody<'a> {
    amount: Amount,
    destination_type: &'static str,
    recipient: RecipientBody<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    narration: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    callback_url: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    scenario_key: Option<&'a str>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum RecipientBody<'a> {
    Bank {
        bank_key: &'a str,
        account_number: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        branch: Option<&'a str>,
    },
    MobileMoney {
        msisdn: String,
        network: &'a str,
        country: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        name: Option<&'a str>,
    },
}

/// The documents do not show this answer (C-20): the fields may stand at the top, or in `data`.
#[derive(Deserialize)]
struct QueuedBody {
    #[serde(default, deserialize_with = "lenient")]
    dgs_reference: Option<Text>,
    #[serde(default, deserialize_with = "lenient")]
    reference: Option<Text>,
    #[serde(default, deserialize_with = "lenient")]
    amount: Option<Digits>,
    #[serde(default, deserialize_with = "lenient")]
    fee: Option<Digits>,
    #[serde(default, deserialize_with = "lenient")]
    recipient_gets: Option<Digits>,
    #[serde(default, deserialize_with = "lenient")]
    currency: Option<String>,
    data: Option<Box<RawValue>>,
}

/// Writes a payout to a bank account. `token` goes into the callback URL, if there is one.
pub(crate) fn write_to_bank(payout: &BankPayout, environment: &Environment, token: &str) -> Result<Request> {
    let recipient = RecipientBody::Bank {
        bank_key: filled("bank_key", &payout.bank_key)?,
        account_number: filled("account_number", &payout.account_number)?,
        name: payout.name.as_deref(),
        branch: payout.branch.as_deref(),
    };
    only_in_sandbox(payout.scenario_key.as_deref(), environment)?;
    write(&PayoutBody {
        amount: francs(payout.amount)?,
        destination_type: "bank",
        recipient,
        narration: payout.narration.as_deref(),
        callback_url: payout.callback_url.as_deref().map(|url| callback::with_token(url, token)).transpose()?,
        scenario_key: payout.scenario_key.as_deref(),
    })
}

/// Writes a payout to a mobile wallet. `token` goes into the callback URL, if there is one.
pub(crate) fn write_to_mobile_money(
    payout: &MobileMoneyPayout,
    environment: &Environment,
    token: &str,
) -> Result<Request> {
    let recipient = RecipientBody::MobileMoney {
        msisdn: payout.phone.e164(),
        network: filled("network", payout.network.as_str())?,
        country: payout.phone.country().as_str(),
        name: payout.name.as_deref(),
    };
    only_in_sandbox(payout.scenario_key.as_deref(), environment)?;
    write(&PayoutBody {
        amount: francs(payout.amount)?,
        destination_type: "mobile_money",
        recipient,
        narration: payout.narration.as_deref(),
        callback_url: payout.callback_url.as_deref().map(|url| callback::with_token(url, token)).transpose()?,
        scenario_key: payout.scenario_key.as_deref(),
    })
}

fn write(body: &PayoutBody<'_>) -> Result<Request> {
    Ok(Request::money(Movement::Payout, &["disburse"], json(body)?))
}

fn francs(amount: Money) -> Result<Amount> {
    let amount = amount.payable("amount")?;
    if amount.currency != Currency::RWF {
        let what = format!("Payouts are made in RWF, not {}", amount.currency);
        return Err(Error::new(ErrorCode::InvalidCurrency, what).field("currency"));
    }
    Ok(Amount(amount))
}

/// Reads what was queued; whatever state the answer names, the webhook decides.
pub(crate) fn read_to_bank(answer: &Answer) -> Result<Payout> {
    read(answer, DestinationType::Bank)
}

/// As [`read_to_bank`].
pub(crate) fn read_to_mobile_money(answer: &Answer) -> Result<Payout> {
    read(answer, DestinationType::MobileMoney)
}

fn read(answer: &Answer, destination_type: DestinationType) -> Result<Payout> {
    let mut body: QueuedBody = envelope::read(answer)?;
    let mut reference = text(body.dgs_reference.take()).or_else(|| text(body.reference.take()));
    if let Some(inner) = body.data.take().and_then(|data| object::<QueuedBody>(data.get()).ok())
        && reference.is_none()
    {
        body = inner;
        reference = text(body.dgs_reference.take()).or_else(|| text(body.reference.take()));
    }
    let reference = reference.ok_or_else(|| envelope::unreadable(answer))?;
    let currency = body.currency.and_then(|code| Currency::from_wire(&code).ok()).unwrap_or(Currency::RWF);
    let money = |digits: Option<Digits>| digits.and_then(|digits| digits.money(currency).ok());
    Ok(Payout {
        reference,
        status: PaymentStatus::Pending,
        destination_type,
        raw: answer.text(),
        amount: money(body.amount),
        fee: money(body.fee),
        recipient_gets: money(body.recipient_gets),
        token: None,
    })
}
