//! The banks.

use super::{NativeClient, Result};
use crate::dgs::Bank;
use crate::http::CallOptions;
use crate::phone::Country;

#[uniffi::export]
impl NativeClient {
    /// `GET /banks/{country}`.
    pub async fn list_banks(&self, country: Country, options: Option<CallOptions>) -> Result<Vec<Bank>> {
        Ok(self.with(options.as_ref())?.banks().list(&country).await?)
    }
}
