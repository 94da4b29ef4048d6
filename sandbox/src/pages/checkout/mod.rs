//! The page of a payment link: what a payer sees, from choosing how to pay to having paid.
//!
//! `{slug}` is the offer with its form; `{slug}/{reference}` is the payment that came of it, which asks for what the payer
//! still has to do and ends on the merchant's `redirect_url`. Mobile money works without a script. A card needs one: it is
//! encrypted in the browser (`pay.js`), and its fields have no names, so that nothing else can send them.

mod countries;
mod fields;
mod form;
mod offer;
mod progress;
mod simulation;
mod words;

use std::sync::Arc;

use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use bytes::Bytes;
use hyper::StatusCode;
use hyper::header::{CONTENT_SECURITY_POLICY, HeaderValue};
use url::Url;

use super::{Lost, POLICY};
use crate::app::App;
use crate::cards::{self, SealedCard};
use crate::cashier::Proof;
use crate::checkout::{NotTaken, Order, obstacle};
use crate::config::Switch;
use crate::dgs::LINK_PAGES;
use crate::ledger::{Link, LinkStatus, Method, Payer, Payment, PaymentStatus, PaymentType, Step};
use crate::merchants::Merchant;
use crate::webhooks::destination::is_on_this_machine;
use form::Form;

/// The offer.
pub(super) async fn offer(State(app): State<Arc<App>>, Path(slug): Path<String>) -> Result<Response, Lost> {
    let link = app.ledger.link_by_slug(&slug)?.ok_or(Lost::NoSuchPage)?;
    show(&app, &link, &Form::default())
}

/// Starts the payment that the form describes, or shows the form again with what is wrong.
pub(super) async fn pay(State(app): State<Arc<App>>, Path(slug): Path<String>, body: Bytes) -> Result<Response, Lost> {
    let link = app.ledger.link_by_slug(&slug)?.ok_or(Lost::NoSuchPage)?;
    let merchant = app.merchants.by_row(link.merchant).ok_or(Lost::NoSuchPage)?;
    let mut form = Form::parse(&body);
    let Some(order) = order(&merchant, &link, &mut form) else { return show(&app, &link, &form) };
    match app.pay_link(&link, order) {
        Ok(payment) => Ok(Redirect::to(&whereabouts(&app, &merchant, &link, &payment)).into_response()),
        Err(refusal) => {
            let place = match refusal {
                // The page says by itself why a closed link takes nothing.
                NotTaken::Closed(_) => return show(&app, &link, &Form::default()),
                NotTaken::Ledger(error) => return Err(error.into()),
                NotTaken::Way(_) => "method",
                NotTaken::Amount(_) => "amount",
                NotTaken::Scenario => "answer",
            };
            form.fail(place, refusal.to_string());
            show(&app, &link, &form)
        }
    }
}

/// A payment, wherever it stands.
pub(super) async fn progress(
    State(app): State<Arc<App>>,
    Path((_, reference)): Path<(String, String)>,
) -> Result<Response, Lost> {
    let (payment, link, merchant) = find(&app, &reference)?;
    Ok(progress::page(&app, &merchant, &link, &payment, &Form::default()))
}

/// Hands over what the payment waits for: a PIN, a code, an address.
pub(super) async fn authorise(
    State(app): State<Arc<App>>,
    Path((_, reference)): Path<(String, String)>,
    body: Bytes,
) -> Result<Response, Lost> {
    let (payment, link, merchant) = find(&app, &reference)?;
    let mut form = Form::parse(&body);
    let Some(proof) = proof(&app, &merchant, &payment, &mut form) else {
        return Ok(progress::page(&app, &merchant, &link, &payment, &form));
    };
    // `None`: somebody else was faster, and the page shows how it stands now.
    let payment = app.authorise(&payment, proof, app.now())?.unwrap_or(payment);
    Ok(Redirect::to(&whereabouts(&app, &merchant, &link, &payment)).into_response())
}

/// Where the payer of a link goes on: on the bank's page or on the payment's own.
fn whereabouts(app: &App, merchant: &Merchant, link: &Link, payment: &Payment) -> String {
    if is_on_another_page(app, merchant, payment) { bank_page(payment) } else { own_page(link, payment) }
}

/// The bank's page, or the network's.
fn bank_page(payment: &Payment) -> String {
    format!("/pay/{}", payment.identity.reference)
}

/// The page of a payment, if it was made through a link.
pub(super) fn page_of(app: &App, payment: &Payment) -> Result<Option<String>, Lost> {
    let Some(id) = &payment.link_id else { return Ok(None) };
    Ok(app.ledger.link_by_id(id)?.map(|link| own_page(&link, payment)))
}

fn own_page(link: &Link, payment: &Payment) -> String {
    format!("{}/{}", address(link), payment.identity.reference)
}

fn address(link: &Link) -> String {
    format!("{LINK_PAGES}/{}", link.terms.slug)
}

fn is_on_another_page(app: &App, merchant: &Merchant, payment: &Payment) -> bool {
    match payment.step {
        Some(Step::Page) => true,
        Some(Step::ThreeDs) => !app.has(merchant, Switch::OtpInsteadOfRedirect),
        _ => false,
    }
}

fn find(app: &App, reference: &str) -> Result<(Payment, Link, Arc<Merchant>), Lost> {
    let payment = app.ledger.payment(reference)?.ok_or(Lost::NoSuchPayment)?;
    let link = match &payment.link_id {
        Some(id) => app.ledger.link_by_id(id)?,
        None => None,
    };
    let link = link.ok_or(Lost::NoSuchPayment)?;
    let merchant = app.merchants.by_row(payment.merchant).ok_or(Lost::NoSuchPayment)?;
    Ok((payment, link, merchant))
}

fn show(app: &App, link: &Link, form: &Form) -> Result<Response, Lost> {
    let merchant = app.merchants.by_row(link.merchant).ok_or(Lost::NoSuchPage)?;
    let status = match link.status(app.now()) {
        LinkStatus::Active if form.has_errors() => StatusCode::UNPROCESSABLE_ENTITY,
        LinkStatus::Active => StatusCode::OK,
        _ => StatusCode::GONE,
    };
    let page = offer::page(app, &merchant, link, form);
    Ok(with_logo(link, (status, page).into_response()))
}

/// A shop that is being built on this machine may show its logo; nothing is loaded from anywhere else.
fn with_logo(link: &Link, mut response: Response) -> Response {
    let origin = local_logo(link).map(|url| url.origin().ascii_serialization());
    let policy = origin.map(|origin| POLICY.replace("img-src 'self'", &format!("img-src 'self' {origin}")));
    let header = policy.and_then(|policy| HeaderValue::from_str(&policy).ok());
    response.headers_mut().extend(header.map(|header| (CONTENT_SECURITY_POLICY, header)));
    response
}

fn local_logo(link: &Link) -> Option<Url> {
    let url = Url::parse(link.terms.logo_url.as_deref()?).ok()?;
    is_on_this_machine(&url).then_some(url)
}

/// Reads a whole form before it gives up, from top to bottom, so that everything that is wrong is said at once and in order.
fn order(merchant: &Merchant, link: &Link, form: &mut Form) -> Option<Order> {
    let amount = form.amount("amount");
    if form.error("amount").is_none()
        && let Err(NotTaken::Amount(reason)) = crate::checkout::price(link, amount)
    {
        form.fail("amount", reason);
    }
    let way = PaymentType::parse(form.get("method"));
    if let Some(reason) = way.map_or(Some("Choose how you want to pay."), |way| obstacle(link, way)) {
        form.fail("method", reason);
    }
    let paid_with = match way {
        Some(PaymentType::MobileMoney) => wallet(form).map(|method| (method, None)),
        Some(PaymentType::Card) => card(merchant, form).map(|nonce| (Method::Card, Some(nonce))),
        Some(PaymentType::BankTransfer | PaymentType::Ussd) | None => None,
    };
    let collect = link.terms.collect;
    let name = collect.name.then(|| name(form)).flatten();
    let email = form.email("email");
    // A wallet's number is a phone number already.
    let phone = match &paid_with {
        _ if !collect.phone => None,
        Some((Method::MobileMoney { phone, .. }, _)) => Some(super::layout::phone(phone)),
        _ if way == Some(PaymentType::Card) => form.phone("phone"),
        _ => None,
    };
    let address = collect.address.then(|| address_of(form)).flatten();
    let wished = simulation::read(way, form);
    let (method, fresh_nonce) = paid_with?;
    let order = Order { amount, method, wished, email, fresh_nonce, payer: Payer { name, phone, address } };
    (!form.has_errors()).then_some(order)
}

fn name(form: &mut Form) -> Option<String> {
    let first = form.text("first_name", "Enter your first name.");
    let last = form.text("last_name", "Enter your last name.");
    Some(format!("{} {}", first?, last?))
}

fn address_of(form: &mut Form) -> Option<String> {
    let line1 = form.text("line1", "Enter your street and house.");
    let line2 = form.optional("line2");
    let city = form.text("city", "Enter your city.");
    let state = form.optional("state");
    let postal_code = form.optional("postal_code");
    let country = form.country("country");
    let parts = [Some(line1?), line2, Some(city?), state, postal_code, Some(country?)];
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join(", "))
}

fn wallet(form: &mut Form) -> Option<Method> {
    let (network, phone) = (form.network("network"), form.wallet("wallet"));
    Some(Method::MobileMoney { network: network?, phone: phone? })
}

/// What the browser has encrypted. The sentences are for a person who typed a card, not for one who wrote a client.
fn card(merchant: &Merchant, form: &mut Form) -> Option<cards::NonceDigest> {
    const FIELDS: [&str; 5] = [
        "card_encrypted_number",
        "card_encrypted_expiry_month",
        "card_encrypted_expiry_year",
        "card_encrypted_cvv",
        "card_nonce",
    ];
    if FIELDS.iter().any(|name| form.get(name).is_empty()) {
        form.fail("card", "Enter your card. It is encrypted in your browser, which needs JavaScript.");
        return None;
    }
    let [number, expiry_month, expiry_year, cvv, nonce] = FIELDS.map(|name| form.get(name));
    let sealed = SealedCard { number, expiry_month, expiry_year, cvv, nonce };
    match cards::check(&merchant.identity.dgs_encryption_key, &sealed) {
        Ok(nonce) => Some(nonce),
        Err(flaws) => {
            let sentence = match flaws.first().map(|flaw| flaw.field) {
                Some("card_encrypted_number") => "The card number is not right.",
                Some("card_encrypted_expiry_month" | "card_encrypted_expiry_year") => "The expiry date is not right.",
                Some("card_encrypted_cvv") => "The security code is not right.",
                _ => "Your card could not be read. Please enter it again.",
            };
            form.fail("card", sentence);
            None
        }
    }
}

/// What was handed over, if it is what the payment waits for and looks like it.
fn proof(app: &App, merchant: &Merchant, payment: &Payment, form: &mut Form) -> Option<Proof> {
    let has_codes = app.has(merchant, Switch::OtpInsteadOfRedirect);
    let proof = match payment.step.filter(|_| payment.status == PaymentStatus::Pending)? {
        Step::Pin => {
            let (sealed, nonce) = (form.get("auth_pin_encrypted"), form.get("auth_pin_nonce"));
            if cards::check_pin(&merchant.identity.dgs_encryption_key, sealed, nonce).is_err() {
                form.fail("pin", "Enter the PIN of your card: 4 to 6 digits.");
            }
            Proof::Pin
        }
        Step::ThreeDs if !has_codes => return None,
        Step::Otp | Step::ThreeDs => {
            if !cards::is_code(form.get("auth_otp")) {
                form.fail("auth_otp", "Enter the code that your bank has sent you: 4 to 6 digits.");
            }
            Proof::Otp
        }
        Step::Avs => {
            address_of(form);
            Proof::Avs
        }
        Step::Push | Step::Page => return None,
    };
    (!form.has_errors()).then_some(proof)
}
