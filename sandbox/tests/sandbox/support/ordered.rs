//! JSON that remembers the order of its fields and the digits of its numbers.

use std::fmt::Formatter;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

/// A value, one level at a time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ordered {
    Object(Vec<(String, Ordered)>),
    Array(Vec<Ordered>),
    /// Anything else, as it is written: `"RWF"`, `94.50`, `true`, `null`.
    Plain(String),
}

impl Ordered {
    pub fn parse(json: &[u8]) -> Self {
        let raw: &RawValue =
            serde_json::from_slice(json).unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(json)));
        Self::of(raw)
    }

    /// The names of an object's fields, in the order in which they came.
    pub fn names(&self) -> Vec<&str> {
        match self {
            Self::Object(fields) => fields.iter().map(|(name, _)| name.as_str()).collect(),
            other => panic!("not an object: {other:?}"),
        }
    }

    /// A field.
    pub fn at(&self, name: &str) -> &Self {
        let Self::Object(fields) = self else { panic!("not an object: {self:?}") };
        &fields.iter().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name} in {self:?}")).1
    }

    fn of(raw: &RawValue) -> Self {
        match raw.get().as_bytes().first() {
            Some(b'{') => {
                let Fields(fields) = serde_json::from_str(raw.get()).unwrap();
                Self::Object(fields.into_iter().map(|(name, value)| (name, Self::of(&value))).collect())
            }
            Some(b'[') => {
                let items: Vec<Box<RawValue>> = serde_json::from_str(raw.get()).unwrap();
                Self::Array(items.iter().map(|item| Self::of(item)).collect())
            }
            _ => Self::Plain(raw.get().to_owned()),
        }
    }
}

struct Fields(Vec<(String, Box<RawValue>)>);

impl<'de> Deserialize<'de> for Fields {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Fields(Vec::new()))
    }
}

impl<'de> Visitor<'de> for Fields {
    type Value = Self;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut map: A) -> Result<Self, A::Error> {
        while let Some(field) = map.next_entry()? {
            self.0.push(field);
        }
        Ok(self)
    }
}
