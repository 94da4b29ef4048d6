//! What every command that calls the service works with.

use dgspay::DgsPay;
use dgspay::dgs::CancelToken;

use crate::failure::Failure;
use crate::settings::{Connection, Settings};

/// A client, and what it was made of.
pub(crate) struct Session {
    pub(crate) pay: DgsPay,
    pub(crate) settings: Settings,
    /// Which account of which environment it is, without saying it.
    pub(crate) account: String,
    /// Makes a call that moves money end as unknown, when whoever waits for it gives up.
    pub(crate) cancel: CancelToken,
}

impl Session {
    pub(crate) fn open(connection: &Connection) -> Result<Self, Failure> {
        let (pay, settings) = connection.client()?;
        let cancel = CancelToken::default();
        let account = settings.account(pay.environment());
        Ok(Self { pay: pay.cancelled_by(&cancel), settings, account, cancel })
    }
}
