//! `POST /disburse`: a payout to a mobile wallet (§8). There is no test mode for it.

use rust_decimal::Decimal;

use super::book::{book, failover, share};
use super::codes::{DISBURSE_TEST_BLOCKED, TEST_NUMBER_ON_LIVE_KEY};
use super::collect::PENDING;
use super::envelope::Answer;
use super::test_numbers::fate;
use super::values::{Range, amount, finish, phone};
use crate::config::Switch;
use crate::environment::Environment;
use crate::ledger::{Asked, Direction, Due, Means, NewMovement, Outcome};
use crate::service::{Call, Fields, Refusal, Reply};

pub(super) const OPERATION: &str = "roho.disburse";

/// C-4: twice as much at least as a collection.
const RANGE: Range = Range { least: 1_000, most: 5_000_000 };

pub(super) fn create(call: &Call<'_>) -> Result<Reply, Refusal> {
    if call.environment == Environment::Test {
        return Err(DISBURSE_TEST_BLOCKED.refusal());
    }
    let new = read(call)?;
    book(call, OPERATION, &new, |style, movement| Answer::of(style.disbursed(movement)))
}

fn read(call: &Call<'_>) -> Result<NewMovement, Refusal> {
    let mut fields = Fields::parse(call.body)?;
    let phone = phone(&mut fields);
    let amount = amount(&mut fields, Some(RANGE));
    let description = fields.optional_text("description");
    let callback_url = fields.callback_url();
    finish(fields)?;
    let (Some(phone), Some(amount)) = (phone, amount) else {
        return Err(Refusal::invalid("A required field is missing."));
    };
    if fate(&phone).is_some() {
        return Err(TEST_NUMBER_ON_LIVE_KEY.refusal());
    }
    let settings = call.merchant.settings();
    let takes_commission = call.app.has(call.merchant, Switch::PayoutCommission);
    let rate = if takes_commission { settings.roho.payout_commission } else { Decimal::ZERO };
    Ok(NewMovement {
        merchant: call.merchant.row,
        environment: call.environment,
        direction: Direction::Disbursement,
        means: Means::MobileMoney { phone },
        amount,
        commission: share(amount, rate),
        commission_rate: rate,
        provider: settings.roho.provider,
        provider_status: PENDING,
        description,
        callback_url,
        asked: Asked::Nobody,
        outcome: Outcome::Success,
        due: Due::At(call.at.saturating_add(settings.payout_after)),
        failover: failover(call),
    })
}
