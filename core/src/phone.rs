//! Mobile numbers of Rwanda, Uganda, Kenya and Tanzania (`protocol/facts-east-africa.md` §§1-2, `dgs-pay.md` §18).
//!
//! Every usual spelling goes in; the form that each field wants comes out. The network of a number is a suggestion: numbers
//! move between operators (in Kenya by law), so a prefix never refuses anything.

#[cfg(any(feature = "python", feature = "node", feature = "kotlin"))]
mod border;

use std::fmt;
use std::str::FromStr;

use dgspay_macros::{open_enum, value};

use crate::error::{Error, ErrorCode, Result};

/// A country whose mobile numbers this library knows.
#[open_enum]
pub enum Country {
    /// Rwanda, +250.
    #[wire("RW")]
    Rwanda,
    /// Uganda, +256.
    #[wire("UG")]
    Uganda,
    /// Kenya, +254.
    #[wire("KE")]
    Kenya,
    /// Tanzania, +255.
    #[wire("TZ")]
    Tanzania,
}

/// A mobile-money network. DGS-Pay takes `MTN` and `Airtel`.
#[open_enum]
pub enum MobileNetwork {
    /// MTN Mobile Money.
    #[wire("MTN")]
    Mtn,
    /// Airtel Money.
    #[wire("Airtel")]
    Airtel,
    /// M-Pesa: Safaricom in Kenya, Vodacom in Tanzania.
    #[wire("M-Pesa", "mpesa", "safaricom", "vodacom", "vodafone")]
    Mpesa,
    /// Yas, known as Tigo Pesa, in Tanzania.
    #[wire("Tigo", "yas", "mixx")]
    Tigo,
}

/// What is known of a country's numbers. All four have nine digits after the country code.
struct Plan {
    code: &'static str,
    /// Whether nine digits are a mobile number (libphonenumber's patterns).
    is_mobile: fn(&[u8]) -> bool,
    /// Prefix of the nine digits to the network behind it; the longest match counts, `None` where it is no known wallet.
    networks: &'static [(&'static str, Option<MobileNetwork>)],
}

use MobileNetwork::{Airtel, Mpesa, Mtn, Tigo};

const COUNTRIES: [Country; 4] = [Country::Rwanda, Country::Uganda, Country::Kenya, Country::Tanzania];

static RWANDA: Plan = Plan {
    code: "250",
    is_mobile: |n| matches!(n, [b'7', b'2' | b'3' | b'7'..=b'9', ..]),
    networks: &[("78", Some(Mtn)), ("79", Some(Mtn)), ("72", Some(Airtel)), ("73", Some(Airtel))],
};

static UGANDA: Plan = Plan {
    code: "256",
    is_mobile: |n| {
        matches!(
            n,
            [b'7', b'0' | b'1' | b'4'..=b'8', ..]
                | [b'7', b'2', b'0' | b'1' | b'4' | b'6' | b'7', ..]
                | [b'7', b'2', b'8', b'0', ..]
                | [b'7', b'3', b'4', b'0', ..]
                | [b'7', b'3', b'0'..=b'2' | b'6' | b'7', ..]
                | [b'7', b'9', b'0'..=b'5' | b'8' | b'9', ..]
        )
    },
    networks: &[
        ("76", Some(Mtn)),
        ("77", Some(Mtn)),
        ("78", Some(Mtn)),
        ("79", Some(Mtn)),
        ("798", None),
        ("799", None),
        ("737", Some(Mtn)),
        ("724", Some(Mtn)),
        ("7240", None),
        ("70", Some(Airtel)),
        ("74", Some(Airtel)),
        ("75", Some(Airtel)),
        ("730", Some(Airtel)),
        ("731", Some(Airtel)),
        ("732", Some(Airtel)),
    ],
};

static KENYA: Plan = Plan {
    code: "254",
    is_mobile: |n| {
        matches!(
            n,
            [b'7', ..]
                | [b'1', b'0', b'0'..=b'8', ..]
                | [b'1', b'1' | b'8', ..]
                | [b'1', b'2', b'0' | b'1' | b'4', ..]
                | [b'1', b'3', b'0' | b'5'..=b'9', ..]
                | [b'1', b'4', b'0'..=b'6', ..]
        )
    },
    networks: &[
        ("70", Some(Mpesa)),
        ("71", Some(Mpesa)),
        ("72", Some(Mpesa)),
        ("74", Some(Mpesa)),
        ("744", None),
        ("747", None),
        ("757", Some(Mpesa)),
        ("758", Some(Mpesa)),
        ("759", Some(Mpesa)),
        ("768", Some(Mpesa)),
        ("769", Some(Mpesa)),
        ("79", Some(Mpesa)),
        ("11", Some(Mpesa)),
        ("14", Some(Mpesa)),
        ("18", Some(Mpesa)),
        ("73", Some(Airtel)),
        ("75", Some(Airtel)),
        ("76", Some(Airtel)),
        ("761", None),
        ("78", Some(Airtel)),
        ("10", Some(Airtel)),
        ("135", Some(Airtel)),
        ("136", Some(Airtel)),
        ("137", Some(Airtel)),
        ("138", Some(Airtel)),
        ("139", Some(Airtel)),
    ],
};

static TANZANIA: Plan = Plan {
    code: "255",
    is_mobile: |n| matches!(n, [b'7', ..] | [b'6', b'0'..=b'3' | b'5'..=b'9', ..]),
    networks: &[
        ("72", Some(Mpesa)),
        ("74", Some(Mpesa)),
        ("75", Some(Mpesa)),
        ("76", Some(Mpesa)),
        ("79", Some(Mpesa)),
        ("65", Some(Tigo)),
        ("67", Some(Tigo)),
        ("70", Some(Tigo)),
        ("71", Some(Tigo)),
        ("77", Some(Tigo)),
        ("60", Some(Airtel)),
        ("66", Some(Airtel)),
        ("68", Some(Airtel)),
        ("69", Some(Airtel)),
        ("78", Some(Airtel)),
    ],
};

impl Country {
    fn plan(&self) -> Option<&'static Plan> {
        match self {
            Self::Rwanda => Some(&RWANDA),
            Self::Uganda => Some(&UGANDA),
            Self::Kenya => Some(&KENYA),
            Self::Tanzania => Some(&TANZANIA),
            Self::Other(_) => None,
        }
    }
}

/// A mobile number.
#[value]
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct PhoneNumber {
    country: Country,
    code: &'static str,
    national: String,
}

impl PhoneNumber {
    /// Reads a number in any usual spelling: `0788 123 456`, `788123456`, `+250 788-123-456`, `00250788123456`, and even
    /// `250 0788 123 456`. A number without a country code is one of `country`.
    ///
    /// # Errors
    /// `invalid_phone` if it is no mobile number of the country, `invalid_argument` if the country is not known here.
    pub fn parse(text: &str, country: &Country) -> Result<Self> {
        if country.plan().is_none() {
            return Err(Error::invalid("country", format!("{:?} is not one of RW, UG, KE, TZ", country.as_str())));
        }
        let (digits, international) = digits(text).ok_or_else(|| refused(text))?;
        if let Some(number) = Self::with_code(&digits) {
            return Ok(number);
        }
        match country.plan().filter(|_| !international).and_then(|plan| Some((plan, national(&digits, plan)?))) {
            Some((plan, national)) => Ok(Self { country: country.clone(), code: plan.code, national }),
            None => Err(refused(text)),
        }
    }

    /// As [`PhoneNumber::parse`], where nothing tells the country of a number that does not tell it itself.
    pub(crate) fn parse_international(text: &str) -> Result<Self> {
        digits(text).and_then(|(digits, _)| Self::with_code(&digits)).ok_or_else(|| refused(text))
    }

    /// The number of these digits, if they begin with a country code.
    fn with_code(digits: &str) -> Option<Self> {
        COUNTRIES.iter().find_map(|country| {
            let plan = country.plan()?;
            let national = national(digits.strip_prefix(plan.code)?, plan)?;
            Some(Self { country: country.clone(), code: plan.code, national })
        })
    }

    /// The country.
    #[must_use]
    pub fn country(&self) -> &Country {
        &self.country
    }

    /// The country code without `+`, such as `250`.
    #[must_use]
    pub fn country_code(&self) -> &'static str {
        self.code
    }

    /// The nine digits without country code and leading zero, as DGS-Pay's charges want them: `788123456`.
    #[must_use]
    pub fn national(&self) -> &str {
        &self.national
    }

    /// The international form: `+250788123456`.
    #[must_use]
    pub fn e164(&self) -> String {
        format!("+{}{}", self.code, self.national)
    }

    /// The network that the number's prefix suggests. Never refuse a payment for it: numbers move between networks.
    #[must_use]
    pub fn suggested_network(&self) -> Option<MobileNetwork> {
        let networks = self.country.plan()?.networks;
        let matching = networks.iter().filter(|(prefix, _)| self.national.starts_with(prefix));
        matching.max_by_key(|(prefix, _)| prefix.len()).and_then(|(_, network)| network.clone())
    }
}

/// The digits of a spelling, and whether it began with `+` or `00`. Anything but ASCII digits and the usual separators is
/// refused: look-alike digits of other scripts are a trick, not a spelling.
fn digits(text: &str) -> Option<(String, bool)> {
    let text = text.trim();
    let (text, plus) = text.strip_prefix('+').map_or((text, false), |rest| (rest, true));
    let mut digits = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '0'..='9' => digits.push(character),
            ' ' | '-' | '.' | '(' | ')' | '/' | '\u{a0}' => {}
            _ => return None,
        }
    }
    match digits.strip_prefix("00").map(str::to_owned) {
        Some(rest) if !plus => Some((rest, true)),
        _ => Some((digits, plus)),
    }
}

/// Nine digits of the plan, with or without the trunk zero; a zero kept behind the country code is repaired here too.
fn national(digits: &str, plan: &Plan) -> Option<String> {
    let nine = match digits.len() {
        9 => digits,
        10 => digits.strip_prefix('0')?,
        _ => return None,
    };
    (plan.is_mobile)(nine.as_bytes()).then(|| nine.to_owned())
}

fn refused(text: &str) -> Error {
    // The number itself is the payer's: the sentence names its length only.
    let length = text.chars().filter(char::is_ascii_digit).count();
    let what =
        format!("The phone number ({length} digits) is not a mobile number of Rwanda, Uganda, Kenya or Tanzania");
    Error::new(ErrorCode::InvalidPhone, what).field("phone")
}

impl FromStr for PhoneNumber {
    type Err = Error;

    /// As [`PhoneNumber::parse`]; a number without a country code is Rwandan, for that is where DGS-Pay is.
    fn from_str(text: &str) -> Result<Self> {
        Self::parse(text, &Country::Rwanda)
    }
}

impl fmt::Display for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.e164())
    }
}

/// A number in a log is somebody's number: only its last three digits are shown.
impl fmt::Debug for PhoneNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "+{}…{}", self.code, &self.national[self.national.len().saturating_sub(3)..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #![proptest_config(ProptestConfig { max_global_rejects: 1_000_000, ..ProptestConfig::with_cases(20_000) })]

        #[test]
        fn every_spelling_of_a_number_is_the_same_number(which in 0..4_usize, first in "[167]", rest in "[0-9]{8}") {
            let country = &COUNTRIES[which];
            let plan = country.plan().unwrap();
            let nine = format!("{first}{rest}");
            prop_assume!((plan.is_mobile)(nine.as_bytes()));
            let (a, b, c, code) = (&nine[..3], &nine[3..6], &nine[6..], plan.code);
            let wanted = format!("+{code}{nine}");
            for spelling in [
                nine.clone(), format!("0{nine}"), format!("0{a} {b} {c}"), format!("0{a}-{b}-{c}"), format!("+{code}{nine}"),
                format!("+{code} {a} {b} {c}"), format!("00{code}{nine}"), format!("{code}{nine}"), format!("{code}0{nine}"),
                format!("+{code} (0){a} {b} {c}"), format!(" 0{a}.{b}.{c} "),
            ] {
                let read = PhoneNumber::parse(&spelling, country).map(|number| number.e164());
                prop_assert_eq!(read.as_deref(), Ok(wanted.as_str()), "{}", spelling);
            }
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = text.parse::<PhoneNumber>();
        }
    }

    #[test]
    fn a_prefix_only_suggests() {
        let network = |text: &str| text.parse::<PhoneNumber>().unwrap().suggested_network();
        assert_eq!(network("0788123456"), Some(Mtn));
        assert_eq!(network("0728123456"), Some(Airtel));
        assert_eq!(network("0778123456"), None);
        assert_eq!(network("+256724012345"), None);
        assert_eq!(network("+256724112345"), Some(Mtn));
    }
}
