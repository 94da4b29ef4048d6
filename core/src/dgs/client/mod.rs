//! The client of DGS-Pay: one file per resource, one method per operation. What is written here is order, not rules: the
//! resource writes the request, `http` sends it, the resource reads the answer.

mod banks;
mod charges;
mod disbursements;
mod pager;
mod payment_links;
mod transactions;
mod waiting;
mod wallet;

pub use banks::Banks;
pub use charges::Charges;
pub use disbursements::Disbursements;
pub use pager::Pager;
pub use payment_links::PaymentLinks;
pub use transactions::Transactions;
pub use waiting::CancelToken;
pub use wallet::Wallet;

use std::fmt;
use std::future::Future;
use std::sync::Arc;

use bytes::Bytes;
use reqwest::Method as HttpMethod;
use tokio::task::{JoinError, JoinHandle};

use crate::dgs::Environment;
use crate::dgs::settings::{CallOptions, DgsPayBuilder, Settings};
use crate::error::{Error, ErrorCode, Movement, Result};
use crate::http::transport::HttpRequest;
use crate::http::{Answer, Kind, Method, Request, call, runtime};
use waiting::{AbortOnDrop, stopped_waiting};

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

    /// Payment links: pages of the service where anybody who has the link can pay.
    #[must_use]
    pub fn payment_links(&self) -> PaymentLinks {
        PaymentLinks(self.clone())
    }

    /// Disbursements: paying out of the wallet.
    #[must_use]
    pub fn disbursements(&self) -> Disbursements {
        Disbursements(self.clone())
    }

    /// Banks and mobile-money providers that payouts can go to.
    #[must_use]
    pub fn banks(&self) -> Banks {
        Banks(self.clone())
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

    /// Sends a request that moves money or changes something else. It runs to its end even if the caller stops waiting: a call
    /// that is dropped half-way has an outcome that nobody knows.
    async fn act<T: Send + 'static>(
        &self,
        request: Request,
        token: Option<String>,
        decode: fn(&Answer) -> Result<T>,
    ) -> Result<T> {
        let kind = request.kind;
        let ended = match self.start(request, decode) {
            Ok(running) => self.end_of(running).await,
            Err(error) => Err(error),
        };
        ended.map_err(|error| match kind {
            Kind::Read => error,
            Kind::Change => error.of_change(),
            Kind::Money(movement) => error.of_money_call(movement, token),
        })
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
        let private = request.private.clone();
        let request = self.addressed(request);
        let process = runtime::current();
        let process_of_task = Arc::clone(&process);
        process.spawn(async move {
            let transport = process_of_task.transport()?;
            // An answer that repeats a credential or a card must not carry it into an error, a log or a model.
            let decode = |answer: &Answer| decode(&settings.without_secrets(&private, answer));
            call::execute(transport, request, kind, limits, decode).await
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
            Method::Patch => HttpMethod::PATCH,
            Method::Delete => HttpMethod::DELETE,
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

fn panicked() -> Error {
    Error::new(ErrorCode::Internal, "This library has failed in a way that it should not").attempts(1)
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
            let fault = || Err(panicked().of_money_call(Movement::Payment, None));
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
