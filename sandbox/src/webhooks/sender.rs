//! How a service signs its webhooks, and what it takes as received.

use crate::identity::MerchantIdentity;
use crate::ledger::{Sender, Settings};

impl Sender {
    /// The header that the signature is in.
    pub(super) fn header(self) -> &'static str {
        match self {
            Self::Dgs => "X-DGS-Signature",
            Self::Roho => "X-RohoPay-Signature",
        }
    }

    /// Where its webhooks go that name no address of their own.
    pub(super) fn usual_url(self, settings: Settings) -> Option<String> {
        match self {
            Self::Dgs => settings.webhook_url,
            Self::Roho => settings.roho.webhook_url.or(settings.webhook_url),
        }
    }

    /// The signature of a body; a forged one was made with another secret.
    pub(super) fn signature(self, merchant: &MerchantIdentity, body: &[u8], forged: bool) -> String {
        let (secret, prefix) = match self {
            Self::Dgs => (&merchant.dgs_webhook_secret, ""),
            Self::Roho => (&merchant.roho_webhook_secret, "sha256="),
        };
        let secret = if forged { format!("not {secret}") } else { secret.clone() };
        format!("{prefix}{}", dgspay::webhook::sign(&secret, body))
    }

    /// Whether a receiver that answers so has it.
    pub(super) fn is_received(self, status: u16) -> bool {
        match self {
            Self::Dgs => status == 200,
            Self::Roho => (200..300).contains(&status),
        }
    }
}
