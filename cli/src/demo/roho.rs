//! RohoPay's story: a collection, a payout that a test key may not make, and one whose answer is lost and which is asked for
//! again under its key. As in the other story, every fact was read, and a wrong one ends the demo.

use dgspay::{
    CollectionRequest, Currency, DisbursementRequest, ErrorCode, Event, Money, Outcome, RohoPay, RohoTransaction,
    RohoTransactionFilter,
};
use rust_decimal::Decimal;

use super::stage::{Result, Stage, expect};
use crate::output::{BAD, FAINT, GOOD};

/// The number of everybody in the story.
const PHONE: &str = "0772 123 456";

pub(crate) async fn tell(stage: &Stage) -> Result<()> {
    let account = &stage.sandbox.ready().roho;
    let client = |key: &str| RohoPay::builder().api_key(key).base_url(account.base_url.as_str()).build();
    let (test, live) = (client(&account.test_key)?, client(&account.live_key)?);
    a_collection(stage, &test).await?;
    a_test_key(stage, &test).await?;
    a_lost_answer(stage, &live).await?;
    reconciled(stage, &live).await
}

async fn a_collection(stage: &Stage, pay: &RohoPay) -> Result<()> {
    let before = pay.get_balance().await?.test;
    let request = CollectionRequest::new(PHONE, shillings(50_000)?).description("Order 1042");
    let asked = pay.collect(&request.callback_url(stage.callback_url())).await?;
    let text = format!("{} from {PHONE}", amount(&asked)?);
    stage.step("collection", &text, &format!("{}  {}", reference(&asked)?, asked.status), FAINT);
    let took = stage.approve().await?;
    stage.step("handset", "Aline approves the prompt", &format!("{:.1} s", took.as_secs_f64()), FAINT);
    let Event::DepositSucceeded { reference: told, net_amount: Some(net), commission_amount: Some(commission), .. } =
        stage.webhook().await?.event
    else {
        return Err("the webhook tells of no collection".into());
    };
    expect(Some(&told) == asked.internal_reference.as_ref(), "the webhook is of another collection")?;
    let note = format!("net {net} (commission {})", commission.plain_amount());
    stage.step("webhook", &format!("deposit.successful  {told}   signature valid"), &note, GOOD);
    let after = pay.get_balance().await?.test;
    expect(after.subtract(before)? == net, "the balance did not move by the net amount")?;
    stage.step("balance", &format!("test {before}"), &format!("->  {after}"), GOOD);
    Ok(())
}

/// Payouts have no test mode, with the service and here.
async fn a_test_key(stage: &Stage, pay: &RohoPay) -> Result<()> {
    let Err(error) = pay.disburse(&salary(stage)?).await else { return Err("a test key has paid out".into()) };
    expect(error.code() == ErrorCode::PermissionDenied, "a payout with a test key must be refused")?;
    expect(error.outcome() == Outcome::NotExecuted, "a refusal must say that nothing was paid")?;
    let code = error.info().service_code.ok_or("the refusal has no code")?;
    stage.step("test key", &format!("a payout is refused: {code}"), "no money moved", FAINT);
    Ok(())
}

async fn a_lost_answer(stage: &Stage, pay: &RohoPay) -> Result<()> {
    stage.lose_next_answer("roho.disburse").await?;
    let paid = pay.disburse(&salary(stage)?).await?;
    let key = paid.idempotency_key.as_deref().ok_or("the payout has no key")?;
    let amount = amount(&paid)?;
    let text = format!("{amount} to {PHONE}, live key; booked, and the answer is cut");
    stage.step("lost answer", &text, "asked again under its key", BAD);
    let Event::WithdrawalSucceeded { reference: told, .. } = stage.webhook().await?.event else {
        return Err("the webhook tells of no payout".into());
    };
    expect(told == reference(&paid)?, "the webhook is of another payout")?;
    let beginning: String = key.chars().take(8).collect();
    let text = format!("withdraw.successful  {told}   key {beginning}: it was executed");
    stage.step("webhook", &text, "paid once", GOOD);
    Ok(())
}

/// The service's list and the sandbox's ledger must tell the same story.
async fn reconciled(stage: &Stage, pay: &RohoPay) -> Result<()> {
    let listed = pay.list_transactions(&RohoTransactionFilter::default()).await?.transactions;
    expect(listed.len() == 1, "the live key must have made one payout")?;
    let truth = stage.assertions().await?;
    let number = |name: &str| truth[name].as_u64();
    expect(truth["ledger_balanced"] == true, "the sandbox's ledger does not add up")?;
    expect(number("posts") == Some(4), "there must be four POSTs: one refused, and one payout sent twice")?;
    expect(number("payments_executed") == Some(1), "there must be one collection")?;
    expect(number("payouts_executed") == Some(1), "there must be one payout")?;
    let text = "4 POSTs, 1 collection, 1 payout, 2 webhooks; the ledger adds up";
    stage.step("reconciled", text, "nobody paid twice", GOOD);
    Ok(())
}

fn salary(stage: &Stage) -> Result<DisbursementRequest> {
    let request = DisbursementRequest::new(PHONE, shillings(25_000)?).description("April");
    Ok(request.callback_url(stage.callback_url()))
}

fn shillings(amount: u32) -> dgspay::Result<Money> {
    Money::new(Decimal::from(amount), Currency::UGX)
}

fn reference(transaction: &RohoTransaction) -> Result<&str> {
    transaction.internal_reference.as_deref().ok_or_else(|| "the service gave no reference".into())
}

fn amount(transaction: &RohoTransaction) -> Result<Money> {
    transaction.amount.ok_or_else(|| "the service gave no amount".into())
}
