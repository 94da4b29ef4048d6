//! Payouts: money that leaves a wallet for a bank account or a mobile wallet, and comes back whole if it does not arrive.

use rusqlite::{Connection, OptionalExtension as _, Row, params};

use super::accounts::{Entry, Role, book, set_out};
use super::{Amount, Ended, Ledger, LedgerError, NewWebhook, Outcome, PaymentStatus, Result, webhooks};
use super::{Place, Wallet, next_place, unless_taken};
use crate::clock::Millis;
use crate::identity::{Identity, PayoutIdentity};

/// What kind of place the money goes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum DestinationType {
    Bank,
    MobileMoney,
}

impl DestinationType {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Bank => "bank",
            Self::MobileMoney => "mobile_money",
        }
    }

    fn parse(text: &str) -> Result<Self> {
        [Self::Bank, Self::MobileMoney]
            .into_iter()
            .find(|kind| kind.as_str() == text)
            .ok_or_else(|| LedgerError::Foreign(format!("destination {text:?}")))
    }
}

/// A payout to accept.
#[derive(Debug, Clone)]
pub(crate) struct NewPayout {
    /// What leaves the wallet; the fee is part of it.
    pub amount: Amount,
    pub fee: Amount,
    pub destination: DestinationType,
    /// The account or the number, in one spelling whatever it came in.
    pub account: String,
    /// As the webhook will repeat it, in JSON.
    pub recipient: String,
    pub narration: Option<String>,
    pub callback_url: Option<String>,
    /// How it will end.
    pub outcome: Outcome,
}

/// A payout as booked.
#[derive(Debug, Clone)]
pub(crate) struct Payout {
    pub row: i64,
    pub merchant: i64,
    pub identity: PayoutIdentity,
    pub amount: Amount,
    pub fee: Amount,
    pub status: PaymentStatus,
    pub destination: DestinationType,
    pub account: String,
    pub recipient: String,
    pub narration: Option<String>,
    pub callback_url: Option<String>,
    /// How it will end, or has ended.
    pub outcome: Outcome,
    pub created_at: Millis,
    pub due_at: Option<Millis>,
    pub ended_at: Option<Millis>,
}

impl Payout {
    pub(crate) fn recipient_gets(&self) -> Amount {
        Amount::new(self.amount.minor - self.fee.minor, self.amount.currency)
    }

    /// Why it failed.
    pub(crate) fn fail_reason(&self) -> Option<&str> {
        if self.status == PaymentStatus::Failed { self.outcome.fail_reason() } else { None }
    }
}

const COLUMNS: &str = "row, merchant, id, reference, transaction_id, flw_transfer_id, proof, amount, currency, fee, status, \
                       destination, account, recipient, narration, callback_url, fail_reason, created_at, due_at, ended_at";

impl Ledger {
    /// Accepts a payout under the next free name and takes the money out of the wallet, both or nothing. Without a moment for
    /// its end it stays pending.
    pub(crate) fn disburse(
        &self,
        merchant: i64,
        names: Identity,
        new: &NewPayout,
        due_at: Option<Millis>,
        at: Millis,
    ) -> Result<Payout> {
        self.write(|db| {
            let place = next_place(db, merchant)?;
            for identity in names.payouts(merchant.unsigned_abs(), place.number.unsigned_abs()) {
                if let Some(row) = unless_taken(insert(db, merchant, place, &identity, new, due_at, at))? {
                    set_out(db, Wallet::dgs(merchant), new.amount, "payout", &identity.reference, at)?;
                    return by_row(db, row);
                }
            }
            Err(LedgerError::Foreign("every name is taken".into()))
        })
    }

    /// Books the end of a payout: as it was to end in time, or as `outcome` says. `None` if it has ended before, or if there is
    /// no time for its end.
    pub(crate) fn end_payout(
        &self,
        payout: i64,
        outcome: Option<Outcome>,
        at: Millis,
        announce: impl FnOnce(&Payout) -> Vec<NewWebhook>,
    ) -> Result<Option<Ended<Payout>>> {
        self.write(|db| {
            let mut payout = by_row(db, payout)?;
            if payout.status != PaymentStatus::Pending || (outcome.is_none() && payout.due_at.is_none()) {
                return Ok(None);
            }
            payout.outcome = outcome.unwrap_or(payout.outcome);
            payout.status = payout.outcome.status();
            payout.ended_at = Some(at);
            db.prepare_cached("UPDATE payouts SET status = ?2, fail_reason = ?3, ended_at = ?4 WHERE row = ?1")?
                .execute(params![payout.row, payout.status.as_str(), payout.outcome.fail_reason(), at])?;
            arrive_or_return(db, &payout, at)?;
            let webhooks = webhooks::insert_all(db, payout.merchant, &announce(&payout))?;
            Ok(Some(Ended { ended: payout, webhooks }))
        })
    }

    /// Takes the time of its end from a payout: only a person can end it now.
    pub(crate) fn silence_payout(&self, payout: i64) -> Result<()> {
        self.write(|db| {
            db.prepare_cached("UPDATE payouts SET due_at = NULL WHERE row = ?1")?.execute([payout])?;
            Ok(())
        })
    }

    /// By reference, whoever's it is: for the control API.
    pub(crate) fn payout(&self, reference: &str) -> Result<Option<Payout>> {
        self.read(|db| one(db, "reference = ?1", [reference]))
    }

    /// The newest payouts of all merchants: for the dashboard.
    pub(crate) fn newest_payouts(&self, limit: u32) -> Result<Vec<Payout>> {
        self.read(|db| many(db, &format!("SELECT {COLUMNS} FROM payouts ORDER BY row DESC LIMIT ?1"), [limit]))
    }

    /// Everything that still has an end to come, oldest first.
    pub(crate) fn due_payouts(&self) -> Result<Vec<Payout>> {
        let sql = format!("SELECT {COLUMNS} FROM payouts WHERE status = 'pending' AND due_at IS NOT NULL ORDER BY row");
        self.read(|db| many(db, &sql, []))
    }
}

/// The recipient gets what is left after the fee; or the wallet gets everything back, the fee included (C-33).
fn arrive_or_return(db: &Connection, payout: &Payout, at: Millis) -> Result<()> {
    let entry = Entry {
        kind: "payout arrived",
        wallet: Wallet::dgs(payout.merchant),
        reference: Some(&payout.identity.reference),
        debit: Role::Transit,
        credit: Role::World,
        amount: payout.recipient_gets(),
        at,
    };
    if payout.status == PaymentStatus::Failed {
        return book(db, &Entry { kind: "refund", credit: Role::Available, amount: payout.amount, ..entry });
    }
    book(db, &entry)?;
    book(db, &Entry { kind: "fee", credit: Role::Fees, amount: payout.fee, ..entry })
}

fn insert(
    db: &Connection,
    merchant: i64,
    place: Place,
    identity: &PayoutIdentity,
    new: &NewPayout,
    due_at: Option<Millis>,
    at: Millis,
) -> rusqlite::Result<i64> {
    db.prepare_cached(
        "INSERT INTO payouts (merchant, number, place, id, reference, transaction_id, flw_transfer_id, proof, amount, currency, fee,
                              destination, account, recipient, narration, callback_url, fail_reason, created_at, due_at)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19)",
    )?
    .insert(params![
        merchant,
        place.number,
        place.transaction,
        identity.id,
        identity.reference,
        identity.transaction_id,
        identity.flw_transfer_id.to_string(),
        identity.proof,
        new.amount.minor,
        new.amount.currency.code(),
        new.fee.minor,
        new.destination.as_str(),
        new.account,
        new.recipient,
        new.narration,
        new.callback_url,
        new.outcome.fail_reason(),
        at,
        due_at,
    ])
}

pub(super) fn by_row(db: &Connection, row: i64) -> Result<Payout> {
    one(db, "row = ?1", [row])?.ok_or_else(|| rusqlite::Error::QueryReturnedNoRows.into())
}

pub(super) fn one(db: &Connection, condition: &str, parameters: impl rusqlite::Params) -> Result<Option<Payout>> {
    let sql = format!("SELECT {COLUMNS} FROM payouts WHERE {condition}");
    db.prepare_cached(&sql)?.query_row(parameters, |row| Ok(read(row))).optional()?.transpose()
}

fn many(db: &Connection, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<Payout>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let mut payouts = Vec::new();
    while let Some(row) = rows.next()? {
        payouts.push(read(row)?);
    }
    Ok(payouts)
}

fn read(row: &Row<'_>) -> Result<Payout> {
    let (transfer_id, currency, destination): (String, String, String) = (row.get(5)?, row.get(8)?, row.get(11)?);
    let amount = Amount::stored(row.get(7)?, &currency)?;
    Ok(Payout {
        row: row.get(0)?,
        merchant: row.get(1)?,
        identity: PayoutIdentity {
            id: row.get(2)?,
            reference: row.get(3)?,
            transaction_id: row.get(4)?,
            flw_transfer_id: transfer_id
                .parse()
                .map_err(|_| LedgerError::Foreign(format!("transfer id {transfer_id:?}")))?,
            proof: row.get(6)?,
        },
        amount,
        fee: Amount::new(row.get(9)?, amount.currency),
        status: PaymentStatus::stored(&row.get::<_, String>(10)?)?,
        destination: DestinationType::parse(&destination)?,
        account: row.get(12)?,
        recipient: row.get(13)?,
        narration: row.get(14)?,
        callback_url: row.get(15)?,
        outcome: Outcome::of(row.get(16)?),
        created_at: row.get(17)?,
        due_at: row.get(18)?,
        ended_at: row.get(19)?,
    })
}
