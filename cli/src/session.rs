//! What every command that calls a service works with.

use dgspay::{CancelToken, DgsPay, Environment, RohoPay};

use crate::failure::Failure;
use crate::service::{Service, lacking};
use crate::settings::{Connection, Settings};

/// A client, and what it was made of.
pub(crate) struct Session<Client = DgsPay> {
    pub(crate) pay: Client,
    pub(crate) settings: Settings,
    pub(crate) environment: Environment,
    /// Which account of which environment it is, without saying it.
    pub(crate) account: String,
    /// Makes a call that moves money end as unknown, when whoever waits for it gives up.
    pub(crate) cancel: CancelToken,
}

/// A session with the service that was asked for.
pub(crate) enum Connected {
    DgsPay(Session),
    RohoPay(Session<RohoPay>),
}

impl<Client> Session<Client> {
    fn new(settings: Settings, environment: &Environment, client: impl FnOnce(&CancelToken) -> Client) -> Self {
        let cancel = CancelToken::default();
        let account = settings.account(environment);
        Self { pay: client(&cancel), settings, environment: environment.clone(), account, cancel }
    }
}

impl Session {
    pub(crate) fn with_dgspay(connection: &Connection) -> Result<Self, Failure> {
        let (pay, settings) = connection.dgspay()?;
        Ok(Self::new(settings, pay.environment(), |cancel| pay.cancelled_by(cancel)))
    }
}

impl Session<RohoPay> {
    pub(crate) fn with_rohopay(connection: &Connection) -> Result<Self, Failure> {
        let (pay, settings) = connection.rohopay()?;
        Ok(Self::new(settings, pay.environment(), |cancel| pay.cancelled_by(cancel)))
    }
}

impl Connected {
    pub(crate) fn open(connection: &Connection) -> Result<Self, Failure> {
        match connection.keys.service {
            Service::DgsPay => Session::with_dgspay(connection).map(Self::DgsPay),
            Service::RohoPay => Session::with_rohopay(connection).map(Self::RohoPay),
        }
    }

    /// For what only DGS-Pay has; the sentence says what RohoPay has instead.
    pub(crate) fn dgspay(&self, otherwise: &str) -> Result<&Session, Failure> {
        match self {
            Self::DgsPay(session) => Ok(session),
            Self::RohoPay(_) => Err(lacking(otherwise)),
        }
    }
}
