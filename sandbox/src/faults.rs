//! What can be made to go wrong, and where: the one table of faults, and the rules that are waiting to fire.

use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

use crate::roho;

/// A fault. [`TABLE`] has its name and its places.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "&'static str")]
pub(crate) enum Fault {
    /// The connection is cut without an answer, after everything was booked.
    LostAnswer,
    /// HTTP 500 with the service's own error code, after everything was booked.
    CommitThen500,
    /// A whole HTML page with status 200.
    Html200,
    /// An answer that never ends.
    EndlessAnswer,
    /// JSON that breaks off in the middle.
    MalformedJson,
    /// The right answer, late.
    SlowAnswer,
    /// The connection is cut before anything was booked.
    DropBeforeCommit,
    /// HTTP 500 with the service's own error code, and nothing was booked.
    Error99BeforeCommit,
    /// Any HTTP status, with an error code and Retry-After if wished; nothing was booked.
    Status,
    /// Any body with any status, byte for byte; nothing was booked. It shows how a client reads what no document promises.
    Answer,
    /// HTTP 409 with the service's own error code; nothing was booked.
    IdempotencyConflict,
    /// A redirect to another origin, which counts what it receives: no key may ever arrive there.
    RedirectTrap,
    /// A gateway gives up with a status; the call is booked all the same, later.
    LateCommit,
    /// What was booked never ends by itself. At a webhook: it ends, and the webhook is never sent.
    SilentProvider,
    /// After the webhook of a success one of a failure about the same thing, which contradicts the ledger.
    FailedAfterSuccess,
    /// The wallet is emptied just before a payout or a conversion.
    DrainedWallet,
    /// RohoPay refuses with one of its codes, and with the HTTP status that belongs to it.
    ErrorCode,
    /// RohoPay's first provider times out and the other one takes over: one execution, a second reference.
    Failover,
    /// As a failover, but the first provider has not given up: both execute, and both are told of.
    DoubleExecution,
    /// What was booked ends at once, and its webhook is delivered before the answer.
    WebhookFirst,
    /// Every webhook comes twice, side by side.
    DoubleWebhook,
    /// The webhook's signature was made with another secret.
    BadSignature,
}

/// Where in a call a fault strikes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Position {
    /// Nothing was booked.
    BeforeCommit,
    /// Everything was booked; only the answer is at stake.
    AfterCommit,
    /// Not in a call: when a webhook is made.
    Webhook,
}

use Position::{AfterCommit, BeforeCommit, Webhook};

/// Every fault, its name on the wire, and where it can strike. The first place is the usual one; a rule may ask for another.
const TABLE: [(Fault, &str, &[Position]); 22] = [
    (Fault::LostAnswer, "lost-answer", &[AfterCommit]),
    (Fault::CommitThen500, "commit-then-500", &[AfterCommit]),
    (Fault::Html200, "html-200", &[AfterCommit, BeforeCommit]),
    (Fault::EndlessAnswer, "endless-answer", &[AfterCommit, BeforeCommit]),
    (Fault::MalformedJson, "malformed-json", &[AfterCommit, BeforeCommit]),
    (Fault::SlowAnswer, "slow-answer", &[AfterCommit, BeforeCommit]),
    (Fault::DropBeforeCommit, "drop-before-commit", &[BeforeCommit]),
    (Fault::Error99BeforeCommit, "error-99-before-commit", &[BeforeCommit]),
    (Fault::Status, "status", &[BeforeCommit, AfterCommit]),
    (Fault::Answer, "answer", &[BeforeCommit, AfterCommit]),
    (Fault::IdempotencyConflict, "idempotency-conflict", &[BeforeCommit]),
    (Fault::RedirectTrap, "redirect-trap", &[BeforeCommit]),
    (Fault::LateCommit, "late-commit", &[BeforeCommit]),
    (Fault::SilentProvider, "silent-provider", &[AfterCommit, Webhook]),
    (Fault::FailedAfterSuccess, "failed-after-success", &[Webhook]),
    (Fault::DrainedWallet, "drained-wallet", &[BeforeCommit]),
    (Fault::ErrorCode, "error-code", &[BeforeCommit, AfterCommit]),
    (Fault::Failover, "failover", &[BeforeCommit, AfterCommit]),
    (Fault::DoubleExecution, "double-execution", &[AfterCommit, BeforeCommit]),
    (Fault::WebhookFirst, "webhook-first", &[AfterCommit]),
    (Fault::DoubleWebhook, "double-webhook", &[Webhook]),
    (Fault::BadSignature, "bad-signature", &[Webhook]),
];

/// The operations that book something.
const MONEY: [&str; 7] = [
    "charges.create",
    "charges.authorize",
    "disbursements.create",
    "convert",
    "roho.collect",
    "roho.disburse",
    "roho.checkout",
];

/// The operations that take money out of a wallet.
const SPENDING: [&str; 3] = ["disbursements.create", "convert", "roho.disburse"];

/// The operations that a provider carries out who can be replaced by another.
const CARRIED: [&str; 2] = ["roho.collect", "roho.disburse"];

/// How the operations of RohoPay begin.
const ROHO: &str = "roho.";

impl Fault {
    /// The name on the wire.
    pub(crate) fn name(self) -> &'static str {
        self.line().1
    }

    /// Whether the fault would do anything to an operation. One that would not waits for an operation where it does.
    fn suits(self, operation: &str) -> bool {
        match self {
            Self::WebhookFirst | Self::LateCommit | Self::SilentProvider => MONEY.contains(&operation),
            Self::DrainedWallet => SPENDING.contains(&operation),
            Self::Failover | Self::DoubleExecution => CARRIED.contains(&operation),
            Self::ErrorCode => operation.starts_with(ROHO),
            _ => true,
        }
    }

    fn places(self) -> &'static [Position] {
        self.line().2
    }

    fn line(self) -> &'static (Self, &'static str, &'static [Position]) {
        // The table has every fault; a test holds it to that.
        TABLE.iter().find(|(fault, ..)| *fault == self).unwrap_or(&TABLE[0])
    }
}

impl From<Fault> for &'static str {
    fn from(fault: Fault) -> Self {
        fault.name()
    }
}

impl TryFrom<String> for Fault {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        TABLE.iter().find(|(_, known, _)| *known == name).map(|(fault, ..)| *fault).ok_or_else(|| {
            let names: Vec<_> = TABLE.iter().map(|(_, known, _)| *known).collect();
            format!("there is no fault {name:?}; there are {}", names.join(", "))
        })
    }
}

/// A rule: which fault, for whom, and how often. First match wins.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Rule {
    pub fault: Fault,
    /// A merchant's id; any merchant if absent.
    pub merchant: Option<String>,
    /// An operation's name; any operation if absent.
    pub operation: Option<String>,
    /// How often it fires; zero is until it is deleted.
    #[serde(default = "once")]
    pub times: u32,
    pub position: Option<Position>,
    pub status: Option<u16>,
    pub error_code: Option<String>,
    /// Seconds.
    pub retry_after: Option<u32>,
    /// Of `slow-answer` and `late-commit`.
    pub delay_ms: Option<u64>,
    /// Of `answer`: what is sent, byte for byte.
    pub body: Option<String>,
    /// Of `answer`: JSON if absent, no such header if empty.
    pub content_type: Option<String>,
}

fn once() -> u32 {
    1
}

impl Rule {
    pub(crate) fn position(&self) -> Position {
        self.position.or_else(|| self.fault.places().first().copied()).unwrap_or(AfterCommit)
    }

    /// What is wrong with the rule itself.
    fn flaw(&self) -> Option<String> {
        let name = self.fault.name();
        match self.fault {
            Fault::Status if self.status.is_none() => Some(format!("{name} needs \"status\"")),
            _ if self.status.is_some_and(|status| !(200..600).contains(&status)) => {
                Some("\"status\" is not between 200 and 599".to_owned())
            }
            Fault::ErrorCode if self.error_code.as_deref().is_none_or(|code| !roho::has_code(code)) => {
                Some(format!("{name} needs \"error_code\", one that RohoPay documents"))
            }
            Fault::SlowAnswer if self.delay_ms.is_none() => Some(format!("{name} needs \"delay_ms\"")),
            _ if self.operation.as_deref().is_some_and(|operation| !self.fault.suits(operation)) => {
                Some(format!("{name} does nothing to that operation"))
            }
            _ if !self.fault.places().contains(&self.position()) => Some(format!("{name} cannot strike there")),
            _ => None,
        }
    }
}

/// The rules in force.
#[derive(Debug, Default)]
pub(crate) struct Faults {
    rules: Mutex<Rules>,
}

#[derive(Debug, Default)]
struct Rules {
    next_id: u64,
    list: Vec<(u64, Rule)>,
}

impl Faults {
    /// Adds a rule and answers its id.
    pub(crate) fn add(&self, rule: Rule) -> Result<String, String> {
        if let Some(flaw) = rule.flaw() {
            return Err(flaw);
        }
        self.with(|rules| {
            rules.next_id += 1;
            rules.list.push((rules.next_id, rule));
            Ok(format!("fault-{}", rules.next_id))
        })
    }

    /// Deletes the rules of a merchant, or all.
    pub(crate) fn clear(&self, merchant: Option<&str>) {
        self.with(|rules| rules.list.retain(|(_, rule)| merchant.is_some() && rule.merchant.as_deref() != merchant));
    }

    /// The rule that strikes a call there, if any; it is used up by this.
    pub(crate) fn strike_call(&self, merchant: &str, operation: &str, position: Position) -> Option<Rule> {
        self.take(|rule| {
            rule.position() == position
                && rule.fault.suits(operation)
                && rule.applies_to(merchant)
                && rule.operation.as_deref().is_none_or(|wanted| wanted == operation)
        })
    }

    /// Whether a fault strikes a webhook that is being made about what these operations do; it is used up by this.
    pub(crate) fn strike_webhook(&self, merchant: &str, operations: &[&str], fault: Fault) -> bool {
        let struck = self.take(|rule| {
            rule.fault == fault
                && rule.position() == Webhook
                && rule.applies_to(merchant)
                && rule.operation.as_deref().is_none_or(|wanted| operations.contains(&wanted))
        });
        struck.is_some()
    }

    fn take(&self, matches: impl Fn(&Rule) -> bool) -> Option<Rule> {
        self.with(|rules| {
            let position = rules.list.iter().position(|(_, rule)| matches(rule))?;
            let found = rules.list[position].1.clone();
            match found.times {
                0 => {}
                1 => drop(rules.list.remove(position)),
                _ => rules.list[position].1.times -= 1,
            }
            Some(found)
        })
    }

    fn with<T>(&self, work: impl FnOnce(&mut Rules) -> T) -> T {
        work(&mut self.rules.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Rule {
    fn applies_to(&self, merchant: &str) -> bool {
        self.merchant.as_deref().is_none_or(|wanted| wanted == merchant)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(json: &str) -> Rule {
        serde_json::from_str(json).unwrap()
    }

    #[test]
    fn every_fault_has_a_place_and_a_name_that_reads_back() {
        for (fault, name, places) in TABLE {
            assert!(!places.is_empty());
            assert_eq!(rule(&format!("{{\"fault\":\"{name}\"}}")).fault, fault);
            assert_eq!(fault.name(), name);
        }
        assert_eq!(serde_json::to_string(&Fault::CommitThen500).unwrap(), "\"commit-then-500\"");
    }

    #[test]
    fn a_rule_fires_as_often_as_it_says_and_only_where_it_says() {
        let faults = Faults::default();
        faults.add(rule(r#"{"fault":"lost-answer","merchant":"m","operation":"balance","times":2}"#)).unwrap();
        assert!(faults.strike_call("m", "charges.create", AfterCommit).is_none());
        assert!(faults.strike_call("m", "balance", BeforeCommit).is_none());
        assert!(faults.strike_call("other", "balance", AfterCommit).is_none());
        assert!(faults.strike_call("m", "balance", AfterCommit).is_some());
        assert!(faults.strike_call("m", "balance", AfterCommit).is_some());
        assert!(faults.strike_call("m", "balance", AfterCommit).is_none());
    }

    #[test]
    fn zero_times_is_until_deleted() {
        let faults = Faults::default();
        faults.add(rule(r#"{"fault":"lost-answer","merchant":"m","times":0}"#)).unwrap();
        assert!((0..5).all(|_| faults.strike_call("m", "balance", AfterCommit).is_some()));
        faults.clear(Some("other"));
        assert!(faults.strike_call("m", "balance", AfterCommit).is_some());
        faults.clear(Some("m"));
        assert!(faults.strike_call("m", "balance", AfterCommit).is_none());
    }

    #[test]
    fn a_rule_about_webhooks_strikes_where_it_says() {
        let faults = Faults::default();
        faults.add(rule(r#"{"fault":"silent-provider","operation":"convert","position":"webhook"}"#)).unwrap();
        faults.add(rule(r#"{"fault":"silent-provider"}"#)).unwrap();
        let told = |operations: &[&str]| faults.strike_webhook("m", operations, Fault::SilentProvider);
        assert!(!told(&["charges.create", "charges.authorize"]));
        assert!(told(&["convert"]) && !told(&["convert"]), "the other rule is not about webhooks");
        assert!(faults.strike_call("m", "balance", AfterCommit).is_none());
        assert!(faults.strike_call("m", "convert", AfterCommit).is_some());
    }

    #[test]
    fn flawed_rules_are_refused() {
        let faults = Faults::default();
        assert!(faults.add(rule(r#"{"fault":"status"}"#)).is_err());
        assert!(faults.add(rule(r#"{"fault":"slow-answer"}"#)).is_err());
        assert!(faults.add(rule(r#"{"fault":"lost-answer","position":"before-commit"}"#)).is_err());
        assert!(faults.add(rule(r#"{"fault":"drained-wallet","operation":"charges.create"}"#)).is_err());
        assert!(faults.add(rule(r#"{"fault":"late-commit","operation":"balance"}"#)).is_err());
        assert!(faults.add(rule(r#"{"fault":"failover","operation":"roho.checkout"}"#)).is_err());
        assert!(faults.add(rule(r#"{"fault":"error-code","error_code":"OUT_OF_COFFEE"}"#)).is_err());
        assert!(
            faults.add(rule(r#"{"fault":"error-code","error_code":"PROVIDER_ERROR","operation":"balance"}"#)).is_err()
        );
        assert!(serde_json::from_str::<Rule>(r#"{"fault":"gremlins"}"#).is_err());
    }
}
