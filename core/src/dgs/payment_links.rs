//! Payment links: a page of the service where anybody who has the link can pay (`protocol/dgs-pay.md` §10, C-6, C-20, C-36).

use dgspay_macros::{model, open_enum};
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::currency::Currency;
use crate::dgs::paging::{self, Pagination, Position};
use crate::dgs::{PaymentMethod, PaymentStatus, envelope};
use crate::error::{Error, ErrorCode, Result};
use crate::fields::{filled, reference, web_address};
use crate::http::{Answer, Method, Request};
use crate::money::Money;
use crate::time::Timestamp;
use crate::wire::{Amount, Digits, Text, json, lenient, object, text};

/// Who decides on the amount.
#[open_enum]
pub enum AmountType {
    /// The link names it.
    #[wire("fixed")]
    Fixed,
    /// The payer chooses it.
    #[wire("flexible")]
    Flexible,
}

/// Where a payment link stands. The documents show only `active`.
#[open_enum]
pub enum PaymentLinkStatus {
    /// It takes payments.
    #[wire("active")]
    Active,
    /// It was archived, for ever.
    #[wire("archived")]
    Archived,
    /// Its time is over.
    #[wire("expired")]
    Expired,
    /// It was used as often as it may be.
    #[wire("completed")]
    Completed,
}

/// A payment link to be made. With an amount it is fixed; without one the payer chooses, between the limits if there are any.
#[model(input)]
pub struct NewPaymentLink {
    /// What the payer reads first, such as `Invoice #123`.
    pub title: String,
    /// The currency; without it that of the amounts, and without those RWF.
    pub currency: Option<Currency>,
    /// The exact amount.
    pub amount: Option<Money>,
    /// The least that a payer may choose.
    pub min_amount: Option<Money>,
    /// The most that a payer may choose.
    pub max_amount: Option<Money>,
    /// How it can be paid; without it in every way there is.
    pub payment_types: Option<Vec<PaymentMethod>>,
    /// The end of the link's address; without it the service makes one from the title.
    pub slug: Option<String>,
    /// What the payer reads below the title.
    pub description: Option<String>,
    /// Where the payer lands afterwards.
    pub redirect_url: Option<String>,
    /// How many successful payments it takes; without it there is no limit.
    pub max_uses: Option<i32>,
    /// When it stops taking payments. What has no zone is sent as it is; the service does not say in which zone it reads it.
    pub expires_at: Option<Timestamp>,
    /// Whether the payer is asked for a phone number; without it yes.
    pub collect_phone: Option<bool>,
    /// Whether the payer is asked for a name; without it yes.
    pub collect_name: Option<bool>,
    /// Whether the payer is asked for an address; without it no.
    pub collect_address: Option<bool>,
    /// A picture for the head of the page.
    pub logo_url: Option<String>,
    /// Anything of your own: a JSON object, as text.
    pub metadata: Option<String>,
}

/// What is to change on a payment link; what is absent stays.
#[model(input)]
#[derive(Default)]
pub struct PaymentLinkUpdate {
    /// What the payer reads first.
    pub title: Option<String>,
    /// Who decides on the amount.
    pub amount_type: Option<AmountType>,
    /// The exact amount.
    pub amount: Option<Money>,
    /// The least that a payer may choose.
    pub min_amount: Option<Money>,
    /// The most that a payer may choose.
    pub max_amount: Option<Money>,
    /// How it can be paid.
    pub payment_types: Option<Vec<PaymentMethod>>,
    /// The end of the link's address.
    pub slug: Option<String>,
    /// What the payer reads below the title.
    pub description: Option<String>,
    /// Where the payer lands afterwards.
    pub redirect_url: Option<String>,
    /// How many successful payments it takes.
    pub max_uses: Option<i32>,
    /// When it stops taking payments.
    pub expires_at: Option<Timestamp>,
    /// Whether the payer is asked for a phone number.
    pub collect_phone: Option<bool>,
    /// Whether the payer is asked for a name.
    pub collect_name: Option<bool>,
    /// Whether the payer is asked for an address.
    pub collect_address: Option<bool>,
    /// A picture for the head of the page.
    pub logo_url: Option<String>,
    /// Anything of your own: a JSON object, as text.
    pub metadata: Option<String>,
}

/// Which payment links are wanted.
#[model(input)]
#[derive(Default)]
pub struct PaymentLinkFilter {
    /// Which page, counted from 1.
    pub page: Option<i32>,
    /// How many a page, 1 to 100; the service's default is 20.
    pub limit: Option<i32>,
}

/// A payment link.
#[model]
pub struct PaymentLink {
    /// The link's identifier.
    pub id: String,
    /// What the payer reads first.
    pub title: String,
    /// Who decides on the amount.
    pub amount_type: AmountType,
    /// The currency.
    pub currency: Currency,
    /// How it can be paid.
    pub payment_types: Vec<PaymentMethod>,
    /// Where it stands.
    pub status: PaymentLinkStatus,
    /// The record as it arrived.
    pub raw: String,
    /// The end of its address.
    pub slug: Option<String>,
    /// The page to send payers to.
    pub url: Option<String>,
    /// The exact amount, if it is fixed.
    pub amount: Option<Money>,
    /// The least that a payer may choose.
    pub min_amount: Option<Money>,
    /// The most that a payer may choose.
    pub max_amount: Option<Money>,
    /// How many successful payments it has taken.
    pub use_count: Option<i32>,
    /// How many it takes; without it there is no limit.
    pub max_uses: Option<i32>,
    /// What the payer reads below the title.
    pub description: Option<String>,
    /// Where the payer lands afterwards.
    pub redirect_url: Option<String>,
    /// When it stops taking payments.
    pub expires_at: Option<Timestamp>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
}

/// One page of payment links.
#[model]
pub struct PaymentLinkPage {
    /// The links.
    pub links: Vec<PaymentLink>,
    /// Which page it is, counted from 1.
    pub page: i32,
    /// How many pages there are.
    pub pages: i32,
    /// How many links there are on all pages.
    pub total: i32,
    /// The page after this one, if there is one.
    pub next_page: Option<i32>,
}

/// A payment link and what came through it.
#[model]
pub struct PaymentLinkDetails {
    /// The link.
    pub link: PaymentLink,
    /// The payments made through it, the newest first; all of them are in the transactions of this `payment_link_id`.
    pub recent_charges: Vec<RecentCharge>,
    /// The answer as it arrived.
    pub raw: String,
    /// Counts and sums.
    pub stats: Option<PaymentLinkStats>,
}

/// What came through a payment link, in numbers.
#[model]
pub struct PaymentLinkStats {
    /// All charges.
    pub total_charges: i32,
    /// Those that were paid.
    pub successful_charges: i32,
    /// Those that may still be.
    pub pending_charges: i32,
    /// Those that were not.
    pub failed_charges: i32,
    /// What was paid.
    pub total_collected: Option<Money>,
}

/// A charge made through a payment link.
#[model]
pub struct RecentCharge {
    /// Where it stands; empty if the service did not say.
    pub status: PaymentStatus,
    /// The record as it arrived.
    pub raw: String,
    /// The transaction's identifier.
    pub id: Option<String>,
    /// The gross amount.
    pub amount: Option<Money>,
    /// When it was made.
    pub created_at: Option<Timestamp>,
}

macro_rules! setters {
    ($model:ident: $($(#[doc = $doc:literal])+ $field:ident: $type:ty,)*) => {
        impl $model {
            $($(#[doc = $doc])+
            #[must_use]
            pub fn $field(mut self, $field: impl Into<$type>) -> Self {
                self.$field = Some($field.into());
                self
            })*
        }
    };
}

/// The setters that a new link and an update share.
macro_rules! link_setters {
    ($model:ident) => {
        setters! { $model:
            /// The exact amount.
            amount: Money,
            /// The least that a payer may choose.
            min_amount: Money,
            /// The most that a payer may choose.
            max_amount: Money,
            /// How it can be paid.
            payment_types: Vec<PaymentMethod>,
            /// The end of the link's address.
            slug: String,
            /// What the payer reads below the title.
            description: String,
            /// Where the payer lands afterwards.
            redirect_url: String,
            /// How many successful payments it takes.
            max_uses: i32,
            /// When it stops taking payments.
            expires_at: Timestamp,
            /// Whether the payer is asked for a phone number.
            collect_phone: bool,
            /// Whether the payer is asked for a name.
            collect_name: bool,
            /// Whether the payer is asked for an address.
            collect_address: bool,
            /// A picture for the head of the page.
            logo_url: String,
            /// Anything of your own: a JSON object, as text.
            metadata: String,
        }
    };
}

link_setters!(NewPaymentLink);
link_setters!(PaymentLinkUpdate);
setters! { NewPaymentLink:
    /// The currency of a link whose amount the payer chooses.
    currency: Currency,
}
setters! { PaymentLinkUpdate:
    /// What the payer reads first.
    title: String,
    /// Who decides on the amount.
    amount_type: AmountType,
}
setters! { PaymentLinkFilter:
    /// Which page, counted from 1.
    page: i32,
    /// How many a page, 1 to 100.
    limit: i32,
}

impl NewPaymentLink {
    /// A link whose amount the payer chooses, until [`amount`](Self::amount) fixes it.
    #[must_use]
    pub fn new(title: impl Into<String>) -> Self {
        Self {
            title: title.into(),
            currency: None,
            amount: None,
            min_amount: None,
            max_amount: None,
            payment_types: None,
            slug: None,
            description: None,
            redirect_url: None,
            max_uses: None,
            expires_at: None,
            collect_phone: None,
            collect_name: None,
            collect_address: None,
            logo_url: None,
            metadata: None,
        }
    }

    /// That of the amounts, which must agree; RWF if nothing names one.
    fn common_currency(&self) -> Result<Currency> {
        let amounts = [self.amount, self.min_amount, self.max_amount];
        let mut named = amounts.into_iter().flatten().map(|money| money.currency).chain(self.currency);
        let first = named.next().unwrap_or(Currency::RWF);
        match named.find(|other| *other != first) {
            Some(other) => {
                let what = format!("A payment link has one currency, not {first} and {other}");
                Err(Error::new(ErrorCode::InvalidCurrency, what).field("currency"))
            }
            None => Ok(first),
        }
    }
}

/// A link on its way out: whole for a new one, in parts for an update.
#[derive(Serialize, Default)]
struct LinkOut<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    title: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount_type: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    currency: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    amount: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    min_amount: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_amount: Option<Amount>,
    #[serde(skip_serializing_if = "Option::is_none")]
    payment_types: Option<Vec<&'a str>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    slug: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    description: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    redirect_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    max_uses: Option<i32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    expires_at: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collect_phone: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collect_name: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    collect_address: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    logo_url: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    metadata: Option<&'a RawValue>,
}

#[derive(Deserialize)]
struct LinkBody {
    id: Text,
    slug: Option<Text>,
    url: Option<String>,
    title: Option<Text>,
    amount_type: Option<String>,
    amount: Option<Digits>,
    min_amount: Option<Digits>,
    max_amount: Option<Digits>,
    currency: String,
    #[serde(default, deserialize_with = "lenient")]
    payment_types: Option<Vec<String>>,
    #[serde(default, deserialize_with = "lenient")]
    use_count: Option<i32>,
    #[serde(default, deserialize_with = "lenient")]
    max_uses: Option<i32>,
    status: Option<String>,
    description: Option<Text>,
    redirect_url: Option<Text>,
    expires_at: Option<String>,
    created_at: Option<String>,
}

/// A record stands in `link`, in `data`, or at the top (C-20).
#[derive(Deserialize)]
struct SingleBody {
    link: Option<Box<RawValue>>,
    data: Option<Box<RawValue>>,
    #[serde(default, deserialize_with = "lenient")]
    stats: Option<StatsBody>,
    #[serde(default, deserialize_with = "lenient")]
    recent_charges: Option<Vec<Box<RawValue>>>,
}

/// A list has one of three names (C-20).
#[derive(Deserialize)]
struct ListBody {
    #[serde(alias = "links", alias = "payment_links")]
    data: Vec<Box<RawValue>>,
    #[serde(default, deserialize_with = "lenient")]
    pagination: Option<Pagination>,
}

#[derive(Deserialize)]
struct StatsBody {
    total_charges: i32,
    successful_charges: i32,
    pending_charges: i32,
    failed_charges: i32,
    total_collected: Option<Digits>,
    currency: Option<String>,
}

#[derive(Deserialize)]
struct ChargeBody {
    id: Option<Text>,
    amount: Option<Digits>,
    currency: Option<String>,
    status: Option<String>,
    created_at: Option<String>,
}

#[derive(Deserialize)]
struct ArchivedBody {}

pub(crate) fn write_create(new: &NewPaymentLink) -> Result<Request> {
    if new.amount.is_some() && (new.min_amount.is_some() || new.max_amount.is_some()) {
        return Err(Error::invalid(
            "amount",
            "A fixed amount has no limits: give amount, or min_amount and max_amount",
        ));
    }
    let amount_type = if new.amount.is_some() { AmountType::Fixed } else { AmountType::Flexible };
    let body = json(&LinkOut {
        title: Some(filled("title", &new.title)?),
        amount_type: Some(amount_type.as_str()),
        currency: Some(new.common_currency()?.to_string()),
        amount: payable("amount", new.amount)?,
        min_amount: payable("min_amount", new.min_amount)?,
        max_amount: payable("max_amount", new.max_amount)?,
        payment_types: payment_types(new.payment_types.as_deref())?,
        slug: optional("slug", new.slug.as_deref())?,
        description: new.description.as_deref(),
        redirect_url: address("redirect_url", new.redirect_url.as_deref())?,
        max_uses: uses(new.max_uses)?,
        expires_at: new.expires_at.as_ref().map(Timestamp::wall_clock),
        collect_phone: new.collect_phone,
        collect_name: new.collect_name,
        collect_address: new.collect_address,
        logo_url: address("logo_url", new.logo_url.as_deref())?,
        metadata: metadata(new.metadata.as_deref())?,
    })?;
    in_order(new.min_amount, new.max_amount)?;
    Ok(Request::change(Method::Post, &["payment-links"], Some(body)))
}

pub(crate) fn write_update(id: &str, update: &PaymentLinkUpdate) -> Result<Request> {
    if *update == PaymentLinkUpdate::default() {
        return Err(Error::invalid("update", "The update of the payment link changes nothing"));
    }
    in_order(update.min_amount, update.max_amount)?;
    let body = json(&LinkOut {
        title: optional("title", update.title.as_deref())?,
        amount_type: update.amount_type.as_ref().map(AmountType::as_str),
        currency: None,
        amount: payable("amount", update.amount)?,
        min_amount: payable("min_amount", update.min_amount)?,
        max_amount: payable("max_amount", update.max_amount)?,
        payment_types: payment_types(update.payment_types.as_deref())?,
        slug: optional("slug", update.slug.as_deref())?,
        description: update.description.as_deref(),
        redirect_url: address("redirect_url", update.redirect_url.as_deref())?,
        max_uses: uses(update.max_uses)?,
        expires_at: update.expires_at.as_ref().map(Timestamp::wall_clock),
        collect_phone: update.collect_phone,
        collect_name: update.collect_name,
        collect_address: update.collect_address,
        logo_url: address("logo_url", update.logo_url.as_deref())?,
        metadata: metadata(update.metadata.as_deref())?,
    })?;
    Ok(Request::change(Method::Patch, &["payment-links", reference(id)?], Some(body)))
}

pub(crate) fn write_list(filter: &PaymentLinkFilter) -> Result<Request> {
    paging::check(filter.page, filter.limit)?;
    Ok(Request::get(&["payment-links"]).query("page", filter.page).query("limit", filter.limit))
}

pub(crate) fn write_get(id: &str) -> Result<Request> {
    Ok(Request::get(&["payment-links", reference(id)?]))
}

pub(crate) fn write_archive(id: &str) -> Result<Request> {
    Ok(Request::change(Method::Delete, &["payment-links", reference(id)?], None))
}

fn payable(field: &'static str, amount: Option<Money>) -> Result<Option<Amount>> {
    amount.map(|amount| amount.payable(field).map(Amount)).transpose()
}

fn optional<'a>(field: &'static str, text: Option<&'a str>) -> Result<Option<&'a str>> {
    text.map(|text| filled(field, text)).transpose()
}

fn address<'a>(field: &'static str, url: Option<&'a str>) -> Result<Option<&'a str>> {
    url.map(|url| web_address(field, url).map(|_| url)).transpose()
}

fn payment_types(methods: Option<&[PaymentMethod]>) -> Result<Option<Vec<&str>>> {
    match methods {
        Some([]) => Err(Error::invalid("payment_types", "payment_types is empty: nobody could pay")),
        methods => Ok(methods.map(|methods| methods.iter().map(link_word).collect())),
    }
}

/// Links call a bank by another word than transactions do (C-36).
fn link_word(method: &PaymentMethod) -> &str {
    match method {
        PaymentMethod::Bank => "bank_transfer",
        other => other.as_str(),
    }
}

fn uses(max_uses: Option<i32>) -> Result<Option<i32>> {
    match max_uses {
        Some(uses) if uses < 1 => Err(Error::invalid("max_uses", "max_uses is not at least 1")),
        uses => Ok(uses),
    }
}

fn metadata(text: Option<&str>) -> Result<Option<&RawValue>> {
    let refused = || Error::invalid("metadata", "metadata is not a JSON object");
    let Some(text) = text.map(str::trim) else { return Ok(None) };
    let value: &RawValue = serde_json::from_str(text).map_err(|_| refused())?;
    if text.starts_with('{') { Ok(Some(value)) } else { Err(refused()) }
}

fn in_order(least: Option<Money>, most: Option<Money>) -> Result<()> {
    match (least, most) {
        (Some(least), Some(most)) if least.compare(most)?.is_gt() => {
            Err(Error::invalid("max_amount", format!("The least amount, {least}, is above the most, {most}")))
        }
        _ => Ok(()),
    }
}

pub(crate) fn read_link(answer: &Answer) -> Result<PaymentLink> {
    let body: SingleBody = envelope::read(answer)?;
    read_single(&body, answer)
}

pub(crate) fn read_details(answer: &Answer) -> Result<PaymentLinkDetails> {
    let body: SingleBody = envelope::read(answer)?;
    let link = read_single(&body, answer)?;
    let recent_charges = body.recent_charges.unwrap_or_default();
    Ok(PaymentLinkDetails {
        recent_charges: recent_charges.iter().filter_map(|raw| read_charge(raw.get(), &link)).collect(),
        stats: body.stats.map(|stats| PaymentLinkStats {
            total_charges: stats.total_charges,
            successful_charges: stats.successful_charges,
            pending_charges: stats.pending_charges,
            failed_charges: stats.failed_charges,
            total_collected: money(stats.total_collected.as_ref(), stats.currency.as_deref(), &link),
        }),
        link,
        raw: answer.text(),
    })
}

pub(crate) fn read_list(answer: &Answer) -> Result<PaymentLinkPage> {
    let body: ListBody = envelope::read(answer)?;
    let links = body.data.iter().map(|raw| read_record(raw.get(), answer)).collect::<Result<Vec<_>>>()?;
    let Position { page, pages, total, next_page } = body.pagination.unwrap_or_default().position(links.len());
    Ok(PaymentLinkPage { links, page, pages, total, next_page })
}

pub(crate) fn read_archived(answer: &Answer) -> Result<()> {
    envelope::read::<ArchivedBody>(answer).map(|_| ())
}

fn read_single(body: &SingleBody, answer: &Answer) -> Result<PaymentLink> {
    let whole = std::str::from_utf8(&answer.body).unwrap_or_default();
    let record = body.link.as_ref().or(body.data.as_ref());
    read_record(record.map_or(whole, |record| record.get()), answer)
}

fn read_record(raw: &str, answer: &Answer) -> Result<PaymentLink> {
    let unreadable = || envelope::unreadable(answer);
    let body: LinkBody = object(raw).map_err(|_| unreadable())?;
    let currency = Currency::from_wire(&body.currency).map_err(|_| unreadable())?;
    let money = |digits: Option<Digits>| digits.map(|digits| digits.money(currency)).transpose();
    let time = |text: Option<String>| text.and_then(|text| text.parse().ok());
    Ok(PaymentLink {
        id: text(Some(body.id)).ok_or_else(unreadable)?,
        slug: text(body.slug),
        url: body.url,
        title: text(body.title).unwrap_or_default(),
        amount: money(body.amount).map_err(|_| unreadable())?,
        min_amount: money(body.min_amount).map_err(|_| unreadable())?,
        max_amount: money(body.max_amount).map_err(|_| unreadable())?,
        amount_type: AmountType::from(body.amount_type.as_deref().unwrap_or_default()),
        currency,
        payment_types: body.payment_types.unwrap_or_default().into_iter().map(PaymentMethod::from).collect(),
        use_count: body.use_count,
        max_uses: body.max_uses,
        status: PaymentLinkStatus::from(body.status.as_deref().unwrap_or_default()),
        description: text(body.description),
        redirect_url: text(body.redirect_url),
        expires_at: time(body.expires_at),
        created_at: time(body.created_at),
        raw: raw.to_owned(),
    })
}

/// A charge that cannot be read is no reason to lose the link; it is still in `raw`.
fn read_charge(raw: &str, link: &PaymentLink) -> Option<RecentCharge> {
    let body: ChargeBody = object(raw).ok()?;
    Some(RecentCharge {
        id: text(body.id),
        amount: money(body.amount.as_ref(), body.currency.as_deref(), link),
        status: PaymentStatus::from(body.status.as_deref().unwrap_or_default()),
        created_at: body.created_at.and_then(|text| text.parse().ok()),
        raw: raw.to_owned(),
    })
}

fn money(digits: Option<&Digits>, code: Option<&str>, link: &PaymentLink) -> Option<Money> {
    let currency = code.map_or(Ok(link.currency), Currency::from_wire).ok()?;
    digits?.money(currency).ok()
}
