//! Paying a link without its page.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use bytes::Bytes;
use hyper::StatusCode;
use rust_decimal::Decimal;
use serde::Deserialize;
use serde_json::json;

use super::parse;
use super::problem::Problem;
use crate::app::App;
use crate::checkout::{NotTaken, Order};
use crate::dgs::{known_network, national_number, scenario};
use crate::ledger::{Method, Payer};

/// A payment by mobile money; a card is for the page, where it is encrypted.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Wish {
    #[serde(default)]
    payment_type: Kind,
    phone: String,
    network: String,
    /// In major units, as text.
    amount: Option<String>,
    scenario_key: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Kind {
    #[default]
    MobileMoney,
}

impl Wish {
    fn order(&self) -> Result<Order, Problem> {
        let Kind::MobileMoney = self.payment_type;
        let phone =
            national_number(&self.phone).ok_or_else(|| Problem::invalid("phone: not a Rwandan mobile number"))?;
        let network = known_network(&self.network).ok_or_else(|| Problem::invalid("network: MTN or Airtel"))?;
        let amount = self.amount.as_deref().map(Decimal::from_str_exact).transpose();
        let wished = self.scenario_key.as_deref().map(|key| scenario::parse(key, &scenario::MOBILE_MONEY, false));
        Ok(Order {
            amount: amount.map_err(|_| Problem::invalid("amount: not a number"))?,
            method: Method::MobileMoney { network, phone },
            wished: wished.transpose().map_err(|reason| Problem::invalid(format!("scenario_key {reason}")))?,
            email: None,
            fresh_nonce: None,
            payer: Payer::default(),
        })
    }
}

impl From<NotTaken> for Problem {
    fn from(refusal: NotTaken) -> Self {
        match refusal {
            NotTaken::Ledger(error) => error.into(),
            NotTaken::Closed(_) | NotTaken::Way(_) | NotTaken::Amount(_) | NotTaken::Scenario => {
                Self::conflict(refusal.to_string())
            }
        }
    }
}

/// By the link's id or slug.
pub(super) async fn pay(
    State(app): State<Arc<App>>,
    Path(name): Path<String>,
    body: Bytes,
) -> Result<impl IntoResponse, Problem> {
    let order = parse::<Wish>(&body)?.order()?;
    let link = match app.ledger.link_by_id(&name)? {
        Some(link) => Some(link),
        None => app.ledger.link_by_slug(&name)?,
    };
    let link = link.ok_or_else(|| Problem::not_found("There is no such payment link."))?;
    let payment = app.pay_link(&link, order)?;
    let answer = json!({ "reference": payment.identity.reference, "status": payment.status.as_str() });
    Ok((StatusCode::CREATED, Json(answer)))
}
