//! The questions that an auditor asks: does the money add up, and was anybody paid twice?

use rusqlite::{Connection, OptionalExtension as _};
use serde::Serialize;

use super::{Amount, Direction, Ledger, Result};
use crate::number::Number;

/// Several executed payments, payouts or conversions that look like one.
#[derive(Debug, Serialize)]
pub(crate) struct PaidTwice {
    pub kind: String,
    /// Of the one transaction that two providers have executed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reference: Option<String>,
    /// The payer's number, for mobile money.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The payer's address, for cards, of which nothing else is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The recipient's account or number, for payouts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    pub amount: Number,
    pub currency: String,
    /// What it became, for conversions.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to_currency: Option<String>,
    pub narration: Option<String>,
    pub references: Vec<String>,
}

/// How many of each were executed: ended in success. What two providers have executed counts twice.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Executed {
    pub payments: u64,
    pub payouts: u64,
    pub conversions: u64,
}

/// Everything executed, in one form: what tells two of a kind apart, and nothing else.
const EXECUTED: &str = "
    SELECT 'charge' AS kind, row, merchant, phone, iif(method = 'card', email, NULL) AS email, NULL AS account, amount,
           currency, NULL AS to_currency, narration, callback_url, reference
    FROM payments WHERE status = 'success'
    UNION ALL
    SELECT 'payout', row, merchant, NULL, NULL, account, amount, currency, NULL, narration, callback_url, reference
    FROM payouts WHERE status = 'success'
    UNION ALL
    SELECT 'conversion', row, merchant, NULL, NULL, NULL, amount, currency, to_currency, NULL, NULL, reference
    FROM conversions WHERE status = 'success'";

/// What two providers of RohoPay have executed. Two movements are never one, however alike they look: each has a key that its
/// caller chose, and the same key never books twice.
const EXECUTED_TWICE: &str = "
    SELECT iif(direction = 'collection', 'charge', 'payout'), m.reference, iif(direction = 'collection', phone, NULL),
           iif(direction = 'disbursement', phone, NULL), amount, currency, description,
           group_concat(h.reference, ' ' ORDER BY h.row)
    FROM movements AS m JOIN handovers AS h ON h.movement = m.row AND h.executed_at IS NOT NULL
    WHERE ?1 IS NULL OR merchant = ?1 GROUP BY m.row HAVING COUNT(*) > 1 ORDER BY m.row";

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

    /// How much of a merchant, or of all, was executed.
    pub(crate) fn executed(&self, merchant: Option<i64>) -> Result<Executed> {
        self.read(|db| {
            let count = |table: &str| -> Result<u64> {
                let sql =
                    format!("SELECT COUNT(*) FROM {table} WHERE status = 'success' AND (?1 IS NULL OR merchant = ?1)");
                let count: i64 = db.prepare_cached(&sql)?.query_row([merchant], |row| row.get(0))?;
                Ok(count.unsigned_abs())
            };
            let moved = |direction: Direction| -> Result<u64> {
                let sql = "SELECT COUNT(*) FROM handovers AS h JOIN movements AS m ON m.row = h.movement
                           WHERE executed_at IS NOT NULL AND direction = ?1 AND (?2 IS NULL OR merchant = ?2)";
                let count: i64 = db.prepare_cached(sql)?.query_row((direction.as_str(), merchant), |row| row.get(0))?;
                Ok(count.unsigned_abs())
            };
            Ok(Executed {
                payments: count("payments")? + moved(Direction::Collection)?,
                payouts: count("payouts")? + moved(Direction::Disbursement)?,
                conversions: count("conversions")?,
            })
        })
    }

    /// What one merchant has had executed more than once: payments that agree in payer, amount, narration and callback URL,
    /// payouts that agree in recipient and the same, conversions that agree in both currencies and the amount, and
    /// movements of RohoPay that two providers have executed.
    pub(crate) fn paid_twice(&self, merchant: Option<i64>) -> Result<Vec<PaidTwice>> {
        let sql = format!(
            "SELECT kind, phone, email, account, amount, currency, to_currency, narration,
                    group_concat(reference, ' ' ORDER BY row)
             FROM ({EXECUTED}) WHERE ?1 IS NULL OR merchant = ?1
             GROUP BY merchant, kind, phone, email, account, amount, currency, to_currency, narration, callback_url
             HAVING COUNT(*) > 1 ORDER BY kind, MIN(row)"
        );
        self.read(|db| {
            let mut statement = db.prepare_cached(&sql)?;
            let mut rows = statement.query([merchant])?;
            let mut found = Vec::new();
            while let Some(row) = rows.next()? {
                let (currency, references): (String, String) = (row.get(5)?, row.get(8)?);
                found.push(PaidTwice {
                    kind: row.get(0)?,
                    reference: None,
                    phone: row.get(1)?,
                    email: row.get(2)?,
                    account: row.get(3)?,
                    amount: Number::from(Amount::stored(row.get(4)?, &currency)?),
                    currency,
                    to_currency: row.get(6)?,
                    narration: row.get(7)?,
                    references: references.split(' ').map(str::to_owned).collect(),
                });
            }
            found.extend(executed_twice(db, merchant)?);
            Ok(found)
        })
    }
}

fn executed_twice(db: &Connection, merchant: Option<i64>) -> Result<Vec<PaidTwice>> {
    let mut statement = db.prepare_cached(EXECUTED_TWICE)?;
    let mut rows = statement.query([merchant])?;
    let mut found = Vec::new();
    while let Some(row) = rows.next()? {
        let (currency, references): (String, String) = (row.get(5)?, row.get(7)?);
        found.push(PaidTwice {
            kind: row.get(0)?,
            reference: row.get(1)?,
            phone: row.get(2)?,
            email: None,
            account: row.get(3)?,
            amount: Number::from(Amount::stored(row.get(4)?, &currency)?),
            currency,
            to_currency: None,
            narration: row.get(6)?,
            references: references.split(' ').map(str::to_owned).collect(),
        });
    }
    Ok(found)
}
