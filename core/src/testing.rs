//! What tests of every service share: answers that look like a service's from afar.

use proptest::prelude::*;

use crate::http::Answer;

/// The fields that decoders look at.
const FIELDS: [&str; 60] = [
    "event",
    "success",
    "error",
    "code",
    "internal_reference",
    "provider_reference",
    "payment_url",
    "balance_live",
    "balance_test",
    "commission_amount",
    "net_amount",
    "failover_reason",
    "type",
    "recipient",
    "flw_transfer_id",
    "refund_amount",
    "status",
    "message",
    "error_code",
    "errors",
    "transaction_status",
    "dgs_reference",
    "reference",
    "transaction_id",
    "amount",
    "currency",
    "fee",
    "recipient_gets",
    "data",
    "transaction",
    "link",
    "links",
    "payment_links",
    "stats",
    "recent_charges",
    "pagination",
    "page",
    "pages",
    "total",
    "balances",
    "pending_balance",
    "available_balance",
    "total_balance",
    "required",
    "from_currency",
    "from_amount",
    "to_currency",
    "to_amount",
    "rate",
    "dgs_conversion_ref",
    "conversion_status",
    "next_action_type",
    "bank_key",
    "branch_required",
    "id",
    "title",
    "payment_types",
    "use_count",
    "expires_at",
    "created_at",
];

/// JSON that looks like an answer from afar: known names, and values of any type.
pub(crate) fn json() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "success",
        "failed",
        "payment.success",
        "disbursement.failed",
        "deposit.successful",
        "withdraw.failed",
        "UGX",
        "UNAUTHORIZED",
        "INSUFFICIENT_BALANCE",
        "conversion.success",
        "conversion.failed",
        "pending",
        "RWF",
        "USD",
        "rwf",
        "00",
        "90",
        "91",
        "94.50",
        "2026-04-03 10:00:00",
        "",
        "é",
    ]);
    let number = prop::sample::select(vec![
        "0",
        "1",
        "5000",
        "-5",
        "94.50",
        "1e3",
        "1e400",
        "0.1234567890123",
        "99999999999999999999",
    ]);
    let leaf = prop_oneof![
        word.prop_map(|word| format!("{word:?}")),
        number.prop_map(str::to_owned),
        prop::sample::select(vec!["null", "true", "{}", "[]"]).prop_map(str::to_owned),
    ];
    leaf.prop_recursive(3, 24, 6, |inner| {
        let object = prop::collection::btree_map(prop::sample::select(FIELDS.to_vec()), inner.clone(), 0..8).prop_map(|fields| {
            let fields: Vec<_> = fields.into_iter().map(|(name, value)| format!("{name:?}:{value}")).collect();
            format!("{{{}}}", fields.join(","))
        });
        prop_oneof![3 => object, 1 => prop::collection::vec(inner, 0..3).prop_map(|items| format!("[{}]", items.join(",")))]
    })
}

/// Such JSON as an answer: now and then cut off, or with a byte changed, and with any status.
pub(crate) fn answers() -> impl Strategy<Value = Answer> {
    let statuses = vec![200_u16, 201, 400, 401, 403, 404, 409, 422, 429, 500, 502];
    let spoiled = (any::<prop::sample::Index>(), any::<u8>(), 0..8_u8);
    (json(), spoiled, prop::sample::select(statuses)).prop_map(|(body, (place, noise, how), status)| {
        let mut body = body.into_bytes();
        match how {
            0 => body.truncate(place.index(body.len() + 1)),
            1 if !body.is_empty() => {
                let place = place.index(body.len());
                body[place] = noise;
            }
            _ => {}
        }
        Answer { status, request_id: None, retry_after: None, body }
    })
}
