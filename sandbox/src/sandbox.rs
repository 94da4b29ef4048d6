//! Starting and stopping.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::{Semaphore, watch};
use tokio::task::JoinSet;

use crate::app::App;
use crate::clock::Clock;
use crate::config::Config;
use crate::faults::Faults;
use crate::identity::Identity;
use crate::ledger::{Ledger, LedgerError};
use crate::merchants::Merchants;
use crate::ready::{ControlAccess, DgsAccount, Pages, Ready, RohoAccount};
use crate::roho::RohoState;
use crate::scheduler::{self, Scheduler};
use crate::server::log::RequestLog;
use crate::server::{Server, accept, trap};
use crate::service::{LateCalls, Turns};
use crate::{control, dgs};

/// How many webhooks may be on their way at once. One that hangs does so for ten seconds; the others go on.
const DELIVERIES: usize = 512;

/// Why a sandbox did not start.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StartError {
    /// The port is taken, or the system refuses to listen.
    #[error("cannot listen on 127.0.0.1:{port}: {source}")]
    Listen {
        /// The port that was asked for.
        port: u16,
        /// What the system said.
        source: std::io::Error,
    },
    /// The database cannot be opened, or is not one of a sandbox.
    #[error("cannot open the database: {0}")]
    Database(String),
    /// The system gives no random bytes for the control token.
    #[error("no random bytes from the system: {0}")]
    Random(String),
    /// A setting makes no sense.
    #[error("{0}")]
    Config(String),
}

impl From<LedgerError> for StartError {
    fn from(error: LedgerError) -> Self {
        Self::Database(error.to_string())
    }
}

/// A running sandbox. Dropping it stops it at once; [`Sandbox::shutdown`] lets open requests end first.
#[derive(Debug)]
pub struct Sandbox {
    app: Arc<App>,
    close: watch::Sender<bool>,
    tasks: JoinSet<()>,
}

impl Sandbox {
    /// Starts a sandbox on 127.0.0.1, inside the Tokio runtime that this is called on.
    ///
    /// # Errors
    /// If the port is taken, the database cannot be opened, or a setting makes no sense.
    pub async fn start(config: Config) -> Result<Self, StartError> {
        config.check().map_err(StartError::Config)?;
        let listener = listen(config.port).await?;
        let trap = listen(0).await?;
        let (close, closing) = watch::channel(false);
        let app = Arc::new(assemble(config, &origin(&listener)?, &origin(&trap)?, closing.clone())?);
        app.resume()?;
        app.ledger.kept().await?;

        let mut tasks = JoinSet::new();
        let server = Server::new(&app);
        tasks.spawn(accept::serve(listener, closing.clone(), move |request| server.clone().handle(request)));
        let trap_app = Arc::clone(&app);
        tasks.spawn(accept::serve(trap, closing, move |request| trap::handle(&trap_app, &request)));
        tasks.spawn(scheduler::run(Arc::clone(&app)));
        Ok(Self { app, close, tasks })
    }

    /// Addresses and keys.
    #[must_use]
    pub fn ready(&self) -> &Ready {
        &self.app.ready
    }

    /// Takes no more requests, lets those that are open end (for two seconds), and stops.
    pub async fn shutdown(mut self) {
        // Nobody listens any more if every task has ended already.
        let _ = self.close.send(true);
        while self.tasks.join_next().await.is_some() {}
    }
}

fn assemble(
    config: Config,
    origin: &str,
    trap_origin: &str,
    closing: watch::Receiver<bool>,
) -> Result<App, StartError> {
    let clock = Clock::new(config.frozen_at);
    let ledger = Ledger::open(config.database.as_deref())?;
    let identity = Identity::new(ledger.seed(config.seed)?);
    let merchants = Merchants::load(&ledger, identity, &config, clock.now())?;
    let first =
        merchants.all().into_iter().next().ok_or_else(|| StartError::Database("it holds no merchant".into()))?;
    let ready = Ready {
        dgs: DgsAccount::of(&first, origin),
        roho: RohoAccount::of(&first.identity, origin),
        control: ControlAccess { url: format!("{origin}{}", control::BASE), token: token()? },
        pages: Pages { dashboard: format!("{origin}/") },
    };
    Ok(App {
        config,
        identity,
        clock,
        ledger,
        merchants,
        faults: Faults::default(),
        log: RequestLog::default(),
        scheduler: Scheduler::default(),
        replays: dgs::Replays::default(),
        late_calls: LateCalls::default(),
        turns: Turns::default(),
        roho: RohoState::default(),
        ready,
        salt: random()?,
        origin: origin.to_owned(),
        trap_origin: trap_origin.to_owned(),
        deliveries: Semaphore::new(DELIVERIES),
        changes: watch::Sender::new(0),
        closing,
    })
}

/// This machine only, whatever else it is connected to.
async fn listen(port: u16) -> Result<TcpListener, StartError> {
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    TcpListener::bind(address).await.map_err(|source| StartError::Listen { port, source })
}

fn origin(listener: &TcpListener) -> Result<String, StartError> {
    let address = listener.local_addr().map_err(|source| StartError::Listen { port: 0, source })?;
    Ok(format!("http://{address}"))
}

fn token() -> Result<String, StartError> {
    Ok(base64::Engine::encode(&base64::engine::general_purpose::URL_SAFE_NO_PAD, random::<24>()?))
}

/// Not from the seed: who knows the seed must not thereby hold the token, or the salt of a card's digest.
fn random<const N: usize>() -> Result<[u8; N], StartError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| StartError::Random(error.to_string()))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use dgspay::Currency;

    use super::*;
    use crate::environment::Environment;
    use crate::issuer::Issuer;
    use crate::ledger::{Amount, Flow, Method, NewPayment, Opening, PaymentStatus};
    use crate::merchants::default_settings;

    #[tokio::test]
    async fn what_was_cut_between_acceptance_and_answer_is_finished_at_the_next_start() {
        let file = std::env::temp_dir().join(format!("dgspay-cut-{}.db", std::process::id()));
        let remove = || {
            for suffix in ["", "-wal", "-shm"] {
                let _ = std::fs::remove_file(format!("{}{suffix}", file.display()));
            }
        };
        remove();
        let config = Config { database: Some(file.clone()), ..Config::default() };
        let reference = {
            let ledger = Ledger::open(Some(&file)).unwrap();
            let names = Identity::new(ledger.seed(7).unwrap());
            let settings = default_settings(&config);
            let none = Amount::new(0, Currency::UGX);
            let opening = Opening { dgs: Vec::new(), roho_test: none, roho_live: none };
            let merchant = ledger.open_merchant(names, Environment::Test, settings, &opening, 0).unwrap().row;
            let new = NewPayment {
                amount: Amount::new(5_000, Currency::RWF),
                method: Method::Card,
                flow: Flow::Instant,
                issuer: Issuer::APPROVED,
                email: None,
                narration: None,
                redirect_url: None,
                callback_url: None,
                link_id: None,
                fresh_nonce: None,
            };
            ledger.accept(merchant, names, &new, None, 0).unwrap().identity.reference
        };
        let sandbox = Sandbox::start(config).await.unwrap();
        let payment = sandbox.app.ledger.payment(&reference).unwrap().unwrap();
        assert_eq!((payment.status, payment.net().minor), (PaymentStatus::Success, 4_850));
        assert!(sandbox.app.ledger.balanced().unwrap());
        sandbox.shutdown().await;
        remove();
    }
}
