//! Where settings come from, and where secrets never go.

use serde_json::json;

use crate::world::{World, dgspay, frozen, run};

fn as_file(world: &World) -> String {
    world.settings().into_iter().map(|(name, value)| format!("export {name}={value}")).collect::<Vec<_>>().join("\n")
}

#[test]
fn without_credentials_the_way_on_is_named() {
    let ran = run(dgspay(&["balance"]), "").ended(2);
    assert!(ran.out.is_empty());
    for word in ["DGSPAY_API_KEY", "--env-file", "dgspay sandbox", "--print-env"] {
        assert!(ran.err.contains(word), "{word} is not in {}", ran.err);
    }
    let ran = run(dgspay(&["balance", "--json"]), "").ended(2);
    assert_eq!((&ran.json()["error"]["code"], ran.err.as_str()), (&json!("missing_credential"), ""));
}

#[test]
fn settings_come_from_a_file_or_from_stdin() {
    let world = World::open(frozen());
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.env");
    std::fs::write(&file, format!("# of the sandbox\n{}", as_file(&world))).unwrap();
    let path = file.to_str().unwrap();
    run(dgspay(&["balance", "--env-file", path]), "").ended(0);
    run(dgspay(&["balance", "--env-file", "-"]), &as_file(&world)).ended(0);
    let mut elsewhere = dgspay(&["balance", "--env-file", path]);
    elsewhere.env("DGSPAY_API_KEY", "sk_sandbox_of_somebody_else");
    run(elsewhere, "").ended(0);
    let address = &world.sandbox.ready().dgs.base_url;
    let ran = run(dgspay(&["balance", "--env-file", path, "--base-url", "http://127.0.0.1:1", "--json"]), "").ended(1);
    assert_eq!(ran.json()["error"]["code"], "connect_failed", "a flag is nearer than the file, which says {address}");
    let payout = ["disburse", "momo", "500", "--phone", "0788123456", "--env-file", path];
    run(dgspay(&payout), "").ended(0);
    let ran = run(dgspay(&[&payout[..], &["--environment", "production"]].concat()), "").ended(2);
    assert!(ran.err.contains("--yes"), "the flag is nearer than the file here as well: {}", ran.err);
    run(dgspay(&["balance", "--env-file", "no/such/file"]), "").ended(2);
    run(dgspay(&["balance", "--environment", "moon"]), "").ended(2);
}

#[test]
fn a_file_that_cannot_be_read_is_not_shown() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("settings.env");
    std::fs::write(&file, "DGSPAY_ACCOUNT_NUMBER=ACC-1\nDGSPAY_API_KEY 'sk_canary\n").unwrap();
    let ran = run(dgspay(&["balance", "--env-file", file.to_str().unwrap()]), "").ended(2);
    assert!(ran.err.contains("setting 2") && !ran.err.contains("canary"), "{}", ran.err);
}

#[test]
fn no_flag_takes_a_secret() {
    for command in
        ["charge momo", "charge card", "links list", "disburse bank", "balance", "webhook verify", "webhook send"]
    {
        let arguments: Vec<_> = command.split(' ').chain(["--help"]).collect();
        let help = run(dgspay(&arguments), "").ended(0).out;
        let help = help.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
        for flag in ["--api-key", "--secret", "--encryption-key", "--account-number", "--card", "--cvv", "--pin"] {
            assert!(!help.contains(flag), "{flag} in the help of {command}");
        }
        assert!(help.contains("no flag takes a key"), "{help}");
    }
}

#[test]
fn the_running_sandbox_is_used_in_one_step() {
    let world = World::open(frozen());
    let port = world.origin().rsplit(':').next().unwrap().to_owned();
    let ran = run(dgspay(&["sandbox", "--print-env", "--port", &port]), "").ended(0);
    let account = &world.sandbox.ready().dgs;
    for line in [
        format!("export DGSPAY_BASE_URL={}", account.base_url),
        format!("export DGSPAY_API_KEY={}", account.api_key),
        format!("export DGSPAY_ENCRYPTION_KEY={}", account.encryption_key),
    ] {
        assert!(ran.out.lines().any(|printed| printed == line), "{line} is not in {}", ran.out);
    }
    run(dgspay(&["balance", "--env-file", "-"]), &ran.out).ended(0);
    let ran = run(dgspay(&["sandbox", "--print-env", "--port", &port, "--seed", "8"]), "").ended(1);
    assert!(ran.out.is_empty() && ran.err.contains("dgspay sandbox"), "{}{}", ran.out, ran.err);
}

#[test]
fn every_shell_completes_every_command() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = run(dgspay(&["completions", shell]), "").ended(0).out;
        for word in ["disburse", "authorize", "gross-up", "print-env"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}
