//! Lists that come in pages.

use clap::Args;
use dgspay::Pager;

use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Tone;
use crate::patience;
use crate::report::{Record, Report, Table};

#[derive(Args)]
pub(crate) struct Pages {
    /// Which page, counted from 1
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(i32).range(1..))]
    pub(crate) page: Option<i32>,
    /// How many a page, 1 to 100
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<i32>,
    /// Every page, one after the other
    #[arg(long, conflicts_with = "page")]
    pub(crate) all: bool,
}

/// Where in a list a page stands.
pub(crate) enum Place {
    /// It is the whole list.
    Whole { total: i32 },
    /// It is one page of it; not every service says of how many.
    Page { number: i32, pages: Option<i32>, total: Option<i32>, next: Option<i32> },
}

impl Place {
    pub(crate) fn whole(count: usize) -> Self {
        Self::Whole { total: i32::try_from(count).unwrap_or(i32::MAX) }
    }
}

/// Every entry of every page.
pub(crate) async fn all<T>(mut walk: Pager<T>) -> Result<Vec<T>, Failure> {
    let mut found = Vec::new();
    while let Some(entry) = patience::seen("Listing", walk.next()).await? {
        found.push(entry);
    }
    Ok(found)
}

/// A page of a list, or the whole of it.
pub(crate) fn report(what: &str, table: Table, place: &Place) -> Report {
    let shown = table.len();
    let report = Report::new(Exit::Done);
    let report = if shown == 0 { report.headline(Tone::Faint, format!("No {what}.")) } else { report };
    let report = report.table(table);
    match *place {
        Place::Whole { total } => report.unseen(Record::new().with("total", total)),
        Place::Page { number, pages, total, next } => {
            let facts =
                Record::new().with("page", number).with("pages", pages).with("total", total).with("next_page", next);
            let report = report.unseen(facts);
            let of_them = total.map_or_else(|| shown.to_string(), |total| format!("{shown} of {total}"));
            match next {
                Some(next) => report.hint(format!("{of_them} {what}. More with --page {next}, everything with --all.")),
                None => report,
            }
        }
    }
}
