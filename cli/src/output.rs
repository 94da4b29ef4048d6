//! How lines look. Colours go away by themselves where there is no terminal, or where `NO_COLOR` is set.

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

const LABEL_WIDTH: usize = 12;
const TEXT_WIDTH: usize = 72;

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
    let style = tone.style();
    anstream::eprintln!("  {}{}{}", style.render(), printable(text), style.render_reset());
}
