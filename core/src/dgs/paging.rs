//! Lists that come page by page (`protocol/dgs-pay.md` §15).

use serde::Deserialize;

use crate::error::{Error, Result};
use crate::wire::lenient;

/// The most that one page can hold.
const LARGEST_PAGE: i32 = 100;

/// Which page a list is.
pub(crate) struct Position {
    pub(crate) page: i32,
    pub(crate) pages: i32,
    pub(crate) total: i32,
    pub(crate) next_page: Option<i32>,
}

/// Counts that are absent or of another type must not spoil the entries beside them.
#[derive(Deserialize, Default)]
pub(crate) struct Pagination {
    #[serde(default, deserialize_with = "lenient")]
    page: Option<i32>,
    #[serde(default, deserialize_with = "lenient")]
    pages: Option<i32>,
    #[serde(default, deserialize_with = "lenient")]
    total: Option<i32>,
}

impl Pagination {
    /// Where a page with this many entries stands.
    pub(crate) fn position(&self, entries: usize) -> Position {
        let count = i32::try_from(entries).unwrap_or(i32::MAX);
        let page = self.page.unwrap_or(1);
        let pages = self.pages.unwrap_or(page);
        // An empty page ends the walk even if the service counts more pages: a loop must not depend on its arithmetic.
        let next_page = (page < pages && count > 0).then(|| page + 1);
        Position { page, pages, total: self.total.unwrap_or(count), next_page }
    }
}

/// The service clamps a limit that is too large; whoever asks for 500 shall learn that 100 came.
pub(crate) fn check(page: Option<i32>, limit: Option<i32>) -> Result<()> {
    if limit.is_some_and(|limit| !(1..=LARGEST_PAGE).contains(&limit)) {
        return Err(Error::invalid("limit", "limit is not between 1 and 100"));
    }
    if page.is_some_and(|page| page < 1) {
        return Err(Error::invalid("page", "Pages are counted from 1"));
    }
    Ok(())
}

/// The page after the one that was asked for. A service that ignores `page` and answers the first one for ever must not make
/// an endless walk.
#[cfg_attr(not(feature = "client"), allow(dead_code, reason = "only a client walks"))]
pub(crate) fn onward(next: Option<i32>, asked_for: Option<i32>) -> Option<i32> {
    next.filter(|next| *next > asked_for.unwrap_or(1))
}
