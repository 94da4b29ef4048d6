//! The contenders in Rust: the core, and bare reqwest with serde doing the same. Both are used as their own documentation shows,
//! on Tokio's usual runtime.

use std::io::{BufRead as _, Write as _};
use std::sync::Arc;
use std::time::{Duration, Instant};

use dgspay::{Customer, DgsPay, MobileMoneyCharge, MobileNetwork, Money};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

type Error = Box<dyn std::error::Error + Send + Sync>;
type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Deserialize)]
struct Task {
    contender: String,
    base_url: String,
    url: String,
    api_key: String,
    account_number: String,
    /// JSON, as a text.
    order: String,
    reference: String,
}

/// The body of the call, in the order of its fields.
#[derive(Clone, Deserialize, Serialize)]
struct Order {
    amount: u32,
    currency: String,
    payment_type: String,
    customer_email: String,
    customer_first_name: String,
    customer_last_name: String,
    customer_phone: String,
    customer_phone_country_code: String,
    redirect_url: String,
    narration: String,
    mobile_money_network: String,
    mobile_money_phone: String,
}

/// What the answer is read into.
#[derive(Deserialize)]
#[allow(dead_code, reason = "decoding is what is measured")]
struct Charge {
    status: String,
    message: String,
    transaction_id: String,
    dgs_reference: String,
    amount: u64,
    currency: String,
    transaction_status: String,
    payment_method_type: String,
    next_action_type: Option<String>,
    next_action_redirect_url: Option<String>,
    display_text: Option<String>,
}

#[derive(Deserialize)]
struct Slice {
    seconds: f64,
    in_flight: usize,
}

/// A client that is ready to make the call, and gives back the reference that it was answered.
enum Client {
    Dgspay { pay: DgsPay, order: Order, task: Task },
    Reqwest { client: reqwest::Client, order: Order, task: Task },
}

impl Client {
    fn new(task: Task) -> Result<Self> {
        let order = serde_json::from_str(&task.order)?;
        if task.contender == "dgspay" {
            let pay = DgsPay::builder()
                .api_key(task.api_key.as_str())
                .account_number(task.account_number.as_str())
                .base_url(task.base_url.as_str())
                .build()?;
            return Ok(Self::Dgspay { pay, order, task });
        }
        // This build of reqwest brings no cryptography of its own.
        let _ = rustls::crypto::ring::default_provider().install_default();
        Ok(Self::Reqwest { client: reqwest::Client::builder().no_proxy().build()?, order, task })
    }

    async fn call(&self) -> Result<()> {
        let (reference, task) = match self {
            Self::Dgspay { pay, order, task } => {
                let customer =
                    Customer::new(&order.customer_first_name, &order.customer_last_name, &order.customer_email);
                let charge = MobileMoneyCharge::new(
                    Money::rwf(order.amount.into()),
                    "0788 123 456".parse()?,
                    MobileNetwork::Mtn,
                    customer,
                    &order.redirect_url,
                );
                let charge = charge.narration(&order.narration);
                (pay.charges().create_mobile_money(&charge).await?.reference, task)
            }
            Self::Reqwest { client, order, task } => {
                let answer = client
                    .post(&task.url)
                    .header("X-DGS-API-KEY", &task.api_key)
                    .header("X-DGS-ACCOUNT-NUMBER", &task.account_number)
                    .header("Content-Type", "application/json")
                    .timeout(Duration::from_secs(60))
                    .body(serde_json::to_vec(order)?)
                    .send()
                    .await?
                    .error_for_status()?;
                let charge: Charge = serde_json::from_slice(&answer.bytes().await?)?;
                (charge.dgs_reference, task)
            }
        };
        if reference == task.reference { Ok(()) } else { Err(format!("the answer names {reference}").into()) }
    }
}

fn main() -> Result<()> {
    let mut lines = std::io::stdin().lock().lines();
    let task: Task = serde_json::from_str(&lines.next().ok_or("no task")??)?;
    let version = if task.contender == "dgspay" { env!("CARGO_PKG_VERSION") } else { "0.13" };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let client = Arc::new(Client::new(task)?);
    say(&json!({ "version": version }))?;
    for line in lines {
        let slice: Slice = serde_json::from_str(&line?)?;
        say(&turn(&runtime, &client, &slice)?)?;
    }
    Ok(())
}

fn say(line: &Value) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}

#[allow(clippy::cast_precision_loss, reason = "not that many")]
fn turn(runtime: &Runtime, client: &Arc<Client>, slice: &Slice) -> Result<Value> {
    let cpu_before = cpu();
    let until = Instant::now() + Duration::from_secs_f64(slice.seconds);
    let mut times = runtime.block_on(async {
        let mut callers = JoinSet::new();
        for _ in 0..slice.in_flight {
            let client = Arc::clone(client);
            callers.spawn(async move {
                let mut times = Vec::new();
                loop {
                    let began = Instant::now();
                    if began >= until {
                        return Ok::<_, Error>(times);
                    }
                    client.call().await?;
                    times.push(began.elapsed().as_nanos() as f64 / 1_000.0);
                }
            });
        }
        let mut all = Vec::new();
        while let Some(ended) = callers.join_next().await {
            all.extend(ended??);
        }
        Ok::<_, Error>(all)
    })?;
    let spent = cpu().saturating_sub(cpu_before);
    times.sort_by(f64::total_cmp);
    let at = |share: usize| times.get((times.len() * share / 100).min(times.len().saturating_sub(1)));
    Ok(json!({
        "count": times.len(),
        "cpu_us": spent.as_secs_f64() * 1e6,
        "p50_us": at(50),
        "p99_us": at(99),
    }))
}

/// What all threads of this process have used.
fn cpu() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ProcessCPUTime);
    Duration::new(time.tv_sec.unsigned_abs(), u32::try_from(time.tv_nsec).unwrap_or_default())
}
