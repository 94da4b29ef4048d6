//! Reading phone numbers.

use dgspay::error::node::{required, thrown};
use dgspay::{Country, PhoneNumber};
use napi::bindgen_prelude::Unknown;
use napi::{Env, Result};
use napi_derive::napi;

/// Reads a number in any usual spelling.
#[napi(catch_unwind)]
pub fn parse_phone_number(
    env: &Env,
    #[napi(ts_arg_type = "string")] text: Unknown,
    #[napi(ts_arg_type = "Country")] country: Unknown,
) -> Result<PhoneNumber> {
    let (text, country): (String, Country) = (required(text, "phone")?, required(country, "country")?);
    PhoneNumber::parse(&text, &country).map_err(|error| thrown(env.raw(), &error))
}
