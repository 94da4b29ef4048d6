//! What ends a command badly, said once: to people with what to do about it, to programs as JSON.

use std::{fmt, iter};

use dgspay::{Error, ErrorClass, ErrorCode, Outcome};

use crate::exit::Exit;
use crate::output::{BAD, FAINT, INDENT, LABEL, broken, lines, styled, width};
use crate::report::{Record, printable};
use crate::service::Service;

/// Why a command was not done.
#[derive(Debug)]
pub(crate) enum Failure {
    /// A call ended so, or was never made.
    Call(Error),
    /// The command line or the settings cannot be used.
    Usage(String),
    /// Something else stands in the way.
    Obstacle(String),
}

impl Failure {
    pub(crate) fn exit(&self) -> Exit {
        match self {
            Self::Usage(_) => Exit::Usage,
            Self::Obstacle(_) => Exit::NotDone,
            Self::Call(error) => match (error.outcome(), error.class()) {
                (Outcome::Unknown, _) => Exit::Unknown,
                // What was found here, before anything was sent, is a slip of whoever typed it.
                (_, ErrorClass::Config | ErrorClass::Validation) if error.info().attempts == 0 => Exit::Usage,
                _ => Exit::NotDone,
            },
        }
    }

    /// Whether a request has been on its way.
    pub(crate) fn was_sent(&self) -> bool {
        matches!(self, Self::Call(error) if error.info().attempts > 0)
    }

    /// The facts, with the names that they have in every language.
    pub(crate) fn record(&self) -> Record {
        let Self::Call(error) = self else {
            let code = if matches!(self, Self::Usage(_)) { "usage" } else { "not_done" };
            return Record::new().with("code", code).with("message", self.to_string()).with("outcome", "not_executed");
        };
        let info = error.info();
        Record::new()
            .with("code", info.code)
            .with("class", info.class_name)
            .with("message", info.message)
            .with("outcome", info.outcome.as_str())
            .with("attempts", info.attempts)
            .with("http_status", info.http_status)
            .with("service_code", info.service_code)
            .with("field", info.field)
            .with("request_id", info.request_id)
            .with("reference", info.reference)
            .with("token", info.token)
            .with("retry_after", info.retry_after)
            .with("available", info.available)
            .with("required", info.required)
            .with("raw", info.raw)
    }

    /// What people read, who have asked this service.
    pub(crate) fn text(&self, service: Service) -> String {
        let title = if self.exit() == Exit::Unknown { "OUTCOME UNKNOWN:" } else { "error:" };
        let sentence = format!("{title} {}", printable(&self.to_string()));
        let width = width(&console::Term::stderr()).unwrap_or(usize::MAX);
        let sentence =
            broken(&sentence, width.saturating_sub(INDENT)).join("\n  ").replacen(title, &styled(BAD, title), 1);
        let Self::Call(error) = self else { return lines([sentence]) };
        let info = error.info();
        let facts = [
            ("reference", info.reference),
            ("token", info.token),
            ("available", info.available.map(|money| money.to_string())),
            ("required", info.required.map(|money| money.to_string())),
        ];
        let facts = facts.into_iter().filter_map(|(name, fact)| Some((name, printable(&fact?))));
        let facts = facts.map(|(name, fact)| format!("  {}  {fact}", styled(LABEL, format!("{name:<10}"))));
        let hints = hints(error, service).into_iter().map(|hint| format!("  {}", styled(FAINT, printable(&hint))));
        lines(iter::once(sentence).chain(facts).chain(hints))
    }
}

/// What the SDK's own sentence cannot know: which commands there are.
fn hints(error: &Error, service: Service) -> Vec<String> {
    let info = error.info();
    if error.code() == ErrorCode::MissingCredential {
        let keys = service.setting("*");
        return vec![
            format!("Keys come from the environment ({keys}) or from --env-file, never from the command line."),
            "No account yet? `dgspay sandbox` is one, offline; in another terminal:".to_owned(),
            "  eval \"$(dgspay sandbox --print-env)\"".to_owned(),
        ];
    }
    if error.outcome() != Outcome::Unknown {
        return Vec::new();
    }
    let look = if let Some(reference) = info.reference {
        format!("Look it up:   {}", service.command(&format!("transactions show {reference}")))
    } else {
        let [list, balance] = ["transactions list --limit 5", "balance"].map(|rest| service.command(rest));
        format!("Look for it:  {list}, and {balance}")
    };
    // After a conflict the key is another call's.
    let repeat = info.token.filter(|_| service == Service::RohoPay && error.code() != ErrorCode::IdempotencyConflict);
    let repeat = repeat.map(|key| format!("Or repeat it: the same command with --idempotency-key {key}"));
    iter::once(look).chain(repeat).collect()
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Call(error) => error.fmt(f),
            Self::Usage(what) | Self::Obstacle(what) => f.write_str(what),
        }
    }
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Call(error)
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        Self::Obstacle(error.to_string())
    }
}
