//! What a charge looks like to the merchant: one of three shapes (§6), the same after an authorisation (§9).

use serde::Serialize;

use super::values::COUNTRY_CODE;
use crate::config::Switch;
use crate::issuer::refusal_code;
use crate::ledger::{Method, Payment, PaymentStatus, Step};
use crate::number::Number;
use crate::service::Call;

#[derive(Serialize)]
pub(super) struct ChargeAnswer<'a> {
    status: &'a str,
    message: &'a str,
    transaction_id: &'a str,
    dgs_reference: &'a str,
    amount: Number,
    currency: &'a str,
    transaction_status: &'a str,
    payment_method_type: &'a str,
    #[serde(flatten)]
    rest: Rest<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum Rest<'a> {
    Pending {
        next_action_type: &'a str,
        #[serde(skip_serializing_if = "Option::is_none")]
        next_action_redirect_url: Option<String>,
        display_text: &'a str,
    },
    Successful {
        #[serde(skip_serializing_if = "Option::is_none")]
        mobile_money_network: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        mobile_money_phone: Option<&'a str>,
        #[serde(skip_serializing_if = "Option::is_none")]
        mobile_money_country_code: Option<&'a str>,
    },
    Failed {
        issuer_response_type: &'a str,
        issuer_response_code: &'a str,
        processor_response: &'a str,
    },
}

impl<'a> ChargeAnswer<'a> {
    pub(super) fn of(payment: &'a Payment, call: &Call<'_>) -> Self {
        let (status, message, rest) = match payment.status {
            PaymentStatus::Pending => ("success", "Charge initiated", pending(payment, call)),
            PaymentStatus::Success => ("success", "Payment completed", successful(&payment.method)),
            PaymentStatus::Failed => ("failed", "Charge failed", failed(payment)),
        };
        Self {
            status,
            message,
            transaction_id: &payment.identity.transaction_id,
            dgs_reference: &payment.identity.reference,
            amount: payment.amount.into(),
            currency: payment.amount.currency.code(),
            transaction_status: payment.status.of_charge(),
            payment_method_type: payment.method.as_str(),
            rest,
        }
    }
}

/// The words are Flutterwave's (C-16).
fn pending<'a>(payment: &Payment, call: &Call<'_>) -> Rest<'a> {
    let has_codes = call.app.has(call.merchant, Switch::OtpInsteadOfRedirect);
    let (next_action_type, display_text) = match payment.step {
        Some(Step::Pin) => ("requires_pin", "Enter the PIN of your card"),
        Some(Step::Otp) => ("requires_otp", "Enter the code that your bank has sent you"),
        Some(Step::ThreeDs) if has_codes => ("requires_otp", "Enter the code that your bank has sent you"),
        Some(Step::Avs) => ("requires_additional_fields", "Enter the billing address of your card"),
        Some(Step::ThreeDs) => ("redirect_url", "Complete payment on your bank's page"),
        Some(Step::Push | Step::Page) | None => ("redirect_url", "Complete payment on your mobile device"),
    };
    let page = || format!("{}/pay/{}", call.app.origin, payment.identity.reference);
    Rest::Pending {
        next_action_type,
        next_action_redirect_url: (next_action_type == "redirect_url").then(page),
        display_text,
    }
}

fn successful(method: &Method) -> Rest<'_> {
    Rest::Successful {
        mobile_money_network: method.network(),
        mobile_money_phone: method.phone(),
        mobile_money_country_code: method.phone().map(|_| COUNTRY_CODE),
    }
}

fn failed(payment: &Payment) -> Rest<'_> {
    let sentence = payment.decline.as_deref().unwrap_or("Declined");
    Rest::Failed {
        issuer_response_type: "declined",
        issuer_response_code: refusal_code(sentence),
        processor_response: sentence,
    }
}
