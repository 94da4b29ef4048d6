//! Lists: which page is asked for, and how one is answered (§15).

use crate::service::{Query, Refusal};
use serde::Serialize;

/// How many rows a page has if nothing else is asked, and how many at most: more is cut down, not refused.
const USUAL_LIMIT: u32 = 20;
const MAXIMAL_LIMIT: u32 = 100;

/// Which page a list is asked for.
pub(super) fn paging(query: &mut Query) -> Result<Paging, Refusal> {
    let page = query.counting("page", 1)?.unwrap_or(1);
    let limit = query.counting("limit", 1)?.unwrap_or(USUAL_LIMIT).min(MAXIMAL_LIMIT);
    Ok(Paging { page, limit })
}

/// Which part of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Paging {
    page: u32,
    pub limit: u32,
}

impl Paging {
    /// How many rows come before the page.
    pub(super) fn offset(self) -> u64 {
        u64::from(self.page - 1) * u64::from(self.limit)
    }
}

/// The answer of a list.
#[derive(Serialize)]
pub(super) struct Page<T> {
    status: &'static str,
    data: Vec<T>,
    pagination: Pagination,
}

impl<T> Page<T> {
    pub(super) fn of(data: Vec<T>, paging: Paging, total: u64) -> Self {
        let Paging { page, limit } = paging;
        Self {
            status: "success",
            data,
            pagination: Pagination { page, limit, total, pages: total.div_ceil(limit.into()) },
        }
    }
}

#[derive(Serialize)]
struct Pagination {
    page: u32,
    limit: u32,
    total: u64,
    pages: u64,
}
