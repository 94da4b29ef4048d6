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
    request: &HttpRequest,
    kind: Kind,
    limits: Limits,
    decode: impl Fn(Answer) -> Result<T>,
) -> Result<T> {
    let started = Instant::now();
    let deadline = started + limits.deadline;
    let mut attempt = 1;
    let mut doubt = false;
    loop {
        let error = match attempt_once(transport, request, deadline, started, &decode).await {
            Ok(value) => return Ok(value),
            // What a later attempt proves of itself, it does not prove of an earlier one, which may still be booked.
            Err(error) if doubt => error.unproven().attempts(attempt),
            Err(error) => error.attempts(attempt),
        };
        doubt |= error.leaves_doubt() && matches!(kind, Kind::KeyedMoney(_));
        tracing::debug!(method = %request.method, path = request.target.path(), attempt, code = %error.code(), "attempt failed");
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
    request: &HttpRequest,
    deadline: Instant,
    started: Instant,
    decode: impl Fn(Answer) -> Result<T>,
) -> Result<T> {
    let sent = Sent::default();
    let ended = timeout_at(deadline, transport.send(request, &sent)).await;
    let seconds = started.elapsed().as_secs_f64();
    match ended {
        Ok(Ok(answer)) if (300..400).contains(&answer.status) => {
            let what = format!("The answer was a redirect ({}), which is never followed", answer.status);
            Err(Error::new(ErrorCode::Redirected, what).http_status(answer.status))
        }
        Ok(Ok(answer)) => decode(answer),
        Ok(Err(Failure::TooLarge(status))) => {
            Err(Error::new(ErrorCode::AnswerTooLarge, "The answer was longer than 1 MiB").http_status(status))
        }
        Ok(Err(Failure::Broken(reason))) if sent.close() => {
            let what = format!("The service could not be reached ({reason}, {seconds:.1} s)");
            Err(Error::new(ErrorCode::ConnectFailed, what))
        }
        Ok(Err(Failure::Broken(reason))) => {
            let what = format!("The answer was lost after the request was sent ({reason}, {seconds:.1} s)");
            Err(Error::new(ErrorCode::AnswerLost, what))
        }
        Err(_) if sent.close() => {
            let what =
                format!("There was no connection to the service before the deadline of the call ({seconds:.1} s)");
            Err(Error::new(ErrorCode::ConnectFailed, what))
        }
        Err(_) => {
            let what = format!("The answer did not arrive before the deadline of the call ({seconds:.1} s)");
            Err(Error::new(ErrorCode::DeadlineExceeded, what))
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::VecDeque;
    use std::sync::Mutex;

    use super::*;
    use crate::error::{Movement, Outcome};
    use crate::http::transport::{Breakage, Sending};

    /// What the network does, attempt by attempt: whether a byte leaves, and how it ends.
    struct Script(Mutex<VecDeque<(bool, Result<Answer, Failure>)>>);

    impl Transport for Script {
        fn send<'a>(&'a self, _: &'a HttpRequest, sent: &'a Sent) -> Sending<'a> {
            Box::pin(async move {
                let next = self.0.lock().unwrap().pop_front();
                let (leaves, end) = next.expect("the policy has sent more often than the script allows");
                if leaves {
                    sent.claim();
                }
                end
            })
        }
    }

    const MONEY: Kind = Kind::Money(Movement::Payment);
    const REFUSED: (bool, Result<Answer, Failure>) = (false, Err(Failure::Broken(Breakage::ConnectionRefused)));
    const LOST: (bool, Result<Answer, Failure>) = (true, Err(Failure::Broken(Breakage::ConnectionReset)));

    fn answer(status: u16, retry_after: Option<u32>) -> (bool, Result<Answer, Failure>) {
        (true, Ok(Answer { status, request_id: None, retry_after, body: Vec::new() }))
    }

    fn decode(Answer { status, retry_after, .. }: Answer) -> Result<u16> {
        match status {
            200 => Ok(200),
            429 => Err(Error::new(ErrorCode::RateLimited, "429").retry_after(retry_after)),
            _ => Err(Error::new(ErrorCode::ServiceFailed, "500")),
        }
    }

    /// Plays the script and tells how it ended and how much of it was left over.
    async fn play(kind: Kind, max_retries: u32, script: Vec<(bool, Result<Answer, Failure>)>) -> (Result<u16>, usize) {
        let request = HttpRequest::to("https://pay.example/charges");
        let script = Script(Mutex::new(script.into()));
        let limits = Limits { deadline: Duration::from_secs(10), max_retries };
        let result = execute(&script, &request, kind, limits, decode).await;
        let result = result.map_err(|error| match kind {
            Kind::Money(movement) => error.of_money_call(movement, None),
            Kind::KeyedMoney(movement) => error.of_keyed_call(movement, None),
            Kind::Read | Kind::Change => error,
        });
        (result, script.0.into_inner().unwrap().len())
    }

    #[tokio::test]
    async fn money_is_sent_again_only_while_no_byte_has_left() {
        let (result, _) = play(MONEY, 2, vec![REFUSED, REFUSED, answer(200, None)]).await;
        assert_eq!(result, Ok(200));
        for end in [LOST, answer(500, None), answer(429, None), (true, Err(Failure::TooLarge(200))), answer(307, None)]
        {
            let (result, left) = play(MONEY, 2, vec![end.clone(), answer(200, None)]).await;
            assert!(result.is_err() && left == 1, "{end:?} was followed by another attempt");
        }
        let (result, left) = play(MONEY, 2, vec![REFUSED, LOST, answer(200, None)]).await;
        let error = result.unwrap_err();
        assert_eq!((error.outcome(), left), (Outcome::Unknown, 1));
        assert!(error.to_string().ends_with("[unknown, 2 attempts]"), "{error}");
    }

    #[tokio::test]
    async fn a_later_refusal_proves_nothing_of_an_earlier_attempt() {
        let keyed = Kind::KeyedMoney(Movement::Payout);
        for (first, then) in [(LOST, REFUSED), (LOST, answer(429, None)), (answer(500, None), REFUSED)] {
            let (result, _) = play(keyed, 1, vec![first, then.clone()]).await;
            assert_eq!(result.unwrap_err().outcome(), Outcome::Unknown, "{then:?}");
        }
        for harmless in [REFUSED, answer(429, None)] {
            let (result, _) = play(keyed, 1, vec![REFUSED, harmless]).await;
            assert_eq!(result.unwrap_err().outcome(), Outcome::NotExecuted, "the control");
        }
        let (result, left) = play(keyed, 1, vec![LOST, answer(200, None)]).await;
        assert_eq!((result, left), (Ok(200), 0));
    }

    #[tokio::test]
    async fn reads_are_sent_again_until_the_retries_are_used_up() {
        let (result, left) = play(Kind::Read, 2, vec![LOST, answer(500, None), answer(200, None)]).await;
        assert_eq!((result, left), (Ok(200), 0));
        let (result, left) = play(Kind::Read, 2, vec![LOST, LOST, LOST, answer(200, None)]).await;
        assert!(result.is_err() && left == 1);
    }

    #[tokio::test]
    async fn no_retries_means_one_attempt() {
        for kind in [Kind::Read, Kind::Change, MONEY] {
            for end in [REFUSED, LOST, answer(500, None)] {
                let (result, left) = play(kind, 0, vec![end, answer(200, None)]).await;
                assert!(result.is_err() && left == 1, "{kind:?}");
            }
        }
    }

    #[tokio::test]
    async fn the_service_sets_the_floor_of_the_pause() {
        let started = Instant::now();
        let (result, _) = play(Kind::Read, 1, vec![answer(429, Some(1)), answer(200, None)]).await;
        assert_eq!(result, Ok(200));
        assert!(started.elapsed() >= Duration::from_secs(1));
        let (result, left) = play(Kind::Read, 1, vec![answer(429, Some(3600)), answer(200, None)]).await;
        assert!(result.is_err() && left == 1, "an hour is not waited for");
    }
}
