//! Named facts, in the order in which they are shown.

use dgspay::{
    AmountType, Country, Currency, DestinationType, Environment, MobileNetwork, Money, NextActionKind,
    PaymentLinkStatus, PaymentMethod, PaymentStatus, PhoneNumber, Rate, Timestamp, TransactionType,
};
use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::output::Tone;

/// One fact.
#[derive(Clone, Debug)]
pub(crate) enum Cell {
    Absent,
    Text(String),
    /// A word that says how it stands.
    State(String, Tone),
    Money(Money),
    Count(i64),
    Flag(bool),
    Words(Vec<String>),
    Record(Record),
    List(Vec<Record>),
}

/// Facts with their names. A name is the key of the JSON; people see it with spaces.
#[derive(Clone, Debug, Default)]
pub(crate) struct Record(pub(super) Vec<(&'static str, Cell)>);

impl Record {
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// With one more fact at the end.
    pub(crate) fn with(mut self, name: &'static str, cell: impl Into<Cell>) -> Self {
        self.0.push((name, cell.into()));
        self
    }

    pub(super) fn get(&self, name: &str) -> &Cell {
        self.0.iter().find(|(known, _)| *known == name).map_or(&Cell::Absent, |(_, cell)| cell)
    }
}

impl Cell {
    /// As people read it; `None` if there is nothing to say. What a service sent cannot steer the terminal.
    pub(super) fn text(&self) -> Option<String> {
        match self {
            Self::Absent | Self::Record(_) | Self::List(_) => None,
            Self::State(text, _) => Some(printable(&text.replace('_', " "))).filter(|text| !text.is_empty()),
            Self::Text(text) => Some(printable(text)).filter(|text| !text.is_empty()),
            Self::Money(money) => Some(money.to_string()),
            Self::Count(count) => Some(count.to_string()),
            Self::Flag(yes) => Some(if *yes { "yes" } else { "no" }.to_owned()),
            Self::Words(words) => Some(printable(&words.join(", "))).filter(|text| !text.is_empty()),
        }
    }

    pub(super) fn tone(&self) -> Tone {
        match self {
            Self::State(_, tone) => *tone,
            _ => Tone::Plain,
        }
    }

    pub(super) fn is_number(&self) -> bool {
        matches!(self, Self::Money(_) | Self::Count(_))
    }
}

/// The text without what a terminal would obey.
pub(crate) fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { '\u{fffd}' } else { c }).collect()
}

impl Serialize for Record {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(self.0.iter().map(|(name, cell)| (name, cell)))
    }
}

impl Serialize for Cell {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::Text(text) | Self::State(text, _) => serializer.serialize_str(text),
            Self::Money(money) => {
                let mut map = serializer.serialize_map(Some(2))?;
                map.serialize_entry("amount", &money.plain_amount())?;
                map.serialize_entry("currency", money.currency.code())?;
                map.end()
            }
            Self::Count(count) => serializer.serialize_i64(*count),
            Self::Flag(yes) => serializer.serialize_bool(*yes),
            Self::Words(words) => words.serialize(serializer),
            Self::Record(record) => record.serialize(serializer),
            Self::List(records) => records.serialize(serializer),
        }
    }
}

macro_rules! cells {
    ($($ty:ty: $value:ident => $cell:expr;)*) => { $(impl From<$ty> for Cell {
        fn from($value: $ty) -> Self {
            $cell
        }
    })* };
}

cells! {
    &str: text => Self::Text(text.to_owned());
    String: text => Self::Text(text);
    &String: text => Self::Text(text.clone());
    bool: yes => Self::Flag(yes);
    i32: count => Self::Count(count.into());
    i64: count => Self::Count(count);
    Money: money => Self::Money(money);
    Currency: currency => Self::Text(currency.to_string());
    Rate: rate => Self::Text(rate.to_string());
    &Timestamp: time => Self::Text(time.iso());
    &PhoneNumber: phone => Self::Text(phone.e164());
    &AmountType: word => Self::Text(word.to_string());
    &Country: word => Self::Text(word.to_string());
    &DestinationType: word => Self::Text(word.to_string());
    &Environment: word => Self::Text(word.to_string());
    &MobileNetwork: word => Self::Text(word.to_string());
    &NextActionKind: word => Self::Text(word.to_string());
    &TransactionType: word => Self::Text(word.to_string());
    &PaymentMethod: word => Self::Text(word.to_string());
    &[PaymentMethod]: words => Self::Words(words.iter().map(ToString::to_string).collect());
    &PaymentStatus: status => Self::State(status.to_string(), match status {
        PaymentStatus::Successful => Tone::Good,
        PaymentStatus::Failed => Tone::Bad,
        _ => Tone::Waiting,
    });
    &PaymentLinkStatus: status => Self::State(status.to_string(), match status {
        PaymentLinkStatus::Active => Tone::Good,
        _ => Tone::Faint,
    });
    Record: record => Self::Record(record);
    Vec<Record>: records => Self::List(records);
}

impl<T: Into<Self>> From<Option<T>> for Cell {
    fn from(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Into::into)
    }
}
