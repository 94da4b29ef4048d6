//! `dgspay convert`

use clap::Args;
use dgspay::{Conversion, ConversionPreview, Currency, Money};

use crate::ask;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Tone, tell};
use crate::patience;
use crate::report::{Record, Report};
use crate::session::Session;

/// What RohoPay has instead.
pub(crate) const LACKING: &str = "RohoPay has no conversion: its wallet is of one currency.";

#[derive(Args)]
pub(crate) struct Convert {
    /// The amount to convert, in the first currency
    amount: String,
    /// The currency that leaves the wallet
    from: Currency,
    /// The currency that enters it
    to: Currency,
    /// Only say what it would give: no money moves
    #[arg(long)]
    preview: bool,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

impl Convert {
    pub(crate) async fn run(self, session: &Session) -> Result<Report, Failure> {
        let amount = Money::parse(&self.amount, self.from)?;
        let wallet = session.pay.wallet();
        if self.preview {
            let preview = patience::seen("Asking for the rate", wallet.preview_conversion(amount, self.to)).await?;
            return Ok(previewed(&preview));
        }
        if !self.yes && ask::somebody_is_there() {
            let preview = patience::seen("Asking for the rate", wallet.preview_conversion(amount, self.to)).await?;
            tell(&previewed(&preview).text());
        }
        ask::confirmed(
            &format!("Convert {amount} to {}, at the rate of that moment?", self.to),
            self.yes,
            &session.environment,
        )
        .await?;
        let converting = wallet.convert(amount, self.to);
        Ok(taken_on(&patience::to_the_end("Converting", &session.cancel, converting).await?))
    }
}

fn previewed(preview: &ConversionPreview) -> Report {
    let record = Record::new()
        .with("from_amount", preview.from_amount)
        .with("to_amount", preview.to_amount)
        .with("rate", preview.rate)
        .with("rate_display", preview.rate_display.as_ref())
        .with("fee", preview.fee);
    let headline = format!("{} would give {}; no money has moved", preview.from_amount, preview.to_amount);
    Report::new(Exit::Done).headline(Tone::Plain, headline).record(record)
}

fn taken_on(conversion: &Conversion) -> Report {
    let record = Record::new()
        .with("reference", &conversion.reference)
        .with("status", &conversion.status)
        .with("from_amount", conversion.from_amount)
        .with("to_amount", conversion.to_amount)
        .with("rate", conversion.rate)
        .with("fee", conversion.fee);
    Report::new(Exit::Done)
        .headline(Tone::Good, format!("Taken on: {} has left the wallet", conversion.from_amount))
        .record(record)
        .hint("How it ends, its webhook tells (conversion.success or conversion.failed), and `dgspay balance`.")
}
