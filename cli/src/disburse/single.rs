//! `dgspay disburse bank` and `dgspay disburse momo`

use clap::Args;
use dgspay::{BankPayout, Currency, MobileMoneyPayout, MobileNetwork, Money, Payout, PhoneNumber};

use crate::arguments::{self, PhoneAsIs, Repetition};
use crate::ask;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Tone;
use crate::patience;
use crate::report::{Record, Report};
use crate::service::Service;
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
    /// What leaves the wallet, in whole units of its currency; the fee is taken from what arrives
    pub(super) amount: String,
    /// The currency of the amount: UGX, KES, TZS or RWF with RohoPay, which asks for it; with DGS-Pay it is RWF
    #[arg(long, value_name = "CODE")]
    pub(super) currency: Option<Currency>,
    /// The recipient's number, such as 0788123456
    #[arg(long)]
    pub(super) phone: String,
    #[command(flatten)]
    pub(super) as_is: PhoneAsIs,
    /// The recipient's wallet, MTN or Airtel, with DGS-Pay; without it the one that the number suggests
    #[arg(long, ignore_case = true, hide_possible_values = true, value_parser = arguments::network())]
    pub(super) network: Option<MobileNetwork>,
    #[command(flatten)]
    pub(super) extra: Extra,
    #[command(flatten)]
    pub(super) repetition: Repetition,
}

#[derive(Args)]
pub(super) struct Extra {
    /// The recipient's name, with DGS-Pay
    #[arg(long)]
    pub(super) name: Option<String>,
    /// What stands on the recipient's statement
    #[arg(long, value_name = "TEXT")]
    pub(super) narration: Option<String>,
    /// Where the webhook of this payout goes
    #[arg(long, value_name = "URL")]
    pub(super) callback_url: Option<String>,
    /// What DGS-Pay's sandbox shall play, such as `scenario:insufficient_balance`
    #[arg(long, value_name = "KEY")]
    pub(super) scenario: Option<String>,
    /// Do not ask
    #[arg(long, short)]
    pub(super) yes: bool,
}

pub(super) async fn bank(arguments: Bank, session: &Session) -> Result<Report, Failure> {
    let Bank { amount, key, account, branch, extra } = arguments;
    let amount = Money::parse(&amount, Currency::RWF)?;
    let question = format!("Pay {amount} to account {account} at {key}{}?", extra.whose());
    let mut payout = BankPayout::new(amount, key, account);
    payout.branch = branch;
    (payout.name, payout.narration) = (extra.name, extra.narration);
    (payout.callback_url, payout.scenario_key) = (extra.callback_url, extra.scenario);
    ask::confirmed(&question, extra.yes, &session.environment).await?;
    let disbursements = session.pay.disbursements();
    let paying = disbursements.to_bank(&payout);
    Ok(taken_on(&patience::to_the_end("Sending the payout", &session.cancel, paying).await?))
}

pub(super) async fn momo(arguments: Momo, session: &Session) -> Result<Report, Failure> {
    let Momo { amount, currency, phone, as_is, network, extra, repetition } = arguments;
    repetition.means_nothing_to(Service::DgsPay)?;
    as_is.means_nothing_to(Service::DgsPay)?;
    let amount = Money::parse(&amount, currency.unwrap_or(Currency::RWF))?;
    let phone: PhoneNumber = phone.parse()?;
    let network = arguments::network_of(&phone, network)?;
    let question = format!("Pay {amount} to {phone} ({network}){}?", extra.whose());
    let mut payout = MobileMoneyPayout::new(amount, phone, network);
    (payout.name, payout.narration) = (extra.name, extra.narration);
    (payout.callback_url, payout.scenario_key) = (extra.callback_url, extra.scenario);
    ask::confirmed(&question, extra.yes, &session.environment).await?;
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
