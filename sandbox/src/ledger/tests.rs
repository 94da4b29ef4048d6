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
enum Event {
    Pay { merchant: usize, minor: i64, currency: Currency },
    Ask { which: usize },
    Decide { which: usize, approved: bool, rate: i64 },
    Settle { which: usize },
    PayOut { merchant: usize, minor: i64, fee: i64 },
    EndPayout { which: usize, outcome: Option<Outcome> },
    Convert { merchant: usize, minor: i64, becomes: i64 },
    EndConversion { which: usize, outcome: Option<Outcome> },
    Silence { which: usize },
    Drain { merchant: usize },
    Adjust { merchant: usize, minor: i64, currency: Currency },
    Move { merchant: usize, new: NewMovement },
    FailOver { which: usize, both: bool },
    EndMovement { which: usize, outcome: Option<Outcome> },
    DrainRoho { merchant: usize, live: bool },
}

fn event() -> impl Strategy<Value = Event> {
    let currency = || prop_oneof![Just(Currency::RWF), Just(Currency::USD)];
    let outcome = || {
        prop_oneof![Just(None), Just(Some(Outcome::Success)), Just(Some(Outcome::Failed("No account found".into())))]
    };
    let merchant = || 0..3_usize;
    let which = || 0..20_usize;
    prop_oneof![
        (merchant(), 1..100_000_000_000_000_i64, currency()).prop_map(|(merchant, minor, currency)| Event::Pay {
            merchant,
            minor,
            currency
        }),
        which().prop_map(|which| Event::Ask { which }),
        (which(), any::<bool>(), 0..100_i64).prop_map(|(which, approved, rate)| Event::Decide {
            which,
            approved,
            rate
        }),
        which().prop_map(|which| Event::Settle { which }),
        (merchant(), 2..1_500_000_i64, 0..200_i64).prop_map(|(merchant, minor, fee)| Event::PayOut {
            merchant,
            minor,
            fee: fee.min(minor - 1)
        }),
        (which(), outcome()).prop_map(|(which, outcome)| Event::EndPayout { which, outcome }),
        (merchant(), 1..1_500_000_i64, 1..1_000_000_i64).prop_map(|(merchant, minor, becomes)| Event::Convert {
            merchant,
            minor,
            becomes
        }),
        (which(), outcome()).prop_map(|(which, outcome)| Event::EndConversion { which, outcome }),
        which().prop_map(|which| Event::Silence { which }),
        merchant().prop_map(|merchant| Event::Drain { merchant }),
        (merchant(), 0..1_000_000_i64, currency()).prop_map(|(merchant, minor, currency)| Event::Adjust {
            merchant,
            minor,
            currency
        }),
        (merchant(), movement()).prop_map(|(merchant, new)| Event::Move { merchant, new }),
        (which(), any::<bool>()).prop_map(|(which, both)| Event::FailOver { which, both }),
        (which(), outcome()).prop_map(|(which, outcome)| Event::EndMovement { which, outcome }),
        (merchant(), any::<bool>()).prop_map(|(merchant, live)| Event::DrainRoho { merchant, live }),
    ]
}

fn opening(francs: i64) -> Opening {
    let shillings = |minor| Amount::new(minor, Currency::UGX);
    Opening { dgs: vec![Amount::new(francs, Currency::RWF)], roho_test: shillings(1_000), roho_live: shillings(500) }
}

fn payout(minor: i64, fee: i64) -> NewPayout {
    NewPayout {
        amount: Amount::new(minor, Currency::RWF),
        fee: Amount::new(fee, Currency::RWF),
        destination: DestinationType::Bank,
        account: "kcb_rw 1234567890".into(),
        recipient: "{}".into(),
        narration: None,
        callback_url: None,
        outcome: Outcome::Success,
    }
}

fn conversion(minor: i64, becomes: i64) -> NewConversion {
    NewConversion {
        from: Amount::new(minor, Currency::RWF),
        to: Amount::new(becomes, Currency::USD),
        rate: Decimal::ONE,
        outcome: Outcome::Success,
    }
}

/// Three merchants and everything that was booked for them.
struct World {
    ledger: Ledger,
    names: Identity,
    merchants: Vec<i64>,
    payments: Vec<i64>,
    payouts: Vec<i64>,
    conversions: Vec<i64>,
    movements: Vec<i64>,
}

impl World {
    fn new() -> Self {
        let (ledger, names) = (Ledger::open(None).unwrap(), Identity::new(7));
        let settings = default_settings(&Config::default());
        let open =
            |_| ledger.open_merchant(names, Environment::Test, settings.clone(), &opening(1_000_000), 0).unwrap().row;
        let merchants = (0..3).map(open).collect();
        let [payments, payouts, conversions, movements] = [const { Vec::new() }; 4];
        Self { ledger, names, merchants, payments, payouts, conversions, movements }
    }

    /// What would overdraw a wallet is refused, and nothing else may go wrong.
    fn add(booked: &mut Vec<i64>, row: Result<i64>) {
        match row {
            Ok(row) => booked.push(row),
            Err(LedgerError::Short { available, required }) => assert!(available.minor < required.minor),
            Err(error) => panic!("{error}"),
        }
    }

    fn go(&mut self, event: Event) {
        let Self { ledger, names, merchants, payments, payouts, conversions, movements } = self;
        match event {
            Event::Pay { merchant, minor, currency } => {
                let new = payment(Amount::new(minor, currency));
                payments.push(ledger.accept(merchants[merchant], *names, &new, Some(9), 0).unwrap().row);
            }
            Event::Ask { which } => {
                if let Some(row) = payments.get(which) {
                    ledger.advance(*row, |_| Some(Move::Ask(Step::ThreeDs)), |_| Vec::new()).unwrap();
                }
            }
            Event::Decide { which, approved, rate } => {
                if let Some(row) = payments.get(which) {
                    let judge = |payment: &Payment| Some(Move::End(decision(payment, approved, rate)));
                    ledger.advance(*row, judge, |_| Vec::new()).unwrap();
                }
            }
            Event::Settle { which } => {
                if let Some(row) = payments.get(which) {
                    ledger.settle(*row, 3).unwrap();
                }
            }
            Event::PayOut { merchant, minor, fee } => {
                let row = ledger.disburse(merchants[merchant], *names, &payout(minor, fee), Some(9), 0);
                Self::add(payouts, row.map(|payout| payout.row));
            }
            Event::EndPayout { which, outcome } => {
                if let Some(row) = payouts.get(which) {
                    ledger.end_payout(*row, outcome, 4, |_| Vec::new()).unwrap();
                }
            }
            Event::Convert { merchant, minor, becomes } => {
                let row = ledger.convert(merchants[merchant], *names, &conversion(minor, becomes), 9, 0);
                Self::add(conversions, row.map(|conversion| conversion.row));
            }
            Event::EndConversion { which, outcome } => {
                if let Some(row) = conversions.get(which) {
                    ledger.end_conversion(*row, outcome, 4, |_| Vec::new()).unwrap();
                }
            }
            Event::Silence { which } => {
                if let Some(row) = payouts.get(which) {
                    ledger.silence_payout(*row).unwrap();
                }
                if let Some(row) = conversions.get(which) {
                    ledger.silence_conversion(*row).unwrap();
                }
            }
            Event::Move { merchant, new } => {
                let new = NewMovement { merchant: merchants[merchant], ..new };
                let booking = ledger.book_movement(*names, &new, None, 0, |_| Vec::new(), |_| Vec::new());
                Self::add(movements, booking.map(|booking| booking.movement.row));
            }
            Event::FailOver { which, both } => {
                if let Some(row) = movements.get(which) {
                    ledger.fail_over(*row, *names, Failover { both_execute: both }).unwrap();
                }
            }
            Event::EndMovement { which, outcome } => {
                if let Some(row) = movements.get(which) {
                    ledger.end_movement(*row, outcome, 4, |_| Vec::new()).unwrap();
                }
            }
            Event::DrainRoho { merchant, live } => {
                ledger.drain(Wallet::roho(merchants[merchant], environment(live)), 0).unwrap();
            }
            Event::Drain { merchant } => ledger.drain(Wallet::dgs(merchants[merchant]), 0).unwrap(),
            Event::Adjust { merchant, minor, currency } => {
                ledger.set_wallet(Wallet::dgs(merchants[merchant]), &[Amount::new(minor, currency)], 0).unwrap();
            }
        }
    }

    /// What is on its way is what has left the wallets and has not ended, to the last franc and the last shilling.
    fn in_transit(&self) -> ([i64; 2], [i64; 2]) {
        let booked = self.ledger.own_accounts(Role::Transit).unwrap();
        let booked = [Currency::RWF, WALLET_CURRENCY]
            .map(|currency| booked.iter().find(|amount| amount.currency == currency).map_or(0, |amount| amount.minor));
        let sql = "SELECT (SELECT COALESCE(SUM(amount), 0) FROM payouts WHERE status = 'pending')
                        + (SELECT COALESCE(SUM(amount), 0) FROM conversions WHERE status = 'pending')";
        let francs = self.ledger.read(|db| Ok(db.query_row(sql, [], |row| row.get(0))?)).unwrap();
        let mut open = self.ledger.open_movements().unwrap();
        open.retain(|movement| movement.direction == Direction::Disbursement);
        // Money of any currency is counted in the wallet's, one to one.
        let shillings = open.iter().map(|movement| movement.amount.decimal().to_string());
        (booked, [francs, shillings.map(|units| units.split('.').next().unwrap().parse::<i64>().unwrap()).sum()])
    }
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

fn environment(live: bool) -> Environment {
    if live { Environment::Production } else { Environment::Test }
}

/// A collection or a payout of RohoPay, in any of its currencies, of more or less than there is.
fn movement() -> impl Strategy<Value = NewMovement> {
    let currency = prop_oneof![Just(Currency::UGX), Just(Currency::KES), Just(Currency::TZS), Just(Currency::RWF)];
    let due = prop_oneof![Just(Due::AtOnce), Just(Due::At(9)), Just(Due::Never)];
    let parts = (any::<bool>(), any::<bool>(), 1..1_500_i64, currency, 0..100_i64, any::<Option<bool>>(), due);
    parts.prop_map(|(live, out, units, currency, percent, failover, due)| {
        let unit = 10_i64.pow(currency.fraction_digits());
        NewMovement {
            merchant: 0,
            environment: environment(live),
            direction: if out { Direction::Disbursement } else { Direction::Collection },
            means: Means::MobileMoney { phone: "256700123456".into() },
            amount: Amount::new(units * unit, currency),
            commission: Amount::new(units * percent / 100 * unit, currency),
            commission_rate: Decimal::new(percent, 2),
            provider: Provider::Relworx,
            provider_status: "PENDING",
            description: None,
            callback_url: None,
            asked: Asked::Nobody,
            outcome: Outcome::Success,
            due,
            failover: failover.map(|both_execute| Failover { both_execute }),
        }
    })
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
    fn the_ledger_balances_after_anything(events in prop::collection::vec(event(), 1..80)) {
        let mut world = World::new();
        for event in events {
            world.go(event);
            prop_assert!(world.ledger.balanced().unwrap());
            prop_assert!(world.ledger.adds_up().unwrap());
            let (booked, pending) = world.in_transit();
            prop_assert_eq!(booked, pending);
        }
        for merchant in &world.merchants {
            let roho = [Environment::Test, Environment::Production].map(|world| Wallet::roho(*merchant, world));
            for wallet in [Wallet::dgs(*merchant)].into_iter().chain(roho) {
                for balance in world.ledger.balances(wallet).unwrap() {
                    prop_assert!(balance.available.minor >= 0 && balance.pending.minor >= 0);
                    prop_assert!(wallet == Wallet::dgs(*merchant) || balance.available.currency == WALLET_CURRENCY);
                }
            }
        }
        let (uneven, entries): (i64, i64) = world.ledger.read(|db| Ok(db.query_row(
            "SELECT COUNT(*) FILTER (WHERE amount <= 0 OR debit = credit), COUNT(*) FROM entries", [],
            |row| Ok((row.get(0)?, row.get(1)?)))?)).unwrap();
        prop_assert_eq!(uneven, 0);
        prop_assert!(entries >= 3, "the opening balances at least");
    }
}

#[test]
fn a_payout_and_a_conversion_end_once() {
    let mut world = World::new();
    world.go(Event::PayOut { merchant: 0, minor: 10_000, fee: 100 });
    world.go(Event::Convert { merchant: 0, minor: 145_000, becomes: 10_000 });
    let (payout, conversion) = (world.payouts[0], world.conversions[0]);
    let available = |world: &World| world.ledger.balances(Wallet::dgs(world.merchants[0])).unwrap()[0].available.minor;
    assert_eq!(available(&world), 845_000);
    let failed = || Some(Outcome::Failed("No account found".into()));
    let end_payout =
        |world: &World, outcome| world.ledger.end_payout(payout, outcome, 1, |_| Vec::new()).unwrap().is_some();
    let end_conversion =
        |world: &World, outcome| world.ledger.end_conversion(conversion, outcome, 1, |_| Vec::new()).unwrap().is_some();
    assert!(end_payout(&world, failed()) && !end_payout(&world, None) && !end_payout(&world, failed()));
    assert_eq!(available(&world), 855_000, "the fee came back too");
    assert!(end_conversion(&world, None) && !end_conversion(&world, failed()));
    assert_eq!(available(&world), 855_000);
    assert_eq!(
        world.ledger.balances(Wallet::dgs(world.merchants[0])).unwrap()[1].available,
        Amount::new(10_000, Currency::USD)
    );
    assert_eq!(world.in_transit(), ([0, 0], [0, 0]));
}

#[test]
fn a_database_of_another_version_is_refused() {
    let file = std::env::temp_dir().join(format!("dgspay-version-{}.db", std::process::id()));
    let remove = || {
        for suffix in ["", "-wal", "-shm"] {
            let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
        }
    };
    remove();
    drop(Ledger::open(Some(&file)).unwrap());
    drop(Ledger::open(Some(&file)).unwrap());
    let other = Connection::open(&file).unwrap();
    other.pragma_update(None, "user_version", VERSION + 1).unwrap();
    drop(other);
    assert!(Ledger::open(Some(&file)).unwrap_err().to_string().contains("another version"));
    remove();
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
