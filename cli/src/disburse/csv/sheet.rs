//! The lines of the file: read and checked, all of them, before anything is sent.

use std::collections::HashMap;
use std::path::Path;

use csv::StringRecord;
use dgspay::Money;

use super::order::{Order, Terms};
use super::refused;
use crate::arguments::sentence;
use crate::failure::Failure;

/// One payout.
#[derive(Debug)]
pub(crate) struct Line<O> {
    /// Where it stands in the file, the line of the heads being the first.
    pub(super) number: u64,
    /// The merchant's own name for it: what it is paid once by.
    pub(super) id: String,
    pub(super) order: O,
}

pub(super) fn read<O: Order>(path: &Path, terms: &Terms) -> Result<Vec<Line<O>>, Failure> {
    let wrong = |what: String| Failure::Usage(format!("{}: {what}", path.display()));
    let text = std::fs::read_to_string(path).map_err(|error| wrong(error.to_string()))?;
    // Spreadsheets mark their UTF-8, and put semicolons where the comma is the decimal point.
    let text = text.trim_start_matches('\u{feff}');
    let heads = text.lines().next().unwrap_or_default();
    let delimiter = if heads.contains(';') && !heads.contains(',') { b';' } else { b',' };
    let mut file = csv::ReaderBuilder::new().delimiter(delimiter).trim(csv::Trim::All).from_reader(text.as_bytes());
    let heads = file.headers().map_err(|error| wrong(error.to_string()))?.clone();
    if let Some(strange) = heads.iter().find(|head| !O::COLUMNS.contains(head)) {
        return Err(wrong(format!("there is no column {strange:?}; there are {}", O::COLUMNS.join(", "))));
    }
    let (mut lines, mut mistakes) = (Vec::new(), Vec::new());
    let mut seen = HashMap::new();
    for record in file.records() {
        let record = record.map_err(|error| wrong(error.to_string()))?;
        if record.iter().all(str::is_empty) {
            continue;
        }
        let number = record.position().map_or(0, csv::Position::line);
        match line::<O>(&Cells { heads: &heads, record: &record }, number, terms) {
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

fn line<O: Order>(cells: &Cells<'_>, number: u64, terms: &Terms) -> Result<Line<O>, String> {
    let id = cells.owned("id").ok_or("it has no id")?;
    Ok(Line { number, id, order: O::read(cells, terms)? })
}

/// The cells of a line by their heads.
pub(crate) struct Cells<'a> {
    heads: &'a StringRecord,
    record: &'a StringRecord,
}

impl<'a> Cells<'a> {
    pub(super) fn get(&self, name: &str) -> Option<&'a str> {
        let index = self.heads.iter().position(|head| head == name)?;
        self.record.get(index).filter(|text| !text.is_empty())
    }

    pub(super) fn owned(&self, name: &str) -> Option<String> {
        self.get(name).map(str::to_owned)
    }

    /// What leaves the wallet: the column amount, or what brings the column net.
    pub(super) fn amount(&self, terms: &Terms) -> Result<Money, String> {
        let read = |text| Money::parse(text, terms.currency).map_err(|error| sentence(&error));
        let amount = match (self.get("amount"), self.get("net"), &terms.fees) {
            (Some(amount), None, _) => read(amount)?,
            (None, Some(net), Some(fees)) => fees.gross_up(read(net)?).map_err(|error| sentence(&error))?.gross,
            (None, Some(_), None) => return Err("a net amount wants a fee: --flat, --percent or --tiers".to_owned()),
            _ => return Err("it wants either an amount or a net".to_owned()),
        };
        if amount.is_positive() { Ok(amount) } else { Err(format!("{amount} is not a positive amount")) }
    }
}
