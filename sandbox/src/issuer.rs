//! What the bank or the wallet behind a payment answers once the payer has agreed.

/// An issuer's answer, by the names of the `issuer:` keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Issuer(&'static Line);

#[derive(Debug, PartialEq, Eq)]
struct Line {
    name: &'static str,
    code: &'static str,
    sentence: &'static str,
}

const fn line(name: &'static str, code: &'static str, sentence: &'static str) -> Line {
    Line { name, code, sentence }
}

/// The seven that DGS-Pay lists, then the others that Flutterwave knows underneath (§17). Only `05` beside "Insufficient
/// funds" is documented (C-14); the other codes are those that card networks use for the same thing.
static TABLE: [Line; 45] = [
    line("approved", "00", "Approved"),
    line("insufficient_funds", "05", "Insufficient funds"),
    line("incorrect_pin", "55", "Incorrect PIN"),
    line("expired_card", "54", "Expired card"),
    line("invalid_cvv", "N7", "Invalid CVV"),
    line("do_not_honor", "05", "Do not honor"),
    line("system_error", "96", "System error"),
    line("already_reversed", "79", "Already reversed"),
    line("blocked_first_use", "78", "Card is blocked until its first use"),
    line("cannot_complete_violation_of_law", "93", "Cannot complete: violation of law"),
    line("cannot_verify_pin", "86", "Cannot verify PIN"),
    line("error", "06", "Error"),
    line("exceeds_approval_amount_limit", "61", "Exceeds approval amount limit"),
    line("exceeds_withdrawal_limit", "65", "Exceeds withdrawal limit"),
    line("file_temporarily_not_available", "28", "File temporarily not available"),
    line("invalid_account_number", "14", "Invalid account number"),
    line("invalid_amount", "13", "Invalid amount"),
    line("invalid_merchant", "03", "Invalid merchant"),
    line("invalid_restricted_service_code", "62", "Invalid or restricted service code"),
    line("invalid_transaction", "12", "Invalid transaction"),
    line("issuer_unavailable", "91", "Issuer unavailable"),
    line("lost_card_pick_up", "41", "Lost card, pick up"),
    line("negative_cvv_result", "82", "Negative CVV result"),
    line("no_action_taken", "21", "No action taken"),
    line("no_checking_account", "52", "No checking account"),
    line("no_reason_to_decline", "85", "No reason to decline"),
    line("no_savings_account", "53", "No savings account"),
    line("no_such_issuer", "15", "No such issuer"),
    line("partial_approval", "10", "Partial approval"),
    line("pick_up_card_fraud", "07", "Pick up card, fraud"),
    line("pick_up_card_no_fraud", "04", "Pick up card, no fraud"),
    line("pin_data_required", "70", "PIN data required"),
    line("pin_entry_tries_exceeded", "75", "PIN entry tries exceeded"),
    line("refer_to_issuer", "01", "Refer to issuer"),
    line("refer_to_issuer_special_condition", "02", "Refer to issuer, special condition"),
    line("reenter_transaction", "19", "Re-enter transaction"),
    line("security_violation", "63", "Security violation"),
    line("stolen_card_pick_up", "43", "Stolen card, pick up"),
    line("suspected_fraud", "59", "Suspected fraud"),
    line("transaction_does_not_fulfill_aml_req", "64", "Transaction does not fulfil anti-money-laundering rules"),
    line("transaction_not_permitted_card", "57", "Transaction not permitted to card"),
    line("transaction_not_permitted_terminal", "58", "Transaction not permitted at terminal"),
    line("unable_to_locate_record_in_file", "25", "Unable to locate record in file"),
    line("unable_to_route_transaction", "92", "Unable to route transaction"),
    line("unsolicited_reversal", "76", "Unsolicited reversal"),
];

/// What is said when the payer refuses.
pub(crate) const DECLINED_BY_PAYER: &str = "Declined by the customer";

/// What is said when a payment link has taken all the payments that it takes.
pub(crate) const LINK_USED_UP: &str = "The payment link has been used up";

impl Issuer {
    pub(crate) const APPROVED: Self = Self(&TABLE[0]);
    pub(crate) const INCORRECT_PIN: Self = Self(&TABLE[2]);

    pub(crate) fn parse(text: &str) -> Option<Self> {
        TABLE.iter().find(|line| line.name == text).map(Self)
    }

    /// The name in a scenario key.
    pub(crate) fn name(self) -> &'static str {
        self.0.name
    }

    /// What it says to refuse; `None` if it approves.
    pub(crate) fn refusal(self) -> Option<&'static str> {
        (self != Self::APPROVED).then_some(self.0.sentence)
    }
}

/// The code beside a refusal's sentence.
pub(crate) fn refusal_code(sentence: &str) -> &'static str {
    TABLE.iter().find(|line| line.sentence == sentence).map_or("05", |line| line.code)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    #[test]
    fn names_and_sentences_are_unique_and_read_back() {
        let names: BTreeSet<_> = TABLE.iter().map(|line| line.name).collect();
        let sentences: BTreeSet<_> = TABLE.iter().map(|line| line.sentence).collect();
        assert_eq!((names.len(), sentences.len()), (TABLE.len(), TABLE.len()));
        for line in &TABLE {
            let issuer = Issuer::parse(line.name).unwrap();
            assert_eq!(issuer.name(), line.name);
            assert_eq!(issuer.refusal().is_none(), line.name == "approved");
        }
        assert_eq!(Issuer::APPROVED.name(), "approved");
        assert_eq!(Issuer::INCORRECT_PIN.name(), "incorrect_pin");
        assert_eq!((refusal_code("Incorrect PIN"), refusal_code(DECLINED_BY_PAYER)), ("55", "05"));
        assert!(Issuer::parse("of_tomorrow").is_none());
    }
}
