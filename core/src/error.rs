//! The one table of errors: code, class, what may be retried, what is known about the money, and the sentence.
//!
//! An error crosses into every language as the plain data of [`ErrorInfo`]; each language throws its own class named by
//! [`ErrorClass`]. Nothing in it may hold a key, a card, or an address of the caller: sentences are made here, from parts
//! that this crate chose, and the service's own message is the only foreign text that enters.
//!
//! Source: design §5; `protocol/dgs-pay.md` §§4 and 20; what may be retried: `http/policy.rs`.

#[cfg(any(feature = "python", feature = "node", feature = "kotlin"))]
mod border;
#[cfg(feature = "kotlin")]
pub use border::NativeError;
#[cfg(feature = "node")]
#[doc(hidden)]
pub use border::node;

use std::fmt;

use dgspay_macros::{model, open_enum};

use crate::money::Money;

/// A `Result` of this crate.
pub type Result<T, E = Error> = std::result::Result<T, E>;

/// What is known about the money when a call has ended in an error.
#[open_enum]
pub enum Outcome {
    /// The money moved.
    #[wire("executed")]
    Executed,
    /// No money moved: the call may be repeated.
    #[wire("not_executed")]
    NotExecuted,
    /// The money may have moved: do not repeat the call.
    #[wire("unknown")]
    Unknown,
    /// The call was not one that moves money.
    #[wire("not_money")]
    NotMoney,
}

/// What the code of an error says about the money, before it is known whether the call was one that moves money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Effect {
    /// Found before a byte was sent, or refused by the service before it did anything.
    None,
    /// Nobody can tell whether the service has acted: unknown for a money call.
    Ambiguous,
    /// Never raised by a call that moves money.
    Outside,
}

/// When the client itself sends the request again (`anchors/reliability.md` §2.4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Retry {
    /// Never.
    Never,
    /// Only calls that cannot move money twice.
    Reads,
    /// Every call: no byte of the request has left this process.
    Always,
}

/// What a call that moves money does with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Movement {
    /// A payer is charged.
    Payment,
    /// Money leaves the wallet for a recipient.
    Payout,
    /// Money of the wallet changes its currency.
    Conversion,
}

impl Movement {
    /// What may have happened.
    const fn doubt(self) -> &'static str {
        match self {
            Self::Payment => "The payment may have been made",
            Self::Payout => "The payout may have been made",
            Self::Conversion => "The conversion may have been made",
        }
    }

    /// Where it is to be found, besides its webhook.
    const fn trace(self) -> &'static str {
        match self {
            Self::Payment | Self::Payout => "look for it in your transactions",
            Self::Conversion => "look at your balances",
        }
    }
}

macro_rules! classes {
    ($($(#[doc = $doc:literal])+ $name:ident $(: $parent:ident)?,)*) => {
        /// The exception class of an error, with the same name in every language (Kotlin: `…Exception`).
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorClass { $($(#[doc = $doc])+ $name,)* }

        impl ErrorClass {
            /// Every class, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The class's name, such as `OutcomeUnknownError`.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$name => concat!(stringify!($name), "Error"),)* }
            }

            /// The class that this one extends; `None` means the common base, `DgsPayError`.
            #[must_use]
            pub const fn parent(self) -> Option<Self> {
                match self { $(Self::$name => classes!(@parent $($parent)?),)* }
            }

            /// One sentence for the documentation of the class.
            #[must_use]
            pub const fn about(self) -> &'static str {
                match self { $(Self::$name => concat!($($doc),+).trim_ascii(),)* }
            }
        }
    };
    (@parent) => { None };
    (@parent $parent:ident) => { Some(ErrorClass::$parent) };
}

classes! {
    /// The client or the webhook verifier cannot work with the settings it was given. Nothing was sent.
    Config,
    /// An argument was refused, here or by the service. No money moved.
    Validation,
    /// The service did not accept the key, or the caller's address.
    Authentication,
    /// The key is good, but may not do this.
    Permission,
    /// There is no such thing, or it belongs to another account.
    NotFound,
    /// Too many requests; `retry_after` says how long to wait, if the service said so.
    RateLimit,
    /// The wallet holds too little; `available` and `required` tell how much, if the service said so.
    InsufficientFunds,
    /// The service failed, or said something this version does not know.
    Service,
    /// The service could not be reached, or its answer did not arrive.
    Connection,
    /// The money may have moved: do not repeat the call. `token` ties the webhook of this call to it.
    OutcomeUnknown,
    /// The service takes the call for a repetition of another: an earlier attempt may have gone through.
    Idempotency: OutcomeUnknown,
    /// An answer or a webhook could not be read.
    Decode,
    /// A webhook's signature is missing, malformed, or made with another secret: answer 401 and do nothing.
    Signature,
    /// A fault of this library, caught before it could harm the host program. Please report it.
    Internal,
}

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $text:literal, $class:ident, $retry:ident, $effect:ident, $advice:literal;)*) => {
        /// The stable code of an error. Codes are never renamed, and mean the same in every language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ErrorCode { $($(#[doc = $doc])+ $name,)* }

        impl ErrorCode {
            /// Every code, in the order of the table.
            pub const ALL: &'static [Self] = &[$(Self::$name),*];

            /// The code as text, such as `connect_failed`.
            #[must_use]
            pub const fn as_str(self) -> &'static str { match self { $(Self::$name => $text,)* } }

            /// When it means what it says.
            #[must_use]
            pub const fn about(self) -> &'static str { match self { $(Self::$name => concat!($($doc),+).trim_ascii(),)* } }

            /// What the user can do about it.
            #[must_use]
            pub const fn advice(self) -> &'static str { match self { $(Self::$name => $advice,)* } }

            /// Whether the client sends the request again by itself.
            #[must_use]
            pub const fn retry(self) -> Retry { match self { $(Self::$name => Retry::$retry,)* } }

            /// What it says about the money.
            #[must_use]
            pub const fn effect(self) -> Effect { match self { $(Self::$name => Effect::$effect,)* } }

            /// The class it is thrown as by a call that cannot move money.
            #[must_use]
            pub const fn class(self) -> ErrorClass { match self { $(Self::$name => ErrorClass::$class,)* } }
        }
    };
}

codes! {
    /// A credential that every request needs was not given.
    MissingCredential = "missing_credential", Config, Never, None,
        "Pass it to the client, or set the environment variable.";
    /// A credential or header value has characters that cannot stand in a header.
    InvalidCredential = "invalid_credential", Config, Never, None,
        "Copy it again from the service's dashboard (DGS-Pay: Settings, API Settings), without spaces or line breaks.";
    /// The base URL is not https (http is allowed on loopback only), or is no URL.
    InvalidBaseUrl = "invalid_base_url", Config, Never, None,
        "Leave it out to use the service's own address, or give an https URL.";
    /// The key, the address and the environment do not belong together.
    WrongEnvironment = "wrong_environment", Config, Never, None,
        "Credentials belong to one environment: choose the one of this key.";
    /// A webhook secret is empty, too short, or a placeholder.
    InvalidSecret = "invalid_secret", Config, Never, None,
        "Copy the webhook secret from the service's dashboard.";
    /// A setting such as a timeout has a value that cannot be used.
    InvalidSetting = "invalid_setting", Config, Never, None, "Correct the setting.";
    /// A fee schedule contradicts itself.
    InvalidFeeSchedule = "invalid_fee_schedule", Config, Never, None, "Correct the schedule.";
    /// An amount is not exact, not positive, too large, or has more digits than its currency.
    InvalidAmount = "invalid_amount", Validation, Never, None, "Give it as an integer or a decimal in major units.";
    /// A currency is not an ISO 4217 code, not the one this call takes, or differs from the other operand's.
    InvalidCurrency = "invalid_currency", Validation, Never, None, "Use the currency's three-letter ISO code.";
    /// A phone number is not a mobile number of a known country.
    InvalidPhone = "invalid_phone", Validation, Never, None, "Check the number with the customer.";
    /// A field of a card, or a PIN, cannot be right. What was typed does not stand in the error.
    InvalidCard = "invalid_card", Validation, Never, None, "Ask the card's holder to check it.";
    /// Another argument has a value that the service would refuse.
    InvalidArgument = "invalid_argument", Validation, Never, None, "Correct the argument.";
    /// The service refused the request's content (90, or `VALIDATION_ERROR`).
    RequestRefused = "request_refused", Validation, Never, None, "Correct the request.";
    /// The service did not accept the credentials or the caller's address (91).
    KeyRefused = "key_refused", Authentication, Never, None,
        "Either DGSPAY_API_KEY and DGSPAY_ACCOUNT_NUMBER are not of this environment, or this machine's address is not on the account's allow-list.";
    /// The credentials are good but not allowed to do this (HTTP 403).
    PermissionDenied = "permission_denied", Permission, Never, None, "Ask the service to open this feature for the account.";
    /// No such resource, or another account's (92).
    NotFound = "not_found", NotFound, Never, None, "Check the reference and the environment.";
    /// The service saw an idempotency key twice (93).
    IdempotencyConflict = "idempotency_conflict", Idempotency, Never, Ambiguous,
        "Look for the first attempt before you send another.";
    /// One transaction was carried by two providers, and both may have executed it.
    ExecutedTwice = "executed_twice", OutcomeUnknown, Never, Ambiguous, "Compare both references with the provider.";
    /// Too many requests, and the service says so itself (429).
    RateLimited = "rate_limited", RateLimit, Reads, None, "Wait before you send the next request.";
    /// The wallet holds less than the call needs.
    InsufficientFunds = "insufficient_funds", InsufficientFunds, Never, None, "Add money to the wallet, or send less.";
    /// The service refused with a complete answer, without one of its documented codes.
    ServiceRefused = "service_refused", Service, Never, None, "Read the service's message.";
    /// The service failed (99, a 5xx status), or answered something unknown: it may have acted before it failed.
    ServiceFailed = "service_failed", Service, Reads, Ambiguous, "Try again later.";
    /// No byte of the request was sent: no name, no connection, no TLS.
    ConnectFailed = "connect_failed", Connection, Always, None,
        "Check the network, the base URL and the proxy settings, then send it again.";
    /// The connection ended after the request was sent and before the answer was complete.
    AnswerLost = "answer_lost", Connection, Reads, Ambiguous, "Try again.";
    /// The deadline of the whole call passed before the answer was complete.
    DeadlineExceeded = "deadline_exceeded", Connection, Never, Ambiguous, "Try again, or allow more time.";
    /// The caller stopped waiting, by a signal or a cancelled task, before the answer arrived.
    StoppedWaiting = "stopped_waiting", Connection, Never, Ambiguous, "Try again.";
    /// The answer was a redirect. It is never followed, for it would carry the key to another place.
    Redirected = "redirected", Service, Never, Ambiguous, "Check the base URL.";
    /// The answer was longer than 1 MiB.
    AnswerTooLarge = "answer_too_large", Decode, Never, Ambiguous, "Check that the base URL is the service's.";
    /// The answer was not the JSON that the service documents.
    AnswerUnreadable = "answer_unreadable", Decode, Never, Ambiguous, "Check that the base URL is the service's.";
    /// The webhook came without a signature header.
    SignatureMissing = "signature_missing", Signature, Never, Outside,
        "Answer 401. If it is a real delivery, check that the framework hands on the header X-DGS-Signature or X-RohoPay-Signature.";
    /// The webhook's signature is not 64 hexadecimal digits.
    SignatureMalformed = "signature_malformed", Signature, Never, Outside, "Answer 401.";
    /// The webhook was signed with another secret, or its body was changed.
    SignatureMismatch = "signature_mismatch", Signature, Never, Outside,
        "Answer 401. If it is a real delivery, check the secret's environment and that the body is passed as raw bytes, before any parsing.";
    /// The webhook's signature is good, but its body is not an event that can be believed.
    EventUnreadable = "event_unreadable", Decode, Never, Outside,
        "Do not answer 200, so that it is delivered again, and look at the body.";
    /// A fault of this library.
    Internal = "internal", Internal, Never, Ambiguous, "Please report it.";
}

impl fmt::Display for ErrorCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Everything an error says, as plain data.
#[model]
pub struct ErrorInfo {
    /// The stable code, such as `connect_failed`; the list is in `docs/errors.md`.
    pub code: String,
    /// The class, such as `OutcomeUnknownError`.
    pub class_name: String,
    /// One line for people: what happened, whether money may have moved, what to do, and the facts in brackets.
    pub message: String,
    /// What is known about the money.
    pub outcome: Outcome,
    /// How many times the request was sent or tried to be sent.
    pub attempts: i32,
    /// The HTTP status of the answer, if one arrived.
    pub http_status: Option<i32>,
    /// The service's own code, such as `91`, as it was sent.
    pub service_code: Option<String>,
    /// The argument that was refused.
    pub field: Option<String>,
    /// The identifier of this request that the service gave, if it did.
    pub request_id: Option<String>,
    /// The service's reference of the payment, if the answer carried one.
    pub reference: Option<String>,
    /// What ties the end of this call to it. DGS-Pay: the value of `dgspay_token` in the callback URL that was sent. RohoPay:
    /// the idempotency key, with which the same call may be repeated for 24 hours.
    pub token: Option<String>,
    /// How many seconds to wait before the next request, if the service said so.
    pub retry_after: Option<i32>,
    /// What the wallet holds.
    pub available: Option<Money>,
    /// What the call needs.
    pub required: Option<Money>,
    /// The answer's body as it arrived, at most 4 KiB of it.
    pub raw: Option<String>,
}

/// Any failure of this library.
#[derive(Clone, PartialEq)]
pub struct Error {
    code: ErrorCode,
    /// Boxed, so that a `Result` stays small on the path where nothing fails.
    parts: Box<Parts>,
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Parts {
    what: String,
    advice: Option<String>,
    movement: Option<Movement>,
    keyed: bool,
    changes_something: bool,
    effect: Option<Effect>,
    attempts: i32,
    http_status: Option<i32>,
    service_code: Option<String>,
    field: Option<&'static str>,
    request_id: Option<String>,
    reference: Option<String>,
    token: Option<String>,
    retry_after: Option<i32>,
    available: Option<Money>,
    required: Option<Money>,
    raw: Option<String>,
}

impl Error {
    /// An error of the given code; `what` is a sentence without its full stop.
    #[must_use]
    pub(crate) fn new(code: ErrorCode, what: impl Into<String>) -> Self {
        Self { code, parts: Box::new(Parts { what: what.into(), ..Parts::default() }) }
    }

    pub(crate) fn invalid(field: &'static str, what: impl Into<String>) -> Self {
        let mut error = Self::new(ErrorCode::InvalidArgument, what);
        error.parts.field = Some(field);
        error
    }

    pub(crate) fn field(mut self, field: &'static str) -> Self {
        self.parts.field = Some(field);
        self
    }

    pub(crate) fn advice(mut self, advice: impl Into<String>) -> Self {
        self.parts.advice = Some(advice.into());
        self
    }

    pub(crate) fn http_status(mut self, status: u16) -> Self {
        self.parts.http_status = Some(status.into());
        self
    }

    pub(crate) fn service_code(mut self, code: Option<String>) -> Self {
        self.parts.service_code = code;
        self
    }

    pub(crate) fn request_id(mut self, id: Option<String>) -> Self {
        self.parts.request_id = id;
        self
    }

    pub(crate) fn reference(mut self, reference: Option<String>) -> Self {
        self.parts.reference = reference;
        self
    }

    /// The reference that the caller has given, if the answer carried none.
    pub(crate) fn or_reference(mut self, reference: &str) -> Self {
        self.parts.reference.get_or_insert_with(|| reference.to_owned());
        self
    }

    /// The identifier that this client sent, if the answer carried none.
    pub(crate) fn or_request_id(mut self, id: &str) -> Self {
        if self.parts.attempts > 0 {
            self.parts.request_id.get_or_insert_with(|| id.to_owned());
        }
        self
    }

    pub(crate) fn retry_after(mut self, seconds: Option<u32>) -> Self {
        self.parts.retry_after = seconds.map(whole);
        self
    }

    pub(crate) fn funds(mut self, available: Option<Money>, required: Option<Money>) -> Self {
        self.parts.available = available;
        self.parts.required = required;
        self
    }

    pub(crate) fn raw(mut self, body: &[u8]) -> Self {
        const KEPT: usize = 4096;
        self.parts.raw = Some(String::from_utf8_lossy(&body[..body.len().min(KEPT)]).into_owned());
        self
    }

    /// Marks the error as one of a call that moves money, which decides its outcome and, if that is unknown, its class.
    pub(crate) fn of_money_call(mut self, movement: Movement, token: Option<String>) -> Self {
        self.parts.movement = Some(movement);
        // A token is to be looked for; where nothing can have happened, there is nothing to find.
        self.parts.token = token.filter(|_| self.outcome() == Outcome::Unknown);
        self
    }

    /// As [`Error::of_money_call`], for a service that knows a repetition by its key: the key is the token.
    pub(crate) fn of_keyed_call(mut self, movement: Movement, key: Option<String>) -> Self {
        self.parts.keyed = true;
        self.of_money_call(movement, key)
    }

    /// Marks the error as one of a call that changes something other than money.
    pub(crate) fn of_change(mut self) -> Self {
        self.parts.changes_something = true;
        self
    }

    /// Marks a refusal that did not come in the service's own words: a page of a proxy proves nothing about the money.
    pub(crate) fn unproven(mut self) -> Self {
        self.parts.effect = Some(Effect::Ambiguous);
        self
    }

    /// Marks a fault from before anything was sent.
    pub(crate) fn unsent(mut self) -> Self {
        self.parts.effect = Some(Effect::None);
        self
    }

    pub(crate) fn attempts(mut self, attempts: u32) -> Self {
        self.parts.attempts = whole(attempts);
        self
    }

    /// The stable code.
    #[must_use]
    pub fn code(&self) -> ErrorCode {
        self.code
    }

    /// The class as which other languages throw it.
    #[must_use]
    pub fn class(&self) -> ErrorClass {
        let class = self.code.class();
        let says_unknown = class.parent() == Some(ErrorClass::OutcomeUnknown);
        match (self.outcome() == Outcome::Unknown, says_unknown) {
            (true, false) => ErrorClass::OutcomeUnknown,
            // A read has no outcome that could be unknown.
            (false, true) => ErrorClass::Service,
            _ => class,
        }
    }

    /// What is known about the money.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        match (self.effect(), self.parts.movement.is_some()) {
            (Effect::None, true) => Outcome::NotExecuted,
            // A refused argument or setting stops the call before it can be one that moves money.
            (Effect::None, false) if self.parts.http_status.is_none() && self.parts.attempts == 0 => {
                Outcome::NotExecuted
            }
            (Effect::Ambiguous, true) => Outcome::Unknown,
            (Effect::Outside, _) | (Effect::None | Effect::Ambiguous, false) => Outcome::NotMoney,
        }
    }

    /// Whether the service may have acted, as far as this error can tell.
    pub(crate) fn leaves_doubt(&self) -> bool {
        self.effect() == Effect::Ambiguous
    }

    fn effect(&self) -> Effect {
        self.parts.effect.unwrap_or_else(|| self.code.effect())
    }

    /// The sentence of what happened, without its full stop.
    pub(crate) fn what(&self) -> &str {
        &self.parts.what
    }

    /// How long the service asked to wait, in seconds.
    #[must_use]
    pub fn retry_after_seconds(&self) -> Option<u32> {
        self.parts.retry_after.and_then(|seconds| seconds.try_into().ok())
    }

    /// What ties the webhook of this call to it, if the outcome is unknown.
    #[must_use]
    pub fn token(&self) -> Option<&str> {
        self.parts.token.as_deref()
    }

    /// The error as the plain data that crosses into other languages.
    #[must_use]
    pub fn info(&self) -> ErrorInfo {
        let parts = (*self.parts).clone();
        ErrorInfo {
            code: self.code.as_str().to_owned(),
            class_name: self.class().name().to_owned(),
            message: self.to_string(),
            outcome: self.outcome(),
            attempts: parts.attempts,
            http_status: parts.http_status,
            service_code: parts.service_code,
            field: parts.field.map(str::to_owned),
            request_id: parts.request_id,
            reference: parts.reference,
            token: parts.token,
            retry_after: parts.retry_after,
            available: parts.available,
            required: parts.required,
            raw: parts.raw,
        }
    }

    /// What to do where nobody knows whether the money has moved.
    fn way_out(&self, movement: Movement) -> String {
        let (doubt, trace) = (movement.doubt(), movement.trace());
        match &self.parts.token {
            // After a conflict the key belongs to another call: it opens nothing.
            Some(key) if self.parts.keyed && self.code != ErrorCode::IdempotencyConflict => {
                format!("{doubt}: repeat it only with idempotency key {key}, within 24 hours, or {trace}.")
            }
            Some(token) if !self.parts.keyed => {
                format!(
                    "{doubt}: do not repeat it. Wait for its webhook, which carries dgspay_token={token}, or {trace}."
                )
            }
            _ => format!("{doubt}: do not repeat it. Wait for its webhook, or {trace}."),
        }
    }

    /// What is said about the money and what to do, in whole sentences.
    fn conclusion(&self) -> String {
        let advice = self.parts.advice.as_deref().unwrap_or_else(|| self.code.advice());
        match (self.outcome(), self.parts.movement) {
            (Outcome::Unknown, movement) => self.way_out(movement.unwrap_or(Movement::Payment)),
            (Outcome::NotExecuted, Some(_)) => format!("{advice} No money moved."),
            (Outcome::NotExecuted, None) => format!("{advice} Nothing was sent."),
            _ if self.parts.changes_something && self.effect() == Effect::Ambiguous => {
                "It may have been done all the same: look before you send it again.".to_owned()
            }
            _ => advice.to_owned(),
        }
    }
}

/// Counts cross as signed numbers: the JVM has no others.
fn whole(count: u32) -> i32 {
    i32::try_from(count).unwrap_or(i32::MAX)
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let outcome = self.outcome();
        write!(f, "{}. {}", self.parts.what, self.conclusion())?;
        let attempts = self.parts.attempts;
        write!(f, " [{outcome}, {attempts} attempt{}", if attempts == 1 { "" } else { "s" })?;
        if let Some(id) = &self.parts.request_id {
            write!(f, ", request {id}")?;
        }
        f.write_str("]")
    }
}

impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({}: {self})", self.code)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_distinct_and_say_what_to_do() {
        let mut seen = std::collections::HashSet::new();
        for code in ErrorCode::ALL {
            assert!(seen.insert(code.as_str()), "{code} twice");
            assert!(code.advice().ends_with('.') && code.about().ends_with('.'), "{code}");
        }
    }

    #[test]
    fn an_ambiguous_end_is_unknown_for_money_and_harmless_for_reads() {
        for &code in ErrorCode::ALL {
            let read = Error::new(code, "x").attempts(1);
            let money = Error::new(code, "x").attempts(1).of_money_call(Movement::Payment, None);
            assert_ne!(read.outcome(), Outcome::Unknown, "{code}");
            if code.effect() == Effect::Ambiguous {
                assert_eq!(money.outcome(), Outcome::Unknown, "{code}");
                let class = money.class();
                assert!(
                    class == ErrorClass::OutcomeUnknown || class.parent() == Some(ErrorClass::OutcomeUnknown),
                    "{code} is thrown as {class:?}"
                );
                assert!(money.to_string().contains("do not repeat it"), "{code}");
            }
        }
    }

    #[test]
    fn the_line_reads_like_the_documentation() {
        let refused = Error::new(ErrorCode::KeyRefused, "The key was refused (91)")
            .http_status(401)
            .request_id(Some("8f31".into()))
            .attempts(1)
            .of_money_call(Movement::Payment, None);
        assert_eq!(
            refused.to_string(),
            "The key was refused (91). Either DGSPAY_API_KEY and DGSPAY_ACCOUNT_NUMBER are not of this environment, or \
             this machine's address is not on the account's allow-list. No money moved. \
             [not_executed, 1 attempt, request 8f31]"
        );
        let lost = Error::new(
            ErrorCode::AnswerLost,
            "The answer was lost after the request was sent (connection reset, 1.2 s)",
        )
        .attempts(1)
        .of_money_call(Movement::Payment, Some("pq3k".into()));
        assert_eq!(
            lost.to_string(),
            "The answer was lost after the request was sent (connection reset, 1.2 s). The payment may have been made: \
             do not repeat it. Wait for its webhook, which carries dgspay_token=pq3k, or look for it in your \
             transactions. [unknown, 1 attempt]"
        );
        let converted = Error::new(ErrorCode::ServiceFailed, "The service failed (99)")
            .attempts(1)
            .of_money_call(Movement::Conversion, None);
        assert_eq!(
            converted.to_string(),
            "The service failed (99). The conversion may have been made: do not repeat it. Wait for its webhook, or look \
             at your balances. [unknown, 1 attempt]"
        );
        let link = Error::new(ErrorCode::AnswerLost, "The answer was lost").attempts(1).of_change();
        assert_eq!(
            link.to_string(),
            "The answer was lost. It may have been done all the same: look before you send it again. \
             [not_money, 1 attempt]"
        );
    }
}
