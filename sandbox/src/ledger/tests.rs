//! Whatever happens, in whatever order: the money adds up.

use dgspay::Currency;
use jiff::Timestamp;
use proptest::prelude::*;
use rust_decimal::Decimal;

use super::*;
use crate::config::Config;
use crate::environment::Environment;
use crate::identity::Identity;
use crate::issuer::Issuer;
use crate::merchants::default_settings;

#[derive(Debug, Clone)]
enum Step {
    Pay { merchant: usize, minor: i64, currency: Currency },
    Decide { which: usize, approved: bool, rate: i64 },
    Settle { which: usize },
    Adjust { merchant: usize, minor: i64, currency: Currency },
}

fn step() -> impl Strategy<Value = Step> {
    let currency = || prop_oneof![Just(Currency::RWF), Just(Currency::USD)];
    prop_oneof![
        (0..3_usize, 1..100_000_000_000_000_i64, currency()).prop_map(|(merchant, minor, currency)| Step::Pay {
            merchant,
            minor,
            currency
        }),
        (0..40_usize, any::<bool>(), 0..100_i64).prop_map(|(which, approved, rate)| Step::Decide {
            which,
            approved,
            rate
        }),
        (0..40_usize).prop_map(|which| Step::Settle { which }),
        (0..3_usize, 0..1_000_000_i64, currency()).prop_map(|(merchant, minor, currency)| Step::Adjust {
            merchant,
            minor,
            currency
        }),
    ]
}

fn opening(francs: i64) -> Opening {
    let shillings = |minor| Amount::new(minor, Currency::UGX);
    Opening { dgs: vec![Amount::new(francs, Currency::RWF)], roho_test: shillings(1_000), roho_live: shillings(500) }
}

fn payment(amount: Amount) -> NewPayment {
    NewPayment {
        amount,
        method: Method::MobileMoney { network: "MTN".into(), phone: "788123456".into() },
        flow: Flow::Push,
        issuer: Issuer::APPROVED,
        email: None,
        narration: None,
        redirect_url: None,
        callback_url: None,
        link_id: None,
        fresh_nonce: None,
    }
}

fn decision(payment: &Payment, approved: bool, rate: i64) -> Decision {
    Decision {
        status: if approved { PaymentStatus::Success } else { PaymentStatus::Failed },
        fee: if approved {
            payment.amount.share(Decimal::new(rate, 2))
        } else {
            Amount::new(0, payment.amount.currency)
        },
        decline: None,
        at: 1,
        settle_at: approved.then_some(2),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn the_ledger_balances_after_anything(steps in prop::collection::vec(step(), 1..60)) {
        let ledger = Ledger::open(None).unwrap();
        let (names, settings) = (Identity::new(7), default_settings(&Config::default()));
        let merchants: Vec<_> =
            (0..3).map(|_| ledger.open_merchant(names, Environment::Test, settings.clone(), &opening(1_000_000), 0).unwrap().row).collect();
        let mut payments = Vec::new();
        for step in steps {
            match step {
                Step::Pay { merchant, minor, currency } => {
                    let amount = Amount::new(minor, currency);
                    payments.push(ledger.accept(merchants[merchant], names, &payment(amount), None, 0).unwrap().row);
                }
                Step::Decide { which, approved, rate } => if let Some(row) = payments.get(which) {
                    ledger.advance(*row, |payment| Some(Move::End(decision(payment, approved, rate))), |_| Vec::new()).unwrap();
                },
                Step::Settle { which } => if let Some(row) = payments.get(which) {
                    ledger.settle(*row, 3).unwrap();
                },
                Step::Adjust { merchant, minor, currency } => {
                    ledger.set_wallet(Wallet::dgs(merchants[merchant]), &[Amount::new(minor, currency)], 0).unwrap();
                }
            }
            prop_assert!(ledger.balanced().unwrap());
            prop_assert!(ledger.adds_up().unwrap());
        }
        for merchant in merchants {
            for balance in ledger.balances(Wallet::dgs(merchant)).unwrap() {
                prop_assert!(balance.available.minor >= 0 && balance.pending.minor >= 0);
            }
        }
        let (uneven, entries): (i64, i64) = ledger.read(|db| Ok(db.query_row(
            "SELECT COUNT(*) FILTER (WHERE amount <= 0 OR debit = credit), COUNT(*) FROM entries", [],
            |row| Ok((row.get(0)?, row.get(1)?)))?)).unwrap();
        prop_assert_eq!(uneven, 0);
        prop_assert!(entries >= 3, "the opening balances at least");
    }
}

#[test]
fn a_tampered_balance_is_found() {
    let ledger = Ledger::open(None).unwrap();
    let settings = default_settings(&Config::default());
    ledger.open_merchant(Identity::new(7), Environment::Test, settings, &opening(5), 0).unwrap();
    assert!(ledger.balanced().unwrap());
    ledger
        .write(|db| Ok(db.execute("UPDATE accounts SET balance = balance + 1 WHERE role = 'available'", [])?))
        .unwrap();
    assert!(!ledger.balanced().unwrap());
    assert!(!ledger.adds_up().unwrap());
}

#[test]
fn an_overdraft_is_refused_and_leaves_no_trace() {
    let ledger = Ledger::open(None).unwrap();
    let settings = default_settings(&Config::default());
    let merchant = ledger.open_merchant(Identity::new(7), Environment::Test, settings, &opening(5), 0).unwrap().row;
    let entry = accounts::Entry {
        kind: "test",
        wallet: Wallet::dgs(merchant),
        reference: None,
        debit: Role::Available,
        credit: Role::World,
        amount: Amount::new(6, Currency::RWF),
        at: Timestamp::UNIX_EPOCH.as_millisecond(),
    };
    assert!(matches!(ledger.write(|db| accounts::book(db, &entry)), Err(LedgerError::Overdrawn)));
    assert_eq!(ledger.balances(Wallet::dgs(merchant)).unwrap()[0].available.minor, 5);
    assert!(ledger.balanced().unwrap());
}

#[test]
fn a_payment_is_decided_and_settled_once() {
    let ledger = Ledger::open(None).unwrap();
    let names = Identity::new(7);
    let merchant = ledger
        .open_merchant(names, Environment::Test, default_settings(&Config::default()), &opening(0), 0)
        .unwrap()
        .row;
    let row = ledger.accept(merchant, names, &payment(Amount::new(5_000, Currency::RWF)), None, 0).unwrap().row;
    let decide = |approved| {
        ledger.advance(row, |payment| Some(Move::End(decision(payment, approved, 3))), |_| Vec::new()).unwrap()
    };
    assert!(!ledger.settle(row, 1).unwrap(), "not before it is paid");
    assert!(decide(true).is_some());
    assert!(decide(true).is_none());
    assert!(decide(false).is_none());
    assert!(ledger.settle(row, 2).unwrap());
    assert!(!ledger.settle(row, 3).unwrap());
    assert_eq!(ledger.balances(Wallet::dgs(merchant)).unwrap()[0].available.minor, 4_850);
}
