//! What a new link and an update have in common on the command line.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use dgspay::{Currency, Money, PaymentMethod, Timestamp};

use crate::failure::Failure;

/// As payment links spell them.
const METHODS: [&str; 4] = ["card", "mobile_money", "bank_transfer", "ussd"];

#[derive(Args)]
pub(super) struct Fields {
    /// The exact amount
    #[arg(long, conflicts_with_all = ["min", "max"])]
    amount: Option<String>,
    /// The least that a payer may choose
    #[arg(long, value_name = "AMOUNT")]
    min: Option<String>,
    /// The most that a payer may choose
    #[arg(long, value_name = "AMOUNT")]
    max: Option<String>,
    /// How it can be paid: card, mobile_money, bank_transfer, ussd; several with commas
    #[arg(long, value_name = "WAYS", value_delimiter = ',', hide_possible_values = true,
        value_parser = PossibleValuesParser::new(METHODS).map(PaymentMethod::from))]
    pub(super) types: Vec<PaymentMethod>,
    /// The end of its address
    #[arg(long)]
    pub(super) slug: Option<String>,
    /// What the payer reads below the title
    #[arg(long, value_name = "TEXT")]
    pub(super) description: Option<String>,
    /// Where the payer lands afterwards
    #[arg(long, value_name = "URL")]
    pub(super) redirect_url: Option<String>,
    /// How many successful payments it takes
    #[arg(long, value_name = "N")]
    pub(super) max_uses: Option<i32>,
    /// When it stops taking payments, such as 2026-12-31T23:59:59Z
    #[arg(long, value_name = "TIME")]
    pub(super) expires_at: Option<Timestamp>,
    /// Whether the payer is asked for a phone number
    #[arg(long, value_name = "BOOL")]
    pub(super) collect_phone: Option<bool>,
    /// Whether the payer is asked for a name
    #[arg(long, value_name = "BOOL")]
    pub(super) collect_name: Option<bool>,
    /// Whether the payer is asked for an address
    #[arg(long, value_name = "BOOL")]
    pub(super) collect_address: Option<bool>,
    /// A picture for the head of the page
    #[arg(long, value_name = "URL")]
    pub(super) logo_url: Option<String>,
    /// Anything of your own: a JSON object
    #[arg(long, value_name = "JSON")]
    pub(super) metadata: Option<String>,
}

/// The amounts, once their currency is known.
pub(super) struct Amounts {
    pub(super) exact: Option<Money>,
    pub(super) least: Option<Money>,
    pub(super) most: Option<Money>,
}

impl Fields {
    pub(super) fn amounts(&self, currency: Currency) -> Result<Amounts, Failure> {
        let read = |text: &Option<String>| text.as_deref().map(|text| Money::parse(text, currency)).transpose();
        Ok(Amounts { exact: read(&self.amount)?, least: read(&self.min)?, most: read(&self.max)? })
    }
}

/// Puts what was given into a link that takes it by name.
macro_rules! filled {
    ($link:expr, $fields:expr, $amounts:expr) => {{
        let (fields, amounts, link) = ($fields, $amounts, $link);
        let link = amounts.exact.into_iter().fold(link, |link, value| link.amount(value));
        let link = amounts.least.into_iter().fold(link, |link, value| link.min_amount(value));
        let link = amounts.most.into_iter().fold(link, |link, value| link.max_amount(value));
        let link = if fields.types.is_empty() { link } else { link.payment_types(fields.types) };
        let link = fields.slug.into_iter().fold(link, |link, value| link.slug(value));
        let link = fields.description.into_iter().fold(link, |link, value| link.description(value));
        let link = fields.redirect_url.into_iter().fold(link, |link, value| link.redirect_url(value));
        let link = fields.max_uses.into_iter().fold(link, |link, value| link.max_uses(value));
        let link = fields.expires_at.into_iter().fold(link, |link, value| link.expires_at(value));
        let link = fields.collect_phone.into_iter().fold(link, |link, value| link.collect_phone(value));
        let link = fields.collect_name.into_iter().fold(link, |link, value| link.collect_name(value));
        let link = fields.collect_address.into_iter().fold(link, |link, value| link.collect_address(value));
        let link = fields.logo_url.into_iter().fold(link, |link, value| link.logo_url(value));
        fields.metadata.into_iter().fold(link, |link, value| link.metadata(value))
    }};
}
pub(super) use filled;
