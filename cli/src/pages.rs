//! Lists that come in pages.

use clap::Args;

use crate::exit::Exit;
use crate::output::Tone;
use crate::report::{Record, Report, Table};

#[derive(Args)]
pub(crate) struct Pages {
    /// Which page, counted from 1
    #[arg(long, value_name = "N")]
    pub(crate) page: Option<i32>,
    /// How many a page, 1 to 100
    #[arg(long, value_name = "N")]
    pub(crate) limit: Option<i32>,
    /// Every page, one after the other
    #[arg(long, conflicts_with = "page")]
    pub(crate) all: bool,
}

/// Where in a list a page stands.
pub(crate) struct Place {
    pub(crate) page: i32,
    pub(crate) pages: i32,
    pub(crate) total: i32,
    pub(crate) next: Option<i32>,
}

/// A page of a list, or the whole of it.
pub(crate) fn report(what: &str, table: Table, shown: usize, place: Option<&Place>) -> Report {
    let report = Report::new(Exit::Done);
    let report = if shown == 0 { report.headline(Tone::Faint, format!("No {what}.")) } else { report };
    let report = report.table(table);
    let shown = i64::try_from(shown).unwrap_or(i64::MAX);
    let Some(&Place { page, pages, total, next }) = place else {
        return report.unseen(Record::new().with("total", shown));
    };
    let facts = Record::new().with("page", page).with("pages", pages).with("total", total).with("next_page", next);
    let report = report.unseen(facts);
    match next {
        Some(next) => {
            report.hint(format!("{shown} of {total} {what}. More with --page {next}, everything with --all."))
        }
        None => report,
    }
}
