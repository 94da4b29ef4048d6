//! What is compared.

mod calls;
mod computing;
mod growth;
mod language;
mod sandbox;
mod sandbox_load;
mod size;
mod start;

use crate::Result;
use crate::plan::Plan;
use crate::report::Report;

/// One comparison of issue and page.
pub struct Section {
    /// What it is called on the command line and in the report.
    pub id: &'static str,
    /// What it is about, for readers of the page.
    pub about: &'static str,
}

/// All of them, in the order of the page.
pub const ALL: [Section; 13] = [
    Section {
        id: "py-async-cpu",
        about: "Processor time of a whole call in Python's asyncio: arguments in, model out, 64 calls in flight.",
    },
    Section { id: "py-sync-cpu", about: "The same for blocking calls from 64 threads." },
    Section { id: "node-cpu", about: "The same in Node: 64 promises in flight." },
    Section {
        id: "jvm-cpu",
        about: "The same on the JVM, once it is warm: 64 coroutines, and 64 threads that block, as Java does it.",
    },
    Section {
        id: "rust-cpu",
        about: "The core beside bare reqwest with serde: what the policy, the outcome and the models cost.",
    },
    Section {
        id: "one-at-a-time",
        about: "How long one call after the other takes: the median and the 99th percentile.",
    },
    Section {
        id: "start",
        about: "Fresh processes: how long it takes until the library is there, and until the first call has ended; and the \
                memory then.",
    },
    Section { id: "webhook-small", about: "Signature and typed event of a webhook of 500 bytes." },
    Section { id: "webhook-large", about: "The same for 8 kB, most of which is content that the event does not name." },
    Section {
        id: "card",
        about: "Encrypting a card, beside each language's usual AES-GCM doing the same four fields.",
    },
    Section {
        id: "sandbox-load",
        about: "The sandbox under charges (half of the requests), look-ups, balances and lists, webhooks off, on the same \
                cores as the clients.",
    },
    Section { id: "sandbox-growth", about: "The sandbox on a file with more and more transactions in it." },
    Section { id: "size", about: "What is downloaded and what is installed." },
];

/// What can be asked for.
pub fn ids() -> [&'static str; ALL.len()] {
    ALL.map(|section| section.id)
}

/// Measures what the plan wants.
pub fn run(plan: &Plan, report: &mut Report) -> Result<()> {
    for part in [calls::run, start::run, computing::run, sandbox_load::run, growth::run, size::run] {
        part(plan, report)?;
    }
    Ok(())
}
