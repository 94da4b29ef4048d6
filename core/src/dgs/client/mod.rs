//! The client of DGS-Pay: one file per resource, one method per operation. What is written here is order, not rules: the
//! resource writes the request, `http` sends it, the resource reads the answer.

mod banks;
mod charges;
mod disbursements;
mod payment_links;
mod transactions;
mod wallet;

pub use banks::Banks;
pub use charges::Charges;
pub use disbursements::Disbursements;
pub use payment_links::PaymentLinks;
pub use transactions::Transactions;
pub use wallet::Wallet;

use std::fmt;

use crate::dgs::Environment;
use crate::dgs::settings::DgsPayBuilder;
use crate::error::Result;
use crate::http::{CallOptions, Caller, CancelToken};

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
    caller: Caller,
    environment: Environment,
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

    pub(crate) fn new(caller: Caller, environment: Environment) -> Self {
        Self { caller, environment }
    }

    #[cfg(test)]
    pub(crate) fn caller(&self) -> &Caller {
        &self.caller
    }

    /// This client with other limits for the calls made through it.
    ///
    /// # Errors
    /// `invalid_setting` or `invalid_credential`.
    pub fn with(&self, options: &CallOptions) -> Result<Self> {
        Ok(Self { caller: self.caller.with(options)?, environment: self.environment.clone() })
    }

    /// This client, whose calls stop waiting when the token says so: `stopped_waiting`. For languages that cannot drop a
    /// future.
    #[doc(hidden)]
    #[must_use]
    pub fn cancelled_by(&self, token: &CancelToken) -> Self {
        Self { caller: self.caller.cancelled_by(token), environment: self.environment.clone() }
    }

    /// Which environment it talks to.
    #[must_use]
    pub fn environment(&self) -> &Environment {
        &self.environment
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
}

impl fmt::Debug for DgsPay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "DgsPay({}, {})", self.environment, self.caller.settings().host())
    }
}

const _: () = {
    // The handles are shared between threads in every language.
    const fn is_send_and_sync<T: Send + Sync>() {}
    is_send_and_sync::<DgsPay>();
};
