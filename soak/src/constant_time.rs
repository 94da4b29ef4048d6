//! Does the time of a signature check tell how much of a forged signature is right? Measured with the statistics of dudect
//! (Reparaz, Balasch, Verbauwhede: "Dude, is my code constant time?").
//!
//! Two classes of forgeries are timed in random order: those that are wrong from the first byte, and those that are right up
//! to the last. `verify` must not tell them apart; `control`, which compares as `==` does, must, or the measurement is blind.

use std::hint::black_box;

use dgspay::Webhook;
use dgspay::webhook::sign;
use dudect_bencher::{BenchRng, Class, CtRunner, ctbench_main};
use rand::RngExt as _;

const SECRET: &str = "dgs_test_webhook_secret";
const BODY: &[u8] = br#"{"event":"payment.success","dgs_reference":"dgs_123456789","amount":5000,"currency":"RWF"}"#;
const SAMPLES: usize = 200_000;

/// A forgery of either class, and which it is.
fn forgeries(rng: &mut BenchRng) -> Vec<(Class, String)> {
    let right = sign(SECRET, BODY);
    let other = |digit: u8| if digit == b'0' { '1' } else { '0' };
    let wrong_first = format!("{}{}", other(right.as_bytes()[0]), &right[1..]);
    let wrong_last = format!("{}{}", &right[..63], other(right.as_bytes()[63]));
    // Every sample is a text of its own, so that no class has the warmer memory.
    let forgery =
        |first: bool| if first { (Class::Left, wrong_first.clone()) } else { (Class::Right, wrong_last.clone()) };
    (0..SAMPLES).map(|_| forgery(rng.random())).collect()
}

fn verify(runner: &mut CtRunner, rng: &mut BenchRng) {
    let Ok(webhook) = Webhook::new([SECRET]) else { return };
    for (class, forgery) in forgeries(rng) {
        runner.run_one(class, || webhook.verify(BODY, Some(black_box(forgery.as_bytes()))).is_ok());
    }
}

fn control(runner: &mut CtRunner, rng: &mut BenchRng) {
    let right = sign(SECRET, BODY);
    for (class, forgery) in forgeries(rng) {
        runner.run_one(class, || {
            let pairs = right.as_bytes().iter().zip(black_box(forgery.as_bytes()));
            pairs.take_while(|(ours, theirs)| black_box(ours == theirs)).count()
        });
    }
}

ctbench_main!(control, verify);
