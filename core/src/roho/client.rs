//! The client of RohoPay: one method per operation, under the names of the service's own SDK.

use std::fmt;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use uuid::Uuid;

use crate::error::{Error, Result};
use crate::http::{Answer, CallOptions, Caller, CancelToken, Request, polling};
use crate::pager::Pager;
use crate::roho::fields::Currencies;
use crate::roho::idempotency::{Keys, new_key};
use crate::roho::settings::RohoPayBuilder;
use crate::roho::{
    CheckoutRequest, CheckoutSession, CollectionRequest, DisbursementRequest, RohoBalance, RohoTransaction,
    RohoTransactionFilter, RohoTransactionPage, checkout, movement, transaction, wallet,
};
use crate::secret::Secret;
use crate::vocabulary::Environment;

/// A client of RohoPay. It is cheap to clone and to share between threads, and makes no thread, socket or runtime before its
/// first call.
///
/// A call that moves money carries an idempotency key: the caller's ([`CallOptions`]), or one made before the first attempt.
/// It is sent again only under the same key with the same bytes, so it cannot pay twice.
///
/// ```no_run
/// # async fn run() -> dgspay::Result<()> {
/// use dgspay::{CollectionRequest, Money, RohoPay};
///
/// let roho = RohoPay::from_env()?;
/// let payment = roho.collect(&CollectionRequest::new("0700 123 456", "UGX 50,000".parse::<Money>()?)).await?;
/// println!("{} {:?}", payment.status, payment.internal_reference);
/// # Ok(()) }
/// ```
#[derive(Clone)]
pub struct RohoPay {
    caller: Caller,
    environment: Environment,
    /// For the one call that carries it in its body.
    api_key: Secret,
    currencies: Currencies,
    keys: Arc<Keys>,
}

impl RohoPay {
    /// Settings, to begin with none.
    pub fn builder() -> RohoPayBuilder {
        RohoPayBuilder::default()
    }

    /// A client with the settings of the environment: `ROHOPAY_API_KEY`, `ROHOPAY_ENVIRONMENT`, `ROHOPAY_BASE_URL`.
    ///
    /// # Errors
    /// As [`RohoPayBuilder::build`].
    pub fn from_env() -> Result<Self> {
        Self::builder().build()
    }

    pub(super) fn new(caller: Caller, environment: Environment, api_key: Secret, currencies: Currencies) -> Self {
        Self { caller, environment, api_key, currencies, keys: Arc::default() }
    }

    /// This client with other limits, or a caller's own idempotency key, for the calls made through it.
    ///
    /// # Errors
    /// `invalid_setting` or `invalid_argument`.
    pub fn with(&self, options: &CallOptions) -> Result<Self> {
        Ok(Self { caller: self.caller.with(options)?, ..self.clone() })
    }

    /// This client, whose calls stop waiting when the token says so: `stopped_waiting`. For languages that cannot drop a
    /// future.
    #[doc(hidden)]
    #[must_use]
    pub fn cancelled_by(&self, token: &CancelToken) -> Self {
        Self { caller: self.caller.cancelled_by(token), ..self.clone() }
    }

    /// A fresh idempotency key, for a program that writes it down before the call is made. It tells its age, so that a
    /// repetition which comes too late is refused. In other languages a `UUIDv7` is one.
    #[doc(hidden)]
    #[must_use]
    pub fn fresh_key() -> String {
        new_key()
    }

    /// Which environment the key is of.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.environment
    }

    /// Asks a payer for a mobile-money payment (`POST /collect`). The answer may be final already; usually it is pending, and
    /// the result comes by webhook or through [`RohoPay::wait`]. A failed collection may send no webhook.
    ///
    /// # Errors
    /// Validation errors before anything is sent. `OutcomeUnknownError` if no attempt brought an answer: its `token` is the
    /// idempotency key, under which the same call may be repeated for 24 hours.
    pub async fn collect(&self, request: &CollectionRequest) -> Result<RohoTransaction> {
        let (transaction, key) =
            self.pay(movement::write_collect(request, self.currencies)?, transaction::read_one).await?;
        Ok(RohoTransaction { idempotency_key: Some(key), ..transaction })
    }

    /// Pays to a mobile wallet (`POST /disburse`). It needs a live key.
    ///
    /// # Errors
    /// As [`RohoPay::collect`]; `permission_denied` under a test key, `InsufficientFundsError` if the wallet holds too little.
    pub async fn disburse(&self, request: &DisbursementRequest) -> Result<RohoTransaction> {
        let (transaction, key) =
            self.pay(movement::write_disburse(request, self.currencies)?, transaction::read_one).await?;
        Ok(RohoTransaction { idempotency_key: Some(key), ..transaction })
    }

    /// Begins a card payment (`POST /checkout`): send the payer's whole browser to `payment_url`. The address that the payer
    /// comes back to proves nothing; wait for the webhook, or look the transaction up.
    ///
    /// # Errors
    /// As [`RohoPay::collect`].
    pub async fn checkout(&self, request: &CheckoutRequest) -> Result<CheckoutSession> {
        let (session, key) =
            self.pay(checkout::write(request, &self.api_key, self.currencies)?, checkout::read).await?;
        Ok(CheckoutSession { idempotency_key: Some(key), ..session })
    }

    /// One transaction, by RohoPay's reference or the provider's (`GET /transactions/{reference}`).
    ///
    /// # Errors
    /// `not_found`; otherwise as any read.
    pub async fn get_transaction(&self, reference: &str) -> Result<RohoTransaction> {
        self.read(transaction::write_get(reference)?, transaction::read_one).await
    }

    /// One page of transactions, the newest first (`GET /transactions`).
    ///
    /// # Errors
    /// `invalid_argument` for a limit or offset out of range; otherwise as any read.
    pub async fn list_transactions(&self, filter: &RohoTransactionFilter) -> Result<RohoTransactionPage> {
        let transactions = self.read(transaction::write_list(filter)?, transaction::read_list).await?;
        Ok(transaction::page(transactions, filter))
    }

    /// All transactions that fit the filter, page after page, fetched as they are asked for.
    #[must_use]
    pub fn iter_transactions(&self, filter: RohoTransactionFilter) -> Pager<RohoTransaction> {
        let client = self.clone();
        Pager::new(filter.offset.or(Some(0)), move |offset| {
            let (client, filter) = (client.clone(), RohoTransactionFilter { offset: Some(offset), ..filter.clone() });
            async move {
                let page = client.list_transactions(&filter).await?;
                Ok((page.transactions, page.next_offset))
            }
        })
    }

    /// The wallet's balances (`GET /wallet/balance`).
    ///
    /// # Errors
    /// As any read: refused credentials, connection and service errors after the retries.
    pub async fn get_balance(&self) -> Result<RohoBalance> {
        self.read(wallet::write_balance(), wallet::read_balance).await
    }

    /// Waits until a transaction is successful or failed, by looking it up less and less often. When the time is up, or while
    /// the service cannot be reached, it ends in the last state seen: `pending` is a state, not an error.
    ///
    /// # Errors
    /// What waiting cannot mend: refused credentials, permissions and arguments. `executed_twice` if the transaction was handed
    /// to another provider and is successful there: the first may have executed it too.
    pub async fn wait(&self, transaction: &RohoTransaction, timeout: Duration) -> Result<RohoTransaction> {
        let reference = transaction
            .best_reference()
            .ok_or_else(|| Error::invalid("transaction", "The transaction has no reference to look it up by"))?
            .to_owned();
        let client = self.clone();
        // A hand-over may be seen while it is still pending: what comes later is held against the first provider ever told.
        let first: Arc<OnceLock<String>> = Arc::default();
        let look = move |known: RohoTransaction| {
            let (client, reference, first) = (client.clone(), reference.clone(), Arc::clone(&first));
            async move {
                if let Some(provider) = &known.provider_reference {
                    first.get_or_init(|| provider.clone());
                }
                known.updated_by(client.get_transaction(&reference).await?, first.get())
            }
        };
        let ended = |transaction: &RohoTransaction| transaction.status.is_final();
        self.caller.watch(polling::until(transaction.clone(), timeout, ended, look)).await
    }

    /// Sends a request that changes nothing.
    async fn read<T: Send + 'static>(&self, request: Request, decode: fn(&Answer) -> Result<T>) -> Result<T> {
        let id = request_id();
        let answered = self.caller.read(request.header("x-request-id", &id), decode).await;
        answered.map_err(|error| error.or_request_id(&id))
    }

    /// Sends a request that moves money, under one key whatever happens, and tells the key.
    async fn pay<T: Send + 'static>(&self, request: Request, decode: fn(&Answer) -> Result<T>) -> Result<(T, String)> {
        let key = self.caller.settings().idempotency_key().map_or_else(new_key, str::to_owned);
        self.keys.bind(&key, &request)?;
        let id = request_id();
        let request = request.header("idempotency-key", &key).header("x-request-id", &id);
        let answered = self.caller.act(request, Some(key.clone()), decode).await;
        answered.map(|value| (value, key)).map_err(|error| error.or_request_id(&id))
    }
}

/// One for a call and all its attempts: the service's own SDK sends such, and its people can find it.
fn request_id() -> String {
    Uuid::new_v4().simple().to_string()
}

impl fmt::Debug for RohoPay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "RohoPay({}, {})", transaction::environment_word(&self.environment), self.caller.settings().host())
    }
}

const _: () = {
    // The client is shared between threads in every language.
    const fn is_send_and_sync<T: Send + Sync>() {}
    is_send_and_sync::<RohoPay>();
};
