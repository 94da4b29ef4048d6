//! The signature of a webhook, on the raw bytes and in constant time (`protocol/dgs-pay.md` §16, C-32; `protocol/rohopay.md`
//! §13, C-9). Both services sign alike, so one verifier serves both.

use base64ct::{Base64, Encoding as _};
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use crate::error::{Error, ErrorCode, Result};
use crate::hex::hex;
use crate::secret::Secret;
use crate::webhook::Event;

/// The longest webhook that is looked at; it is refused before anything is hashed.
pub(crate) const LONGEST_BODY: usize = 256 * 1024;
/// Where secrets are looked for that are not given: those of each service.
const VARIABLES: [&str; 2] = ["DGSPAY_WEBHOOK_SECRET", "ROHOPAY_WEBHOOK_SECRET"];
/// A secret shorter than this can be guessed.
const SHORTEST_SECRET: usize = 8;
/// What people leave in a configuration until they have the real one.
const PLACEHOLDERS: [&str; 12] = [
    "changeme",
    "change-me",
    "change_me",
    "placeholder",
    "your_webhook_secret",
    "your-webhook-secret",
    "webhook_secret",
    "undefined",
    "example-secret",
    "password",
    "secretsecret",
    "todo-todo",
];

/// Verifies webhooks and reads them as [`Event`]s.
///
/// Give it every secret that is in use: while a secret is being replaced, deliveries signed with the old one and with the
/// new one arrive side by side, and the event's `secret_index` says which one it was.
#[derive(Clone, Debug)]
pub struct Webhook {
    secrets: Vec<Secret>,
}

impl Webhook {
    /// A verifier that believes any of the secrets.
    ///
    /// # Errors
    /// `invalid_secret` if there is none, or if one is blank, shorter than 8 bytes, or a placeholder. An empty secret would
    /// let anybody sign.
    pub fn new<S: Into<Secret>>(secrets: impl IntoIterator<Item = S>) -> Result<Self> {
        let secrets: Vec<Secret> = secrets.into_iter().map(Into::into).collect();
        if secrets.is_empty() {
            return Err(Error::new(ErrorCode::InvalidSecret, "No webhook secret was given"));
        }
        for secret in &secrets {
            check_secret(secret.expose())?;
        }
        Ok(Self { secrets })
    }

    /// A verifier with the secrets of `DGSPAY_WEBHOOK_SECRET` and then those of `ROHOPAY_WEBHOOK_SECRET`; several in one are
    /// separated by commas.
    ///
    /// # Errors
    /// `missing_credential` if neither variable is set, `invalid_secret` as [`Webhook::new`].
    pub fn from_env() -> Result<Self> {
        let set = VARIABLES.iter().filter_map(|name| std::env::var(name).ok());
        let given: Vec<_> = set.filter(|secrets| !secrets.is_empty()).collect();
        if given.is_empty() {
            return Err(Error::new(ErrorCode::MissingCredential, "The webhook secret is missing")
                .advice(format!("Pass it to Webhook, or set {}.", VARIABLES.join(" or "))));
        }
        Self::new(given.iter().flat_map(|secrets| secrets.split(',')).map(str::trim).map(Secret::new))
    }

    /// Checks the signature of the raw body, then reads the event.
    ///
    /// `body` must be the bytes as they arrived. `signature` is the header `X-DGS-Signature` or `X-RohoPay-Signature`: 64
    /// hexadecimal digits in either case, or base64, with or without `sha256=` in front.
    ///
    /// # Errors
    /// `signature_missing`, `signature_malformed` and `signature_mismatch` (answer 401); `event_unreadable` if the signature
    /// is good but the body cannot be believed. Nothing else, whatever comes in.
    pub fn verify(&self, body: &[u8], signature: Option<&[u8]>) -> Result<Event> {
        let claimed = read_signature(signature)?;
        if body.len() > LONGEST_BODY {
            return Err(Error::new(ErrorCode::EventUnreadable, "The webhook is longer than 256 KiB"));
        }
        // Every secret is tried, so that the time taken does not tell which one matched.
        let mut matched = None;
        for (index, secret) in self.secrets.iter().enumerate() {
            if keyed(secret.expose().as_bytes(), body).verify_slice(&claimed).is_ok() {
                matched = matched.or(Some(index));
            }
        }
        match matched {
            Some(index) => Event::read(body, i32::try_from(index).unwrap_or(i32::MAX)),
            None => Err(Error::new(
                ErrorCode::SignatureMismatch,
                "The webhook was signed with another secret, or its body was changed on the way",
            )),
        }
    }
}

/// What languages say whose callers can pass something else than bytes for a body.
#[doc(hidden)]
#[must_use]
pub fn body_not_bytes() -> Error {
    Error::new(ErrorCode::EventUnreadable, "The body given for verification is not bytes, so it is not what was signed")
        .advice("Pass the raw bytes of the request, as they arrived and before any parsing.")
}

/// The signature that DGS-Pay would send with this body: lower-case hexadecimal HMAC-SHA256. For tests of your own
/// receiver, and for the sandbox.
#[must_use]
pub fn sign(secret: &str, body: &[u8]) -> String {
    hex(&keyed(secret.as_bytes(), body).finalize().into_bytes())
}

/// HMAC-SHA256 with a key of any bytes, so that published vectors can be held against it in every language. Not for use.
#[doc(hidden)]
#[must_use]
pub fn hmac_for_tests(key: &[u8], message: &[u8]) -> Vec<u8> {
    keyed(key, message).finalize().into_bytes().to_vec()
}

#[allow(clippy::expect_used, reason = "HMAC takes keys of every length")]
fn keyed(secret: &[u8], body: &[u8]) -> Hmac<Sha256> {
    let mut hmac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of every length");
    hmac.update(body);
    hmac
}

fn check_secret(secret: &str) -> Result<()> {
    let refuse = |what: &str| Err(Error::new(ErrorCode::InvalidSecret, what));
    let bare = secret.trim();
    if bare.is_empty() {
        return refuse("The webhook secret is empty: anybody could sign with it");
    }
    if bare != secret || secret.chars().any(char::is_control) {
        return refuse("The webhook secret begins or ends with a space, or holds a line break");
    }
    if secret.len() < SHORTEST_SECRET {
        return refuse("The webhook secret is shorter than 8 bytes");
    }
    let lower = secret.to_ascii_lowercase();
    // What documentation shows often wears the prefix of the real thing.
    let bare = lower.strip_prefix("whsec_").unwrap_or(&lower);
    let one_character = bare.bytes().all(|byte| Some(byte) == bare.bytes().next());
    let instruction =
        ["your_", "your-", "replace", "insert_", "insert-", "<", "{"].iter().any(|start| bare.starts_with(start));
    if one_character || instruction || PLACEHOLDERS.contains(&bare) || is_template(bare) {
        return refuse("The webhook secret is a placeholder");
    }
    Ok(())
}

/// A value that a shell was to fill in: `$SECRET`, `${SECRET}`.
fn is_template(text: &str) -> bool {
    let after_dollar = text.strip_prefix('$').and_then(|rest| rest.chars().next());
    after_dollar.is_some_and(|c| c == '{' || c == '_' || c.is_ascii_alphabetic())
}

/// The 32 bytes that the header claims: hexadecimal in either case, or base64, bare or behind `sha256=`, or as `v` of RohoPay's
/// undocumented `t=…,v=…`. The `t` of that form is not signed, so it says nothing.
fn read_signature(header: Option<&[u8]>) -> Result<[u8; 32]> {
    let header = header.map(<[u8]>::trim_ascii).filter(|header| !header.is_empty());
    let header = header.ok_or_else(|| Error::new(ErrorCode::SignatureMissing, "The webhook has no signature"))?;
    let malformed = || {
        let what = "The webhook's signature is not 64 hexadecimal digits, nor base64 of as much";
        Error::new(ErrorCode::SignatureMalformed, what)
    };
    let value = match header.get(..7) {
        Some(prefix) if prefix.eq_ignore_ascii_case(b"sha256=") => &header[7..],
        _ if header.starts_with(b"t=") => header
            .split(|byte| *byte == b',')
            .find_map(|part| part.trim_ascii().strip_prefix(b"v="))
            .ok_or_else(malformed)?,
        _ => header,
    };
    from_hex(value).or_else(|| from_base64(value)).ok_or_else(malformed)
}

/// Lengths are counted in bytes: a header of 64 characters may be longer than that.
fn from_hex(value: &[u8]) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    if value.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(value.chunks_exact(2)) {
        let digit = |byte: u8| match byte {
            b'0'..=b'9' => Some(byte - b'0'),
            b'a'..=b'f' => Some(byte - b'a' + 10),
            b'A'..=b'F' => Some(byte - b'A' + 10),
            _ => None,
        };
        *byte = digit(pair[0]).zip(digit(pair[1])).map(|(high, low)| high << 4 | low)?;
    }
    Some(bytes)
}

fn from_base64(value: &[u8]) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    let complete = Base64::decode(value, &mut bytes).is_ok_and(|decoded| decoded.len() == 32);
    complete.then_some(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::ErrorClass;
    use proptest::prelude::*;

    const SECRET: &str = "dgs_test_webhook_secret";
    const BODY: &str = r#"{"event":"payment.success","dgs_reference":"dgs_123456789","flw_charge_id":"flw_987654321","amount":5000,"currency":"RWF","merchant_fee":150,"net_amount":4850,"status":"success","timestamp":"2026-04-02T10:30:00Z","environment":"production"}"#;
    const SIGNATURE: &str = "cf4d6b72150948ba3bec51bbdf635bedf6bf28c5a5302bf979d4c8c34ee554f9";

    #[test]
    fn the_published_vector_passes_and_tells_which_secret() {
        assert_eq!(sign(SECRET, BODY.as_bytes()), SIGNATURE);
        let webhook = Webhook::new(["another_secret", SECRET]).unwrap();
        for spelling in
            [SIGNATURE.to_owned(), SIGNATURE.to_uppercase(), format!("sha256={SIGNATURE}"), format!(" {SIGNATURE} ")]
        {
            match webhook.verify(BODY.as_bytes(), Some(spelling.as_bytes())).unwrap() {
                Event::PaymentSucceeded { reference, secret_index, .. } => {
                    assert_eq!((reference.as_str(), secret_index), ("dgs_123456789", 1));
                }
                other => panic!("{other:?}"),
            }
        }
    }

    #[test]
    fn rohopays_spellings_pass_as_well() {
        const SECRET: &str = "roho_test_webhook_secret";
        const BODY: &str = r#"{"event":"deposit.successful","id":"01j2k3m4n5p6q7r8s9t0uvwx","internal_reference":"RHP-2024-ABC123","provider_reference":"9876543210","type":"collection","status":"successful","payment_method":"mobile_money","phone_number":"256700123456","amount":50000,"currency":"UGX","commission_amount":500,"net_amount":49500,"environment":"live","created_at":"2024-07-15T08:30:00Z","updated_at":"2024-07-15T08:31:47Z"}"#;
        const HEX: &str = "ef755c1b7d7e1ba5535599c02e1ffef55d616eb40b2a0968936eff8bfc8f633f";
        const BASE64: &str = "73VcG31+G6VTVZnALh/+9V1hbrQLKglok27/i/yPYz8=";
        let webhook = Webhook::new([SECRET]).unwrap();
        let verify = |header: &str| webhook.verify(BODY.as_bytes(), Some(header.as_bytes()));
        for header in [
            format!("sha256={HEX}"),
            HEX.to_owned(),
            HEX.to_uppercase(),
            BASE64.to_owned(),
            format!("sha256={BASE64}"),
            format!("t=1721032307,v={HEX}"),
            format!("t=1, v={BASE64}"),
        ] {
            match verify(&header).unwrap() {
                Event::DepositSucceeded { reference, dedupe_key, .. } => {
                    assert_eq!(reference, "RHP-2024-ABC123");
                    assert_eq!(dedupe_key, "deposit.successful:RHP-2024-ABC123:9876543210");
                }
                other => panic!("{other:?}"),
            }
        }
        for header in [format!("t=1721032307,v1={HEX}"), "t=1".to_owned(), "sha256=".to_owned(), BASE64[1..].to_owned()]
        {
            assert_eq!(verify(&header).unwrap_err().code(), ErrorCode::SignatureMalformed, "{header}");
        }
    }

    #[test]
    fn secrets_that_protect_nothing_are_refused() {
        for secret in [
            "",
            "   ",
            "\n",
            "short",
            "changeme",
            "CHANGEME",
            "secret\n12345",
            " padded_secret",
            "xxxxxxxxxxxx",
            "<your secret>",
            "${WEBHOOK_SECRET}",
        ] {
            let error = Webhook::new([secret]).unwrap_err();
            assert_eq!(error.code(), ErrorCode::InvalidSecret, "{secret:?}");
        }
        assert!(Webhook::new(Vec::<Secret>::new()).is_err());
        assert!(Webhook::new([SECRET]).is_ok(), "the control");
    }

    const EVENTS: [&str; 9] = [
        "deposit.successful",
        "withdraw.failed",
        "payment.success",
        "payment.failed",
        "disbursement.success",
        "disbursement.failed",
        "conversion.success",
        "conversion.failed",
        "refund.created",
    ];

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(100_000))]

        #[test]
        fn only_two_classes_can_come_out(body in proptest::collection::vec(any::<u8>(), 0..200), header in proptest::option::of(proptest::collection::vec(any::<u8>(), 0..80)), signed in any::<bool>()) {
            let webhook = Webhook::new([SECRET]).unwrap();
            let header = if signed { Some(sign(SECRET, &body).into_bytes()) } else { header };
            match webhook.verify(&body, header.as_deref()) {
                Ok(_) => prop_assert!(signed),
                Err(error) => prop_assert_eq!(error.class(), if signed { ErrorClass::Decode } else { ErrorClass::Signature }),
            }
        }

        #[test]
        fn a_signed_body_is_an_event_or_unreadable(mut body in crate::testing::json(), event in prop::sample::select(EVENTS.to_vec())) {
            if let Some(rest) = body.strip_prefix('{').filter(|rest| !rest.contains("\"event\"")) {
                body = format!("{{\"event\":\"{event}\"{}{rest}", if rest == "}" { "" } else { "," });
            }
            match Webhook::new([SECRET]).unwrap().verify(body.as_bytes(), Some(sign(SECRET, body.as_bytes()).as_bytes())) {
                Ok(event) => prop_assert!(!event.dedupe_key().ends_with(':'), "{event:?}"),
                Err(error) => prop_assert_eq!(error.class(), ErrorClass::Decode),
            }
        }
    }
}
