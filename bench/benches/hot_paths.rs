//! How many instructions the hot paths take, counted by Valgrind: the same on every run, however busy the machine is. A path that
//! has become dearer than its limit fails; scripts/count-instructions runs this.
//!
//! The limits are what was counted with the toolchain of `rust-toolchain.toml`, and a twentieth more. Lower one after a change
//! that makes its path cheaper; raise one only with a reason in the commit.

#![allow(missing_docs, unused_qualifications, clippy::must_use_candidate, reason = "what the macros make")]
#![allow(
    clippy::expect_used,
    clippy::needless_pass_by_value,
    reason = "a path is given what it needs, and that is right"
)]

use std::hint::black_box;

use dgspay::dgs::{read_charge_for_tests, write_charge_for_tests};
use dgspay::{Charge, Customer, Event, FeeQuote, FeeSchedule, MobileMoneyCharge, MobileNetwork, Money, Webhook};
use gungraun::{Callgrind, EventKind, LibraryBenchmarkConfig, library_benchmark, library_benchmark_group, main};

const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";

/// As the service sends it.
const WEBHOOK: &[u8] = br#"{"event":"payment.success","dgs_reference":"dgs_7Q2M9K4T","flw_charge_id":"chg_Qm3xV8s2Lp","amount":5000,"currency":"RWF","merchant_fee":150,"net_amount":4850,"status":"success","timestamp":"2026-11-21T16:50:41.000Z","environment":"test"}"#;

/// As the service answers a charge that its payer has yet to confirm.
const ANSWER: &[u8] = br#"{"status":"success","message":"Charge initiated","transaction_id":"7e0f6a52-31c8-4f0f-a3b7-0f6d1c2b9a84","dgs_reference":"dgs_7Q2M9K4T","amount":5000,"currency":"RWF","transaction_status":"pending","payment_method_type":"mobile_money","next_action_type":"redirect_url","next_action_redirect_url":"https://pay.example/pay/dgs_7Q2M9K4T","display_text":"Complete payment on your mobile device"}"#;

/// What a path may take.
fn at_most(instructions: u64) -> LibraryBenchmarkConfig {
    let mut config = LibraryBenchmarkConfig::default();
    config.tool(Callgrind::default().hard_limits([(EventKind::Ir, instructions)]));
    config
}

fn signed(body: &'static [u8]) -> (Webhook, &'static [u8], String) {
    let webhook = Webhook::new([SECRET]).expect("the secret is one");
    (webhook, body, dgspay::webhook::sign(SECRET, body))
}

#[library_benchmark(config = at_most(44_100))]
#[bench::payment(signed(WEBHOOK))]
fn verify((webhook, body, signature): (Webhook, &'static [u8], String)) -> dgspay::Result<Event> {
    webhook.verify(black_box(body), Some(signature.as_bytes()))
}

fn order() -> MobileMoneyCharge {
    let customer = Customer::new("Aline", "Uwase", "aline@example.rw");
    let phone = "0788 123 456".parse().expect("the number is one");
    MobileMoneyCharge::new(Money::rwf(5_000), phone, MobileNetwork::Mtn, customer, "https://shop.example/thanks")
        .narration("Order 1042")
}

#[library_benchmark(config = at_most(12_900))]
#[bench::mobile_money(order())]
fn encode_a_charge(charge: MobileMoneyCharge) -> dgspay::Result<Vec<u8>> {
    write_charge_for_tests(black_box(&charge))
}

#[library_benchmark(config = at_most(20_650))]
#[bench::pending(ANSWER.to_vec())]
fn decode_an_answer(body: Vec<u8>) -> dgspay::Result<Charge> {
    read_charge_for_tests(black_box(body))
}

fn schedule() -> FeeSchedule {
    let (least, most) = (Some(Money::rwf(100)), Some(Money::rwf(2_500)));
    FeeSchedule::percent("2.9".parse().expect("the share is one"), least, most).expect("the schedule is one")
}

#[library_benchmark(config = at_most(3_630))]
#[bench::percent(schedule())]
fn quote_a_fee(schedule: FeeSchedule) -> dgspay::Result<FeeQuote> {
    schedule.quote(black_box(Money::rwf(17_350)))
}

library_benchmark_group!(name = hot_paths, benchmarks = [verify, encode_a_charge, decode_an_answer, quote_a_fee]);
main!(library_benchmark_groups = hot_paths);
