//! A scenario: a merchant of its own in the sandbox, and what its steps have saved.

use std::collections::HashMap;
use std::time::Duration;

use dgspay::{DgsPay, Result, RohoPay};
use serde_json::{Map, Value, json};

use crate::compare::compare;
use crate::control::control;
use crate::input::{builder, roho_builder, text};
use crate::vectors::vector;
use crate::{calls, outcome, roho};

/// Who makes the calls.
enum Client {
    Dgs(Result<DgsPay>),
    Roho(Result<RohoPay>),
}

pub struct Scenario {
    control: Value,
    merchant: Value,
    client: Client,
    dgs: calls::Calls,
    roho: roho::Calls,
    saved: Map<String, Value>,
    taken: HashMap<String, usize>,
}

/// A client of the merchant, with the settings of a case.
fn client(merchant: &Value, own: &Value) -> Client {
    let (dgs, roho) = (&merchant["dgs"], &merchant["roho"]);
    let is_roho = own["service"] == "roho";
    let mut settings = if is_roho {
        let key = if own["key"] == "live" { "live_key" } else { "test_key" };
        json!({ "api_key": roho[key], "base_url": roho["base_url"] })
    } else {
        json!({ "api_key": dgs["api_key"], "account_number": dgs["account_number"], "base_url": dgs["base_url"] })
    };
    let own = own.as_object().into_iter().flatten();
    for (name, value) in own.filter(|(name, _)| !matches!(name.as_str(), "service" | "key")) {
        settings[name] = value.clone();
    }
    if is_roho { Client::Roho(roho_builder(&settings).build()) } else { Client::Dgs(builder(&settings).build()) }
}

/// That all these requests, one at least, are the same call in the same bytes.
fn one_key<'a>(mut posts: impl Iterator<Item = &'a Value>) -> Result<(), String> {
    let mark = |entry: &Value| ["idempotency_key", "request_id", "body_sha256"].map(|part| entry[part].clone());
    let first = posts.next().map(mark).ok_or("no POST has arrived")?;
    match posts.map(mark).find(|other| *other != first) {
        _ if first.iter().any(Value::is_null) => Err(format!("a mark of the call is absent: {first:?}")),
        Some(other) => Err(format!("one call with two marks: {first:?}, then {other:?}")),
        None => Ok(()),
    }
}

impl Scenario {
    pub async fn open(case: &Value, ready: &Value) -> Result<Self, String> {
        let opening = case.get("merchant").cloned().unwrap_or_else(|| json!({}));
        let merchant = control(&ready["control"], "POST", "/merchants", Some(&opening)).await?;
        let encryption_key = text(&merchant["dgs"], "encryption_key").to_owned();
        Ok(Self {
            control: ready["control"].clone(),
            client: client(&merchant, &case["client"]),
            dgs: calls::Calls { encryption_key, charges: HashMap::new() },
            roho: roho::Calls::default(),
            saved: [("merchant".to_owned(), merchant.clone())].into_iter().collect(),
            taken: HashMap::new(),
            merchant,
        })
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
        let log = self.ask("/requests").await?;
        let requests = || log["requests"].as_array().into_iter().flatten();
        let line = |entry: &Value| json!(format!("{} {}", text(entry, "method"), text(entry, "operation")));
        if let Some(wanted) = case.get("requests") {
            compare(wanted, &requests().map(line).collect())?;
        }
        match case.get("one_key") {
            Some(_) => one_key(requests().filter(|entry| entry["method"] == "POST")),
            None => Ok(()),
        }
    }

    async fn step(&mut self, step: &Value) -> Result<(), String> {
        if step.get("call").is_some() {
            let result = match &self.client {
                Client::Dgs(Ok(client)) => self.dgs.call(client, step).await,
                Client::Roho(Ok(client)) => self.roho.call(client, step).await,
                Client::Dgs(Err(error)) | Client::Roho(Err(error)) => Err(error.clone()),
            };
            self.ended(step, result)
        } else if let Some(settings) = step.get("client") {
            self.client = client(&self.merchant, settings);
            Ok(())
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
                let service = if matches!(self.client, Client::Roho(_)) { "roho" } else { "dgs" };
                let secrets = [&self.merchant[service]["webhook_secret"]];
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
