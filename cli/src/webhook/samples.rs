//! A sample of every event, in the form that its service documents.

use dgspay::webhook::sign;
use serde_json::{Value, json};

use crate::service::Service;

/// DGS-Pay's events, in the order in which `all` sends them, and then RohoPay's.
pub(super) const EVENTS: [&str; 10] = [
    "payment.success",
    "payment.failed",
    "disbursement.success",
    "disbursement.failed",
    "conversion.success",
    "conversion.failed",
    "deposit.successful",
    "deposit.failed",
    "withdraw.successful",
    "withdraw.failed",
];

/// How many of them are DGS-Pay's.
const OF_DGSPAY: usize = 6;

/// The events of a service; the first is the one that is sent if none is named.
pub(super) fn events(service: Service) -> &'static [&'static str] {
    match service {
        Service::DgsPay => &EVENTS[..OF_DGSPAY],
        Service::RohoPay => &EVENTS[OF_DGSPAY..],
    }
}

/// The header of the signature and what stands in it.
pub(super) fn signature(service: Service, secret: &str, body: &[u8]) -> (&'static str, String) {
    let signature = sign(secret, body);
    match service {
        Service::DgsPay => ("x-dgs-signature", signature),
        Service::RohoPay => ("x-rohopay-signature", format!("sha256={signature}")),
    }
}

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
        "conversion.failed" => json!({
            "event": event, "dgs_reference": "DGSCONVSAMPLE02", "status": "failed", "from_currency": "USD",
            "from_amount": 100, "to_currency": "EUR", "fail_reason": "Insufficient balance", "refund_amount": 100,
            "refund_currency": "USD",
        }),
        _ => movement(event),
    };
    if let Some(reference) = reference {
        let name = if body["dgs_reference"].is_string() { "dgs_reference" } else { "internal_reference" };
        body[name] = json!(reference);
    }
    body
}

/// A collection or a payout of RohoPay that has ended.
fn movement(event: &str) -> Value {
    let (kind, status) = event.split_once('.').unwrap_or_default();
    let (kind, reference) =
        if kind == "deposit" { ("collection", "RHP-SAMPLE-01") } else { ("disbursement", "RHP-SAMPLE-02") };
    json!({
        "event": event, "id": "01j2k3m4n5p6q7r8s9t0uvwx", "internal_reference": reference,
        "provider_reference": "9876543210", "type": kind, "status": status, "payment_method": "mobile_money",
        "phone_number": "256700123456", "amount": 50000, "currency": "UGX", "commission_amount": 500, "net_amount": 49500,
        "environment": "test", "created_at": "2026-04-02T10:28:13Z", "updated_at": "2026-04-02T10:30:00Z",
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use dgspay::Webhook;

    #[test]
    fn every_sample_is_the_event_that_it_says() {
        let webhook = Webhook::new(["a secret of tests"]).unwrap();
        let mut seen = Vec::new();
        for service in [Service::DgsPay, Service::RohoPay] {
            for event in events(service) {
                let body = body(event, None).to_string();
                let (_, signature) = signature(service, "a secret of tests", body.as_bytes());
                let read = webhook.verify(body.as_bytes(), Some(signature.as_bytes()));
                assert_eq!(read.unwrap().kind(), *event);
                seen.push(*event);
            }
        }
        assert_eq!(seen, EVENTS);
    }

    #[test]
    fn a_sample_can_be_of_a_payment_of_your_own() {
        assert_eq!(body("payment.failed", Some("dgs_MINE"))["dgs_reference"], "dgs_MINE");
        assert_eq!(body("deposit.failed", Some("RHP-MINE"))["internal_reference"], "RHP-MINE");
    }
}
