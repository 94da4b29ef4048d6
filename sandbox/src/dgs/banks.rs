//! `GET /banks/{country}`: where payouts may go (§12).

use serde::Serialize;

use crate::banks::{self, Bank, Kind};
use crate::service::{Call, Refusal, Reply};

pub(super) fn list(call: &Call<'_>) -> Result<Reply, Refusal> {
    let country = call.id.to_ascii_uppercase();
    let banks = banks::of_country(&country)
        .ok_or_else(|| Refusal::not_found("There is no list of banks for this country; there is one for RW."))?;
    Reply::json(&Answer { status: "success", country: &country, data: banks.iter().map(Line::of).collect() })
}

#[derive(Serialize)]
struct Answer<'a> {
    status: &'a str,
    country: &'a str,
    data: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    bank_key: &'static str,
    name: &'static str,
    #[serde(rename = "type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    network: Option<&'static str>,
    currency: &'static str,
    /// A number, not a boolean.
    branch_required: u8,
}

impl Line {
    fn of(bank: &Bank) -> Self {
        let (kind, code, network, needs_branch) = match bank.kind {
            Kind::Bank { code, needs_branch } => ("bank", Some(code), None, needs_branch),
            Kind::MobileMoney { network } => ("mobile_money", None, Some(network), false),
        };
        Self {
            bank_key: bank.key,
            name: bank.name,
            kind,
            code,
            network,
            currency: "RWF",
            branch_required: needs_branch.into(),
        }
    }
}
