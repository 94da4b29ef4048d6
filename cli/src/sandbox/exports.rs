//! The settings that point a client at a sandbox, as lines for a shell.

use std::time::Duration;

use dgspay::DgsPay;
use dgspay_sandbox::{Config, DgsAccount, Environment, RohoAccount, Sandbox};

use crate::Outcome;

/// How long something on loopback may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Both services' settings. RohoPay has two keys side by side, and the environment says which of them is meant; the other one
/// stands in a comment, for payouts are refused under a test key.
pub(super) fn lines(dgs: &DgsAccount, roho: &RohoAccount) -> Vec<String> {
    let production = dgs.environment == Environment::Production;
    let (key, other) = if production { (&roho.live_key, &roho.test_key) } else { (&roho.test_key, &roho.live_key) };
    let settings = [
        ("DGSPAY_BASE_URL", dgs.base_url.as_str()),
        ("DGSPAY_API_KEY", &dgs.api_key),
        ("DGSPAY_ACCOUNT_NUMBER", &dgs.account_number),
        ("DGSPAY_WEBHOOK_SECRET", &dgs.webhook_secret),
        ("DGSPAY_ENCRYPTION_KEY", &dgs.encryption_key),
    ];
    let environment = production.then_some(("DGSPAY_ENVIRONMENT", "production"));
    let of_roho = [
        ("ROHOPAY_BASE_URL", roho.base_url.as_str()),
        ("ROHOPAY_API_KEY", key),
        ("ROHOPAY_WEBHOOK_SECRET", &roho.webhook_secret),
    ];
    let all = settings.into_iter().chain(environment).chain(of_roho);
    let mut lines: Vec<String> = all.map(|(name, value)| format!("export {name}={value}")).collect();
    let which = if production { "RohoPay's test key" } else { "RohoPay's live key, which payouts need" };
    lines.push(format!("# {which}: export ROHOPAY_API_KEY={other}"));
    lines
}

/// Prints the settings of a sandbox that runs already. Its keys follow from its seed; that it really is the one which was meant
/// shows when it takes them. If it does not, nothing is printed that a shell could evaluate.
pub(super) async fn of_the_running(config: Config) -> Outcome {
    let port = config.port;
    let twin = Sandbox::start(Config { port: 0, ..config }).await?;
    let (dgs, roho) = (twin.ready().dgs.clone(), twin.ready().roho.clone());
    twin.shutdown().await;
    let dgs = DgsAccount { base_url: at(port, &dgs.base_url)?, ..dgs };
    let roho = RohoAccount { base_url: at(port, &roho.base_url)?, ..roho };
    let client = DgsPay::builder()
        .api_key(dgs.api_key.as_str())
        .account_number(dgs.account_number.as_str())
        .environment(dgs.environment.to_string().into())
        .base_url(dgs.base_url.as_str())
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
    for line in lines(&dgs, &roho) {
        anstream::println!("{line}");
    }
    Ok(())
}

/// The address at another port.
fn at(port: u16, address: &str) -> Result<String, Box<dyn std::error::Error>> {
    let mut address = url::Url::parse(address)?;
    address.set_port(Some(port)).map_err(|()| "the sandbox's address takes no port")?;
    Ok(address.into())
}
