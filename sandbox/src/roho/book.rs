//! What is the same for everything that is booked: under its key, with its answer.

use rust_decimal::Decimal;

use super::answer::{Record, Style};
use super::envelope::Answer;
use super::{codes, idempotency};
use crate::faults::Fault;
use crate::ledger::{Amount, Booking, Claim, Failover, LedgerError, Movement, NewMovement};
use crate::service::{Booked, Call, Refusal, Reply};

/// Books a movement and answers as `write` does.
pub(super) fn book(
    call: &Call<'_>,
    operation: &str,
    new: &NewMovement,
    write: impl FnOnce(Style, &Movement) -> Answer<Record<'_>>,
) -> Result<Reply, Refusal> {
    let style = Style::of(call.app, call.merchant);
    let fingerprint = idempotency::fingerprint(call, operation);
    let claim = call.idempotency_key.map(|key| Claim { key, fingerprint: &fingerprint });
    // Nothing in an answer can fail to be written.
    let answer = |movement: &Movement| serde_json::to_vec(&write(style, movement)).unwrap_or_default();
    let booking = call.app.move_money(new, claim, call.at, answer);
    let Booking { movement, answer, .. } = booking.map_err(refusal)?;
    let booked = Booked::Movement { row: movement.row, reference: movement.identity.reference };
    Ok(Reply { body: answer, booked: Some(booked) })
}

/// Whether a fault hands the movement to the other provider before it is answered.
pub(super) fn failover(call: &Call<'_>) -> Option<Failover> {
    match call.struck? {
        Fault::Failover => Some(Failover { both_execute: false }),
        Fault::DoubleExecution => Some(Failover { both_execute: true }),
        _ => None,
    }
}

fn refusal(error: LedgerError) -> Refusal {
    match error {
        LedgerError::Short { available, required } => codes::INSUFFICIENT_BALANCE
            .saying(format!("The wallet holds {available}, and {required} is needed. Nothing was sent.")),
        other => other.into(),
    }
}

/// A share of an amount, in whole units of its currency.
pub(super) fn share(amount: Amount, rate: Decimal) -> Amount {
    let unit = 10_i64.pow(amount.currency.fraction_digits());
    let units = Amount::new(amount.minor / unit, amount.currency).share(rate).minor;
    Amount::new(units * unit, amount.currency)
}
