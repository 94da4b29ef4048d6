//! The client's operations. Arguments are read in JavaScript's thread, the call runs in the core's.

use dgspay::error::node::{only, optional_property, required, required_property as must, thrown};
use dgspay::{
    Balance, Bank, BankPayout, BillingAddress, CardCharge, Charge, Conversion, ConversionPreview, Country, Currency,
    DgsPay, EncryptedPin, Environment, MobileMoneyCharge, MobileMoneyPayout, Money, NewPaymentLink, PaymentLink,
    PaymentLinkDetails, PaymentLinkFilter, PaymentLinkPage, PaymentLinkUpdate, Payout, Transaction, TransactionFilter,
    TransactionPage,
};
use napi::bindgen_prelude::{Object, PromiseRaw, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use crate::call::{Call, promise};
use crate::service::{Service as _, patience, with_settings};

const SETTINGS: [&str; 7] =
    ["apiKey", "accountNumber", "environment", "baseUrl", "timeoutMs", "maxRetries", "userAgent"];

/// A client of DGS-Pay; it holds the credentials and shows none of them.
#[napi]
pub struct Client(DgsPay);

#[napi]
#[allow(clippy::needless_pass_by_value, reason = "what crosses is owned")]
impl Client {
    /// Checks the settings; what is not given comes from the environment.
    #[napi(constructor, catch_unwind)]
    pub fn new(env: Env, settings: Unknown) -> Result<Self> {
        let settings: Object = required(settings, "settings")?;
        only(&settings, &SETTINGS)?;
        let mut builder = with_settings!(DgsPay::builder(), env, &settings);
        if let Some(number) = optional_property::<String>(&settings, "accountNumber")? {
            builder = builder.account_number(number);
        }
        builder.build().map(Self).map_err(|error| thrown(env.raw(), &error))
    }

    /// `POST /charges`.
    #[napi(catch_unwind)]
    pub fn create_mobile_money(&self, env: Env, charge: Unknown, call: Call) -> Result<PromiseRaw<'_, Charge>> {
        let (client, charge): (_, MobileMoneyCharge) = self.0.called(env, &call, charge, "charge")?;
        promise(env, async move { client.charges().create_mobile_money(&charge).await })
    }

    /// `POST /charges`.
    #[napi(catch_unwind)]
    pub fn create_card(&self, env: Env, charge: Unknown, call: Call) -> Result<PromiseRaw<'_, Charge>> {
        let (client, charge): (_, CardCharge) = self.0.called(env, &call, charge, "charge")?;
        promise(env, async move { client.charges().create_card(&charge).await })
    }

    /// `POST /authorize`.
    #[napi(catch_unwind)]
    pub fn authorize_pin(&self, env: Env, of: Unknown, pin: Unknown, call: Call) -> Result<PromiseRaw<'_, Charge>> {
        let (client, pin): (_, EncryptedPin) = self.0.called(env, &call, pin, "pin")?;
        let of: String = required(of, "charge")?;
        promise(env, async move { client.charges().authorize_pin(&of, &pin).await })
    }

    /// `POST /authorize`.
    #[napi(catch_unwind)]
    pub fn authorize_otp(&self, env: Env, of: Unknown, otp: Unknown, call: Call) -> Result<PromiseRaw<'_, Charge>> {
        let (client, otp): (_, String) = self.0.called(env, &call, otp, "otp")?;
        let of: String = required(of, "charge")?;
        promise(env, async move { client.charges().authorize_otp(&of, &otp).await })
    }

    /// `POST /authorize`.
    #[napi(catch_unwind)]
    pub fn authorize_avs(&self, env: Env, of: Unknown, address: Unknown, call: Call) -> Result<PromiseRaw<'_, Charge>> {
        let (client, address): (_, BillingAddress) = self.0.called(env, &call, address, "address")?;
        let of: String = required(of, "charge")?;
        promise(env, async move { client.charges().authorize_avs(&of, &address).await })
    }

    /// Looks a charge up until it has ended, asks for something, or the time is up.
    #[napi(catch_unwind)]
    pub fn wait_for_charge(&self, env: Env, charge: Unknown, call: Call) -> Result<PromiseRaw<'_, Charge>> {
        let (charge, timeout): (Charge, _) = (required(charge, "charge")?, patience(env, &call)?);
        let charges = self.0.until(&call).charges();
        promise(env, async move { charges.wait(&charge, timeout).await })
    }

    /// `POST /payment-links`.
    #[napi(catch_unwind)]
    pub fn create_link(&self, env: Env, link: Unknown, call: Call) -> Result<PromiseRaw<'_, PaymentLink>> {
        let (client, link): (_, NewPaymentLink) = self.0.called(env, &call, link, "link")?;
        promise(env, async move { client.payment_links().create(&link).await })
    }

    /// `GET /payment-links`.
    #[napi(catch_unwind)]
    pub fn list_links(&self, env: Env, filter: Unknown, call: Call) -> Result<PromiseRaw<'_, PaymentLinkPage>> {
        let (client, filter): (_, PaymentLinkFilter) = self.0.called(env, &call, filter, "filter")?;
        promise(env, async move { client.payment_links().list(&filter).await })
    }

    /// `GET /payment-links/{id}`.
    #[napi(catch_unwind)]
    pub fn get_link(&self, env: Env, id: Unknown, call: Call) -> Result<PromiseRaw<'_, PaymentLinkDetails>> {
        let (client, id): (_, String) = self.0.called(env, &call, id, "id")?;
        promise(env, async move { client.payment_links().get(&id).await })
    }

    /// `PATCH /payment-links/{id}`.
    #[napi(catch_unwind)]
    pub fn update_link(&self, env: Env, id: Unknown, to: Unknown, call: Call) -> Result<PromiseRaw<'_, PaymentLink>> {
        let (client, id): (_, String) = self.0.called(env, &call, id, "id")?;
        let to: PaymentLinkUpdate = required(to, "update")?;
        promise(env, async move { client.payment_links().update(&id, &to).await })
    }

    /// `DELETE /payment-links/{id}`.
    #[napi(catch_unwind)]
    pub fn archive_link(&self, env: Env, id: Unknown, call: Call) -> Result<PromiseRaw<'_, ()>> {
        let (client, id): (_, String) = self.0.called(env, &call, id, "id")?;
        promise(env, async move { client.payment_links().archive(&id).await })
    }

    /// `POST /disburse`.
    #[napi(catch_unwind)]
    pub fn pay_bank(&self, env: Env, payout: Unknown, call: Call) -> Result<PromiseRaw<'_, Payout>> {
        let (client, payout): (_, BankPayout) = self.0.called(env, &call, payout, "payout")?;
        promise(env, async move { client.disbursements().to_bank(&payout).await })
    }

    /// `POST /disburse`.
    #[napi(catch_unwind)]
    pub fn pay_mobile_money(&self, env: Env, payout: Unknown, call: Call) -> Result<PromiseRaw<'_, Payout>> {
        let (client, payout): (_, MobileMoneyPayout) = self.0.called(env, &call, payout, "payout")?;
        promise(env, async move { client.disbursements().to_mobile_money(&payout).await })
    }

    /// `GET /banks/{country}`.
    #[napi(catch_unwind)]
    pub fn list_banks(&self, env: Env, country: Unknown, call: Call) -> Result<PromiseRaw<'_, Vec<Bank>>> {
        let (client, country): (_, Country) = self.0.called(env, &call, country, "country")?;
        promise(env, async move { client.banks().list(&country).await })
    }

    /// `GET /balance`.
    #[napi(catch_unwind)]
    pub fn balances(&self, env: Env, call: Call) -> Result<PromiseRaw<'_, Vec<Balance>>> {
        let client = self.0.of(env, &call)?;
        promise(env, async move { client.wallet().balances().await })
    }

    /// `POST /convert`, `preview`.
    #[napi(catch_unwind)]
    pub fn preview_conversion(
        &self,
        env: Env,
        conversion: Unknown,
        call: Call,
    ) -> Result<PromiseRaw<'_, ConversionPreview>> {
        let (client, (amount, to)) = (self.0.of(env, &call)?, conversion_of(conversion)?);
        promise(env, async move { client.wallet().preview_conversion(amount, to).await })
    }

    /// `POST /convert`, `convert`.
    #[napi(catch_unwind)]
    pub fn convert(&self, env: Env, conversion: Unknown, call: Call) -> Result<PromiseRaw<'_, Conversion>> {
        let (client, (amount, to)) = (self.0.of(env, &call)?, conversion_of(conversion)?);
        promise(env, async move { client.wallet().convert(amount, to).await })
    }

    /// `GET /transactions`.
    #[napi(catch_unwind)]
    pub fn list_transactions(&self, env: Env, filter: Unknown, call: Call) -> Result<PromiseRaw<'_, TransactionPage>> {
        let (client, filter): (_, TransactionFilter) = self.0.called(env, &call, filter, "filter")?;
        promise(env, async move { client.transactions().list(&filter).await })
    }

    /// `GET /transactions/{reference}`.
    #[napi(catch_unwind)]
    pub fn get_transaction(&self, env: Env, reference: Unknown, call: Call) -> Result<PromiseRaw<'_, Transaction>> {
        let (client, reference): (_, String) = self.0.called(env, &call, reference, "reference")?;
        promise(env, async move { client.transactions().get(&reference).await })
    }
}

fn conversion_of(conversion: Unknown) -> Result<(Money, Currency)> {
    let conversion: Object = required(conversion, "conversion")?;
    only(&conversion, &["amount", "to"])?;
    Ok((must(&conversion, "amount")?, must(&conversion, "to")?))
}
