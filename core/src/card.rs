//! Cards and PINs, encrypted where they are typed (`protocol/dgs-pay.md` §8, C-1, C-2, C-3, C-37, C-41); and what the fields
//! show in which they are typed.
//!
//! AES-256-GCM under the merchant's encryption key. The four fields of a card share one fresh nonce, as the service demands;
//! whoever sees two fields under one nonce sees their difference, so a ciphertext is treated as card data: it prints as
//! `[redacted]`, and no public call takes a nonce.

#[cfg(feature = "kotlin")]
mod border;
mod brand;
mod entry;

use std::fmt;
use std::ops::RangeInclusive;

use aes_gcm::aead::{AeadInOut as _, KeyInit as _};
use aes_gcm::{Aes256Gcm, Nonce};
use base64ct::{Base64, Encoding as _};
use dgspay_macros::{model, open_enum};
use zeroize::{ZeroizeOnDrop, Zeroizing};

use crate::error::{Error, ErrorCode, Result};
use crate::hex::hex;
use crate::secret::Secret;

pub use brand::CardBrand;
pub use entry::{CardEntry, CardExpiryEntry, CardNumberEntry, YearMonth};

/// How many digits a number can have, whatever its brand.
const NUMBER_LENGTHS: RangeInclusive<usize> = 12..=19;

/// How the nonce is written: the documents' code and their prose differ (C-1).
#[open_enum]
pub enum NonceFormat {
    /// 12 hexadecimal characters, whose bytes are the nonce: what the documents' code does.
    #[wire("hex12")]
    Hex12,
    /// 24 hexadecimal characters, which stand for the 12 bytes of the nonce: what the documents' prose says.
    #[wire("hex24")]
    Hex24,
}

/// A card as its holder types it. It is wiped when dropped and cannot be printed.
#[derive(Clone)]
pub struct Card {
    number: Secret,
    expiry_month: Secret,
    expiry_year: Secret,
    cvv: Secret,
}

impl Card {
    /// The number may have spaces and dashes, the month one digit, the year two.
    #[must_use]
    pub fn new(
        number: impl Into<Secret>,
        expiry_month: impl Into<Secret>,
        expiry_year: impl Into<Secret>,
        cvv: impl Into<Secret>,
    ) -> Self {
        Self {
            number: number.into(),
            expiry_month: expiry_month.into(),
            expiry_year: expiry_year.into(),
            cvv: cvv.into(),
        }
    }
}

impl fmt::Debug for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Card([redacted])")
    }
}

/// A card as only the service can read it. It is still card data: never log or store it.
#[model(input, output)]
pub struct EncryptedCard {
    /// The number.
    #[secret]
    pub number: String,
    /// The month of expiry.
    #[secret]
    pub expiry_month: String,
    /// The year of expiry.
    #[secret]
    pub expiry_year: String,
    /// The security code.
    #[secret]
    pub cvv: String,
    /// The nonce that all four share.
    #[secret]
    pub nonce: String,
    /// What the card's holder should look at again. It refuses nothing: the service decides.
    pub warning: Option<String>,
}

/// A PIN as only the service can read it. Never log or store it.
#[model(input, output)]
pub struct EncryptedPin {
    /// The PIN.
    #[secret]
    pub pin: String,
    /// Its nonce.
    #[secret]
    pub nonce: String,
}

impl EncryptedCard {
    /// The card that a browser or an app has encrypted.
    #[must_use]
    pub fn new(
        number: impl Into<String>,
        expiry_month: impl Into<String>,
        expiry_year: impl Into<String>,
        cvv: impl Into<String>,
        nonce: impl Into<String>,
    ) -> Self {
        Self {
            number: number.into(),
            expiry_month: expiry_month.into(),
            expiry_year: expiry_year.into(),
            cvv: cvv.into(),
            nonce: nonce.into(),
            warning: None,
        }
    }
}

impl EncryptedPin {
    /// The PIN that a browser or an app has encrypted.
    #[must_use]
    pub fn new(pin: impl Into<String>, nonce: impl Into<String>) -> Self {
        Self { pin: pin.into(), nonce: nonce.into() }
    }
}

/// Encrypts cards and PINs for the service, where they are typed: in the app, or in the page.
///
/// A server that encrypts has seen the card, which puts it under the rules for those who store and process cards (PCI DSS).
/// The encryption key is symmetric: whoever holds it can also decrypt.
#[derive(Clone)]
pub struct CardEncryptor {
    /// With the key, spread out for its rounds once and for all.
    cipher: Aes256Gcm,
    nonce_format: NonceFormat,
}

const _: () = {
    const fn is_wiped_when_dropped<T: ZeroizeOnDrop>() {}
    is_wiped_when_dropped::<Aes256Gcm>();
};

impl CardEncryptor {
    /// An encryptor with the merchant's encryption key, as Settings, API Settings shows it.
    ///
    /// # Errors
    /// `invalid_secret` if it is not base64 of 32 bytes, or a placeholder.
    pub fn new(encryption_key: impl Into<Secret>) -> Result<Self> {
        let text = encryption_key.into();
        let mut key = Zeroizing::new([0; 32]);
        let complete = Base64::decode(text.expose().trim(), &mut *key).is_ok_and(|bytes| bytes.len() == 32);
        if !complete {
            return Err(refused_key("The encryption key is not base64 of 32 bytes"));
        }
        if key.iter().all(|byte| *byte == key[0]) {
            return Err(refused_key("The encryption key is a placeholder"));
        }
        Ok(Self { cipher: Aes256Gcm::new((&*key).into()), nonce_format: NonceFormat::Hex12 })
    }

    /// An encryptor with the key of `DGSPAY_ENCRYPTION_KEY`.
    ///
    /// # Errors
    /// `missing_credential` if the variable is not set; otherwise as [`CardEncryptor::new`].
    pub fn from_env() -> Result<Self> {
        let key = std::env::var("DGSPAY_ENCRYPTION_KEY").ok().filter(|key| !key.is_empty());
        Self::new(key.ok_or_else(|| {
            Error::new(ErrorCode::MissingCredential, "The encryption key is missing")
                .advice("Pass it to CardEncryptor, or set DGSPAY_ENCRYPTION_KEY.")
        })?)
    }

    /// Another form of nonce; without it [`NonceFormat::Hex12`].
    ///
    /// # Errors
    /// `invalid_setting` for a form that does not exist.
    pub fn nonce_format(self, nonce_format: NonceFormat) -> Result<Self> {
        match nonce_format {
            NonceFormat::Other(word) => {
                let what = format!("{word:?} is not a form of nonce: it is hex12 or hex24");
                Err(Error::new(ErrorCode::InvalidSetting, what))
            }
            nonce_format => Ok(Self { nonce_format, ..self }),
        }
    }

    /// Encrypts a card, each field by itself under one fresh nonce.
    ///
    /// # Errors
    /// `invalid_card` with the name of the field; what was typed does not stand in it. A number that fails the Luhn check
    /// passes with a `warning`: even the service's own example fails it.
    pub fn encrypt(&self, card: &Card) -> Result<EncryptedCard> {
        let number = digits("number", "card number", &card.number, NUMBER_LENGTHS)?;
        let month = month(&card.expiry_month)?;
        let year = year(&card.expiry_year)?;
        let cvv = digits("cvv", "security code", &card.cvv, 3..=4)?;
        let nonce = self.nonce()?;
        let warning =
            (!passes_luhn(&number)).then(|| "The card number fails its check digit: it may be mistyped".into());
        Ok(EncryptedCard {
            number: self.seal(&nonce, &number)?,
            expiry_month: self.seal(&nonce, &month)?,
            expiry_year: self.seal(&nonce, &year)?,
            cvv: self.seal(&nonce, &cvv)?,
            nonce: nonce.text,
            warning,
        })
    }

    /// Encrypts a card's PIN for [`authorize_pin`](crate::dgs::Charges::authorize_pin), under a nonce of its own.
    ///
    /// # Errors
    /// `invalid_card` (`pin`) if it is not 4 to 12 digits.
    pub fn encrypt_pin(&self, pin: impl Into<Secret>) -> Result<EncryptedPin> {
        let pin = digits("pin", "PIN", &pin.into(), 4..=12)?;
        let nonce = self.nonce()?;
        Ok(EncryptedPin { pin: self.seal(&nonce, &pin)?, nonce: nonce.text })
    }

    fn nonce(&self) -> Result<FreshNonce> {
        let mut random = [0; 12];
        getrandom::fill(&mut random)
            .map_err(|_| Error::new(ErrorCode::Internal, "The system gave no random numbers").unsent())?;
        if self.nonce_format == NonceFormat::Hex24 {
            return Ok(FreshNonce { text: hex(&random), bytes: random });
        }
        let text = hex(&random[..6]);
        let mut bytes = [0; 12];
        bytes.copy_from_slice(text.as_bytes());
        Ok(FreshNonce { text, bytes })
    }

    fn seal(&self, nonce: &FreshNonce, plaintext: &str) -> Result<String> {
        Ok(Base64::encode_string(&seal(&self.cipher, &nonce.bytes, &[], plaintext.as_bytes())?))
    }
}

impl fmt::Debug for CardEncryptor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "CardEncryptor([redacted], {})", self.nonce_format)
    }
}

/// A nonce as it is sent, and the bytes that it stands for.
struct FreshNonce {
    text: String,
    bytes: [u8; 12],
}

/// The ciphertext with its tag behind it.
fn seal(cipher: &Aes256Gcm, nonce: &[u8; 12], associated: &[u8], plaintext: &[u8]) -> Result<Vec<u8>> {
    let failed = |_| Error::new(ErrorCode::Internal, "The encryption failed").unsent();
    // The buffer begins as the plaintext and is encrypted in place: room for the tag keeps it from being moved, and a copy
    // from being left behind.
    let mut buffer = Vec::with_capacity(plaintext.len() + 16);
    buffer.extend_from_slice(plaintext);
    cipher.encrypt_in_place(&Nonce::from(*nonce), associated, &mut buffer).map_err(failed)?;
    Ok(buffer)
}

/// AES-256-GCM with every input given, so that published vectors can be held against it in every language. Not for use.
///
/// # Errors
/// `invalid_argument` if the key is not 32 bytes, or the nonce not 12.
#[doc(hidden)]
pub fn seal_for_tests(key: &[u8], nonce: &[u8], associated: &[u8], plaintext: &[u8]) -> Result<Vec<u8>> {
    let key: &[u8; 32] = key.try_into().map_err(|_| Error::invalid("key", "The key is not 32 bytes"))?;
    let nonce = nonce.try_into().map_err(|_| Error::invalid("nonce", "The nonce is not 12 bytes"))?;
    seal(&Aes256Gcm::new(key.into()), nonce, associated, plaintext)
}

/// Digits of a field, without the spaces and dashes that people put between them.
pub(crate) fn digits(
    field: &'static str,
    what: &str,
    typed: &Secret,
    lengths: RangeInclusive<usize>,
) -> Result<Zeroizing<String>> {
    let text = typed.expose();
    // No more room is ever needed, so nothing is copied to a larger place and left behind.
    let mut bare = Zeroizing::new(String::with_capacity(text.len()));
    bare.extend(text.chars().filter(|c| !matches!(c, ' ' | '-' | '\u{a0}')));
    if lengths.contains(&bare.len()) && bare.bytes().all(|byte| byte.is_ascii_digit()) {
        return Ok(bare);
    }
    Err(refused(field, format!("The {what} is not {} to {} digits", lengths.start(), lengths.end())))
}

fn month(typed: &Secret) -> Result<Zeroizing<String>> {
    let text = typed.expose().trim();
    match text.parse::<u8>() {
        Ok(month @ 1..=12) if text.len() <= 2 && !text.starts_with('+') => Ok(Zeroizing::new(format!("{month:02}"))),
        _ => Err(refused("expiry_month", "The month of expiry is not 1 to 12")),
    }
}

fn year(typed: &Secret) -> Result<Zeroizing<String>> {
    let text = typed.expose().trim();
    match (text.len(), text.parse::<u16>()) {
        _ if !text.bytes().all(|byte| byte.is_ascii_digit()) => {}
        (2, Ok(year)) => return Ok(Zeroizing::new(format!("20{year:02}"))),
        (4, Ok(year @ 2000..=2099)) => return Ok(Zeroizing::new(year.to_string())),
        _ => {}
    }
    Err(refused("expiry_year", "The year of expiry is not two digits or four, such as 28 or 2028"))
}

/// The check digit of ISO/IEC 7812.
fn passes_luhn(number: &str) -> bool {
    let digits = number.bytes().rev().map(|byte| u32::from(byte - b'0'));
    let sum: u32 = digits
        .enumerate()
        .map(|(place, digit)| match place % 2 {
            0 => digit,
            _ if digit > 4 => 2 * digit - 9,
            _ => 2 * digit,
        })
        .sum();
    sum.is_multiple_of(10)
}

pub(crate) fn refused(field: &'static str, what: impl Into<String>) -> Error {
    Error::new(ErrorCode::InvalidCard, what).field(field)
}

fn refused_key(what: &str) -> Error {
    Error::new(ErrorCode::InvalidSecret, what).advice("Copy the encryption key from Settings, API Settings.")
}

#[cfg(test)]
mod tests {
    use aes_gcm::aead::{Aead as _, Payload};
    use proptest::prelude::*;

    use super::*;

    /// The bytes 00 to 1f, as in the protocol's own vectors.
    const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    fn key() -> [u8; 32] {
        std::array::from_fn(|index| u8::try_from(index).unwrap())
    }

    /// Opens a field as the service does, by the nonce's text alone.
    fn open(nonce: &str, field: &str) -> String {
        let bytes = match nonce.len() {
            12 => nonce.as_bytes().to_vec(),
            24 => (0..12).map(|at| u8::from_str_radix(&nonce[2 * at..2 * at + 2], 16).unwrap()).collect(),
            other => panic!("a nonce of {other} characters"),
        };
        let nonce = Nonce::try_from(bytes.as_slice()).unwrap();
        let sealed = Base64::decode_vec(field).unwrap();
        let opened = Aes256Gcm::new(&key().into()).decrypt(&nonce, Payload { msg: &sealed, aad: b"" }).unwrap();
        String::from_utf8(opened).unwrap()
    }

    #[test]
    fn the_protocols_vectors_come_out() {
        for (nonce, plain, sealed) in [
            ("0a1b2c3d4e5f", "4532123456789010", "hB57+TTewouYD8y0f2EYY//HZxPf+CkZUi/S498tYq8="),
            ("0a1b2c3d4e5f", "12", "gRkC/4qJmUxWcAz6agZwQILi"),
            ("0a1b2c3d4e5f", "2028", "ght6869TZ+7BLdgy488+qrxO4IY="),
            ("0a1b2c3d4e5f", "123", "gRl7UA98aze0kXblceABbuqipA=="),
            ("abc123def456", "1234", "7n0dbdlBD0SfjAvhr1FJlbderws="),
        ] {
            let bytes = seal_for_tests(&key(), nonce.as_bytes(), b"", plain.as_bytes()).unwrap();
            assert_eq!(Base64::encode_string(&bytes), sealed);
            assert_eq!(open(nonce, sealed), plain);
        }
    }

    proptest! {
        #[test]
        fn every_card_can_be_opened_again(number in "[0-9]{12,19}", month in 1_u8..=12, year in 0_u16..100, cvv in "[0-9]{3,4}", long in any::<bool>()) {
            let format = if long { NonceFormat::Hex24 } else { NonceFormat::Hex12 };
            let encryptor = CardEncryptor::new(KEY).unwrap().nonce_format(format).unwrap();
            let card = Card::new(number.as_str(), month.to_string(), format!("{year:02}"), cvv.as_str());
            let sealed = encryptor.encrypt(&card).unwrap();
            prop_assert_eq!(open(&sealed.nonce, &sealed.number), number);
            prop_assert_eq!(open(&sealed.nonce, &sealed.expiry_month), format!("{month:02}"));
            prop_assert_eq!(open(&sealed.nonce, &sealed.expiry_year), format!("20{year:02}"));
            prop_assert_eq!(open(&sealed.nonce, &sealed.cvv), cvv);
            prop_assert_ne!(encryptor.encrypt(&card).unwrap().nonce, sealed.nonce);
        }
    }

    #[test]
    fn the_luhn_check_warns_and_refuses_nothing() {
        let warning = |number: &str| {
            let encryptor = CardEncryptor::new(KEY).unwrap();
            encryptor.encrypt(&Card::new(number, "12", "28", "123")).unwrap().warning
        };
        assert_eq!(warning("4242 4242 4242 4242"), None);
        assert!(warning("4532123456789010").is_some(), "the documents' own example");
    }

    #[test]
    fn what_was_typed_is_nowhere_to_be_read() {
        let encryptor = CardEncryptor::new(KEY).unwrap();
        let card = Card::new("4242424242424242", "12", "2028", "987");
        let sealed = encryptor.encrypt(&card).unwrap();
        let pin = encryptor.encrypt_pin("1234").unwrap();
        let refused = encryptor.encrypt(&Card::new("4242-canary", "12", "2028", "987")).unwrap_err();
        let shown = format!("{card:?} {sealed:?} {pin:?} {encryptor:?} {refused:?} {refused}");
        for private in ["4242", "987", "canary", "AAECAw", sealed.number.as_str(), &sealed.nonce, &pin.pin, &pin.nonce]
        {
            assert!(!shown.contains(private), "{private} in {shown}");
        }
        assert_eq!(refused.info().field.as_deref(), Some("number"));
    }

    #[test]
    fn keys_that_protect_nothing_are_refused() {
        for key in ["", "secret", "AAECAwQFBgcICQoLDA0ODw==", &Base64::encode_string(&[0; 32]), &format!("{KEY}{KEY}")]
        {
            assert_eq!(CardEncryptor::new(key).unwrap_err().code(), ErrorCode::InvalidSecret, "{key:?}");
        }
    }
}
