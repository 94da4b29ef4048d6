//! What happens to a payout or a conversion between the merchant's wallet and its end.

use crate::app::App;
use crate::clock::Millis;
use crate::ledger::{Conversion, Ended, NewConversion, NewPayout, Outcome, PaymentStatus, Payout, Result};
use crate::merchants::Merchant;
use crate::scheduler::Job;
use crate::webhooks;

impl App {
    /// Takes a payout's money out of the wallet. It ends after a while, if it ends by itself; with no time to wait, at once.
    /// What is answered is the payout as it was accepted.
    pub(crate) fn disburse(&self, merchant: &Merchant, new: &NewPayout, ends: bool, now: Millis) -> Result<Payout> {
        let due = ends.then(|| now.saturating_add(merchant.settings().payout_after));
        let payout = self.ledger.disburse(merchant.row, self.identity, new, due, now)?;
        self.changed();
        match due {
            Some(due) if due <= now => drop(self.end_payout(payout.row, None, now)?),
            Some(due) => self.scheduler.add(due, Job::EndPayout(payout.row)),
            None => {}
        }
        Ok(payout)
    }

    /// Takes a conversion's money out of the wallet; the other currency comes after a while, or with no time to wait at once.
    pub(crate) fn convert(&self, merchant: &Merchant, new: &NewConversion, now: Millis) -> Result<Conversion> {
        let due = now.saturating_add(merchant.settings().convert_after);
        let conversion = self.ledger.convert(merchant.row, self.identity, new, due, now)?;
        self.changed();
        if due <= now {
            self.end_conversion(conversion.row, None, now)?;
        } else {
            self.scheduler.add(due, Job::EndConversion(conversion.row));
        }
        Ok(conversion)
    }

    /// Ends a payout as it was to end in time, or as `outcome` says. `None` if it has ended before, or if there is no time
    /// for its end.
    pub(crate) fn end_payout(
        &self,
        payout: i64,
        outcome: Option<Outcome>,
        at: Millis,
    ) -> Result<Option<PaymentStatus>> {
        let ended = self.ledger.end_payout(payout, outcome, at, |payout| webhooks::of_payout(self, payout))?;
        Ok(ended.map(|Ended { ended, webhooks }| self.told(&webhooks, ended.status)))
    }

    /// Ends a conversion as it was to end in time, or as `outcome` says. `None` if it has ended before, or if there is no
    /// time for its end.
    pub(crate) fn end_conversion(
        &self,
        conversion: i64,
        outcome: Option<Outcome>,
        at: Millis,
    ) -> Result<Option<PaymentStatus>> {
        let announce = |conversion: &Conversion| webhooks::of_conversion(self, conversion);
        let ended = self.ledger.end_conversion(conversion, outcome, at, announce)?;
        Ok(ended.map(|Ended { ended, webhooks }| self.told(&webhooks, ended.status)))
    }

    fn told(&self, webhooks: &[(i64, Millis)], status: PaymentStatus) -> PaymentStatus {
        self.deliver(webhooks);
        self.changed();
        status
    }
}
