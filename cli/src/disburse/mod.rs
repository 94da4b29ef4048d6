//! `dgspay disburse`: paying out of the wallet.

mod csv;
mod single;

use clap::Subcommand;

use crate::exit;
use crate::failure::Failure;
use crate::report::Report;
use crate::session::Session;

#[derive(Subcommand)]
pub(crate) enum Disburse {
    /// Pay to a bank account
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
    pub(crate) async fn run(self, session: &Session) -> Result<Report, Failure> {
        match self {
            Self::Bank(arguments) => single::bank(arguments, session).await,
            Self::Momo(arguments) => single::momo(arguments, session).await,
            Self::Csv(arguments) => csv::run(arguments, session).await,
        }
    }
}
