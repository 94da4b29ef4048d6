//! Accounts and the entries between them.

use dgspay::Currency;
use rusqlite::{Connection, ErrorCode, OptionalExtension as _, params};

use super::{Amount, Ledger, LedgerError, Result, Wallet};
use crate::clock::Millis;

/// What an account is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    /// Everybody's money outside of the sandbox: payers, recipients, the capital of opening balances.
    World,
    /// What the service has earned.
    Fees,
    /// On its way: it has left a wallet and not arrived.
    Transit,
    /// Collected, not settled.
    Pending,
    /// Can be paid out.
    Available,
}

impl Role {
    fn as_str(self) -> &'static str {
        match self {
            Self::World => "world",
            Self::Fees => "fees",
            Self::Transit => "transit",
            Self::Pending => "pending",
            Self::Available => "available",
        }
    }

    /// Whose account it is, and in which wallet. The sandbox's own accounts are shared by all merchants.
    fn owner(self, wallet: Wallet) -> (i64, &'static str) {
        match self {
            Self::World | Self::Fees | Self::Transit => (0, ""),
            Self::Pending | Self::Available => (wallet.merchant, wallet.as_str()),
        }
    }
}

/// A wallet in one currency.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Balance {
    pub pending: Amount,
    pub available: Amount,
}

/// One entry: an amount leaves one account and reaches another.
pub(super) struct Entry<'a> {
    pub kind: &'a str,
    pub wallet: Wallet,
    /// Of the payment, payout, conversion or movement that it belongs to.
    pub reference: Option<&'a str>,
    pub debit: Role,
    pub credit: Role,
    pub amount: Amount,
    pub at: Millis,
}

/// Books an entry. Nothing is booked for nothing: an entry of zero would be a leg without a counterpart to look for.
pub(super) fn book(db: &Connection, entry: &Entry<'_>) -> Result<()> {
    if entry.amount.minor == 0 {
        return Ok(());
    }
    let debit = account(db, entry.wallet, entry.debit, entry.amount.currency)?;
    let credit = account(db, entry.wallet, entry.credit, entry.amount.currency)?;
    change(db, debit, -entry.amount.minor)?;
    change(db, credit, entry.amount.minor)?;
    db.prepare_cached(
        "INSERT INTO entries (kind, reference, debit, credit, amount, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?
    .execute(params![entry.kind, entry.reference, debit, credit, entry.amount.minor, entry.at])?;
    Ok(())
}

/// Brings a wallet's available balance to the amount wished, against the world.
pub(super) fn set_available(db: &Connection, wallet: Wallet, wished: Amount, kind: &str, at: Millis) -> Result<()> {
    let now = available(db, wallet, wished.currency)?.minor;
    let (debit, credit) =
        if wished.minor >= now { (Role::World, Role::Available) } else { (Role::Available, Role::World) };
    let amount = Amount::new((wished.minor - now).abs(), wished.currency);
    book(db, &Entry { kind, wallet, reference: None, debit, credit, amount, at })
}

/// Takes money out of a wallet for something that has yet to arrive, and nothing that is not there.
pub(super) fn set_out(
    db: &Connection,
    wallet: Wallet,
    amount: Amount,
    kind: &str,
    reference: &str,
    at: Millis,
) -> Result<()> {
    let available = available(db, wallet, amount.currency)?;
    if available.minor < amount.minor {
        return Err(LedgerError::Short { available, required: amount });
    }
    let (debit, credit) = (Role::Available, Role::Transit);
    book(db, &Entry { kind, wallet, reference: Some(reference), debit, credit, amount, at })
}

/// What can be paid out. Asking opens a wallet of that currency.
pub(super) fn available(db: &Connection, wallet: Wallet, currency: Currency) -> Result<Amount> {
    let row = account(db, wallet, Role::Available, currency)?;
    let minor = db.prepare_cached("SELECT balance FROM accounts WHERE row = ?1")?.query_row([row], |r| r.get(0))?;
    Ok(Amount::new(minor, currency))
}

fn account(db: &Connection, wallet: Wallet, role: Role, currency: Currency) -> Result<i64> {
    let (merchant, wallet) = role.owner(wallet);
    let key = params![merchant, wallet, role.as_str(), currency.code()];
    let known = db
        .prepare_cached("SELECT row FROM accounts WHERE merchant = ?1 AND wallet = ?2 AND role = ?3 AND currency = ?4")?
        .query_row(key, |row| row.get(0))
        .optional()?;
    if let Some(row) = known {
        return Ok(row);
    }
    let sql = "INSERT INTO accounts (merchant, wallet, role, currency) VALUES (?1, ?2, ?3, ?4)";
    Ok(db.prepare_cached(sql)?.insert(key)?)
}

/// The table's own CHECK refuses an overdraft, so no path of the code can forget to.
fn change(db: &Connection, account: i64, by: i64) -> Result<()> {
    let changed =
        db.prepare_cached("UPDATE accounts SET balance = balance + ?2 WHERE row = ?1")?.execute([account, by]);
    match changed {
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => Err(LedgerError::Overdrawn),
        other => Ok(other.map(drop)?),
    }
}

impl Ledger {
    /// What is in a wallet, by currency, in the order in which they were opened.
    pub(crate) fn balances(&self, wallet: Wallet) -> Result<Vec<Balance>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT currency, SUM(iif(role = 'pending', balance, 0)), SUM(iif(role = 'available', balance, 0))
                 FROM accounts WHERE merchant = ?1 AND wallet = ?2 GROUP BY currency ORDER BY MIN(row)",
            )?;
            let mut rows = statement.query(params![wallet.merchant, wallet.as_str()])?;
            let mut balances = Vec::new();
            while let Some(row) = rows.next()? {
                let currency = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
                balances.push(Balance {
                    pending: Amount::stored(row.get(1)?, currency)?,
                    available: Amount::stored(row.get(2)?, currency)?,
                });
            }
            Ok(balances)
        })
    }

    /// What can be paid out of a wallet in one currency.
    pub(crate) fn available(&self, wallet: Wallet, currency: Currency) -> Result<Amount> {
        self.write(|db| available(db, wallet, currency))
    }

    /// Brings a wallet's available balances to the amounts wished.
    pub(crate) fn set_wallet(&self, wallet: Wallet, amounts: &[Amount], at: Millis) -> Result<()> {
        self.write(|db| amounts.iter().try_for_each(|wished| set_available(db, wallet, *wished, "adjustment", at)))
    }

    /// Takes everything that is available out of a wallet.
    pub(crate) fn drain(&self, wallet: Wallet, at: Millis) -> Result<()> {
        let balances = self.balances(wallet)?;
        let empty: Vec<_> = balances.iter().map(|balance| Amount::new(0, balance.available.currency)).collect();
        self.set_wallet(wallet, &empty, at)
    }

    /// Every account of one role of the sandbox itself, by currency: for the dashboard.
    pub(crate) fn own_accounts(&self, role: Role) -> Result<Vec<Amount>> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT currency, balance FROM accounts WHERE merchant = 0 AND role = ?1 ORDER BY row",
            )?;
            let mut rows = statement.query([role.as_str()])?;
            let mut amounts = Vec::new();
            while let Some(row) = rows.next()? {
                let currency = row.get_ref(0)?.as_str().map_err(rusqlite::Error::from)?;
                amounts.push(Amount::stored(row.get(1)?, currency)?);
            }
            Ok(amounts)
        })
    }
}
