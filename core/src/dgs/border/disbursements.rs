//! The disbursements.

use std::sync::Arc;

use super::{NativeClient, Result};
use crate::dgs::{BankPayout, MobileMoneyPayout, Payout};
use crate::http::CallOptions;
use crate::http::border::Patience;

#[uniffi::export]
impl NativeClient {
    /// `POST /disburse`, to a bank account.
    pub async fn pay_out_to_bank(
        &self,
        payout: BankPayout,
        options: Option<CallOptions>,
        patience: Arc<Patience>,
    ) -> Result<Payout> {
        Ok(self.patient(options.as_ref(), &patience)?.disbursements().to_bank(&payout).await?)
    }

    /// `POST /disburse`, to a mobile wallet.
    pub async fn pay_out_to_mobile_money(
        &self,
        payout: MobileMoneyPayout,
        options: Option<CallOptions>,
        patience: Arc<Patience>,
    ) -> Result<Payout> {
        Ok(self.patient(options.as_ref(), &patience)?.disbursements().to_mobile_money(&payout).await?)
    }
}
