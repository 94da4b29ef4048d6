//! The conformance suite in Rust, on the public API (`tests/README.md` is the contract).
//!
//! `cargo test` runs the vectors. With `DGSPAY_READY`, as `cargo xtask conformance` sets it, the scenarios run too, and
//! with `DGSPAY_REPORT` every case is written down for the joined report.

mod plain;
mod scenario;

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use base64::prelude::{BASE64_STANDARD, Engine as _};
use dgspay::dgs::panic_for_tests;
use dgspay::webhook::sign;
use dgspay::{DgsPay, DgsPayBuilder, Money, PhoneNumber, Result, Webhook};
use plain::{Plain, compare, plain_error};
use scenario::Scenario;
use serde_json::{Value, json};

const LONGEST_CASE: Duration = Duration::from_secs(60);

#[tokio::main]
async fn main() {
    // For the control API only: the library under test brings its own.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let variable = |name: &str| std::env::var(name).ok();
    let folder = variable("DGSPAY_TESTS").unwrap_or_else(|| concat!(env!("CARGO_MANIFEST_DIR"), "/../tests").into());
    let ready: Option<Value> = variable("DGSPAY_READY").map(|line| serde_json::from_str(&line).expect("a ready line"));
    let mut report = variable("DGSPAY_REPORT").map(|path| File::create(path).expect("a report"));
    let mut cases = read(&Path::new(&folder).join("vectors"));
    if ready.is_some() {
        cases.extend(read(&Path::new(&folder).join("scenarios")));
    }
    let (count, mut failed) = (cases.len(), 0);
    for case in cases {
        let (id, ready) = (text(&case, "id").to_owned(), ready.clone());
        let running = tokio::spawn(async move { run(&case, ready.as_ref()).await.err() });
        let detail = match tokio::time::timeout(LONGEST_CASE, running).await {
            Ok(ended) => ended.unwrap_or_else(|panic| Some(format!("panicked: {panic}"))),
            Err(_) => Some("no end within a minute".to_owned()),
        };
        if let Some(detail) = &detail {
            failed += 1;
            println!("FAILED {id}: {detail}");
        }
        if let Some(report) = &mut report {
            let result = if detail.is_none() { "pass" } else { "fail" };
            let detail = detail.unwrap_or_default();
            let line = json!({ "id": id, "language": "rust", "result": result, "detail": detail });
            writeln!(report, "{line}").expect("written");
        }
    }
    println!("conformance, rust: {} passed, {failed} failed", count - failed);
    std::process::exit(i32::from(failed > 0));
}

/// All cases below a folder, in the order of the files' names.
fn read(folder: &Path) -> Vec<Value> {
    let entries = std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut paths: Vec<_> = entries.map(|entry| entry.expect("an entry").path()).collect();
    paths.sort();
    let cases = |path: PathBuf| {
        if path.is_dir() {
            return read(&path);
        }
        let text = std::fs::read_to_string(&path).expect("readable");
        let mut file: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        serde_json::from_value(file["cases"].take()).expect("cases")
    };
    paths.into_iter().flat_map(cases).collect()
}

async fn run(case: &Value, ready: Option<&Value>) -> Result<(), String> {
    match case["call"].as_str() {
        Some(call) => compare(&case["expect"], &outcome(vector(call, &case["input"]).await)),
        None => Scenario::open(case, ready.expect("a sandbox")).await?.play(case).await,
    }
}

fn outcome(result: Result<Value>) -> Value {
    result.map_or_else(|error| json!({ "error": plain_error(&error) }), |value| json!({ "ok": value }))
}

async fn vector(call: &str, input: &Value) -> Result<Value> {
    let (left, right) = (|| money(&input["left"]), || money(&input["right"]));
    Ok(match call {
        "money.parse" => money(input)?.plain(),
        "money.add" => left()?.add(right()?)?.plain(),
        "money.subtract" => left()?.subtract(right()?)?.plain(),
        "money.compare" => json!(left()?.compare(right()?)? as i8),
        "phone.parse" => {
            let number = PhoneNumber::parse(text(input, "text"), &text(input, "country").into())?;
            json!({
                "country": number.country().plain(), "country_code": number.country_code(), "e164": number.e164(),
                "national": number.national(), "network": number.suggested_network().plain(),
            })
        }
        "webhook.new" => webhook(&input["secrets"]).map(|_| json!({}))?,
        "webhook.sign" => json!(sign(text(input, "secret"), text(input, "body").as_bytes())),
        "webhook.verify" => {
            let encoded = input["body_base64"].as_str();
            let decoded = encoded.map(|body| BASE64_STANDARD.decode(body).expect("base64"));
            let body = decoded.unwrap_or_else(|| text(input, "body").into());
            webhook(&input["secrets"])?.verify(&body, input["signature"].as_str().map(str::as_bytes))?.plain()
        }
        "client.new" => builder(input).build().map(|_| json!({}))?,
        "internal.panic" => panic_for_tests().await.map(|()| json!({}))?,
        other => panic!("there is no call {other}"),
    })
}

fn text<'a>(input: &'a Value, name: &str) -> &'a str {
    input[name].as_str().unwrap_or_default()
}

fn number(value: &Value) -> i32 {
    value.as_i64().and_then(|number| number.try_into().ok()).expect("a small whole number")
}

fn milliseconds(value: &Value) -> Duration {
    Duration::from_millis(value.as_u64().expect("milliseconds"))
}

fn money(input: &Value) -> Result<Money> {
    Money::parse(text(input, "amount"), input["currency"].as_str().unwrap_or("RWF").parse()?)
}

fn webhook(secrets: &Value) -> Result<Webhook> {
    Webhook::new(secrets.as_array().into_iter().flatten().filter_map(Value::as_str))
}

fn builder(settings: &Value) -> DgsPayBuilder {
    settings.as_object().into_iter().flatten().fold(DgsPay::builder(), |builder, (name, value)| {
        let text = value.as_str().unwrap_or_default();
        match name.as_str() {
            "api_key" => builder.api_key(text),
            "account_number" => builder.account_number(text),
            "environment" => builder.environment(text.into()),
            "base_url" => builder.base_url(text),
            "timeout_ms" => builder.timeout(milliseconds(value)),
            "max_retries" => builder.max_retries(number(value).try_into().expect("not negative")),
            other => panic!("there is no setting {other}"),
        }
    })
}
