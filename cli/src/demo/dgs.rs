//! DGS-Pay's story: two payments, told line by line. Nothing here is a printed sentence about what should have happened: every fact in
//! a line was read from an answer, a verified webhook or the sandbox's own books, and a wrong one ends the demo.

use std::time::Duration;

use dgspay::{
    Balance, Charge, Currency, Customer, Event, MobileMoneyCharge, MobileNetwork, Money, Outcome, TransactionFilter,
};
use tokio::time::{Instant, sleep};

use super::receiver::Delivery;
use super::stage::{Result, Stage, expect};
use crate::output::{BAD, FAINT, GOOD};

const SETTLEMENT: Duration = Duration::from_secs(15);

pub(crate) async fn tell(stage: &Stage) -> Result<()> {
    let paid = a_payment(stage).await?;
    let found = a_lost_answer(stage).await?;
    reconciled(stage, &[paid, found]).await
}

async fn a_payment(stage: &Stage) -> Result<String> {
    let before = francs(stage).await?;
    let charge = charge(stage).await?;
    let text = format!("{} from 0788 123 456 (MTN)", charge.amount);
    stage.step("charge", &text, &format!("{}  {}", charge.reference, charge.status), FAINT);
    let took = stage.approve().await?;
    stage.step("handset", "Aline approves the push", &format!("{:.1} s", took.as_secs_f64()), FAINT);
    let (reference, net) = credited(stage.webhook().await?)?;
    expect(reference == charge.reference, "the webhook is of another payment")?;
    let fee = charge.amount.subtract(net)?;
    let note = format!("net {net} (fee {})", fee.plain_amount());
    stage.step("webhook", &format!("payment.success  {reference}   signature valid"), &note, GOOD);
    let pending = francs(stage).await?;
    expect(pending.pending.subtract(before.pending)? == net, "the pending balance did not move by the net amount")?;
    let settled = settled(stage, before.available.add(net)?).await?;
    let text = format!("RWF pending {}   available {}", plain(pending.pending), plain(pending.available));
    stage.step("balance", &text, &format!("->  settled: available {}", plain(settled.available)), GOOD);
    Ok(reference)
}

async fn a_lost_answer(stage: &Stage) -> Result<String> {
    stage.lose_next_answer("charges.create").await?;
    let Err(error) = charge(stage).await else { return Err("the answer was not lost".into()) };
    expect(error.outcome() == Outcome::Unknown, "a lost answer must end as outcome unknown")?;
    let token = error.info().token.ok_or("the error carries no token")?;
    let text = "same charge; the answer is cut after the provider has booked it";
    stage.step("lost answer", text, "OUTCOME UNKNOWN, not sent again", BAD);
    stage.approve().await?;
    let delivery = stage.webhook().await?;
    expect(delivery.query.contains(&format!("dgspay_token={token}")), "the webhook carries another token")?;
    let (reference, _) = credited(delivery)?;
    let text = format!("payment.success  {reference}   token {token}: it was executed");
    stage.step("found", &text, "charged once", GOOD);
    Ok(reference)
}

/// The shop's books, the service's list and the sandbox's ledger must tell the same story.
async fn reconciled(stage: &Stage, references: &[String]) -> Result<()> {
    let mut listed = Vec::new();
    let mut pager = stage.pay.transactions().iter(TransactionFilter::default());
    while let Some(transaction) = pager.next().await? {
        listed.extend(transaction.reference);
    }
    listed.reverse();
    expect(listed == references, "the transaction list and the webhooks do not name the same payments")?;
    let truth = stage.assertions().await?;
    let (posts, payments) = (truth["posts"].as_u64(), truth["payments_executed"].as_u64());
    expect(truth["ledger_balanced"] == true, "the sandbox's ledger does not add up")?;
    expect(posts == Some(2) && payments == Some(2), "there must be two POSTs and two payments")?;
    let text = "2 POSTs, 2 payments, 2 webhooks, 2 in the list; the ledger adds up";
    stage.step("reconciled", text, "nobody paid twice", GOOD);
    Ok(())
}

async fn charge(stage: &Stage) -> dgspay::Result<Charge> {
    let customer = Customer::new("Aline", "Uwase", "aline@example.rw");
    let phone = "0788 123 456".parse()?;
    let thanks = "https://shop.example/thanks";
    let charge = MobileMoneyCharge::new(Money::rwf(5_000), phone, MobileNetwork::Mtn, customer, thanks)
        .narration("Order 1042")
        .callback_url(stage.callback_url());
    stage.pay.charges().create_mobile_money(&charge).await
}

async fn francs(stage: &Stage) -> Result<Balance> {
    let balances = stage.pay.wallet().balances().await?;
    let francs = balances.into_iter().find(|balance| balance.total.currency == Currency::RWF);
    francs.ok_or_else(|| "the wallet has no francs".into())
}

async fn settled(stage: &Stage, available: Money) -> Result<Balance> {
    let deadline = Instant::now() + SETTLEMENT;
    loop {
        let balance = francs(stage).await?;
        if balance.available == available {
            return Ok(balance);
        }
        expect(Instant::now() < deadline, "the payment was not settled")?;
        sleep(Duration::from_millis(100)).await;
    }
}

/// The reference and the net amount of a payment that succeeded; any other event ends the demo.
fn credited(delivery: Delivery) -> Result<(String, Money)> {
    match delivery.event {
        Event::PaymentSucceeded { reference, net_amount: Some(net), .. } => Ok((reference, net)),
        other => Err(format!("the webhook tells of no success: {}", other.dedupe_key()).into()),
    }
}

/// The amount as people read it, without the currency that stands in front of the line.
fn plain(money: Money) -> String {
    money.to_string().replace("RWF ", "")
}
