//! Booking a movement: the record, its provider, the money that sets out, its key and its answer, all or nothing.

use rusqlite::{Connection, OptionalExtension as _, params};

use super::{Direction, Due, Means, Movement, NewMovement, find, handovers, in_wallet};
use crate::clock::Millis;
use crate::environment::Environment;
use crate::identity::{Identity, MovementIdentity};
use crate::ledger::accounts::set_out;
use crate::ledger::{Ledger, LedgerError, NewWebhook, Result, next_number, unless_taken};

/// An idempotency key, and what tells the call that was made under it from another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Claim<'a> {
    pub key: &'a [u8],
    pub fingerprint: &'a [u8; 32],
}

/// What was answered under a key.
#[derive(Debug)]
pub(crate) struct Answered {
    pub reference: String,
    pub fingerprint: Vec<u8>,
    pub answer: Vec<u8>,
}

/// A movement that was just booked.
#[derive(Debug)]
pub(crate) struct Booking {
    pub movement: Movement,
    pub answer: Vec<u8>,
    /// When which of its webhooks is due, if it has ended already.
    pub webhooks: Vec<(i64, Millis)>,
}

impl Ledger {
    /// Books a movement under the next free name. What is answered is kept with its key.
    pub(crate) fn book_movement(
        &self,
        names: Identity,
        new: &NewMovement,
        claim: Option<Claim<'_>>,
        at: Millis,
        announce: impl Fn(&Movement) -> Vec<NewWebhook>,
        answer: impl FnOnce(&Movement) -> Vec<u8>,
    ) -> Result<Booking> {
        self.write(|db| {
            let row = insert(db, names, new, at)?;
            let mut movement = find::by_row(db, row)?;
            if new.direction == Direction::Disbursement {
                let amount = in_wallet(new.amount);
                set_out(db, new.wallet(), amount, "payout", &movement.identity.reference, at)?;
            }
            if let Some(failover) = new.failover {
                handovers::take_over(db, names, &movement, failover)?;
                movement = find::by_row(db, row)?;
            }
            let mut webhooks = Vec::new();
            if new.due == Due::AtOnce {
                webhooks = super::end::end(db, &mut movement, new.outcome.clone(), at, announce)?;
            }
            let answer = answer(&movement);
            if let Some(Claim { key, fingerprint }) = claim {
                let sql = "UPDATE movements SET idempotency_key = ?2, fingerprint = ?3, answer = ?4 WHERE row = ?1";
                db.prepare_cached(sql)?.execute(params![row, key, fingerprint, answer])?;
            }
            Ok(Booking { movement, answer, webhooks })
        })
    }

    /// What was answered under a key since a moment.
    pub(crate) fn answered(
        &self,
        merchant: i64,
        environment: Environment,
        key: &[u8],
        since: Millis,
    ) -> Result<Option<Answered>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT reference, fingerprint, answer FROM movements
                 WHERE merchant = ?1 AND environment = ?2 AND idempotency_key = ?3 AND created_at > ?4
                 ORDER BY row DESC LIMIT 1",
            )?;
            let answered = statement.query_row(params![merchant, environment.as_str(), key, since], |row| {
                Ok(Answered { reference: row.get(0)?, fingerprint: row.get(1)?, answer: row.get(2)? })
            });
            Ok(answered.optional()?)
        })
    }
}

/// The record and the provider that it is handed to.
fn insert(db: &Connection, names: Identity, new: &NewMovement, at: Millis) -> Result<i64> {
    let merchant = new.merchant;
    let number = next_number(db, merchant)?;
    for identity in names.movements(merchant.unsigned_abs(), number.unsigned_abs(), at) {
        if let Some(row) = unless_taken(insert_as(db, number, &identity, new, at))? {
            handovers::hand_over(db, names, (merchant, number), row, new.provider)?;
            return Ok(row);
        }
    }
    Err(LedgerError::Foreign("every name is taken".into()))
}

fn insert_as(
    db: &Connection,
    number: i64,
    identity: &MovementIdentity,
    new: &NewMovement,
    at: Millis,
) -> rusqlite::Result<i64> {
    let due_at = match new.due {
        Due::At(at) => Some(at),
        Due::AtOnce | Due::Never => None,
    };
    let (phone, return_url) = match &new.means {
        Means::MobileMoney { phone } => (Some(phone), None),
        Means::Card { return_url } => (None, Some(return_url)),
    };
    db.prepare_cached(
        "INSERT INTO movements (merchant, environment, number, id, reference, direction, method, phone, amount, currency,
                                commission, commission_rate, provider_status, description, callback_url, return_url, asked,
                                page, fail_reason, created_at, due_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21)",
    )?
    .insert(params![
        new.merchant,
        new.environment.as_str(),
        number,
        identity.id,
        identity.reference,
        new.direction.as_str(),
        new.means.as_str(),
        phone,
        new.amount.minor,
        new.amount.currency.code(),
        new.commission.minor,
        new.commission_rate.to_string(),
        new.provider_status,
        new.description,
        new.callback_url,
        return_url,
        new.asked.as_str(),
        identity.page,
        new.outcome.fail_reason(),
        at,
        due_at,
    ])
}
