//! What is expected, held against what was found.

use serde_json::{Value, json};

/// Only what `expect` names is compared.
pub fn compare(expect: &Value, found: &Value) -> Result<(), String> {
    compare_field("", expect, found)
}

fn compare_field(name: &str, expect: &Value, found: &Value) -> Result<(), String> {
    let is_right = match (expect, found) {
        (Value::Object(form), _) if form.contains_key("$not") => compare_field(name, &form["$not"], found).is_err(),
        (Value::Object(form), _) if form.contains_key("$begins") => {
            found.as_str().is_some_and(|text| text.starts_with(form["$begins"].as_str().unwrap_or("\0")))
        }
        (Value::Object(wanted), Value::Object(_)) => {
            return wanted.iter().try_for_each(|(name, wanted)| {
                compare_field(name, wanted, &found[name]).map_err(|why| format!("{name}: {why}"))
            });
        }
        (Value::Array(wanted), Value::Array(values)) if wanted.len() == values.len() => {
            let mut pairs = wanted.iter().zip(values).enumerate();
            return pairs.try_for_each(|(place, (wanted, found))| {
                compare_field(name, wanted, found).map_err(|why| format!("[{place}] {why}"))
            });
        }
        (Value::String(any), found) if any == "$any" => !found.is_null() && found != "" && *found != json!([]),
        (Value::String(part), Value::String(message)) if name == "message" => message.contains(part.as_str()),
        _ => expect == found,
    };
    if is_right { Ok(()) } else { Err(format!("expected {expect}, found {found}")) }
}
