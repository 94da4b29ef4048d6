//! Payments: accepted, decided, looked up.

use rusqlite::types::Value;
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, Row, params, params_from_iter};

use super::accounts::{Entry, Role, book};
use super::{Amount, Ledger, LedgerError, NewWebhook, Result, links, webhooks};
use crate::clock::Millis;
use crate::identity::{Identity, PaymentIdentity};
use crate::issuer::Issuer;

/// How the payer is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    /// A prompt on the handset.
    Push,
    /// A page where a person decides; nothing else does.
    Redirect,
    /// Not at all: the answer is final.
    Instant,
}

impl Flow {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Redirect => "redirect",
            Self::Instant => "instant",
        }
    }

    /// Whether nobody is asked.
    pub(crate) fn is_final(self) -> bool {
        self == Self::Instant
    }

    fn parse(text: &str) -> Result<Self> {
        [Self::Push, Self::Redirect, Self::Instant]
            .into_iter()
            .find(|flow| flow.as_str() == text)
            .ok_or_else(|| LedgerError::Foreign(format!("flow {text:?}")))
    }
}

/// Where a payment stands, in the words of transactions and webhooks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PaymentStatus {
    Pending,
    Success,
    Failed,
}

impl PaymentStatus {
    const ALL: [Self; 3] = [Self::Pending, Self::Success, Self::Failed];

    /// The word of transactions and webhooks.
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Success => "success",
            Self::Failed => "failed",
        }
    }

    /// The word of charges, which say `successful` where everything else says `success` (C-11).
    pub(crate) fn of_charge(self) -> &'static str {
        match self {
            Self::Success => "successful",
            other => other.as_str(),
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == text)
    }
}

/// What the payer, or the payer's bank, has answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Approved,
    /// By the payer.
    Declined,
}

/// A payment to accept.
#[derive(Debug, Clone)]
pub(crate) struct NewPayment {
    pub amount: Amount,
    pub flow: Flow,
    pub issuer: Issuer,
    pub network: String,
    pub phone: String,
    pub narration: Option<String>,
    pub redirect_url: String,
    pub callback_url: Option<String>,
    pub link_id: Option<String>,
    pub approve_at: Option<Millis>,
}

/// A payment as booked.
#[derive(Debug, Clone)]
pub(crate) struct Payment {
    pub row: i64,
    pub merchant: i64,
    pub identity: PaymentIdentity,
    pub amount: Amount,
    pub fee: Amount,
    pub status: PaymentStatus,
    pub flow: Flow,
    pub issuer: Issuer,
    /// What the processor said, when it failed.
    pub decline: Option<String>,
    pub network: String,
    /// Nine digits.
    pub phone: String,
    pub narration: Option<String>,
    pub redirect_url: String,
    pub callback_url: Option<String>,
    pub link_id: Option<String>,
    pub created_at: Millis,
    pub approve_at: Option<Millis>,
    pub decided_at: Option<Millis>,
    pub settle_at: Option<Millis>,
    pub settled_at: Option<Millis>,
}

impl Payment {
    /// What reaches the wallet.
    pub(crate) fn net(&self) -> Amount {
        match self.status {
            PaymentStatus::Failed => Amount::new(0, self.amount.currency),
            _ => Amount::new(self.amount.minor - self.fee.minor, self.amount.currency),
        }
    }
}

/// Which payments a list shows.
#[derive(Debug, Clone, Default)]
pub(crate) struct Filter {
    pub status: Option<PaymentStatus>,
    pub payment_link_id: Option<String>,
    pub reference: Option<String>,
    pub flw_reference: Option<String>,
}

/// How a decision is booked.
pub(crate) struct Decision {
    pub status: PaymentStatus,
    pub fee: Amount,
    pub decline: Option<String>,
    pub at: Millis,
    pub settle_at: Option<Millis>,
}

/// A decided payment, and when which of its webhooks is due.
pub(crate) struct Decided {
    pub payment: Payment,
    pub webhooks: Vec<(i64, Millis)>,
}

const COLUMNS: &str = "row, merchant, id, reference, transaction_id, flw_charge_id, amount, currency, fee, status, flow, \
                       issuer, decline, network, phone, narration, redirect_url, callback_url, payment_link_id, created_at, \
                       approve_at, decided_at, settle_at, settled_at";

impl Ledger {
    /// Accepts a payment under the next free name.
    pub(crate) fn accept(&self, merchant: i64, names: Identity, new: &NewPayment, at: Millis) -> Result<Payment> {
        self.write(|db| {
            let number: i64 = db
                .prepare_cached("UPDATE merchants SET payments = payments + 1 WHERE row = ?1 RETURNING payments")?
                .query_row([merchant], |row| row.get(0))?;
            for identity in names.payments(merchant.unsigned_abs(), number.unsigned_abs()) {
                if let Some(row) = insert(db, merchant, &identity, new, at)? {
                    return by_row(db, row);
                }
            }
            Err(LedgerError::Foreign("every name is taken".into()))
        })
    }

    /// Books what was decided, once: `None` if the payment was decided before. What is announced about it becomes part of
    /// the same transaction.
    pub(crate) fn decide(
        &self,
        payment: i64,
        judge: impl FnOnce(&Payment) -> Decision,
        announce: impl FnOnce(&Payment) -> Vec<NewWebhook>,
    ) -> Result<Option<Decided>> {
        self.write(|db| {
            let mut payment = by_row(db, payment)?;
            if payment.status != PaymentStatus::Pending {
                return Ok(None);
            }
            let decision = links::capped(db, &payment, judge(&payment))?;
            db.prepare_cached(
                "UPDATE payments SET status = ?2, fee = ?3, decline = ?4, decided_at = ?5, settle_at = ?6 WHERE row = ?1",
            )?
            .execute(params![
                payment.row,
                decision.status.as_str(),
                decision.fee.minor,
                decision.decline,
                decision.at,
                decision.settle_at
            ])?;
            payment.status = decision.status;
            payment.fee = decision.fee;
            payment.decline = decision.decline;
            payment.decided_at = Some(decision.at);
            payment.settle_at = decision.settle_at;
            if payment.status == PaymentStatus::Success {
                collect(db, &payment, decision.at)?;
            }
            let webhooks = webhooks::insert_all(db, payment.merchant, &announce(&payment))?;
            Ok(Some(Decided { payment, webhooks }))
        })
    }

    /// By reference, whoever's it is: for the payer's side, which knows no merchants.
    pub(crate) fn payment(&self, reference: &str) -> Result<Option<Payment>> {
        self.read(|db| one(db, "reference = ?1", [reference]))
    }

    /// By any of its names: id, reference, transaction id, in this order. Another merchant's payment is not found.
    pub(crate) fn payment_of(&self, merchant: i64, name: &str) -> Result<Option<Payment>> {
        self.read(|db| {
            for column in ["id = ?1", "reference = ?1", "transaction_id = ?1"] {
                if let Some(found) = one(db, column, [name])?.filter(|payment| payment.merchant == merchant) {
                    return Ok(Some(found));
                }
            }
            Ok(None)
        })
    }

    /// One page of a merchant's payments, newest first, and how many there are in all.
    pub(crate) fn payments(
        &self,
        merchant: i64,
        filter: &Filter,
        limit: u32,
        offset: u64,
    ) -> Result<(Vec<Payment>, u64)> {
        let mut wheres = String::from("merchant = ?");
        let mut values = vec![Value::from(merchant)];
        let conditions = [
            ("status", filter.status.map(|status| status.as_str().to_owned())),
            ("payment_link_id", filter.payment_link_id.clone()),
            ("reference", filter.reference.clone()),
            ("flw_charge_id", filter.flw_reference.clone()),
        ];
        for (column, wished) in conditions {
            if let Some(wished) = wished {
                wheres.extend([" AND ", column, " = ?"]);
                values.push(Value::from(wished));
            }
        }
        self.read(|db| {
            let total: i64 = db
                .prepare_cached(&format!("SELECT COUNT(*) FROM payments WHERE {wheres}"))?
                .query_row(params_from_iter(&values), |row| row.get(0))?;
            values.extend([Value::from(i64::from(limit)), Value::from(i64::try_from(offset).unwrap_or(i64::MAX))]);
            let page = format!(
                "SELECT {COLUMNS} FROM payments WHERE {wheres} ORDER BY created_at DESC, row DESC LIMIT ? OFFSET ?"
            );
            Ok((many(db, &page, params_from_iter(&values))?, total.unsigned_abs()))
        })
    }

    /// The newest payments of all merchants: for the dashboard.
    pub(crate) fn newest_payments(&self, limit: u32) -> Result<Vec<Payment>> {
        self.read(|db| many(db, &format!("SELECT {COLUMNS} FROM payments ORDER BY row DESC LIMIT ?1"), [limit]))
    }

    /// Everything that waits for a person or a timer, oldest first.
    pub(crate) fn open_payments(&self) -> Result<Vec<Payment>> {
        self.read(|db| many(db, &format!("SELECT {COLUMNS} FROM payments WHERE status = 'pending' ORDER BY row"), []))
    }

    /// Everything that was collected and is not settled.
    pub(crate) fn unsettled_payments(&self) -> Result<Vec<Payment>> {
        let sql =
            format!("SELECT {COLUMNS} FROM payments WHERE settle_at IS NOT NULL AND settled_at IS NULL ORDER BY row");
        self.read(|db| many(db, &sql, []))
    }
}

/// The payer's money arrives whole; the service takes its fee out of it.
fn collect(db: &Connection, payment: &Payment, at: Millis) -> Result<()> {
    let entry = Entry {
        kind: "collection",
        merchant: payment.merchant,
        payment: Some(payment.row),
        debit: Role::World,
        credit: Role::Pending,
        amount: payment.amount,
        at,
    };
    book(db, &entry)?;
    book(db, &Entry { kind: "fee", debit: Role::Pending, credit: Role::Fees, amount: payment.fee, ..entry })
}

/// The new row, or `None` if one of the names is taken.
fn insert(
    db: &Connection,
    merchant: i64,
    identity: &PaymentIdentity,
    new: &NewPayment,
    at: Millis,
) -> Result<Option<i64>> {
    let inserted = db
        .prepare_cached(
            "INSERT INTO payments (merchant, id, reference, transaction_id, flw_charge_id, amount, currency, flow, issuer,
                                   network, phone, narration, redirect_url, callback_url, payment_link_id, created_at, approve_at)
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17)",
        )?
        .insert(params![
            merchant,
            identity.id,
            identity.reference,
            identity.transaction_id,
            identity.flw_charge_id,
            new.amount.minor,
            new.amount.currency.code(),
            new.flow.as_str(),
            new.issuer.as_str(),
            new.network,
            new.phone,
            new.narration,
            new.redirect_url,
            new.callback_url,
            new.link_id,
            at,
            new.approve_at,
        ]);
    match inserted {
        Ok(row) => Ok(Some(row)),
        Err(rusqlite::Error::SqliteFailure(error, _))
            if error.code == ErrorCode::ConstraintViolation
                && error.extended_code == rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE =>
        {
            Ok(None)
        }
        Err(error) => Err(error.into()),
    }
}

pub(super) fn by_row(db: &Connection, row: i64) -> Result<Payment> {
    one(db, "row = ?1", [row])?.ok_or_else(|| rusqlite::Error::QueryReturnedNoRows.into())
}

fn one(db: &Connection, condition: &str, parameters: impl rusqlite::Params) -> Result<Option<Payment>> {
    let sql = format!("SELECT {COLUMNS} FROM payments WHERE {condition}");
    db.prepare_cached(&sql)?.query_row(parameters, |row| Ok(read(row))).optional()?.transpose()
}

fn many(db: &Connection, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<Payment>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let mut payments = Vec::new();
    while let Some(row) = rows.next()? {
        payments.push(read(row)?);
    }
    Ok(payments)
}

fn read(row: &Row<'_>) -> Result<Payment> {
    let (status, issuer): (String, String) = (row.get(9)?, row.get(11)?);
    let currency: String = row.get(7)?;
    let amount = Amount::stored(row.get(6)?, &currency)?;
    Ok(Payment {
        row: row.get(0)?,
        merchant: row.get(1)?,
        identity: PaymentIdentity {
            id: row.get(2)?,
            reference: row.get(3)?,
            transaction_id: row.get(4)?,
            flw_charge_id: row.get(5)?,
        },
        amount,
        fee: Amount::new(row.get(8)?, amount.currency),
        status: PaymentStatus::parse(&status).ok_or_else(|| LedgerError::Foreign(format!("status {status:?}")))?,
        flow: Flow::parse(&row.get::<_, String>(10)?)?,
        issuer: Issuer::parse(&issuer).ok_or_else(|| LedgerError::Foreign(format!("issuer {issuer:?}")))?,
        decline: row.get(12)?,
        network: row.get(13)?,
        phone: row.get(14)?,
        narration: row.get(15)?,
        redirect_url: row.get(16)?,
        callback_url: row.get(17)?,
        link_id: row.get(18)?,
        created_at: row.get(19)?,
        approve_at: row.get(20)?,
        decided_at: row.get(21)?,
        settle_at: row.get(22)?,
        settled_at: row.get(23)?,
    })
}
