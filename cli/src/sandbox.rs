//! `dgspay sandbox`: DGS-Pay and RohoPay on loopback until Ctrl-C.

mod exports;

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use dgspay::Money;
use dgspay_sandbox::{Config, Environment, Ready, RohoConfig, Sandbox, Switch};
use rust_decimal::Decimal;

use crate::Outcome;
use crate::arguments::duration;
use crate::interrupt::Interrupts;
use crate::output::{FAINT, LABEL};

#[derive(Args)]
pub(crate) struct Arguments {
    /// The port on 127.0.0.1; 0 takes any free one
    #[arg(long, default_value_t = 4010, value_name = "N")]
    port: u16,
    /// Keep everything in this file; without it, it is gone at the end. A crash of the sandbox loses nothing that it has
    /// answered; a power cut, or a crash of the whole machine, may take the last seconds, but never half of a payment
    #[arg(long, value_name = "FILE")]
    db: Option<PathBuf>,
    /// Where webhooks go: an http address on this machine, such as that of your own server
    #[arg(long, value_name = "URL", value_parser = webhook_url)]
    webhook_url: Option<String>,
    /// Where RohoPay's webhooks go, if not to --webhook-url
    #[arg(long, value_name = "URL", value_parser = webhook_url)]
    roho_webhook_url: Option<String>,
    /// Decides every key and reference: the same seed and the same calls give the same answers
    #[arg(long, default_value_t = 7, value_name = "N")]
    seed: u64,
    /// An opening balance that differs from RWF 1,000,000 and USD 1,000; may be repeated. UGX is what is in both of RohoPay's
    /// wallets, instead of 1,000,000 for the test key and 500,000 for the live one
    #[arg(long, value_name = "CUR=AMOUNT", value_parser = wallet)]
    wallet: Vec<Money>,
    /// The environment of the merchants: in production the allow-list counts and scenario keys are refused
    #[arg(long, default_value_t, value_name = "test|production")]
    environment: Environment,
    /// How many merchants' accounts to open
    #[arg(long, default_value_t = 1, value_name = "N")]
    merchants: usize,
    /// When a push is approved without a person, such as 2s or 500ms; 0 leaves it to the handset page
    #[arg(long, default_value = "2s", value_name = "TIME", value_parser = duration)]
    approve_after: Duration,
    /// When collected money can be paid out
    #[arg(long, default_value = "5s", value_name = "TIME", value_parser = duration)]
    settle_after: Duration,
    /// The share of a collection that the merchant pays to DGS-Pay
    #[arg(long, default_value = "0.03", value_name = "SHARE")]
    collection_fee: Decimal,
    /// The share of a collection that RohoPay keeps
    #[arg(long, default_value = "0.01", value_name = "SHARE")]
    roho_commission: Decimal,
    /// The share of a payout that RohoPay keeps, with --switch payout-commission
    #[arg(long, default_value = "0.02", value_name = "SHARE")]
    roho_payout_commission: Decimal,
    /// When a payout ends; 0 is at once
    #[arg(long, default_value = "1s", value_name = "TIME", value_parser = duration)]
    payout_after: Duration,
    /// When a conversion ends; 0 is at once
    #[arg(long, default_value = "1s", value_name = "TIME", value_parser = duration)]
    convert_after: Duration,
    /// What a payout of DGS-Pay costs its recipient, in francs
    #[arg(long, default_value_t = 100, value_name = "FRANCS")]
    payout_fee: u32,
    /// A leniency or another behaviour, off unless asked for; may be repeated
    #[arg(long = "switch", value_name = "NAME", value_parser = switch())]
    switches: Vec<Switch>,
    /// Print one line of JSON when ready, and nothing else
    #[arg(long)]
    json: bool,
    /// Open none; print the settings of the one that runs already: eval "$(dgspay sandbox --print-env)"
    #[arg(long, conflicts_with_all = ["json", "db"])]
    print_env: bool,
}

pub(crate) async fn run(arguments: Arguments) -> Outcome {
    let (json, print_env) = (arguments.json, arguments.print_env);
    // Every open connection is a file: a load test must not end at the shell's usual 1,024. Not allowed is not an error.
    let _ = rlimit::increase_nofile_limit(8_192);
    let roho = RohoConfig {
        webhook_url: arguments.roho_webhook_url,
        commission: arguments.roho_commission,
        payout_commission: arguments.roho_payout_commission,
        ..RohoConfig::default()
    };
    let config = Config {
        port: arguments.port,
        database: arguments.db,
        webhook_url: arguments.webhook_url,
        seed: arguments.seed,
        environment: arguments.environment,
        merchants: arguments.merchants,
        wallet: arguments.wallet,
        approve_after: arguments.approve_after,
        settle_after: arguments.settle_after,
        collection_fee: arguments.collection_fee,
        payout_after: arguments.payout_after,
        convert_after: arguments.convert_after,
        payout_fee: arguments.payout_fee,
        roho,
        switches: arguments.switches.into_iter().collect::<BTreeSet<_>>(),
        ..Config::default()
    };
    if print_env {
        return exports::of_the_running(config).await;
    }
    // Whoever reads that it is ready may end it at once.
    let end = end()?;
    let sandbox = Sandbox::start(config).await?;
    if json {
        anstream::println!("{}", serde_json::to_string(sandbox.ready())?);
    } else {
        welcome(sandbox.ready());
    }
    end.await;
    sandbox.shutdown().await;
    Ok(())
}

fn welcome(ready: &Ready) {
    let line = |label: &str, text: &str| {
        anstream::println!("  {}{label:<12}{}  {text}", LABEL.render(), LABEL.render_reset());
    };
    anstream::println!("\n  The sandbox is open: simulated money, real signatures, nothing leaves this machine.\n");
    line("dashboard", &ready.pages.dashboard);
    line("handset", &format!("{}handset/all", ready.pages.dashboard));
    line("control API", &format!("{}  token {}", ready.control.url, ready.control.token));
    anstream::println!();
    for line in exports::lines(&ready.dgs, &ready.roho) {
        anstream::println!("{line}");
    }
    anstream::println!(
        "\n  {}Paste these lines into another terminal, or run there: eval \"$(dgspay sandbox --print-env)\"\n  Any client of either service there then talks to it. Ctrl-C closes it.{}\n",
        FAINT.render(),
        FAINT.render_reset()
    );
}

/// Listens from now on for whoever wants it to end; the future ends when somebody does.
fn end() -> std::io::Result<impl Future<Output = ()>> {
    let mut interrupts = Interrupts::listen();
    #[cfg(unix)]
    let mut terminations = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate())?;
    Ok(async move {
        #[cfg(unix)]
        tokio::select! {
            () = interrupts.next() => {}
            _ = terminations.recv() => {}
        }
        #[cfg(not(unix))]
        interrupts.next().await;
    })
}

fn webhook_url(text: &str) -> Result<String, String> {
    let host = text.strip_prefix("http://").and_then(|rest| rest.split(['/', ':']).next());
    match host {
        Some("127.0.0.1" | "localhost") => Ok(text.to_owned()),
        _ => Err("the sandbox delivers webhooks to http://127.0.0.1 or http://localhost only".to_owned()),
    }
}

/// The names are listed by `--help`, and completed by a shell.
fn switch() -> impl TypedValueParser<Value = Switch> {
    PossibleValuesParser::new(Switch::ALL.map(|(name, _)| name)).try_map(|name| name.parse::<Switch>())
}

fn wallet(text: &str) -> Result<Money, String> {
    let (currency, amount) = text.split_once('=').ok_or("write it as RWF=1000000")?;
    let currency = currency.parse().map_err(|error: dgspay::Error| error.to_string())?;
    Money::parse(amount, currency).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn balances_and_addresses_are_read_as_people_write_them() {
        assert_eq!(wallet("RWF=5000"), Ok(Money::rwf(5_000)));
        assert!(webhook_url("http://127.0.0.1:3000/hook").is_ok() && webhook_url("http://localhost/hook").is_ok());
        assert!(
            webhook_url("https://shop.example/hook").is_err() && webhook_url("http://127.0.0.1.evil.example/").is_err()
        );
        assert!(wallet("RWF=0.5").is_err() && wallet("5000").is_err());
    }
}
