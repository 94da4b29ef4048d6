//! Transactions: payments and payouts side by side, as a merchant lists them.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::{Ledger, Payment, PaymentStatus, Payout, Result, payments, payouts};

/// One line of a merchant's list.
#[derive(Debug, Clone)]
pub(crate) enum Transaction {
    Payment(Payment),
    Payout(Payout),
}

/// Which transactions a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Filter {
    pub status: Option<PaymentStatus>,
    pub payment_link_id: Option<String>,
    pub reference: Option<String>,
    pub flw_reference: Option<String>,
}

impl Ledger {
    /// One page of a merchant's transactions, newest first, and how many there are in all.
    pub(crate) fn transactions(
        &self,
        merchant: i64,
        filter: &Filter,
        limit: u32,
        offset: u64,
    ) -> Result<(Vec<Transaction>, u64)> {
        self.read(|db| {
            let (total, found) = if *filter == Filter::default() {
                all(db, merchant, limit, offset)?
            } else {
                Selection::of(merchant, filter).page(db, limit, offset)?
            };
            let lines = found.into_iter().map(|(is_payout, row)| {
                Ok(if is_payout {
                    Transaction::Payout(payouts::by_row(db, row)?)
                } else {
                    Transaction::Payment(payments::by_row(db, row)?)
                })
            });
            Ok((lines.collect::<Result<_>>()?, total.unsigned_abs()))
        })
    }

    /// By any of its names: id, reference, transaction id, in this order. Another merchant's transaction is not found.
    pub(crate) fn transaction(&self, merchant: i64, name: &str) -> Result<Option<Transaction>> {
        self.read(|db| {
            for column in ["id", "reference", "transaction_id"] {
                let own = format!("{column} = ?1 AND merchant = ?2");
                let key = (name, merchant);
                if let Some(payment) = payments::one(db, &own, key)? {
                    return Ok(Some(Transaction::Payment(payment)));
                }
                if let Some(payout) = payouts::one(db, &own, key)? {
                    return Ok(Some(Transaction::Payout(payout)));
                }
            }
            Ok(None)
        })
    }
}

/// How many there are, and which a page has: each with whether it is a payout.
type Found = (i64, Vec<(bool, i64)>);

/// A page of everything. Places have no gaps, so it is known where a page lies, however long the list has become.
fn all(db: &Connection, merchant: i64, limit: u32, offset: u64) -> Result<Found> {
    let mut count = db.prepare_cached("SELECT transactions FROM merchants WHERE row = ?1")?;
    let total: i64 = count.query_row([merchant], |row| row.get(0))?;
    let newest = total.saturating_sub_unsigned(offset);
    let mut statement = db.prepare_cached(
        "SELECT 0, row, place FROM payments WHERE merchant = ?1 AND place > ?2 AND place <= ?3
         UNION ALL SELECT 1, row, place FROM payouts WHERE merchant = ?1 AND place > ?2 AND place <= ?3
         ORDER BY place DESC",
    )?;
    let found = statement
        .query_map([merchant, newest.saturating_sub(limit.into()), newest], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok((total, found.collect::<rusqlite::Result<_>>()?))
}

/// A filter as SQL: the conditions of both tables over the same numbered values.
struct Selection {
    payments: String,
    payouts: String,
    values: Vec<Value>,
}

impl Selection {
    fn of(merchant: i64, filter: &Filter) -> Self {
        let mine = "merchant = ?1".to_owned();
        let mut selection = Self { payments: mine.clone(), payouts: mine, values: vec![Value::from(merchant)] };
        if let Some(status) = filter.status {
            selection.add("status", "status", status.as_str().to_owned());
        }
        if let Some(reference) = &filter.reference {
            selection.add("reference", "reference", reference.clone());
        }
        if let Some(reference) = &filter.flw_reference {
            selection.add("flw_charge_id", "flw_transfer_id", reference.clone());
        }
        if let Some(link) = &filter.payment_link_id {
            // No payout was ever made through a link.
            selection.add("payment_link_id", "NULL", link.clone());
        }
        selection
    }

    /// One page of what is wished.
    fn page(self, db: &Connection, limit: u32, offset: u64) -> Result<Found> {
        let Self { payments, payouts, mut values } = self;
        let count = format!(
            "SELECT (SELECT COUNT(*) FROM payments WHERE {payments}) + (SELECT COUNT(*) FROM payouts WHERE {payouts})"
        );
        let total = db.prepare_cached(&count)?.query_row(params_from_iter(&values), |row| row.get(0))?;
        let next = values.len() + 1;
        let page = format!(
            "SELECT 0, row, place FROM payments WHERE {payments}
             UNION ALL SELECT 1, row, place FROM payouts WHERE {payouts}
             ORDER BY place DESC LIMIT ?{next} OFFSET ?{}",
            next + 1
        );
        values.extend([Value::from(i64::from(limit)), Value::from(i64::try_from(offset).unwrap_or(i64::MAX))]);
        let mut statement = db.prepare_cached(&page)?;
        let found = statement.query_map(params_from_iter(&values), |row| Ok((row.get(0)?, row.get(1)?)))?;
        Ok((total, found.collect::<rusqlite::Result<_>>()?))
    }

    fn add(&mut self, of_payments: &str, of_payouts: &str, wished: String) {
        self.values.push(Value::from(wished));
        let number = self.values.len().to_string();
        self.payments.extend([" AND ", of_payments, " = ?", &number]);
        self.payouts.extend([" AND ", of_payouts, " = ?", &number]);
    }
}
