//! Keys, references and identifiers, drawn from the seed.
//!
//! Every draw has its own stream, named by what it is for, whose it is, and which one it is. So what a merchant's third
//! payment is called depends on the seed and on nothing else: not on other merchants, not on threads, not on a restart.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;

use crate::clock::{self, Millis};
use crate::environment::Environment;

/// Thirty-two characters that nobody confuses when reading them aloud: no I, L, O, U.
const LETTERS: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const HEX: &[u8; 16] = b"0123456789abcdef";

/// The source of everything that looks random.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Identity {
    seed: u64,
}

/// What a merchant is issued.
#[derive(Debug, Clone)]
pub(crate) struct MerchantIdentity {
    pub id: String,
    pub dgs_api_key: String,
    pub dgs_account_number: String,
    pub dgs_encryption_key: String,
    pub dgs_webhook_secret: String,
    pub roho_test_key: String,
    pub roho_live_key: String,
    pub roho_webhook_secret: String,
}

/// What a payout is called.
#[derive(Debug, Clone)]
pub(crate) struct PayoutIdentity {
    pub id: String,
    pub reference: String,
    pub transaction_id: String,
    pub flw_transfer_id: u64,
    /// What shows that it has arrived.
    pub proof: String,
}

/// What a payment is called.
#[derive(Debug, Clone)]
pub(crate) struct PaymentIdentity {
    pub id: String,
    pub reference: String,
    pub transaction_id: String,
    pub flw_charge_id: String,
}

/// What a movement of RohoPay is called.
#[derive(Debug, Clone)]
pub(crate) struct MovementIdentity {
    pub id: String,
    pub reference: String,
    /// The last part of the address of the page on which a card's payer is asked.
    pub page: String,
}

impl Identity {
    pub(crate) fn new(seed: u64) -> Self {
        Self { seed }
    }

    /// The keys of the n-th merchant. Those of production differ in everything, and do not look like real ones: a client is
    /// right to refuse a key that begins with `sk_live_` here.
    pub(crate) fn merchant(self, number: u64, environment: Environment) -> MerchantIdentity {
        let mut draw = self.stream(1, number, environment as u64);
        let mut encryption_key = [0; 32];
        let id = draw.uuid();
        draw.0.fill_bytes(&mut encryption_key);
        MerchantIdentity {
            id,
            dgs_api_key: match environment {
                Environment::Test => format!("sk_sandbox_{}", draw.text(HEX, 32)),
                Environment::Production => format!("sk_prod_sandbox_{}", draw.text(HEX, 32)),
            },
            dgs_account_number: format!("ACC-{}", draw.digits(7)),
            dgs_encryption_key: STANDARD.encode(encryption_key),
            dgs_webhook_secret: format!("whsec_dgs_{}", draw.text(HEX, 40)),
            roho_test_key: format!("test_{}", draw.text(HEX, 64)),
            roho_live_key: format!("live_{}", draw.text(HEX, 64)),
            roho_webhook_secret: format!("whsec_roho_{}", draw.text(HEX, 40)),
        }
    }

    /// Names for the n-th booking of a merchant if it is a payment. An endless list, because a name may be taken already.
    pub(crate) fn payments(self, merchant: u64, number: u64) -> impl Iterator<Item = PaymentIdentity> {
        let mut draw = self.stream(2, merchant, number);
        std::iter::repeat_with(move || PaymentIdentity {
            id: draw.uuid(),
            reference: format!("dgs_{}", draw.text(LETTERS, 8)),
            transaction_id: draw.digits(12),
            flw_charge_id: format!("flw_{}", draw.digits(12)),
        })
    }

    /// Names for the n-th booking of a merchant if it is a payout. A transaction id has one digit less than a payment's, so
    /// that the two never meet.
    pub(crate) fn payouts(self, merchant: u64, number: u64) -> impl Iterator<Item = PayoutIdentity> {
        let mut draw = self.stream(3, merchant, number);
        std::iter::repeat_with(move || PayoutIdentity {
            id: draw.uuid(),
            reference: format!("DGS{}", draw.digits(9)),
            transaction_id: draw.digits(11),
            flw_transfer_id: draw.number(9),
            proof: format!("FLW-PROOF-{}", draw.digits(9)),
        })
    }

    /// References for the n-th booking of a merchant if it is a conversion.
    pub(crate) fn conversions(self, merchant: u64, number: u64) -> impl Iterator<Item = String> {
        let mut draw = self.stream(4, merchant, number);
        std::iter::repeat_with(move || format!("DGSCONV{}", draw.text(LETTERS, 8)))
    }

    /// Names for the n-th payment link of a merchant: an id, and what is put behind a slug that is taken.
    pub(crate) fn links(self, merchant: u64, number: u64) -> impl Iterator<Item = (String, String)> {
        let mut draw = self.stream(5, merchant, number);
        std::iter::repeat_with(move || (draw.uuid(), draw.text(LETTERS, 4).to_ascii_lowercase()))
    }

    /// Names for the n-th booking of a merchant if it is a movement of RohoPay, made at this moment.
    pub(crate) fn movements(self, merchant: u64, number: u64, at: Millis) -> impl Iterator<Item = MovementIdentity> {
        let mut draw = self.stream(6, merchant, number);
        std::iter::repeat_with(move || MovementIdentity {
            id: format!("01{}", draw.text(LETTERS, 22).to_ascii_lowercase()),
            reference: format!("RHP-{}-{}", clock::year(at), draw.text(LETTERS, 8)),
            page: draw.text(LETTERS, 24).to_ascii_lowercase(),
        })
    }

    /// What providers call the n-th booking of a merchant, if it is a movement of RohoPay.
    pub(crate) fn provider_references(self, merchant: u64, number: u64) -> impl Iterator<Item = String> {
        let mut draw = self.stream(7, merchant, number);
        std::iter::repeat_with(move || draw.digits(10))
    }

    fn stream(self, purpose: u64, owner: u64, number: u64) -> Draw {
        let mut rng = ChaCha8Rng::seed_from_u64(self.seed);
        // 4 bits of purpose, 24 of owner, 36 of number: sixteen million merchants with sixty-eight billion payments each.
        rng.set_stream(purpose << 60 | (owner & 0xFF_FFFF) << 36 | (number & 0xF_FFFF_FFFF));
        Draw(rng)
    }
}

struct Draw(ChaCha8Rng);

impl Draw {
    /// The alphabets have 16 or 32 letters, so the remainder favours none.
    fn text(&mut self, alphabet: &[u8], length: usize) -> String {
        (0..length).map(|_| char::from(alphabet[self.0.next_u32() as usize % alphabet.len()])).collect()
    }

    /// Digits, the first not a zero.
    fn digits(&mut self, length: u32) -> String {
        self.number(length).to_string()
    }

    fn number(&mut self, digits: u32) -> u64 {
        let least = 10_u64.pow(digits - 1);
        least + self.0.next_u64() % (9 * least)
    }

    /// In the form of a random UUID (version 4).
    fn uuid(&mut self) -> String {
        let hex = self.text(HEX, 30);
        let variant = char::from(b"89ab"[self.0.next_u32() as usize % 4]);
        format!("{}-{}-4{}-{variant}{}-{}", &hex[..8], &hex[8..12], &hex[12..15], &hex[15..18], &hex[18..])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_depend_on_seed_owner_and_number_alone() {
        let name = |seed, owner, number| Identity::new(seed).payments(owner, number).next().unwrap().reference;
        assert_eq!(name(7, 1, 1), name(7, 1, 1));
        assert_ne!(name(7, 1, 1), name(8, 1, 1));
        assert_ne!(name(7, 1, 1), name(7, 2, 1));
        assert_ne!(name(7, 1, 1), name(7, 1, 2));
    }

    #[test]
    fn names_have_the_documented_forms() {
        let merchant = Identity::new(7).merchant(1, Environment::Test);
        assert!(merchant.dgs_api_key.starts_with("sk_sandbox_"));
        let production = Identity::new(7).merchant(1, Environment::Production);
        assert!(production.dgs_api_key.starts_with("sk_prod_sandbox_"));
        assert_ne!(production.dgs_account_number, merchant.dgs_account_number);
        assert_eq!(merchant.dgs_account_number.len(), "ACC-0001234".len());
        assert_eq!(STANDARD.decode(merchant.dgs_encryption_key).unwrap().len(), 32);
        assert_eq!(merchant.roho_test_key.len(), "test_".len() + 64);
        let payment = Identity::new(7).payments(1, 1).next().unwrap();
        assert_eq!(payment.reference.len(), "dgs_7Q2M9K4T".len());
        assert_eq!(payment.id.len(), 36);
        assert!(payment.transaction_id.bytes().all(|byte| byte.is_ascii_digit()));
        let payout = Identity::new(7).payouts(1, 1).next().unwrap();
        assert!(payout.reference.strip_prefix("DGS").unwrap().bytes().all(|byte| byte.is_ascii_digit()));
        assert_ne!(payout.transaction_id.len(), payment.transaction_id.len());
        assert!(payout.proof.starts_with("FLW-PROOF-"));
        let movement = Identity::new(7).movements(1, 1, 1_721_032_200_000).next().unwrap();
        assert_eq!(movement.id.len(), "01j2k3m4n5p6q7r8s9t0uvwx".len());
        assert!(movement.reference.starts_with("RHP-2024-"));
        assert_eq!(Identity::new(7).provider_references(1, 1).next().unwrap().len(), "9876543210".len());
        assert_eq!(Identity::new(7).conversions(1, 1).next().unwrap().len(), "DGSCONV1A2B3C4D".len());
    }
}
