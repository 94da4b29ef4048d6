//! What the command's page says exists, exists; and what exists is on it.

use crate::support::{Control, start};
use dgspay_sandbox::{Config, Switch};
use serde_json::json;

const PAGE: &str = include_str!("../../../cli/README.md");

#[test]
fn every_switch_is_on_the_page() {
    for (name, _) in Switch::ALL {
        assert!(PAGE.contains(&format!("| `{name}` |")), "{name}");
    }
}

#[tokio::test]
async fn every_fault_is_on_the_page() {
    let sandbox = start(Config::default()).await;
    let refused = Control(&sandbox).call("POST", "/faults", &json!({ "fault": "none" })).await.json();
    let (_, names) = refused["error"].as_str().unwrap().split_once("there are ").unwrap();
    let names: Vec<_> =
        names.split([',', ' ']).filter(|name| name.contains('-') || matches!(*name, "status" | "answer")).collect();
    assert!(names.len() > 15, "{names:?}");
    for name in names {
        assert!(PAGE.contains(&format!("`{name}`")), "{name}");
    }
}
