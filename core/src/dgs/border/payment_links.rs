//! The payment links.

use std::sync::Arc;

use super::{NativeClient, Result};
use crate::dgs::{
    NewPaymentLink, PaymentLink, PaymentLinkDetails, PaymentLinkFilter, PaymentLinkPage, PaymentLinkUpdate,
};
use crate::http::CallOptions;
use crate::http::border::Patience;

#[uniffi::export]
impl NativeClient {
    /// `POST /payment-links`.
    pub async fn create_payment_link(
        &self,
        link: NewPaymentLink,
        options: Option<CallOptions>,
        patience: Arc<Patience>,
    ) -> Result<PaymentLink> {
        Ok(self.patient(options.as_ref(), &patience)?.payment_links().create(&link).await?)
    }

    /// `GET /payment-links`.
    pub async fn list_payment_links(
        &self,
        filter: PaymentLinkFilter,
        options: Option<CallOptions>,
    ) -> Result<PaymentLinkPage> {
        Ok(self.with(options.as_ref())?.payment_links().list(&filter).await?)
    }

    /// `GET /payment-links/{id}`.
    pub async fn get_payment_link(&self, id: String, options: Option<CallOptions>) -> Result<PaymentLinkDetails> {
        Ok(self.with(options.as_ref())?.payment_links().get(&id).await?)
    }

    /// `PATCH /payment-links/{id}`.
    pub async fn update_payment_link(
        &self,
        id: String,
        update: PaymentLinkUpdate,
        options: Option<CallOptions>,
        patience: Arc<Patience>,
    ) -> Result<PaymentLink> {
        Ok(self.patient(options.as_ref(), &patience)?.payment_links().update(&id, &update).await?)
    }

    /// `DELETE /payment-links/{id}`.
    pub async fn archive_payment_link(
        &self,
        id: String,
        options: Option<CallOptions>,
        patience: Arc<Patience>,
    ) -> Result<()> {
        Ok(self.patient(options.as_ref(), &patience)?.payment_links().archive(&id).await?)
    }
}
