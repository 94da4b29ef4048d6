//! `dgspay checkout`: a card payment of RohoPay, which ends on the bank's page.

use clap::Args;
use dgspay::{CheckoutRequest, CheckoutSession, Currency, Environment, Money, RohoPay};

use crate::arguments::Repetition;
use crate::card;
use crate::charge::collect;
use crate::charge::payer::{self, Waiting};
use crate::failure::Failure;
use crate::patience;
use crate::report::{Record, Report, qr};
use crate::service::{Service, lacking};
use crate::session::{Connected, Session};

/// Where a payer of simulated money lands, if nobody says.
const NOWHERE: &str = "https://example.com/";
/// What DGS-Pay has instead.
const LACKING: &str = "DGS-Pay has no checkout: it takes a card by `dgspay charge card`, or on the page of a link that \
    `dgspay links create` makes. For RohoPay's, add --service rohopay.";

/// What `--help` says of it.
pub(crate) const ABOUT: &str = "\
    Begin a card payment of RohoPay: the payer finishes it on the bank's page\n\n\
    The card's number, its expiry (MM/YY) and its security code are asked for without an echo; from a program they are the \
    first three lines of stdin. Never an argument: command lines can be read by every process. RohoPay takes cards as they \
    are: whoever types a customer's card has seen it, so this is for tests, and for those who may by the card industry's rules \
    (PCI DSS).\n\n\
    The page is good once, and only in a whole browser. The address that the payer comes back to proves nothing: the webhook \
    does, and --wait.";

#[derive(Args)]
pub(crate) struct Checkout {
    /// The amount in whole units of its currency
    amount: String,
    /// The currency of the amount: UGX, KES, TZS or RWF
    #[arg(long, value_name = "CODE")]
    currency: Currency,
    /// The payer's name
    #[arg(long)]
    name: String,
    /// The payer's email
    #[arg(long)]
    email: String,
    /// Where the payer lands after the bank's page, whatever the result; without it `ROHOPAY_RETURN_URL`. A live key wants one
    #[arg(long, value_name = "URL")]
    return_url: Option<String>,
    /// What it is for
    #[arg(long, value_name = "TEXT")]
    narration: Option<String>,
    /// Where the webhook of this payment goes
    #[arg(long, value_name = "URL")]
    callback_url: Option<String>,
    /// When to draw the QR code of the bank's page
    #[arg(long, value_enum, default_value = "auto", value_name = "WHEN", hide_possible_values = true)]
    qr: qr::When,
    #[command(flatten)]
    repetition: Repetition,
    #[command(flatten)]
    waiting: Waiting,
}

impl Checkout {
    pub(crate) async fn run(self, with: &Connected) -> Result<Report, Failure> {
        match with {
            Connected::RohoPay(session) => self.begin(session).await,
            Connected::DgsPay(_) => Err(lacking(LACKING)),
        }
    }

    async fn begin(self, session: &Session<RohoPay>) -> Result<Report, Failure> {
        let amount = Money::parse(&self.amount, self.currency)?;
        let return_url = self.return_url(session)?;
        let pay = self.repetition.under_its_key(&session.pay)?;
        let card = card::typed().await?;
        let [number, expiry, cvv] = [&card.number, &card.expiry, &card.cvv].map(|part| part.as_str());
        let mut request = CheckoutRequest::new(amount, self.name, self.email, return_url, number, expiry, cvv);
        (request.description, request.callback_url) = (self.narration, self.callback_url);
        let begun = patience::to_the_end("Sending the card", &session.cancel, pay.checkout(&request)).await?;
        let reference = begun.internal_reference.clone();
        if let (Some(time), Some(reference)) = (self.waiting.wait, reference) {
            payer::tell(&reference, &begun.status, "", Some(&begun.payment_url));
            let waiting = Box::pin(async { pay.wait(&pay.get_transaction(&reference).await?, time).await });
            if let Some(ended) = payer::awaited(waiting).await?.filter(|ended| ended.status.is_final()) {
                return Ok(collect::report(&ended));
            }
        }
        Ok(report(&begun, amount, self.qr))
    }

    fn return_url(&self, session: &Session<RohoPay>) -> Result<String, Failure> {
        let set = || session.settings.get("RETURN_URL").map(|url| url.as_str().to_owned());
        match (self.return_url.clone().or_else(set), &session.environment) {
            (Some(url), _) => Ok(url),
            (None, Environment::Sandbox) => Ok(NOWHERE.to_owned()),
            (None, _) => Err(Failure::Usage(
                "--return-url (or ROHOPAY_RETURN_URL) is missing: a payer of real money must land somewhere".to_owned(),
            )),
        }
    }
}

fn report(begun: &CheckoutSession, amount: Money, qr: qr::When) -> Report {
    let (exit, tone, headline) = payer::verdict(&begun.status, false, Some(begun.amount.unwrap_or(amount)));
    let record = Record::new()
        .with("reference", begun.internal_reference.as_ref())
        .with("status", &begun.status)
        .with("amount", begun.amount)
        .with("id", begun.transaction_id.as_ref())
        .with("idempotency_key", begun.idempotency_key.as_ref());
    let report = Report::new(exit)
        .headline(tone, headline)
        .record(record)
        // People read it below, in one piece.
        .unseen(Record::new().with("payment_url", &begun.payment_url))
        .picture(qr::drawn(&begun.payment_url, qr))
        .next("the payer goes on here", &begun.payment_url);
    match &begun.internal_reference {
        Some(reference) => {
            report.next("how it stands", Service::RohoPay.command(&format!("transactions show {reference}")))
        }
        None => report,
    }
}
