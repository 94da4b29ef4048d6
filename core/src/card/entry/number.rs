//! The field of a card's number.

use dgspay_macros::model;

use super::{Shown, Typed};
use crate::card::brand::CardBrand;
use crate::card::passes_luhn;

/// What the field of a card's number shows, and what is known of the number. It is card data: never log or store it.
#[model]
pub struct CardNumberEntry {
    /// What the field shows: the digits in the groups that stand on the card.
    #[secret]
    pub text: String,
    /// Where its caret belongs.
    pub caret: i32,
    /// Whether the brand has numbers of this length. Some brands have longer ones too.
    pub complete: bool,
    /// Whether it is complete and its check digit does not fit: worth a hint when the field is left, and never a refusal.
    pub may_be_mistyped: bool,
    /// How many digits the security code on the card has: 4 on American Express, else 3.
    pub security_code_length: i32,
    /// The brand, once the digits tell it.
    pub brand: Option<CardBrand>,
}

impl CardNumberEntry {
    pub(super) fn of(typed: &Typed) -> Self {
        let digits: String = typed.digits().map(|digit| digit.digit).collect();
        let brand = CardBrand::of(&digits);
        let digits = &digits[..digits.len().min(CardBrand::longest(brand.as_ref()))];
        let mut shown = Shown::default();
        for (place, digit) in typed.digits().take(digits.len()).enumerate() {
            if gaps(brand.as_ref(), digits.len()).contains(&place) {
                shown.separator(' ');
            }
            shown.digit(digit);
        }
        let (text, caret) = shown.finish(typed);
        let complete = CardBrand::has_length(brand.as_ref(), digits.len());
        Self {
            text,
            caret,
            complete,
            may_be_mistyped: complete && !passes_luhn(digits),
            security_code_length: if brand == Some(CardBrand::AmericanExpress) { 4 } else { 3 },
            brand,
        }
    }
}

/// Behind how many digits a space stands.
fn gaps(brand: Option<&CardBrand>, digits: usize) -> &'static [usize] {
    match brand {
        Some(CardBrand::AmericanExpress) => &[4, 10],
        // Its short numbers have a pattern of their own, its long ones that of everybody.
        Some(CardBrand::DinersClub) if digits <= 14 => &[4, 10],
        _ => &[4, 8, 12, 16],
    }
}
