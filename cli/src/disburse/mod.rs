//! `dgspay disburse`: paying out of the wallet.

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
}

impl Disburse {
    pub(crate) async fn run(self, session: &Session) -> Result<Report, Failure> {
        match self {
            Self::Bank(arguments) => single::bank(arguments, session).await,
            Self::Momo(arguments) => single::momo(arguments, session).await,
        }
    }
}
