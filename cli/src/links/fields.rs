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
    /// How it can be paid: `card`, `mobile_money`, `bank_transfer`, `ussd`; several with commas
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

/// Puts what was given into a new link or an update: two types with the same fields.
macro_rules! fill {
    ($link:ident, $fields:ident, $amounts:ident) => {
        ($link.amount, $link.min_amount, $link.max_amount) = ($amounts.exact, $amounts.least, $amounts.most);
        $link.payment_types = (!$fields.types.is_empty()).then_some($fields.types);
        ($link.slug, $link.description) = ($fields.slug, $fields.description);
        ($link.redirect_url, $link.logo_url) = ($fields.redirect_url, $fields.logo_url);
        ($link.max_uses, $link.expires_at) = ($fields.max_uses, $fields.expires_at);
        ($link.collect_phone, $link.collect_name) = ($fields.collect_phone, $fields.collect_name);
        ($link.collect_address, $link.metadata) = ($fields.collect_address, $fields.metadata);
    };
}
pub(super) use fill;
