//! `POST /checkout`: a card payment that goes on at the bank's page (§9).

use super::book::{book, share};
use super::cards::{self, Behaviour};
use super::codes::{CARD_EXPIRED, PROVIDER_ERROR};
use super::collect::PENDING;
use super::envelope::Answer;
use super::values::{amount, finish};
use crate::ledger::{Asked, Direction, Due, Means, NewMovement, Outcome, Provider};
use crate::service::{Call, Fields, Refusal, Reply};

pub(super) const OPERATION: &str = "roho.checkout";

/// Under the service's base.
pub(super) const PATH: &str = "/checkout";

/// Where the banks' pages are.
pub(crate) const PAGES: &str = "/3ds";

pub(super) fn create(call: &Call<'_>) -> Result<Reply, Refusal> {
    let new = read(call)?;
    book(call, OPERATION, &new, |style, movement| {
        let payment_url = format!("{}{PAGES}/{}", call.app.origin, movement.identity.page);
        Answer::of(style.checked_out(movement, payment_url))
    })
}

fn read(call: &Call<'_>) -> Result<NewMovement, Refusal> {
    let mut fields = Fields::parse(call.body)?;
    // Whose key it is was looked at before anything else.
    fields.text("api_key");
    let amount = amount(&mut fields, None);
    fields.text("customer_name");
    if fields.text("customer_email").is_some_and(|email| !is_email(&email)) {
        fields.fail("customer_email", "must be an e-mail address");
    }
    let return_url = fields.text("return_url").and_then(|_| fields.optional_url("return_url"));
    let card = cards::read(&mut fields, call.at);
    let description = fields.optional_text("description");
    // Not documented here, and honoured (C-19).
    let callback_url = fields.callback_url();
    finish(fields)?;
    let (Some(amount), Some(return_url), Some(card)) = (amount, return_url, card) else {
        return Err(Refusal::invalid("A required field is missing."));
    };
    if card.has_expired {
        return Err(CARD_EXPIRED.refusal());
    }
    let outcome = match card.behaviour {
        Behaviour::Pays => Outcome::Success,
        Behaviour::Fails(reason) => Outcome::Failed(reason.to_owned()),
        Behaviour::Refused => return Err(PROVIDER_ERROR.saying("The provider rejected the card. Nothing was booked.")),
    };
    let commission_rate = call.merchant.settings().roho.commission;
    Ok(NewMovement {
        merchant: call.merchant.row,
        environment: call.environment,
        direction: Direction::Collection,
        means: Means::Card { return_url },
        amount,
        commission: share(amount, commission_rate),
        commission_rate,
        // The other one has no cards (§1).
        provider: Provider::Relworx,
        provider_status: PENDING,
        description,
        callback_url,
        asked: Asked::Page,
        outcome,
        due: Due::Never,
        failover: None,
    })
}

/// Something on both sides of an at sign, and a dot on its right.
fn is_email(text: &str) -> bool {
    let is_plain = !text.contains(|c: char| c.is_whitespace() || c.is_control());
    text.rsplit_once('@').is_some_and(|(name, host)| is_plain && !name.is_empty() && host.contains('.'))
}
