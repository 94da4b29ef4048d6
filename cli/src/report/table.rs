//! Records side by side.

use serde::ser::{Serialize, Serializer};
use tabled::builder::Builder;
use tabled::settings::object::{Cell as Position, Columns, Rows};
use tabled::settings::{Alignment, Color, Modify, Padding, Style};

use super::record::Record;
use crate::output::{FAINT, INDENT, Tone, broken, lines};

const GAP: usize = 3;

/// Records of one kind. The JSON has all of every record; people see the columns that they can compare.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(super) name: &'static str,
    columns: &'static [&'static str],
    /// The column of words: the one that may take several lines. What is copied out of the others stays in one piece.
    words: Option<&'static str>,
    rows: Vec<Record>,
}

/// A column narrower than this is a tower of syllables.
const NARROWEST: usize = 12;

impl Table {
    pub(crate) fn new(name: &'static str, columns: &'static [&'static str], rows: Vec<Record>) -> Self {
        Self { name, columns, words: None, rows }
    }

    pub(crate) fn len(&self) -> usize {
        self.rows.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// With a column that is broken into lines where the terminal is too narrow.
    pub(crate) fn breaking(self, column: &'static str) -> Self {
        Self { words: Some(column), ..self }
    }

    /// The table as text, no wider than the width if there is one.
    pub(super) fn text(&self, width: Option<usize>) -> String {
        if self.is_empty() {
            return String::new();
        }
        let mut table = self.laid_out(usize::MAX);
        let excess = width.map_or(0, |width| table.total_width().saturating_sub(width));
        if let Some(words) = self.words.filter(|_| excess > 0) {
            let texts = self.rows.iter().filter_map(|row| row.get(words).text());
            let longest = texts.map(|text| console::measure_text_width(&text)).max().unwrap_or_default();
            table = self.laid_out(longest.saturating_sub(excess).max(NARROWEST));
        }
        for (line, row) in self.rows.iter().enumerate() {
            for (column, name) in self.columns.iter().enumerate() {
                if row.get(name).tone() != Tone::Plain {
                    table.with(Modify::new(Position::new(line + 1, column)).with(color(row.get(name).tone())));
                }
            }
        }
        table.modify(Rows::first(), Color::new(FAINT.render().to_string(), FAINT.render_reset().to_string()));
        lines(table.to_string().lines().map(|line| line.trim_end().to_owned()))
    }

    /// The cells in their places, the column of words no wider than this.
    fn laid_out(&self, words: usize) -> tabled::Table {
        let mut builder = Builder::default();
        builder.push_record(self.columns.iter().map(|name| name.replace('_', " ").to_uppercase()));
        for row in &self.rows {
            builder.push_record(self.columns.iter().map(|name| {
                let text = row.get(name).text().unwrap_or_default();
                if Some(*name) == self.words { broken(&text, words).join("\n") } else { text }
            }));
        }
        let mut table = builder.build();
        table.with(Style::empty()).with(Padding::new(0, GAP, 0, 0));
        table.modify(Columns::first(), Padding::new(INDENT, GAP, 0, 0));
        table.modify(Columns::last(), Padding::new(0, 0, 0, 0));
        for (index, name) in self.columns.iter().enumerate() {
            if self.rows.iter().any(|row| row.get(name).is_number()) {
                table.modify(Columns::one(index), Alignment::right());
            }
        }
        table
    }
}

fn color(tone: Tone) -> Color {
    let style = tone.style();
    Color::new(style.render().to_string(), style.render_reset().to_string())
}

impl Serialize for Table {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.rows.serialize(serializer)
    }
}
