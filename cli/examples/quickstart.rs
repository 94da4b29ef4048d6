//! The quickstart of the README, as a program. A test runs it against the sandbox, and compares it with the README.

use std::time::Duration;

use dgspay::{Customer, DgsPay, MobileMoneyCharge, MobileNetwork, Money};

async fn take_a_payment() -> dgspay::Result<()> {
    let pay = DgsPay::from_env()?;
    let customer = Customer::new("Aline", "Uwase", "aline@example.rw");
    let phone = "0788 123 456".parse()?;
    let thanks = "https://shop.example/thanks";
    let charge =
        MobileMoneyCharge::new(Money::rwf(5_000), phone, MobileNetwork::Mtn, customer, thanks).narration("Order 1042");
    let charge = pay.charges().create_mobile_money(&charge).await?;
    let charge = pay.charges().wait(&charge, Duration::from_secs(120)).await?;
    println!("{} {}", charge.status, charge.reference);
    Ok(())
}

#[tokio::main]
async fn main() -> dgspay::Result<()> {
    take_a_payment().await
}
