//! A card, typed where nobody sees it.

use zeroize::Zeroizing;

use crate::ask;
use crate::failure::Failure;

/// A card as it was typed; it is wiped when dropped.
pub(crate) struct Typed {
    pub(crate) number: Zeroizing<String>,
    /// Its end, such as 12/28.
    pub(crate) expiry: Zeroizing<String>,
    pub(crate) cvv: Zeroizing<String>,
}

/// Asks for a card: three questions without an echo, or three lines of stdin.
pub(crate) async fn typed() -> Result<Typed, Failure> {
    Ok(Typed {
        number: field("Card number").await?,
        expiry: field("Expires (MM/YY)").await?,
        cvv: field("Security code").await?,
    })
}

async fn field(name: &str) -> Result<Zeroizing<String>, Failure> {
    let typed = ask::secret(name).await?;
    typed.ok_or_else(|| Failure::Usage(format!("{name}: nothing was typed. Nothing was sent.")))
}
