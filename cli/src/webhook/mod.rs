//! `dgspay webhook`: for whoever builds a receiver.

mod event;
mod samples;
mod send;
mod verify;

use clap::Subcommand;

use crate::failure::Failure;
use crate::report::Report;
use crate::settings::Settings;

#[derive(Subcommand)]
pub(crate) enum Webhook {
    /// Check the signature of a body, and read the event
    Verify(verify::Arguments),
    /// Sign sample events and post them to your own receiver
    Send(send::Arguments),
}

impl Webhook {
    pub(crate) async fn run(self, settings: &Settings) -> Result<Report, Failure> {
        match self {
            Self::Verify(arguments) => verify::run(&arguments, settings),
            Self::Send(arguments) => send::run(arguments, settings).await,
        }
    }
}
