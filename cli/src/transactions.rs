//! `dgspay transactions`

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, Subcommand};
use dgspay::{PaymentStatus, Transaction, TransactionFilter};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::pages::{self, Pages};
use crate::patience;
use crate::report::{Record, Report, Table};
use crate::session::Session;

const COLUMNS: [&str; 5] = ["reference", "status", "amount", "method", "created_at"];

#[derive(Subcommand)]
pub(crate) enum Transactions {
    /// List them, the newest first
    List(List),
    /// Show one
    Show {
        /// Its reference or its id
        reference: String,
    },
}

#[derive(Args)]
pub(crate) struct List {
    /// Only those that stand so: pending, successful or failed
    #[arg(long, value_name = "STATUS", hide_possible_values = true,
        value_parser = PossibleValuesParser::new(PaymentStatus::VARIANTS).map(PaymentStatus::from))]
    status: Option<PaymentStatus>,
    /// Only those that came through this payment link
    #[arg(long, value_name = "ID")]
    link: Option<String>,
    /// Only the one with this reference
    #[arg(long, value_name = "REF")]
    reference: Option<String>,
    /// Only the one with this reference of the provider underneath
    #[arg(long, value_name = "REF")]
    flw_reference: Option<String>,
    #[command(flatten)]
    pages: Pages,
}

impl Transactions {
    pub(crate) async fn run(self, session: &Session) -> Result<Report, Failure> {
        match self {
            Self::List(list) => list.run(session).await,
            Self::Show { reference } => {
                let looking_up = session.pay.transactions();
                let found = patience::seen("Looking it up", looking_up.get(&reference)).await?;
                Ok(Report::new(Exit::Done).record(record(&found)))
            }
        }
    }
}

impl List {
    async fn run(self, session: &Session) -> Result<Report, Failure> {
        let transactions = session.pay.transactions();
        let mut filter = TransactionFilter::default();
        (filter.page, filter.limit) = (self.pages.page, self.pages.limit);
        filter.status = self.status;
        filter.reference = self.reference;
        filter.payment_link_id = self.link;
        filter.flw_reference = self.flw_reference;
        let (found, place) = if self.pages.all {
            let mut walk = transactions.iter(filter);
            let mut found = Vec::new();
            while let Some(transaction) = patience::seen("Listing", walk.next()).await? {
                found.push(transaction);
            }
            (found, None)
        } else {
            let page = patience::seen("Listing", transactions.list(&filter)).await?;
            let (number, pages, total, next) = (page.page, page.pages, page.total, page.next_page);
            (page.transactions, Some(pages::Place { page: number, pages, total, next }))
        };
        let rows: Vec<_> = found.iter().map(record).collect();
        Ok(pages::report("transactions", Table::new("transactions", &COLUMNS, rows), found.len(), place.as_ref()))
    }
}

fn record(transaction: &Transaction) -> Record {
    Record::new()
        .with("reference", transaction.reference.as_ref())
        .with("status", &transaction.status)
        .with("amount", transaction.amount)
        .with("merchant_fee", transaction.merchant_fee)
        .with("net_amount", transaction.net_amount)
        .with("method", transaction.method.as_ref())
        .with("created_at", transaction.created_at.as_ref())
        .with("settlement_status", transaction.settlement_status.as_ref())
        .with("id", transaction.id.as_ref())
        .with("transaction_id", transaction.transaction_id.as_ref())
        .with("payment_link_id", transaction.payment_link_id.as_ref())
        .with("flw_reference", transaction.flw_reference.as_ref())
}
