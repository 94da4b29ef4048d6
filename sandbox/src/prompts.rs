//! What waits for payers, of both services, and their answers.

use crate::app::App;
use crate::clock::Millis;
use crate::dgs;
use crate::ledger::{Amount, Asked, Direction, Flow, Movement, Payment, PaymentStatus, Result, Step, Verdict};

/// A prompt on a handset.
#[derive(Debug, Clone)]
pub(crate) struct Prompt {
    pub merchant: i64,
    pub reference: String,
    /// As the service says it.
    pub phone: String,
    /// With the country's code, and without anything else: what the handset goes by.
    pub number: String,
    /// Where the service knows it.
    pub network: Option<String>,
    pub amount: Amount,
    pub narration: Option<String>,
    pub created_at: Millis,
    /// When it approves itself.
    pub approves_at: Option<Millis>,
}

impl Prompt {
    fn of_payment(payment: Payment) -> Option<Self> {
        let phone = payment.method.phone().filter(|_| payment.step == Some(Step::Push))?.to_owned();
        Some(Self {
            merchant: payment.merchant,
            number: format!("{}{phone}", dgs::COUNTRY_CODE),
            phone,
            network: payment.method.network().map(str::to_owned),
            reference: payment.identity.reference,
            amount: payment.amount,
            narration: payment.narration,
            created_at: payment.created_at,
            approves_at: payment.approve_at,
        })
    }

    fn of_movement(movement: Movement) -> Option<Self> {
        let phone = movement.means.phone().filter(|_| movement.asks(Asked::Handset))?.to_owned();
        Some(Self {
            merchant: movement.merchant,
            number: phone.clone(),
            phone,
            network: None,
            reference: movement.identity.reference,
            amount: movement.amount,
            narration: movement.description,
            created_at: movement.created_at,
            approves_at: movement.due_at,
        })
    }
}

/// What a payer is to pay, of either service.
#[derive(Debug)]
pub(crate) enum Collected {
    Payment(Box<Payment>),
    Movement(Box<Movement>),
}

impl Collected {
    /// Whether it is answered on a handset, and nowhere else.
    pub(crate) fn rings(&self) -> bool {
        match self {
            Self::Payment(payment) => payment.flow == Flow::Push,
            Self::Movement(movement) => movement.asked == Asked::Handset,
        }
    }

    /// Books the payer's yes or no. `None` if it was decided before, or waits for something that cannot be answered so.
    pub(crate) fn decide(&self, app: &App, verdict: Verdict, at: Millis) -> Result<Option<PaymentStatus>> {
        Ok(match self {
            Self::Payment(payment) => app.decide(payment.row, verdict, at)?.map(|payment| payment.status),
            Self::Movement(movement) => app.decide_movement(movement, verdict, at)?.map(|movement| movement.status),
        })
    }
}

impl App {
    /// Everything that rings, in the order in which it was made.
    pub(crate) fn prompts(&self) -> Result<Vec<Prompt>> {
        let payments = self.ledger.open_payments()?.into_iter().filter_map(Prompt::of_payment);
        let movements = self.ledger.open_movements()?.into_iter().filter_map(Prompt::of_movement);
        let mut prompts: Vec<_> = payments.chain(movements).collect();
        prompts.sort_by_key(|prompt| prompt.created_at);
        Ok(prompts)
    }

    /// What is collected under a reference.
    pub(crate) fn collected(&self, reference: &str) -> Result<Option<Collected>> {
        if let Some(payment) = self.ledger.payment(reference)? {
            return Ok(Some(Collected::Payment(Box::new(payment))));
        }
        let movement = self.ledger.movement(reference)?.filter(|movement| movement.direction == Direction::Collection);
        Ok(movement.map(|movement| Collected::Movement(Box::new(movement))))
    }
}
