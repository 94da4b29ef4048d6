//! What the libraries for Android are made of: the network stays outside, and what needs an API key stays out of apps.

use std::collections::BTreeSet;
use std::process::Command;

/// Crates that open sockets or speak TLS.
const NETWORK: [&str; 9] = [
    "hyper",
    "hyper-rustls",
    "hyper-util",
    "mio",
    "ring",
    "rustls",
    "rustls-platform-verifier",
    "socket2",
    "tokio-rustls",
];
/// Crates that only a client or a webhook has a use for.
const SERVICES: [&str; 6] = ["hmac", "http", "serde_json", "tokio", "url", "uuid"];

/// The crates that a library is linked from; macros run at build time only.
fn linked_into(package: &str, more: &[&str]) -> BTreeSet<String> {
    let mut tree = Command::new(env!("CARGO"));
    tree.args(["tree", "--locked", "--package", package, "--edges", "normal,no-proc-macro"]);
    let output = tree.args(["--prefix", "none", "--format", "{p}"]).args(more).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).unwrap();
    names.lines().filter_map(|line| Some(line.split_whitespace().next()?.to_owned())).collect()
}

fn found<'a>(wanted: &[&'a str], crates: &BTreeSet<String>) -> Vec<&'a str> {
    wanted.iter().copied().filter(|name| crates.contains(*name)).collect()
}

const ANDROID: [&str; 2] = ["--target", "aarch64-linux-android"];

#[test]
fn an_app_gets_no_network_and_no_services() {
    let crates = linked_into("dgspay-android", &ANDROID);
    assert_eq!(found(&NETWORK, &crates), Vec::<&str>::new());
    assert_eq!(found(&SERVICES, &crates), Vec::<&str>::new());
    assert!(crates.contains("aes-gcm"), "the control: {crates:?}");
}

#[test]
fn a_device_gets_the_services_and_brings_the_network_itself() {
    let crates = linked_into("dgspay-android-device", &ANDROID);
    assert_eq!(found(&NETWORK, &crates), Vec::<&str>::new());
    assert_eq!(found(&SERVICES, &crates), SERVICES);
}

#[test]
fn the_control_a_server_has_all_of_it() {
    let crates = linked_into("dgspay-kotlin", &[]);
    assert_eq!(found(&NETWORK, &crates), NETWORK);
    assert_eq!(found(&SERVICES, &crates), SERVICES);
}
