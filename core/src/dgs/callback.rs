//! The one value chosen by the client that DGS-Pay sends back: the callback URL. A token in it ties the webhook to the call
//! even when the answer was lost (`anchors/reliability.md` §0.2).

use crate::error::{Error, ErrorCode, Result};
use crate::fields::web_address;

/// The query parameter that carries the token.
pub(crate) const TOKEN_PARAMETER: &str = "dgspay_token";

/// A token for the webhook of one payment, if it has an address of its own.
pub(crate) fn token_for(callback_url: Option<&str>) -> Result<Option<String>> {
    callback_url.map(|_| new_token()).transpose()
}

/// 80 random bits in 16 characters: nobody guesses the address of another payment's webhook.
fn new_token() -> Result<String> {
    const ALPHABET: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";
    let mut random = [0; 16];
    getrandom::fill(&mut random)
        .map_err(|_| Error::new(ErrorCode::Internal, "The system gave no random numbers").unsent())?;
    Ok(random.iter().map(|byte| char::from(ALPHABET[usize::from(byte & 31)])).collect())
}

/// The URL with the token in its query.
pub(crate) fn with_token(callback_url: &str, token: &str) -> Result<String> {
    let mut url = web_address("callback_url", callback_url)?;
    url.query_pairs_mut().append_pair(TOKEN_PARAMETER, token);
    Ok(url.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_token_joins_what_is_there() {
        assert_eq!(
            with_token("https://shop.example/hook?order=7#x", "abc").unwrap(),
            "https://shop.example/hook?order=7&dgspay_token=abc#x"
        );
        assert_eq!(with_token("shop.example/hook", "abc").unwrap_err().code(), ErrorCode::InvalidArgument);
        assert_ne!(new_token().unwrap(), new_token().unwrap());
    }
}
