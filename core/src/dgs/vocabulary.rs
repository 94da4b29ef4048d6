//! The words that DGS-Pay uses in more than one place. It spells the same state differently from place to place
//! (C-11, C-29), so every list folds the spellings it is known to use, and keeps what it does not know.

use dgspay_macros::open_enum;

/// Where a payment stands.
#[open_enum]
pub enum PaymentStatus {
    /// The payer has something left to do, or the service has. Never take it for a payment.
    #[wire("pending", "processing", "queued")]
    Pending,
    /// The money was taken.
    #[wire("successful", "success", "succeeded", "completed", "approved")]
    Successful,
    /// No money was taken.
    #[wire("failed", "declined", "cancelled", "canceled", "expired", "voided")]
    Failed,
}

impl PaymentStatus {
    /// Whether it can still change.
    #[must_use]
    pub fn is_final(&self) -> bool {
        matches!(self, Self::Successful | Self::Failed)
    }

    /// The word that the filter of the transaction list takes.
    pub(crate) fn filter_word(&self) -> &str {
        match self {
            Self::Successful => "success",
            other => other.as_str(),
        }
    }
}

/// How a payment is made.
#[open_enum]
pub enum PaymentMethod {
    /// A push to the payer's phone.
    #[wire("mobile_money")]
    MobileMoney,
    /// Visa or Mastercard.
    #[wire("card")]
    Card,
    /// A transfer from or to a bank account.
    #[wire("bank", "bank_transfer")]
    Bank,
    /// A code dialled on a phone; only on the page of a payment link.
    #[wire("ussd")]
    Ussd,
}

impl PaymentMethod {
    /// The word that payment links take.
    pub(crate) fn link_word(&self) -> &str {
        match self {
            Self::Bank => "bank_transfer",
            other => other.as_str(),
        }
    }
}

/// Where a payout goes, and what kind of institution takes it.
#[open_enum]
pub enum DestinationType {
    /// A bank account.
    #[wire("bank")]
    Bank,
    /// A mobile-money wallet.
    #[wire("mobile_money")]
    MobileMoney,
}

/// One of the two worlds of DGS-Pay. Credentials belong to one of them.
#[open_enum]
pub enum Environment {
    /// Simulated money.
    #[wire("sandbox", "test")]
    Sandbox,
    /// Real money.
    #[wire("production", "live")]
    Production,
}
