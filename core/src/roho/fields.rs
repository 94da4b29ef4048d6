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
const CURRENCIES: [(Currency, Country); 4] = [
    (Currency::UGX, Country::Uganda),
    (Currency::KES, Country::Kenya),
    (Currency::TZS, Country::Tanzania),
    (Currency::RWF, Country::Rwanda),
];
const LONGEST_DESCRIPTION: usize = 255;

/// A whole number of the currency's units. Nothing is ever multiplied: the service speaks of "smallest units" and means
/// whole ones (C-1).
pub(super) fn whole(amount: Money) -> Result<Amount> {
    let amount = amount.payable("amount")?;
    country(amount.currency)?;
    if amount.amount.fract().is_zero() {
        return Ok(Amount(amount));
    }
    let what = format!("RohoPay takes whole {}, not {amount}", amount.currency);
    Err(Error::new(ErrorCode::InvalidAmount, what).field("amount"))
}

fn country(currency: Currency) -> Result<&'static Country> {
    let known = CURRENCIES.iter().find(|(known, _)| *known == currency);
    known.map(|(_, country)| country).ok_or_else(|| {
        let what = format!("RohoPay takes UGX, KES, TZS and RWF, not {currency}");
        Error::new(ErrorCode::InvalidCurrency, what).field("currency")
    })
}

/// A number in international form without `+`; one without a country code belongs to the currency's country. The service's
/// test numbers, which are no numbers of any country, go as they are (§15, C-15).
pub(super) fn number(text: &str, currency: Currency) -> Result<String> {
    let bare = text.trim();
    if is_test_number(bare) {
        return Ok(bare.to_owned());
    }
    PhoneNumber::parse(bare, country(currency)?).map(|number| number.e164().trim_start_matches('+').to_owned())
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
            assert_eq!(number(text, currency).unwrap(), sent, "{text}");
        }
        for text in ["0111777", "12345", "0111888881"] {
            assert_eq!(number(text, Currency::UGX).unwrap_err().code(), ErrorCode::InvalidPhone, "{text}");
        }
    }

    #[test]
    fn amounts_are_whole_and_never_multiplied() {
        let shillings =
            |text: &str| whole(Money::parse(text, Currency::KES).unwrap()).map(|amount| amount.0.plain_amount());
        assert_eq!(shillings("10").as_deref(), Ok("10"));
        assert_eq!(shillings("10.00").as_deref(), Ok("10"));
        assert_eq!(shillings("10.50").unwrap_err().code(), ErrorCode::InvalidAmount);
        let dollars = Money::parse("10", Currency::USD).unwrap();
        assert_eq!(whole(dollars).err().map(|error| error.code()), Some(ErrorCode::InvalidCurrency));
    }
}
