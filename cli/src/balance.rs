//! `dgspay balance`

use clap::Args;
use dgspay::{Balance as Held, DgsPay, Money, RohoPay};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Tone;
use crate::patience;
use crate::report::{Record, Report, Table};
use crate::session::Connected;

#[derive(Args)]
pub(crate) struct Balance;

impl Balance {
    pub(crate) async fn run(self, with: &Connected) -> Result<Report, Failure> {
        let table = match with {
            Connected::DgsPay(session) => of_dgspay(&session.pay).await?,
            Connected::RohoPay(session) => of_rohopay(&session.pay).await?,
        };
        let report = Report::new(Exit::Done);
        let report = if table.is_empty() { report.headline(Tone::Faint, "The wallet is empty.") } else { report };
        Ok(report.table(table))
    }
}

async fn of_dgspay(pay: &DgsPay) -> Result<Table, Failure> {
    let balances = patience::seen("Looking into the wallet", pay.wallet().balances()).await?;
    let rows = balances.iter().map(record).collect();
    Ok(Table::new("balances", &["available", "pending", "total"], rows))
}

fn record(balance: &Held) -> Record {
    Record::new()
        .with("currency", balance.currency)
        .with("available", balance.available)
        .with("pending", balance.pending)
        .with("total", balance.total)
}

/// One wallet for each of the two keys, and both are told whichever asks.
async fn of_rohopay(pay: &RohoPay) -> Result<Table, Failure> {
    let held = patience::seen("Looking into the wallet", pay.get_balance()).await?;
    let row = |environment: &str, available: Money| {
        Record::new().with("environment", environment).with("currency", available.currency).with("available", available)
    };
    Ok(Table::new("balances", &["environment", "available"], vec![row("live", held.live), row("test", held.test)]))
}
