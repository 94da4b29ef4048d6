//! Questions: to a person at a terminal, or to the lines of a program's stdin, in the same order.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use dgspay::{DgsPay, Environment};
use zeroize::Zeroizing;

use crate::failure::Failure;

/// Whether there is somebody who can see a question and answer it.
pub(crate) fn somebody_is_there() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Something that nobody may see: typed without an echo, or the next line of stdin. `None` if there is nobody left to answer.
pub(crate) fn secret(question: &str) -> Result<Option<Zeroizing<String>>, Failure> {
    if somebody_is_there() {
        let typed = rpassword::prompt_password(format!("  {question}: ")).map(Zeroizing::new)?;
        return Ok(Some(typed).filter(|text| !text.trim().is_empty()));
    }
    next_line()
}

/// Something that may be seen while it is typed.
pub(crate) fn line(question: &str) -> Result<Option<Zeroizing<String>>, Failure> {
    if somebody_is_there() {
        anstream::eprint!("  {question}: ");
        std::io::stderr().flush()?;
    }
    next_line()
}

fn next_line() -> Result<Option<Zeroizing<String>>, Failure> {
    let mut line = Zeroizing::new(String::new());
    std::io::stdin().lock().read_line(&mut line)?;
    let text = line.trim();
    Ok((!text.is_empty()).then(|| Zeroizing::new(text.to_owned())))
}

/// Lets a person say no before money leaves the wallet. Where nobody can be asked, real money moves only with `--yes`.
pub(crate) fn confirmed(question: &str, yes: bool, pay: &DgsPay) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    if !somebody_is_there() {
        return match pay.environment() {
            Environment::Sandbox => Ok(()),
            _ => Err(Failure::Usage(format!("{question} Nobody can be asked here: add --yes. Nothing was sent."))),
        };
    }
    let answer = line(&format!("{question} [y/N]"))?;
    match answer.as_deref().map(|answer| answer.to_ascii_lowercase()).as_deref() {
        Some("y" | "yes") => Ok(()),
        _ => Err(Failure::Obstacle("Not confirmed. Nothing was sent.".to_owned())),
    }
}
