//! What the cases must cover beyond every error: `tests/coverage.toml`, held against the data.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Deserialize;
use serde_json::Value;

use crate::schema::Schemas;
use crate::{Result, read};

/// `tests/coverage.toml`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Coverage {
    scenario_keys: Vec<String>,
    events: Vec<String>,
    roho_errors: Vec<String>,
    contradictions: BTreeMap<Service, u32>,
    #[serde(default)]
    no_case: Vec<NoCase>,
}

/// Whose documents are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Service {
    Dgs,
    Roho,
}

/// A contradiction of a service's documents, by its number there.
type Contradiction = (Service, u32);

/// A contradiction that no case can show.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct NoCase {
    service: Service,
    contradiction: u32,
    reason: String,
}

/// What the cases have been seen to do.
#[derive(Debug, Default)]
pub(crate) struct Seen {
    calls: BTreeSet<String>,
    faults: BTreeSet<String>,
    scenario_keys: BTreeSet<String>,
    /// Events that a vector reads.
    read: BTreeSet<String>,
    /// Events that a scenario waits for.
    awaited: BTreeSet<String>,
    contradictions: BTreeSet<Contradiction>,
    /// RohoPay's own codes that an error of a scenario has.
    roho_errors: BTreeSet<String>,
}

impl Seen {
    /// Looks at one file of cases.
    pub(crate) fn look_at(&mut self, file: &Value) {
        let area = file["area"].as_str().unwrap_or_default();
        let service = if area == "roho" || area.starts_with("roho-") { Service::Roho } else { Service::Dgs };
        for case in file["cases"].as_array().into_iter().flatten() {
            let numbers = named(case["comment"].as_str().unwrap_or_default());
            self.contradictions.extend(numbers.map(|number| (service, number)));
            self.note(case);
            let beside = [&case["steps"], &case["faults"]].into_iter().filter_map(Value::as_array).flatten();
            beside.for_each(|step| {
                self.note(step);
                let code = step["expect"]["error"]["service_code"].as_str().map(str::to_owned);
                self.roho_errors.extend(code.filter(|_| service == Service::Roho));
            });
        }
    }

    /// A vector, or a step or a fault of a scenario.
    fn note(&mut self, case: &Value) {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        self.calls.extend(text(&case["call"]));
        self.faults.extend(text(&case["fault"]));
        self.awaited.extend(text(&case["webhook"]));
        self.read.extend(text(&case["expect"]["ok"]["type"]).filter(|_| case["call"] == "webhook.verify"));
        let keys = case["input"]["scenario_key"].as_str().unwrap_or_default();
        self.scenario_keys.extend(keys.split('&').map(str::to_owned));
    }
}

impl Coverage {
    /// Reads the file.
    pub(crate) fn load(path: &Path) -> Result<Self> {
        toml::from_str(&read(path)?).map_err(|error| format!("{}: {error}", path.display()))
    }

    /// Everything that is to be covered, or is said to be impossible to cover, and is not.
    pub(crate) fn complaints(&self, schemas: &Schemas, seen: &Seen) -> Vec<String> {
        let mut complaints = Vec::new();
        for (what, found) in [("call", &seen.calls), ("fault", &seen.faults)] {
            let missing = schemas.enumerated(what).into_iter().filter(|name| !found.contains(name));
            complaints.extend(missing.map(|name| format!("no case has the {what} {name}")));
        }
        for (what, wanted, found) in [
            ("has the scenario key", &self.scenario_keys, &seen.scenario_keys),
            ("of the vectors reads the event", &self.events, &seen.read),
            ("of the scenarios waits for the event", &self.events, &seen.awaited),
            ("of the scenarios expects RohoPay's error", &self.roho_errors, &seen.roho_errors),
        ] {
            let missing = wanted.iter().filter(|name| !found.contains(*name));
            complaints.extend(missing.map(|name| format!("no case {what} {name}")));
        }
        complaints.extend(self.uncovered(&seen.contradictions));
        complaints
    }

    /// What is wrong with the contradictions: each is to be named by a case, or excused with a reason, and not both.
    fn uncovered(&self, named: &BTreeSet<Contradiction>) -> Vec<String> {
        let mut complaints = Vec::new();
        let excused: BTreeSet<_> = self.no_case.iter().map(|entry| (entry.service, entry.contradiction)).collect();
        let known: BTreeSet<_> = self
            .contradictions
            .iter()
            .flat_map(|(service, last)| (1..=*last).map(move |number| (*service, number)))
            .collect();
        for contradiction @ (service, number) in &known {
            match (named.contains(contradiction), excused.contains(contradiction)) {
                (false, false) => complaints.push(format!("no case names the contradiction C-{number} of {service:?}")),
                (true, true) => {
                    complaints
                        .push(format!("coverage.toml: a case names C-{number} of {service:?}: take the entry out"));
                }
                _ => {}
            }
        }
        let unknown = named.union(&excused).filter(|contradiction| !known.contains(contradiction));
        complaints.extend(unknown.map(|(service, number)| format!("{service:?} has no contradiction C-{number}")));
        let silent = self.no_case.iter().filter(|entry| entry.reason.trim().is_empty());
        complaints.extend(silent.map(|entry| format!("coverage.toml: C-{} has no reason", entry.contradiction)));
        complaints
    }
}

/// The contradictions that a comment names: the number behind every `C-`.
fn named(comment: &str) -> impl Iterator<Item = u32> {
    let words = comment.split(|c: char| !c.is_ascii_alphanumeric() && c != '-');
    words.filter_map(|word| word.strip_prefix("C-")?.parse().ok())
}
