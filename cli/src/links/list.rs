//! `dgspay links list`

use clap::Args;
use dgspay::PaymentLinkFilter;

use super::record;
use crate::failure::Failure;
use crate::pages::{self, Pages, Place};
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
        let found = pages::all(links.iter(filter)).await?;
        let place = Place::whole(found.len());
        (found, place)
    } else {
        let page = patience::seen("Listing", links.list(&filter)).await?;
        let (pages, total) = (Some(page.pages), Some(page.total));
        (page.links, Place::Page { number: page.page, pages, total, next: page.next_page })
    };
    let rows = found.iter().map(record).collect();
    Ok(pages::report("payment links", Table::new("links", &COLUMNS, rows).breaking("title"), &place))
}
