//! `POST /collect`: mobile money from a payer (§7).

use super::book::{book, failover, share};
use super::codes::TEST_NUMBER_ON_LIVE_KEY;
use super::envelope::Answer;
use super::test_numbers::{Fate, fate};
use super::values::{Range, amount, finish, payment_method, phone};
use crate::config::Switch;
use crate::environment::Environment;
use crate::ledger::{Asked, Direction, Due, Means, NewMovement, Outcome};
use crate::service::{Call, Fields, Refusal, Reply};

pub(super) const OPERATION: &str = "roho.collect";

const RANGE: Range = Range { least: 500, most: 5_000_000 };

const LONGEST_DESCRIPTION: usize = 255;

/// The providers' words for what has not ended.
pub(super) const PENDING: &str = "PENDING";
const SENT_TO_VENDOR: &str = "SENT_TO_VENDOR";

/// The providers' word for what has failed, if nothing else is known.
const FAILED: &str = "FAILED";

pub(super) fn create(call: &Call<'_>) -> Result<Reply, Refusal> {
    let new = read(call)?;
    book(call, OPERATION, &new, |style, movement| Answer::of(style.collected(movement)).saying("Payment initiated"))
}

fn read(call: &Call<'_>) -> Result<NewMovement, Refusal> {
    let mut fields = Fields::parse(call.body)?;
    let phone = phone(&mut fields);
    let amount = amount(&mut fields, Some(RANGE));
    let description = fields.optional_text("description");
    if description.as_ref().is_some_and(|text| text.chars().count() > LONGEST_DESCRIPTION) {
        fields.fail("description", format!("must not be longer than {LONGEST_DESCRIPTION} characters"));
    }
    let callback_url = fields.callback_url();
    payment_method(&mut fields);
    finish(fields)?;
    let (Some(phone), Some(amount)) = (phone, amount) else {
        return Err(Refusal::invalid("A required field is missing."));
    };
    let fate = fate(&phone);
    if fate.is_some() && call.environment == Environment::Production {
        return Err(TEST_NUMBER_ON_LIVE_KEY.refusal());
    }
    let Course { asked, outcome, due, provider_status } = course(call, fate);
    let settings = call.merchant.settings().roho;
    Ok(NewMovement {
        merchant: call.merchant.row,
        environment: call.environment,
        direction: Direction::Collection,
        means: Means::MobileMoney { phone },
        amount,
        commission: share(amount, settings.commission),
        commission_rate: settings.commission,
        provider: settings.provider,
        provider_status,
        description,
        callback_url,
        asked,
        outcome,
        due,
        failover: failover(call),
    })
}

/// What a collection goes through.
struct Course {
    asked: Asked,
    outcome: Outcome,
    due: Due,
    provider_status: &'static str,
}

/// A test number goes its own way; any other rings, and agrees after a while if nobody answers.
fn course(call: &Call<'_>, fate: Option<Fate>) -> Course {
    let wait = call.merchant.settings().approve_after;
    let later = Due::At(call.at.saturating_add(wait));
    let usual = Course { asked: Asked::Nobody, outcome: Outcome::Success, due: later, provider_status: PENDING };
    match fate {
        None => Course { asked: Asked::Handset, due: if wait > 0 { later } else { Due::Never }, ..usual },
        Some(Fate::AtOnce) if !call.app.has(call.merchant, Switch::PendingFirst) => {
            Course { due: Due::AtOnce, ..usual }
        }
        Some(Fate::AtOnce | Fate::Succeeds) => usual,
        Some(Fate::Fails) => Course { outcome: Outcome::Failed(FAILED.to_owned()), ..usual },
        Some(Fate::StaysPending) => Course { due: Due::Never, ..usual },
        Some(Fate::Stuck) => Course { due: Due::Never, provider_status: SENT_TO_VENDOR, ..usual },
    }
}
