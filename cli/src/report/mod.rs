//! What a command has to say, said once: people read it as text, programs as one JSON document.

pub(crate) mod qr;
mod record;
mod table;

pub(crate) use record::{Cell, Record, printable};
pub(crate) use table::Table;

use serde::ser::{Serialize, SerializeMap, Serializer};

use crate::exit::Exit;
use crate::output::{FAINT, INDENT, LABEL, Tone, broken, lines, styled, width};

/// The result of a command.
#[derive(Debug)]
pub(crate) struct Report {
    pub(crate) exit: Exit,
    headline: Option<(Tone, String)>,
    parts: Vec<Part>,
    hints: Vec<String>,
    next: Vec<(&'static str, String)>,
}

#[derive(Debug)]
enum Part {
    /// Facts; in JSON they stand at the top.
    Record(Record),
    /// Facts that people read elsewhere on the screen.
    Unseen(Record),
    /// A table; in JSON it stands under its name.
    Table(Table),
    /// Only for people; programs find its facts elsewhere in the document.
    Overview(Table),
    /// Only for people.
    Picture(String),
}

impl Report {
    pub(crate) fn new(exit: Exit) -> Self {
        Self { exit, headline: None, parts: Vec::new(), hints: Vec::new(), next: Vec::new() }
    }

    /// The first line, for people.
    pub(crate) fn headline(mut self, tone: Tone, text: impl Into<String>) -> Self {
        self.headline = Some((tone, text.into()));
        self
    }

    pub(crate) fn record(mut self, record: Record) -> Self {
        self.parts.push(Part::Record(record));
        self
    }

    pub(crate) fn unseen(mut self, record: Record) -> Self {
        self.parts.push(Part::Unseen(record));
        self
    }

    pub(crate) fn table(mut self, table: Table) -> Self {
        self.parts.push(Part::Table(table));
        self
    }

    pub(crate) fn seen_only(mut self, table: Table) -> Self {
        self.parts.push(Part::Overview(table));
        self
    }

    pub(crate) fn picture(mut self, picture: Option<String>) -> Self {
        self.parts.extend(picture.map(Part::Picture));
        self
    }

    /// What to do next, for people: the last lines.
    pub(crate) fn hint(mut self, hint: impl Into<String>) -> Self {
        self.hints.push(hint.into());
        self
    }

    /// What can be done next and how, for people: behind the last lines.
    pub(crate) fn next(mut self, what: &'static str, how: impl Into<String>) -> Self {
        self.next.push((what, how.into()));
        self
    }

    /// Everything for people, with the escapes of colours in it.
    pub(crate) fn text(&self) -> String {
        let headline = self.headline.iter().map(|(tone, text)| format!("  {}", styled(tone.style(), printable(text))));
        let mut blocks = vec![lines(headline)];
        blocks.extend(self.parts.iter().map(|part| match part {
            Part::Record(record) => list(record),
            Part::Table(table) | Part::Overview(table) => table.text(width(&console::Term::stdout())),
            Part::Picture(picture) => picture.clone(),
            Part::Unseen(_) => String::new(),
        }));
        let faint = |line: String| format!("  {}", styled(FAINT, printable(&line)));
        let space = width(&console::Term::stdout()).map_or(usize::MAX, |width| width.saturating_sub(INDENT));
        blocks.push(lines(self.hints.iter().flat_map(|hint| broken(hint, space)).map(faint)));
        let longest = self.next.iter().map(|(what, _)| what.len()).max().unwrap_or_default();
        blocks.push(lines(self.next.iter().map(|(what, how)| faint(format!("{what:<longest$}  {how}")))));
        blocks.retain(|block| !block.is_empty());
        format!("\n{}\n", blocks.join("\n"))
    }
}

/// A fact a line, the names in one column.
fn list(record: &Record) -> String {
    let facts: Vec<_> = record.0.iter().filter_map(|(name, cell)| Some((name, cell.tone(), cell.text()?))).collect();
    let longest = facts.iter().map(|(name, ..)| name.len()).max().unwrap_or_default();
    lines(facts.iter().map(|(name, tone, text)| {
        let label = format!("{:<longest$}", name.replace('_', " "));
        format!("  {}  {}", styled(LABEL, label), styled(tone.style(), text))
    }))
}

impl Serialize for Report {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut document = serializer.serialize_map(None)?;
        for part in &self.parts {
            match part {
                Part::Record(Record(facts)) | Part::Unseen(Record(facts)) => {
                    for (name, cell) in facts {
                        document.serialize_entry(name, cell)?;
                    }
                }
                Part::Table(table) => document.serialize_entry(table.name, table)?,
                Part::Overview(_) | Part::Picture(_) => {}
            }
        }
        document.end()
    }
}
