//! Cards and PINs as DGS-Pay's clients encrypt them (§8): opened, looked at, wiped. Nothing of them leaves this file.

use std::ops::RangeInclusive;

use aes_gcm::aead::{AeadInOut as _, KeyInit as _};
use aes_gcm::{Aes256Gcm, Nonce};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest as _, Sha256};
use zeroize::Zeroizing;

/// What tells one nonce from another without being it.
pub(crate) type NonceDigest = [u8; 32];

/// A card as it arrives: four fields under one nonce.
pub(crate) struct SealedCard<'a> {
    pub number: &'a str,
    pub expiry_month: &'a str,
    pub expiry_year: &'a str,
    pub cvv: &'a str,
    pub nonce: &'a str,
}

/// What is wrong with a field. It never says what stands in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flaw {
    pub field: &'static str,
    pub reason: &'static str,
}

const DOES_NOT_OPEN: &str = "does not open with this account's encryption key and this nonce";

/// Opens a card with the merchant's key and looks whether it could be one. There is no Luhn check: the documents' own
/// example fails it (C-41).
pub(crate) fn check(key: &str, card: &SealedCard<'_>) -> Result<NonceDigest, Vec<Flaw>> {
    let lock = Lock::new(key, card.nonce, "card_nonce").map_err(|flaw| vec![flaw])?;
    let is_month = |text: &str| has_digits(text, 1..=2) && text.parse().is_ok_and(|month| (1..=12).contains(&month));
    let is_year = |text: &str| matches!(text.len(), 2 | 4) && has_digits(text, 2..=4);
    let fields: [(&str, &str, Judge<'_>, &str); 4] = [
        ("card_encrypted_number", card.number, &|text| has_digits(text, 12..=19), "must be 12 to 19 digits"),
        ("card_encrypted_expiry_month", card.expiry_month, &is_month, "must be a month, 1 to 12"),
        ("card_encrypted_expiry_year", card.expiry_year, &is_year, "must be a year of 2 or 4 digits"),
        ("card_encrypted_cvv", card.cvv, &|text| has_digits(text, 3..=4), "must be 3 or 4 digits"),
    ];
    let flaws: Vec<_> = fields
        .into_iter()
        .filter_map(|(field, sealed, is_good, reason)| lock.check(field, sealed, is_good, reason).err())
        .collect();
    if flaws.is_empty() { Ok(Sha256::digest(card.nonce).into()) } else { Err(flaws) }
}

/// Opens a PIN with the merchant's key. Any PIN is the right one: only `issuer:incorrect_pin` says otherwise.
pub(crate) fn check_pin(key: &str, sealed: &str, nonce: &str) -> Result<(), Flaw> {
    let lock = Lock::new(key, nonce, "auth_pin_nonce")?;
    lock.check("auth_pin_encrypted", sealed, &is_code, "must be a PIN of 4 to 6 digits")
}

/// Whether this could be a PIN or a one-time code.
pub(crate) fn is_code(text: &str) -> bool {
    has_digits(text, 4..=6)
}

type Judge<'a> = &'a dyn Fn(&str) -> bool;

fn has_digits(text: &str, count: RangeInclusive<usize>) -> bool {
    count.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A key with a nonce.
struct Lock {
    cipher: Aes256Gcm,
    nonce: Nonce<aes_gcm::aead::consts::U12>,
}

impl Lock {
    fn new(key: &str, nonce: &str, field: &'static str) -> Result<Self, Flaw> {
        let nonce = initialisation_vector(nonce)
            .ok_or(Flaw { field, reason: "must be 12 ASCII characters, or 24 hexadecimal ones" })?;
        let key = STANDARD.decode(key).map(Zeroizing::new);
        let cipher = key.ok().and_then(|key| Aes256Gcm::new_from_slice(&key).ok());
        let cipher = cipher.ok_or(Flaw { field, reason: "cannot be used: this account has no encryption key" })?;
        Ok(Self { cipher, nonce: nonce.into() })
    }

    fn check(&self, field: &'static str, sealed: &str, is_good: Judge<'_>, reason: &'static str) -> Result<(), Flaw> {
        let plain = self.open(sealed).ok_or(Flaw { field, reason: DOES_NOT_OPEN })?;
        let is_good = std::str::from_utf8(&plain).is_ok_and(is_good);
        is_good.then_some(()).ok_or(Flaw { field, reason })
    }

    fn open(&self, sealed: &str) -> Option<Zeroizing<Vec<u8>>> {
        let mut text = Zeroizing::new(STANDARD.decode(sealed).ok()?);
        self.cipher.decrypt_in_place(&self.nonce, &[], &mut *text).ok()?;
        Some(text)
    }
}

/// The documents contradict themselves on the nonce (C-1): of 12 characters the bytes count, 24 hexadecimal ones are decoded.
fn initialisation_vector(nonce: &str) -> Option<[u8; 12]> {
    match nonce.len() {
        12 if nonce.is_ascii() => nonce.as_bytes().try_into().ok(),
        24 => {
            let digits: Option<Vec<_>> = nonce.chars().map(|digit| digit.to_digit(16)).collect();
            let bytes: Option<Vec<_>> =
                digits?.chunks(2).map(|pair| u8::try_from(pair[0] << 4 | pair[1]).ok()).collect();
            bytes?.try_into().ok()
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The protocol's own vectors (§8): key 00…1f.
    const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    const CARD: SealedCard<'static> = SealedCard {
        number: "hB57+TTewouYD8y0f2EYY//HZxPf+CkZUi/S498tYq8=",
        expiry_month: "gRkC/4qJmUxWcAz6agZwQILi",
        expiry_year: "ght6869TZ+7BLdgy488+qrxO4IY=",
        cvv: "gRl7UA98aze0kXblceABbuqipA==",
        nonce: "0a1b2c3d4e5f",
    };

    fn flaws(card: &SealedCard<'_>) -> Vec<&'static str> {
        check(KEY, card).unwrap_err().into_iter().map(|flaw| flaw.field).collect()
    }

    #[test]
    fn the_documented_vectors_open() {
        assert!(check(KEY, &CARD).is_ok());
        assert_eq!(check_pin(KEY, "7n0dbdlBD0SfjAvhr1FJlbderws=", "abc123def456"), Ok(()));
        let lock = Lock::new(KEY, CARD.nonce, "").unwrap();
        assert_eq!(&**lock.open(CARD.number).unwrap(), b"4532123456789010");
    }

    #[test]
    fn a_nonce_is_twelve_characters_or_twenty_four_hexadecimal_ones() {
        assert_eq!(initialisation_vector("w2zQDGCf1QXA").as_ref(), Some(b"w2zQDGCf1QXA"));
        assert_eq!(initialisation_vector("306131623263336434653566").as_ref(), Some(b"0a1b2c3d4e5f"));
        let decoded = SealedCard { nonce: "306131623263336434653566", ..CARD };
        assert!(check(KEY, &decoded).is_ok(), "the same bytes, written the other way");
        for nonce in
            ["", "0a1b2c3d4e5", "0a1b2c3d4e5f0", "zzzzzzzzzzzzzzzzzzzzzzzz", "ééééée", "é6131623263336434653566"]
        {
            assert_eq!(flaws(&SealedCard { nonce, ..CARD }), ["card_nonce"], "{nonce}");
        }
    }

    #[test]
    fn every_field_that_does_not_open_is_named() {
        let other_nonce = SealedCard { nonce: "0a1b2c3d4e50", ..CARD };
        assert_eq!(flaws(&other_nonce).len(), 4);
        assert_eq!(flaws(&SealedCard { cvv: "AAAA", ..CARD }), ["card_encrypted_cvv"]);
        assert_eq!(flaws(&SealedCard { number: "not base64!", ..CARD }), ["card_encrypted_number"]);
        let swapped = SealedCard { expiry_month: CARD.expiry_year, expiry_year: CARD.expiry_month, ..CARD };
        assert_eq!(flaws(&swapped), ["card_encrypted_expiry_month"], "2028 is no month, but 12 could be a year");
        let other_key = STANDARD.encode([7; 32]);
        assert_eq!(check(&other_key, &CARD).unwrap_err().len(), 4);
        assert_eq!(check("c2hvcnQ=", &CARD).unwrap_err().len(), 1);
    }

    #[test]
    fn what_opens_must_look_like_what_it_is() {
        let seal = |text: &str| {
            let lock = Lock::new(KEY, CARD.nonce, "").unwrap();
            let mut buffer = text.as_bytes().to_vec();
            lock.cipher.encrypt_in_place(&lock.nonce, &[], &mut buffer).unwrap();
            STANDARD.encode(buffer)
        };
        let number = |text: &str| check(KEY, &SealedCard { number: &seal(text), ..CARD }).is_ok();
        assert!(number("123456789012") && number("1234567890123456789"));
        assert!(!number("12345678901") && !number("12345678901234567890") && !number("4532 1234 5678 9010"));
        let month = |text: &str| check(KEY, &SealedCard { expiry_month: &seal(text), ..CARD }).is_ok();
        assert!(month("1") && month("09") && month("12"));
        assert!(!month("0") && !month("13") && !month("") && !month("001") && !month("+1"));
        let year = |text: &str| check(KEY, &SealedCard { expiry_year: &seal(text), ..CARD }).is_ok();
        assert!(year("28") && year("2028") && !year("028") && !year("20x8"));
        let cvv = |text: &str| check(KEY, &SealedCard { cvv: &seal(text), ..CARD }).is_ok();
        assert!(cvv("123") && cvv("1234") && !cvv("12") && !cvv("12a"));
        let pin = |text: &str| check_pin(KEY, &seal(text), CARD.nonce).is_ok();
        assert!(pin("1234") && pin("123456") && !pin("123") && !pin("1234567") && !pin("12e4"));
    }
}
