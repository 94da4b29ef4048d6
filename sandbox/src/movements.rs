//! What happens to a movement of RohoPay between its call and its end.

use crate::app::App;
use crate::clock::Millis;
use crate::ledger::{
    Booking, Claim, Direction, Ended, Failover, Movement, NewMovement, Outcome, PaymentStatus, Result, Verdict,
};
use crate::scheduler::Job;
use crate::webhooks;

/// The providers' word for a payer who has refused.
const DECLINED: &str = "DECLINED";

impl App {
    /// Books a movement. It ends after a while, when its payer answers, or before this returns.
    pub(crate) fn move_money(
        &self,
        new: &NewMovement,
        claim: Option<Claim<'_>>,
        now: Millis,
        answer: impl FnOnce(&Movement) -> Vec<u8>,
    ) -> Result<Booking> {
        let announce = |movement: &Movement| webhooks::of_movement(self, movement);
        let booking = self.ledger.book_movement(self.identity, new, claim, now, announce, answer)?;
        self.deliver(&booking.webhooks);
        self.changed();
        match booking.movement.due_at {
            // It has ended when the answer arrives, which says pending all the same.
            Some(due) if due <= now => drop(self.end_movement(booking.movement.row, None, now)?),
            Some(due) => self.scheduler.add(due, Job::EndMovement(booking.movement.row)),
            None => {}
        }
        Ok(booking)
    }

    /// Ends a movement as it was to end in time, or as `outcome` says. `None` if it has ended before, or if there is no time
    /// for its end.
    pub(crate) fn end_movement(&self, movement: i64, outcome: Option<Outcome>, at: Millis) -> Result<Option<Movement>> {
        let announce = |movement: &Movement| webhooks::of_movement(self, movement);
        let ended = self.ledger.end_movement(movement, outcome, at, announce)?;
        Ok(ended.map(|Ended { ended, webhooks }| {
            self.deliver(&webhooks);
            self.changed();
            ended
        }))
    }

    /// Books the payer's yes or no to a collection; what its number or card stands for has the last word on a yes. `None` if
    /// it has ended before.
    pub(crate) fn decide_movement(
        &self,
        movement: &Movement,
        verdict: Verdict,
        at: Millis,
    ) -> Result<Option<Movement>> {
        if movement.direction != Direction::Collection || movement.status != PaymentStatus::Pending {
            return Ok(None);
        }
        let outcome = match verdict {
            Verdict::Approved => movement.outcome.clone(),
            Verdict::Declined => Outcome::Failed(DECLINED.to_owned()),
        };
        self.end_movement(movement.row, Some(outcome), at)
    }

    /// Hands a pending movement to the other provider.
    pub(crate) fn fail_over(&self, movement: i64, both_execute: bool) -> Result<()> {
        self.ledger.fail_over(movement, self.identity, Failover { both_execute })?;
        self.changed();
        Ok(())
    }
}
