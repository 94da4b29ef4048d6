//! Checks of the fields that requests share: amounts, numbers and addresses as this service takes them.

use std::net::IpAddr;

use url::Host;

use crate::currency::Currency;
use crate::error::{Error, ErrorCode, Result};
use crate::fields::web_address;
use crate::money::Money;
use crate::phone::{Country, PhoneNumber};
use crate::wire::Amount;

/// The currencies of the service, and the country of a number that names none.
const COUNTRIES: [(Currency, Country); 4] = [
    (Currency::UGX, Country::Uganda),
    (Currency::KES, Country::Kenya),
    (Currency::TZS, Country::Tanzania),
    (Currency::RWF, Country::Rwanda),
];
const LONGEST_DESCRIPTION: usize = 255;

/// What a client takes amounts in.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Currencies {
    /// The service's own SDK lists dollars and no page does, so that they are taken only where somebody has asked for it (C-1).
    pub(super) dollars: bool,
}

impl Currencies {
    fn check(self, currency: Currency) -> Result<()> {
        if country(currency).is_some() || (self.dollars && currency == Currency::USD) {
            return Ok(());
        }
        let what = format!("RohoPay takes UGX, KES, TZS and RWF, not {currency}");
        let error = Error::new(ErrorCode::InvalidCurrency, what).field("currency");
        Err(match currency {
            Currency::USD => {
                error.advice("If your account takes dollars, say so with the client's setting accept_usd.")
            }
            _ => error,
        })
    }
}

fn country(currency: Currency) -> Option<&'static Country> {
    COUNTRIES.iter().find(|(known, _)| *known == currency).map(|(_, country)| country)
}

/// A whole number of the currency's units. Nothing is ever multiplied: the service speaks of "smallest units" and means
/// whole ones (C-1).
pub(super) fn whole(amount: Money, currencies: Currencies) -> Result<Amount> {
    let amount = amount.payable("amount")?;
    currencies.check(amount.currency)?;
    if amount.amount.fract().is_zero() {
        return Ok(Amount(amount));
    }
    let what = format!("RohoPay takes whole {}, not {amount}", amount.currency);
    Err(Error::new(ErrorCode::InvalidAmount, what).field("amount"))
}

/// A number in international form without `+`; one without a country code belongs to the currency's country. The service's
/// test numbers, which are no numbers of any country, go as they are (§15, C-15), and so does one whose caller knows better
/// than our table of numbers (C-14).
pub(super) fn number(text: &str, as_is: bool, currency: Currency) -> Result<String> {
    let bare = text.trim();
    if is_test_number(bare) || (as_is && !bare.is_empty()) {
        return Ok(bare.to_owned());
    }
    let number = match country(currency) {
        Some(country) => PhoneNumber::parse(bare, country),
        None => PhoneNumber::parse_international(bare),
    };
    number.map(|number| number.e164().trim_start_matches('+').to_owned())
}

/// One of the service's families of ten numbers, with or without Uganda's code.
fn is_test_number(text: &str) -> bool {
    const FAMILIES: [&str; 4] = ["11177777", "11177799", "11177778", "11177779"];
    let national = text.strip_prefix("256").or_else(|| text.strip_prefix('0')).unwrap_or_default();
    let digits = national.len() == 9 && national.bytes().all(|byte| byte.is_ascii_digit());
    digits && FAMILIES.iter().any(|family| national.starts_with(family))
}

pub(super) fn description(text: Option<&str>) -> Result<Option<&str>> {
    match text {
        Some(text) if text.chars().count() > LONGEST_DESCRIPTION => {
            Err(Error::invalid("description", "The description is longer than 255 characters"))
        }
        text => Ok(text.filter(|text| !text.is_empty())),
    }
}

/// An https address, or http on this machine, where the sandbox is.
pub(super) fn https<'a>(field: &'static str, text: &'a str) -> Result<&'a str> {
    let url = web_address(field, text)?;
    let local = match url.host() {
        Some(Host::Domain(name)) => name == "localhost",
        Some(Host::Ipv4(address)) => IpAddr::V4(address).is_loopback(),
        Some(Host::Ipv6(address)) => IpAddr::V6(address).is_loopback(),
        None => false,
    };
    if url.scheme() == "https" || local {
        return Ok(text);
    }
    Err(Error::invalid(field, format!("{field} is not an https URL")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_take_the_form_that_the_service_wants() {
        for (text, currency, sent) in [
            ("0700 123 456", Currency::UGX, "256700123456"),
            ("+254 712 345 678", Currency::UGX, "254712345678"),
            ("0712345678", Currency::KES, "254712345678"),
            ("0788123456", Currency::RWF, "250788123456"),
            ("256700000000", Currency::UGX, "256700000000"),
            ("0111777771", Currency::UGX, "0111777771"),
            ("256111777995", Currency::UGX, "256111777995"),
        ] {
            assert_eq!(number(text, false, currency).unwrap(), sent, "{text}");
        }
        for text in ["0111777", "12345", "0111888881"] {
            assert_eq!(number(text, false, Currency::UGX).unwrap_err().code(), ErrorCode::InvalidPhone, "{text}");
        }
    }

    #[test]
    fn a_caller_who_knows_better_is_believed() {
        for text in ["2560001234567", "0700123456", "+256 700 123 456"] {
            assert_eq!(number(text, true, Currency::UGX).unwrap(), text);
        }
        assert_eq!(number(" ", true, Currency::UGX).unwrap_err().code(), ErrorCode::InvalidPhone);
    }

    #[test]
    fn dollars_are_whole_and_of_no_country() {
        let dollars =
            |text: &str, taken| whole(Money::parse(text, Currency::USD).unwrap(), Currencies { dollars: taken });
        assert_eq!(dollars("10", false).err().map(|error| error.code()), Some(ErrorCode::InvalidCurrency));
        assert_eq!(dollars("10", true).map(|amount| amount.0.plain_amount()).as_deref(), Ok("10"));
        assert_eq!(dollars("10.50", true).err().map(|error| error.code()), Some(ErrorCode::InvalidAmount));
        assert_eq!(number("+254 712 345 678", false, Currency::USD).unwrap(), "254712345678");
        assert_eq!(number("0712345678", false, Currency::USD).unwrap_err().code(), ErrorCode::InvalidPhone);
        let euros = Money::parse("10", Currency::EUR).unwrap();
        assert!(whole(euros, Currencies { dollars: true }).is_err());
    }

    #[test]
    fn amounts_are_whole_and_never_multiplied() {
        let shillings = |text: &str| {
            whole(Money::parse(text, Currency::KES).unwrap(), Currencies::default())
                .map(|amount| amount.0.plain_amount())
        };
        assert_eq!(shillings("10").as_deref(), Ok("10"));
        assert_eq!(shillings("10.00").as_deref(), Ok("10"));
        assert_eq!(shillings("10.50").unwrap_err().code(), ErrorCode::InvalidAmount);
    }
}
