//! What happens to a payment between the payer's prompt and the merchant's wallet.

use crate::app::App;
use crate::clock::Millis;
use crate::issuer::DECLINED_BY_PAYER;
use crate::ledger::{Amount, Decided, Decision, NewPayment, Payment, PaymentStatus, Result, Verdict};
use crate::merchants::Merchant;
use crate::scheduler::Job;
use crate::webhooks;

impl App {
    /// Books a new payment and asks the payer, who may have answered when this returns.
    pub(crate) fn accept(&self, merchant: &Merchant, new: &NewPayment) -> Result<Payment> {
        let now = self.now();
        let payment = self.ledger.accept(merchant.row, self.identity, new, now)?;
        if let Some(due) = payment.approve_at {
            self.scheduler.add(due, Job::Approve(payment.row));
        }
        self.changed();
        if payment.flow.is_final() {
            return Ok(self.decide(payment.row, Verdict::Approved, now)?.unwrap_or(payment));
        }
        Ok(payment)
    }

    /// Books the payer's answer; the issuer has the last word on an approval. `None` if the payment was decided before.
    pub(crate) fn decide(&self, payment: i64, verdict: Verdict, at: Millis) -> Result<Option<Payment>> {
        let decided = self.ledger.decide(
            payment,
            |payment| self.judge(payment, verdict, at),
            |payment| webhooks::announce(self, payment),
        )?;
        let Some(Decided { payment, webhooks }) = decided else { return Ok(None) };
        if let Some(due) = payment.settle_at {
            self.scheduler.add(due, Job::Settle(payment.row));
        }
        for (webhook, due) in webhooks {
            self.scheduler.add(due, Job::Deliver(webhook));
        }
        self.changed();
        Ok(Some(payment))
    }

    /// Makes collected money available.
    pub(crate) fn settle(&self, payment: i64, at: Millis) -> Result<()> {
        if self.ledger.settle(payment, at)? {
            self.changed();
        }
        Ok(())
    }

    fn judge(&self, payment: &Payment, verdict: Verdict, at: Millis) -> Decision {
        let refusal = match verdict {
            Verdict::Approved => payment.issuer.refusal(),
            Verdict::Declined => Some(DECLINED_BY_PAYER),
        };
        if let Some(sentence) = refusal {
            let nothing = Amount::new(0, payment.amount.currency);
            let decline = Some(sentence.to_owned());
            return Decision { status: PaymentStatus::Failed, fee: nothing, decline, at, settle_at: None };
        }
        let wait = self.merchants.by_row(payment.merchant).map_or(0, |merchant| merchant.settings().settle_after);
        Decision {
            status: PaymentStatus::Success,
            fee: payment.amount.share(self.config.collection_fee),
            decline: None,
            at,
            settle_at: Some(at.saturating_add(wait)),
        }
    }
}
