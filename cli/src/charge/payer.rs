//! Waiting for a payer, and what a payment's state means for whoever has asked.

use std::time::Duration;

use clap::Args;
use dgspay::{Money, Outcome, PaymentStatus};

use crate::arguments::{self, sentence};
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::{Tone, note};
use crate::patience;

/// How long to wait for the payer.
#[derive(Args)]
pub(crate) struct Waiting {
    /// Wait until it is paid or has failed, for this long
    #[arg(long, value_name = "TIME", num_args = 0..=1, require_equals = true, default_missing_value = "2m",
        value_parser = arguments::duration)]
    pub(crate) wait: Option<Duration>,
}

/// What a payment has become while it was waited for; `None` if nothing newer is known. Whatever ends the waiting, Ctrl-C or an
/// error, the payment is there and stands as it was last seen: unless the error says that nobody knows any more.
pub(crate) async fn awaited<Payment>(
    waiting: impl Future<Output = dgspay::Result<Payment>>,
) -> Result<Option<Payment>, Failure> {
    match patience::unless_stopped("Waiting for the payer", waiting).await {
        Some(Ok(ended)) => Ok(Some(ended)),
        Some(Err(error)) if error.outcome() == Outcome::Unknown => Err(error.into()),
        Some(Err(error)) => {
            note(Tone::Bad, &format!("The waiting has ended: {}", sentence(&error)));
            Ok(None)
        }
        None => Ok(None),
    }
}

/// Whoever waits must know what for.
pub(crate) fn tell(reference: &str, status: &PaymentStatus, todo: &str, page: Option<&str>) {
    note(Tone::Faint, &format!("{reference}  {status} {todo}"));
    if let Some(url) = page {
        note(Tone::Waiting, &format!("The payer goes on here: {url}"));
    }
}

/// How a payment ends the command, and in which words.
pub(crate) fn verdict(status: &PaymentStatus, is_paid: bool, amount: Option<Money>) -> (Exit, Tone, String) {
    let amount = amount.map_or_else(|| "The payment is".to_owned(), |amount| amount.to_string());
    match status {
        _ if is_paid => (Exit::Done, Tone::Good, format!("{amount} paid")),
        PaymentStatus::Failed => (Exit::NotDone, Tone::Bad, format!("{amount} not paid: the payment has failed")),
        _ => (Exit::Pending, Tone::Waiting, format!("{amount} not paid yet")),
    }
}
