//! A scenario: a merchant of its own in the sandbox, and what its steps have saved.

use std::collections::HashMap;
use std::time::Duration;

use dgspay::Result;
use serde_json::{Map, Value, json};

use crate::calls::Caller;
use crate::compare::compare;
use crate::control::control;
use crate::input::{builder, text};
use crate::outcome;
use crate::vectors::vector;

pub struct Scenario {
    control: Value,
    merchant: Value,
    caller: Caller,
    saved: Map<String, Value>,
    taken: HashMap<String, usize>,
}

impl Scenario {
    pub async fn open(case: &Value, ready: &Value) -> Result<Self, String> {
        let opening = case.get("merchant").cloned().unwrap_or_else(|| json!({}));
        let merchant = control(&ready["control"], "POST", "/merchants", Some(&opening)).await?;
        let dgs = &merchant["dgs"];
        let mut settings =
            json!({ "api_key": dgs["api_key"], "account_number": dgs["account_number"], "base_url": dgs["base_url"] });
        for (name, value) in case["client"].as_object().into_iter().flatten() {
            settings[name] = value.clone();
        }
        let client = builder(&settings).build();
        let caller = Caller { client, encryption_key: text(dgs, "encryption_key").to_owned(), charges: HashMap::new() };
        let saved = [("merchant".to_owned(), merchant.clone())].into_iter().collect();
        Ok(Self { control: ready["control"].clone(), merchant, caller, saved, taken: HashMap::new() })
    }

    pub async fn play(mut self, case: &Value) -> Result<(), String> {
        for fault in case["faults"].as_array().into_iter().flatten() {
            self.fault(fault).await?;
        }
        for (place, step) in case["steps"].as_array().into_iter().flatten().enumerate() {
            let step = self.filled_in(step);
            self.step(&step).await.map_err(|why| format!("step {}: {why}", place + 1))?;
        }
        let mut found = self.ask("/assertions").await?;
        found["paid_twice"] = json!(found["paid_twice"].as_array().map(Vec::len));
        let mut wanted = json!({ "trap_hits": 0, "paid_twice": 0, "ledger_balanced": true });
        for name in
            ["posts", "payments_executed", "payouts_executed", "conversions_executed", "trap_hits", "paid_twice"]
        {
            if let Some(value) = case.get(name) {
                wanted[name] = value.clone();
            }
        }
        compare(&wanted, &found)?;
        let Some(wanted) = case.get("requests") else { return Ok(()) };
        let log = self.ask("/requests").await?;
        let line = |entry: &Value| json!(format!("{} {}", text(entry, "method"), text(entry, "operation")));
        compare(wanted, &log["requests"].as_array().into_iter().flatten().map(line).collect())
    }

    async fn step(&mut self, step: &Value) -> Result<(), String> {
        if step.get("call").is_some() {
            let result = self.caller.call(step).await;
            self.ended(step, result)
        } else if step.get("fault").is_some() {
            self.fault(step).await
        } else if let Some(decision) = step["push"].as_str() {
            let waiting = self.ask("/pushes").await?;
            let reference = step["reference"].as_str().or(waiting["pushes"][0]["reference"].as_str());
            let path = format!("/pushes/{}", reference.ok_or("no push waits")?);
            self.tell(&path, &json!({ "decision": decision })).await
        } else if let Some(advance) = step.get("advance_ms") {
            self.tell("/clock", &json!({ "advance_ms": advance })).await
        } else if let Some((method, path)) = step["control"].as_str().and_then(|line| line.split_once(' ')) {
            let answer = control(&self.control, method, path, step.get("body")).await?;
            self.ended(step, Ok(answer))
        } else {
            let event = self.webhook(text(step, "webhook")).await?;
            self.ended(step, event)
        }
    }

    fn ended(&mut self, step: &Value, result: Result<Value>) -> Result<(), String> {
        if let (Some(name), Ok(value)) = (step["save"].as_str(), &result) {
            self.saved.insert(name.to_owned(), value.clone());
        }
        step.get("expect").map_or(Ok(()), |expect| compare(expect, &outcome(result)))
    }

    /// The next delivery of this event that no earlier step has taken, waited for up to 5 s.
    async fn webhook(&mut self, event: &str) -> Result<Result<Value>, String> {
        let count = self.taken.entry(event.to_owned()).or_default();
        let place = std::mem::replace(count, *count + 1);
        for _ in 0..50 {
            let log = self.ask("/webhooks").await?;
            let mut entries = log["webhooks"].as_array().into_iter().flatten();
            if let Some(entry) = entries.by_ref().filter(|entry| entry["event"] == event).nth(place) {
                let secrets = [&self.merchant["dgs"]["webhook_secret"]];
                let input = json!({ "secrets": secrets, "body": entry["body"], "signature": entry["signature"] });
                return Ok(vector("webhook.verify", &input).await);
            }
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        Err(format!("no {event} within 5 s"))
    }

    /// The step with every `$name.field` replaced by what was saved.
    fn filled_in(&self, value: &Value) -> Value {
        match value {
            Value::Object(fields) => fields.iter().map(|(name, value)| (name.clone(), self.filled_in(value))).collect(),
            Value::Array(values) => values.iter().map(|value| self.filled_in(value)).collect(),
            Value::String(text) => self.filled_in_text(text),
            other => other.clone(),
        }
    }

    /// What was saved under `$name.field`; inside a longer text, each as text.
    fn filled_in_text(&self, text: &str) -> Value {
        let saved = |path: &str| path.split_once('.').and_then(|(name, field)| self.saved.get(name)?.get(field));
        if let Some(value) = text.strip_prefix('$').and_then(saved) {
            return value.clone();
        }
        let mut parts = text.split('$');
        let mut whole = parts.next().unwrap_or_default().to_owned();
        for part in parts {
            let end = part.find(|c: char| !(c.is_alphanumeric() || "_.".contains(c))).unwrap_or(part.len());
            match saved(&part[..end]).and_then(Value::as_str) {
                Some(value) => whole.extend([value, &part[end..]]),
                None => whole.extend(["$", part]),
            }
        }
        json!(whole)
    }

    async fn fault(&self, fault: &Value) -> Result<(), String> {
        let mut fault = fault.clone();
        fault["merchant"] = self.merchant["id"].clone();
        self.tell("/faults", &fault).await
    }

    async fn tell(&self, path: &str, body: &Value) -> Result<(), String> {
        control(&self.control, "POST", path, Some(body)).await.map(drop)
    }

    async fn ask(&self, path: &str) -> Result<Value, String> {
        let path = format!("{path}?merchant={}", text(&self.merchant, "id"));
        control(&self.control, "GET", &path, None).await
    }
}
