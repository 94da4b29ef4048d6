//! Timers on the sandbox's own clock: approvals, settlements, the ends of payouts, conversions and movements, webhooks.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;

use crate::app::App;
use crate::clock::Millis;
use crate::ledger::{Result, Verdict};
use crate::service;
use crate::webhooks::delivery;

/// What is to be done; the number is the row in the ledger.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Job {
    Approve(i64),
    Settle(i64),
    EndPayout(i64),
    EndConversion(i64),
    EndMovement(i64),
    /// The number is the late call's own.
    Late(u64),
    Deliver(i64),
}

/// What is due when. Jobs due at the same moment run in the order in which they were added.
#[derive(Debug, Default)]
pub(crate) struct Scheduler {
    queue: Mutex<Queue>,
    wake: Notify,
}

#[derive(Debug, Default)]
struct Queue {
    heap: BinaryHeap<Reverse<(Millis, u64, Job)>>,
    added: u64,
}

impl Scheduler {
    pub(crate) fn add(&self, due: Millis, job: Job) {
        let is_next = self.with(|queue| {
            queue.added += 1;
            let added = queue.added;
            queue.heap.push(Reverse((due, added, job)));
            queue.heap.peek().is_some_and(|Reverse((_, first, _))| *first == added)
        });
        if is_next {
            self.wake.notify_one();
        }
    }

    fn take_due(&self, now: Millis) -> Option<(Millis, Job)> {
        self.with(|queue| match queue.heap.peek() {
            Some(Reverse((due, _, _))) if *due <= now => queue.heap.pop().map(|Reverse((due, _, job))| (due, job)),
            _ => None,
        })
    }

    fn next_due(&self) -> Option<Millis> {
        self.with(|queue| queue.heap.peek().map(|Reverse((due, _, _))| *due))
    }

    fn with<T>(&self, work: impl FnOnce(&mut Queue) -> T) -> T {
        work(&mut self.queue.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl App {
    /// Does everything that is due. What a job leads to is due from the moment the job was due, not from now: so a clock
    /// that is advanced by an hour goes through the same steps as an hour of waiting.
    pub(crate) fn run_due(self: &Arc<Self>) {
        while let Some((due, job)) = self.scheduler.take_due(self.now()) {
            if let Err(error) = self.run(job, due) {
                tracing::error!(?job, %error, "a timer's job failed");
            }
        }
    }

    fn run(self: &Arc<Self>, job: Job, at: Millis) -> Result<()> {
        match job {
            Job::Approve(payment) => self.approve_in_time(payment, at).map(drop),
            Job::Settle(payment) => self.settle(payment, at),
            Job::EndPayout(payout) => self.end_payout(payout, None, at).map(drop),
            Job::EndConversion(conversion) => self.end_conversion(conversion, None, at).map(drop),
            Job::EndMovement(movement) => self.end_movement(movement, None, at).map(drop),
            Job::Late(number) => {
                service::book_late(self, number, at);
                Ok(())
            }
            Job::Deliver(webhook) => {
                tokio::spawn(delivery::deliver(Arc::clone(self), webhook, at));
                Ok(())
            }
        }
    }

    /// Takes up the timers that a database from an earlier run still holds.
    pub(crate) fn resume(&self) -> Result<()> {
        let now = self.now();
        for payment in self.ledger.open_payments()? {
            match payment.approve_at {
                Some(due) => self.scheduler.add(due, Job::Approve(payment.row)),
                // Nobody is asked: the run before ended between its acceptance and its answer.
                None if payment.step.is_none() => drop(self.decide(payment.row, Verdict::Approved, now)?),
                None => {}
            }
        }
        for payment in self.ledger.unsettled_payments()? {
            self.scheduler.add(payment.settle_at.unwrap_or(now), Job::Settle(payment.row));
        }
        for payout in self.ledger.due_payouts()? {
            self.scheduler.add(payout.due_at.unwrap_or(now), Job::EndPayout(payout.row));
        }
        for conversion in self.ledger.due_conversions()? {
            self.scheduler.add(conversion.due_at.unwrap_or(now), Job::EndConversion(conversion.row));
        }
        for movement in self.ledger.open_movements()? {
            if let Some(due) = movement.due_at {
                self.scheduler.add(due, Job::EndMovement(movement.row));
            }
        }
        self.deliver(&self.ledger.open_webhooks(now)?);
        Ok(())
    }
}

/// Runs jobs when they are due, until the sandbox shuts down.
pub(crate) async fn run(app: Arc<App>) {
    loop {
        app.run_due();
        if let Err(error) = app.ledger.kept().await {
            tracing::error!(%error, "what timers have done is lost");
        }
        let wait = match app.scheduler.next_due() {
            Some(due) if app.clock.ticks() => {
                Duration::from_millis(due.saturating_sub(app.now()).max(0).unsigned_abs())
            }
            // Nothing to wait for, or a clock that waiting does not move.
            _ => Duration::from_secs(3_600),
        };
        tokio::select! {
            () = tokio::time::sleep(wait) => {}
            () = app.scheduler.wake.notified() => {}
            () = app.closed() => return,
        }
    }
}
