//! The client's operations. Arguments are read in JavaScript's thread, the call runs in the core's.

use dgspay::error::node::{only, optional_property, required, required_property as must, thrown};
use dgspay::{
    Balance, Bank, BankPayout, BillingAddress, CardCharge, Charge, Conversion, ConversionPreview, Country, Currency,
    DgsPay, EncryptedPin, Environment, MobileMoneyCharge, MobileMoneyPayout, Money, NewPaymentLink, PaymentLink,
    PaymentLinkDetails, PaymentLinkFilter, PaymentLinkPage, PaymentLinkUpdate, Payout, Transaction, TransactionFilter,
    TransactionPage,
};
use napi::bindgen_prelude::{Object, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use crate::call::{Call, Ends, Started};
use crate::service::{Service as _, patience, with_settings};

const SETTINGS: [&str; 7] =
    ["apiKey", "accountNumber", "environment", "baseUrl", "timeoutMs", "maxRetries", "userAgent"];

/// A client of DGS-Pay; it holds the credentials and shows none of them.
#[napi]
pub struct Client(DgsPay, Ends);

#[napi]
#[allow(clippy::needless_pass_by_value, reason = "what crosses is owned")]
impl Client {
    /// Checks the settings; what is not given comes from the environment.
    #[napi(constructor, catch_unwind)]
    pub fn new(env: Env, settings: Unknown, ends: &Ends) -> Result<Self> {
        let settings: Object = required(settings, "settings")?;
        only(&settings, &SETTINGS)?;
        let mut builder = with_settings!(DgsPay::builder(), env, &settings);
        if let Some(number) = optional_property::<String>(&settings, "accountNumber")? {
            builder = builder.account_number(number);
        }
        let client = builder.build().map_err(|error| thrown(env.raw(), &error))?;
        Ok(Self(client, ends.clone()))
    }

    /// `POST /charges`.
    #[napi(catch_unwind)]
    pub fn create_mobile_money(&self, env: Env, charge: Unknown, call: Option<Call>) -> Result<Started<Charge>> {
        let (client, charge): (_, MobileMoneyCharge) = self.0.called(env, call.as_ref(), charge, "charge")?;
        self.1.start(env, async move { client.charges().create_mobile_money(&charge).await })
    }

    /// `POST /charges`.
    #[napi(catch_unwind)]
    pub fn create_card(&self, env: Env, charge: Unknown, call: Option<Call>) -> Result<Started<Charge>> {
        let (client, charge): (_, CardCharge) = self.0.called(env, call.as_ref(), charge, "charge")?;
        self.1.start(env, async move { client.charges().create_card(&charge).await })
    }

    /// `POST /authorize`.
    #[napi(catch_unwind)]
    pub fn authorize_pin(&self, env: Env, of: Unknown, pin: Unknown, call: Option<Call>) -> Result<Started<Charge>> {
        let (client, pin): (_, EncryptedPin) = self.0.called(env, call.as_ref(), pin, "pin")?;
        let of: String = required(of, "charge")?;
        self.1.start(env, async move { client.charges().authorize_pin(&of, &pin).await })
    }

    /// `POST /authorize`.
    #[napi(catch_unwind)]
    pub fn authorize_otp(&self, env: Env, of: Unknown, otp: Unknown, call: Option<Call>) -> Result<Started<Charge>> {
        let (client, otp): (_, String) = self.0.called(env, call.as_ref(), otp, "otp")?;
        let of: String = required(of, "charge")?;
        self.1.start(env, async move { client.charges().authorize_otp(&of, &otp).await })
    }

    /// `POST /authorize`.
    #[napi(catch_unwind)]
    pub fn authorize_avs(
        &self,
        env: Env,
        of: Unknown,
        address: Unknown,
        call: Option<Call>,
    ) -> Result<Started<Charge>> {
        let (client, address): (_, BillingAddress) = self.0.called(env, call.as_ref(), address, "address")?;
        let of: String = required(of, "charge")?;
        self.1.start(env, async move { client.charges().authorize_avs(&of, &address).await })
    }

    /// Looks a charge up until it has ended, asks for something, or the time is up.
    #[napi(catch_unwind)]
    pub fn wait_for_charge(&self, env: Env, charge: Unknown, call: Option<Call>) -> Result<Started<Charge>> {
        let (charge, timeout): (Charge, _) = (required(charge, "charge")?, patience(env, call.as_ref())?);
        let charges = self.0.until(call.as_ref()).charges();
        self.1.start(env, async move { charges.wait(&charge, timeout).await })
    }

    /// `POST /payment-links`.
    #[napi(catch_unwind)]
    pub fn create_link(&self, env: Env, link: Unknown, call: Option<Call>) -> Result<Started<PaymentLink>> {
        let (client, link): (_, NewPaymentLink) = self.0.called(env, call.as_ref(), link, "link")?;
        self.1.start(env, async move { client.payment_links().create(&link).await })
    }

    /// `GET /payment-links`.
    #[napi(catch_unwind)]
    pub fn list_links(&self, env: Env, filter: Unknown, call: Option<Call>) -> Result<Started<PaymentLinkPage>> {
        let (client, filter): (_, PaymentLinkFilter) = self.0.called(env, call.as_ref(), filter, "filter")?;
        self.1.start(env, async move { client.payment_links().list(&filter).await })
    }

    /// `GET /payment-links/{id}`.
    #[napi(catch_unwind)]
    pub fn get_link(&self, env: Env, id: Unknown, call: Option<Call>) -> Result<Started<PaymentLinkDetails>> {
        let (client, id): (_, String) = self.0.called(env, call.as_ref(), id, "id")?;
        self.1.start(env, async move { client.payment_links().get(&id).await })
    }

    /// `PATCH /payment-links/{id}`.
    #[napi(catch_unwind)]
    pub fn update_link(&self, env: Env, id: Unknown, to: Unknown, call: Option<Call>) -> Result<Started<PaymentLink>> {
        let (client, id): (_, String) = self.0.called(env, call.as_ref(), id, "id")?;
        let to: PaymentLinkUpdate = required(to, "update")?;
        self.1.start(env, async move { client.payment_links().update(&id, &to).await })
    }

    /// `DELETE /payment-links/{id}`.
    #[napi(catch_unwind)]
    pub fn archive_link(&self, env: Env, id: Unknown, call: Option<Call>) -> Result<Started<()>> {
        let (client, id): (_, String) = self.0.called(env, call.as_ref(), id, "id")?;
        self.1.start(env, async move { client.payment_links().archive(&id).await })
    }

    /// `POST /disburse`.
    #[napi(catch_unwind)]
    pub fn pay_bank(&self, env: Env, payout: Unknown, call: Option<Call>) -> Result<Started<Payout>> {
        let (client, payout): (_, BankPayout) = self.0.called(env, call.as_ref(), payout, "payout")?;
        self.1.start(env, async move { client.disbursements().to_bank(&payout).await })
    }

    /// `POST /disburse`.
    #[napi(catch_unwind)]
    pub fn pay_mobile_money(&self, env: Env, payout: Unknown, call: Option<Call>) -> Result<Started<Payout>> {
        let (client, payout): (_, MobileMoneyPayout) = self.0.called(env, call.as_ref(), payout, "payout")?;
        self.1.start(env, async move { client.disbursements().to_mobile_money(&payout).await })
    }

    /// `GET /banks/{country}`.
    #[napi(catch_unwind)]
    pub fn list_banks(&self, env: Env, country: Unknown, call: Option<Call>) -> Result<Started<Vec<Bank>>> {
        let (client, country): (_, Country) = self.0.called(env, call.as_ref(), country, "country")?;
        self.1.start(env, async move { client.banks().list(&country).await })
    }

    /// `GET /balance`.
    #[napi(catch_unwind)]
    pub fn balances(&self, env: Env, call: Option<Call>) -> Result<Started<Vec<Balance>>> {
        let client = self.0.of(env, call.as_ref())?;
        self.1.start(env, async move { client.wallet().balances().await })
    }

    /// `POST /convert`, `preview`.
    #[napi(catch_unwind)]
    pub fn preview_conversion(
        &self,
        env: Env,
        conversion: Unknown,
        call: Option<Call>,
    ) -> Result<Started<ConversionPreview>> {
        let (client, (amount, to)) = (self.0.of(env, call.as_ref())?, conversion_of(conversion)?);
        self.1.start(env, async move { client.wallet().preview_conversion(amount, to).await })
    }

    /// `POST /convert`, `convert`.
    #[napi(catch_unwind)]
    pub fn convert(&self, env: Env, conversion: Unknown, call: Option<Call>) -> Result<Started<Conversion>> {
        let (client, (amount, to)) = (self.0.of(env, call.as_ref())?, conversion_of(conversion)?);
        self.1.start(env, async move { client.wallet().convert(amount, to).await })
    }

    /// `GET /transactions`.
    #[napi(catch_unwind)]
    pub fn list_transactions(&self, env: Env, filter: Unknown, call: Option<Call>) -> Result<Started<TransactionPage>> {
        let (client, filter): (_, TransactionFilter) = self.0.called(env, call.as_ref(), filter, "filter")?;
        self.1.start(env, async move { client.transactions().list(&filter).await })
    }

    /// The core's planted panic, to show that a panic ends as a typed error.
    #[napi(catch_unwind)]
    pub fn panic_for_tests(&self, env: Env) -> Result<Started<()>> {
        self.1.start(env, dgspay::panic_for_tests())
    }

    /// `GET /transactions/{reference}`.
    #[napi(catch_unwind)]
    pub fn get_transaction(&self, env: Env, reference: Unknown, call: Option<Call>) -> Result<Started<Transaction>> {
        let (client, reference): (_, String) = self.0.called(env, call.as_ref(), reference, "reference")?;
        self.1.start(env, async move { client.transactions().get(&reference).await })
    }
}

fn conversion_of(conversion: Unknown) -> Result<(Money, Currency)> {
    let conversion: Object = required(conversion, "conversion")?;
    only(&conversion, &["amount", "to"])?;
    Ok((must(&conversion, "amount")?, must(&conversion, "to")?))
}
