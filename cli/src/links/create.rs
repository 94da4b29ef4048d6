//! `dgspay links create`

use clap::Args;
use dgspay::{Currency, NewPaymentLink};

use super::fields::{Fields, fill};
use crate::failure::Failure;
use crate::patience;
use crate::report::{Report, qr};
use crate::session::Session;

#[derive(Args)]
pub(crate) struct Arguments {
    /// What the payer reads first, such as "Invoice #123"
    title: String,
    /// The currency of the amounts
    #[arg(long, default_value = "RWF", value_name = "CODE")]
    currency: Currency,
    #[command(flatten)]
    fields: Fields,
    /// When to draw the link's QR code
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN", hide_possible_values = true)]
    qr: qr::When,
}

pub(super) async fn run(arguments: Arguments, session: &Session) -> Result<Report, Failure> {
    let Arguments { title, currency, fields, qr } = arguments;
    let amounts = fields.amounts(currency)?;
    let mut link = NewPaymentLink::new(title).currency(currency);
    fill!(link, fields, amounts);
    let made = patience::seen("Making the link", session.pay.payment_links().create(&link)).await?;
    Ok(super::report(&made, &format!("Made: {}", made.title), qr))
}
