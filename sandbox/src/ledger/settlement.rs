//! Settlement: what was collected becomes available.

use rusqlite::params;

use super::accounts::{Entry, Role, book};
use super::payments::by_row;
use super::{Ledger, PaymentStatus, Result, Wallet};
use crate::clock::Millis;

impl Ledger {
    /// Settles a payment, once; `false` if there is nothing to settle.
    pub(crate) fn settle(&self, payment: i64, at: Millis) -> Result<bool> {
        self.write(|db| {
            let payment = by_row(db, payment)?;
            if payment.status != PaymentStatus::Success || payment.settled_at.is_some() {
                return Ok(false);
            }
            book(
                db,
                &Entry {
                    kind: "settlement",
                    wallet: Wallet::dgs(payment.merchant),
                    reference: Some(&payment.identity.reference),
                    debit: Role::Pending,
                    credit: Role::Available,
                    amount: payment.net(),
                    at,
                },
            )?;
            db.prepare_cached("UPDATE payments SET settled_at = ?2 WHERE row = ?1")?
                .execute(params![payment.row, at])?;
            Ok(true)
        })
    }
}
