//! Transactions: payments and payouts side by side, as a merchant lists them.

use rusqlite::params_from_iter;
use rusqlite::types::Value;

use super::{Ledger, Payment, PaymentStatus, Payout, Result, payments, payouts};

/// One line of a merchant's list.
#[derive(Debug, Clone)]
pub(crate) enum Transaction {
    Payment(Payment),
    Payout(Payout),
}

/// Which transactions a list shows.
#[derive(Debug, Clone, Default)]
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
        let Selection { payments, payouts, mut values } = Selection::of(merchant, filter);
        let count = format!(
            "SELECT (SELECT COUNT(*) FROM payments WHERE {payments}) + (SELECT COUNT(*) FROM payouts WHERE {payouts})"
        );
        let next = values.len() + 1;
        let page = format!(
            "SELECT 0, row, created_at, number FROM payments WHERE {payments}
             UNION ALL SELECT 1, row, created_at, number FROM payouts WHERE {payouts}
             ORDER BY created_at DESC, number DESC LIMIT ?{next} OFFSET ?{}",
            next + 1
        );
        self.read(|db| {
            let total: i64 = db.prepare_cached(&count)?.query_row(params_from_iter(&values), |row| row.get(0))?;
            values.extend([Value::from(i64::from(limit)), Value::from(i64::try_from(offset).unwrap_or(i64::MAX))]);
            let mut statement = db.prepare_cached(&page)?;
            let found: Vec<(bool, i64)> = statement
                .query_map(params_from_iter(&values), |row| Ok((row.get(0)?, row.get(1)?)))?
                .collect::<rusqlite::Result<_>>()?;
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

    fn add(&mut self, of_payments: &str, of_payouts: &str, wished: String) {
        self.values.push(Value::from(wished));
        let number = self.values.len().to_string();
        self.payments.extend([" AND ", of_payments, " = ?", &number]);
        self.payouts.extend([" AND ", of_payouts, " = ?", &number]);
    }
}
