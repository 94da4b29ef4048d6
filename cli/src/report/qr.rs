//! A QR code out of half blocks: two rows of modules a line, so that it is as high as it is wide.

use std::io::IsTerminal as _;

use anstyle::{AnsiColor, Style};
use qrcode::render::unicode::Dense1x2;
use qrcode::{EcLevel, QrCode};

use crate::output::{lines, styled};

/// When the QR code of an address is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum When {
    /// On a terminal
    Auto,
    /// Also into a file or a pipe
    Always,
    /// Never
    Never,
}

/// The blocks are the light modules: so it is dark on light, as scanners expect it, in the colours that are asked for and also
/// on a dark terminal without colours.
const COLOURS: Style = Style::new()
    .fg_color(Some(anstyle::Color::Ansi(AnsiColor::BrightWhite)))
    .bg_color(Some(anstyle::Color::Ansi(AnsiColor::Black)));

/// The QR code of an address, where it is wanted.
pub(crate) fn drawn(address: &str, when: When) -> Option<String> {
    let wanted = match when {
        When::Auto => std::io::stdout().is_terminal(),
        When::Always => true,
        When::Never => false,
    };
    let code = QrCode::with_error_correction_level(address, EcLevel::L).ok().filter(|_| wanted)?;
    let picture = code.render::<Dense1x2>().dark_color(Dense1x2::Light).light_color(Dense1x2::Dark).build();
    Some(lines(picture.lines().map(|line| format!("  {}", styled(COLOURS, line)))))
}
