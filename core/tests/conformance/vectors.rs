//! The calls of vectors: pure functions.

use base64::prelude::{BASE64_STANDARD, Engine as _};
use dgspay::card::seal_for_tests;
use dgspay::webhook::{hmac_for_tests, sign};
use dgspay::{
    CardEntry, CheckoutReturn, FeeRounding, FeeSchedule, FeeTier, PhoneNumber, Rate, Result, Webhook, YearMonth,
    panic_for_tests,
};
use serde_json::{Value, json};

use crate::input::{builder, card, encryptor, money, money_in, number, roho_builder, text};
use crate::plain::Plain;

pub async fn vector(call: &str, input: &Value) -> Result<Value> {
    let (left, right) = (|| money(&input["left"]), || money(&input["right"]));
    Ok(match call {
        "money.parse" => money(input)?.plain(),
        "money.add" => left()?.add(right()?)?.plain(),
        "money.subtract" => left()?.subtract(right()?)?.plain(),
        "money.compare" => json!(left()?.compare(right()?)? as i8),
        "phone.parse" => {
            let phone = PhoneNumber::parse(text(input, "text"), &text(input, "country").into())?;
            json!({
                "country": phone.country().plain(), "country_code": phone.country_code(), "e164": phone.e164(),
                "national": phone.national(), "network": phone.suggested_network().plain(),
            })
        }
        "card.encrypt" => {
            let sealed = encryptor(input, None)?.encrypt(&card(input))?;
            json!({
                "nonce_length": sealed.nonce.len(), "number_bytes": decoded(&sealed.number),
                "expiry_month_bytes": decoded(&sealed.expiry_month), "expiry_year_bytes": decoded(&sealed.expiry_year),
                "cvv_bytes": decoded(&sealed.cvv), "warning": sealed.warning,
            })
        }
        "card.encrypt_pin" => {
            let sealed = encryptor(input, None)?.encrypt_pin(text(input, "pin"))?;
            json!({ "nonce_length": sealed.nonce.len(), "pin_bytes": decoded(&sealed.pin) })
        }
        "card_entry.number" => CardEntry::number(text(input, "typed"), caret(input)).plain(),
        "card_entry.expiry" => {
            let today = YearMonth::new(number(&input["today"]["year"]), number(&input["today"]["month"]));
            CardEntry::expiry(text(input, "typed"), caret(input), Some(&today)).plain()
        }
        "fees.quote" => schedule(input)?.quote(money(input)?)?.plain(),
        "fees.gross_up" => schedule(input)?.gross_up(money(input)?)?.plain(),
        "webhook.new" => webhook(&input["secrets"]).map(|_| json!({}))?,
        "webhook.sign" => json!(sign(text(input, "secret"), text(input, "body").as_bytes())),
        "webhook.verify" => {
            let encoded = input["body_base64"].as_str();
            let decoded = encoded.map(|body| BASE64_STANDARD.decode(body).expect("base64"));
            let body = decoded.unwrap_or_else(|| text(input, "body").into());
            webhook(&input["secrets"])?.verify(&body, input["signature"].as_str().map(str::as_bytes))?.plain()
        }
        "client.new" => builder(input).build().map(|_| json!({}))?,
        "roho.new" => roho_builder(input).build().map(|_| json!({}))?,
        "checkout_return.parse" => CheckoutReturn::parse(text(input, "return_url"))?.plain(),
        "internal.panic" => panic_for_tests().await.map(|()| json!({}))?,
        "internal.seal" => {
            let [key, nonce, aad, plaintext] = ["key", "nonce", "aad", "plaintext"].map(|name| bytes(input, name));
            json!(hex(&seal_for_tests(&key, &nonce, &aad, &plaintext)?))
        }
        "internal.hmac" => json!(hex(&hmac_for_tests(&bytes(input, "key"), &bytes(input, "message")))),
        other => panic!("there is no call {other}"),
    })
}

fn caret(input: &Value) -> Option<i32> {
    input.get("caret").map(number)
}

fn decoded(base64: &str) -> usize {
    BASE64_STANDARD.decode(base64).expect("base64").len()
}

fn bytes(input: &Value, name: &str) -> Vec<u8> {
    let digits = text(input, name).as_bytes().chunks(2);
    let byte = |pair| u8::from_str_radix(str::from_utf8(pair).expect("ASCII"), 16).expect("hexadecimal");
    digits.map(byte).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |hex, byte| hex + &format!("{byte:02x}"))
}

fn webhook(secrets: &Value) -> Result<Webhook> {
    Webhook::new(secrets.as_array().into_iter().flatten().filter_map(Value::as_str))
}

fn schedule(input: &Value) -> Result<FeeSchedule> {
    let part = |of: &Value, name: &str| money_in(of, name, input["currency"].as_str());
    let percent = |of: &Value| of["percent"].as_str().map(str::parse::<Rate>).transpose();
    if let Some(tiers) = input["tiers"].as_array() {
        let tier = |of: &Value| {
            let mut tier = FeeTier::default();
            (tier.up_to, tier.flat, tier.percent) = (part(of, "up_to")?, part(of, "flat")?, percent(of)?);
            (tier.minimum, tier.maximum) = (part(of, "minimum")?, part(of, "maximum")?);
            Ok(tier)
        };
        let rounding = input["rounding"].as_str().map_or(FeeRounding::HalfUp, FeeRounding::from);
        return FeeSchedule::new(tiers.iter().map(tier).collect::<Result<_>>()?, &rounding);
    }
    if let Some(fee) = part(input, "flat")? {
        return FeeSchedule::flat(fee);
    }
    FeeSchedule::percent(percent(input)?.expect("a schedule"), part(input, "minimum")?, part(input, "maximum")?)
}
