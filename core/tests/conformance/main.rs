//! The conformance suite in Rust, on the public API (`tests/README.md` is the contract).
//!
//! `cargo test` runs the vectors. With `DGSPAY_READY`, as `cargo xtask conformance` sets it, the scenarios run too, and
//! with `DGSPAY_REPORT` every case is written down for the joined report.

mod arguments;
mod calls;
mod compare;
mod control;
mod input;
mod plain;
mod roho;
mod scenario;
mod vectors;

use std::fs::File;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::Duration;

use compare::compare;
use dgspay::Result;
use input::text;
use plain::plain_error;
use scenario::Scenario;
use serde_json::{Value, json};
use vectors::vector;

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
