//! What a line of the file becomes: a payout of one service.

use dgspay::{Currency, Error, FeeSchedule, Money, RohoPay};

use super::sheet::{Cells, Line};
use crate::failure::Failure;
use crate::session::Session;

/// What holds for every line.
pub(crate) struct Terms {
    pub(super) currency: Currency,
    pub(super) fees: Option<FeeSchedule>,
    pub(super) callback_url: Option<String>,
}

/// What a service has said of a payout that it took on.
pub(crate) struct Taken {
    pub(super) reference: Option<String>,
    pub(super) token: Option<String>,
    /// Whether it has failed already: then no money has moved.
    pub(super) has_failed: bool,
    /// What somebody should know of it.
    pub(super) remark: Option<String>,
}

/// What makes a repetition of a payout safe.
#[derive(Clone, Debug)]
pub(crate) struct Seal {
    /// The key by which the service knows it, made before it is sent for the first time.
    pub(super) key: String,
    /// A fingerprint of every byte that goes with the key.
    pub(super) content: String,
}

impl Seal {
    /// A new key for this content. It tells its age: the SDK refuses it when the service may have forgotten it.
    pub(super) fn fresh(content: &str) -> Self {
        Self { key: RohoPay::fresh_key(), content: content.to_owned() }
    }
}

/// A payout of a service.
pub(crate) trait Order: Clone + Send + Sync + Sized + 'static {
    /// Who sends it.
    type Client: Clone + Send + Sync + 'static;

    /// The columns that a file may have.
    const COLUMNS: &'static [&'static str];

    /// What stands in the name of a journal whose place nobody has named.
    const JOURNAL: &'static str;

    /// What holds for every line, or what does not go together.
    fn terms(asked: &super::Arguments) -> Result<Terms, Failure>;

    /// Reads a line. What it gives can be sent.
    fn read(cells: &Cells<'_>, terms: &Terms) -> Result<Self, String>;

    fn amount(&self) -> Money;

    /// Who gets it, for people.
    fn recipient(&self) -> String;

    /// A fingerprint of what must not change once it was sent: how much, and to whom.
    fn what(&self) -> String;

    /// A fingerprint of every byte that is sent, if the service knows a repetition by a key.
    fn content(&self) -> Option<&str>;

    /// Finds out what the service would find out one by one, in the middle of the run: `fresh` are the payouts that were never
    /// sent, `needed` is what they take out of the wallet.
    fn check(
        fresh: &[&Line<Self>],
        needed: Money,
        session: &Session<Self::Client>,
    ) -> impl Future<Output = Result<(), Failure>>;

    /// Whether this account has taken on what has this reference. An account that is always called the same needs no such proof:
    /// whoever is called otherwise is another one.
    fn was_taken_on(reference: &str, session: &Session<Self::Client>) -> impl Future<Output = Result<bool, Failure>>;

    /// Sends it, under its key if it has one.
    fn send(&self, client: &Self::Client, key: Option<&str>) -> impl Future<Output = Result<Taken, Error>> + Send;
}
