//! The calls of scenarios to RohoPay, on the public API.

use std::collections::HashMap;

use dgspay::{
    CheckoutRequest, CollectionRequest, DisbursementRequest, Environment, Money, PaymentStatus, Result, RohoPay,
    RohoTransaction, RohoTransactionFilter, TransactionType,
};
use serde_json::Value;

use crate::arguments::call_options;
use crate::calls::all;
use crate::input::{milliseconds, money_in, number, optional_text, text};
use crate::plain::Plain;

/// The calls of one scenario to RohoPay.
#[derive(Default)]
pub struct Calls {
    /// Transactions that a step has saved, whole.
    transactions: HashMap<String, RohoTransaction>,
}

impl Calls {
    pub async fn call(&mut self, client: &RohoPay, step: &Value) -> Result<Value> {
        let input = &step["input"];
        let client = client.with(&call_options(&step["options"]))?;
        let transaction = match text(step, "call") {
            "roho.collect" => client.collect(&collection(input)?).await?,
            "roho.disburse" => client.disburse(&disbursement(input)?).await?,
            "roho.checkout" => return Ok(client.checkout(&checkout(input)?).await?.plain()),
            "roho.get_transaction" => client.get_transaction(text(input, "reference")).await?,
            "roho.list_transactions" => return Ok(client.list_transactions(&filter(input)).await?.plain()),
            "roho.iter_transactions" => return all(client.iter_transactions(filter(input))).await,
            "roho.get_balance" => return Ok(client.get_balance().await?.plain()),
            "roho.wait" => client.wait(self.saved(input), milliseconds(&input["timeout_ms"])).await?,
            other => panic!("there is no call {other}"),
        };
        let plain = transaction.plain();
        self.transactions.extend(step["save"].as_str().map(|name| (name.to_owned(), transaction)));
        Ok(plain)
    }

    fn saved(&self, input: &Value) -> &RohoTransaction {
        &self.transactions[text(input, "transaction").trim_start_matches('$')]
    }
}

/// The `amount` of an input, in its `currency` or UGX.
fn money(input: &Value) -> Result<Money> {
    let currency = input["currency"].as_str().unwrap_or("UGX");
    Ok(money_in(input, "amount", Some(currency))?.expect("an amount"))
}

fn collection(input: &Value) -> Result<CollectionRequest> {
    let mut request = CollectionRequest::new(text(input, "phone"), money(input)?);
    request.description = optional_text(input, "description");
    request.callback_url = optional_text(input, "callback_url");
    request.phone_as_is = input["phone_as_is"].as_bool();
    Ok(request)
}

fn disbursement(input: &Value) -> Result<DisbursementRequest> {
    let mut request = DisbursementRequest::new(text(input, "phone"), money(input)?);
    request.description = optional_text(input, "description");
    request.callback_url = optional_text(input, "callback_url");
    request.phone_as_is = input["phone_as_is"].as_bool();
    Ok(request)
}

fn checkout(input: &Value) -> Result<CheckoutRequest> {
    let [name, email, back] = ["customer_name", "customer_email", "return_url"].map(|part| text(input, part));
    let [number, expiry, cvv] = ["card_number", "card_expiry", "card_cvv"].map(|part| text(input, part));
    let mut request = CheckoutRequest::new(money(input)?, name, email, back, number, expiry, cvv);
    request.description = optional_text(input, "description");
    request.callback_url = optional_text(input, "callback_url");
    Ok(request)
}

fn filter(input: &Value) -> RohoTransactionFilter {
    let time = |name: &str| input[name].as_str().map(|time| time.parse().expect("a time"));
    let mut filter = RohoTransactionFilter::default();
    filter.status = input["status"].as_str().map(PaymentStatus::from);
    filter.transaction_type = input["transaction_type"].as_str().map(TransactionType::from);
    filter.environment = input["environment"].as_str().map(Environment::from);
    (filter.from_time, filter.to_time) = (time("from_time"), time("to_time"));
    (filter.limit, filter.offset) = (input.get("limit").map(number), input.get("offset").map(number));
    filter
}
