//! `dgspay banks`

use clap::Args;
use dgspay::{Bank, Country};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Tone;
use crate::patience;
use crate::report::{Record, Report, Table};
use crate::session::Session;

const COLUMNS: [&str; 4] = ["bank_key", "name", "destination_type", "branch_required"];

/// What RohoPay has instead.
pub(crate) const LACKING: &str =
    "RohoPay has no list of banks: it pays out to mobile wallets only, by `dgspay disburse momo`.";

#[derive(Args)]
pub(crate) struct Banks {
    /// The country, as its two-letter code
    #[arg(default_value = "RW")]
    country: Country,
}

impl Banks {
    pub(crate) async fn run(self, session: &Session) -> Result<Report, Failure> {
        let banks = patience::seen("Listing the banks", session.pay.banks().list(&self.country)).await?;
        let report = Report::new(Exit::Done).unseen(Record::new().with("country", &self.country));
        let report = if banks.is_empty() { report.headline(Tone::Faint, "No banks.") } else { report };
        Ok(report.table(Table::new("banks", &COLUMNS, banks.iter().map(record).collect()).breaking("name")))
    }
}

fn record(bank: &Bank) -> Record {
    Record::new()
        .with("bank_key", &bank.bank_key)
        .with("name", &bank.name)
        .with("destination_type", &bank.destination_type)
        .with("currency", bank.currency)
        .with("branch_required", bank.branch_required)
        .with("code", bank.code.as_ref())
        .with("network", bank.network.as_ref())
}
