//! The Rust quickstart of the README does what the README says, on the sandbox.

use std::path::Path;
use std::process::{Command, Output};
use std::time::Duration;

use dgspay_sandbox::{Config, Sandbox};

const PROGRAM: &str = include_str!("../examples/quickstart.rs");
const README: &str = include_str!("../../README.md");

#[test]
fn the_readme_shows_the_program_that_is_run() {
    let block = README.split("<!-- test: quickstart -->\n```rust\n").nth(1).and_then(|rest| rest.split("```").next());
    assert!(
        PROGRAM.contains(block.expect("the README has a Rust quickstart")),
        "examples/quickstart.rs differs from the README"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn the_quickstart_takes_a_payment() {
    let output = quickstart(&[]).await;
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(text.starts_with("successful dgs_"), "{text}");
}

/// Whoever names the certificates to trust wants these and no others: a slip must not fall back to the bundled ones.
#[tokio::test(flavor = "multi_thread")]
async fn certificates_that_are_named_and_unusable_stop_the_client() {
    let output = quickstart(&[("SSL_CERT_FILE", "/dev/null"), ("SSL_CERT_DIR", "/dev/null")]).await;
    let text = String::from_utf8_lossy(&output.stderr);
    assert!(!output.status.success() && text.contains("SSL_CERT_FILE") && text.contains("No money moved"), "{text}");
}

async fn quickstart(environment: &[(&str, &str)]) -> Output {
    let config = Config { approve_after: Duration::from_millis(100), ..Config::default() };
    let sandbox = Sandbox::start(config).await.unwrap();
    let account = &sandbox.ready().dgs;
    // Cargo builds examples beside the binaries, but names only the binaries.
    let program = Path::new(env!("CARGO_BIN_EXE_dgspay")).with_file_name("examples").join("quickstart");
    let output = Command::new(program)
        .env("DGSPAY_BASE_URL", &account.base_url)
        .env("DGSPAY_API_KEY", &account.api_key)
        .env("DGSPAY_ACCOUNT_NUMBER", &account.account_number)
        .envs(environment.iter().copied())
        .output()
        .unwrap();
    sandbox.shutdown().await;
    output
}
