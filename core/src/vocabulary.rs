//! The words that services use for the same things. They spell the same state differently from place to place
//! (`protocol/dgs-pay.md` C-11, C-29; `protocol/rohopay.md` §4), so every list folds the spellings that are known to be used,
//! and keeps what it does not know.

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
