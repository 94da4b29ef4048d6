//! The part of JSON Schema that `tests/schema` uses. Any other keyword is refused, so that none is ignored in silence.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde_json::Value;

use crate::{Result, read};

/// The schemas of a folder, by their files' names.
#[derive(Debug)]
pub struct Schemas(BTreeMap<String, Value>);

impl Schemas {
    /// Reads every schema of a folder.
    ///
    /// # Errors
    /// What cannot be read.
    pub fn load(folder: &Path) -> Result<Self> {
        let entries = std::fs::read_dir(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        let mut schemas = BTreeMap::new();
        for entry in entries.flatten() {
            let text = read(&entry.path())?;
            let schema = serde_json::from_str(&text).map_err(|error| format!("{}: {error}", entry.path().display()))?;
            schemas.insert(entry.file_name().to_string_lossy().into_owned(), schema);
        }
        Ok(Self(schemas))
    }

    /// Checks a document against the schema of this name.
    ///
    /// # Errors
    /// The first place that does not fit, and why.
    pub fn check(&self, name: &str, document: &Value) -> Result<()> {
        let root = self.0.get(name).ok_or_else(|| format!("there is no schema {name}"))?;
        self.fits(name, root, document)
    }

    /// Everything that some schema allows for the properties of this name.
    #[must_use]
    pub fn enumerated(&self, property: &str) -> BTreeSet<String> {
        fn look(schema: &Value, property: &str, found: &mut BTreeSet<String>) {
            let allowed = schema["properties"][property]["enum"].as_array().into_iter().flatten();
            found.extend(allowed.filter_map(Value::as_str).map(str::to_owned));
            let inside = schema.as_object().into_iter().flat_map(serde_json::Map::values);
            inside.for_each(|schema| look(schema, property, found));
        }
        let mut found = BTreeSet::new();
        self.0.values().for_each(|schema| look(schema, property, &mut found));
        found
    }

    fn fits(&self, file: &str, schema: &Value, value: &Value) -> Result<()> {
        let rules = schema.as_object().ok_or("a schema is an object")?;
        for (rule, wanted) in rules {
            match rule.as_str() {
                "title" | "$defs" | "required" | "properties" | "additionalProperties" => {}
                "$ref" => self.refer(file, wanted, value)?,
                "type" => is_of_type(wanted, value)?,
                "enum" => {
                    let is_known = wanted.as_array().is_some_and(|known| known.contains(value));
                    is_known.then_some(()).ok_or_else(|| format!("{value} is not one of {wanted}"))?;
                }
                "anyOf" => self.any(file, wanted, value)?,
                "format" => kebab_case(wanted, value)?,
                "items" => {
                    for (place, item) in value.as_array().into_iter().flatten().enumerate() {
                        self.fits(file, wanted, item).map_err(|why| {
                            let id = item["id"].as_str().map(|id| format!(" ({id})")).unwrap_or_default();
                            format!("[{place}]{id} {why}")
                        })?;
                    }
                }
                "minItems" | "minLength" | "minProperties" | "maxProperties" => bound(rule, wanted, value)?,
                other => return Err(format!("the schema uses {other}, which is not understood here")),
            }
        }
        let Some(fields) = value.as_object() else { return Ok(()) };
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            fields.get(name).ok_or_else(|| format!("{name} is missing"))?;
        }
        for (name, field) in fields {
            match schema["properties"].get(name) {
                Some(schema) => self.fits(file, schema, field).map_err(|why| format!("{name}: {why}"))?,
                None if schema["additionalProperties"] == false => return Err(format!("{name} is not known")),
                None => {}
            }
        }
        Ok(())
    }

    fn refer(&self, file: &str, reference: &Value, value: &Value) -> Result<()> {
        let reference = reference.as_str().unwrap_or_default();
        let (other, pointer) = reference.split_once('#').ok_or("a reference has a #")?;
        let file = if other.is_empty() { file } else { other };
        let target = self.0.get(file).and_then(|schema| schema.pointer(pointer));
        self.fits(file, target.ok_or_else(|| format!("{reference} leads nowhere"))?, value)
    }

    fn any(&self, file: &str, choices: &Value, value: &Value) -> Result<()> {
        let mut reasons = Vec::new();
        for choice in choices.as_array().into_iter().flatten() {
            match self.fits(file, choice, value) {
                Ok(()) => return Ok(()),
                Err(why) => reasons.push(why),
            }
        }
        Err(format!("fits none: {}", reasons.join("; ")))
    }
}

fn is_of_type(wanted: &Value, value: &Value) -> Result<()> {
    let is = |name: &str| match name {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_i64(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => false,
    };
    let fits = match wanted {
        Value::String(name) => is(name),
        Value::Array(names) => names.iter().filter_map(Value::as_str).any(is),
        _ => false,
    };
    fits.then_some(()).ok_or_else(|| format!("{value} is not of type {wanted}"))
}

fn bound(rule: &str, wanted: &Value, value: &Value) -> Result<()> {
    let size = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.len(),
        Value::Object(fields) => fields.len(),
        _ => return Ok(()),
    };
    let wanted = wanted.as_u64().and_then(|wanted| usize::try_from(wanted).ok()).unwrap_or_default();
    let fits = if rule.starts_with("min") { size >= wanted } else { size <= wanted };
    fits.then_some(()).ok_or_else(|| format!("{rule} is {wanted}, and this has {size}"))
}

/// The one format we have: lower-case words joined by single hyphens.
fn kebab_case(format: &Value, value: &Value) -> Result<()> {
    let text = value.as_str().unwrap_or_default();
    let is_word =
        |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let fits = format == "kebab-case" && text.split('-').all(is_word);
    fits.then_some(()).ok_or_else(|| format!("{value} is not in {format}"))
}
