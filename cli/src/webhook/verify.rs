//! `dgspay webhook verify`

use std::io::Read as _;
use std::path::PathBuf;

use clap::Args;

use super::event;
use crate::failure::Failure;
use crate::report::Report;
use crate::settings::Settings;

/// The secret is taken from `DGSPAY_WEBHOOK_SECRET`, or with --service rohopay from `ROHOPAY_WEBHOOK_SECRET` (several, separated
/// by commas, while one is being replaced).
#[derive(Args)]
pub(crate) struct Arguments {
    /// The file with the body, byte for byte as it arrived; without it stdin
    file: Option<PathBuf>,
    /// What stood in the header X-DGS-Signature or X-RohoPay-Signature
    #[arg(long, value_name = "HEX")]
    signature: String,
}

pub(super) fn run(arguments: &Arguments, settings: &Settings) -> Result<Report, Failure> {
    let webhook = settings.webhook()?;
    let mut body = Vec::new();
    if let Some(path) = &arguments.file {
        let wrong = |error| Failure::Usage(format!("cannot read {}: {error}", path.display()));
        body = std::fs::read(path).map_err(wrong)?;
    } else {
        std::io::stdin().lock().read_to_end(&mut body)?;
    }
    Ok(event::report(&webhook.verify(&body, Some(arguments.signature.as_bytes()))?))
}
