//! Every decoder against bodies that no document promises: it never panics, and what it raises is of the right class.

use proptest::prelude::*;
use serde_json::value::RawValue;

use crate::dgs::{banks, charges, disbursements, payment_links, transactions, wallet};
use crate::error::{Error, ErrorClass, Movement, Outcome, Result};
use crate::http::Answer;
use crate::testing::answers;
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
    fn no_body_breaks_a_decoder(answer in answers()) {
        let status = answer.status;
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
