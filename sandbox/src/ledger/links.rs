//! Payment links: what a merchant offers, and how often it was taken up.

use dgspay::Currency;
use rusqlite::{Connection, OptionalExtension as _, Row, ToSql, params};

use super::{Amount, Decision, Ledger, LedgerError, Payment, PaymentStatus, Result};
use crate::clock::Millis;
use crate::identity::Identity;
use crate::issuer::LINK_USED_UP;

/// A way to pay that a link may offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PaymentType {
    Card,
    MobileMoney,
    BankTransfer,
    Ussd,
}

impl PaymentType {
    /// In the documents' order.
    pub(crate) const ALL: [Self; 4] = [Self::Card, Self::MobileMoney, Self::BankTransfer, Self::Ussd];

    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::MobileMoney => "mobile_money",
            Self::BankTransfer => "bank_transfer",
            Self::Ussd => "ussd",
        }
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

/// What the payer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Price {
    Fixed(Amount),
    /// What the payer chooses, within limits.
    Flexible {
        min: Option<Amount>,
        max: Option<Amount>,
    },
}

/// What the payer is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Collect {
    pub phone: bool,
    pub name: bool,
    pub address: bool,
}

/// Everything that a merchant decides about a link.
#[derive(Debug, Clone)]
pub(crate) struct LinkTerms {
    pub slug: String,
    pub title: String,
    pub description: Option<String>,
    pub currency: Currency,
    pub price: Price,
    pub payment_types: Vec<PaymentType>,
    pub redirect_url: Option<String>,
    pub logo_url: Option<String>,
    /// How many successful payments it takes.
    pub max_uses: Option<u32>,
    pub expires_at: Option<Millis>,
    pub collect: Collect,
    /// A JSON object, as it came.
    pub metadata: Option<String>,
}

/// A link as kept.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub row: i64,
    pub merchant: i64,
    pub id: String,
    pub terms: LinkTerms,
    /// How many payments have succeeded.
    pub uses: u32,
    pub created_at: Millis,
    pub archived_at: Option<Millis>,
}

/// Whether a link takes payments, and why not. Only `active` is documented (§10).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LinkStatus {
    Active,
    /// By the merchant, for ever.
    Archived,
    /// Used up.
    Completed,
    Expired,
}

impl LinkStatus {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Active => "active",
            Self::Archived => "archived",
            Self::Completed => "completed",
            Self::Expired => "expired",
        }
    }
}

impl Link {
    pub(crate) fn status(&self, now: Millis) -> LinkStatus {
        if self.archived_at.is_some() {
            LinkStatus::Archived
        } else if self.terms.max_uses.is_some_and(|most| self.uses >= most) {
            LinkStatus::Completed
        } else if self.terms.expires_at.is_some_and(|end| now >= end) {
            LinkStatus::Expired
        } else {
            LinkStatus::Active
        }
    }
}

/// What became of the wish to make or change a link.
#[derive(Debug)]
pub(crate) enum LinkChange {
    Done(Box<Link>),
    /// Unknown, another merchant's, or archived.
    NoSuchLink,
    SlugTaken,
}

/// What has come in through a link.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LinkStats {
    pub total: u64,
    pub successful: u64,
    pub pending: u64,
    pub failed: u64,
    /// Of the successful ones, before fees.
    pub collected: Amount,
}

const COLUMNS: &str = "row, merchant, id, slug, title, description, currency, amount, min_amount, max_amount, \
                       payment_types, redirect_url, logo_url, max_uses, expires_at, collect_phone, collect_name, \
                       collect_address, metadata, created_at, archived_at, \
                       (SELECT COUNT(*) FROM payments WHERE payment_link_id = links.id AND status = 'success')";

impl Ledger {
    /// Makes a link under the next free id. A slug that was only derived from the title may get something put behind it.
    pub(crate) fn create_link(
        &self,
        merchant: i64,
        names: Identity,
        terms: &LinkTerms,
        is_slug_derived: bool,
        at: Millis,
    ) -> Result<LinkChange> {
        self.write(|db| {
            let made: i64 = db
                .prepare_cached("SELECT COUNT(*) FROM links WHERE merchant = ?1")?
                .query_row([merchant], |row| row.get(0))?;
            let mut slug = terms.slug.clone();
            for (id, suffix) in names.links(merchant.unsigned_abs(), made.unsigned_abs() + 1) {
                if is_taken(db, "id = ?1", &id)? {
                    continue;
                }
                if !is_taken(db, "slug = ?1", &slug)? {
                    let link = insert(db, merchant, &id, &LinkTerms { slug, ..terms.clone() }, at)?;
                    return Ok(LinkChange::Done(Box::new(link)));
                }
                if !is_slug_derived {
                    return Ok(LinkChange::SlugTaken);
                }
                slug = format!("{}-{suffix}", terms.slug);
            }
            Err(LedgerError::Foreign("every name is taken".into()))
        })
    }

    /// Changes a link that is not archived, all or nothing. What it becomes is decided while nobody else can change it.
    pub(crate) fn change_link<E>(
        &self,
        merchant: i64,
        id: &str,
        revise: impl FnOnce(&Link) -> Result<LinkTerms, E>,
    ) -> Result<Result<LinkChange, E>> {
        self.write(|db| {
            let Some(mut link) = of_merchant(db, merchant, id)?.filter(|link| link.archived_at.is_none()) else {
                return Ok(Ok(LinkChange::NoSuchLink));
            };
            let terms = match revise(&link) {
                Ok(terms) => terms,
                Err(refusal) => return Ok(Err(refusal)),
            };
            if terms.slug != link.terms.slug && is_taken(db, "slug = ?1", &terms.slug)? {
                return Ok(Ok(LinkChange::SlugTaken));
            }
            update(db, link.row, &terms)?;
            link.terms = terms;
            Ok(Ok(LinkChange::Done(Box::new(link))))
        })
    }

    /// Takes a link out of use for ever; `false` if there is none, or it was done before.
    pub(crate) fn archive_link(&self, merchant: i64, id: &str, at: Millis) -> Result<bool> {
        self.write(|db| {
            let archived = db
                .prepare_cached(
                    "UPDATE links SET archived_at = ?3 WHERE merchant = ?1 AND id = ?2 AND archived_at IS NULL",
                )?
                .execute(params![merchant, id, at])?;
            Ok(archived > 0)
        })
    }

    /// Another merchant's link is not found.
    pub(crate) fn link_of(&self, merchant: i64, id: &str) -> Result<Option<Link>> {
        self.read(|db| of_merchant(db, merchant, id))
    }

    /// Whoever's it is: for the payer's side, which knows no merchants.
    pub(crate) fn link_by_slug(&self, slug: &str) -> Result<Option<Link>> {
        self.read(|db| one(db, "slug = ?1", [slug]))
    }

    /// Whoever's it is.
    pub(crate) fn link_by_id(&self, id: &str) -> Result<Option<Link>> {
        self.read(|db| one(db, "id = ?1", [id]))
    }

    /// One page of a merchant's links, newest first, and how many there are in all.
    pub(crate) fn links(&self, merchant: i64, limit: u32, offset: u64) -> Result<(Vec<Link>, u64)> {
        self.read(|db| {
            let total: i64 = db
                .prepare_cached("SELECT COUNT(*) FROM links WHERE merchant = ?1")?
                .query_row([merchant], |row| row.get(0))?;
            let sql = format!("SELECT {COLUMNS} FROM links WHERE merchant = ?1 ORDER BY row DESC LIMIT ?2 OFFSET ?3");
            let offset = i64::try_from(offset).unwrap_or(i64::MAX);
            Ok((many(db, &sql, params![merchant, limit, offset])?, total.unsigned_abs()))
        })
    }

    /// The newest links of all merchants: for the dashboard.
    pub(crate) fn newest_links(&self, limit: u32) -> Result<Vec<Link>> {
        self.read(|db| many(db, &format!("SELECT {COLUMNS} FROM links ORDER BY row DESC LIMIT ?1"), [limit]))
    }

    pub(crate) fn link_stats(&self, link: &Link) -> Result<LinkStats> {
        self.read(|db| {
            let mut statement = db.prepare_cached(
                "SELECT COUNT(*), COUNT(*) FILTER (WHERE status = 'success'), COUNT(*) FILTER (WHERE status = 'pending'),
                        COUNT(*) FILTER (WHERE status = 'failed'),
                        COALESCE(SUM(amount) FILTER (WHERE status = 'success'), 0)
                 FROM payments WHERE payment_link_id = ?1",
            )?;
            Ok(statement.query_row([&link.id], |row| {
                let count = |column| row.get(column).map(i64::unsigned_abs);
                Ok(LinkStats {
                    total: count(0)?,
                    successful: count(1)?,
                    pending: count(2)?,
                    failed: count(3)?,
                    collected: Amount::new(row.get(4)?, link.terms.currency),
                })
            })?)
        })
    }
}

/// A link takes no more successful payments than it says, however many payers were asked at the same time.
pub(super) fn capped(db: &Connection, payment: &Payment, decision: Decision) -> Result<Decision> {
    let Some(id) = payment.link_id.as_ref().filter(|_| decision.status == PaymentStatus::Success) else {
        return Ok(decision);
    };
    let link = one(db, "id = ?1", [id])?;
    if link.is_none_or(|link| link.terms.max_uses.is_none_or(|most| link.uses < most)) {
        return Ok(decision);
    }
    Ok(Decision {
        status: PaymentStatus::Failed,
        fee: Amount::new(0, payment.amount.currency),
        decline: Some(LINK_USED_UP.to_owned()),
        settle_at: None,
        ..decision
    })
}

fn is_taken(db: &Connection, condition: &str, name: &str) -> Result<bool> {
    let sql = format!("SELECT EXISTS (SELECT 1 FROM links WHERE {condition})");
    Ok(db.prepare_cached(&sql)?.query_row([name], |row| row.get(0))?)
}

fn insert(db: &Connection, merchant: i64, id: &str, terms: &LinkTerms, at: Millis) -> Result<Link> {
    let row = db
        .prepare_cached(
            "INSERT INTO links (merchant, id, slug, title, currency, payment_types, collect_phone, collect_name,
                                collect_address, created_at)
             VALUES (?1, ?2, ?3, ?4, ?5, '', 0, 0, 0, ?6)",
        )?
        .insert(params![merchant, id, terms.slug, terms.title, terms.currency.code(), at])?;
    update(db, row, terms)?;
    let id = id.to_owned();
    Ok(Link { row, merchant, id, terms: terms.clone(), uses: 0, created_at: at, archived_at: None })
}

fn update(db: &Connection, row: i64, terms: &LinkTerms) -> Result<()> {
    let (amount, min, max) = match terms.price {
        Price::Fixed(amount) => (Some(amount), None, None),
        Price::Flexible { min, max } => (None, min, max),
    };
    let minor = |amount: Option<Amount>| amount.map(|amount| amount.minor);
    let payment_types: Vec<_> = terms.payment_types.iter().map(|kind| kind.as_str()).collect();
    let changed = db
        .prepare_cached(
            "UPDATE links SET slug = ?2, title = ?3, description = ?4, amount = ?5, min_amount = ?6, max_amount = ?7,
                              payment_types = ?8, redirect_url = ?9, logo_url = ?10, max_uses = ?11, expires_at = ?12,
                              collect_phone = ?13, collect_name = ?14, collect_address = ?15, metadata = ?16
             WHERE row = ?1",
        )?
        .execute(params![
            row,
            terms.slug,
            terms.title,
            terms.description,
            minor(amount),
            minor(min),
            minor(max),
            payment_types.join(" "),
            terms.redirect_url,
            terms.logo_url,
            terms.max_uses,
            terms.expires_at,
            terms.collect.phone,
            terms.collect.name,
            terms.collect.address,
            terms.metadata,
        ])?;
    debug_assert_eq!(changed, 1);
    Ok(())
}

fn of_merchant(db: &Connection, merchant: i64, id: &str) -> Result<Option<Link>> {
    one(db, "merchant = ?1 AND id = ?2", [&merchant as &dyn ToSql, &id])
}

fn one(db: &Connection, condition: &str, parameters: impl rusqlite::Params) -> Result<Option<Link>> {
    let sql = format!("SELECT {COLUMNS} FROM links WHERE {condition}");
    db.prepare_cached(&sql)?.query_row(parameters, |row| Ok(read(row))).optional()?.transpose()
}

fn many(db: &Connection, sql: &str, parameters: impl rusqlite::Params) -> Result<Vec<Link>> {
    let mut statement = db.prepare_cached(sql)?;
    let mut rows = statement.query(parameters)?;
    let mut links = Vec::new();
    while let Some(row) = rows.next()? {
        links.push(read(row)?);
    }
    Ok(links)
}

fn read(row: &Row<'_>) -> Result<Link> {
    let currency: String = row.get(6)?;
    let amount = |column| -> Result<Option<Amount>> {
        row.get::<_, Option<i64>>(column)?.map(|minor| Amount::stored(minor, &currency)).transpose()
    };
    let price = match amount(7)? {
        Some(fixed) => Price::Fixed(fixed),
        None => Price::Flexible { min: amount(8)?, max: amount(9)? },
    };
    let payment_types: String = row.get(10)?;
    Ok(Link {
        row: row.get(0)?,
        merchant: row.get(1)?,
        id: row.get(2)?,
        terms: LinkTerms {
            slug: row.get(3)?,
            title: row.get(4)?,
            description: row.get(5)?,
            currency: Amount::stored(0, &currency)?.currency,
            price,
            payment_types: payment_types.split(' ').filter_map(PaymentType::parse).collect(),
            redirect_url: row.get(11)?,
            logo_url: row.get(12)?,
            max_uses: row.get(13)?,
            expires_at: row.get(14)?,
            collect: Collect { phone: row.get(15)?, name: row.get(16)?, address: row.get(17)? },
            metadata: row.get(18)?,
        },
        uses: row.get(21)?,
        created_at: row.get(19)?,
        archived_at: row.get(20)?,
    })
}
