//! Lists: which page is asked for, and how one is answered (§15).

use std::collections::BTreeMap;

use serde::Serialize;
use url::form_urlencoded;

use super::envelope::Refusal;

/// How many rows a page has if nothing else is asked, and how many at most: more is cut down, not refused.
const USUAL_LIMIT: u32 = 20;
const MAXIMAL_LIMIT: u32 = 100;

/// What a list is asked for. Of a parameter given twice the last one counts; what is not documented is ignored.
#[derive(Debug)]
pub(super) struct Query(BTreeMap<String, String>);

impl Query {
    pub(super) fn parse(query: &str) -> Self {
        Self(form_urlencoded::parse(query.as_bytes()).into_owned().collect())
    }

    pub(super) fn take(&mut self, name: &str) -> Option<String> {
        self.0.remove(name)
    }

    pub(super) fn paging(&mut self) -> Result<Paging, Refusal> {
        let page = self.counting("page")?.unwrap_or(1);
        let limit = self.counting("limit")?.unwrap_or(USUAL_LIMIT).min(MAXIMAL_LIMIT);
        Ok(Paging { page, limit })
    }

    fn counting(&mut self, name: &'static str) -> Result<Option<u32>, Refusal> {
        let number = self.take(name).map(|text| match text.parse() {
            Ok(number) if number > 0 => Ok(number),
            _ => Err(Refusal::wrong(name, "must be a whole number from 1")),
        });
        number.transpose()
    }
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
