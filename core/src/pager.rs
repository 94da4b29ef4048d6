//! Walking over a list that comes page by page.

use std::fmt;
use std::future::Future;
use std::pin::Pin;

use crate::error::Result;

/// The entries of a page, and the page after it.
type Fetched<T> = Result<(Vec<T>, Option<i32>)>;
type Fetch<T> = Box<dyn Fn(i32) -> Pin<Box<dyn Future<Output = Fetched<T>> + Send>> + Send + Sync>;

/// Walks over all entries of a list, page after page, fetched as they are asked for.
pub struct Pager<T> {
    fetch: Fetch<T>,
    next: Option<i32>,
    fetched: std::vec::IntoIter<T>,
}

impl<T> Pager<T> {
    pub(crate) fn new<F: Future<Output = Fetched<T>> + Send + 'static>(
        first: Option<i32>,
        fetch: impl Fn(i32) -> F + Send + Sync + 'static,
    ) -> Self {
        let next = Some(first.unwrap_or(1));
        Self { fetch: Box::new(move |page| Box::pin(fetch(page))), next, fetched: Vec::new().into_iter() }
    }

    /// The next entry, or `None` after the last.
    ///
    /// # Errors
    /// As the call that lists one page; the walk may be continued after an error.
    pub async fn next(&mut self) -> Result<Option<T>> {
        loop {
            if let Some(entry) = self.fetched.next() {
                return Ok(Some(entry));
            }
            let Some(page) = self.next else { return Ok(None) };
            let (entries, next) = (self.fetch)(page).await?;
            self.next = next;
            self.fetched = entries.into_iter();
        }
    }
}

impl<T> fmt::Debug for Pager<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Pager").field("next", &self.next).finish_non_exhaustive()
    }
}
