//! The conformance data: every case with its area, checked before anybody runs it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use dgspay::error::{ErrorClass, ErrorCode};
use serde_json::Value;

use crate::coverage::{Coverage, Seen};
use crate::schema::Schemas;
use crate::{Result, complain, read};

/// Codes that no case can raise, and why. Each is tested in the languages themselves.
const NOT_IN_DATA: [(&str, &str); 1] =
    [("stopped_waiting", "how a caller stops waiting is each language's own idiom: a task, a signal, a coroutine")];

/// A case, as far as the report needs it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Case {
    /// Its id.
    pub id: String,
    /// The folder of its vectors, or the file of its scenario.
    pub area: String,
}

/// All cases.
#[derive(Debug)]
pub struct Suite {
    /// In the order of the files' names.
    pub cases: Vec<Case>,
    /// The ids of the cases that are wrong on purpose: no runner may pass one.
    pub control: Vec<String>,
    vectors: usize,
}

impl Suite {
    /// Reads the folder `tests` and checks everything in it: schemas, ids, that every error is raised, and what else is to
    /// be covered.
    ///
    /// # Errors
    /// Everything that is wrong, one complaint a line.
    pub fn load(tests: &Path) -> Result<Self> {
        let schemas = Schemas::load(&tests.join("schema"))?;
        let mut complaints = Vec::new();
        let mut suite = Self { cases: Vec::new(), control: Vec::new(), vectors: 0 };
        let (mut raised, mut seen) = (BTreeSet::new(), Seen::default());
        for (kind, schema) in
            [("vectors", "vectors.json"), ("scenarios", "scenarios.json"), ("control/vectors", "vectors.json")]
        {
            for path in files(&tests.join(kind))? {
                let shown = path.strip_prefix(tests).unwrap_or(&path).display().to_string();
                match serde_json::from_str(&read(&path)?) {
                    Ok(file) => {
                        complaints.extend(schemas.check(schema, &file).err().map(|why| format!("{shown}: {why}")));
                        if kind.starts_with("control") {
                            suite.control.extend(ids(&file).map(str::to_owned));
                        } else {
                            suite.add(kind, &path, &file);
                            collect_errors(&file, &mut raised);
                            seen.look_at(&file);
                        }
                    }
                    Err(error) => complaints.push(format!("{shown}: {error}")),
                }
            }
            if kind == "vectors" {
                suite.vectors = suite.cases.len();
            }
        }
        complaints.extend(suite.twice());
        complaints.extend(unraised(&raised));
        let coverage = Coverage::load(&tests.join("coverage.toml"))?;
        complaints.extend(coverage.complaints(&schemas, &seen));
        complain(&complaints).map(|()| suite)
    }

    /// How many vectors there are.
    #[must_use]
    pub fn vectors(&self) -> usize {
        self.vectors
    }

    /// How many scenarios there are.
    #[must_use]
    pub fn scenarios(&self) -> usize {
        self.cases.len() - self.vectors
    }

    fn add(&mut self, kind: &str, path: &Path, file: &Value) {
        let area = match kind {
            "vectors" => file["area"].as_str().unwrap_or_default().to_owned(),
            _ => format!("scenarios/{}", path.file_stem().unwrap_or_default().to_string_lossy()),
        };
        self.cases.extend(ids(file).map(|id| Case { id: id.to_owned(), area: area.clone() }));
    }

    fn twice(&self) -> Vec<String> {
        let mut counts = BTreeMap::<_, u32>::new();
        for id in self.cases.iter().map(|case| &case.id).chain(&self.control) {
            *counts.entry(id).or_default() += 1;
        }
        let twice = counts.into_iter().filter(|(_, count)| *count > 1);
        twice.map(|(id, count)| format!("the id {id} is used {count} times")).collect()
    }
}

fn ids(file: &Value) -> impl Iterator<Item = &str> {
    file["cases"].as_array().into_iter().flatten().filter_map(|case| case["id"].as_str())
}

/// Every JSON file below a folder, sorted.
pub(crate) fn files(folder: &Path) -> Result<Vec<PathBuf>> {
    let wrong = |error: std::io::Error| format!("{}: {error}", folder.display());
    let entries = std::fs::read_dir(folder).map_err(wrong)?.collect::<Result<Vec<_>, _>>().map_err(wrong)?;
    let mut found = Vec::new();
    for path in entries.iter().map(std::fs::DirEntry::path) {
        if path.is_dir() {
            found.extend(files(&path)?);
        } else {
            found.push(path);
        }
    }
    found.sort();
    Ok(found)
}

/// Every (code, class) that an `expect` names.
fn collect_errors(value: &Value, raised: &mut BTreeSet<(String, String)>) {
    match value {
        Value::Object(fields) => {
            if let Some(error) = fields.get("expect").and_then(|expect| expect.get("error")) {
                let text = |name: &str| error[name].as_str().unwrap_or_default().to_owned();
                raised.insert((text("code"), text("class")));
            }
            fields.values().for_each(|value| collect_errors(value, raised));
        }
        Value::Array(values) => values.iter().for_each(|value| collect_errors(value, raised)),
        _ => {}
    }
}

/// The codes and classes of the core's table that no case raises, and those that cases raise but the table does not have.
fn unraised(raised: &BTreeSet<(String, String)>) -> Vec<String> {
    let codes: BTreeSet<_> = raised.iter().map(|(code, _)| code.as_str()).collect();
    let classes: BTreeSet<_> = raised.iter().map(|(_, class)| class.as_str()).collect();
    let table: BTreeSet<_> = ErrorCode::ALL.iter().map(|code| code.as_str()).collect();
    let known: BTreeSet<_> = ErrorClass::ALL.iter().map(|class| class.name()).collect();
    let excused: BTreeSet<_> = NOT_IN_DATA.iter().map(|(code, _)| *code).collect();
    let mut complaints = Vec::new();
    complaints.extend(
        table
            .iter()
            .filter(|code| !codes.contains(*code) && !excused.contains(*code))
            .map(|code| format!("no case raises the error code {code}")),
    );
    complaints.extend(
        excused
            .iter()
            .filter(|code| codes.contains(*code))
            .map(|code| format!("a case raises {code}: its excuse is out of date")),
    );
    complaints.extend(known.difference(&classes).map(|class| format!("no case raises the class {class}")));
    complaints.extend(
        codes
            .difference(&table)
            .map(|code| format!("a case expects the error code {code}, which the core does not have")),
    );
    complaints.extend(
        classes
            .difference(&known)
            .map(|class| format!("a case expects the class {class}, which the core does not have")),
    );
    complaints
}
