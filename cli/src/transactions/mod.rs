//! `dgspay transactions`

mod dgs;
pub(crate) mod roho;

use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use clap::{Args, Subcommand};
use dgspay::{PaymentStatus, Timestamp, TransactionType};

use crate::arguments::sentence;
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
    /// Only those made on this day or later, such as 2026-04-01, or from this time on, such as 2026-04-01T08:30:00Z; without a
    /// zone it is UTC
    #[arg(long, value_name = "TIME", value_parser = |text: &str| moment(text, "00:00:00"))]
    from: Option<Timestamp>,
    /// Only those made until the end of this day, or until this time
    #[arg(long, value_name = "TIME", value_parser = |text: &str| moment(text, "23:59:59"))]
    to: Option<Timestamp>,
}

/// A day, of which this second is meant, or a time.
fn moment(text: &str, second: &str) -> Result<Timestamp, String> {
    let read = |text: &str| text.parse::<Timestamp>().map_err(|error| sentence(&error));
    let is_day = text.len() == "2026-04-01".len();
    let known = if is_day { read(&format!("{text}T{second}"))? } else { read(text)? };
    if known.iso().ends_with('Z') { Ok(known) } else { read(&format!("{}Z", known.iso())) }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_a_day_and_what_has_no_zone_is_utc() {
        let read = |text| moment(text, "23:59:59").map(|time| time.iso());
        assert_eq!(read("2026-04-01").as_deref(), Ok("2026-04-01T23:59:59Z"));
        assert_eq!(read("2026-04-01T08:30:00").as_deref(), Ok("2026-04-01T08:30:00Z"));
        assert_eq!(read("2026-04-01T08:30:00+02:00").as_deref(), Ok("2026-04-01T06:30:00Z"));
        assert!(read("yesterday").is_err() && read("2026-13-01").is_err() && read("").is_err());
    }
}
