//! The policy through a host that is scripted: what it may do, and what becomes of it when it does otherwise.

use std::sync::Mutex;
use std::time::Duration;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use tokio::sync::Notify;

use super::*;
use crate::error::{Error, ErrorCode, Movement, Outcome, Result};
use crate::http::call::{Limits, execute};
use crate::http::{Answer, Kind};

const MONEY: Kind = Kind::Money(Movement::Payment);

/// What the host does with one request.
#[derive(Clone)]
enum Step {
    /// Claims the permit and answers with this status and a body of so many bytes.
    Answer(i32, usize),
    /// Breaks before or after it has claimed the permit.
    Break { claimed: bool },
    /// Throws what nobody expects, before or after it has claimed the permit.
    Throw { claimed: bool },
    /// Does nothing more, before or after it has claimed the permit.
    Hang { claimed: bool },
    /// Panics after it has claimed the permit.
    Panic,
}

/// Plays the steps one after another, and keeps what it was given.
#[derive(Default)]
struct Host {
    steps: Mutex<Vec<Step>>,
    requests: Mutex<Vec<NativeRequest>>,
    permits: Mutex<Vec<Arc<SendPermit>>>,
    given_up: Arc<AtomicBool>,
    hangs: Notify,
}

/// Notices that the future it lives in was dropped before its end.
struct GivenUp(Arc<AtomicBool>);

impl Drop for GivenUp {
    fn drop(&mut self) {
        self.0.store(true, Ordering::SeqCst);
    }
}

impl Host {
    fn playing(steps: &[Step]) -> Arc<Self> {
        Arc::new(Self { steps: Mutex::new(steps.iter().rev().cloned().collect()), ..Self::default() })
    }

    fn sent(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    fn last_permit(&self) -> Arc<SendPermit> {
        Arc::clone(self.permits.lock().unwrap().last().unwrap())
    }
}

#[async_trait::async_trait]
impl NativeTransport for Host {
    async fn send(
        &self,
        request: NativeRequest,
        permit: Arc<SendPermit>,
    ) -> Result<NativeAnswer, NativeTransportError> {
        self.requests.lock().unwrap().push(request);
        self.permits.lock().unwrap().push(Arc::clone(&permit));
        let step = self.steps.lock().unwrap().pop().expect("the core has sent more often than the script allows");
        if !matches!(
            step,
            Step::Break { claimed: false } | Step::Throw { claimed: false } | Step::Hang { claimed: false }
        ) {
            assert!(permit.claim(), "nobody has given up yet");
        }
        match step {
            Step::Answer(status, length) => Ok(NativeAnswer {
                status,
                request_id: Some("r-1".into()),
                retry_after: Some(" 7 ".into()),
                body: vec![b' '; length],
            }),
            Step::Break { .. } => Err(NativeTransportError::Broken { reason: Breakage::ConnectionReset }),
            Step::Throw { .. } => Err(uniffi::UnexpectedUniFFICallbackError::new("sk_canary").into()),
            Step::Hang { .. } => {
                let _given_up = GivenUp(Arc::clone(&self.given_up));
                self.hangs.notify_one();
                std::future::pending().await
            }
            Step::Panic => panic!("planted by a test"),
        }
    }
}

fn request(url: &str) -> HttpRequest {
    let headers = HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static("application/json"))]);
    let body = Bytes::from_static(b"{}");
    HttpRequest { headers, body, ..HttpRequest::to(url) }
}

fn decode(answer: Answer) -> Result<Answer> {
    match answer.status {
        200 => Ok(answer),
        _ => Err(Error::new(ErrorCode::ServiceFailed, "500")),
    }
}

/// A call of this kind over a host that plays the steps, with a deadline of 50 ms.
async fn play(kind: Kind, steps: &[Step]) -> (Result<Answer>, Arc<Host>) {
    let host = Host::playing(steps);
    let transport = Foreign(Arc::clone(&host) as Arc<dyn NativeTransport>);
    let limits = Limits { deadline: Duration::from_millis(50), max_retries: 2 };
    let request = HttpRequest { body: Bytes::new(), ..request("https://pay.example/charges") };
    let ended = execute(&transport, &request, kind, limits, decode).await;
    let ended = ended.map_err(|error| match kind {
        Kind::Money(movement) => error.of_money_call(movement, None),
        _ => error,
    });
    (ended, host)
}

async fn money(step: Step) -> (ErrorCode, Outcome, Arc<Host>) {
    let (ended, host) = play(MONEY, &[step]).await;
    let error = ended.unwrap_err();
    assert!(!error.to_string().contains("canary"), "{error}");
    (error.code(), error.outcome(), host)
}

#[test]
fn a_permit_is_good_for_one_request() {
    let permit = |sent: &Sent| SendPermit { sent: sent.clone(), claimed: AtomicBool::new(false) };
    let (sent, given_up) = (Sent::default(), Sent::default());
    let once = permit(&sent);
    assert!(once.claim());
    assert!(!once.claim(), "an HTTP client that repeats by itself may not");
    assert!(!sent.close(), "what was sent cannot be taken back");
    assert!(given_up.close());
    assert!(!permit(&given_up).claim(), "nobody waits for it any more");
}

#[tokio::test]
async fn the_host_gets_the_whole_request() {
    let host = Host::playing(&[Step::Answer(200, 2), Step::Answer(200, 2)]);
    let transport = Foreign(Arc::clone(&host) as Arc<dyn NativeTransport>);
    for url in ["https://pay.example/charges?page=2", "http://127.0.0.1:8080/charges"] {
        transport.send(&request(url), &Sent::default()).await.unwrap();
    }
    let requests = host.requests.lock().unwrap();
    let first = &requests[0];
    assert_eq!((first.method.as_str(), first.url.as_str()), ("POST", "https://pay.example/charges?page=2"));
    let headers: Vec<_> = first.headers.iter().map(|header| (header.name.as_str(), header.value.as_str())).collect();
    assert_eq!((headers, first.body.as_slice()), (vec![("content-type", "application/json")], b"{}".as_slice()));
    assert_eq!((first.direct, requests[1].direct), (false, true), "no proxy sees what is meant for this machine");
}

#[tokio::test]
async fn an_answer_is_read_with_what_its_headers_say() {
    let (ended, host) = play(MONEY, &[Step::Answer(200, 2)]).await;
    let answer = Answer { status: 200, request_id: Some("r-1".into()), retry_after: Some(7), body: b"  ".to_vec() };
    assert_eq!((ended, host.sent()), (Ok(answer), 1));
}

#[tokio::test]
async fn money_is_sent_again_only_while_nothing_was_claimed() {
    // One pause is at most 0.5 s: the deadline of these calls is too short for it, so the host is asked directly.
    let limits = Limits { deadline: Duration::from_secs(10), max_retries: 2 };
    for unsent in [Step::Break { claimed: false }, Step::Throw { claimed: false }] {
        let host = Host::playing(&[unsent, Step::Answer(200, 2)]);
        let transport = Foreign(Arc::clone(&host) as Arc<dyn NativeTransport>);
        let ended = execute(&transport, &request("https://pay.example/charges"), MONEY, limits, decode).await;
        assert!(ended.is_ok() && host.sent() == 2);
    }
    for sent in [Step::Break { claimed: true }, Step::Throw { claimed: true }] {
        let (code, outcome, host) = money(sent).await;
        assert_eq!((code, outcome, host.sent()), (ErrorCode::AnswerLost, Outcome::Unknown, 1));
    }
}

#[tokio::test]
async fn when_the_deadline_has_passed_the_request_is_given_up() {
    let (code, outcome, host) = money(Step::Hang { claimed: false }).await;
    assert_eq!((code, outcome), (ErrorCode::ConnectFailed, Outcome::NotExecuted));
    assert!(host.given_up.load(Ordering::SeqCst), "the host is told");
    assert!(!host.last_permit().claim(), "and may not send it any more");
    let (code, outcome, host) = money(Step::Hang { claimed: true }).await;
    assert_eq!((code, outcome), (ErrorCode::DeadlineExceeded, Outcome::Unknown));
    assert!(host.given_up.load(Ordering::SeqCst));
}

#[tokio::test]
async fn an_answer_that_is_too_long_is_refused_here() {
    let (ended, _) = play(MONEY, &[Step::Answer(200, LONGEST_ANSWER)]).await;
    assert_eq!(ended.unwrap().body.len(), LONGEST_ANSWER, "the control");
    let (code, outcome, host) = money(Step::Answer(200, LONGEST_ANSWER + 1)).await;
    assert_eq!((code, outcome, host.sent()), (ErrorCode::AnswerTooLarge, Outcome::Unknown, 1));
    let (code, outcome, _) = money(Step::Answer(307, 2)).await;
    assert_eq!((code, outcome), (ErrorCode::Redirected, Outcome::Unknown));
}

/// One test, for what is installed is the same for the whole process.
#[tokio::test]
async fn the_last_transport_installed_carries_the_calls_that_begin() {
    let pay = crate::DgsPay::builder().api_key("sk_canary").account_number("ACC-0001234").max_retries(0);
    let pay = pay.base_url("https://pay.example").build().unwrap();
    let balances = || async { pay.wallet().balances().await.map(drop).unwrap_err() };

    let (first, second) = (Host::playing(&[Step::Hang { claimed: true }]), Host::playing(&[Step::Panic]));
    install_transport(Arc::clone(&first) as Arc<dyn NativeTransport>);
    let convert = || {
        let wallet = pay.wallet();
        async move { wallet.convert(crate::Money::rwf(5_000), crate::Currency::USD).await.map(drop) }
    };
    let running = tokio::spawn(convert());
    first.hangs.notified().await;
    running.abort();
    assert!(running.await.unwrap_err().is_cancelled());
    assert!(!first.given_up.load(Ordering::SeqCst), "a call that moves money runs on when nobody waits for it");

    install_transport(Arc::clone(&second) as Arc<dyn NativeTransport>);
    let panicked = convert().await.unwrap_err();
    assert_eq!((panicked.code(), panicked.outcome()), (ErrorCode::Internal, Outcome::Unknown));
    assert_eq!((first.sent(), second.sent()), (1, 1));

    install_transport(Host::playing(&[Step::Break { claimed: true }]));
    let lost = balances().await;
    assert_eq!((lost.code(), lost.outcome()), (ErrorCode::AnswerLost, Outcome::NotMoney), "the process is unharmed");
}
