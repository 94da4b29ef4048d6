//! `dgspay links show`

use clap::Args;
use dgspay::{PaymentLinkStats, RecentCharge};

use crate::failure::Failure;
use crate::patience;
use crate::report::{Record, Report, Table, qr};
use crate::session::Session;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The link's id
    id: String,
    /// When to draw its QR code
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN", hide_possible_values = true)]
    qr: qr::When,
}

pub(super) async fn run(arguments: Arguments, session: &Session) -> Result<Report, Failure> {
    let details = patience::seen("Looking up the link", session.pay.payment_links().get(&arguments.id)).await?;
    let link = &details.link;
    let report = super::report(link, &link.title, arguments.qr);
    let report = match &details.stats {
        Some(stats) => report.record(counts(stats)),
        None => report,
    };
    let rows = details.recent_charges.iter().map(charge).collect();
    let report = report.table(Table::new("recent_charges", &["id", "status", "amount", "created_at"], rows));
    Ok(report.next("all payments through it", format!("dgspay transactions list --link {}", link.id)))
}

fn counts(stats: &PaymentLinkStats) -> Record {
    Record::new()
        .with("total_charges", stats.total_charges)
        .with("successful_charges", stats.successful_charges)
        .with("pending_charges", stats.pending_charges)
        .with("failed_charges", stats.failed_charges)
        .with("total_collected", stats.total_collected)
}

fn charge(charge: &RecentCharge) -> Record {
    Record::new()
        .with("id", charge.id.as_ref())
        .with("status", &charge.status)
        .with("amount", charge.amount)
        .with("created_at", charge.created_at.as_ref())
}
