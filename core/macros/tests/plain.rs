//! What the attributes give to every build, with no border switched on.

// In a build of the whole workspace the bindings switch the borders on, and this crate depends on none of their tools.
#![cfg(not(any(feature = "python", feature = "node", feature = "kotlin")))]

use dgspay_macros::{model, open_enum};

/// A status.
#[open_enum]
pub enum PaymentStatus {
    /// Not decided yet.
    #[wire("pending", "processing", "queued")]
    Pending,
    /// Paid.
    #[wire("successful", "success", "completed")]
    Successful,
    /// Named after its variant.
    TimedOut,
}

/// A charge.
#[model]
pub struct Charge {
    /// Ours.
    pub reference: String,
    /// Its state.
    pub status: PaymentStatus,
    /// Never printed.
    #[secret]
    pub token: Option<String>,
}

/// A customer.
#[model(input)]
pub struct Customer {
    /// Given name.
    pub first_name: String,
    /// With country code.
    pub phone: Option<String>,
}

/// An event.
#[model]
pub enum Event {
    /// Money came in.
    #[wire("payment.success")]
    PaymentSucceeded {
        /// Ours.
        reference: String,
        /// Never printed.
        #[secret]
        token: String,
    },
    /// Something newer than this version.
    Unknown {
        /// Its name.
        event: String,
    },
}

#[test]
fn aliases_are_read_without_case_and_written_canonically() {
    for text in ["success", "SUCCESS", "Completed", "successful"] {
        let status = PaymentStatus::from(text);
        assert_eq!(status, PaymentStatus::Successful);
        assert_eq!(serde_json::to_string(&status).unwrap(), "\"successful\"");
    }
    assert_eq!(PaymentStatus::VARIANTS, ["pending", "successful", "timed_out"]);
    assert_eq!(format!("{:>10}", PaymentStatus::Pending), "   pending");
}

#[test]
fn unknown_words_survive_byte_for_byte() {
    for text in ["Frozen", "", " pending", "ÉCHOUÉ", "a\u{0}b"] {
        let json = serde_json::to_string(text).unwrap();
        let status: PaymentStatus = serde_json::from_str(&json).unwrap();
        assert_eq!(status, PaymentStatus::Other(text.to_owned()));
        assert_eq!(serde_json::to_string(&status).unwrap(), json);
        assert_eq!(text.parse::<PaymentStatus>().unwrap().as_str(), text);
    }
}

#[test]
fn secrets_are_redacted() {
    let charge = Charge { reference: "r1".into(), status: PaymentStatus::Pending, token: Some("hunter2".into()) };
    assert_eq!(format!("{charge:?}"), r#"Charge { reference: "r1", status: Pending, token: [redacted] }"#);
    let event = Event::PaymentSucceeded { reference: "r1".into(), token: "hunter2".into() };
    assert_eq!(format!("{event:?}"), r#"PaymentSucceeded { reference: "r1", token: [redacted] }"#);
    assert_eq!(event.kind(), "payment.success");
    assert_eq!(Event::Unknown { event: "x".into() }.kind(), "unknown");
}

#[test]
fn models_are_plain_values() {
    let customer = Customer { first_name: "Aline".into(), phone: None };
    assert_eq!(customer.clone(), customer);
}
