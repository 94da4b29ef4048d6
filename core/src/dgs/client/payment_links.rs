//! The payment links of a client.

use super::DgsPay;
use crate::dgs::{
    NewPaymentLink, PaymentLink, PaymentLinkDetails, PaymentLinkFilter, PaymentLinkPage, PaymentLinkUpdate, paging,
    payment_links,
};
use crate::error::Result;
use crate::pager::Pager;

/// Pages of the service where anybody who has the link can pay. Making or changing one moves no money; but if its answer is
/// lost, the link may have been made or changed all the same, so these calls are not sent again either.
#[derive(Clone, Debug)]
pub struct PaymentLinks(pub(super) DgsPay);

impl PaymentLinks {
    /// Makes a link (`POST /payment-links`).
    ///
    /// # Errors
    /// Validation errors before anything is sent, or `request_refused`, as for a slug that is taken.
    pub async fn create(&self, link: &NewPaymentLink) -> Result<PaymentLink> {
        self.0.caller.act(payment_links::write_create(link)?, None, payment_links::read_link).await
    }

    /// One page of links (`GET /payment-links`).
    ///
    /// # Errors
    /// `invalid_argument` for a page or limit out of range; otherwise as any read.
    pub async fn list(&self, filter: &PaymentLinkFilter) -> Result<PaymentLinkPage> {
        let page = self.0.caller.read(payment_links::write_list(filter)?, payment_links::read_list).await?;
        Ok(PaymentLinkPage { next_page: paging::onward(page.next_page, filter.page), ..page })
    }

    /// All links, page after page, fetched as they are asked for.
    #[must_use]
    #[allow(
        clippy::iter_not_returning_iterator,
        reason = "the walk waits for the network; the name is the same in every language"
    )]
    pub fn iter(&self, filter: PaymentLinkFilter) -> Pager<PaymentLink> {
        let links = self.clone();
        Pager::new(filter.page, move |page| {
            let (links, filter) = (links.clone(), PaymentLinkFilter { page: Some(page), ..filter.clone() });
            async move {
                let page = links.list(&filter).await?;
                Ok((page.links, page.next_page))
            }
        })
    }

    /// A link with its numbers and its latest charges (`GET /payment-links/{id}`).
    ///
    /// # Errors
    /// `not_found`; otherwise as any read.
    pub async fn get(&self, id: &str) -> Result<PaymentLinkDetails> {
        self.0.caller.read(payment_links::write_get(id)?, payment_links::read_details).await
    }

    /// Changes a link (`PATCH /payment-links/{id}`); what the update does not name stays.
    ///
    /// # Errors
    /// `not_found` also for an archived link; `request_refused`.
    pub async fn update(&self, id: &str, update: &PaymentLinkUpdate) -> Result<PaymentLink> {
        self.0.caller.act(payment_links::write_update(id, update)?, None, payment_links::read_link).await
    }

    /// Archives a link for ever (`DELETE /payment-links/{id}`): it takes no payment any more.
    ///
    /// # Errors
    /// `not_found` also if it is archived already.
    pub async fn archive(&self, id: &str) -> Result<()> {
        self.0.caller.act(payment_links::write_archive(id)?, None, payment_links::read_archived).await
    }
}
