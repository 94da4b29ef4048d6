//! `dgspay disburse bank` and `dgspay disburse momo`

use clap::Args;
use dgspay::{BankPayout, Currency, MobileMoneyPayout, MobileNetwork, Money, Payout, PhoneNumber};

use crate::arguments;
use crate::ask;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Tone;
use crate::patience;
use crate::report::{Record, Report};
use crate::session::Session;

#[derive(Args)]
pub(crate) struct Bank {
    /// What leaves the wallet, in whole francs; the fee is taken from what arrives
    amount: String,
    /// The bank, by its key in `dgspay banks`
    #[arg(long = "bank", value_name = "KEY")]
    key: String,
    /// The recipient's account
    #[arg(long, value_name = "NUMBER")]
    account: String,
    /// The branch, which some banks require
    #[arg(long)]
    branch: Option<String>,
    #[command(flatten)]
    extra: Extra,
}

#[derive(Args)]
pub(crate) struct Momo {
    /// What leaves the wallet, in whole francs; the fee is taken from what arrives
    amount: String,
    /// The recipient's number, such as 0788123456
    #[arg(long, value_parser = arguments::phone)]
    phone: PhoneNumber,
    /// The recipient's wallet, MTN or Airtel; without it the one that the number suggests
    #[arg(long, ignore_case = true, hide_possible_values = true, value_parser = arguments::network())]
    network: Option<MobileNetwork>,
    #[command(flatten)]
    extra: Extra,
}

#[derive(Args)]
struct Extra {
    /// The recipient's name
    #[arg(long)]
    name: Option<String>,
    /// What stands on the recipient's statement
    #[arg(long, value_name = "TEXT")]
    narration: Option<String>,
    /// Where the webhook of this payout goes
    #[arg(long, value_name = "URL")]
    callback_url: Option<String>,
    /// What the sandbox shall play, such as `scenario:insufficient_balance`
    #[arg(long, value_name = "KEY")]
    scenario: Option<String>,
    /// Do not ask
    #[arg(long, short)]
    yes: bool,
}

pub(super) async fn bank(arguments: Bank, session: &Session) -> Result<Report, Failure> {
    let Bank { amount, key, account, branch, extra } = arguments;
    let amount = Money::parse(&amount, Currency::RWF)?;
    let question = format!("Pay {amount} to account {account} at {key}{}?", extra.whose());
    let mut payout = BankPayout::new(amount, key, account);
    payout.branch = branch;
    (payout.name, payout.narration) = (extra.name, extra.narration);
    (payout.callback_url, payout.scenario_key) = (extra.callback_url, extra.scenario);
    ask::confirmed(&question, extra.yes, &session.pay).await?;
    let disbursements = session.pay.disbursements();
    let paying = disbursements.to_bank(&payout);
    Ok(taken_on(&patience::to_the_end("Sending the payout", &session.cancel, paying).await?))
}

pub(super) async fn momo(arguments: Momo, session: &Session) -> Result<Report, Failure> {
    let Momo { amount, phone, network, extra } = arguments;
    let amount = Money::parse(&amount, Currency::RWF)?;
    let network = arguments::network_of(&phone, network)?;
    let question = format!("Pay {amount} to {phone} ({network}){}?", extra.whose());
    let mut payout = MobileMoneyPayout::new(amount, phone, network);
    (payout.name, payout.narration) = (extra.name, extra.narration);
    (payout.callback_url, payout.scenario_key) = (extra.callback_url, extra.scenario);
    ask::confirmed(&question, extra.yes, &session.pay).await?;
    let disbursements = session.pay.disbursements();
    let paying = disbursements.to_mobile_money(&payout);
    Ok(taken_on(&patience::to_the_end("Sending the payout", &session.cancel, paying).await?))
}

impl Extra {
    fn whose(&self) -> String {
        self.name.as_ref().map_or(String::new(), |name| format!(" ({name})"))
    }
}

fn taken_on(payout: &Payout) -> Report {
    let record = Record::new()
        .with("reference", &payout.reference)
        .with("status", &payout.status)
        .with("destination_type", &payout.destination_type)
        .with("amount", payout.amount)
        .with("fee", payout.fee)
        .with("recipient_gets", payout.recipient_gets)
        .with("token", payout.token.as_ref());
    Report::new(Exit::Done)
        .headline(Tone::Good, "Taken on: whether it arrives, its webhook tells")
        .record(record)
        .next("how it stands", format!("dgspay transactions show {}", payout.reference))
}
