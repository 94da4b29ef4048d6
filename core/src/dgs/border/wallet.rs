//! The wallet.

use std::sync::Arc;

use super::{NativeClient, Result};
use crate::currency::Currency;
use crate::dgs::{Balance, Conversion, ConversionPreview};
use crate::error::Error;
use crate::http::CallOptions;
use crate::http::border::Patience;
use crate::money::Money;

#[uniffi::export]
impl NativeClient {
    /// `GET /balance`.
    pub async fn balances(&self, options: Option<CallOptions>) -> Result<Vec<Balance>> {
        Ok(self.with(options.as_ref())?.wallet().balances().await?)
    }

    /// `POST /convert`, as a preview.
    pub async fn preview_conversion(
        &self,
        amount: Money,
        to: String,
        options: Option<CallOptions>,
    ) -> Result<ConversionPreview> {
        Ok(self.with(options.as_ref())?.wallet().preview_conversion(amount, target(&to)?).await?)
    }

    /// `POST /convert`.
    pub async fn convert(
        &self,
        amount: Money,
        to: String,
        options: Option<CallOptions>,
        patience: Arc<Patience>,
    ) -> Result<Conversion> {
        Ok(self.patient(options.as_ref(), &patience)?.wallet().convert(amount, target(&to)?).await?)
    }
}

/// The currency of the target, read here: while it crosses it does not know its argument's name.
fn target(code: &str) -> Result<Currency> {
    Ok(code.parse().map_err(|error: Error| error.field("to"))?)
}
