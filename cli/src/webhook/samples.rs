//! A sample of every event, in the form that the service documents.

use serde_json::{Value, json};

/// The events, in the order in which `all` sends them.
pub(super) const EVENTS: [&str; 6] = [
    "payment.success",
    "payment.failed",
    "disbursement.success",
    "disbursement.failed",
    "conversion.success",
    "conversion.failed",
];

/// The body of a sample.
pub(super) fn body(event: &str, reference: Option<&str>) -> Value {
    let mut body = match event {
        "payment.success" => json!({
            "event": event, "dgs_reference": "dgs_SAMPLE01", "flw_charge_id": "flw_987654321", "amount": 5000,
            "currency": "RWF", "merchant_fee": 150, "net_amount": 4850, "status": "success",
            "timestamp": "2026-04-02T10:30:00Z", "environment": "test",
        }),
        "payment.failed" => json!({
            "event": event, "dgs_reference": "dgs_SAMPLE02", "flw_charge_id": "flw_987654322", "amount": 5000,
            "currency": "RWF", "merchant_fee": 0, "net_amount": 0, "status": "failed",
            "timestamp": "2026-04-02T10:35:00Z", "environment": "test",
        }),
        "disbursement.success" => json!({
            "event": event, "dgs_reference": "DGSSAMPLE01", "flw_transfer_id": 987_654, "status": "success",
            "amount": 10000, "fee": 100, "recipient_gets": 9900, "currency": "RWF", "destination_type": "bank",
            "recipient": { "account_number": "1234567890", "bank_key": "kcb_rw", "name": "John Doe" },
            "proof": "FLW-PROOF-123456",
        }),
        "disbursement.failed" => json!({
            "event": event, "dgs_reference": "DGSSAMPLE02", "flw_transfer_id": 987_655, "status": "failed",
            "amount": 10000, "fee": 100, "recipient_gets": 9900, "currency": "RWF",
            "destination_type": "mobile_money", "fail_reason": "Invalid account details",
        }),
        "conversion.success" => json!({
            "event": event, "dgs_reference": "DGSCONVSAMPLE01", "status": "success", "from_currency": "USD",
            "from_amount": 100, "to_currency": "EUR", "to_amount": 94.5, "rate": 0.945,
            "rate_display": "1 USD = 0.9450 EUR",
        }),
        _ => json!({
            "event": event, "dgs_reference": "DGSCONVSAMPLE02", "status": "failed", "from_currency": "USD",
            "from_amount": 100, "to_currency": "EUR", "fail_reason": "Insufficient balance", "refund_amount": 100,
            "refund_currency": "USD",
        }),
    };
    if let Some(reference) = reference {
        body["dgs_reference"] = json!(reference);
    }
    body
}

#[cfg(test)]
mod tests {
    use super::*;
    use dgspay::Webhook;
    use dgspay::webhook::sign;

    #[test]
    fn every_sample_is_the_event_that_it_says() {
        let webhook = Webhook::new(["a secret of tests"]).unwrap();
        for event in EVENTS {
            let body = body(event, None).to_string();
            let read = webhook.verify(body.as_bytes(), Some(sign("a secret of tests", body.as_bytes()).as_bytes()));
            assert_eq!(read.unwrap().kind(), event);
        }
    }

    #[test]
    fn a_sample_can_be_of_a_payment_of_your_own() {
        assert_eq!(body("payment.failed", Some("dgs_MINE"))["dgs_reference"], "dgs_MINE");
    }
}
