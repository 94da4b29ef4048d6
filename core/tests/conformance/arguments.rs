//! What calls take, made of the inputs of scenarios.

use dgspay::{
    BankPayout, BillingAddress, CallOptions, CardCharge, Customer, EncryptedCard, MobileMoneyCharge, MobileMoneyPayout,
    MobileNetwork, NewPaymentLink, PaymentLinkFilter, PaymentLinkUpdate, PaymentMethod, PaymentStatus, Result,
    TransactionFilter,
};
use serde_json::Value;

use crate::input::{money, money_in, number, optional_text, text};

/// Sets what the input has, by the same name.
macro_rules! given {
    ($model:ident from $input:ident; $($name:ident),*) => { $($model.$name = optional_text($input, stringify!($name));)* };
}

/// Sets the fields that a new payment link and an update share.
macro_rules! link_fields {
    ($model:ident from $input:ident) => {
        let currency = $input["currency"].as_str();
        given!($model from $input; slug, description, redirect_url, logo_url, metadata);
        $model.amount = money_in($input, "amount", currency)?;
        $model.min_amount = money_in($input, "min_amount", currency)?;
        $model.max_amount = money_in($input, "max_amount", currency)?;
        $model.payment_types = $input["payment_types"].as_array().map(|words| methods(words));
        $model.max_uses = $input.get("max_uses").map(number);
        $model.expires_at = $input["expires_at"].as_str().map(|time| time.parse().expect("a time"));
        $model.collect_phone = $input["collect_phone"].as_bool();
        $model.collect_name = $input["collect_name"].as_bool();
        $model.collect_address = $input["collect_address"].as_bool();
    };
}

pub fn call_options(options: &Value) -> CallOptions {
    let mut wished = CallOptions::default();
    wished.timeout_ms = options.get("timeout_ms").map(number);
    wished.max_retries = options.get("max_retries").map(number);
    given!(wished from options; idempotency_key);
    wished
}

fn customer(input: &Value) -> Result<Customer> {
    let who = &input["customer"];
    let mut customer = Customer::new(text(who, "first_name"), text(who, "last_name"), text(who, "email"));
    customer.phone = who["phone"].as_str().map(str::parse).transpose()?;
    Ok(customer)
}

pub fn card_charge(input: &Value, card: EncryptedCard) -> Result<CardCharge> {
    let mut charge = CardCharge::new(money(input)?, card, customer(input)?, text(input, "redirect_url"));
    given!(charge from input; narration, callback_url, scenario_key);
    Ok(charge)
}

pub fn mobile_money_charge(input: &Value) -> Result<MobileMoneyCharge> {
    let (phone, network) = (text(input, "phone").parse()?, MobileNetwork::from(text(input, "network")));
    let mut charge =
        MobileMoneyCharge::new(money(input)?, phone, network, customer(input)?, text(input, "redirect_url"));
    given!(charge from input; narration, callback_url, scenario_key);
    Ok(charge)
}

pub fn address(input: &Value) -> BillingAddress {
    let given = &input["address"];
    let mut address = BillingAddress::new(text(given, "line1"), text(given, "country"));
    given!(address from given; line2, city, state, postal_code);
    address
}

pub fn bank_payout(input: &Value) -> Result<BankPayout> {
    let mut payout = BankPayout::new(money(input)?, text(input, "bank_key"), text(input, "account_number"));
    given!(payout from input; name, branch, narration, callback_url, scenario_key);
    Ok(payout)
}

pub fn mobile_money_payout(input: &Value) -> Result<MobileMoneyPayout> {
    let (phone, network) = (text(input, "phone").parse()?, MobileNetwork::from(text(input, "network")));
    let mut payout = MobileMoneyPayout::new(money(input)?, phone, network);
    given!(payout from input; name, narration, callback_url, scenario_key);
    Ok(payout)
}

pub fn new_link(input: &Value) -> Result<NewPaymentLink> {
    let mut link = NewPaymentLink::new(text(input, "title"));
    link.currency = input["currency"].as_str().map(str::parse).transpose()?;
    link_fields!(link from input);
    Ok(link)
}

pub fn link_update(input: &Value) -> Result<PaymentLinkUpdate> {
    let mut link = PaymentLinkUpdate::default();
    given!(link from input; title);
    link.amount_type = input["amount_type"].as_str().map(Into::into);
    link_fields!(link from input);
    Ok(link)
}

fn methods(words: &[Value]) -> Vec<PaymentMethod> {
    words.iter().filter_map(Value::as_str).map(PaymentMethod::from).collect()
}

pub fn link_filter(input: &Value) -> PaymentLinkFilter {
    let mut filter = PaymentLinkFilter::default();
    filter.page = input.get("page").map(number);
    filter.limit = input.get("limit").map(number);
    filter
}

pub fn filter(input: &Value) -> TransactionFilter {
    let mut filter = TransactionFilter::default();
    filter.page = input.get("page").map(number);
    filter.limit = input.get("limit").map(number);
    filter.status = input["status"].as_str().map(PaymentStatus::from);
    given!(filter from input; reference, payment_link_id, flw_reference);
    filter
}
