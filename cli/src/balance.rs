//! `dgspay balance`

use clap::Args;
use dgspay::Balance as Held;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Tone;
use crate::patience;
use crate::report::{Record, Report, Table};
use crate::session::Session;

#[derive(Args)]
pub(crate) struct Balance;

impl Balance {
    pub(crate) async fn run(self, session: &Session) -> Result<Report, Failure> {
        let balances = patience::seen("Looking into the wallet", session.pay.wallet().balances()).await?;
        let report = Report::new(Exit::Done);
        let report = if balances.is_empty() { report.headline(Tone::Faint, "The wallet is empty.") } else { report };
        let rows = balances.iter().map(record).collect();
        Ok(report.table(Table::new("balances", &["available", "pending", "total"], rows)))
    }
}

fn record(balance: &Held) -> Record {
    Record::new()
        .with("currency", balance.currency)
        .with("available", balance.available)
        .with("pending", balance.pending)
        .with("total", balance.total)
}
