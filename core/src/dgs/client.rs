//! The client of DGS-Pay: one method per operation. What is written here is order, not rules: the resource writes the
//! request, `http` sends it, the resource reads the answer.

use std::fmt;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use reqwest::Method as HttpMethod;
use tokio::sync::watch;
use tokio::task::{JoinError, JoinHandle};
use tokio::time::{Instant, timeout_at};

use crate::dgs::callback::new_token;
use crate::dgs::settings::{CallOptions, DgsPayBuilder, Settings};
use crate::dgs::{
    Balance, Charge, Environment, MobileMoneyCharge, Transaction, TransactionFilter, TransactionPage, charges,
    transactions, wallet,
};
use crate::error::{Error, ErrorClass, ErrorCode, Result};
use crate::http::transport::HttpRequest;
use crate::http::{Answer, Method, Request, call, runtime};

/// The first pause of [`Charges::wait`]; the following ones grow up to the longest.
const FIRST_POLL: Duration = Duration::from_millis(500);
const LONGEST_POLL: Duration = Duration::from_secs(15);
/// A wait without an end, as a day is to a payer with a phone.
const LONGEST_WAIT: Duration = Duration::from_secs(24 * 60 * 60);

/// A client of DGS-Pay. It is cheap to clone and to share between threads, and makes no thread, socket or runtime before
/// its first call.
///
/// ```no_run
/// # async fn run() -> dgspay::Result<()> {
/// use dgspay::{Customer, DgsPay, MobileMoneyCharge, MobileNetwork, Money};
///
/// let pay = DgsPay::from_env()?;
/// let customer = Customer::new("Aline", "Uwase", "aline@example.rw");
/// let charge = MobileMoneyCharge::new(
///     Money::rwf(5_000), "0788 123 456".parse()?, MobileNetwork::Mtn, customer, "https://shop.example/thanks",
/// );
/// let charge = pay.charges().create_mobile_money(&charge.narration("Order 1042")).await?;
/// println!("{} {}", charge.status, charge.reference);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct DgsPay {
    settings: Arc<Settings>,
    cancel: Option<CancelToken>,
}

impl DgsPay {
    /// Settings, to begin with none.
    pub fn builder() -> DgsPayBuilder {
        DgsPayBuilder::default()
    }

    /// A client with the settings of the environment: `DGSPAY_API_KEY`, `DGSPAY_ACCOUNT_NUMBER`, `DGSPAY_ENVIRONMENT`,
    /// `DGSPAY_BASE_URL`.
    ///
    /// # Errors
    /// As [`DgsPayBuilder::build`].
    pub fn from_env() -> Result<Self> {
        Self::builder().build()
    }

    pub(crate) fn with_settings(settings: Settings) -> Self {
        Self { settings: Arc::new(settings), cancel: None }
    }

    #[cfg(test)]
    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// This client with other limits for the calls made through it.
    ///
    /// # Errors
    /// `invalid_setting` or `invalid_credential`.
    pub fn with(&self, options: &CallOptions) -> Result<Self> {
        let settings = Arc::new(self.settings.with(options)?);
        Ok(Self { settings, cancel: self.cancel.clone() })
    }

    /// This client, whose calls stop waiting when the token says so: `stopped_waiting`. For languages that cannot drop a
    /// future.
    #[doc(hidden)]
    #[must_use]
    pub fn cancelled_by(&self, token: &CancelToken) -> Self {
        Self { settings: Arc::clone(&self.settings), cancel: Some(token.clone()) }
    }

    /// Which environment it talks to.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.settings.environment
    }

    /// Charges: asking a payer for money.
    #[must_use]
    pub fn charges(&self) -> Charges {
        Charges(self.clone())
    }

    /// The wallet.
    #[must_use]
    pub fn wallet(&self) -> Wallet {
        Wallet(self.clone())
    }

    /// What has happened on the account.
    #[must_use]
    pub fn transactions(&self) -> Transactions {
        Transactions(self.clone())
    }

    /// Sends a request that changes nothing. If the caller stops waiting, it is given up.
    async fn read<T: Send + 'static>(&self, request: Request, decode: fn(&Answer) -> Result<T>) -> Result<T> {
        let mut running = AbortOnDrop(self.start(request, decode)?);
        self.end_of(&mut running.0).await
    }

    /// Sends a request that moves money. It runs to its end even if the caller stops waiting: a call that is dropped
    /// half-way has an outcome that nobody knows.
    async fn pay<T: Send + 'static>(
        &self,
        request: Request,
        token: Option<String>,
        decode: fn(&Answer) -> Result<T>,
    ) -> Result<T> {
        let ended = match self.start(request, decode) {
            Ok(running) => self.end_of(running).await,
            Err(error) => Err(error),
        };
        ended.map_err(|error| error.of_money_call(token))
    }

    /// How a running call ends: by itself, or because the caller stops waiting.
    async fn end_of<T>(&self, running: impl Future<Output = Result<Result<T>, JoinError>>) -> Result<T> {
        let ended = match &self.cancel {
            None => running.await,
            Some(token) => tokio::select! {
                biased;
                ended = running => ended,
                () = token.cancelled() => return Err(stopped_waiting()),
            },
        };
        ended.unwrap_or_else(|_| Err(panicked()))
    }

    fn start<T: Send + 'static>(
        &self,
        request: Request,
        decode: fn(&Answer) -> Result<T>,
    ) -> Result<JoinHandle<Result<T>>> {
        let kind = request.kind;
        let limits = self.settings.limits(kind);
        let settings = Arc::clone(&self.settings);
        let request = self.addressed(request);
        let process = runtime::current();
        let process_of_task = Arc::clone(&process);
        process.spawn(async move {
            let transport = process_of_task.transport()?;
            // An answer that repeats a credential must not carry it into an error, a log or a model.
            call::execute(transport, request, kind, limits, |answer| decode(&settings.without_credentials(answer)))
                .await
        })
    }

    fn addressed(&self, request: Request) -> HttpRequest {
        let mut url = self.settings.base_url.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(&request.path);
        }
        if !request.query.is_empty() {
            url.query_pairs_mut().extend_pairs(&request.query);
        }
        let method = match request.method {
            Method::Get => HttpMethod::GET,
            Method::Post => HttpMethod::POST,
        };
        HttpRequest {
            method,
            url,
            headers: self.settings.headers(request.kind),
            body: Bytes::from(request.body.unwrap_or_default()),
        }
    }
}

impl fmt::Debug for DgsPay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let host = self.settings.base_url.host_str().unwrap_or_default();
        write!(f, "DgsPay({}, {host})", self.settings.environment)
    }
}

/// The charges of a client.
#[derive(Clone, Debug)]
pub struct Charges(DgsPay);

impl Charges {
    /// Asks a payer for a mobile-money payment (`POST /charges`). The usual answer is a pending charge: the payer now
    /// enters the PIN, and the result comes by webhook, or through [`Charges::wait`].
    ///
    /// # Errors
    /// Validation errors before anything is sent. `OutcomeUnknownError` if the request was sent and its answer did not
    /// arrive: it is not sent again, for DGS-Pay has no key that would make that safe.
    pub async fn create_mobile_money(&self, charge: &MobileMoneyCharge) -> Result<Charge> {
        let token = new_token()?;
        let request = charges::write_mobile_money(charge, &self.0.settings.environment, &token)?;
        let token = charge.callback_url.is_some().then_some(token);
        let created = self.0.pay(request, token.clone(), charges::read_charge).await?;
        Ok(Charge { token, ..created })
    }

    /// Waits until a charge is successful or failed, by looking it up (`GET /transactions/{reference}`) after 0.5 s and
    /// then less and less often. When the time is up, or while the service cannot be reached, it ends in the last state
    /// seen: `pending` is a state, not an error.
    ///
    /// # Errors
    /// Only what waiting cannot mend: refused credentials, permissions and arguments, settings, and faults of this library.
    pub async fn wait(&self, charge: &Charge, timeout: Duration) -> Result<Charge> {
        let (charges, charge) = (self.clone(), charge.clone());
        let process = runtime::current();
        let mut running = AbortOnDrop(process.spawn(async move { charges.poll(charge, timeout).await })?);
        self.0.end_of(&mut running.0).await
    }

    async fn poll(&self, mut charge: Charge, timeout: Duration) -> Result<Charge> {
        let deadline = Instant::now() + timeout.min(LONGEST_WAIT);
        let mut pause = FIRST_POLL;
        while !charge.has_ended() {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                break;
            }
            tokio::time::sleep(pause.min(left)).await;
            // The last look may begin when the time is up: it then gets the moment that an answer takes.
            let patience = deadline.max(Instant::now() + FIRST_POLL);
            match timeout_at(patience, self.0.transactions().get(&charge.reference)).await {
                Ok(Ok(transaction)) => charge = charge.updated_by(transaction),
                Ok(Err(error)) if waiting_cannot_mend(&error) => return Err(error),
                Ok(Err(_)) | Err(_) => {}
            }
            pause = pause.mul_f64(1.5).min(LONGEST_POLL);
        }
        Ok(charge)
    }
}

fn waiting_cannot_mend(error: &Error) -> bool {
    matches!(
        error.class(),
        ErrorClass::Config
            | ErrorClass::Validation
            | ErrorClass::Authentication
            | ErrorClass::Permission
            | ErrorClass::Internal
    )
}

/// The wallet of a client.
#[derive(Clone, Debug)]
pub struct Wallet(DgsPay);

impl Wallet {
    /// The balances, one per currency (`GET /balance`).
    ///
    /// # Errors
    /// As any read: refused credentials, connection and service errors after the retries.
    pub async fn balances(&self) -> Result<Vec<Balance>> {
        self.0.read(wallet::write_balances(), wallet::read_balances).await
    }
}

/// The transactions of a client.
#[derive(Clone, Debug)]
pub struct Transactions(DgsPay);

impl Transactions {
    /// One page of transactions, the newest first (`GET /transactions`).
    ///
    /// # Errors
    /// `invalid_argument` for a page or limit out of range; otherwise as any read.
    pub async fn list(&self, filter: &TransactionFilter) -> Result<TransactionPage> {
        let page = self.0.read(transactions::write_list(filter)?, transactions::read_list).await?;
        // A service that ignores `page` and answers the first one for ever must not make an endless walk.
        let asked_for = filter.page.unwrap_or(1);
        Ok(TransactionPage { next_page: page.next_page.filter(|next| *next > asked_for), ..page })
    }

    /// One transaction, by its identifier or by the payment's reference (`GET /transactions/{id}`, C-26).
    ///
    /// # Errors
    /// `not_found`; otherwise as any read.
    pub async fn get(&self, reference: &str) -> Result<Transaction> {
        self.0.read(transactions::write_get(reference)?, transactions::read_get).await
    }

    /// All transactions that fit the filter, page after page, fetched as they are asked for.
    #[must_use]
    #[allow(
        clippy::iter_not_returning_iterator,
        reason = "the walk waits for the network; the name is the same in every language"
    )]
    pub fn iter(&self, filter: TransactionFilter) -> TransactionPager {
        let next = Some(filter.page.unwrap_or(1));
        TransactionPager { transactions: self.clone(), filter, next, fetched: Vec::new().into_iter() }
    }
}

/// Walks over all pages of a transaction list.
#[derive(Debug)]
pub struct TransactionPager {
    transactions: Transactions,
    filter: TransactionFilter,
    next: Option<i32>,
    fetched: std::vec::IntoIter<Transaction>,
}

impl TransactionPager {
    /// The next transaction, or `None` after the last.
    ///
    /// # Errors
    /// As [`Transactions::list`]; the walk may be continued after an error.
    pub async fn next(&mut self) -> Result<Option<Transaction>> {
        loop {
            if let Some(transaction) = self.fetched.next() {
                return Ok(Some(transaction));
            }
            let Some(page) = self.next else { return Ok(None) };
            self.filter.page = Some(page);
            let page = self.transactions.list(&self.filter).await?;
            self.next = page.next_page;
            self.fetched = page.transactions.into_iter();
        }
    }
}

/// Tells the calls of a client that nobody waits for them any more. A read is given up then; a call that moves money runs
/// to its end, and its outcome is unknown to the caller.
#[doc(hidden)]
#[derive(Clone, Debug, Default)]
pub struct CancelToken(Arc<watch::Sender<bool>>);

impl CancelToken {
    /// Stops the waiting, now and for every later call.
    pub fn cancel(&self) {
        self.0.send_replace(true);
    }

    async fn cancelled(&self) {
        // The sender is alive as long as this token: the only end of this waiting is the word.
        let _ = self.0.subscribe().wait_for(|cancelled| *cancelled).await;
    }
}

/// A running read: nobody needs its answer once nobody waits for it.
struct AbortOnDrop<T>(JoinHandle<T>);

impl<T> Drop for AbortOnDrop<T> {
    fn drop(&mut self) {
        self.0.abort();
    }
}

fn panicked() -> Error {
    Error::new(ErrorCode::Internal, "This library has failed in a way that it should not").attempts(1)
}

fn stopped_waiting() -> Error {
    Error::new(ErrorCode::StoppedWaiting, "The caller stopped waiting before the answer arrived").attempts(1)
}

/// Runs a call of this crate on its own worker threads and hands over its end there, whatever happens: for hosts that
/// cannot poll a future. Not for use.
#[doc(hidden)]
pub fn run<T: Send + 'static>(
    call: impl Future<Output = Result<T>> + Send + 'static,
    then: impl FnOnce(Result<T>) + Send + 'static,
) {
    let process = runtime::current();
    match process.spawn(call) {
        Ok(running) => {
            // Whether the call was one of money is not known here: what is safe to say is that it may have been.
            let fault = || Err(panicked().of_money_call(None));
            let _ = process.spawn(async move { then(running.await.unwrap_or_else(|_| fault())) });
        }
        Err(error) => then(Err(error)),
    }
}

/// Panics on a worker thread, so that every binding can show that a panic ends as a typed error. Not for use.
///
/// # Errors
/// Always `internal`.
#[doc(hidden)]
pub async fn panic_for_tests() -> Result<()> {
    let running = runtime::current().spawn(async { panic!("planted by a test") })?;
    running.await.unwrap_or_else(|_| Err(panicked()))
}

const _: () = {
    // The handles are shared between threads in every language.
    const fn is_send_and_sync<T: Send + Sync>() {}
    is_send_and_sync::<DgsPay>();
};
