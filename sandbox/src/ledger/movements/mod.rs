//! Movements: what RohoPay collects and disburses. One kind of record for both, with the key under which it was booked.

mod book;
mod end;
mod find;
mod handovers;

use dgspay::Currency;
use rust_decimal::Decimal;

use super::{Amount, LedgerError, Outcome, PaymentStatus, Result, Wallet};
use crate::clock::Millis;
use crate::environment::Environment;
use crate::identity::MovementIdentity;

pub(crate) use book::{Booking, Claim};
pub(crate) use find::MovementFilter;
pub(crate) use handovers::Provider;

/// The currency of RohoPay's wallets. Money of another currency is counted in it one to one (C-26).
pub(crate) const WALLET_CURRENCY: Currency = Currency::UGX;

/// Which way the money goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Direction {
    Collection,
    Disbursement,
}

impl Direction {
    const ALL: [Self; 2] = [Self::Collection, Self::Disbursement];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Collection => "collection",
            Self::Disbursement => "disbursement",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|direction| direction.as_str() == text)
    }
}

/// Who decides a movement, besides the clock and the control API.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Asked {
    Nobody,
    /// The payer, by a prompt.
    Handset,
    /// The payer, on the bank's page.
    Page,
}

impl Asked {
    const ALL: [(Self, &'static str); 3] = [(Self::Nobody, "nobody"), (Self::Handset, "handset"), (Self::Page, "page")];

    fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(asked, _)| *asked == self).map_or("", |(_, name)| name)
    }

    fn stored(text: &str) -> Result<Self> {
        let known = Self::ALL.iter().find(|(_, name)| *name == text).map(|(asked, _)| *asked);
        known.ok_or_else(|| LedgerError::Foreign(format!("asked {text:?}")))
    }
}

/// With what, or to what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Means {
    MobileMoney {
        /// As it was sent.
        phone: String,
    },
    /// Nothing of the card is kept.
    Card {
        /// Where the payer lands afterwards.
        return_url: String,
    },
}

impl Means {
    pub(crate) fn as_str(&self) -> &'static str {
        match self {
            Self::MobileMoney { .. } => "mobile_money",
            Self::Card { .. } => "card",
        }
    }

    pub(crate) fn phone(&self) -> Option<&str> {
        match self {
            Self::MobileMoney { phone } => Some(phone),
            Self::Card { .. } => None,
        }
    }

    pub(crate) fn return_url(&self) -> Option<&str> {
        match self {
            Self::MobileMoney { .. } => None,
            Self::Card { return_url } => Some(return_url),
        }
    }
}

/// When a movement ends by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Due {
    /// Before it is answered.
    AtOnce,
    At(Millis),
    Never,
}

/// A movement to book.
#[derive(Debug, Clone)]
pub(crate) struct NewMovement {
    pub merchant: i64,
    pub environment: Environment,
    pub direction: Direction,
    pub means: Means,
    pub amount: Amount,
    pub commission: Amount,
    pub commission_rate: Decimal,
    pub provider: Provider,
    /// In the provider's own words, until it ends.
    pub provider_status: &'static str,
    pub description: Option<String>,
    pub callback_url: Option<String>,
    pub asked: Asked,
    /// How it will end.
    pub outcome: Outcome,
    pub due: Due,
    /// Handed to the other provider before it is answered.
    pub failover: Option<Failover>,
}

impl NewMovement {
    fn wallet(&self) -> Wallet {
        Wallet::roho(self.merchant, self.environment)
    }
}

/// A movement that another provider takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Failover {
    /// Whether the first provider, of which nothing was heard, executes it all the same.
    pub both_execute: bool,
}

/// A movement as booked.
#[derive(Debug, Clone)]
pub(crate) struct Movement {
    pub row: i64,
    pub merchant: i64,
    pub environment: Environment,
    pub number: i64,
    pub identity: MovementIdentity,
    pub direction: Direction,
    pub means: Means,
    pub amount: Amount,
    /// What it costs if it succeeds.
    pub commission: Amount,
    pub commission_rate: Decimal,
    /// The one that speaks for it.
    pub provider: Provider,
    pub provider_reference: String,
    pub provider_status: String,
    pub failover_reason: Option<String>,
    pub status: PaymentStatus,
    pub description: Option<String>,
    pub callback_url: Option<String>,
    pub asked: Asked,
    /// Whether the payer has used the bank's page up.
    pub page_used: bool,
    /// How it will end, or has ended.
    pub outcome: Outcome,
    pub created_at: Millis,
    pub due_at: Option<Millis>,
    pub ended_at: Option<Millis>,
}

impl Movement {
    pub(crate) fn wallet(&self) -> Wallet {
        Wallet::roho(self.merchant, self.environment)
    }

    /// Whether a commission is spoken of: always of collections, of payouts where one is taken (C-3).
    pub(crate) fn tells_of_commission(&self) -> bool {
        self.direction == Direction::Collection || !self.commission_rate.is_zero()
    }

    /// What is taken: nothing from what has failed.
    pub(crate) fn commission_taken(&self) -> Amount {
        match self.status {
            PaymentStatus::Failed => Amount::new(0, self.amount.currency),
            _ => self.commission,
        }
    }

    /// What reaches the wallet, or the recipient.
    pub(crate) fn net(&self) -> Amount {
        match self.status {
            PaymentStatus::Failed => Amount::new(0, self.amount.currency),
            _ => Amount::new(self.amount.minor - self.commission.minor, self.amount.currency),
        }
    }

    /// When it last changed.
    pub(crate) fn updated_at(&self) -> Millis {
        self.ended_at.unwrap_or(self.created_at)
    }

    /// Whether a person is asked, and has not answered.
    pub(crate) fn asks(&self, asked: Asked) -> bool {
        self.status == PaymentStatus::Pending && self.asked == asked
    }
}

/// What an amount counts in the wallet: as many shillings as it has whole units (C-26).
fn in_wallet(amount: Amount) -> Amount {
    let units = 10_i64.pow(amount.currency.fraction_digits());
    Amount::new(amount.minor / units, WALLET_CURRENCY)
}
