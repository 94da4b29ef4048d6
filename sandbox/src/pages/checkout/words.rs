//! Why a payment was declined, in words for the person who wanted to pay.

use crate::issuer::{DECLINED_BY_PAYER, LINK_USED_UP};

/// The issuer's sentence and ours. What is not here is shown as the issuer says it.
const TABLE: [(&str, &str); 9] = [
    (DECLINED_BY_PAYER, "You declined the payment."),
    ("Insufficient funds", "There is not enough money in the account."),
    ("Incorrect PIN", "The PIN was not right."),
    ("Expired card", "The card has expired."),
    ("Invalid CVV", "The security code was not right."),
    ("Do not honor", "Your bank did not allow the payment. It can tell you why."),
    ("System error", "Your bank's system did not answer. Please try again in a moment."),
    ("Suspected fraud", "Your bank stopped the payment. Please call it before you try again."),
    (LINK_USED_UP, "Somebody else was faster: this payment link has been used up."),
];

/// What the payer is told.
pub(super) fn for_payers(decline: &str) -> String {
    let known = TABLE.iter().find(|(sentence, _)| *sentence == decline).map(|(_, words)| (*words).to_owned());
    known.unwrap_or_else(|| format!("Your bank says: {decline}."))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::issuer::Issuer;

    #[test]
    fn every_sentence_of_the_table_is_one_that_is_said() {
        let said = [
            "insufficient_funds",
            "incorrect_pin",
            "expired_card",
            "invalid_cvv",
            "do_not_honor",
            "system_error",
            "suspected_fraud",
        ]
        .map(|name| Issuer::parse(name).and_then(Issuer::refusal).unwrap());
        for sentence in said.into_iter().chain([DECLINED_BY_PAYER, LINK_USED_UP]) {
            assert!(!for_payers(sentence).contains("Your bank says"), "{sentence}");
        }
        assert_eq!(for_payers("Lost card, pick up"), "Your bank says: Lost card, pick up.");
    }
}
