//! The bodies of RohoPay's webhooks, field by field in the order of the documents' example (§13).

use serde::Serialize;

use crate::clock;
use crate::ledger::Movement;
use crate::number::Number;
use crate::roho::words;

/// Flat, as documented.
#[derive(Serialize)]
struct Flat<'a> {
    event: &'a str,
    #[serde(flatten)]
    told: Told<'a>,
}

/// As the service's own SDK expects it (C-8).
#[derive(Serialize)]
struct Nested<'a> {
    id: String,
    created_at: String,
    r#type: &'a str,
    data: Told<'a>,
}

#[derive(Serialize)]
struct Told<'a> {
    id: &'a str,
    internal_reference: &'a str,
    provider_reference: &'a str,
    r#type: &'a str,
    status: &'a str,
    payment_method: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    phone_number: Option<&'a str>,
    amount: Number,
    currency: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    commission_amount: Option<Number>,
    net_amount: Number,
    environment: &'a str,
    created_at: String,
    updated_at: String,
}

/// What is told of a movement that has ended. A payout tells of its commission only where there is one (C-3).
pub(super) fn written(movement: &Movement, event: &str, nested: bool) -> String {
    let told = Told {
        id: &movement.identity.id,
        internal_reference: &movement.identity.reference,
        provider_reference: &movement.provider_reference,
        r#type: movement.direction.as_str(),
        status: movement.status.of_charge(),
        payment_method: movement.means.as_str(),
        phone_number: movement.means.phone(),
        amount: Number::short(movement.amount),
        currency: movement.amount.currency.code(),
        commission_amount: movement.tells_of_commission().then(|| Number::short(movement.commission_taken())),
        net_amount: Number::short(movement.net()),
        environment: words::environment(movement.environment),
        created_at: clock::iso(movement.created_at),
        updated_at: clock::iso(movement.updated_at()),
    };
    let written = if nested {
        let id = format!("evt_{}", movement.identity.id);
        serde_json::to_string(&Nested { id, created_at: clock::iso(movement.updated_at()), r#type: event, data: told })
    } else {
        serde_json::to_string(&Flat { event, told })
    };
    // Nothing in these structures can fail to be written.
    written.unwrap_or_default()
}
