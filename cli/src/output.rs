//! How lines look. Colours go away by themselves where there is no terminal, or where `NO_COLOR` is set.

use std::fmt::Display;
use std::io::Write as _;

use anstyle::{AnsiColor, Style};

use crate::report::printable;

/// The name in front of a line.
pub(crate) const LABEL: Style = AnsiColor::Cyan.on_default();
/// Something that went well.
pub(crate) const GOOD: Style = AnsiColor::Green.on_default().bold();
/// Something that needs attention.
pub(crate) const BAD: Style = AnsiColor::Red.on_default().bold();
/// Something beside the point.
pub(crate) const FAINT: Style = Style::new().dimmed();

/// Something that has not ended yet.
const WAITING: Style = AnsiColor::Yellow.on_default().bold();

/// How something stands, as a colour.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Tone {
    Plain,
    Good,
    Waiting,
    Bad,
    Faint,
}

impl Tone {
    pub(crate) fn style(self) -> Style {
        match self {
            Self::Plain => Style::new(),
            Self::Good => GOOD,
            Self::Waiting => WAITING,
            Self::Bad => BAD,
            Self::Faint => FAINT,
        }
    }
}

/// How far in everything stands.
pub(crate) const INDENT: usize = 2;
const LABEL_WIDTH: usize = 12;
const TEXT_WIDTH: usize = 72;

/// Lines, each with its end.
pub(crate) fn lines(lines: impl IntoIterator<Item = String>) -> String {
    lines.into_iter().flat_map(|line| [line, "\n".to_owned()]).collect()
}

/// The text in lines of whole words that are no wider than this.
pub(crate) fn broken(text: &str, width: usize) -> Vec<String> {
    text.split(' ').fold(Vec::new(), |mut lines: Vec<String>, word| {
        match lines.last_mut() {
            Some(line) if console::measure_text_width(line) + 1 + console::measure_text_width(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
        lines
    })
}

/// How wide a text may be: `COLUMNS`, or the terminal; where there is neither, as wide as it is.
pub(crate) fn width(terminal: &console::Term) -> Option<usize> {
    let asked = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok()).filter(|columns| *columns > 0);
    let measured = || terminal.size_checked().map(|(_, columns)| usize::from(columns));
    asked.or_else(|| terminal.is_term().then(measured).flatten())
}

/// The text in a style, with the escapes of a terminal around it.
pub(crate) fn styled(style: Style, text: impl Display) -> String {
    format!("{}{text}{}", style.render(), style.render_reset())
}

/// One line of a story: what, the facts, and what to remember of it at the right.
pub(crate) fn step(label: &str, text: &str, note: &str, style: Style) {
    anstream::println!(
        "  {}{label:<LABEL_WIDTH$}{}  {text:<TEXT_WIDTH$}  {}{note}{}",
        LABEL.render(),
        LABEL.render_reset(),
        style.render(),
        style.render_reset(),
    );
}

/// A line beside the result, for the person in front of the terminal: it never disturbs what a program reads.
pub(crate) fn note(tone: Tone, text: &str) {
    tell(&format!("  {}\n", styled(tone.style(), printable(text))));
}

/// Writes to stderr. Nothing may fail because nobody reads it: money may have moved already.
pub(crate) fn tell(text: &str) {
    let _ = anstream::stderr().write_all(text.as_bytes()).and_then(|()| anstream::stderr().flush());
}

/// Writes a result to stdout. If that cannot be done, it is told on stderr: a reference that nobody has seen is a payment that
/// nobody can find.
pub(crate) fn print(text: &str) {
    let written = anstream::stdout().write_all(text.as_bytes()).and_then(|()| anstream::stdout().flush());
    if let Err(error) = written {
        tell(&format!("cannot print the result: {error}. It is:\n{text}"));
    }
}

#[cfg(test)]
mod tests {
    use super::broken;

    #[test]
    fn lines_are_broken_between_words() {
        let text = "The answer was lost. Do not repeat it.";
        assert_eq!(broken(text, 80), [text]);
        assert_eq!(broken(text, 16), ["The answer was", "lost. Do not", "repeat it."]);
        assert_eq!(broken("incomprehensibilities", 5), ["incomprehensibilities"]);
    }
}
