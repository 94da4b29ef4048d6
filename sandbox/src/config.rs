//! How a sandbox is set up.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use dgspay::Money;
use jiff::Timestamp;
use rust_decimal::Decimal;

use crate::environment::Environment;

/// Settings of a sandbox. The defaults are what `dgspay sandbox` starts with.
///
/// ```
/// use dgspay_sandbox::Config;
///
/// let config = Config { seed: 42, ..Config::default() };
/// assert_eq!(config.port, 0, "any free port");
/// ```
#[derive(Debug, Clone)]
pub struct Config {
    /// The port on 127.0.0.1; 0 takes any free one.
    pub port: u16,
    /// Where to keep everything. Without a file it is gone at shutdown. A file made earlier keeps its own seed.
    ///
    /// If this process crashes, everything that was answered, sent or shown is in the file. If the power fails, the last moments
    /// may be missing, but nothing is torn: a change is there as a whole or not at all.
    pub database: Option<PathBuf>,
    /// Where webhooks of the first merchants go; a charge's `callback_url` overrides it, and so does that of `roho` for its own.
    pub webhook_url: Option<String>,
    /// Decides every key, reference and identifier.
    pub seed: u64,
    /// The environment of the first merchants.
    pub environment: Environment,
    /// How many merchant accounts to open; at least one.
    pub merchants: usize,
    /// Opening balances that differ from RWF 1,000,000 and USD 1,000.
    pub wallet: Vec<Money>,
    /// When a push without a person is approved; zero leaves it to a person.
    pub approve_after: Duration,
    /// When collected money becomes available.
    pub settle_after: Duration,
    /// When a payout ends.
    pub payout_after: Duration,
    /// When a conversion ends.
    pub convert_after: Duration,
    /// The share of a collection that the merchant pays, such as `0.03`.
    pub collection_fee: Decimal,
    /// What a payout costs its recipient, in francs.
    pub payout_fee: u32,
    /// How RohoPay behaves.
    pub roho: RohoConfig,
    /// The pauses between attempts to deliver a webhook; when they are used up, it is given up.
    pub webhook_retries: Vec<Duration>,
    /// What is not done as strictly as the documents say.
    pub switches: BTreeSet<Switch>,
    /// Stops the clock at a moment, so that only the control API moves it and a run repeats to the byte.
    pub frozen_at: Option<Timestamp>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            port: 0,
            database: None,
            webhook_url: None,
            seed: 7,
            environment: Environment::Test,
            merchants: 1,
            wallet: Vec::new(),
            approve_after: Duration::from_secs(2),
            settle_after: Duration::from_secs(5),
            payout_after: Duration::from_secs(1),
            convert_after: Duration::from_secs(1),
            collection_fee: Decimal::new(3, 2),
            payout_fee: 100,
            roho: RohoConfig::default(),
            webhook_retries: [1, 2, 4, 8, 30, 120, 600, 3_600].map(Duration::from_secs).to_vec(),
            switches: BTreeSet::new(),
            frozen_at: None,
        }
    }
}

/// Settings of the first merchants' RohoPay projects.
#[derive(Debug, Clone)]
pub struct RohoConfig {
    /// Where its webhooks go, if not where those of DGS-Pay go.
    pub webhook_url: Option<String>,
    /// What is in the wallet of the test key, in shillings.
    pub test_wallet: u32,
    /// What is in the wallet of the live key, in shillings.
    pub live_wallet: u32,
    /// The share of a collection that the service keeps (C-2).
    pub commission: Decimal,
    /// The share of a payout that the service keeps, with [`Switch::PayoutCommission`].
    pub payout_commission: Decimal,
}

impl Default for RohoConfig {
    fn default() -> Self {
        Self {
            webhook_url: None,
            test_wallet: 1_000_000,
            live_wallet: 500_000,
            commission: Decimal::new(1, 2),
            payout_commission: Decimal::new(2, 2),
        }
    }
}

impl Config {
    /// What makes no sense.
    pub(crate) fn check(&self) -> Result<(), String> {
        if !is_share(self.collection_fee) {
            return Err("the collection fee is a share, from 0 to less than 1".into());
        }
        if !is_share(self.roho.commission) || !is_share(self.roho.payout_commission) {
            return Err("a commission of RohoPay is a share, from 0 to less than 1".into());
        }
        match self.wallet.iter().find(|money| money.amount.is_sign_negative()) {
            Some(money) => Err(format!("a wallet cannot begin with {money}")),
            None => Ok(()),
        }
    }

    pub(crate) fn has(&self, switch: Switch) -> bool {
        self.switches.contains(&switch)
    }
}

/// Whether a fee is one: part of the amount, and not all of it.
pub(crate) fn is_share(rate: Decimal) -> bool {
    (Decimal::ZERO..Decimal::ONE).contains(&rate)
}

/// A leniency or a change of behaviour that is off unless asked for. Its text form is kebab-case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Switch {
    /// `X-DGS-ACCOUNT-NUMBER` may be missing, as in nearly all of the documents' curl examples. A wrong one is still wrong.
    OptionalAccountNumber,
    /// A `scenario_key` that is not documented is ignored instead of refused.
    IgnoreUnknownScenario,
    /// Every answer of DGS-Pay itself (not those of faults) has HTTP status 200, to test that a client reads the body first.
    AlwaysStatus200,
    /// `Idempotency-Key` and `X-Idempotency-Key` are honoured: the same body is replayed, another one is refused (93).
    IdempotencyKeys,
    /// After a card's PIN a one-time code is asked for as well, as Flutterwave does underneath (§9).
    PinThenOtp,
    /// A 3DS step asks for a one-time code (`requires_otp`) where it would send the payer to a page (C-18). Either completes it.
    OtpInsteadOfRedirect,
    /// A card's nonce that an earlier charge has used is refused (90).
    RefuseReusedNonce,
    /// The webhook of a payment through a link names the link, as `payment_link_id`, which is not documented (C-42).
    LinkIdInWebhook,
    /// A payout without a scenario key stays pending for ever and tells nobody, as with Flutterwave underneath (§17).
    PayoutsStayPending,
    /// A conversion gets half a percent less than its preview has promised.
    DriftRates,
    /// RohoPay takes a commission from payouts too, and says so (C-3).
    PayoutCommission,
    /// RohoPay's test number that completes at once begins as pending, and its webhook comes later (C-6).
    PendingFirst,
    /// RohoPay's answers have the names of fields that integrations have seen: `reference`, `transaction_id` (C-7).
    AliasNames,
    /// RohoPay's webhooks have the shape that its own SDK expects: `type`, and the rest in `data` (C-8).
    NestedEvents,
    /// RohoPay tells of no failed collection (C-10).
    NoDepositFailed,
    /// RohoPay takes 100 collections and 30 checkouts a minute from one address (C-16).
    RateLimits,
}

impl Switch {
    /// Every switch with its name.
    pub const ALL: [(&'static str, Self); 16] = [
        ("optional-account-number", Self::OptionalAccountNumber),
        ("ignore-unknown-scenario", Self::IgnoreUnknownScenario),
        ("always-status-200", Self::AlwaysStatus200),
        ("idempotency-keys", Self::IdempotencyKeys),
        ("pin-then-otp", Self::PinThenOtp),
        ("otp-instead-of-redirect", Self::OtpInsteadOfRedirect),
        ("refuse-reused-nonce", Self::RefuseReusedNonce),
        ("link-id-in-webhook", Self::LinkIdInWebhook),
        ("payouts-stay-pending", Self::PayoutsStayPending),
        ("drift-rates", Self::DriftRates),
        ("payout-commission", Self::PayoutCommission),
        ("pending-first", Self::PendingFirst),
        ("alias-names", Self::AliasNames),
        ("nested-events", Self::NestedEvents),
        ("no-deposit-failed", Self::NoDepositFailed),
        ("rate-limits", Self::RateLimits),
    ];

    /// The name that [`FromStr`] reads.
    #[must_use]
    pub fn name(self) -> &'static str {
        // The table has every switch; a test holds it to that.
        Self::ALL.iter().find(|(_, switch)| *switch == self).map_or("", |(name, _)| name)
    }
}

impl FromStr for Switch {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.iter().find(|(name, _)| *name == text).map(|(_, switch)| *switch).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|(name, _)| *name).collect();
            format!("there is no switch {text:?}; there are {}", names.join(", "))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_switch_has_a_name_that_reads_back() {
        for (name, switch) in Switch::ALL {
            assert_eq!((switch.name(), name.parse()), (name, Ok(switch)));
        }
        assert!("no-such-switch".parse::<Switch>().unwrap_err().contains("pin-then-otp"));
    }
}
