//! `dgspay charge`: asking a payer for money.

mod authorize;
mod card;
mod momo;
mod order;
mod show;

use clap::Subcommand;

use crate::exit;
use crate::failure::Failure;
use crate::report::Report;
use crate::session::Session;

#[derive(Subcommand)]
pub(crate) enum Charge {
    /// Ask a payer for a mobile-money payment: a push on the phone, where the PIN is entered
    #[command(after_help = exit::TABLE)]
    Momo(momo::Arguments),
    /// Ask for a card payment; the card is typed where nobody sees it, and encrypted here
    #[command(long_about = card::ABOUT, after_help = exit::TABLE)]
    Card(card::Arguments),
    /// Bring what a card's bank asks for: a PIN, a code, an address
    #[command(after_help = exit::TABLE)]
    Authorize(authorize::Arguments),
}

impl Charge {
    pub(crate) async fn run(self, session: &Session) -> Result<Report, Failure> {
        match self {
            Self::Momo(arguments) => momo::run(arguments, session).await,
            Self::Card(arguments) => card::run(arguments, session).await,
            Self::Authorize(arguments) => authorize::run(arguments, session).await,
        }
    }
}
