//! What a test needs: a sandbox, the binary with its settings, and a hand on the sandbox's control API.

use std::io::Write as _;
use std::process::{Command, Stdio};
use std::time::Duration;

use dgspay_sandbox::{Config, Sandbox};
use serde_json::{Value, json};
use tokio::runtime::Runtime;

/// A card of the tests, as it is typed.
pub const CARD: &str = "4532 1234 5678 9010\n12/28\n987\n";
/// What of it may never be seen again.
const CARD_SECRETS: [&str; 3] = ["4532123456789010", "4532 1234 5678 9010", "987"];

/// Who pays, as every charge is told.
pub const PAYER: [&str; 6] = ["--name", "Aline Uwase", "--email", "aline@example.rw", "--phone", "0788123456"];

pub struct World {
    runtime: Runtime,
    pub sandbox: Sandbox,
    http: reqwest::Client,
}

/// How a run has ended.
pub struct Run {
    pub code: i32,
    pub out: String,
    pub err: String,
}

/// A sandbox where nothing takes its time.
pub fn quick() -> Config {
    Config {
        approve_after: Duration::from_millis(100),
        settle_after: Duration::from_millis(100),
        payout_after: Duration::from_millis(100),
        convert_after: Duration::from_millis(100),
        ..Config::default()
    }
}

/// A sandbox where no time passes, so that every run looks the same.
pub fn frozen() -> Config {
    Config {
        frozen_at: Some("2026-04-03T10:00:00Z".parse().unwrap()),
        approve_after: Duration::ZERO,
        ..Config::default()
    }
}

/// The binary without any settings but those of a plain terminal.
pub fn dgspay(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_dgspay"));
    command.args(arguments).env_clear().env("NO_COLOR", "1").stdin(Stdio::null());
    command
}

pub fn run(mut command: Command, stdin: &str) -> Run {
    let mut child =
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts");
    // A command that needs no input may have ended before it could be given any.
    let _ = child.stdin.take().unwrap().write_all(stdin.as_bytes());
    let output = child.wait_with_output().unwrap();
    Run {
        code: output.status.code().expect("no signal has ended it"),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

impl Run {
    /// The one JSON document on stdout.
    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.out).unwrap_or_else(|error| panic!("{error}: {}{}", self.out, self.err))
    }

    /// This run, if it ended so.
    #[track_caller]
    pub fn ended(self, code: i32) -> Self {
        assert_eq!(self.code, code, "\n{}{}", self.out, self.err);
        self
    }
}

impl World {
    pub fn open(config: Config) -> Self {
        let _ = rustls::crypto::ring::default_provider().install_default();
        let runtime = Runtime::new().unwrap();
        let sandbox = runtime.block_on(Sandbox::start(config)).unwrap();
        Self { runtime, sandbox, http: reqwest::Client::builder().no_proxy().build().unwrap() }
    }

    /// The settings of the sandbox's first merchant, with RohoPay's test key.
    pub fn settings(&self) -> Vec<(&'static str, String)> {
        let (account, roho) = (&self.sandbox.ready().dgs, &self.sandbox.ready().roho);
        vec![
            ("ROHOPAY_BASE_URL", roho.base_url.clone()),
            ("ROHOPAY_API_KEY", roho.test_key.clone()),
            ("ROHOPAY_WEBHOOK_SECRET", roho.webhook_secret.clone()),
            ("DGSPAY_BASE_URL", account.base_url.clone()),
            ("DGSPAY_API_KEY", account.api_key.clone()),
            ("DGSPAY_ACCOUNT_NUMBER", account.account_number.clone()),
            ("DGSPAY_ENCRYPTION_KEY", account.encryption_key.clone()),
            ("DGSPAY_WEBHOOK_SECRET", account.webhook_secret.clone()),
            ("DGSPAY_ENVIRONMENT", account.environment.to_string()),
        ]
    }

    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = dgspay(arguments);
        command.envs(self.settings());
        command
    }

    /// Runs it to its end, and holds every run to the rule that no secret is ever seen.
    #[track_caller]
    pub fn dgspay(&self, arguments: &[&str]) -> Run {
        self.typing("", arguments)
    }

    /// Runs it with lines on its stdin.
    #[track_caller]
    pub fn typing(&self, stdin: &str, arguments: &[&str]) -> Run {
        self.discreet(stdin, self.command(arguments))
    }

    /// Runs it for RohoPay, with the test key.
    #[track_caller]
    pub fn roho(&self, arguments: &[&str]) -> Run {
        self.roho_typing("", arguments)
    }

    #[track_caller]
    pub fn roho_typing(&self, stdin: &str, arguments: &[&str]) -> Run {
        self.typing(stdin, &[arguments, &["--service", "rohopay"]].concat())
    }

    /// Runs it for RohoPay, with the live key: payouts want one.
    #[track_caller]
    pub fn roho_live(&self, arguments: &[&str]) -> Run {
        self.discreet("", self.live_command(arguments))
    }

    #[track_caller]
    pub fn roho_json(&self, arguments: &[&str]) -> (i32, Value) {
        let ran = self.roho(&[arguments, &["--json"]].concat());
        (ran.code, ran.json())
    }

    pub fn live_command(&self, arguments: &[&str]) -> Command {
        let mut command = self.command(&[arguments, &["--service", "rohopay"]].concat());
        command.env("ROHOPAY_API_KEY", &self.sandbox.ready().roho.live_key);
        command
    }

    #[track_caller]
    fn discreet(&self, stdin: &str, command: Command) -> Run {
        const PUBLIC: [&str; 3] = ["DGSPAY_BASE_URL", "DGSPAY_ENVIRONMENT", "ROHOPAY_BASE_URL"];
        let ran = run(command, stdin);
        let keys = self.settings().into_iter().filter(|(name, _)| !PUBLIC.contains(name)).map(|(_, value)| value);
        let live = self.sandbox.ready().roho.live_key.clone();
        let card = CARD_SECRETS.into_iter().filter(|_| stdin.starts_with(CARD)).map(str::to_owned);
        for secret in keys.chain([live]).chain(card) {
            let seen = format!("{}{}", ran.out, ran.err).replace(&self.origin(), "");
            assert!(!seen.contains(&secret), "{secret} in:\n{seen}");
        }
        ran
    }

    /// The same once more with `--json`: one document.
    #[track_caller]
    pub fn json(&self, arguments: &[&str]) -> (i32, Value) {
        let ran = self.dgspay(&[arguments, &["--json"]].concat());
        (ran.code, ran.json())
    }

    pub fn origin(&self) -> String {
        self.sandbox.ready().pages.dashboard.trim_end_matches('/').to_owned()
    }

    pub fn control(&self, method: &str, path: &str, body: &Value) -> Value {
        let control = &self.sandbox.ready().control;
        let request = self.http.request(method.parse().unwrap(), format!("{}{path}", control.url));
        let request = request.bearer_auth(&control.token).header("content-type", "application/json");
        let request = if method == "GET" { request } else { request.body(body.to_string()) };
        self.wait_for(async {
            let response = request.send().await.unwrap();
            let status = response.status();
            let text = response.text().await.unwrap();
            assert!(status.is_success(), "{method} {path}: {status} {text}");
            serde_json::from_str(&text).unwrap_or_default()
        })
    }

    pub fn wait_for<T>(&self, future: impl Future<Output = T>) -> T {
        self.runtime.block_on(future)
    }

    pub fn fault(&self, fault: &str, operation: &str) {
        self.control("POST", "/faults", &json!({ "fault": fault, "operation": operation }));
    }

    /// What the sandbox knows to be true: a number of it.
    #[track_caller]
    pub fn truth(&self, name: &str) -> u64 {
        let truth = self.control("GET", "/assertions", &Value::Null);
        assert_eq!(truth["ledger_balanced"], true, "{truth}");
        truth[name].as_u64().unwrap_or_else(|| panic!("{name} is no number of {truth}"))
    }
}
