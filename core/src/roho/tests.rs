//! Every decoder against bodies that no document promises: it never panics, and what it raises is of the right class.

use proptest::prelude::*;
use serde_json::value::RawValue;

use crate::error::{Error, ErrorClass, Movement, Outcome, Result};
use crate::http::Answer;
use crate::roho::{checkout, transaction, wallet};
use crate::testing::answers;
use crate::wire::object;

type Decode = fn(&Answer) -> Result<()>;

const DECODERS: [(&str, Decode); 4] = [
    ("transaction", |answer| transaction::read_one(answer).map(drop)),
    ("transactions", |answer| transaction::read_list(answer).map(drop)),
    ("balance", |answer| wallet::read_balance(answer).map(drop)),
    ("checkout", |answer| checkout::read(answer).map(drop)),
];

#[derive(serde::Deserialize, Default)]
struct Said {
    success: Option<Box<RawValue>>,
}

/// Whether an error's class can follow from what was answered.
fn is_right(error: &Error, answer: &Answer) -> bool {
    let said: Said = object(std::str::from_utf8(&answer.body).unwrap_or_default()).unwrap_or_default();
    let good = answer.status < 300 && said.success.is_some_and(|success| success.get() == "true");
    match error.class() {
        ErrorClass::Decode => answer.status < 300,
        // What was called good is no refusal.
        _ if good => false,
        class => !matches!(class, ErrorClass::Config | ErrorClass::Signature | ErrorClass::Internal),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100_000))]

    #[test]
    fn no_body_breaks_a_decoder(answer in answers()) {
        for (name, decode) in DECODERS {
            if let Err(error) = decode(&answer) {
                prop_assert!(is_right(&error, &answer), "{name}: {error:?}");
                let ambiguous = error.class() == ErrorClass::Decode || answer.status >= 500 && error.class() == ErrorClass::Service;
                let outcome = error.of_keyed_call(Movement::Payment, None).outcome();
                prop_assert!(!ambiguous || outcome == Outcome::Unknown, "{name}: money may have moved, and it says {outcome}");
            }
        }
    }
}
