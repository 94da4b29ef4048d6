//! `dgspay links update`

use clap::Args;
use dgspay::{AmountType, Currency, PaymentLinkUpdate};

use super::fields::{Fields, fill};
use crate::failure::Failure;
use crate::patience;
use crate::report::{Report, qr};
use crate::session::Session;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The link's id
    id: String,
    /// What the payer reads first
    #[arg(long)]
    title: Option<String>,
    /// Let the payer choose the amount from now on
    #[arg(long, conflicts_with = "amount")]
    flexible: bool,
    /// The link's currency, which cannot be changed: it says how the amounts given here are read
    #[arg(long, default_value = "RWF", value_name = "CODE")]
    currency: Currency,
    #[command(flatten)]
    fields: Fields,
}

pub(super) async fn run(arguments: Arguments, session: &Session) -> Result<Report, Failure> {
    let Arguments { id, title, flexible, currency, fields } = arguments;
    let amounts = fields.amounts(currency)?;
    let amount_type = match (flexible, amounts.exact) {
        (true, _) => Some(AmountType::Flexible),
        (false, Some(_)) => Some(AmountType::Fixed),
        (false, None) => None,
    };
    let mut update = PaymentLinkUpdate::default();
    (update.title, update.amount_type) = (title, amount_type);
    fill!(update, fields, amounts);
    let changed = patience::seen("Changing the link", session.pay.payment_links().update(&id, &update)).await?;
    Ok(super::report(&changed, &format!("Changed: {}", changed.title), qr::When::Never))
}
