//! The banks of a client.

use super::DgsPay;
use crate::dgs::{Bank, banks};
use crate::error::Result;
use crate::phone::Country;

/// Banks and mobile-money providers that payouts can go to.
#[derive(Clone, Debug)]
pub struct Banks(pub(super) DgsPay);

impl Banks {
    /// The banks and providers of a country (`GET /banks/{country}`). The list changes: fetch it when you need it.
    ///
    /// # Errors
    /// `not_found` for a country without any; otherwise as any read.
    pub async fn list(&self, country: &Country) -> Result<Vec<Bank>> {
        self.0.caller.read(banks::write_list(country)?, banks::read_list).await
    }
}
