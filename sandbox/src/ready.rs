//! What a program needs to know to talk to a running sandbox.

use serde::Serialize;

use crate::environment::Environment;
use crate::identity::MerchantIdentity;
use crate::merchants::Merchant;
use crate::{dgs, roho};

/// Addresses and keys of a running sandbox; as JSON it is the one line that `dgspay sandbox --json` prints.
#[derive(Debug, Clone, Serialize)]
pub struct Ready {
    /// The first merchant's DGS-Pay account.
    pub dgs: DgsAccount,
    /// The first merchant's RohoPay account.
    pub roho: RohoAccount,
    /// The control API.
    pub control: ControlAccess,
    /// The pages for people.
    pub pages: Pages,
}

/// What a DGS-Pay client is configured with.
#[derive(Debug, Clone, Serialize)]
pub struct DgsAccount {
    /// The environment that the account belongs to.
    pub environment: Environment,
    /// Where the endpoints' paths are appended.
    pub base_url: String,
    /// For `X-DGS-API-Key`.
    pub api_key: String,
    /// For `X-DGS-ACCOUNT-NUMBER`.
    pub account_number: String,
    /// Base64 of 32 bytes, for cards and PINs.
    pub encryption_key: String,
    /// Signs the webhooks.
    pub webhook_secret: String,
}

/// What a RohoPay client is configured with.
#[derive(Debug, Clone, Serialize)]
pub struct RohoAccount {
    /// Where the endpoints' paths are appended.
    pub base_url: String,
    /// The key of the test environment.
    pub test_key: String,
    /// The key of the live environment: live in name, simulated like everything here.
    pub live_key: String,
    /// Signs the webhooks.
    pub webhook_secret: String,
}

/// Where the control API is and what opens it.
#[derive(Debug, Clone, Serialize)]
pub struct ControlAccess {
    /// Where the control paths are appended.
    pub url: String,
    /// For `Authorization: Bearer`. Drawn anew at every start, never from the seed.
    pub token: String,
}

/// The pages for people.
#[derive(Debug, Clone, Serialize)]
pub struct Pages {
    /// The dashboard.
    pub dashboard: String,
}

impl DgsAccount {
    pub(crate) fn of(merchant: &Merchant, origin: &str) -> Self {
        let keys = &merchant.identity;
        Self {
            environment: merchant.environment,
            base_url: format!("{origin}{}", dgs::BASE),
            api_key: keys.dgs_api_key.clone(),
            account_number: keys.dgs_account_number.clone(),
            encryption_key: keys.dgs_encryption_key.clone(),
            webhook_secret: keys.dgs_webhook_secret.clone(),
        }
    }
}

impl RohoAccount {
    pub(crate) fn of(merchant: &MerchantIdentity, origin: &str) -> Self {
        Self {
            base_url: format!("{origin}{}", roho::BASE),
            test_key: merchant.roho_test_key.clone(),
            live_key: merchant.roho_live_key.clone(),
            webhook_secret: merchant.roho_webhook_secret.clone(),
        }
    }
}
