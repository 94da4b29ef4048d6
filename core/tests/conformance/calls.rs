//! The calls of scenarios, on the public API.

use std::collections::HashMap;

use dgspay::{CardCharge, Charge, DgsPay, EncryptedCard, EncryptedPin, Pager, Result};
use serde_json::Value;

use crate::arguments::{
    address, bank_payout, call_options, card_charge, filter, link_filter, link_update, mobile_money_charge,
    mobile_money_payout, new_link,
};
use crate::input::{card, encryptor, milliseconds, money, text};
use crate::plain::Plain;

/// The calls of one scenario to DGS-Pay.
pub struct Calls {
    pub encryption_key: String,
    /// Charges that a step has saved, whole.
    pub charges: HashMap<String, Charge>,
}

impl Calls {
    pub async fn call(&mut self, client: &DgsPay, step: &Value) -> Result<Value> {
        let input = &step["input"];
        let client = client.with(&call_options(&step["options"]))?;
        let (charges, links) = (client.charges(), client.payment_links());
        let id = text(input, "id");
        let charge = match text(step, "call") {
            "charges.create_mobile_money" => charges.create_mobile_money(&mobile_money_charge(input)?).await?,
            "charges.create_card" => charges.create_card(&self.card_charge(input)?).await?,
            "charges.authorize_pin" => charges.authorize_pin(self.reference(input), &self.pin(input)?).await?,
            "charges.authorize_otp" => charges.authorize_otp(self.reference(input), text(input, "otp")).await?,
            "charges.authorize_avs" => charges.authorize_avs(self.reference(input), &address(input)).await?,
            "charges.wait" => charges.wait(self.saved(input), milliseconds(&input["timeout_ms"])).await?,
            "payment_links.create" => return Ok(links.create(&new_link(input)?).await?.plain()),
            "payment_links.list" => return Ok(links.list(&link_filter(input)).await?.plain()),
            "payment_links.iter" => return all(links.iter(link_filter(input))).await,
            "payment_links.get" => return Ok(links.get(id).await?.plain()),
            "payment_links.update" => return Ok(links.update(id, &link_update(input)?).await?.plain()),
            "payment_links.archive" => return Ok(links.archive(id).await?.plain()),
            "disbursements.to_bank" => return Ok(client.disbursements().to_bank(&bank_payout(input)?).await?.plain()),
            "disbursements.to_mobile_money" => {
                return Ok(client.disbursements().to_mobile_money(&mobile_money_payout(input)?).await?.plain());
            }
            "banks.list" => return Ok(client.banks().list(&text(input, "country").into()).await?.plain()),
            "wallet.balances" => return Ok(client.wallet().balances().await?.plain()),
            "wallet.preview_conversion" => {
                return Ok(client
                    .wallet()
                    .preview_conversion(money(input)?, text(input, "to").parse()?)
                    .await?
                    .plain());
            }
            "wallet.convert" => {
                return Ok(client.wallet().convert(money(input)?, text(input, "to").parse()?).await?.plain());
            }
            "transactions.get" => return Ok(client.transactions().get(text(input, "reference")).await?.plain()),
            "transactions.list" => return Ok(client.transactions().list(&filter(input)).await?.plain()),
            "transactions.iter" => return all(client.transactions().iter(filter(input))).await,
            other => panic!("there is no call {other}"),
        };
        let plain = charge.plain();
        self.charges.extend(step["save"].as_str().map(|name| (name.to_owned(), charge)));
        Ok(plain)
    }

    fn saved(&self, input: &Value) -> &Charge {
        &self.charges[text(input, "charge").trim_start_matches('$')]
    }

    /// Of a saved charge, or as it stands there.
    fn reference<'a>(&'a self, input: &'a Value) -> &'a str {
        let given = text(input, "charge");
        if given.starts_with('$') { &self.saved(input).reference } else { given }
    }

    fn card_charge(&self, input: &Value) -> Result<CardCharge> {
        let plain = &input["card"];
        let part = |name: &str| text(plain, name);
        let sealed = match plain.get("nonce") {
            Some(_) => EncryptedCard::new(
                part("number"),
                part("expiry_month"),
                part("expiry_year"),
                part("cvv"),
                part("nonce"),
            ),
            None => encryptor(plain, Some(&self.encryption_key))?.encrypt(&card(plain))?,
        };
        card_charge(input, sealed)
    }

    fn pin(&self, input: &Value) -> Result<EncryptedPin> {
        match input["nonce"].as_str() {
            Some(nonce) => Ok(EncryptedPin::new(text(input, "pin"), nonce)),
            None => encryptor(input, Some(&self.encryption_key))?.encrypt_pin(text(input, "pin")),
        }
    }
}

pub async fn all<T: Plain>(mut pager: Pager<T>) -> Result<Value> {
    let mut all = Vec::new();
    while let Some(item) = pager.next().await? {
        all.push(item);
    }
    Ok(all.plain())
}
