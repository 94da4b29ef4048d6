//! A verified event, fact by fact.

use dgspay::{Event, Recipient};

use crate::exit::Exit;
use crate::output::Tone;
use crate::report::{Record, Report};

pub(super) fn report(event: &Event) -> Report {
    let record = Record::new().with("event", event.kind());
    let record = facts(event, record).with("dedupe_key", event.dedupe_key());
    Report::new(Exit::Done).headline(Tone::Good, "The signature is valid").record(record)
}

fn facts(event: &Event, record: Record) -> Record {
    match event {
        Event::PaymentSucceeded {
            reference,
            amount,
            merchant_fee,
            net_amount,
            charge_id,
            timestamp,
            environment,
            secret_index,
            ..
        } => record
            .with("reference", reference)
            .with("amount", *amount)
            .with("merchant_fee", *merchant_fee)
            .with("net_amount", *net_amount)
            .with("charge_id", charge_id.as_ref())
            .with("timestamp", timestamp.as_ref())
            .with("environment", environment.as_ref())
            .with("secret_index", *secret_index),
        Event::PaymentFailed { reference, amount, charge_id, timestamp, environment, secret_index, .. } => record
            .with("reference", reference)
            .with("amount", *amount)
            .with("charge_id", charge_id.as_ref())
            .with("timestamp", timestamp.as_ref())
            .with("environment", environment.as_ref())
            .with("secret_index", *secret_index),
        Event::DisbursementSucceeded {
            reference,
            amount,
            fee,
            recipient_gets,
            destination_type,
            recipient,
            proof,
            transfer_id,
            secret_index,
            ..
        } => record
            .with("reference", reference)
            .with("amount", *amount)
            .with("fee", *fee)
            .with("recipient_gets", *recipient_gets)
            .with("destination_type", destination_type.as_ref())
            .with("recipient", recipient.as_ref().map(who))
            .with("proof", proof.as_ref())
            .with("transfer_id", transfer_id.as_ref())
            .with("secret_index", *secret_index),
        Event::DisbursementFailed {
            reference,
            amount,
            fee,
            recipient_gets,
            destination_type,
            recipient,
            fail_reason,
            transfer_id,
            secret_index,
            ..
        } => record
            .with("reference", reference)
            .with("amount", *amount)
            .with("fee", *fee)
            .with("recipient_gets", *recipient_gets)
            .with("destination_type", destination_type.as_ref())
            .with("recipient", recipient.as_ref().map(who))
            .with("fail_reason", fail_reason.as_ref())
            .with("transfer_id", transfer_id.as_ref())
            .with("secret_index", *secret_index),
        Event::ConversionSucceeded { reference, from_amount, to_amount, rate, rate_display, secret_index, .. } => {
            record
                .with("reference", reference)
                .with("from_amount", *from_amount)
                .with("to_amount", *to_amount)
                .with("rate", *rate)
                .with("rate_display", rate_display.as_ref())
                .with("secret_index", *secret_index)
        }
        Event::ConversionFailed { reference, from_amount, to_currency, fail_reason, refund, secret_index, .. } => {
            record
                .with("reference", reference)
                .with("from_amount", *from_amount)
                .with("to_currency", *to_currency)
                .with("fail_reason", fail_reason.as_ref())
                .with("refund", *refund)
                .with("secret_index", *secret_index)
        }
        Event::Unknown { event, reference, secret_index, .. } => {
            record.with("name", event).with("reference", reference.as_ref()).with("secret_index", *secret_index)
        }
        _ => movement(event, record),
    }
}

/// The facts of RohoPay's events, which all say the same.
fn movement(event: &Event, record: Record) -> Record {
    match event {
        Event::DepositSucceeded {
            reference,
            amount,
            commission_amount,
            net_amount,
            provider_reference,
            transaction_id,
            payment_method,
            phone_number,
            failover_reason,
            environment,
            created_at,
            updated_at,
            secret_index,
            ..
        }
        | Event::DepositFailed {
            reference,
            amount,
            commission_amount,
            net_amount,
            provider_reference,
            transaction_id,
            payment_method,
            phone_number,
            failover_reason,
            environment,
            created_at,
            updated_at,
            secret_index,
            ..
        }
        | Event::WithdrawalSucceeded {
            reference,
            amount,
            commission_amount,
            net_amount,
            provider_reference,
            transaction_id,
            payment_method,
            phone_number,
            failover_reason,
            environment,
            created_at,
            updated_at,
            secret_index,
            ..
        }
        | Event::WithdrawalFailed {
            reference,
            amount,
            commission_amount,
            net_amount,
            provider_reference,
            transaction_id,
            payment_method,
            phone_number,
            failover_reason,
            environment,
            created_at,
            updated_at,
            secret_index,
            ..
        } => record
            .with("reference", reference)
            .with("amount", *amount)
            .with("commission_amount", *commission_amount)
            .with("net_amount", *net_amount)
            .with("provider_reference", provider_reference.as_ref())
            .with("transaction_id", transaction_id.as_ref())
            .with("payment_method", payment_method.as_ref())
            .with("phone_number", phone_number.as_ref())
            .with("failover_reason", failover_reason.as_ref())
            .with("environment", environment.as_ref())
            .with("created_at", created_at.as_ref())
            .with("updated_at", updated_at.as_ref())
            .with("secret_index", *secret_index),
        _ => record,
    }
}

fn who(recipient: &Recipient) -> Record {
    Record::new()
        .with("name", recipient.name.as_ref())
        .with("bank_key", recipient.bank_key.as_ref())
        .with("account_number", recipient.account_number.as_ref())
        .with("branch", recipient.branch.as_ref())
        .with("phone", recipient.phone.as_ref())
        .with("network", recipient.network.as_ref())
        .with("country", recipient.country.as_ref())
}
