//! Records side by side.

use serde::ser::{Serialize, Serializer};
use tabled::builder::Builder;
use tabled::settings::object::{Cell as Position, Columns, Rows};
use tabled::settings::peaker::Priority;
use tabled::settings::{Alignment, Color, Modify, Padding, Style, Width};

use super::record::Record;
use crate::output::{FAINT, Tone, lines};

const INDENT: usize = 2;
const GAP: usize = 3;

/// Records of one kind. The JSON has all of every record; people see the columns that they can compare.
#[derive(Clone, Debug)]
pub(crate) struct Table {
    pub(super) name: &'static str,
    columns: &'static [&'static str],
    rows: Vec<Record>,
}

impl Table {
    pub(crate) fn new(name: &'static str, columns: &'static [&'static str], rows: Vec<Record>) -> Self {
        Self { name, columns, rows }
    }

    /// The table as text, no wider than the width if there is one.
    pub(super) fn text(&self, width: Option<usize>) -> String {
        if self.rows.is_empty() {
            return String::new();
        }
        let mut builder = Builder::default();
        builder.push_record(self.columns.iter().map(|name| name.replace('_', " ").to_uppercase()));
        for row in &self.rows {
            builder.push_record(self.columns.iter().map(|name| row.get(name).text().unwrap_or_default()));
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
        if let Some(width) = width {
            table.with(Width::wrap(width).keep_words(true).priority(Priority::max(true)));
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
