//! `dgspay disburse`: paying out of the wallet.

mod csv;
mod single;
mod wallet;

use clap::Subcommand;

use crate::exit;
use crate::failure::Failure;
use crate::report::Report;
use crate::session::Connected;

/// What RohoPay has instead.
const NO_BANK: &str = "RohoPay pays out to mobile wallets only, by `dgspay disburse momo`.";

#[derive(Subcommand)]
pub(crate) enum Disburse {
    /// Pay to a bank account (DGS-Pay)
    #[command(after_help = exit::TABLE)]
    Bank(single::Bank),
    /// Pay to a mobile wallet
    #[command(after_help = exit::TABLE)]
    Momo(single::Momo),
    /// Pay out a whole file, one payout a line, none of them twice: a payroll
    #[command(long_about = csv::ABOUT, after_help = exit::TABLE)]
    Csv(csv::Arguments),
}

impl Disburse {
    pub(crate) async fn run(self, with: &Connected) -> Result<Report, Failure> {
        match self {
            Self::Bank(arguments) => single::bank(arguments, with.dgspay(NO_BANK)?).await,
            Self::Momo(arguments) => match with {
                Connected::DgsPay(session) => single::momo(arguments, session).await,
                Connected::RohoPay(session) => wallet::run(arguments, session).await,
            },
            Self::Csv(arguments) => match with {
                Connected::DgsPay(session) => csv::run::<csv::DgsOrder>(arguments, session).await,
                Connected::RohoPay(session) => csv::run::<csv::RohoOrder>(arguments, session).await,
            },
        }
    }
}
