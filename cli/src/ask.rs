//! Questions: to a person at a terminal, or to the lines of a program's stdin, in the same order.

use std::io::{self, BufRead as _, IsTerminal as _};

use dgspay::Environment;
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::failure::Failure;
use crate::interrupt::Interrupts;
use crate::output::tell;

/// Whether there is somebody who can see a question and answer it.
pub(crate) fn somebody_is_there() -> bool {
    io::stdin().is_terminal() && io::stderr().is_terminal()
}

/// Something that nobody may see: typed without an echo, or the next line of stdin. `None` if there is nobody who answers.
pub(crate) async fn secret(question: &str) -> Result<Option<Zeroizing<String>>, Failure> {
    let interrupts = Interrupts::listen();
    if !somebody_is_there() {
        return answered(next_line, interrupts).await;
    }
    let question = format!("  {question}: ");
    // From before the question is seen: whoever types fast types without an echo as well.
    let _unechoed = Unechoed::begin()?;
    answered(move || rpassword::prompt_password(question).map(Zeroizing::new), interrupts).await
}

/// While it lives, the terminal shows nothing of what is typed.
struct Unechoed {
    #[cfg(unix)]
    before: rustix::termios::Termios,
}

#[cfg(unix)]
impl Unechoed {
    fn begin() -> io::Result<Self> {
        use rustix::termios::{LocalModes, OptionalActions, tcgetattr, tcsetattr};

        let before = tcgetattr(io::stdin())?;
        let mut quiet = before.clone();
        quiet.local_modes.remove(LocalModes::ECHO);
        tcsetattr(io::stdin(), OptionalActions::Now, &quiet)?;
        Ok(Self { before })
    }
}

#[cfg(unix)]
impl Drop for Unechoed {
    fn drop(&mut self) {
        // A terminal that is gone needs no echo.
        let _ = rustix::termios::tcsetattr(io::stdin(), rustix::termios::OptionalActions::Now, &self.before);
    }
}

#[cfg(not(unix))]
impl Unechoed {
    /// Elsewhere, only the reading itself switches the echo off.
    #[allow(clippy::unnecessary_wraps, reason = "as on a system where it can fail")]
    fn begin() -> io::Result<Self> {
        Ok(Self {})
    }
}

/// Something that may be seen while it is typed.
pub(crate) async fn line(question: &str) -> Result<Option<Zeroizing<String>>, Failure> {
    let interrupts = Interrupts::listen();
    if somebody_is_there() {
        tell(&format!("  {question}: "));
    }
    answered(next_line, interrupts).await
}

fn next_line() -> io::Result<Zeroizing<String>> {
    let mut line = Zeroizing::new(String::new());
    io::stdin().lock().read_line(&mut line)?;
    Ok(line)
}

/// What was typed; nothing typed is no answer, and neither is Ctrl-C. The reading has a thread of its own, which nobody has to
/// wait for: it may sit there until the process ends.
async fn answered(
    read: impl FnOnce() -> io::Result<Zeroizing<String>> + Send + 'static,
    mut interrupts: Interrupts,
) -> Result<Option<Zeroizing<String>>, Failure> {
    let (sender, receiver) = oneshot::channel();
    std::thread::spawn(move || sender.send(read()));
    let typed = tokio::select! {
        Ok(typed) = receiver => typed,
        () = interrupts.next() => return Ok(None),
    };
    match typed {
        Ok(typed) => Ok(Some(typed.trim()).filter(|text| !text.is_empty()).map(|text| Zeroizing::new(text.to_owned()))),
        Err(error) if error.kind() == io::ErrorKind::Interrupted => Ok(None),
        Err(error) => Err(error.into()),
    }
}

/// Lets a person say no before money leaves the wallet. Where nobody can be asked, real money moves only with `--yes`.
pub(crate) async fn confirmed(question: &str, yes: bool, environment: &Environment) -> Result<(), Failure> {
    if yes {
        return Ok(());
    }
    if !somebody_is_there() {
        return match environment {
            Environment::Sandbox => Ok(()),
            _ => Err(Failure::Usage(format!("{question} Nobody can be asked here: add --yes. Nothing was sent."))),
        };
    }
    let answer = line(&format!("{question} [y/N]")).await?;
    match answer.as_deref().map(|answer| answer.to_ascii_lowercase()).as_deref() {
        Some("y" | "yes") => Ok(()),
        _ => Err(Failure::Obstacle("Not confirmed. Nothing was sent.".to_owned())),
    }
}
