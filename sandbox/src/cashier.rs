//! What happens to a payment between the payer's prompt and the merchant's wallet.

use crate::app::App;
use crate::clock::Millis;
use crate::config::Switch;
use crate::issuer::{DECLINED_BY_PAYER, Issuer};
use crate::ledger::{Amount, Decision, Flow, Move, Moved, NewPayment, Payment, PaymentStatus, Result, Step, Verdict};
use crate::merchants::Merchant;
use crate::scheduler::Job;
use crate::webhooks;

/// What a payer has handed over to go on. It was checked before, and nothing of it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Proof {
    Pin,
    Otp,
    Avs,
}

impl Proof {
    /// A one-time code also ends an open 3DS step (C-18).
    fn fits(self, step: Step) -> bool {
        match self {
            Self::Pin => step == Step::Pin,
            Self::Otp => matches!(step, Step::Otp | Step::ThreeDs),
            Self::Avs => step == Step::Avs,
        }
    }
}

impl App {
    /// Books a new payment and asks the payer, who may have answered when this returns.
    pub(crate) fn accept(&self, merchant: &Merchant, new: &NewPayment, now: Millis) -> Result<Payment> {
        let approve_at = approval(merchant, new.flow, now);
        let fresh_nonce = new.fresh_nonce.filter(|_| self.has(merchant, Switch::RefuseReusedNonce));
        let new = NewPayment { fresh_nonce, ..new.clone() };
        let payment = self.ledger.accept(merchant.row, self.identity, &new, approve_at, now)?;
        if let Some(due) = payment.approve_at {
            self.scheduler.add(due, Job::Approve(payment.row));
        }
        self.changed();
        if payment.step.is_none() {
            return Ok(self.decide(payment.row, Verdict::Approved, now)?.unwrap_or(payment));
        }
        Ok(payment)
    }

    /// Takes a card's authorisation one step further: to the next step, or to the issuer's answer. `None` if the payment does
    /// not wait for that, or for nothing any more.
    pub(crate) fn authorise(&self, payment: &Payment, proof: Proof, now: Millis) -> Result<Option<Payment>> {
        let pin_then_otp =
            self.merchants.by_row(payment.merchant).is_some_and(|merchant| self.has(&merchant, Switch::PinThenOtp));
        self.advance(payment.row, |payment| {
            let step = payment.step.filter(|step| proof.fits(*step))?;
            let is_wrong_pin = proof == Proof::Pin && payment.issuer == Issuer::INCORRECT_PIN;
            match payment.flow.step_after(step, pin_then_otp).filter(|_| !is_wrong_pin) {
                Some(next) => Some(Move::Ask(next)),
                None => Some(Move::End(self.judge(payment, Verdict::Approved, now))),
            }
        })
    }

    /// Books the payer's yes or no, on a handset or on a page; the issuer has the last word on a yes. `None` if the payment
    /// was decided before, or waits for something that cannot be answered so.
    pub(crate) fn decide(&self, payment: i64, verdict: Verdict, at: Millis) -> Result<Option<Payment>> {
        self.advance(payment, |payment| {
            let is_asked = payment.step.is_none_or(Step::is_yes_or_no);
            is_asked.then(|| Move::End(self.judge(payment, verdict, at)))
        })
    }

    /// Approves a push that nobody has answered, unless the provider has fallen silent about it.
    pub(crate) fn approve_in_time(&self, payment: i64, at: Millis) -> Result<Option<Payment>> {
        self.advance(payment, |payment| {
            payment.approve_at.is_some().then(|| Move::End(self.judge(payment, Verdict::Approved, at)))
        })
    }

    fn advance(&self, payment: i64, judge: impl FnOnce(&Payment) -> Option<Move>) -> Result<Option<Payment>> {
        let moved = self.ledger.advance(payment, judge, |payment| webhooks::of_payment(self, payment))?;
        let Some(Moved { payment, webhooks }) = moved else { return Ok(None) };
        if let Some(due) = payment.settle_at {
            self.scheduler.add(due, Job::Settle(payment.row));
        }
        self.deliver(&webhooks);
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

/// When a push is approved without a person: never if it is left to one, and never for the other flows.
fn approval(merchant: &Merchant, flow: Flow, now: Millis) -> Option<Millis> {
    let wait = merchant.settings().approve_after;
    (flow == Flow::Push && wait > 0).then(|| now.saturating_add(wait))
}
