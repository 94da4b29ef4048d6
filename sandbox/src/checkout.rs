//! Paying a link: what is allowed, and what is booked. The page of the link and the control API both come through here.

use dgspay::{Currency, Money};
use rust_decimal::Decimal;

use crate::app::App;
use crate::cards::NonceDigest;
use crate::dgs::scenario::{self, Scenario};
use crate::environment::Environment;
use crate::ledger::{Amount, LedgerError, Link, LinkStatus, Method, NewPayment, Payer, Payment, PaymentType, Price};

/// What a payer has chosen.
#[derive(Debug)]
pub(crate) struct Order {
    /// In major units; a fixed link needs none.
    pub amount: Option<Decimal>,
    pub method: Method,
    /// What is to happen, if that was chosen.
    pub wished: Option<Scenario>,
    pub email: Option<String>,
    pub fresh_nonce: Option<NonceDigest>,
    pub payer: Payer,
}

/// Why a link takes no payment. The sentences are for payers.
#[derive(Debug, thiserror::Error)]
pub(crate) enum NotTaken {
    #[error("{}", closed(*.0))]
    Closed(LinkStatus),
    #[error("{0}")]
    Way(&'static str),
    #[error("{0}")]
    Amount(String),
    #[error("What happens cannot be chosen: this is an account in production mode.")]
    Scenario,
    #[error(transparent)]
    Ledger(#[from] LedgerError),
}

/// What is said of a link that takes no payments any more.
pub(crate) fn closed(status: LinkStatus) -> &'static str {
    match status {
        LinkStatus::Active => "This payment link is open.",
        LinkStatus::Archived => "This payment link has been closed by the shop.",
        LinkStatus::Completed => "This payment link has been used up.",
        LinkStatus::Expired => "This payment link has expired.",
    }
}

/// Why a link cannot be paid in this way here; `None` if it can.
pub(crate) fn obstacle(link: &Link, way: PaymentType) -> Option<&'static str> {
    match way {
        _ if !link.terms.payment_types.contains(&way) => Some("This link does not offer that way to pay."),
        PaymentType::BankTransfer | PaymentType::Ussd => Some("Not available in the sandbox."),
        PaymentType::MobileMoney if link.terms.currency != Currency::RWF => Some("Pays in RWF only."),
        PaymentType::MobileMoney | PaymentType::Card => None,
    }
}

/// What is to be paid, if the payer's choice fits the link.
pub(crate) fn price(link: &Link, chosen: Option<Decimal>) -> Result<Amount, NotTaken> {
    let currency = link.terms.currency;
    let wished = match (link.terms.price, chosen) {
        (Price::Fixed(amount), None) => return Ok(amount),
        (Price::Flexible { .. }, None) => return Err(NotTaken::Amount("Enter an amount.".into())),
        (_, Some(chosen)) => match Money::new(chosen, currency) {
            Ok(money) if money.is_positive() => Amount::from(money),
            Ok(_) => return Err(NotTaken::Amount("The amount must be more than zero.".into())),
            Err(_) => return Err(NotTaken::Amount(format!("That is not an amount in {currency}."))),
        },
    };
    let refusal = match link.terms.price {
        Price::Fixed(amount) => (wished != amount).then(|| format!("The amount is {amount}.")),
        Price::Flexible { min, max } => {
            let too_little = min.filter(|min| wished.minor < min.minor).map(|min| format!("The least is {min}."));
            too_little.or_else(|| max.filter(|max| wished.minor > max.minor).map(|max| format!("The most is {max}.")))
        }
    };
    refusal.map_or(Ok(wished), |reason| Err(NotTaken::Amount(reason)))
}

impl App {
    /// Books a payment of a link and asks the payer, who may have answered when this returns.
    pub(crate) fn pay_link(&self, link: &Link, order: Order) -> Result<Payment, NotTaken> {
        let status = link.status(self.now());
        if status != LinkStatus::Active {
            return Err(NotTaken::Closed(status));
        }
        if let Some(reason) = obstacle(link, order.method.way()) {
            return Err(NotTaken::Way(reason));
        }
        let Some(merchant) = self.merchants.by_row(link.merchant) else {
            return Err(NotTaken::Closed(LinkStatus::Archived));
        };
        if order.wished.is_some() && merchant.environment == Environment::Production {
            return Err(NotTaken::Scenario);
        }
        let usual = match order.method {
            Method::MobileMoney { .. } => scenario::MOBILE_MONEY.usual,
            Method::Card => scenario::CARD.usual,
        };
        let Scenario { flow, issuer } = order.wished.unwrap_or(Scenario::usual(usual));
        let new = NewPayment {
            amount: price(link, order.amount)?,
            method: order.method,
            flow,
            issuer,
            email: order.email,
            narration: Some(link.terms.title.clone()),
            redirect_url: link.terms.redirect_url.clone(),
            callback_url: None,
            link_id: Some(link.id.clone()),
            fresh_nonce: order.fresh_nonce,
        };
        let payment = self.accept(&merchant, &new, self.now())?;
        self.ledger.note_payer(payment.row, &order.payer)?;
        Ok(payment)
    }
}
