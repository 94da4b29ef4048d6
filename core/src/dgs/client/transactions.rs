//! The transactions of a client.

use super::DgsPay;
use crate::dgs::{Transaction, TransactionFilter, TransactionPage, paging, transactions};
use crate::error::Result;
use crate::pager::Pager;

/// The transactions of a client.
#[derive(Clone, Debug)]
pub struct Transactions(pub(super) DgsPay);

impl Transactions {
    /// One page of transactions, the newest first (`GET /transactions`).
    ///
    /// # Errors
    /// `invalid_argument` for a page or limit out of range; otherwise as any read.
    pub async fn list(&self, filter: &TransactionFilter) -> Result<TransactionPage> {
        let page = self.0.caller.read(transactions::write_list(filter)?, transactions::read_list).await?;
        Ok(TransactionPage { next_page: paging::onward(page.next_page, filter.page), ..page })
    }

    /// One transaction, by its identifier or by the payment's reference (`GET /transactions/{id}`, C-26).
    ///
    /// # Errors
    /// `not_found`; otherwise as any read.
    pub async fn get(&self, reference: &str) -> Result<Transaction> {
        self.0.caller.read(transactions::write_get(reference)?, transactions::read_get).await
    }

    /// All transactions that fit the filter, page after page, fetched as they are asked for.
    #[must_use]
    #[allow(
        clippy::iter_not_returning_iterator,
        reason = "the walk waits for the network; the name is the same in every language"
    )]
    pub fn iter(&self, filter: TransactionFilter) -> Pager<Transaction> {
        let transactions = self.clone();
        Pager::new(filter.page, move |page| {
            let (transactions, filter) =
                (transactions.clone(), TransactionFilter { page: Some(page), ..filter.clone() });
            async move {
                let page = transactions.list(&filter).await?;
                Ok((page.transactions, page.next_page))
            }
        })
    }
}
