//! The reports of all languages made one: pure, so that tests can show what it refuses.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use jiff::civil::Date;
use serde::de::Error as _;
use serde::{Deserialize, Deserializer};

use crate::Result;
use crate::suite::Suite;

/// The languages in which every case must pass; Android is Kotlin once more, with another transport and other packages.
pub const LANGUAGES: [&str; 5] = ["rust", "python", "node", "kotlin", "android"];

/// How many complaints of one kind are worth reading.
const SHOWN: usize = 40;

/// How a case ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Ending {
    /// As expected.
    Pass,
    /// Otherwise.
    Fail,
}

/// One line of a report.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Line {
    /// The case.
    pub id: String,
    /// Who ran it.
    pub language: String,
    /// How it ended.
    pub result: Ending,
    /// Why it failed.
    #[serde(default)]
    pub detail: String,
}

/// What a runner has left behind.
#[derive(Debug)]
pub struct Report {
    /// Whose it is.
    pub language: String,
    /// A line a case.
    pub lines: Vec<Line>,
    /// What the runner itself said last.
    pub summary: String,
    /// Why the runner as a whole is not to be believed.
    pub trouble: Option<String>,
}

impl Report {
    /// The report of a runner that could not run.
    #[must_use]
    pub fn broken(language: &str, trouble: &str) -> Self {
        let trouble = Some(trouble.to_owned());
        Self { language: language.to_owned(), lines: Vec::new(), summary: String::new(), trouble }
    }

    /// The report of a language's other flavour added: a case has passed if it has in both. One that a flavour has left out is
    /// missing, and a line that has no partner in the other is a trouble.
    #[must_use]
    pub fn with_flavour(mut self, mut other: Self) -> Self {
        let mut alone = None;
        self.lines.retain_mut(|line| {
            let Some(place) = other.lines.iter().position(|same| same.id == line.id) else {
                alone.get_or_insert_with(|| line.id.clone());
                return false;
            };
            let same = other.lines.remove(place);
            if line.result == Ending::Pass {
                *line = same;
            }
            true
        });
        let alone = alone.or_else(|| other.lines.first().map(|line| line.id.clone()));
        let troubles: Vec<_> = [self.trouble, other.trouble].into_iter().flatten().collect();
        let trouble = if troubles.is_empty() {
            alone.map(|id| format!("its flavours have not reported the same cases: {id}"))
        } else {
            Some(troubles.join("; "))
        };
        Self { summary: format!("{}; {}", self.summary, other.summary), trouble, ..self }
    }

    /// The report of another part of the suite added.
    #[must_use]
    pub fn with_part(mut self, other: Self) -> Self {
        self.lines.extend(other.lines);
        let troubles: Vec<_> = [self.trouble, other.trouble].into_iter().flatten().collect();
        let trouble = (!troubles.is_empty()).then(|| troubles.join("; "));
        Self { summary: format!("{}; {}", self.summary, other.summary), trouble, ..self }
    }
}

impl Report {
    /// Why a runner's comparison cannot be believed, if it has passed a case that is wrong on purpose, or not looked at one.
    #[must_use]
    pub fn why_not_believed(&self, control: &[String]) -> Option<String> {
        let failed = |id: &&String| {
            self.lines.iter().filter(|line| line.id == **id).map(|line| line.result).collect::<Vec<_>>()
                == [Ending::Fail]
        };
        let missed: Vec<&str> = control.iter().filter(|id| !failed(id)).map(String::as_str).collect();
        let what = "wrong on purpose, and it did not report them as failed";
        (!missed.is_empty()).then(|| format!("these cases are {what}: {}", missed.join(", ")))
    }
}

/// Reads a report.
///
/// # Errors
/// The first line that is no line of a report.
pub fn read_report(text: &str) -> Result<Vec<Line>> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines
        .map(|(place, line)| serde_json::from_str(line).map_err(|error| format!("line {}: {error}", place + 1)))
        .collect()
}

/// A case that may fail in a language, until a day.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Skip {
    /// Where.
    pub language: String,
    /// Which case.
    pub id: String,
    /// Why.
    pub reason: String,
    /// The last day on which it is honoured.
    #[serde(deserialize_with = "day")]
    pub until: Date,
}

fn day<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Date, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(D::Error::custom)
}

/// The outcome for all languages.
#[derive(Debug)]
pub struct Joined {
    /// Cases that passed, by area and language.
    pub matrix: String,
    /// What was skipped, and until when.
    pub notes: Vec<String>,
    /// What is wrong; empty if nothing is.
    pub complaints: Vec<String>,
    /// The cases of the complaints, a line a language: what somebody who sees the end of a log alone has to know.
    pub amiss: Vec<String>,
}

/// Joins the reports of all languages.
#[must_use]
pub fn join(suite: &Suite, reports: &[Report], skips: &[Skip], today: Date) -> Joined {
    let mut complaints = Vec::new();
    let mut amiss = Vec::new();
    let mut notes = Vec::new();
    let known: BTreeSet<&str> = suite.cases.iter().map(|case| case.id.as_str()).collect();
    let excused = valid_skips(skips, &known, today, &mut complaints);
    let mut passed: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for language in LANGUAGES {
        let own: Vec<_> = reports.iter().filter(|report| report.language == language).collect();
        let [report] = own[..] else {
            complaints.push(format!("{language}: {} reports instead of one", own.len()));
            continue;
        };
        complaints.extend(report.trouble.iter().map(|trouble| format!("{language}: {trouble}")));
        let mut seen = BTreeSet::new();
        let mut wrong = Vec::new();
        for line in &report.lines {
            let id = line.id.as_str();
            if !known.contains(id) {
                wrong.push((id, format!("{language}: reports {id}, which is no case")));
            } else if line.language != language {
                wrong.push((id, format!("{language}: reports {id} as {}", line.language)));
            } else if !seen.insert(id) {
                wrong.push((id, format!("{language}: reports {id} twice")));
            } else if line.result == Ending::Pass {
                passed.entry(language).or_default().insert(id);
            } else if !excused.contains(&(language, id)) {
                wrong.push((id, format!("{language}: {id} failed: {}", line.detail)));
            }
        }
        let missing = known.difference(&seen).filter(|id| !excused.contains(&(language, **id)));
        wrong.extend(missing.map(|id| (*id, format!("{language}: {id} is missing"))));
        let more = wrong.len().saturating_sub(SHOWN);
        wrong.truncate(SHOWN);
        let more = (more > 0).then(|| format!("and {more} more"));
        if !wrong.is_empty() {
            let ids = wrong.iter().map(|(id, _)| *id).chain(more.as_deref());
            amiss.push(format!("{language}: {}", ids.collect::<Vec<_>>().join(", ")));
        }
        complaints.extend(wrong.into_iter().map(|(_, why)| why));
        complaints.extend(more.map(|more| format!("{language}: {more}")));
    }
    let strangers = reports.iter().filter(|report| !LANGUAGES.contains(&report.language.as_str()));
    complaints.extend(strangers.map(|report| format!("{}: nobody asked for this language", report.language)));
    for skip in skips {
        let is_passed = passed.get(skip.language.as_str()).is_some_and(|ids| ids.contains(skip.id.as_str()));
        let Skip { language, id, reason, until } = skip;
        if is_passed {
            complaints.push(format!("skips.toml: {id} passes in {language}: take the entry out"));
        } else {
            notes.push(format!("skipped in {language} until {until}: {id} ({reason})"));
        }
    }
    Joined { matrix: matrix(suite, &passed), notes, complaints, amiss }
}

fn valid_skips<'a>(
    skips: &'a [Skip],
    known: &BTreeSet<&str>,
    today: Date,
    complaints: &mut Vec<String>,
) -> BTreeSet<(&'a str, &'a str)> {
    let mut valid = BTreeSet::new();
    for skip in skips {
        let Skip { language, id, reason, until } = skip;
        if *until < today {
            complaints.push(format!("skips.toml: the skip of {id} in {language} ended on {until}"));
        } else if reason.trim().is_empty() {
            complaints.push(format!("skips.toml: the skip of {id} in {language} has no reason"));
        } else if !known.contains(id.as_str()) || !LANGUAGES.contains(&language.as_str()) {
            complaints.push(format!("skips.toml: there is no case {id} in {language}"));
        } else if !valid.insert((language.as_str(), id.as_str())) {
            complaints.push(format!("skips.toml: {id} in {language} stands there twice"));
        }
    }
    valid
}

/// A row an area, a column a language: `69`, or `67/69` where something is amiss.
fn matrix(suite: &Suite, passed: &BTreeMap<&str, BTreeSet<&str>>) -> String {
    let mut areas: Vec<&str> = Vec::new();
    for case in &suite.cases {
        if !areas.contains(&case.area.as_str()) {
            areas.push(&case.area);
        }
    }
    let width = areas.iter().map(|area| area.len()).max().unwrap_or_default().max(5);
    let mut text = format!("{:width$}", "area");
    for language in LANGUAGES {
        let _ = write!(text, "  {language:>9}");
    }
    let row = |text: &mut String, name: &str, is_in: &dyn Fn(&str) -> bool| {
        let _ = write!(text, "\n{name:width$}");
        let ids: Vec<_> = suite.cases.iter().filter(|case| is_in(&case.area)).map(|case| case.id.as_str()).collect();
        for language in LANGUAGES {
            let count = ids.iter().filter(|id| passed.get(language).is_some_and(|own| own.contains(**id))).count();
            let cell = if count == ids.len() { count.to_string() } else { format!("{count}/{}", ids.len()) };
            let _ = write!(text, "  {cell:>9}");
        }
    };
    for area in areas {
        row(&mut text, area, &|other| other == area);
    }
    row(&mut text, "all", &|_| true);
    text.push('\n');
    text
}
