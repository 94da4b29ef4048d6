//! What needs no network: webhooks and cards. One thread, over and over; the processor's time of one.

use serde_json::json;

use super::language::Language;
use crate::Result;
use crate::contender::{Measured, Slice};
use crate::plan::Plan;
use crate::report::{Better, Comparison, Goal, Report};
use crate::rounds::{interleave, warm_up};

/// Signs the webhooks, in whatever way each contender wants it.
const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
/// 32 bytes in base64.
const ENCRYPTION_KEY: &str = "q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=";

struct Field {
    id: &'static str,
    task: &'static str,
    language: Language,
    what: &'static str,
    peers: &'static [&'static str],
    goal: f64,
}

const PYTHON_VERIFIERS: &[&str] = &["hmac, json", "standardwebhooks", "stripe"];
const NODE_VERIFIERS: &[&str] = &["node:crypto, JSON", "standardwebhooks", "stripe"];
const KOTLIN_VERIFIERS: &[&str] = &["JCE, Jackson", "standardwebhooks", "stripe"];

#[rustfmt::skip]
const FIELDS: [Field; 9] = [
    Field { id: "webhook-small", task: "webhook", language: Language::Python, what: "Python", peers: PYTHON_VERIFIERS, goal: 1.5 },
    Field { id: "webhook-small", task: "webhook", language: Language::Node, what: "Node", peers: NODE_VERIFIERS, goal: 1.5 },
    Field { id: "webhook-small", task: "webhook", language: Language::Kotlin, what: "Kotlin", peers: KOTLIN_VERIFIERS, goal: 1.5 },
    Field { id: "webhook-large", task: "webhook", language: Language::Python, what: "Python", peers: PYTHON_VERIFIERS, goal: 1.0 },
    Field { id: "webhook-large", task: "webhook", language: Language::Node, what: "Node", peers: NODE_VERIFIERS, goal: 0.8 },
    Field { id: "webhook-large", task: "webhook", language: Language::Kotlin, what: "Kotlin", peers: KOTLIN_VERIFIERS, goal: 1.0 },
    Field { id: "card", task: "card", language: Language::Python, what: "Python", peers: &["cryptography"], goal: 1.0 },
    Field { id: "card", task: "card", language: Language::Node, what: "Node", peers: &["node:crypto"], goal: 1.0 },
    Field { id: "card", task: "card", language: Language::Kotlin, what: "Kotlin", peers: &["JCE"], goal: 1.0 },
];

/// Runs the fields that the plan wants.
pub fn run(plan: &Plan, report: &mut Report) -> Result<()> {
    for field in FIELDS.iter().filter(|field| plan.wants(field.id)) {
        println!("\n== {}, {}", field.id, field.what);
        let brief = json!({
            "secret": SECRET,
            "body": webhook(if field.id == "webhook-small" { 500 } else { 8_000 }),
            "encryption_key": ENCRYPTION_KEY,
        });
        let names: Vec<_> = std::iter::once("dgspay").chain(field.peers.iter().copied()).collect();
        let mut contenders = field.language.contenders(&names, field.task, &brief, report)?;
        if contenders.is_empty() {
            continue;
        }
        warm_up(&mut contenders, Slice::new(plan.warm_up, 1), 4 * field.language.warm_after(plan), None)?;
        let mut turns = interleave(&mut contenders, plan.rounds, Slice::new(plan.computing, 1), None)?;
        let ours = turns.remove(0).values(cost);
        let peers: Vec<_> = turns.iter().map(|series| (series.name.clone(), series.values(cost))).collect();
        let comparison = Comparison {
            id: field.id,
            what: field.what.to_owned(),
            unit: "us",
            better: Better::Less,
            goal: Goal::Best(field.goal),
        };
        report.add(comparison.rows(&ours, &peers));
    }
    Ok(())
}

#[allow(clippy::cast_precision_loss, reason = "not that many")]
fn cost(turn: &Measured) -> f64 {
    turn.cpu_us / turn.count as f64
}

/// A payment's webhook as DGS-Pay writes it, and the fields without which Stripe's own verifier refuses it.
const EVENT: &str = concat!(
    r#"{"event":"payment.success","dgs_reference":"dgs_7Q2M9K4T","flw_charge_id":"chg_Qm3xV8s2Lp","amount":5000,"#,
    r#""currency":"RWF","merchant_fee":150,"net_amount":4850,"status":"success","timestamp":"2026-11-21T16:50:41.000Z","#,
    r#""environment":"test","id":"evt_1PqRs2","object":"event","type":"charge.succeeded","#,
    r#""data":{"object":{"object":"charge","id":"ch_3PqRs2"}}"#
);

/// It with lines of an order, which no event names, until it has this many bytes.
fn webhook(bytes: usize) -> String {
    let line = |number: usize| {
        format!(
            r#"{{"sku":"KGL-{number:04}","title":"Coffee, 1 kg, washed","quantity":{},"price":{},"taxed":{},"tags":["coffee","huye"]}}"#,
            1 + number % 7,
            4_500 + number,
            number.is_multiple_of(2),
        )
    };
    let written = |lines: &[String], note: usize| {
        format!(r#"{EVENT},"lines":[{}],"note":"{}"}}"#, lines.join(","), "x".repeat(note))
    };
    let mut lines = Vec::new();
    loop {
        lines.push(line(lines.len()));
        if written(&lines, 0).len() > bytes {
            lines.pop();
            // To the byte, and never through the middle of a line.
            return written(&lines, bytes.saturating_sub(written(&lines, 0).len()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn webhooks_have_the_size_that_is_said_and_are_read_as_events() {
        for bytes in [500, 8_000] {
            let body = webhook(bytes);
            assert_eq!(body.len(), bytes);
            let verifier = dgspay::Webhook::new([SECRET]).unwrap();
            let signature = dgspay::webhook::sign(SECRET, body.as_bytes());
            let event = verifier.verify(body.as_bytes(), Some(signature.as_bytes())).unwrap();
            assert!(matches!(event, dgspay::Event::PaymentSucceeded { .. }), "{event:?}");
        }
    }
}
