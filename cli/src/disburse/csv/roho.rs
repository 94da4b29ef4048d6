//! RohoPay's payouts: to mobile wallets, each under a key by which the service knows a repetition for a day.

use dgspay::dgs::CallOptions;
use dgspay::{DisbursementRequest, Environment, Error, Money, PaymentStatus, RohoPay};

use super::order::{Order, Taken, Terms};
use super::sheet::{Cells, Line};
use super::{Arguments, check_funds};
use crate::arguments::sentence;
use crate::failure::Failure;
use crate::output::{Tone, note};
use crate::patience;
use crate::service::Service;
use crate::session::Session;
use crate::settings::fingerprint;

#[derive(Clone, Debug)]
pub(crate) struct RohoOrder {
    request: DisbursementRequest,
    what: String,
    /// A fingerprint of the bytes that are sent.
    content: String,
}

impl Order for RohoOrder {
    type Client = RohoPay;

    const COLUMNS: &'static [&'static str] = &["id", "amount", "phone", "narration"];

    const JOURNAL: &'static str = "rohopay-";

    fn terms(asked: &Arguments) -> Result<Terms, Failure> {
        let service = Service::RohoPay;
        let currency = service.wants("--currency", asked.currency)?;
        // What a payout costs is between the merchant and the service: there is no column net that a fee could be for.
        service.knows_no(&[("fee for a column net", asked.fees.read(currency)?.is_some())])?;
        Ok(Terms { currency, fees: None, callback_url: asked.callback_url.clone() })
    }

    fn read(cells: &Cells<'_>, terms: &Terms) -> Result<Self, String> {
        let phone = cells.get("phone").ok_or("it has no phone")?;
        let bare = DisbursementRequest::new(phone, cells.amount(terms)?);
        let mut request = bare.clone();
        (request.description, request.callback_url) = (cells.owned("narration"), terms.callback_url.clone());
        let digest = |request: &DisbursementRequest| {
            let body = request.body().map_err(|error| sentence(&error))?;
            Ok::<_, String>(fingerprint(&[&String::from_utf8_lossy(&body)]))
        };
        Ok(Self { what: digest(&bare)?, content: digest(&request)?, request })
    }

    fn amount(&self) -> Money {
        self.request.amount
    }

    fn recipient(&self) -> String {
        self.request.phone.clone()
    }

    fn what(&self) -> String {
        self.what.clone()
    }

    fn content(&self) -> Option<&str> {
        Some(&self.content)
    }

    async fn check(_: &[&Line<Self>], needed: Money, session: &Session<RohoPay>) -> Result<(), Failure> {
        let held = patience::seen("Looking into the wallet", session.pay.get_balance()).await?;
        let held = if session.environment == Environment::Production { held.live } else { held.test };
        if held.currency == needed.currency {
            return check_funds(held, needed);
        }
        let why = format!(
            "The wallet is held in {}: whether it is enough for {needed}, RohoPay tells payout by payout.",
            held.currency
        );
        note(Tone::Waiting, &why);
        Ok(())
    }

    async fn send(&self, client: &RohoPay, key: Option<&str>) -> Result<Taken, Error> {
        let mut options = CallOptions::default();
        options.idempotency_key = key.map(str::to_owned);
        let taken = client.with(&options)?.disburse(&self.request).await?;
        let has_failed = taken.status == PaymentStatus::Failed;
        Ok(Taken { reference: taken.internal_reference, token: taken.idempotency_key, has_failed })
    }
}
