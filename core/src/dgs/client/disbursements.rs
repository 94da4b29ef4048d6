//! The disbursements of a client.

use super::DgsPay;
use crate::dgs::callback::token_for;
use crate::dgs::disbursements::{read_to_bank, read_to_mobile_money, write_to_bank, write_to_mobile_money};
use crate::dgs::{BankPayout, MobileMoneyPayout, Payout};
use crate::error::Result;
use crate::http::{Answer, Request};

/// Paying out of the wallet. RWF only.
#[derive(Clone, Debug)]
pub struct Disbursements(pub(super) DgsPay);

impl Disbursements {
    /// Pays to a bank account (`POST /disburse`). The answer says that the payout was taken on; how it ends, the webhook tells.
    ///
    /// # Errors
    /// Validation errors before anything is sent. `InsufficientFundsError` with what the wallet holds and what is needed.
    /// `OutcomeUnknownError` if the request was sent and its answer did not arrive: it is not sent again, for DGS-Pay has no
    /// key that would make that safe.
    pub async fn to_bank(&self, payout: &BankPayout) -> Result<Payout> {
        let token = token_for(payout.callback_url.as_deref())?;
        let request = write_to_bank(payout, self.0.environment(), token.as_deref().unwrap_or_default())?;
        self.pay(request, token, read_to_bank).await
    }

    /// Pays to a mobile wallet (`POST /disburse`). The answer says that the payout was taken on; how it ends, the webhook
    /// tells.
    ///
    /// # Errors
    /// As [`Disbursements::to_bank`].
    pub async fn to_mobile_money(&self, payout: &MobileMoneyPayout) -> Result<Payout> {
        let token = token_for(payout.callback_url.as_deref())?;
        let request = write_to_mobile_money(payout, self.0.environment(), token.as_deref().unwrap_or_default())?;
        self.pay(request, token, read_to_mobile_money).await
    }

    async fn pay(
        &self,
        request: Request,
        token: Option<String>,
        decode: fn(&Answer) -> Result<Payout>,
    ) -> Result<Payout> {
        let queued = self.0.caller.act(request, token.clone(), decode).await?;
        Ok(Payout { token, ..queued })
    }
}
