//! Payments: accepted, taken from step to step, decided, looked up.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::accounts::{Entry, Role, book};
use super::{
    Amount, Flow, Ledger, LedgerError, NewWebhook, PaymentType, Place, Result, Step, Wallet, links, next_place,
    unless_taken, webhooks,
};
use crate::cards::NonceDigest;
use crate::clock::Millis;
use crate::identity::{Identity, PaymentIdentity};
use crate::issuer::Issuer;

/// What is paid with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Method {
    MobileMoney {
        network: String,
        /// Nine digits.
        phone: String,
    },
    /// Nothing of the card is kept.
    Card,
}

impl Method {
    /// The word of charges and transactions.
    pub(crate) fn as_str(&self) -> &'static str {
        match self {
            Self::MobileMoney { .. } => "mobile_money",
            Self::Card => "card",
        }
    }

    /// As links name it.
    pub(crate) fn way(&self) -> PaymentType {
        match self {
            Self::MobileMoney { .. } => PaymentType::MobileMoney,
            Self::Card => PaymentType::Card,
        }
    }

    pub(crate) fn network(&self) -> Option<&str> {
        match self {
            Self::MobileMoney { network, .. } => Some(network),
            Self::Card => None,
        }
    }

    pub(crate) fn phone(&self) -> Option<&str> {
        match self {
            Self::MobileMoney { phone, .. } => Some(phone),
            Self::Card => None,
        }
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

    /// As it stands in the database.
    pub(super) fn stored(text: &str) -> Result<Self> {
        Self::parse(text).ok_or_else(|| LedgerError::Foreign(format!("status {text:?}")))
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
    pub method: Method,
    pub flow: Flow,
    pub issuer: Issuer,
    /// The payer's e-mail address, as far as known.
    pub email: Option<String>,
    pub narration: Option<String>,
    /// Where the payer lands afterwards.
    pub redirect_url: Option<String>,
    pub callback_url: Option<String>,
    /// The payment link that is paid, if one is.
    pub link_id: Option<String>,
    /// The nonce of a card that may not come again.
    pub fresh_nonce: Option<NonceDigest>,
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
    pub method: Method,
    pub flow: Flow,
    /// What the payer has to do next; nothing once it is decided.
    pub step: Option<Step>,
    pub issuer: Issuer,
    /// What the processor said, when it failed.
    pub decline: Option<String>,
    pub narration: Option<String>,
    pub redirect_url: Option<String>,
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

/// How a decision is booked.
pub(crate) struct Decision {
    pub status: PaymentStatus,
    pub fee: Amount,
    pub decline: Option<String>,
    pub at: Millis,
    pub settle_at: Option<Millis>,
}

/// What comes next for a pending payment.
pub(crate) enum Move {
    /// The payer is asked for one thing more.
    Ask(Step),
    End(Decision),
}

/// A payment after a move, and when which of its webhooks is due.
pub(crate) struct Moved {
    pub payment: Payment,
    pub webhooks: Vec<(i64, Millis)>,
}

const COLUMNS: &str = "row, merchant, id, reference, transaction_id, flw_charge_id, amount, currency, fee, status, method, \
                       network, phone, flow, step, issuer, decline, narration, redirect_url, callback_url, \
                       payment_link_id, created_at, approve_at, decided_at, settle_at, settled_at";

impl Ledger {
    /// Accepts a payment under the next free name. Without a moment for its approval it waits for its payer.
    pub(crate) fn accept(
        &self,
        merchant: i64,
        names: Identity,
        new: &NewPayment,
        approve_at: Option<Millis>,
        at: Millis,
    ) -> Result<Payment> {
        self.write(|db| {
            if let Some(nonce) = &new.fresh_nonce {
                use_up(db, merchant, nonce)?;
            }
            let place = next_place(db, merchant)?;
            for identity in names.payments(merchant.unsigned_abs(), place.number.unsigned_abs()) {
                if let Some(row) = unless_taken(insert(db, merchant, place, &identity, new, approve_at, at))? {
                    return by_row(db, row);
                }
            }
            Err(LedgerError::Foreign("every name is taken".into()))
        })
    }

    /// Books what comes next for a pending payment: `None` if it was decided before, or if `judge` lets it stay as it is.
    /// What is announced about its end becomes part of the same transaction.
    pub(crate) fn advance(
        &self,
        payment: i64,
        judge: impl FnOnce(&Payment) -> Option<Move>,
        announce: impl FnOnce(&Payment) -> Vec<NewWebhook>,
    ) -> Result<Option<Moved>> {
        self.write(|db| {
            let mut payment = by_row(db, payment)?;
            if payment.status != PaymentStatus::Pending {
                return Ok(None);
            }
            match judge(&payment) {
                None => Ok(None),
                Some(Move::Ask(step)) => {
                    db.prepare_cached("UPDATE payments SET step = ?2 WHERE row = ?1")?
                        .execute(params![payment.row, step.as_str()])?;
                    payment.step = Some(step);
                    Ok(Some(Moved { payment, webhooks: Vec::new() }))
                }
                Some(Move::End(decision)) => {
                    let decision = links::capped(db, &payment, decision)?;
                    end(db, &mut payment, decision)?;
                    let webhooks = webhooks::insert_all(db, payment.merchant, &announce(&payment))?;
                    Ok(Some(Moved { payment, webhooks }))
                }
            }
        })
    }

    /// Takes the time of its approval from a payment: only a person can decide it now.
    pub(crate) fn silence_payment(&self, payment: i64) -> Result<()> {
        self.write(|db| {
            db.prepare_cached("UPDATE payments SET approve_at = NULL WHERE row = ?1")?.execute([payment])?;
            Ok(())
        })
    }

    /// By reference, whoever's it is: for the payer's side, which knows no merchants.
    pub(crate) fn payment(&self, reference: &str) -> Result<Option<Payment>> {
        self.read(|db| one(db, "reference = ?1", [reference]))
    }

    /// The newest payments of a link.
    pub(crate) fn payments_of_link(&self, link: &str, limit: u32) -> Result<Vec<Payment>> {
        let sql = format!(
            "SELECT {COLUMNS} FROM payments WHERE payment_link_id = ?1 ORDER BY created_at DESC, number DESC LIMIT ?2"
        );
        self.read(|db| many(db, &sql, params![link, limit]))
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

fn end(db: &Connection, payment: &mut Payment, decision: Decision) -> Result<()> {
    db.prepare_cached(
        "UPDATE payments SET status = ?2, fee = ?3, decline = ?4, decided_at = ?5, settle_at = ?6, step = NULL
         WHERE row = ?1",
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
    payment.step = None;
    payment.fee = decision.fee;
    payment.decline = decision.decline;
    payment.decided_at = Some(decision.at);
    payment.settle_at = decision.settle_at;
    if payment.status == PaymentStatus::Success { collect(db, payment, decision.at) } else { Ok(()) }
}

/// The payer's money arrives whole; the service takes its fee out of it.
fn collect(db: &Connection, payment: &Payment, at: Millis) -> Result<()> {
    let entry = Entry {
        kind: "collection",
        wallet: Wallet::dgs(payment.merchant),
        reference: Some(&payment.identity.reference),
        debit: Role::World,
        credit: Role::Pending,
        amount: payment.amount,
        at,
    };
    book(db, &entry)?;
    book(db, &Entry { kind: "fee", debit: Role::Pending, credit: Role::Fees, amount: payment.fee, ..entry })
}

fn insert(
    db: &Connection,
    merchant: i64,
    place: Place,
    identity: &PaymentIdentity,
    new: &NewPayment,
    approve_at: Option<Millis>,
    at: Millis,
) -> rusqlite::Result<i64> {
    db.prepare_cached(
        "INSERT INTO payments (merchant, number, place, id, reference, transaction_id, flw_charge_id, amount, currency, method,
                               network, phone, email, flow, step, issuer, narration, redirect_url, callback_url,
                               payment_link_id, created_at, approve_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22)",
    )?
    .insert(params![
        merchant,
        place.number,
        place.transaction,
        identity.id,
        identity.reference,
        identity.transaction_id,
        identity.flw_charge_id,
        new.amount.minor,
        new.amount.currency.code(),
        new.method.as_str(),
        new.method.network(),
        new.method.phone(),
        new.email,
        new.flow.as_str(),
        new.flow.first_step().map(Step::as_str),
        new.issuer.name(),
        new.narration,
        new.redirect_url,
        new.callback_url,
        new.link_id,
        at,
        approve_at,
    ])
}

/// Remembers a nonce, or refuses one that it remembers.
fn use_up(db: &Connection, merchant: i64, nonce: &NonceDigest) -> Result<()> {
    let mut statement = db.prepare_cached("INSERT INTO nonces (merchant, digest) VALUES (?1, ?2)")?;
    match unless_taken(statement.execute(params![merchant, nonce]))? {
        Some(_) => Ok(()),
        None => Err(LedgerError::NonceUsed),
    }
}

pub(super) fn by_row(db: &Connection, row: i64) -> Result<Payment> {
    one(db, "row = ?1", [row])?.ok_or_else(|| rusqlite::Error::QueryReturnedNoRows.into())
}

pub(super) fn one(db: &Connection, condition: &str, parameters: impl rusqlite::Params) -> Result<Option<Payment>> {
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
    let (currency, status, issuer): (String, String, String) = (row.get(7)?, row.get(9)?, row.get(15)?);
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
        status: PaymentStatus::stored(&status)?,
        method: method(row)?,
        flow: Flow::parse(&row.get::<_, String>(13)?)?,
        step: row.get::<_, Option<String>>(14)?.as_deref().map(Step::parse).transpose()?,
        issuer: Issuer::parse(&issuer).ok_or_else(|| LedgerError::Foreign(format!("issuer {issuer:?}")))?,
        decline: row.get(16)?,
        narration: row.get(17)?,
        redirect_url: row.get(18)?,
        callback_url: row.get(19)?,
        link_id: row.get(20)?,
        created_at: row.get(21)?,
        approve_at: row.get(22)?,
        decided_at: row.get(23)?,
        settle_at: row.get(24)?,
        settled_at: row.get(25)?,
    })
}

fn method(row: &Row<'_>) -> Result<Method> {
    match row.get_ref(10)?.as_str().map_err(rusqlite::Error::from)? {
        "mobile_money" => Ok(Method::MobileMoney { network: row.get(11)?, phone: row.get(12)? }),
        "card" => Ok(Method::Card),
        other => Err(LedgerError::Foreign(format!("method {other:?}"))),
    }
}
