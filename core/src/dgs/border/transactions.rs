//! The transactions.

use super::{NativeClient, Result};
use crate::dgs::{Transaction, TransactionFilter, TransactionPage};
use crate::http::CallOptions;

#[uniffi::export]
impl NativeClient {
    /// `GET /transactions`.
    pub async fn list_transactions(
        &self,
        filter: TransactionFilter,
        options: Option<CallOptions>,
    ) -> Result<TransactionPage> {
        Ok(self.with(options.as_ref())?.transactions().list(&filter).await?)
    }

    /// `GET /transactions/{id}`.
    pub async fn get_transaction(&self, reference: String, options: Option<CallOptions>) -> Result<Transaction> {
        Ok(self.with(options.as_ref())?.transactions().get(&reference).await?)
    }
}
