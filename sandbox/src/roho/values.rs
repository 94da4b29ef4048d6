//! Values that several requests have: amounts, currencies, phone numbers. And what is said if one of them alone is wrong.

use dgspay::Currency;

use super::codes::{INVALID_AMOUNT, INVALID_CARD, INVALID_CURRENCY, INVALID_PHONE, Known};
use super::test_numbers::fate;
use crate::ledger::Amount;
use crate::service::{Fields, Refusal};

const CURRENCIES: [Currency; 4] = [Currency::UGX, Currency::KES, Currency::TZS, Currency::RWF];

/// The country codes that a number may begin with.
const COUNTRIES: [&str; 4] = ["256", "254", "255", "250"];

/// The fields that have a code of their own.
const SPECIFIC: [(&str, Known); 4] = [
    ("phone", INVALID_PHONE),
    ("currency", INVALID_CURRENCY),
    ("amount", INVALID_AMOUNT),
    ("card_number", INVALID_CARD),
];

/// The least and the most that Ugandan mobile money moves at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Range {
    pub least: i64,
    pub most: i64,
}

/// An amount in whole units of its currency (C-1). The range is that of shillings from Uganda.
pub(super) fn amount(fields: &mut Fields, range: Option<Range>) -> Option<Amount> {
    let currency = currency(fields);
    // Without a currency everything else about the request can still be told.
    let amount = fields.amount("amount", currency.unwrap_or(Currency::UGX))?;
    if !amount.decimal().fract().is_zero() {
        fields.fail("amount", format!("must be a whole number of {}", amount.currency));
    }
    if let Some(Range { least, most }) = range.filter(|_| currency == Some(Currency::UGX))
        && !(least..=most).contains(&amount.minor)
    {
        fields.fail("amount", format!("must be from {least} to {most} shillings"));
    }
    Some(amount)
}

fn currency(fields: &mut Fields) -> Option<Currency> {
    let text = fields.text("currency")?;
    let known = CURRENCIES.into_iter().find(|currency| currency.code() == text);
    if known.is_none() {
        fields.fail("currency", "must be UGX, KES, TZS or RWF");
    }
    known
}

/// A number in the documented form, `^(256|254|255|250)[0-9]{7,12}$`, or a test number (C-14, C-15).
pub(super) fn phone(fields: &mut Fields) -> Option<String> {
    let text = fields.text("phone")?;
    let national = COUNTRIES.iter().find_map(|code| text.strip_prefix(code));
    let has_form = national.is_some_and(|national| {
        (7..=12).contains(&national.len()) && national.bytes().all(|byte| byte.is_ascii_digit())
    });
    if !has_form && fate(&text).is_none() {
        fields
            .fail("phone", "must be digits with a country code of 256, 254, 255 or 250 and no +, such as 256700123456");
    }
    Some(text)
}

/// Mobile money alone; the documents are unclear about whether it has to be said (§7).
pub(super) fn payment_method(fields: &mut Fields) {
    if fields.optional_text("payment_method").is_some_and(|method| method != "mobile_money") {
        fields.fail("payment_method", "must be mobile_money");
    }
}

/// Refuses the request if anything was wrong: by the field's own code if one field alone is there and wrong.
pub(super) fn finish(fields: Fields) -> Result<(), Refusal> {
    fields.finish().map_err(|refusal| {
        let mut wrong = refusal.errors.iter();
        let (Some((name, reason)), None) = (wrong.next(), wrong.next()) else { return refusal };
        let specific = SPECIFIC.iter().find(|(field, _)| field == name && !Fields::is_missing(reason));
        specific.map_or_else(|| refusal.clone(), |(_, known)| known.saying(refusal.message.clone()))
    })
}
