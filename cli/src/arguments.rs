//! How values on the command line are read.

use std::time::Duration;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use dgspay::{CallOptions, Error, MobileNetwork, PhoneNumber, RohoPay};

use crate::failure::Failure;
use crate::output::{Tone, note};
use crate::service::Service;

/// `2s`, `500ms`, `1m`, or `0`.
pub(crate) fn duration(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let number: u64 = digits.parse().map_err(|_| format!("{text:?} is not a time such as 2s, 500ms or 1m"))?;
    match &text[digits.len()..] {
        "ms" => Ok(Duration::from_millis(number)),
        "s" => Ok(Duration::from_secs(number)),
        "m" => Ok(Duration::from_secs(number.saturating_mul(60))),
        "" if number == 0 => Ok(Duration::ZERO),
        _ => Err(format!("{text:?} is not a time such as 2s, 500ms or 1m")),
    }
}

/// The two networks that DGS-Pay takes, in any case.
pub(crate) fn network() -> impl TypedValueParser<Value = MobileNetwork> {
    PossibleValuesParser::new(["MTN", "Airtel"]).map(MobileNetwork::from)
}

/// The network that was named, or the one that the number suggests: which is said, for numbers move between networks.
pub(crate) fn network_of(phone: &PhoneNumber, named: Option<MobileNetwork>) -> Result<MobileNetwork, Failure> {
    if let Some(network) = named {
        return Ok(network);
    }
    let suggested = phone.suggested_network();
    let network =
        suggested.ok_or_else(|| Failure::Usage("--network is missing: the number suggests none".to_owned()))?;
    note(Tone::Faint, &format!("{network}, as the number suggests; --network names another"));
    Ok(network)
}

/// Repeating a call of RohoPay whose outcome was unknown.
#[derive(Args)]
pub(crate) struct Repetition {
    /// With RohoPay: repeat a command whose outcome was unknown, in all its words, under the key that it was sent with; it then
    /// cannot pay twice. The service knows a key for 24 hours
    #[arg(long, value_name = "KEY")]
    idempotency_key: Option<String>,
}

impl Repetition {
    /// The client, under the key if there is one; otherwise it makes one for each call.
    pub(crate) fn under_its_key(self, pay: &RohoPay) -> Result<RohoPay, Failure> {
        let mut options = CallOptions::default();
        options.idempotency_key = self.idempotency_key;
        Ok(pay.with(&options)?)
    }

    /// Refuses a key that would make nothing safe.
    pub(crate) fn means_nothing_to(&self, service: Service) -> Result<(), Failure> {
        service.knows_no(&[("--idempotency-key", self.idempotency_key.is_some())])
    }
}

/// A number that the caller knows better than this command.
#[derive(Args)]
pub(crate) struct PhoneAsIs {
    /// With RohoPay: send the number as it stands here, unchecked, if it is refused as wrong and is not
    #[arg(long)]
    phone_as_is: bool,
}

impl PhoneAsIs {
    /// As requests say it.
    pub(crate) fn wish(&self) -> Option<bool> {
        self.phone_as_is.then_some(true)
    }

    /// Refuses it where numbers are always checked.
    pub(crate) fn means_nothing_to(&self, service: Service) -> Result<(), Failure> {
        service.knows_no(&[("--phone-as-is", self.phone_as_is)])
    }
}

/// What the SDK says about a value, without the brackets at the end: nobody has called anything yet.
pub(crate) fn sentence(error: &Error) -> String {
    let text = error.to_string();
    text.rsplit_once(" [").map_or(text.as_str(), |(sentence, _)| sentence).to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read_as_people_write_them() {
        assert_eq!(duration("500ms"), Ok(Duration::from_millis(500)));
        assert_eq!(duration("2s"), Ok(Duration::from_secs(2)));
        assert_eq!(duration("3m"), Ok(Duration::from_secs(180)));
        assert_eq!(duration("0"), Ok(Duration::ZERO));
        assert!(duration("soon").is_err() && duration("5").is_err() && duration("").is_err());
    }

    #[test]
    fn what_is_wrong_with_a_number_is_said_without_brackets() {
        let sentence = sentence(&"12".parse::<PhoneNumber>().unwrap_err());
        assert!(sentence.ends_with("Nothing was sent."), "{sentence}");
    }
}
