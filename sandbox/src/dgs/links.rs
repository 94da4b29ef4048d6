//! `/payment-links`: links that a merchant sends to payers (§10).

use std::num::NonZeroU32;

use dgspay::Currency;
use serde::Serialize;
use serde_json::value::RawValue;

use super::paging::{Page, paging};
use super::values::currency;
use crate::app::App;
use crate::clock;
use crate::ledger::{Amount, Collect, Link, LinkChange, LinkStats, LinkTerms, Payment, PaymentType, Price};
use crate::number::Number;
use crate::service::{Call, Fields, Query, Refusal, Reply};

/// Where the pages of links are.
pub(crate) const PAGES: &str = "/generation/pay";

/// How many charges "recent" are.
const RECENT: u32 = 10;

/// The amounts of recent charges are text with two digits, whatever the currency (C-6).
const DIGITS: u32 = 2;

/// How long a slug may be, and how much of a title goes into one.
const LONGEST_SLUG: usize = 100;
const LONGEST_DERIVED_SLUG: usize = 60;

pub(super) fn create(call: &Call<'_>) -> Result<Reply, Refusal> {
    let fields = Fields::parse(call.body)?;
    let is_slug_derived = !fields.has("slug");
    let terms = read(fields)?;
    let change =
        call.app.ledger.create_link(call.merchant.row, call.app.identity, &terms, is_slug_derived, call.app.now())?;
    changed(call.app, "Payment link created", &change)
}

pub(super) fn list(call: &Call<'_>) -> Result<Reply, Refusal> {
    let paging = paging(&mut Query::parse(call.query))?;
    let (links, total) = call.app.ledger.links(call.merchant.row, paging.limit, paging.offset())?;
    let answers = links.iter().map(|link| LinkAnswer::of(link, call.app)).collect::<Result<_, _>>()?;
    Reply::json(&Page::of(answers, paging, total))
}

pub(super) fn get(call: &Call<'_>) -> Result<Reply, Refusal> {
    let ledger = &call.app.ledger;
    let link = ledger.link_of(call.merchant.row, &call.id)?.ok_or_else(no_such_link)?;
    let charges = ledger.payments_of_link(&link.id, RECENT)?;
    Reply::json(&Single {
        status: "success",
        link: LinkAnswer::of(&link, call.app)?,
        stats: Stats::of(&ledger.link_stats(&link)?),
        recent_charges: charges.iter().map(RecentCharge::of).collect(),
    })
}

pub(super) fn update(call: &Call<'_>) -> Result<Reply, Refusal> {
    let change = call.app.ledger.change_link(call.merchant.row, &call.id, |link| revise(link, call))??;
    changed(call.app, "Payment link updated", &change)
}

/// Checked like a new link that says what this one says where nothing else is wished. The currency stays (§10).
fn revise(link: &Link, call: &Call<'_>) -> Result<LinkTerms, Refusal> {
    let mut stored = Fields::parse(&Reply::json(&LinkAnswer::of(link, call.app)?)?.body)?;
    let mut changes = Fields::parse(call.body)?;
    changes.ignore("currency");
    if !changes.has("slug") {
        changes.ignore("slug");
    }
    // What was said about the amount belongs to the type that it was said of.
    if changes.optional_text("amount_type").is_some_and(|wished| wished != amount_type(link.terms.price)) {
        for name in ["amount", "min_amount", "max_amount"] {
            stored.ignore(name);
        }
    }
    read(stored.changed_by(changes))
}

pub(super) fn archive(call: &Call<'_>) -> Result<Reply, Refusal> {
    if !call.app.ledger.archive_link(call.merchant.row, &call.id, call.app.now())? {
        return Err(no_such_link());
    }
    Reply::json(&Archived { status: "success", message: "Payment link archived" })
}

fn no_such_link() -> Refusal {
    Refusal::not_found("There is no such payment link, or it is archived.")
}

fn changed(app: &App, message: &str, change: &LinkChange) -> Result<Reply, Refusal> {
    match change {
        LinkChange::Done(link) => {
            app.changed();
            Reply::json(&Changed { status: "success", message, link: LinkAnswer::of(link, app)? })
        }
        LinkChange::NoSuchLink => Err(no_such_link()),
        LinkChange::SlugTaken => Err(Refusal::wrong("slug", "is taken")),
    }
}

fn amount_type(price: Price) -> &'static str {
    match price {
        Price::Fixed(_) => "fixed",
        Price::Flexible { .. } => "flexible",
    }
}

fn read(mut fields: Fields) -> Result<LinkTerms, Refusal> {
    let title = fields.text("title");
    let currency = currency(&mut fields, "currency");
    let price = price(&mut fields, currency);
    let payment_types = payment_types(&mut fields);
    let slug = slug(&mut fields, title.as_deref().unwrap_or_default());
    let (description, metadata) = (fields.optional_text("description"), fields.optional_object("metadata"));
    let (redirect_url, logo_url) = (fields.optional_url("redirect_url"), fields.optional_url("logo_url"));
    let max_uses = fields.optional("max_uses", "must be a whole number from 1").map(NonZeroU32::get);
    let expires_at = fields.optional_text("expires_at").map(|text| clock::parse_plain(&text));
    if expires_at == Some(None) {
        fields.fail("expires_at", "must be a moment in UTC such as 2026-12-31 23:59:59");
    }
    let mut collects = |name, usually| fields.optional(name, "must be true or false").unwrap_or(usually);
    let collect = Collect {
        phone: collects("collect_phone", true),
        name: collects("collect_name", true),
        address: collects("collect_address", false),
    };
    fields.finish()?;
    let (Some(title), Some(currency), Some(price)) = (title, currency, price) else {
        return Err(Refusal::invalid("A required field is missing."));
    };
    Ok(LinkTerms {
        slug,
        title,
        description,
        currency,
        price,
        payment_types,
        redirect_url,
        logo_url,
        max_uses,
        expires_at: expires_at.flatten(),
        collect,
        metadata: metadata.map(|object| object.get().to_owned()),
    })
}

/// An amount that has no place beside the type would be a misunderstanding, so it is refused rather than ignored.
fn price(fields: &mut Fields, currency: Option<Currency>) -> Option<Price> {
    let kind = fields.text("amount_type")?;
    // Without a currency everything else about the request can still be told.
    let money = currency.unwrap_or(Currency::RWF);
    match kind.as_str() {
        "fixed" => {
            for name in ["min_amount", "max_amount"] {
                if fields.has(name) {
                    fields.fail(name, "is for amount_type flexible");
                }
            }
            fields.amount("amount", money).map(Price::Fixed)
        }
        "flexible" => {
            if fields.has("amount") {
                fields.fail("amount", "is for amount_type fixed");
            }
            let (min, max) = (fields.optional_amount("min_amount", money), fields.optional_amount("max_amount", money));
            if let (Some(min), Some(max)) = (min, max)
                && min.minor > max.minor
            {
                fields.fail("max_amount", "must not be less than min_amount");
            }
            Some(Price::Flexible { min, max })
        }
        _ => {
            fields.fail("amount_type", "must be fixed or flexible");
            None
        }
    }
}

fn payment_types(fields: &mut Fields) -> Vec<PaymentType> {
    const REASON: &str = "must be some of card, mobile_money, bank_transfer, ussd, each once";
    let Some(names) = fields.optional::<Vec<String>>("payment_types", REASON) else { return PaymentType::ALL.to_vec() };
    let mut kinds = Vec::new();
    for name in &names {
        match PaymentType::parse(name) {
            Some(kind) if !kinds.contains(&kind) => kinds.push(kind),
            _ => fields.fail("payment_types", REASON),
        }
    }
    if kinds.is_empty() {
        fields.fail("payment_types", REASON);
    }
    kinds
}

/// The wished one, or one made of the title: `Invoice #123` becomes `invoice-123`.
fn slug(fields: &mut Fields, title: &str) -> String {
    let Some(wished) = fields.optional_text("slug") else { return derived_slug(title) };
    let is_plain = wished.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'));
    if !is_plain || !(1..=LONGEST_SLUG).contains(&wished.len()) {
        fields.fail("slug", "must be 1 to 100 letters, digits, - or _");
    }
    wished
}

fn derived_slug(title: &str) -> String {
    let lower = title.to_ascii_lowercase();
    let words = lower.split(|letter: char| !letter.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let mut slug = words.collect::<Vec<_>>().join("-");
    slug.truncate(LONGEST_DERIVED_SLUG);
    let slug = slug.trim_end_matches('-');
    // A title may be in another script altogether.
    if slug.is_empty() { "link".to_owned() } else { slug.to_owned() }
}

#[derive(Serialize)]
struct Changed<'a> {
    status: &'a str,
    message: &'a str,
    link: LinkAnswer<'a>,
}

#[derive(Serialize)]
struct Archived<'a> {
    status: &'a str,
    message: &'a str,
}

#[derive(Serialize)]
struct Single<'a> {
    status: &'a str,
    link: LinkAnswer<'a>,
    stats: Stats<'a>,
    recent_charges: Vec<RecentCharge<'a>>,
}

/// The documented fields in the documented order, then everything else that a link was made with.
#[derive(Serialize)]
struct LinkAnswer<'a> {
    id: &'a str,
    slug: &'a str,
    url: String,
    title: &'a str,
    amount_type: &'a str,
    amount: Option<Number>,
    currency: &'a str,
    payment_types: Vec<&'a str>,
    use_count: u32,
    max_uses: Option<u32>,
    status: &'a str,
    expires_at: Option<String>,
    created_at: String,
    min_amount: Option<Number>,
    max_amount: Option<Number>,
    description: Option<&'a str>,
    redirect_url: Option<&'a str>,
    logo_url: Option<&'a str>,
    collect_phone: bool,
    collect_name: bool,
    collect_address: bool,
    metadata: Option<Box<RawValue>>,
}

impl<'a> LinkAnswer<'a> {
    fn of(link: &'a Link, app: &App) -> Result<Self, Refusal> {
        let terms = &link.terms;
        let (amount, min, max) = match terms.price {
            Price::Fixed(amount) => (Some(amount), None, None),
            Price::Flexible { min, max } => (None, min, max),
        };
        let metadata = terms.metadata.clone().map(RawValue::from_string).transpose();
        Ok(Self {
            id: &link.id,
            slug: &terms.slug,
            url: format!("{}{PAGES}/{}", app.origin, terms.slug),
            title: &terms.title,
            amount_type: amount_type(terms.price),
            amount: amount.map(Number::from),
            currency: terms.currency.code(),
            payment_types: terms.payment_types.iter().map(|kind| kind.as_str()).collect(),
            use_count: link.uses,
            max_uses: terms.max_uses,
            status: link.status(app.now()).as_str(),
            expires_at: terms.expires_at.map(clock::plain),
            created_at: clock::plain(link.created_at),
            min_amount: min.map(Number::from),
            max_amount: max.map(Number::from),
            description: terms.description.as_deref(),
            redirect_url: terms.redirect_url.as_deref(),
            logo_url: terms.logo_url.as_deref(),
            collect_phone: terms.collect.phone,
            collect_name: terms.collect.name,
            collect_address: terms.collect.address,
            metadata: metadata.map_err(|error| Refusal::server(format!("The metadata is damaged: {error}")))?,
        })
    }
}

#[derive(Serialize)]
struct Stats<'a> {
    total_charges: u64,
    successful_charges: u64,
    pending_charges: u64,
    failed_charges: u64,
    total_collected: Number,
    currency: &'a str,
}

impl<'a> Stats<'a> {
    fn of(stats: &'a LinkStats) -> Self {
        Self {
            total_charges: stats.total,
            successful_charges: stats.successful,
            pending_charges: stats.pending,
            failed_charges: stats.failed,
            total_collected: stats.collected.into(),
            currency: stats.collected.currency.code(),
        }
    }
}

#[derive(Serialize)]
struct RecentCharge<'a> {
    id: &'a str,
    amount: String,
    currency: &'a str,
    status: &'a str,
    created_at: String,
}

impl<'a> RecentCharge<'a> {
    fn of(payment: &'a Payment) -> Self {
        Self {
            id: &payment.identity.id,
            amount: text_of(payment.amount),
            currency: payment.amount.currency.code(),
            status: payment.status.as_str(),
            created_at: clock::plain(payment.created_at),
        }
    }
}

/// `500.00`, as text.
fn text_of(amount: Amount) -> String {
    let mut decimal = amount.decimal();
    decimal.rescale(DIGITS.max(decimal.scale()));
    decimal.to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_made_of_titles() {
        assert_eq!(derived_slug("Invoice #123"), "invoice-123");
        assert_eq!(derived_slug("  Café -- Kigali! "), "caf-kigali");
        assert_eq!(derived_slug("\u{130}\u{1f600}"), "link");
        assert_eq!(derived_slug(&"ab ".repeat(60)).len(), 59, "cut at a word's end");
    }

    #[test]
    fn amounts_of_recent_charges_are_text_with_two_digits() {
        assert_eq!(text_of(Amount::new(500, Currency::RWF)), "500.00");
        assert_eq!(text_of(Amount::new(9_450, Currency::EUR)), "94.50");
    }
}
