//! `dgspay links`: pages of the service where anybody who has the link can pay.

mod create;
mod fields;
mod list;
mod show;
mod update;

use clap::{Args, Subcommand};
use dgspay::PaymentLink;

use crate::ask;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Tone;
use crate::patience;
use crate::report::{Record, Report, qr};
use crate::session::Session;

/// What RohoPay has instead.
pub(crate) const LACKING: &str =
    "RohoPay has no payment links: `dgspay checkout` begins a card payment, `dgspay charge momo` asks a phone.";

#[derive(Subcommand)]
pub(crate) enum Links {
    /// Make a link; with --amount it is fixed, without it the payer chooses
    Create(create::Arguments),
    /// List links, the newest first
    List(list::Arguments),
    /// Show a link, what came through it, and its QR code
    Show(show::Arguments),
    /// Change a link; what is not named stays
    Update(update::Arguments),
    /// Archive a link, for ever: it takes no payment any more
    Archive(Archive),
}

#[derive(Args)]
pub(crate) struct Archive {
    /// The link's id
    id: String,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

impl Links {
    pub(crate) async fn run(self, session: &Session) -> Result<Report, Failure> {
        match self {
            Self::Create(arguments) => create::run(arguments, session).await,
            Self::List(arguments) => list::run(arguments, session).await,
            Self::Show(arguments) => show::run(arguments, session).await,
            Self::Update(arguments) => update::run(arguments, session).await,
            Self::Archive(Archive { id, yes }) => archive(&id, yes, session).await,
        }
    }
}

async fn archive(id: &str, yes: bool, session: &Session) -> Result<Report, Failure> {
    ask::confirmed(&format!("Archive the link {id}, for ever?"), yes, &session.environment).await?;
    patience::seen("Archiving", session.pay.payment_links().archive(id)).await?;
    let record = Record::new().with("id", id).with("archived", true);
    Ok(Report::new(Exit::Done).headline(Tone::Good, format!("Archived: {id}")).unseen(record))
}

/// One link with everything there is to know.
fn report(link: &PaymentLink, headline: &str, qr: qr::When) -> Report {
    Report::new(Exit::Done)
        .headline(Tone::Good, headline)
        .record(record(link))
        .picture(link.url.as_deref().and_then(|url| qr::drawn(url, qr)))
}

fn record(link: &PaymentLink) -> Record {
    Record::new()
        .with("id", &link.id)
        .with("url", link.url.as_ref())
        .with("title", &link.title)
        .with("status", &link.status)
        .with("amount_type", &link.amount_type)
        .with("currency", link.currency)
        .with("amount", link.amount)
        .with("min_amount", link.min_amount)
        .with("max_amount", link.max_amount)
        .with("payment_types", link.payment_types.as_slice())
        .with("slug", link.slug.as_ref())
        .with("description", link.description.as_ref())
        .with("redirect_url", link.redirect_url.as_ref())
        .with("use_count", link.use_count)
        .with("max_uses", link.max_uses)
        .with("expires_at", link.expires_at.as_ref())
        .with("created_at", link.created_at.as_ref())
}
