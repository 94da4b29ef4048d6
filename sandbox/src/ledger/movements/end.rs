//! The end of a movement: the money arrives, or goes back.

use rusqlite::{Connection, params};

use super::handovers::{self, executing};
use super::{Direction, Movement, find, in_wallet};
use crate::clock::Millis;
use crate::ledger::accounts::{Entry, Role, available, book};
use crate::ledger::{Amount, Ended, Ledger, NewWebhook, Outcome, PaymentStatus, Result, webhooks};

/// The providers' word for what has arrived.
const SUCCESSFUL: &str = "SUCCESSFUL";

impl Ledger {
    /// Books the end of a movement: as it was to end in time, or as `outcome` says. `None` if it has ended before, or if
    /// there is no time for its end. Everybody who executes it is announced.
    pub(crate) fn end_movement(
        &self,
        movement: i64,
        outcome: Option<Outcome>,
        at: Millis,
        announce: impl Fn(&Movement) -> Vec<NewWebhook>,
    ) -> Result<Option<Ended<Movement>>> {
        self.write(|db| {
            let mut movement = find::by_row(db, movement)?;
            if movement.status != PaymentStatus::Pending || (outcome.is_none() && movement.due_at.is_none()) {
                return Ok(None);
            }
            let outcome = outcome.unwrap_or_else(|| movement.outcome.clone());
            let webhooks = end(db, &mut movement, outcome, at, announce)?;
            Ok(Some(Ended { ended: movement, webhooks }))
        })
    }

    /// Takes the time of its end from a movement: only a person can end it now.
    pub(crate) fn silence_movement(&self, movement: i64) -> Result<()> {
        self.write(|db| {
            db.prepare_cached("UPDATE movements SET due_at = NULL WHERE row = ?1")?.execute([movement])?;
            Ok(())
        })
    }

    /// Uses up the page on which the payer of a card is asked; `false` if that was done before, or if nobody is asked there.
    pub(crate) fn use_page_up(&self, movement: i64, at: Millis) -> Result<bool> {
        self.write(|db| {
            let sql = "UPDATE movements SET page_used_at = ?2
                       WHERE row = ?1 AND page_used_at IS NULL AND asked = 'page' AND status = 'pending'";
            Ok(db.prepare_cached(sql)?.execute([movement, at])? == 1)
        })
    }
}

/// Ends a pending movement inside of a transaction. The webhooks' rows come back, each with the moment when it is due.
pub(super) fn end(
    db: &Connection,
    movement: &mut Movement,
    outcome: Outcome,
    at: Millis,
    announce: impl Fn(&Movement) -> Vec<NewWebhook>,
) -> Result<Vec<(i64, Millis)>> {
    movement.status = outcome.status();
    outcome.fail_reason().unwrap_or(SUCCESSFUL).clone_into(&mut movement.provider_status);
    movement.outcome = outcome;
    movement.ended_at = Some(at);
    db.prepare_cached(
        "UPDATE movements SET status = ?2, provider_status = ?3, fail_reason = ?4, ended_at = ?5, page_used_at = ?5
         WHERE row = ?1",
    )?
    .execute(params![
        movement.row,
        movement.status.as_str(),
        movement.provider_status,
        movement.outcome.fail_reason(),
        at
    ])?;
    movement.page_used = true;
    if movement.status == PaymentStatus::Failed {
        give_back(db, movement, at)?;
        return webhooks::insert_all(db, movement.merchant, &announce(movement));
    }
    let mut told = Vec::new();
    for (index, handover) in executing(db, movement.row)?.into_iter().enumerate() {
        handovers::executed(db, handover.row, at)?;
        match movement.direction {
            Direction::Collection => collect(db, movement, at)?,
            Direction::Disbursement if index == 0 => arrive(db, movement, at)?,
            Direction::Disbursement => arrive_again(db, movement, at)?,
        }
        // Each provider tells of what it has done itself.
        let as_told =
            Movement { provider: handover.provider, provider_reference: handover.reference, ..movement.clone() };
        told.extend(announce(&as_told));
    }
    webhooks::insert_all(db, movement.merchant, &told)
}

fn entry<'a>(movement: &'a Movement, kind: &'a str, amount: Amount, at: Millis) -> Entry<'a> {
    Entry {
        kind,
        wallet: movement.wallet(),
        reference: Some(&movement.identity.reference),
        debit: Role::Transit,
        credit: Role::World,
        amount: in_wallet(amount),
        at,
    }
}

/// The payer's money arrives whole; the service takes its commission out of it.
fn collect(db: &Connection, movement: &Movement, at: Millis) -> Result<()> {
    let whole = entry(movement, "collection", movement.amount, at);
    book(db, &Entry { debit: Role::World, credit: Role::Available, ..whole })?;
    let commission = entry(movement, "commission", movement.commission, at);
    book(db, &Entry { debit: Role::Available, credit: Role::Fees, ..commission })
}

/// The recipient gets what is left after the commission.
fn arrive(db: &Connection, movement: &Movement, at: Millis) -> Result<()> {
    book(db, &entry(movement, "payout arrived", movement.net(), at))?;
    let commission = entry(movement, "commission", movement.commission, at);
    book(db, &Entry { credit: Role::Fees, ..commission })
}

/// A second provider has paid as well. The wallet pays for it as far as it reaches; the rest is lost by the provider, which
/// is the world like the recipient, so that there is nothing to book.
fn arrive_again(db: &Connection, movement: &Movement, at: Millis) -> Result<()> {
    let again = entry(movement, "payout arrived again", movement.net(), at);
    let available = available(db, movement.wallet(), again.amount.currency)?;
    let amount = Amount::new(again.amount.minor.min(available.minor), available.currency);
    book(db, &Entry { debit: Role::Available, amount, ..again })
}

/// What had set out comes back whole.
fn give_back(db: &Connection, movement: &Movement, at: Millis) -> Result<()> {
    if movement.direction == Direction::Collection {
        return Ok(());
    }
    book(db, &Entry { credit: Role::Available, ..entry(movement, "refund", movement.amount, at) })
}
