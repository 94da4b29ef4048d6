//! The charges.

use std::sync::Arc;
use std::time::Duration;

use super::{NativeClient, Result};
use crate::card::EncryptedPin;
use crate::dgs::{BillingAddress, CardCharge, Charge, MobileMoneyCharge};
use crate::http::CallOptions;
use crate::http::border::Patience;

#[uniffi::export]
impl NativeClient {
    /// `POST /charges`, by mobile money.
    pub async fn create_mobile_money(
        &self,
        charge: MobileMoneyCharge,
        options: Option<CallOptions>,
        patience: Arc<Patience>,
    ) -> Result<Charge> {
        Ok(self.patient(options.as_ref(), &patience)?.charges().create_mobile_money(&charge).await?)
    }

    /// `POST /charges`, by card.
    pub async fn create_card(
        &self,
        charge: CardCharge,
        options: Option<CallOptions>,
        patience: Arc<Patience>,
    ) -> Result<Charge> {
        Ok(self.patient(options.as_ref(), &patience)?.charges().create_card(&charge).await?)
    }

    /// `POST /authorize`, with a PIN.
    pub async fn authorize_pin(
        &self,
        reference: String,
        pin: EncryptedPin,
        options: Option<CallOptions>,
        patience: Arc<Patience>,
    ) -> Result<Charge> {
        Ok(self.patient(options.as_ref(), &patience)?.charges().authorize_pin(&reference, &pin).await?)
    }

    /// `POST /authorize`, with a code.
    pub async fn authorize_otp(
        &self,
        reference: String,
        otp: String,
        options: Option<CallOptions>,
        patience: Arc<Patience>,
    ) -> Result<Charge> {
        Ok(self.patient(options.as_ref(), &patience)?.charges().authorize_otp(&reference, &otp).await?)
    }

    /// `POST /authorize`, with an address.
    pub async fn authorize_avs(
        &self,
        reference: String,
        address: BillingAddress,
        options: Option<CallOptions>,
        patience: Arc<Patience>,
    ) -> Result<Charge> {
        Ok(self.patient(options.as_ref(), &patience)?.charges().authorize_avs(&reference, &address).await?)
    }

    /// Waits until a charge is successful or failed.
    pub async fn wait(&self, charge: Charge, timeout_ms: i64, options: Option<CallOptions>) -> Result<Charge> {
        let timeout = Duration::from_millis(timeout_ms.try_into().unwrap_or(0));
        Ok(self.with(options.as_ref())?.charges().wait(&charge, timeout).await?)
    }
}
