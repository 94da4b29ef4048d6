//! The one form into which every language brings its results.

use dgspay::dgs::NextActionKind;
use dgspay::{
    AmountType, Balance, Bank, CardBrand, CardExpiryEntry, CardNumberEntry, Charge, CheckoutReturn, CheckoutSession,
    Conversion, ConversionPreview, Country, Currency, DestinationType, Environment, Error, Event, FeeQuote,
    MobileNetwork, Money, NextAction, Outcome, PaymentLink, PaymentLinkDetails, PaymentLinkPage, PaymentLinkStats,
    PaymentLinkStatus, PaymentMethod, PaymentStatus, Payout, PhoneNumber, Rate, RecentCharge, Recipient, RohoBalance,
    RohoTransaction, RohoTransactionPage, Timestamp, Transaction, TransactionPage, TransactionType,
};
use serde_json::{Value, json};

pub trait Plain {
    fn plain(&self) -> Value;
}

macro_rules! plain {
    ($($ty:ty: $value:ident => $plain:expr;)*) => { $(impl Plain for $ty {
        fn plain(&self) -> Value {
            let $value = self;
            $plain
        }
    })* };
}

/// The named fields, each in its plain form.
macro_rules! fields {
    ($value:ident; $($name:ident),*) => { json!({ $(stringify!($name): $value.$name.plain()),* }) };
}

/// The service's own words, in their canonical spelling.
macro_rules! words {
    ($($ty:ty),*) => { plain! { $($ty: word => json!(word.as_str());)* } };
}

/// Every field of every event: one that is missing here does not compile.
macro_rules! event {
    ($event:ident; $($variant:ident { $($name:ident),* })*) => {
        match $event {
            $(Event::$variant { $($name),* } => json!({ "type": $event.kind(), $(stringify!($name): $name.plain()),* }),)*
            _ => json!({}),
        }
    };
}

words! {
    AmountType, CardBrand, Country, DestinationType, Environment, MobileNetwork, NextActionKind, Outcome,
    PaymentLinkStatus, PaymentMethod, PaymentStatus, TransactionType
}

plain! {
    (): _nothing => Value::Null;
    String: text => json!(text);
    bool: yes => json!(yes);
    i32: number => json!(number);
    Currency: currency => json!(currency.code());
    Money: money => json!({
        "amount": money.plain_amount(), "currency": money.currency.code(), "text": money.to_string(),
    });
    PhoneNumber: number => json!(number.e164());
    Rate: rate => json!(rate.to_string());
    Timestamp: time => json!(time.iso());
    NextAction: action => fields!(action; kind, url, text);
    Balance: balance => fields!(balance; currency, pending, available, total);
    Bank: bank => fields!(bank; bank_key, name, destination_type, branch_required, raw, currency, code, network);
    CardNumberEntry: entry => fields!(entry; text, caret, complete, may_be_mistyped, security_code_length, brand);
    CardExpiryEntry: entry => fields!(entry; text, caret, complete, expired, month, year);
    Charge: charge => fields!(charge; reference, amount, status, paid, method, raw, transaction_id, next_action,
        display_text, network, phone, processor_response, issuer_response_type, issuer_response_code, token);
    CheckoutReturn: back => fields!(back; claimed_status, internal_reference, order_reference);
    CheckoutSession: session => fields!(session; status, payment_url, raw, internal_reference, transaction_id, amount,
        idempotency_key);
    Conversion: conversion => fields!(conversion; reference, status, from_amount, raw, to_amount, rate, fee);
    ConversionPreview: preview => fields!(preview; from_amount, to_amount, rate, raw, rate_display, fee);
    FeeQuote: quote => fields!(quote; gross, fee, net);
    PaymentLink: link => fields!(link; id, title, amount_type, currency, payment_types, status, raw, slug, url, amount,
        min_amount, max_amount, use_count, max_uses, description, redirect_url, expires_at, created_at);
    PaymentLinkPage: page => fields!(page; links, page, pages, total, next_page);
    PaymentLinkDetails: details => fields!(details; link, recent_charges, raw, stats);
    PaymentLinkStats: stats => fields!(stats; total_charges, successful_charges, pending_charges, failed_charges,
        total_collected);
    Payout: payout => fields!(payout; reference, status, destination_type, raw, amount, fee, recipient_gets, token);
    RecentCharge: charge => fields!(charge; status, raw, id, amount, created_at);
    Recipient: who => fields!(who; name, bank_key, account_number, branch, phone, network, country);
    RohoBalance: balance => fields!(balance; live, test, raw);
    RohoTransaction: transaction => fields!(transaction; status, raw, internal_reference, provider_reference, id,
        transaction_type, payment_method, provider, provider_status, failover_reason, phone_number, amount,
        commission_amount, commission_rate, provider_fee_amount, provider_fee_rate, net_amount, description,
        callback_url, environment, created_at, updated_at, idempotency_key);
    RohoTransactionPage: page => fields!(page; transactions, next_offset);
    Transaction: transaction => fields!(transaction; id, reference, transaction_id, amount, status, method, created_at,
        merchant_fee, net_amount, settlement_status, payment_link_id, flw_reference, raw);
    TransactionPage: page => fields!(page; transactions, page, pages, total, next_page);
    Event: told => event!(told;
        PaymentSucceeded { reference, amount, merchant_fee, net_amount, charge_id, timestamp, environment, dedupe_key,
            secret_index, raw }
        PaymentFailed { reference, amount, charge_id, timestamp, environment, dedupe_key, secret_index, raw }
        DisbursementSucceeded { reference, amount, fee, recipient_gets, destination_type, recipient, proof, transfer_id,
            dedupe_key, secret_index, raw }
        DisbursementFailed { reference, amount, fee, recipient_gets, destination_type, recipient, fail_reason,
            transfer_id, dedupe_key, secret_index, raw }
        ConversionSucceeded { reference, from_amount, to_amount, rate, rate_display, dedupe_key, secret_index, raw }
        ConversionFailed { reference, from_amount, to_currency, fail_reason, refund, dedupe_key, secret_index, raw }
        DepositSucceeded { reference, amount, commission_amount, net_amount, provider_reference, transaction_id,
            payment_method, phone_number, failover_reason, environment, created_at, updated_at, dedupe_key,
            secret_index, raw }
        DepositFailed { reference, amount, commission_amount, net_amount, provider_reference, transaction_id,
            payment_method, phone_number, failover_reason, environment, created_at, updated_at, dedupe_key,
            secret_index, raw }
        WithdrawalSucceeded { reference, amount, commission_amount, net_amount, provider_reference, transaction_id,
            payment_method, phone_number, failover_reason, environment, created_at, updated_at, dedupe_key,
            secret_index, raw }
        WithdrawalFailed { reference, amount, commission_amount, net_amount, provider_reference, transaction_id,
            payment_method, phone_number, failover_reason, environment, created_at, updated_at, dedupe_key,
            secret_index, raw }
        Unknown { event, reference, dedupe_key, secret_index, raw }
    );
}

impl<T: Plain> Plain for Option<T> {
    fn plain(&self) -> Value {
        self.as_ref().map_or(Value::Null, Plain::plain)
    }
}

impl<T: Plain> Plain for Vec<T> {
    fn plain(&self) -> Value {
        self.iter().map(Plain::plain).collect()
    }
}

pub fn plain_error(error: &Error) -> Value {
    let info = error.info();
    let mut plain = fields!(info; code, message, outcome, attempts, http_status, service_code, field, request_id,
        reference, token, retry_after, available, required, raw);
    plain["class"] = json!(info.class_name);
    plain
}
