//! A scenario: a merchant of its own in the sandbox, and what its steps have saved.

use std::collections::HashMap;
use std::sync::LazyLock;
use std::time::Duration;

use dgspay::dgs::CallOptions;
use dgspay::{Charge, Customer, DgsPay, MobileMoneyCharge, MobileNetwork, PaymentStatus, Result, TransactionFilter};
use serde_json::{Map, Value, json};

use crate::plain::{Plain, compare};
use crate::{builder, milliseconds, money, number, outcome, text, vector};

pub struct Scenario {
    control: Value,
    merchant: Value,
    client: Result<DgsPay>,
    saved: Map<String, Value>,
    charges: HashMap<String, Charge>,
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
        let control = ready["control"].clone();
        Ok(Self { control, merchant, client, saved: Map::new(), charges: HashMap::new(), taken: HashMap::new() })
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
        for name in ["posts", "payments_executed", "trap_hits", "paid_twice"] {
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
        if let Some(call) = step["call"].as_str() {
            let result = self.call(call, &step["input"], &step["options"], step["save"].as_str()).await;
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
        } else {
            let event = self.webhook(text(step, "webhook")).await?;
            self.ended(step, event)
        }
    }

    fn ended(&mut self, step: &Value, result: Result<Value>) -> Result<(), String> {
        if let (Some(name), Ok(value)) = (step["save"].as_str(), &result) {
            self.saved.insert(name.to_owned(), value.clone());
        }
        compare(&step["expect"], &outcome(result))
    }

    async fn call(&mut self, call: &str, input: &Value, options: &Value, save: Option<&str>) -> Result<Value> {
        let mut client = self.client.clone()?;
        if options.is_object() {
            client = client.with(&call_options(options))?;
        }
        Ok(match call {
            "charges.create_mobile_money" => {
                let charge = client.charges().create_mobile_money(&new_charge(input)?).await?;
                let plain = charge.plain();
                self.charges.extend(save.map(|name| (name.to_owned(), charge)));
                plain
            }
            "charges.wait" => {
                let charge = &self.charges[text(input, "charge").trim_start_matches('$')];
                let timeout = milliseconds(&input["timeout_ms"]);
                client.charges().wait(charge, timeout).await?.plain()
            }
            "wallet.balances" => client.wallet().balances().await?.plain(),
            "transactions.get" => client.transactions().get(text(input, "reference")).await?.plain(),
            "transactions.list" => client.transactions().list(&filter(input)).await?.plain(),
            "transactions.iter" => {
                let (mut pager, mut all) = (client.transactions().iter(filter(input)), Vec::new());
                while let Some(transaction) = pager.next().await? {
                    all.push(transaction);
                }
                all.plain()
            }
            other => panic!("there is no call {other}"),
        })
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
            Value::String(text) => {
                let path = text.strip_prefix('$').and_then(|path| path.split_once('.'));
                path.and_then(|(name, field)| self.saved.get(name)?.get(field)).unwrap_or(value).clone()
            }
            other => other.clone(),
        }
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

/// One request to the sandbox's control API.
async fn control(access: &Value, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
    static CLIENT: LazyLock<reqwest::Client> =
        LazyLock::new(|| reqwest::Client::builder().no_proxy().build().expect("a client"));
    let url = format!("{}{path}", text(access, "url"));
    let mut request = CLIENT.request(method.parse().expect("a method"), &url).bearer_auth(text(access, "token"));
    if let Some(body) = body {
        request = request.header("content-type", "application/json").body(body.to_string());
    }
    let answer = request.send().await.map_err(|error| format!("{url}: {error}"))?;
    let (status, body) = (answer.status(), answer.text().await.map_err(|error| error.to_string())?);
    let answer = serde_json::from_str(&body).unwrap_or(Value::Null);
    if status.is_success() { Ok(answer) } else { Err(format!("{method} {url}: {status} {body}")) }
}

fn call_options(options: &Value) -> CallOptions {
    let mut wished = CallOptions::default();
    wished.timeout_ms = options.get("timeout_ms").map(number);
    wished.max_retries = options.get("max_retries").map(number);
    wished.idempotency_key = options["idempotency_key"].as_str().map(str::to_owned);
    wished
}

fn new_charge(input: &Value) -> Result<MobileMoneyCharge> {
    let who = &input["customer"];
    let mut customer = Customer::new(text(who, "first_name"), text(who, "last_name"), text(who, "email"));
    customer.phone = who["phone"].as_str().map(str::parse).transpose()?;
    let (phone, network) = (text(input, "phone").parse()?, MobileNetwork::from(text(input, "network")));
    let mut charge = MobileMoneyCharge::new(money(input)?, phone, network, customer, text(input, "redirect_url"));
    charge.narration = input["narration"].as_str().map(str::to_owned);
    charge.callback_url = input["callback_url"].as_str().map(str::to_owned);
    charge.scenario_key = input["scenario_key"].as_str().map(str::to_owned);
    Ok(charge)
}

fn filter(input: &Value) -> TransactionFilter {
    let text = |name: &str| input[name].as_str().map(str::to_owned);
    let mut filter = TransactionFilter::default();
    filter.page = input.get("page").map(number);
    filter.limit = input.get("limit").map(number);
    filter.status = input["status"].as_str().map(PaymentStatus::from);
    filter.reference = text("reference");
    filter.payment_link_id = text("payment_link_id");
    filter.flw_reference = text("flw_reference");
    filter
}
