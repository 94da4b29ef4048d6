//! `POST /authorize`: the PIN, the one-time code or the address that a card charge waits for (§9).

use super::charge_answer::ChargeAnswer;
use super::values::country;
use crate::cards;
use crate::cashier::Proof;
use crate::ledger::{Payment, PaymentStatus};
use crate::service::{Booked, Call, Fields, Refusal, Reply};

pub(super) fn submit(call: &Call<'_>) -> Result<Reply, Refusal> {
    let mut fields = Fields::parse(call.body)?;
    let reference = fields.text("dgs_reference");
    let kind = fields.text("auth_type");
    let proof = match kind.as_deref() {
        Some("pin") => Some(Proof::Pin),
        Some("otp") => Some(Proof::Otp),
        Some("avs") => Some(Proof::Avs),
        Some(_) => {
            fields.fail("auth_type", "must be pin, otp or avs");
            None
        }
        None => None,
    };
    let payment = match reference {
        Some(reference) => Some(find(call, &reference)?),
        None => None,
    };
    // A charge that is finished says so again, whatever is handed over: a repeated request credits nothing.
    if let (Some(payment), Some(_)) = (&payment, proof)
        && payment.status != PaymentStatus::Pending
    {
        return answer(payment, call);
    }
    if let Some(proof) = proof {
        check(&mut fields, proof, call);
    }
    fields.finish()?;
    let (Some(payment), Some(proof)) = (payment, proof) else {
        return Err(Refusal::invalid("A required field is missing."));
    };
    if let Some(payment) = call.app.authorise(&payment, proof, call.at)? {
        return answer(&payment, call);
    }
    // Somebody else may have finished it meanwhile; else it waits for something else.
    let payment = find(call, &payment.identity.reference)?;
    if payment.status == PaymentStatus::Pending { Err(wrong_step()) } else { answer(&payment, call) }
}

fn find(call: &Call<'_>, reference: &str) -> Result<Payment, Refusal> {
    let payment = call.app.ledger.payment(reference)?.filter(|payment| payment.merchant == call.merchant.row);
    payment.ok_or_else(|| Refusal::not_found("There is no such charge."))
}

fn answer(payment: &Payment, call: &Call<'_>) -> Result<Reply, Refusal> {
    let answer = Reply::json(&ChargeAnswer::of(payment, call))?;
    let reference = payment.identity.reference.clone();
    Ok(Reply { booked: Some(Booked::Payment { row: payment.row, reference }), ..answer })
}

/// Looks at what was handed over and keeps nothing of it.
fn check(fields: &mut Fields, proof: Proof, call: &Call<'_>) {
    match proof {
        Proof::Pin => {
            let (sealed, nonce) = (fields.text("auth_pin_encrypted"), fields.text("auth_pin_nonce"));
            let (Some(sealed), Some(nonce)) = (sealed, nonce) else { return };
            if let Err(flaw) = cards::check_pin(&call.merchant.identity.dgs_encryption_key, &sealed, &nonce) {
                fields.fail(flaw.field, flaw.reason);
            }
        }
        Proof::Otp => {
            if fields.text("auth_otp").is_some_and(|code| !cards::is_code(&code)) {
                fields.fail("auth_otp", "must be a code of 4 to 6 digits");
            }
        }
        Proof::Avs => {
            fields.text("avs_line1");
            country(fields, "avs_country");
            for name in ["avs_line2", "avs_city", "avs_state", "avs_postal_code"] {
                fields.optional_text(name);
            }
        }
    }
}

fn wrong_step() -> Refusal {
    Refusal::wrong("auth_type", "is not what this charge waits for; its next_action_type says what is")
}
