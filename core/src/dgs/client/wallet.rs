//! The wallet of a client.

use super::DgsPay;
use crate::currency::Currency;
use crate::dgs::{Balance, Conversion, ConversionPreview, wallet};
use crate::error::Result;
use crate::money::Money;

/// The wallet of a client.
#[derive(Clone, Debug)]
pub struct Wallet(pub(super) DgsPay);

impl Wallet {
    /// The balances, one per currency (`GET /balance`).
    ///
    /// # Errors
    /// As any read: refused credentials, connection and service errors after the retries.
    pub async fn balances(&self) -> Result<Vec<Balance>> {
        self.0.caller.read(wallet::write_balances(), wallet::read_balances).await
    }

    /// What a conversion would give now (`POST /convert`, `preview`). No money moves.
    ///
    /// # Errors
    /// `invalid_currency` if both are the same; otherwise as any read.
    pub async fn preview_conversion(&self, amount: Money, to: Currency) -> Result<ConversionPreview> {
        self.0.caller.read(wallet::write_preview(amount, to)?, wallet::read_preview).await
    }

    /// Converts money of the wallet at the rate of this moment (`POST /convert`, `convert`). The source is debited at once, the
    /// target credited later; the webhook tells how it ends.
    ///
    /// # Errors
    /// Validation errors before anything is sent. `InsufficientFundsError` with what the wallet holds and what is needed.
    /// `OutcomeUnknownError` if the request was sent and its answer did not arrive: it is not sent again.
    pub async fn convert(&self, amount: Money, to: Currency) -> Result<Conversion> {
        self.0.caller.act(wallet::write_convert(amount, to)?, None, wallet::read_convert).await
    }
}
