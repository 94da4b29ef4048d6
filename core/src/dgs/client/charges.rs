//! The charges of a client.

use std::time::Duration;

use super::DgsPay;
use crate::card::EncryptedPin;
use crate::dgs::callback::token_for;
use crate::dgs::charges::{read_charge, write_address, write_card, write_mobile_money, write_otp, write_pin};
use crate::dgs::{BillingAddress, CardCharge, Charge, MobileMoneyCharge};
use crate::error::Result;
use crate::http::{Request, polling};

/// The charges of a client.
#[derive(Clone, Debug)]
pub struct Charges(pub(super) DgsPay);

impl Charges {
    /// Asks a payer for a mobile-money payment (`POST /charges`). The usual answer is a pending charge: the payer now
    /// enters the PIN, and the result comes by webhook, or through [`Charges::wait`].
    ///
    /// # Errors
    /// Validation errors before anything is sent. `OutcomeUnknownError` if the request was sent and its answer did not
    /// arrive: it is not sent again, for DGS-Pay has no key that would make that safe.
    pub async fn create_mobile_money(&self, charge: &MobileMoneyCharge) -> Result<Charge> {
        let token = token_for(charge.callback_url.as_deref())?;
        let request = write_mobile_money(charge, self.0.environment(), token.as_deref().unwrap_or_default())?;
        self.create(request, token).await
    }

    /// Asks a payer for a card payment (`POST /charges`). The card was encrypted where it was typed
    /// ([`CardEncryptor`](crate::CardEncryptor)).
    ///
    /// The payment is complete only if the charge is `paid`. Until then `next_action` says what the payer has to do: follow it
    /// step by step, in whatever order the bank asks.
    ///
    /// # Errors
    /// As [`Charges::create_mobile_money`].
    pub async fn create_card(&self, charge: &CardCharge) -> Result<Charge> {
        let token = token_for(charge.callback_url.as_deref())?;
        let request = write_card(charge, self.0.environment(), token.as_deref().unwrap_or_default())?;
        self.create(request, token).await
    }

    async fn create(&self, request: Request, token: Option<String>) -> Result<Charge> {
        let created = self.0.caller.act(request, token.clone(), read_charge).await?;
        Ok(Charge { token, ..created })
    }

    /// Brings the card's PIN, when the charge's next action asks for it (`POST /authorize`). `charge` is its reference.
    ///
    /// # Errors
    /// `request_refused` if the charge waits for something else. `OutcomeUnknownError` if the answer did not arrive: the bank
    /// may have taken the money; look the charge up before you go on.
    pub async fn authorize_pin(&self, charge: &str, pin: &EncryptedPin) -> Result<Charge> {
        self.authorize(charge, write_pin(charge, pin)?).await
    }

    /// Brings the code that the bank has sent to the payer (`POST /authorize`).
    ///
    /// # Errors
    /// As [`Charges::authorize_pin`].
    pub async fn authorize_otp(&self, charge: &str, otp: &str) -> Result<Charge> {
        self.authorize(charge, write_otp(charge, otp)?).await
    }

    /// Brings the card's billing address (`POST /authorize`).
    ///
    /// # Errors
    /// As [`Charges::authorize_pin`].
    pub async fn authorize_avs(&self, charge: &str, address: &BillingAddress) -> Result<Charge> {
        self.authorize(charge, write_address(charge, address)?).await
    }

    async fn authorize(&self, reference: &str, request: Request) -> Result<Charge> {
        let answered = self.0.caller.act(request, None, read_charge).await;
        answered.map_err(|error| error.or_reference(reference))
    }

    /// Waits until a charge is successful or failed, by looking it up (`GET /transactions/{reference}`) after 0.5 s and
    /// then less and less often. A charge that wants a PIN, a code or an address is given back at once, for only the caller can
    /// bring it. When the time is up, or while the service cannot be reached, it ends in the last state
    /// seen: `pending` is a state, not an error.
    ///
    /// # Errors
    /// Only what waiting cannot mend: refused credentials, permissions and arguments, settings, and faults of this library.
    pub async fn wait(&self, charge: &Charge, timeout: Duration) -> Result<Charge> {
        let transactions = self.0.transactions();
        let look = move |known: Charge| {
            let transactions = transactions.clone();
            async move { Ok(known.clone().updated_by(transactions.get(&known.reference).await?)) }
        };
        self.0.caller.watch(polling::until(charge.clone(), timeout, Charge::needs_no_waiting, look)).await
    }
}
