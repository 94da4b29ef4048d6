//! What a story needs: a sandbox, a shop with its client, and a hand for the handset.

use std::error::Error;
use std::sync::PoisonError;
use std::time::{Duration, Instant};

use anstyle::Style;

use dgspay::{DgsPay, Money, Webhook};
use dgspay_sandbox::{Config, Sandbox};
use serde_json::{Value, json};
use tokio::sync::Mutex;

use super::receiver::{Delivery, Receiver};
use crate::output::{FAINT, step};
use crate::report::Record;

/// The port that people know from `dgspay sandbox`; any other if it is taken.
const PORT: u16 = 4010;
/// How long anything on loopback may take before the demo gives up.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) type Result<T> = std::result::Result<T, Box<dyn Error>>;

type Told = std::sync::Mutex<Vec<Record>>;

pub(crate) struct Stage {
    pub(crate) sandbox: Sandbox,
    pub(crate) pay: DgsPay,
    pub(crate) seed: u64,
    webhook_url: String,
    /// What was told, for a program that reads it at the end; a person reads it line by line.
    told: Option<Told>,
    deliveries: Mutex<tokio::sync::mpsc::UnboundedReceiver<Delivery>>,
    http: reqwest::Client,
}

impl Stage {
    pub(crate) async fn set(seed: u64, json: bool) -> Result<Self> {
        let receiver = Receiver::bind().await?;
        let url = receiver.url()?;
        let config = |port| Config {
            port,
            seed,
            webhook_url: Some(url.clone()),
            wallet: vec![Money::rwf(0)],
            approve_after: Duration::ZERO,
            settle_after: Duration::from_millis(1_500),
            ..Config::default()
        };
        let sandbox = match Sandbox::start(config(PORT)).await {
            Ok(sandbox) => sandbox,
            Err(_) => Sandbox::start(config(0)).await?,
        };
        let (account, roho) = (&sandbox.ready().dgs, &sandbox.ready().roho);
        let secrets = [account.webhook_secret.as_str(), roho.webhook_secret.as_str()];
        let deliveries = receiver.open(Webhook::new(secrets)?);
        let pay = DgsPay::builder()
            .api_key(account.api_key.as_str())
            .account_number(account.account_number.as_str())
            .base_url(account.base_url.as_str())
            .build()?;
        let http = reqwest::Client::builder().no_proxy().timeout(PATIENCE).build()?;
        Ok(Self {
            sandbox,
            pay,
            seed,
            webhook_url: url,
            told: json.then(Told::default),
            deliveries: Mutex::new(deliveries),
            http,
        })
    }

    /// Ends it, and gives back what was told if nobody has read it.
    pub(crate) async fn close(self) -> Vec<Record> {
        self.sandbox.shutdown().await;
        self.told.and_then(|told| told.into_inner().ok()).unwrap_or_default()
    }

    /// Says where everything happens.
    pub(crate) fn open(&self) {
        let dashboard = &self.sandbox.ready().pages.dashboard;
        let address = dashboard.trim_start_matches("http://").trim_end_matches('/');
        let text = format!("DGS-Pay and RohoPay on {address}, simulated money, seed {}", self.seed);
        self.step("sandbox", &text, &format!("dashboard {dashboard}"), FAINT);
    }

    /// One line of the story.
    pub(crate) fn step(&self, label: &str, text: &str, note: &str, style: Style) {
        match &self.told {
            None => step(label, text, note, style),
            Some(told) => {
                let line = Record::new().with("step", label).with("text", text).with("note", note);
                told.lock().unwrap_or_else(PoisonError::into_inner).push(line);
            }
        }
    }

    /// Where the webhook of one payment goes.
    pub(crate) fn callback_url(&self) -> &str {
        &self.webhook_url
    }

    /// Approves the only push that waits, as a person does on the handset page.
    pub(crate) async fn approve(&self) -> Result<Duration> {
        let started = Instant::now();
        tokio::time::sleep(Duration::from_millis(400)).await;
        let waiting = self.control("GET", "/pushes", None).await?;
        let reference = waiting["pushes"][0]["reference"].as_str().ok_or("no push is waiting on the handset")?;
        self.control("POST", &format!("/pushes/{reference}"), Some(json!({ "decision": "approve" }))).await?;
        Ok(started.elapsed())
    }

    /// Cuts the next answer to this operation off, after the provider has booked it.
    pub(crate) async fn lose_next_answer(&self, operation: &str) -> Result<()> {
        let fault = json!({ "fault": "lost-answer", "operation": operation });
        self.control("POST", "/faults", Some(fault)).await.map(drop)
    }

    /// What the sandbox knows to be true of this run.
    pub(crate) async fn assertions(&self) -> Result<Value> {
        self.control("GET", "/assertions", None).await
    }

    pub(crate) async fn webhook(&self) -> Result<Delivery> {
        let mut deliveries = self.deliveries.lock().await;
        let delivery = tokio::time::timeout(PATIENCE, deliveries.recv()).await.map_err(|_| "no webhook arrived")?;
        delivery.ok_or_else(|| "the webhook receiver has ended".into())
    }

    async fn control(&self, method: &str, path: &str, body: Option<Value>) -> Result<Value> {
        let control = &self.sandbox.ready().control;
        let request = self.http.request(method.parse()?, format!("{}{path}", control.url)).bearer_auth(&control.token);
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(body.to_string()),
            None => request,
        };
        let response = request.send().await?.error_for_status()?;
        Ok(serde_json::from_slice(&response.bytes().await?)?)
    }
}

/// Ends the story unless this is true.
pub(crate) fn expect(holds: bool, otherwise: &str) -> Result<()> {
    if holds { Ok(()) } else { Err(otherwise.into()) }
}
