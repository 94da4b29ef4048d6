//! The settings that point a client at a sandbox, as lines for a shell.

use std::time::Duration;

use dgspay::DgsPay;
use dgspay_sandbox::{Config, DgsAccount, Environment, Sandbox};

use crate::Outcome;

/// How long something on loopback may take.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) fn lines(account: &DgsAccount) -> Vec<String> {
    let settings = [
        ("DGSPAY_BASE_URL", account.base_url.as_str()),
        ("DGSPAY_API_KEY", &account.api_key),
        ("DGSPAY_ACCOUNT_NUMBER", &account.account_number),
        ("DGSPAY_WEBHOOK_SECRET", &account.webhook_secret),
        ("DGSPAY_ENCRYPTION_KEY", &account.encryption_key),
    ];
    let production = (account.environment == Environment::Production).then_some(("DGSPAY_ENVIRONMENT", "production"));
    settings.into_iter().chain(production).map(|(name, value)| format!("export {name}={value}")).collect()
}

/// Prints the settings of a sandbox that runs already. Its keys follow from its seed; that it really is the one which was meant
/// shows when it takes them. If it does not, nothing is printed that a shell could evaluate.
pub(super) async fn of_the_running(config: Config) -> Outcome {
    let port = config.port;
    let twin = Sandbox::start(Config { port: 0, ..config }).await?;
    let own = &twin.ready().dgs;
    let mut address = url::Url::parse(&own.base_url)?;
    address.set_port(Some(port)).map_err(|()| "the sandbox's address takes no port")?;
    let account = DgsAccount { base_url: address.to_string(), ..own.clone() };
    twin.shutdown().await;
    let client = DgsPay::builder()
        .api_key(account.api_key.as_str())
        .account_number(account.account_number.as_str())
        .environment(account.environment.to_string().into())
        .base_url(account.base_url.as_str())
        .timeout(PATIENCE)
        .max_retries(0)
        .build()?;
    if client.wallet().balances().await.is_err() {
        return Err(format!(
            "no sandbox with these settings answers on 127.0.0.1:{port}. Open one in another terminal with `dgspay sandbox`, \
             and name the same --port, --seed and --environment here"
        )
        .into());
    }
    for line in lines(&account) {
        anstream::println!("{line}");
    }
    Ok(())
}
