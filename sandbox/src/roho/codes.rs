//! The error codes, each with its HTTP status (§3; C-21, C-22, C-23) and what is said if nothing else is.

use hyper::StatusCode;

use crate::service::{Code, Refusal};

/// A code of the documents.
#[derive(Debug, Clone, Copy)]
pub(super) struct Known {
    pub code: &'static str,
    status: StatusCode,
    sentence: &'static str,
}

const fn known(code: &'static str, status: StatusCode, sentence: &'static str) -> Known {
    Known { code, status, sentence }
}

pub(super) const VALIDATION_ERROR: Known =
    known("VALIDATION_ERROR", StatusCode::BAD_REQUEST, "One or more fields are missing or wrong.");
pub(super) const MISSING_IDEMPOTENCY_KEY: Known = known(
    "MISSING_IDEMPOTENCY_KEY",
    StatusCode::BAD_REQUEST,
    "Idempotency-Key is missing: every collection and every payout needs one, so that a retry cannot pay twice.",
);
pub(super) const INVALID_PHONE: Known = known("INVALID_PHONE", StatusCode::BAD_REQUEST, "The phone number is wrong.");
pub(super) const INVALID_CURRENCY: Known =
    known("INVALID_CURRENCY", StatusCode::BAD_REQUEST, "The currency is not one of UGX, KES, TZS and RWF.");
pub(super) const INVALID_AMOUNT: Known = known("INVALID_AMOUNT", StatusCode::BAD_REQUEST, "The amount is wrong.");
pub(super) const INVALID_CARD: Known = known("INVALID_CARD", StatusCode::BAD_REQUEST, "This is no card number.");
pub(super) const CARD_EXPIRED: Known = known("CARD_EXPIRED", StatusCode::BAD_REQUEST, "The card has expired.");
pub(super) const TEST_NUMBER_ON_LIVE_KEY: Known = known(
    "TEST_NUMBER_ON_LIVE_KEY",
    StatusCode::BAD_REQUEST,
    "This is a test number, and test numbers work with test keys only.",
);
pub(super) const UNAUTHORIZED: Known = known("UNAUTHORIZED", StatusCode::UNAUTHORIZED, "Invalid or missing API key");
pub(super) const API_KEY_INACTIVE: Known =
    known("API_KEY_INACTIVE", StatusCode::UNAUTHORIZED, "This API key was revoked or rotated.");
pub(super) const ENVIRONMENT_MISMATCH: Known = known(
    "ENVIRONMENT_MISMATCH",
    StatusCode::FORBIDDEN,
    "A test key was used with something of the live environment, or the other way round.",
);
pub(super) const DISBURSE_TEST_BLOCKED: Known = known(
    "DISBURSE_TEST_BLOCKED",
    StatusCode::FORBIDDEN,
    "Payouts cannot be made with a test key, and nothing was sent: RohoPay has no test mode for them. Use the project's live \
     key; here in the sandbox its money is simulated too.",
);
pub(super) const NOT_FOUND: Known = known("NOT_FOUND", StatusCode::NOT_FOUND, "There is no such transaction.");
pub(super) const IDEMPOTENCY_CONFLICT: Known = known(
    "IDEMPOTENCY_CONFLICT",
    StatusCode::CONFLICT,
    "This idempotency key was used with other parameters. Nothing was booked now.",
);
pub(super) const INSUFFICIENT_BALANCE: Known =
    known("INSUFFICIENT_BALANCE", StatusCode::UNPROCESSABLE_ENTITY, "The wallet holds too little.");
pub(super) const PROVIDER_ERROR: Known =
    known("PROVIDER_ERROR", StatusCode::UNPROCESSABLE_ENTITY, "The provider rejected the transaction.");
pub(super) const RATE_LIMIT_EXCEEDED: Known =
    known("RATE_LIMIT_EXCEEDED", StatusCode::TOO_MANY_REQUESTS, "Too many requests.");
/// Its code is documented nowhere.
pub(super) const SERVER_ERROR: Known =
    known("SERVER_ERROR", StatusCode::INTERNAL_SERVER_ERROR, "The service ran into an error.");

/// Every code that the documents name, and the two that they leave open.
const ALL: [Known; 22] = [
    VALIDATION_ERROR,
    MISSING_IDEMPOTENCY_KEY,
    INVALID_PHONE,
    INVALID_CURRENCY,
    INVALID_AMOUNT,
    INVALID_CARD,
    CARD_EXPIRED,
    TEST_NUMBER_ON_LIVE_KEY,
    UNAUTHORIZED,
    API_KEY_INACTIVE,
    ENVIRONMENT_MISMATCH,
    DISBURSE_TEST_BLOCKED,
    NOT_FOUND,
    IDEMPOTENCY_CONFLICT,
    INSUFFICIENT_BALANCE,
    PROVIDER_ERROR,
    RATE_LIMIT_EXCEEDED,
    SERVER_ERROR,
    // These come on request alone.
    known("DAILY_LIMIT_EXCEEDED", StatusCode::TOO_MANY_REQUESTS, "The daily volume of this project is used up."),
    known("TEST_QUOTA_EXCEEDED", StatusCode::TOO_MANY_REQUESTS, "The daily quota of test transactions is used up."),
    known("PROVIDER_LINE_DOWN", StatusCode::SERVICE_UNAVAILABLE, "The mobile network is down."),
    known("PROVIDER_TIMEOUT", StatusCode::SERVICE_UNAVAILABLE, "The provider did not answer in time."),
];

impl Known {
    pub(super) fn refusal(self) -> Refusal {
        self.saying(self.sentence)
    }

    pub(super) fn saying(self, message: impl Into<String>) -> Refusal {
        Refusal::new(self.status, Code::Named(self.code.to_owned()), message)
    }
}

pub(super) fn refusal_of(code: &str) -> Option<Refusal> {
    ALL.iter().find(|known| known.code == code).map(|known| known.refusal())
}

/// Whether the service has such a code.
pub(crate) fn has_code(code: &str) -> bool {
    refusal_of(code).is_some()
}
