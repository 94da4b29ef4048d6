//! The part of an address behind the question mark.

use std::collections::BTreeMap;

use url::form_urlencoded;

use super::Refusal;

/// What a list is asked for. Of a parameter given twice the last one counts; what is not documented is ignored.
#[derive(Debug)]
pub(crate) struct Query(BTreeMap<String, String>);

impl Query {
    pub(crate) fn parse(query: &str) -> Self {
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    pub(crate) fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    /// A whole number that may be there, and not below the least.
    pub(crate) fn counting(&mut self, name: &'static str, least: u32) -> Result<Option<u32>, Refusal> {
        let number = self.take(name).map(|text| match text.parse() {
            Ok(number) if number >= least => Ok(number),
            _ => Err(Refusal::wrong(name, &format!("must be a whole number from {least}"))),
        });
        number.transpose()
    }
}
