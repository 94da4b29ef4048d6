//! Every decoder against bodies that no document promises: it never panics, and what it raises is of the right class.

use proptest::prelude::*;
use serde_json::value::RawValue;

use crate::dgs::{banks, charges, disbursements, payment_links, transactions, wallet};
use crate::error::{Error, ErrorClass, Movement, Outcome, Result};
use crate::http::Answer;
use crate::wire::object;

type Decode = fn(&Answer) -> Result<()>;

const DECODERS: [(&str, Decode); 13] = [
    ("charge", |answer| charges::read_charge(answer).map(drop)),
    ("payout to a bank", |answer| disbursements::read_to_bank(answer).map(drop)),
    ("payout to a wallet", |answer| disbursements::read_to_mobile_money(answer).map(drop)),
    ("banks", |answer| banks::read_list(answer).map(drop)),
    ("balances", |answer| wallet::read_balances(answer).map(drop)),
    ("preview", |answer| wallet::read_preview(answer).map(drop)),
    ("conversion", |answer| wallet::read_convert(answer).map(drop)),
    ("transactions", |answer| transactions::read_list(answer).map(drop)),
    ("transaction", |answer| transactions::read_get(answer).map(drop)),
    ("links", |answer| payment_links::read_list(answer).map(drop)),
    ("link", |answer| payment_links::read_link(answer).map(drop)),
    ("link with stats", |answer| payment_links::read_details(answer).map(drop)),
    ("archived link", payment_links::read_archived),
];

/// The fields that decoders look at.
const FIELDS: [&str; 48] = [
    "event",
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

/// The two fields on which a refusal depends, as they were written.
#[derive(serde::Deserialize, Default)]
struct Said {
    error_code: Option<Box<RawValue>>,
    status: Option<Box<RawValue>>,
}

/// Whether an error's class can follow from what was answered.
fn is_right(error: &Error, answer: &Answer) -> bool {
    let said: Said = object(std::str::from_utf8(&answer.body).unwrap_or_default()).unwrap_or_default();
    let written =
        |field: &Option<Box<RawValue>>| field.as_ref().map_or("", |raw| raw.get().trim_matches('"')).to_owned();
    match (written(&said.error_code).as_str(), error.class()) {
        ("91", class) => class == ErrorClass::Authentication,
        ("90", class) => matches!(class, ErrorClass::Validation | ErrorClass::InsufficientFunds),
        // Nothing was refused, so all that can be wrong is the shape.
        ("" | "00" | "0", class) if answer.status < 300 && written(&said.status) != "failed" => {
            class == ErrorClass::Decode
        }
        (_, class) => !matches!(class, ErrorClass::Config | ErrorClass::Signature | ErrorClass::Internal),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]

    #[test]
    fn no_body_breaks_a_decoder(body in json(), cut in any::<prop::sample::Index>(), noise in any::<u8>(), how in 0..8_u8, status in prop::sample::select(vec![200_u16, 201, 400, 401, 404, 409, 429, 500, 502])) {
        let mut body = body.into_bytes();
        match how {
            0 => body.truncate(cut.index(body.len() + 1)),
            1 if !body.is_empty() => { let at = cut.index(body.len()); body[at] = noise; }
            _ => {}
        }
        let answer = Answer { status, request_id: None, retry_after: None, body };
        for (name, decode) in DECODERS {
            if let Err(error) = decode(&answer) {
                prop_assert!(is_right(&error, &answer), "{name}: {error:?}");
                let ambiguous = matches!(error.class(), ErrorClass::Decode) || (status >= 500 && error.class() == ErrorClass::Service);
                let outcome = error.of_money_call(Movement::Payment, None).outcome();
                prop_assert!(!ambiguous || outcome == Outcome::Unknown, "{name}: money may have moved, and it says {outcome}");
            }
        }
    }
}
