//! The lines of the file: read and checked, all of them, before anything is sent.

use std::collections::HashMap;
use std::path::Path;

use csv::StringRecord;
use dgspay::{BankPayout, Currency, FeeSchedule, MobileMoneyPayout, MobileNetwork, Money, PhoneNumber};

use super::refused;
use crate::arguments::sentence;
use crate::failure::Failure;
use crate::settings::fingerprint;

const COLUMNS: [&str; 11] = [
    "id",
    "amount",
    "net",
    "phone",
    "network",
    "bank_key",
    "account_number",
    "branch",
    "name",
    "narration",
    "scenario_key",
];

/// One payout.
#[derive(Debug)]
pub(super) struct Line {
    /// Where it stands in the file, the line of the heads being the first.
    pub(super) number: u64,
    /// The merchant's own name for it: what it is paid once by.
    pub(super) id: String,
    /// What leaves the wallet.
    pub(super) amount: Money,
    pub(super) order: Order,
    /// A fingerprint of the amount and the recipient.
    pub(super) what: String,
}

#[derive(Clone, Debug)]
pub(super) enum Order {
    Bank(BankPayout),
    Momo(MobileMoneyPayout),
}

pub(super) fn read(path: &Path, fees: Option<&FeeSchedule>, callback_url: Option<&str>) -> Result<Vec<Line>, Failure> {
    let wrong = |what: String| Failure::Usage(format!("{}: {what}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    // Spreadsheets mark their UTF-8, and put semicolons where the comma is the decimal point.
    let text = text.trim_start_matches('\u{feff}');
    let heads = text.lines().next().unwrap_or_default();
    let delimiter = if heads.contains(';') && !heads.contains(',') { b';' } else { b',' };
    let mut file = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let heads = file.headers().map_err(|error| wrong(error.to_string()))?.clone();
    if let Some(strange) = heads.iter().find(|head| !COLUMNS.contains(head)) {
        return Err(wrong(format!("there is no column {strange:?}; there are {}", COLUMNS.join(", "))));
    }
    let (mut lines, mut mistakes) = (Vec::new(), Vec::new());
    let mut seen = HashMap::new();
    for record in file.records() {
        let record = record.map_err(|error| wrong(error.to_string()))?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let number = record.position().map_or(0, csv::Position::line);
        match line(&Cells { heads: &heads, record: &record }, number, fees, callback_url) {
            Ok(line) => match seen.insert(line.id.clone(), number) {
                Some(first) => mistakes.push(format!("line {number}: {} stands in line {first} already", line.id)),
                None => lines.push(line),
            },
            Err(mistake) => mistakes.push(format!("line {number}: {mistake}")),
        }
    }
    refused(mistakes, &format!("That is {}.", path.display()))?;
    if lines.is_empty() {
        return Err(wrong("it has no payouts".to_owned()));
    }
    Ok(lines)
}

/// The cells of a line by their heads.
struct Cells<'a> {
    heads: &'a StringRecord,
    record: &'a StringRecord,
}

impl<'a> Cells<'a> {
    fn get(&self, name: &str) -> Option<&'a str> {
        let index = self.heads.iter().position(|head| head == name)?;
        self.record.get(index).filter(|text| !text.is_empty())
    }

    fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }
}

fn line(
    cells: &Cells<'_>,
    number: u64,
    fees: Option<&FeeSchedule>,
    callback_url: Option<&str>,
) -> Result<Line, String> {
    let id = cells.owned("id").ok_or("it has no id")?;
    let amount = amount(cells, fees)?;
    let callback_url = callback_url.map(str::to_owned);
    let order = match (cells.get("phone"), cells.get("bank_key"), cells.get("account_number")) {
        (Some(phone), None, None) => {
            let phone: PhoneNumber = phone.parse().map_err(|error| sentence(&error))?;
            let network = cells.get("network").map(MobileNetwork::from).or_else(|| phone.suggested_network());
            let network = network.ok_or("the number suggests no network: name one")?;
            let mut payout = MobileMoneyPayout::new(amount, phone, network);
            (payout.name, payout.narration) = (cells.owned("name"), cells.owned("narration"));
            (payout.callback_url, payout.scenario_key) = (callback_url, cells.owned("scenario_key"));
            Order::Momo(payout)
        }
        (None, Some(key), Some(account)) => {
            let mut payout = BankPayout::new(amount, key, account);
            payout.branch = cells.owned("branch");
            (payout.name, payout.narration) = (cells.owned("name"), cells.owned("narration"));
            (payout.callback_url, payout.scenario_key) = (callback_url, cells.owned("scenario_key"));
            Order::Bank(payout)
        }
        _ => return Err("it wants either a phone, or a bank_key and an account_number".to_owned()),
    };
    let what = order.fingerprint();
    Ok(Line { number, id, amount, order, what })
}

fn amount(cells: &Cells<'_>, fees: Option<&FeeSchedule>) -> Result<Money, String> {
    let read = |text| Money::parse(text, Currency::RWF).map_err(|error| sentence(&error));
    let amount = match (cells.get("amount"), cells.get("net"), fees) {
        (Some(amount), None, _) => read(amount)?,
        (None, Some(net), Some(fees)) => fees.gross_up(read(net)?).map_err(|error| sentence(&error))?.gross,
        (None, Some(_), None) => return Err("a net amount wants a fee: --flat, --percent or --tiers".to_owned()),
        _ => return Err("it wants either an amount or a net".to_owned()),
    };
    if amount.is_positive() { Ok(amount) } else { Err(format!("{amount} is not a positive amount")) }
}

impl Order {
    /// What must not change once it was sent: how much, and to whom.
    fn fingerprint(&self) -> String {
        match self {
            Self::Bank(payout) => fingerprint(&[&payout.amount.to_string(), &payout.bank_key, &payout.account_number]),
            Self::Momo(payout) => {
                fingerprint(&[&payout.amount.to_string(), payout.network.as_str(), &payout.phone.e164()])
            }
        }
    }
}
