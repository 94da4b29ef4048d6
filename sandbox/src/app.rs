//! Everything that a running sandbox consists of, shared by its parts.

use tokio::sync::{Semaphore, watch};

use crate::clock::{Clock, Millis};
use crate::config::{Config, Switch};
use crate::dgs::Replays;
use crate::faults::Faults;
use crate::identity::Identity;
use crate::ledger::Ledger;
use crate::merchants::{Merchant, Merchants};
use crate::ready::Ready;
use crate::roho::RohoState;
use crate::scheduler::Scheduler;
use crate::server::accept;
use crate::server::digest::Salt;
use crate::server::log::RequestLog;
use crate::service::{LateCalls, Turns};

/// The shared state.
#[derive(Debug)]
pub(crate) struct App {
    pub config: Config,
    pub identity: Identity,
    pub clock: Clock,
    pub ledger: Ledger,
    pub merchants: Merchants,
    pub faults: Faults,
    pub log: RequestLog,
    pub scheduler: Scheduler,
    pub replays: Replays,
    pub late_calls: LateCalls,
    pub turns: Turns,
    pub roho: RohoState,
    pub ready: Ready,
    /// For digests of what could be guessed.
    pub salt: Salt,
    /// Where the pages and services are: `http://127.0.0.1:PORT`.
    pub origin: String,
    /// Where the redirect trap is: another origin on the same machine.
    pub trap_origin: String,
    /// How many webhooks may be on their way at once.
    pub deliveries: Semaphore,
    /// Counts changes: open pages redraw when it moves.
    pub changes: watch::Sender<u64>,
    /// Becomes true, or loses its sender, when the sandbox shuts down.
    pub closing: watch::Receiver<bool>,
}

impl App {
    pub(crate) fn now(&self) -> Millis {
        self.clock.now()
    }

    /// Whether a switch is on, for everybody or for this merchant.
    pub(crate) fn has(&self, merchant: &Merchant, switch: Switch) -> bool {
        self.config.has(switch) || merchant.has(switch)
    }

    /// Tells open pages that there is something new to see.
    pub(crate) fn changed(&self) {
        self.changes.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// Ends when the sandbox shuts down.
    pub(crate) async fn closed(&self) {
        accept::closed(self.closing.clone()).await;
    }
}
