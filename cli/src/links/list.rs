//! `dgspay links list`

use clap::Args;
use dgspay::PaymentLinkFilter;

use super::record;
use crate::failure::Failure;
use crate::pages::{self, Pages};
use crate::patience;
use crate::report::{Report, Table};
use crate::session::Session;

const COLUMNS: [&str; 5] = ["id", "title", "status", "amount", "use_count"];

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    pages: Pages,
}

pub(super) async fn run(arguments: Arguments, session: &Session) -> Result<Report, Failure> {
    let Pages { page, limit, all } = arguments.pages;
    let links = session.pay.payment_links();
    let mut filter = PaymentLinkFilter::default();
    (filter.page, filter.limit) = (page, limit);
    let (found, place) = if all {
        let mut walk = links.iter(filter);
        let mut found = Vec::new();
        while let Some(link) = patience::seen("Listing", walk.next()).await? {
            found.push(link);
        }
        (found, None)
    } else {
        let page = patience::seen("Listing", links.list(&filter)).await?;
        (page.links, Some(pages::Place { page: page.page, pages: page.pages, total: page.total, next: page.next_page }))
    };
    let rows: Vec<_> = found.iter().map(record).collect();
    Ok(pages::report(
        "payment links",
        Table::new("links", &COLUMNS, rows).breaking("title"),
        found.len(),
        place.as_ref(),
    ))
}
