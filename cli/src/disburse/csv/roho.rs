//! RohoPay's payouts: to mobile wallets, each under a key by which the service knows a repetition for a day.

use dgspay::{CallOptions, DisbursementRequest, Environment, Error, ErrorCode, Money, PaymentStatus, RohoPay};

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
        let is_live = session.environment == Environment::Production;
        if !is_live {
            note(Tone::Waiting, "This is a test key, and RohoPay pays out under a live key only: it will refuse them.");
        }
        let held = patience::seen("Looking into the wallet", session.pay.get_balance()).await?;
        let held = if is_live { held.live } else { held.test };
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

    async fn was_taken_on(reference: &str, session: &Session<RohoPay>) -> Result<bool, Failure> {
        let looking_up = session.pay.get_transaction(reference);
        match patience::seen("Looking whose journal it is", looking_up).await {
            Ok(found) => Ok(found.environment.is_none_or(|environment| environment == session.environment)),
            Err(error) if error.code() == ErrorCode::NotFound => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    async fn send(&self, client: &RohoPay, key: Option<&str>) -> Result<Taken, Error> {
        let mut options = CallOptions::default();
        options.idempotency_key = key.map(str::to_owned);
        let payout = client.with(&options)?.disburse(&self.request).await?;
        Ok(Taken {
            has_failed: payout.status == PaymentStatus::Failed,
            reference: payout.internal_reference,
            token: payout.idempotency_key,
            remark: payout.failover_reason,
        })
    }
}
