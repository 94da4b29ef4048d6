//! `dgspay transactions`

mod dgs;
pub(crate) mod roho;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, Subcommand};
use dgspay::{PaymentStatus, Timestamp, TransactionType};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::pages::Pages;
use crate::patience;
use crate::report::Report;
use crate::session::Connected;

const COLUMNS: [&str; 5] = ["reference", "status", "amount", "method", "created_at"];

#[derive(Subcommand)]
pub(crate) enum Transactions {
    /// List them, the newest first
    List(Box<List>),
    /// Show one
    #[command(alias = "get")]
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
    #[command(flatten)]
    pages: Pages,
    #[command(flatten, next_help_heading = "With DGS-Pay")]
    dgs: OfDgsPay,
    #[command(flatten, next_help_heading = "With RohoPay")]
    roho: OfRohoPay,
}

/// What only DGS-Pay can look for.
#[derive(Args)]
struct OfDgsPay {
    /// Only those that came through this payment link
    #[arg(long, value_name = "ID")]
    link: Option<String>,
    /// Only the one with this reference
    #[arg(long, value_name = "REF")]
    reference: Option<String>,
    /// Only the one with this reference of the provider underneath
    #[arg(long, value_name = "REF")]
    flw_reference: Option<String>,
}

/// What only RohoPay can look for.
#[derive(Args)]
struct OfRohoPay {
    /// Only those that go this way: collection or disbursement
    #[arg(long = "type", value_name = "TYPE", hide_possible_values = true,
        value_parser = PossibleValuesParser::new(TransactionType::VARIANTS).map(TransactionType::from))]
    way: Option<TransactionType>,
    /// Only those made at this time or later, such as 2026-04-01T00:00:00Z
    #[arg(long, value_name = "TIME")]
    from: Option<Timestamp>,
    /// Only those made at this time or earlier
    #[arg(long, value_name = "TIME")]
    to: Option<Timestamp>,
}

impl Transactions {
    pub(crate) async fn run(self, with: &Connected) -> Result<Report, Failure> {
        match (self, with) {
            (Self::List(list), Connected::DgsPay(session)) => dgs::list(*list, &session.pay).await,
            (Self::List(list), Connected::RohoPay(session)) => roho::list(*list, &session.pay).await,
            (Self::Show { reference }, with) => {
                let found = match with {
                    Connected::DgsPay(session) => {
                        let transactions = session.pay.transactions();
                        dgs::record(&patience::seen("Looking it up", transactions.get(&reference)).await?)
                    }
                    Connected::RohoPay(session) => {
                        let looking_up = session.pay.get_transaction(&reference);
                        roho::record(&patience::seen("Looking it up", looking_up).await?)
                    }
                };
                Ok(Report::new(Exit::Done).record(found))
            }
        }
    }
}
