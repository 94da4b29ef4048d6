//! One call: attempts under one deadline, and the end that is told to the caller.

use std::time::Duration;

use tokio::time::{Instant, sleep, timeout_at};

use crate::error::{Error, ErrorCode, Result};
use crate::http::policy;
use crate::http::transport::{Failure, HttpRequest, Sent, Transport};
use crate::http::{Answer, Kind};

/// What a call may cost.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Limits {
    /// For everything: connecting, all attempts, and the pauses between them.
    pub(crate) deadline: Duration,
    /// 0 means one request on the wire.
    pub(crate) max_retries: u32,
}

/// Sends the request until it has an end that the policy lets stand.
pub(crate) async fn execute<T>(
    transport: &dyn Transport,
    request: HttpRequest,
    kind: Kind,
    limits: Limits,
    decode: impl Fn(&Answer) -> Result<T>,
) -> Result<T> {
    let started = Instant::now();
    let deadline = started + limits.deadline;
    let mut attempt = 1;
    loop {
        let error = match attempt_once(transport, request.clone(), deadline, started, &decode).await {
            Ok(value) => return Ok(value),
            Err(error) => error.attempts(attempt),
        };
        if attempt > limits.max_retries || !policy::may_retry(kind, error.code()) {
            return Err(error);
        }
        match policy::pause(attempt, error.retry_after_seconds(), fastrand::f64()) {
            Some(pause) if Instant::now() + pause < deadline => sleep(pause).await,
            _ => return Err(error),
        }
        attempt += 1;
    }
}

async fn attempt_once<T>(
    transport: &dyn Transport,
    request: HttpRequest,
    deadline: Instant,
    started: Instant,
    decode: impl Fn(&Answer) -> Result<T>,
) -> Result<T> {
    let sent = Sent::default();
    let ended = timeout_at(deadline, transport.send(request, &sent)).await;
    let seconds = started.elapsed().as_secs_f64();
    match ended {
        Ok(Ok(answer)) if (300..400).contains(&answer.status) => {
            let what = format!("The answer was a redirect ({}), which is never followed", answer.status);
            Err(Error::new(ErrorCode::Redirected, what).http_status(answer.status))
        }
        Ok(Ok(answer)) => decode(&answer),
        Ok(Err(Failure::TooLarge(status))) => {
            Err(Error::new(ErrorCode::AnswerTooLarge, "The answer was longer than 1 MiB").http_status(status))
        }
        Ok(Err(Failure::Broken(reason))) if sent.is_marked() => {
            let what = format!("The answer was lost after the request was sent ({reason}, {seconds:.1} s)");
            Err(Error::new(ErrorCode::AnswerLost, what))
        }
        Ok(Err(Failure::Broken(reason))) => {
            let what = format!("The service could not be reached ({reason}, {seconds:.1} s)");
            Err(Error::new(ErrorCode::ConnectFailed, what))
        }
        Err(_) if sent.is_marked() => {
            let what = format!("The answer did not arrive before the deadline of the call ({seconds:.1} s)");
            Err(Error::new(ErrorCode::DeadlineExceeded, what))
        }
        Err(_) => {
            let what =
                format!("There was no connection to the service before the deadline of the call ({seconds:.1} s)");
            Err(Error::new(ErrorCode::ConnectFailed, what))
        }
    }
}
