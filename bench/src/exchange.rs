//! The one request that every client sends in the sections about calls, and the one answer that it gets: a charge, as DGS-Pay's
//! documents show it.

use serde_json::{Value, json};

/// Below the server's origin.
pub const BASE: &str = "/generation/v2";
/// Below the base.
pub const PATH: &str = "/charges";

/// The credentials, as headers.
pub const CREDENTIALS: [(&str, &str); 2] =
    [("x-dgs-api-key", "sk_test_4f8a1c9e7b2d"), ("x-dgs-account-number", "1000200030")];

/// The body, to the byte: what dgspay writes for this charge, and every other client has to write as well.
pub const ORDER: &str = concat!(
    r#"{"amount":5000,"currency":"RWF","payment_type":"mobile_money","customer_email":"aline@example.rw","#,
    r#""customer_first_name":"Aline","customer_last_name":"Uwase","customer_phone":"788123456","#,
    r#""customer_phone_country_code":"250","redirect_url":"https://shop.example/thanks","narration":"Order 1042","#,
    r#""mobile_money_network":"MTN","mobile_money_phone":"788123456"}"#
);

/// What every client has to find in the answer.
pub const REFERENCE: &str = "dgs_7Q2M9K4T";

/// The answer's body.
pub const ANSWER: &str = concat!(
    r#"{"status":"success","message":"Charge initiated","transaction_id":"7e0f6a52-31c8-4f0f-a3b7-0f6d1c2b9a84","#,
    r#""dgs_reference":"dgs_7Q2M9K4T","amount":5000,"currency":"RWF","transaction_status":"pending","#,
    r#""payment_method_type":"mobile_money","next_action_type":"redirect_url","#,
    r#""next_action_redirect_url":"https://pay.example/pay/dgs_7Q2M9K4T","#,
    r#""display_text":"Complete payment on your mobile device"}"#
);

/// What a contender is told of the exchange. The body is JSON as a text: it reads the values, and writes them by itself.
pub fn brief(origin: &str) -> Value {
    let headers: serde_json::Map<String, Value> =
        CREDENTIALS.iter().map(|(name, value)| ((*name).to_owned(), Value::from(*value))).collect();
    json!({
        "base_url": format!("{origin}{BASE}"),
        "url": format!("{origin}{BASE}{PATH}"),
        "api_key": CREDENTIALS[0].1,
        "account_number": CREDENTIALS[1].1,
        "headers": headers,
        "order": ORDER,
        "reference": REFERENCE,
    })
}
