//! The questions that an auditor asks: does the money add up, and was anybody paid twice?

use rusqlite::OptionalExtension as _;
use serde::Serialize;

use super::{Amount, Ledger, Result};
use crate::number::Number;

/// Several executed payments that look like one.
#[derive(Debug, Serialize)]
pub(crate) struct PaidTwice {
    /// The payer's, for mobile money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The payer's, for cards, of which nothing else is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    pub amount: Number,
    pub currency: String,
    pub narration: Option<String>,
    pub references: Vec<String>,
}

impl Ledger {
    /// Whether all accounts of every currency add up to nothing, and every balance is what its entries say.
    pub(crate) fn balanced(&self) -> Result<bool> {
        self.read(|db| {
            let wrong: i64 = db
                .prepare_cached(
                    "WITH legs (account, amount) AS (
                         SELECT debit, -amount FROM entries UNION ALL SELECT credit, amount FROM entries
                     ), booked (account, amount) AS (
                         SELECT account, SUM(amount) FROM legs GROUP BY account
                     )
                     SELECT (SELECT COUNT(*) FROM accounts LEFT JOIN booked ON booked.account = accounts.row
                             WHERE accounts.balance <> COALESCE(booked.amount, 0))
                          + (SELECT COUNT(*) FROM (SELECT 1 FROM accounts GROUP BY currency HAVING SUM(balance) <> 0))
                          + (SELECT COUNT(*) FROM entries JOIN accounts AS d ON d.row = debit JOIN accounts AS c ON c.row = credit
                             WHERE d.currency <> c.currency)",
                )?
                .query_row([], |row| row.get(0))?;
            Ok(wrong == 0)
        })
    }

    /// Whether all accounts of every currency add up to nothing: the part of the audit that is cheap however much was paid.
    pub(crate) fn adds_up(&self) -> Result<bool> {
        self.read(|db| {
            let wrong: Option<i64> = db
                .prepare_cached("SELECT 1 FROM accounts GROUP BY currency HAVING SUM(balance) <> 0 LIMIT 1")?
                .query_row([], |row| row.get(0))
                .optional()?;
            Ok(wrong.is_none())
        })
    }

    /// How many payments of a merchant, or of all, were executed.
    pub(crate) fn executed(&self, merchant: Option<i64>) -> Result<u64> {
        self.read(|db| {
            let count: i64 = db
                .prepare_cached(
                    "SELECT COUNT(*) FROM payments WHERE status = 'success' AND (?1 IS NULL OR merchant = ?1)",
                )?
                .query_row([merchant], |row| row.get(0))?;
            Ok(count.unsigned_abs())
        })
    }

    /// Executed payments of one merchant that agree in payer, amount, narration and callback URL.
    pub(crate) fn paid_twice(&self, merchant: Option<i64>) -> Result<Vec<PaidTwice>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT phone, iif(method = 'card', email, NULL) AS payer, amount, currency, narration,
                        group_concat(reference, ' ' ORDER BY row)
                 FROM payments WHERE status = 'success' AND (?1 IS NULL OR merchant = ?1)
                 GROUP BY merchant, method, phone, payer, amount, currency, narration, callback_url HAVING COUNT(*) > 1
                 ORDER BY MIN(row)",
            )?;
            let mut rows = statement.query([merchant])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let (currency, references): (String, String) = (row.get(3)?, row.get(5)?);
                found.push(PaidTwice {
                    phone: row.get(0)?,
                    email: row.get(1)?,
                    amount: Number::from(Amount::stored(row.get(2)?, &currency)?),
                    currency,
                    narration: row.get(4)?,
                    references: references.split(' ').map(str::to_owned).collect(),
                });
            }
            Ok(found)
        })
    }
}
