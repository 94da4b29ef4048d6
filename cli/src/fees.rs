//! `dgspay fees`: what an amount costs, and what amount brings another. No network, no keys.

use std::path::PathBuf;

use clap::{Args, Subcommand};
use dgspay::{Currency, FeeQuote, FeeRounding, FeeSchedule, FeeTier, Money, Rate};

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Tone;
use crate::report::{Record, Report};

/// The columns of a price list.
const TIER_COLUMNS: [&str; 5] = ["up_to", "flat", "percent", "minimum", "maximum"];

#[derive(Subcommand)]
pub(crate) enum Fees {
    /// What a gross amount costs
    Quote(Question),
    /// The smallest gross amount that leaves a net one
    GrossUp(Question),
}

#[derive(Args)]
pub(crate) struct Question {
    /// The amount in major units
    amount: String,
    /// The currency of the amount and of the schedule
    #[arg(long, default_value = "RWF", value_name = "CODE")]
    currency: Currency,
    #[command(flatten)]
    schedule: Schedule,
}

/// Your agreement with the service: it publishes no price list.
#[derive(Args)]
pub(crate) struct Schedule {
    /// A fixed fee
    #[arg(long, value_name = "AMOUNT")]
    flat: Option<String>,
    /// A share of the gross amount: 3 is 3 %
    #[arg(long, value_name = "PERCENT")]
    percent: Option<Rate>,
    /// The least that is charged
    #[arg(long, value_name = "AMOUNT")]
    minimum: Option<String>,
    /// The most that is charged
    #[arg(long, value_name = "AMOUNT")]
    maximum: Option<String>,
    /// A CSV file with a tier a line, under the heads `up_to`, `flat`, `percent`, `minimum`, `maximum`; what is empty does not apply
    #[arg(long, value_name = "FILE", conflicts_with_all = ["flat", "percent", "minimum", "maximum"])]
    tiers: Option<PathBuf>,
    /// How a fee is rounded: `half_up`, `half_even`, `up` or `down`
    #[arg(long, value_name = "HOW", default_value = "half_up")]
    rounding: FeeRounding,
}

impl Fees {
    pub(crate) fn run(self) -> Result<Report, Failure> {
        let (Self::Quote(question) | Self::GrossUp(question)) = &self;
        let schedule = question
            .schedule
            .read(question.currency)?
            .ok_or_else(|| Failure::Usage("Say what the fee is: --flat, --percent or --tiers.".to_owned()))?;
        let amount = Money::parse(&question.amount, question.currency)?;
        let quote = match &self {
            Self::Quote(_) => schedule.quote(amount)?,
            Self::GrossUp(_) => schedule.gross_up(amount)?,
        };
        Ok(report(&quote))
    }
}

impl Schedule {
    /// The schedule; `None` if nothing was said about one.
    pub(crate) fn read(&self, currency: Currency) -> Result<Option<FeeSchedule>, Failure> {
        let money = |text: &Option<String>| text.as_deref().map(|text| Money::parse(text, currency)).transpose();
        let tiers = if let Some(path) = &self.tiers {
            tiers(path, currency)?
        } else if self.flat.is_some() || self.percent.is_some() {
            let mut tier = FeeTier::default();
            (tier.flat, tier.percent) = (money(&self.flat)?, self.percent);
            (tier.minimum, tier.maximum) = (money(&self.minimum)?, money(&self.maximum)?);
            vec![tier]
        } else {
            return Ok(None);
        };
        Ok(Some(FeeSchedule::new(tiers, &self.rounding)?))
    }
}

fn tiers(path: &std::path::Path, currency: Currency) -> Result<Vec<FeeTier>, Failure> {
    let wrong = |error: csv::Error| Failure::Usage(format!("{}: {error}", path.display()));
    let mut file = csv::ReaderBuilder::new().trim(csv::Trim::All).comment(Some(b'#')).from_path(path).map_err(wrong)?;
    let heads = file.headers().map_err(wrong)?.clone();
    if let Some(strange) = heads.iter().find(|head| !TIER_COLUMNS.contains(head)) {
        let known = TIER_COLUMNS.join(", ");
        return Err(Failure::Usage(format!("{}: no column {strange:?}; there are {known}", path.display())));
    }
    let mut tiers = Vec::new();
    for line in file.records() {
        let line = line.map_err(wrong)?;
        let cell = |name: &str| {
            let index = heads.iter().position(|head| head == name)?;
            line.get(index).filter(|text| !text.is_empty())
        };
        let money = |name: &str| cell(name).map(|text| Money::parse(text, currency)).transpose();
        let mut tier = FeeTier::default();
        (tier.up_to, tier.flat) = (money("up_to")?, money("flat")?);
        (tier.minimum, tier.maximum) = (money("minimum")?, money("maximum")?);
        tier.percent = cell("percent").map(str::parse).transpose()?;
        tiers.push(tier);
    }
    Ok(tiers)
}

fn report(quote: &FeeQuote) -> Report {
    let record = Record::new().with("gross", quote.gross).with("fee", quote.fee).with("net", quote.net);
    Report::new(Exit::Done)
        .headline(Tone::Plain, format!("{} costs {} and leaves {}", quote.gross, quote.fee, quote.net))
        .unseen(record)
}
