//! What the bank or the wallet behind a payment answers once the payer has agreed.

/// The answers that DGS-Pay's `issuer:` keys name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Issuer {
    Approved,
    InsufficientFunds,
    IncorrectPin,
    ExpiredCard,
    InvalidCvv,
    DoNotHonor,
    SystemError,
}

/// Name on the wire, code and sentence. Only `05` beside "Insufficient funds" is documented (C-14); the other codes are
/// those that card networks use for the same thing.
const TABLE: [(Issuer, &str, &str, &str); 7] = [
    (Issuer::Approved, "approved", "00", "Approved"),
    (Issuer::InsufficientFunds, "insufficient_funds", "05", "Insufficient funds"),
    (Issuer::IncorrectPin, "incorrect_pin", "55", "Incorrect PIN"),
    (Issuer::ExpiredCard, "expired_card", "54", "Expired card"),
    (Issuer::InvalidCvv, "invalid_cvv", "N7", "Invalid CVV"),
    (Issuer::DoNotHonor, "do_not_honor", "05", "Do not honor"),
    (Issuer::SystemError, "system_error", "96", "System error"),
];

/// What is said when the payer refuses.
pub(crate) const DECLINED_BY_PAYER: &str = "Declined by the customer";

impl Issuer {
    pub(crate) fn parse(text: &str) -> Option<Self> {
        TABLE.iter().find(|(_, name, ..)| *name == text).map(|(issuer, ..)| *issuer)
    }

    pub(crate) fn as_str(self) -> &'static str {
        self.line().1
    }

    /// `None` if it approves.
    pub(crate) fn refusal(self) -> Option<&'static str> {
        (self != Self::Approved).then(|| self.line().3)
    }

    fn line(self) -> &'static (Self, &'static str, &'static str, &'static str) {
        TABLE.iter().find(|(issuer, ..)| *issuer == self).unwrap_or(&TABLE[0])
    }
}

/// The code beside a refusal's sentence.
pub(crate) fn refusal_code(sentence: &str) -> &'static str {
    TABLE.iter().find(|(.., known)| *known == sentence).map_or("05", |(_, _, code, _)| code)
}
