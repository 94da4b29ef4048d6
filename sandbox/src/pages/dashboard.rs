//! The dashboard: wallets, payments, requests, webhooks.

use std::sync::Arc;

use axum::extract::State;
use maud::{Markup, html};

use super::Lost;
use super::layout::{self, Page, Place, money, phone, pill, time};
use crate::app::App;
use crate::clock::Millis;
use crate::dgs::LINK_PAGES;
use crate::environment::Environment;
use crate::ledger::{
    Asked, Conversion, DestinationType, Direction, Link, LinkStatus, Method, Movement, Payer, Payment, PaymentStatus,
    Payout, Price, Role, Step, WALLET_CURRENCY, Wallet, Webhook, WebhookState,
};
use crate::merchants::Merchant;
use crate::roho::{PAGES as BANK_PAGES, words};
use crate::server::log::Entry;

/// How many of each are shown.
const SHOWN: u32 = 25;

/// How many merchants are shown: a test run opens hundreds.
const MERCHANTS: usize = 6;

pub(super) async fn page(State(app): State<Arc<App>>) -> Result<Page, Lost> {
    let merchants = app.merchants.all();
    let payments = app.ledger.newest_payments(SHOWN)?;
    let links = app.ledger.newest_links(SHOWN)?;
    let payouts = app.ledger.newest_payouts(SHOWN)?;
    let conversions = app.ledger.newest_conversions(SHOWN)?;
    let movements = app.ledger.newest_movements(SHOWN)?;
    let webhooks = app.ledger.newest_webhooks(SHOWN)?;
    let requests = app.log.newest(SHOWN as usize);
    let content = html! {
        h1.sr { "Dashboard" }
        (ledger(&app)?)
        div.wallets {
            @for merchant in merchants.iter().take(MERCHANTS) { (wallet(&app, merchant)?) }
        }
        @if merchants.len() > MERCHANTS {
            p.quiet { "and " (merchants.len() - MERCHANTS) " more merchants, opened by tests" }
        }
        div.columns {
            div.stack {
                section.card {
                    h2 { "Payments" }
                    ul.rows { @for payment in &payments { (paid(payment, app.ledger.payer(payment.row)?.as_ref())) } }
                    @if payments.is_empty() { p.empty { "Nobody has paid yet. A charge will show up here by itself." } }
                }
                @if !payouts.is_empty() {
                    section.card { h2 { "Payouts" } ul.rows { @for payout in &payouts { (paid_out(payout)) } } }
                }
                @if !movements.is_empty() {
                    section.card { h2 { "RohoPay" } ul.rows { @for movement in &movements { (moved(movement)) } } }
                }
                @if !conversions.is_empty() {
                    section.card {
                        h2 { "Conversions" }
                        ul.rows { @for conversion in &conversions { (converted(conversion)) } }
                    }
                }
            }
            div.stack {
                @if !links.is_empty() {
                    section.card {
                        h2 { "Payment links" }
                        ul.rows { @for link in &links { (offered(link, app.now())) } }
                    }
                }
                section.card {
                    h2 { "Webhooks" }
                    ul.rows { @for webhook in &webhooks { (told(webhook)) } }
                    @if webhooks.is_empty() { p.empty { "A webhook is sent when a payment, a payout or a conversion ends." } }
                }
                section.card {
                    h2 { "Requests" }
                    ul.rows { @for request in &requests { (asked(request)) } }
                    @if requests.is_empty() {
                        p.empty {
                            "DGS-Pay is spoken at " code { (app.ready.dgs.base_url) } ", RohoPay at "
                            code { (app.ready.roho.base_url) }
                        }
                    }
                }
            }
        }
    };
    Ok(layout::live("Dashboard", Place::Dashboard, &content))
}

fn ledger(app: &App) -> Result<Markup, Lost> {
    let fees = app.ledger.own_accounts(Role::Fees)?;
    let transit = app.ledger.own_accounts(Role::Transit)?;
    let world = app.ledger.own_accounts(Role::World)?;
    let adds_up = app.ledger.adds_up()?;
    Ok(html! {
        section.ledger {
            @if adds_up { (pill("good", "ledger adds up to zero")) } @else { (pill("bad", "the ledger does not add up")) }
            @for amount in fees { span.quiet { "fees " (money(amount)) } }
            @for amount in transit.into_iter().filter(|amount| amount.minor > 0) {
                span.quiet { "on its way " (money(amount)) }
            }
            @for amount in world { span.quiet { "outside world " (money(amount)) } }
        }
    })
}

fn wallet(app: &App, merchant: &Merchant) -> Result<Markup, Lost> {
    Ok(html! {
        section.card {
            h2 {
                (merchant.identity.dgs_account_number)
                @if merchant.environment == Environment::Production { " " (pill("", "production mode")) }
            }
            @for balance in app.ledger.balances(Wallet::dgs(merchant.row))? {
                div.balance {
                    div { span.label { "available" } (money(balance.available)) }
                    div { span.label { "pending" } (money(balance.pending)) }
                }
            }
            div.balance.other {
                @for environment in [Environment::Production, Environment::Test] {
                    div {
                        span.label { "RohoPay " (words::environment(environment)) }
                        (money(app.ledger.available(Wallet::roho(merchant.row, environment), WALLET_CURRENCY)?))
                    }
                }
            }
            p.quiet { "API key " code { (shortened(&merchant.identity.dgs_api_key)) } }
        }
    })
}

/// How much of a key is shown behind what all keys of its kind begin with.
const SHOWN_OF_A_KEY: usize = 4;

/// Enough of a key to tell it from another, too little to use it.
fn shortened(key: &str) -> String {
    let kind = key.rfind('_').map_or(0, |end| end + 1);
    format!("{}…", key.chars().take(kind + SHOWN_OF_A_KEY).collect::<String>())
}

fn paid(payment: &Payment, payer: Option<&Payer>) -> Markup {
    html! {
        li {
            div.main {
                (money(payment.amount))
                @match &payment.method {
                    Method::MobileMoney { network, phone: number } => span.quiet { (phone(number)) " · " (network) },
                    Method::Card => span.quiet { "card" },
                }
                @if let Some(payer) = payer.and_then(|payer| payer.name.as_ref()) { span.quiet { "from " (payer) } }
                @if let Some(narration) = &payment.narration { span.quiet { (narration) } }
            }
            div.side {
                (layout::status(payment.status))
                span.quiet { code { (payment.identity.reference) } " " (time(payment.created_at)) }
                @if payment.step.is_some_and(Step::is_yes_or_no) {
                    @let page = payment.method.phone().filter(|_| payment.step == Some(Step::Push));
                    @match page {
                        Some(number) => a href={ "/handset/" (number) } { "answer it" },
                        None => a href={ "/pay/" (payment.identity.reference) } { "answer it" },
                    }
                } @else if payment.decided_at.is_none() {
                    span.quiet { "waits for the shop" }
                } @else if let Some(reason) = &payment.decline {
                    span.quiet { (reason) }
                } @else {
                    span.quiet {
                        "fee " (money(payment.fee)) " · " (if payment.settled_at.is_some() { "settled" } else { "not settled" })
                    }
                }
            }
        }
    }
}

fn offered(link: &Link, now: Millis) -> Markup {
    let status = link.status(now);
    let kind = if status == LinkStatus::Active { "good" } else { "" };
    html! {
        li {
            div.main {
                a.wrap href={ (LINK_PAGES) "/" (link.terms.slug) } { (link.terms.title) }
                @match link.terms.price {
                    Price::Fixed(amount) => span.quiet { (money(amount)) },
                    Price::Flexible { .. } => span.quiet { "the payer chooses, in " (link.terms.currency) },
                }
            }
            div.side {
                (pill(kind, status.as_str()))
                span.quiet {
                    @match link.terms.max_uses {
                        Some(most) => { (link.uses) " of " (most) " paid" },
                        None => { (link.uses) " paid" },
                    }
                }
            }
        }
    }
}

fn paid_out(payout: &Payout) -> Markup {
    html! {
        li {
            div.main {
                (money(payout.amount))
                @match payout.destination {
                    DestinationType::Bank => span.quiet { "to " (payout.account) },
                    DestinationType::MobileMoney => span.quiet { "to " (phone(&payout.account)) },
                }
                @if let Some(narration) = &payout.narration { span.quiet { (narration) } }
            }
            div.side {
                (layout::status(payout.status))
                span.quiet { code { (payout.identity.reference) } " " (time(payout.created_at)) }
                @match payout.fail_reason() {
                    Some(reason) => span.quiet { (reason) " · returned" },
                    None => span.quiet { "fee " (money(payout.fee)) " · recipient gets " (money(payout.recipient_gets())) },
                }
            }
        }
    }
}

fn moved(movement: &Movement) -> Markup {
    let is_collected = movement.direction == Direction::Collection;
    html! {
        li {
            div.main {
                (money(movement.amount))
                span.quiet {
                    @match movement.means.phone() {
                        Some(number) => { (if is_collected { "from " } else { "to " }) (phone(number)) },
                        None => { "card" },
                    }
                    " · " (words::environment(movement.environment))
                }
                @if let Some(description) = &movement.description { span.quiet { (description) } }
                @if let Some(reason) = &movement.failover_reason { span.quiet { (reason) } }
            }
            div.side {
                (pill(layout::kind(movement.status), movement.status.of_charge()))
                span.quiet { code { (movement.identity.reference) } " " (time(movement.created_at)) }
                @if movement.asks(Asked::Handset) && let Some(number) = movement.means.phone() {
                    a href={ "/handset/" (number) } { "answer it" }
                } @else if movement.asks(Asked::Page) && !movement.page_used {
                    a href={ (BANK_PAGES) "/" (movement.identity.page) } { "answer it" }
                } @else if movement.tells_of_commission() && movement.status == PaymentStatus::Success {
                    span.quiet { "commission " (money(movement.commission)) " · " (movement.provider.as_str()) }
                } @else {
                    span.quiet { (movement.provider_status) " · " (movement.provider.as_str()) }
                }
            }
        }
    }
}

fn converted(conversion: &Conversion) -> Markup {
    html! {
        li {
            div.main { (money(conversion.from)) span.quiet { "to " (money(conversion.to)) } }
            div.side {
                (layout::status(conversion.status))
                span.quiet { code { (conversion.reference) } " " (time(conversion.created_at)) }
            }
        }
    }
}

fn told(webhook: &Webhook) -> Markup {
    let kind = match webhook.state {
        WebhookState::Pending => "wait",
        WebhookState::Delivered => "good",
        WebhookState::GaveUp => "bad",
        WebhookState::Held => "",
    };
    html! {
        li {
            div.main {
                strong { (webhook.event) }
                span.quiet.wrap { (webhook.url.as_deref().unwrap_or("nowhere to send it")) }
                @if let Some(reason) = &webhook.reason { span.quiet { (reason) } }
            }
            div.side {
                (pill(kind, &webhook.state.as_str().replace('_', " ")))
                span.quiet { code { (webhook.reference) } }
                @if webhook.attempts > 0 {
                    span.quiet { (webhook.attempts) (if webhook.attempts == 1 { " attempt" } else { " attempts" }) }
                }
            }
        }
    }
}

fn asked(request: &Entry) -> Markup {
    html! {
        li {
            div.main {
                span.line { strong { (request.method) } code.wrap { (request.path) } }
            }
            div.side {
                @match request.status {
                    Some(status @ 200..=299) => (pill("good", &status.to_string())),
                    Some(status) => (pill("bad", &status.to_string())),
                    None => (pill("wait", "no answer")),
                }
                @if let Some(fault) = request.fault { span.quiet { (fault.name()) } }
                span.quiet { (time(request.at)) }
            }
        }
    }
}
