//! What a call has booked, whatever kind of thing it is.

use crate::app::App;
use crate::clock::Millis;
use crate::ledger::{Result, Verdict};

/// By its row and its reference.
#[derive(Debug, Clone)]
pub(crate) enum Booked {
    Payment { row: i64, reference: String },
    Payout { row: i64, reference: String },
    Conversion { row: i64, reference: String },
    Movement { row: i64, reference: String },
}

impl Booked {
    pub(super) fn reference(&self) -> &str {
        match self {
            Self::Payment { reference, .. }
            | Self::Payout { reference, .. }
            | Self::Conversion { reference, .. }
            | Self::Movement { reference, .. } => reference,
        }
    }

    /// As it would have ended in time, whether there is a time for it or not.
    pub(super) fn end(&self, app: &App, at: Millis) -> Result<()> {
        match self {
            Self::Payment { row, .. } => app.decide(*row, Verdict::Approved, at).map(drop),
            Self::Payout { row, reference } => {
                let outcome = app.ledger.payout(reference)?.map(|payout| payout.outcome);
                app.end_payout(*row, outcome, at).map(drop)
            }
            Self::Conversion { row, reference } => {
                let outcome = app.ledger.conversion(reference)?.map(|conversion| conversion.outcome);
                app.end_conversion(*row, outcome, at).map(drop)
            }
            Self::Movement { row, reference } => {
                let outcome = app.ledger.movement(reference)?.map(|movement| movement.outcome);
                app.end_movement(*row, outcome, at).map(drop)
            }
        }
    }

    /// What has not ended yet never will, unless a person sees to it.
    pub(super) fn silence(&self, app: &App) -> Result<()> {
        match self {
            Self::Payment { row, .. } => app.ledger.silence_payment(*row),
            Self::Payout { row, .. } => app.ledger.silence_payout(*row),
            Self::Conversion { row, .. } => app.ledger.silence_conversion(*row),
            Self::Movement { row, .. } => app.ledger.silence_movement(*row),
        }
    }
}
