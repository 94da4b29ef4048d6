//! `dgspay charge`: asking a payer for money.

mod authorize;
mod card;
pub(crate) mod collect;
mod momo;
mod order;
pub(crate) mod payer;
mod show;

use clap::Subcommand;

use crate::exit;
use crate::failure::Failure;
use crate::report::Report;
use crate::session::Connected;

/// What RohoPay has instead.
const NO_CARD: &str = "RohoPay takes cards on the bank's page: `dgspay checkout` begins such a payment.";
const NO_AUTHORIZE: &str = "RohoPay's payers answer their bank on its own page, or on the phone.";

#[derive(Subcommand)]
pub(crate) enum Charge {
    /// Ask a payer for a mobile-money payment: a push on the phone, where the PIN is entered
    #[command(after_help = exit::TABLE)]
    Momo(momo::Arguments),
    /// Ask for a card payment through DGS-Pay; the card is typed where nobody sees it, and encrypted here
    #[command(long_about = card::ABOUT, after_help = exit::TABLE)]
    Card(card::Arguments),
    /// Bring what a card's bank asks for: a PIN, a code, an address (DGS-Pay)
    #[command(after_help = exit::TABLE)]
    Authorize(authorize::Arguments),
}

impl Charge {
    pub(crate) async fn run(self, with: &Connected) -> Result<Report, Failure> {
        match self {
            Self::Momo(arguments) => match with {
                Connected::DgsPay(session) => momo::run(arguments, session).await,
                Connected::RohoPay(session) => collect::run(arguments, session).await,
            },
            Self::Card(arguments) => card::run(arguments, with.dgspay(NO_CARD)?).await,
            Self::Authorize(arguments) => authorize::run(arguments, with.dgspay(NO_AUTHORIZE)?).await,
        }
    }
}
