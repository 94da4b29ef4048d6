//! Faults of the network itself, through the public client: what is sent, how often, and what the caller is told.

mod server;

use std::net::TcpListener;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::thread;
use std::time::{Duration, Instant};

use dgspay::{
    Blocking, CancelToken, Charge, Customer, DgsPay, DgsPayBuilder, Error, ErrorClass, ErrorCode, MobileMoneyCharge,
    MobileNetwork, Money, Outcome, Result, run,
};
use server::{Connection, Server, answer, balances, charge};

const KEY: &str = "sk_test_canary_0123456789";

fn builder(url: &str) -> DgsPayBuilder {
    DgsPay::builder().api_key(KEY).account_number("ACC-0001234").base_url(url)
}

fn client(url: &str) -> DgsPay {
    builder(url).build().unwrap()
}

fn new_charge(narration: &str) -> MobileMoneyCharge {
    let customer = Customer::new("Aline", "Uwase", "aline@example.rw");
    let phone = "0788123456".parse().unwrap();
    MobileMoneyCharge::new(Money::rwf(5000), phone, MobileNetwork::Mtn, customer, "https://shop.example/thanks")
        .narration(narration)
}

async fn pay(client: &DgsPay, narration: &str) -> Result<Charge> {
    client.charges().create_mobile_money(&new_charge(narration)).await
}

/// The money may have moved, and the client has not tried again.
fn assert_unknown(error: &Error, code: ErrorCode) {
    let info = error.info();
    assert_eq!((error.code(), error.outcome(), info.attempts), (code, Outcome::Unknown, 1), "{error}");
    assert_eq!(error.class(), ErrorClass::OutcomeUnknown, "{error}");
    assert!(!format!("{error} {error:?} {info:?}").contains("canary"), "{error}");
}

fn assert_not_executed(error: &Error, attempts: i64) {
    let info = error.info();
    assert_eq!((error.code(), error.outcome()), (ErrorCode::ConnectFailed, Outcome::NotExecuted), "{error}");
    assert_eq!(i64::from(info.attempts), attempts, "{error}");
}

#[tokio::test]
async fn what_is_sent_is_what_the_documents_say() {
    let server = Server::answering(charge("dgs_1"));
    pay(&client(&server.url()), "Order 1042").await.unwrap();
    let requests = server.seen.requests.lock().unwrap().clone();
    let (head, body) = requests[0].split_once("\r\n\r\n").unwrap();
    let head = head.to_ascii_lowercase();
    assert!(head.starts_with("post /generation/v2/charges http/1.1\r\n"), "{head}");
    for line in
        [&format!("x-dgs-api-key: {KEY}"), "x-dgs-account-number: acc-0001234", "content-type: application/json"]
    {
        assert_eq!(head.matches(line).count(), 1, "{line} in {head}");
    }
    for absent in ["transfer-encoding", "accept-encoding", "cookie", "referer", "authorization", "expect"] {
        assert!(!head.contains(&format!("\r\n{absent}:")), "{head}");
    }
    assert!(body.contains(r#""amount":5000,"#) && body.contains(r#""mobile_money_phone":"788123456""#), "{body}");
}

#[tokio::test]
async fn a_refused_connection_is_tried_again_and_no_money_moved() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    assert_not_executed(&pay(&client(&url), "x").await.unwrap_err(), 3);
    let once = builder(&url).max_retries(0).build().unwrap();
    assert_not_executed(&pay(&once, "x").await.unwrap_err(), 1);
}

/// Everything that ends a connection after the request has arrived.
#[tokio::test]
async fn a_connection_that_ends_after_the_request_leaves_the_outcome_unknown_and_is_not_tried_again() {
    type Script = fn(Connection);
    let scripts: [(&str, Script); 8] = [
        ("reset", |mut c| c.request_left_unread()),
        ("closed", |mut c| drop(c.request())),
        ("closed in the status line", |mut c| {
            c.request();
            c.write(b"HTTP/1.1 20");
        }),
        ("closed in the head", |mut c| {
            c.request();
            c.write(b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n");
        }),
        ("half a body", |mut c| {
            c.request();
            let whole = charge("dgs_1");
            c.write(&whole.as_bytes()[..whole.len() - 20]);
        }),
        ("half a chunked body", |mut c| {
            c.request();
            c.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n10\r\n{\"status\":\"succe\r\n");
        }),
        ("not HTTP", |mut c| {
            c.request();
            c.write(b"220 mail.example ESMTP\r\n");
        }),
        ("two lengths", |mut c| {
            c.request();
            c.write(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\n{}x");
        }),
    ];
    for (name, script) in scripts {
        let server = Server::start(script);
        let patient = builder(&server.url()).max_retries(5).build().unwrap();
        let error = pay(&patient, name).await.unwrap_err();
        assert_unknown(&error, ErrorCode::AnswerLost);
        assert_eq!(server.seen.posts(), 1, "{name}");
    }
}

#[tokio::test]
async fn a_lost_answer_of_a_read_is_asked_for_again() {
    let count = AtomicUsize::new(0);
    let server = Server::start(move |mut connection| {
        while connection.request().is_some() {
            if count.fetch_add(1, SeqCst) < 2 {
                return;
            }
            connection.write(balances().as_bytes());
        }
    });
    client(&server.url()).wallet().balances().await.unwrap();
    assert_eq!(server.seen.count(), 3);
    let always = Server::start(|mut connection| drop(connection.request()));
    let error = client(&always.url()).wallet().balances().await.unwrap_err();
    assert_eq!((error.code(), error.class()), (ErrorCode::AnswerLost, ErrorClass::Connection));
    assert_eq!((always.seen.count(), error.outcome()), (3, Outcome::NotMoney));
}

/// The server closes a connection that the pool still holds, around the moment in which the next request is written.
#[tokio::test]
async fn a_stale_connection_never_sends_money_twice() {
    let mut ends = [0; 3];
    for round in 0..60_u64 {
        let server = Server::start(move |mut connection| {
            if connection.request().is_some() {
                connection.write(charge("dgs_1").as_bytes());
                thread::sleep(Duration::from_micros(round * 50));
                if round % 2 == 0 {
                    return;
                }
                // The next request arrives, and is reset with the connection.
                connection.request_left_unread();
            }
        });
        let client = builder(&server.url()).timeout(Duration::from_secs(15)).build().unwrap();
        pay(&client, "first").await.unwrap();
        tokio::time::sleep(Duration::from_micros(round % 7 * 300)).await;
        let second = pay(&client, "second").await;
        let posts = server.seen.holding("second");
        assert!(posts <= 1, "round {round}: {posts} POSTs, {second:?}");
        match second {
            Ok(_) => assert_eq!(posts, 1, "round {round}"),
            Err(error) if error.outcome() == Outcome::Unknown => ends[1] += 1,
            Err(error) => {
                assert_not_executed(&error, i64::from(error.info().attempts));
                assert_eq!(posts, 0, "round {round}: {error}");
                ends[2] += 1;
            }
        }
        ends[0] += 1;
    }
    assert!(ends[1] > 0, "the control: some calls met a stale connection: {ends:?}");
}

/// Bytes that nobody asked for must not become the answer to the next request.
#[tokio::test]
async fn an_answer_that_was_not_asked_for_is_never_taken_for_the_next_one() {
    for pause in [0, 20] {
        let count = Arc::new(AtomicUsize::new(0));
        let server = Server::start(move |mut connection| {
            while connection.request().is_some() {
                let number = count.fetch_add(1, SeqCst);
                connection.write((charge(&format!("dgs_{number}")) + &charge("dgs_forged")).as_bytes());
            }
        });
        let client = client(&server.url());
        for number in 0..5 {
            let reference = pay(&client, "x").await.map(|charge| charge.reference);
            tokio::time::sleep(Duration::from_millis(pause)).await;
            match reference {
                Ok(reference) => assert_eq!(reference, format!("dgs_{number}")),
                Err(error) => panic!("{error}"),
            }
        }
    }
}

#[tokio::test]
async fn a_slow_answer_ends_with_the_deadline() {
    type Script = fn(Connection);
    let drip = |head: &'static str| {
        move |mut connection: Connection| {
            connection.request();
            connection.write(head.as_bytes());
            while connection.write(b"x") {
                thread::sleep(Duration::from_millis(50));
            }
        }
    };
    let silent: Script = |mut connection| {
        connection.request();
        thread::sleep(Duration::from_secs(5));
    };
    let deaf: Script = |_connection| thread::sleep(Duration::from_secs(5));
    let servers = [
        Server::start(drip("HTTP/1.1 200 OK\r\nx-slow: ")),
        Server::start(drip("HTTP/1.1 200 OK\r\ncontent-length: 100000\r\n\r\n")),
        Server::start(silent),
        Server::start(deaf),
    ];
    for server in servers {
        let client = builder(&server.url()).timeout(Duration::from_millis(600)).build().unwrap();
        let started = Instant::now();
        assert_unknown(&pay(&client, "x").await.unwrap_err(), ErrorCode::DeadlineExceeded);
        let read = client.wallet().balances().await.unwrap_err();
        assert_eq!((read.code(), read.outcome()), (ErrorCode::DeadlineExceeded, Outcome::NotMoney), "{read}");
        assert!(started.elapsed() < Duration::from_millis(2 * 600 + 1000), "{:?}", started.elapsed());
        assert!(server.seen.posts() <= 1);
    }
}

#[tokio::test]
async fn an_endless_answer_is_cut() {
    let endless = |head: &'static str| {
        let written = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&written);
        let server = Server::start(move |mut connection| {
            connection.request();
            connection.write(head.as_bytes());
            let piece = [b'a'; 16 * 1024];
            while connection.write(&piece) {
                count.fetch_add(piece.len(), SeqCst);
            }
        });
        (server, written)
    };
    for (head, code) in [
        ("HTTP/1.1 200 OK\r\n\r\n{\"message\":\"", ErrorCode::AnswerTooLarge),
        ("HTTP/1.1 200 OK\r\ncontent-length: 99999999999\r\n\r\n{\"message\":\"", ErrorCode::AnswerTooLarge),
        ("HTTP/1.1 200 OK\r\nx-endless: ", ErrorCode::AnswerLost),
    ] {
        let (server, written) = endless(head);
        let started = Instant::now();
        assert_unknown(&pay(&client(&server.url()), "x").await.unwrap_err(), code);
        assert!(started.elapsed() < Duration::from_secs(5), "{head:?}");
        tokio::time::sleep(Duration::from_millis(100)).await;
        // What the sockets' buffers hold on top of 1 MiB is the system's.
        assert!(written.load(SeqCst) < 24 * 1024 * 1024, "{head:?}: {written:?}");
        assert_eq!(server.seen.posts(), 1, "{head:?}");
    }
}

#[tokio::test]
async fn a_redirect_is_never_followed() {
    for status in
        ["301 Moved Permanently", "302 Found", "303 See Other", "307 Temporary Redirect", "308 Permanent Redirect"]
    {
        let trap = Server::answering(charge("dgs_trap"));
        for location in [trap.url(), "/elsewhere".to_owned(), "https://user:pw@evil.example/".to_owned()] {
            let server = Server::answering(answer(status, &format!("location: {location}\r\n"), ""));
            let client = client(&server.url());
            assert_unknown(&pay(&client, "x").await.unwrap_err(), ErrorCode::Redirected);
            let read = client.wallet().balances().await.unwrap_err();
            assert_eq!((read.code(), read.class()), (ErrorCode::Redirected, ErrorClass::Service));
            assert_eq!((server.seen.posts(), server.seen.count()), (1, 2), "{status} {location}");
        }
        assert_eq!(trap.seen.connections.load(SeqCst), 0, "{status}");
    }
}

#[tokio::test]
async fn interim_answers_are_not_the_answer() {
    let server = Server::answering(format!("HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n{}", charge("dgs_1")));
    assert_eq!(pay(&client(&server.url()), "x").await.unwrap().reference, "dgs_1");
    assert_eq!(server.seen.posts(), 1);
}

#[tokio::test]
async fn no_retries_means_one_request_on_the_wire() {
    let failed = answer("500 Internal Server Error", "", r#"{"status":"failed","error_code":"99"}"#);
    let server = Server::answering(failed);
    let client = builder(&server.url()).max_retries(0).build().unwrap();
    assert_unknown(&pay(&client, "x").await.unwrap_err(), ErrorCode::ServiceFailed);
    assert_eq!(server.seen.count(), 1);
    assert_eq!(client.wallet().balances().await.unwrap_err().code(), ErrorCode::ServiceFailed);
    assert_eq!(server.seen.count(), 2);
}

/// A server that takes its time, and notes whether the client was still there to read the answer.
fn unhurried(finished: &Arc<AtomicUsize>) -> Server {
    let finished = Arc::clone(finished);
    Server::start(move |mut connection| {
        while let Some(request) = connection.request() {
            let is_post = request.starts_with("POST ");
            if connection.is_closed_within(Duration::from_millis(400)) {
                return;
            }
            connection.stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
            finished.fetch_add(1, SeqCst);
            connection.write(if is_post { charge("dgs_1") } else { balances() }.as_bytes());
        }
    })
}

#[tokio::test]
async fn a_payment_whose_caller_has_gone_is_sent_once_and_runs_to_its_end() {
    let finished = Arc::default();
    let server = unhurried(&finished);
    let client = client(&server.url());
    // Dropped at several moments: before the connection is there, while it is made, and while the answer is awaited.
    for (number, patience) in [0, 1, 5, 150].into_iter().enumerate() {
        let call = tokio::time::timeout(Duration::from_millis(patience), pay(&client, "x")).await;
        assert!(call.is_err(), "nobody waited for it");
        tokio::time::sleep(Duration::from_secs(1)).await;
        assert_eq!((server.seen.posts(), finished.load(SeqCst)), (number + 1, number + 1), "after {patience} ms");
    }
}

#[tokio::test]
async fn a_call_that_nobody_began_to_wait_for_sends_nothing() {
    let server = Server::answering(charge("dgs_1"));
    drop(pay(&client(&server.url()), "x"));
    tokio::time::sleep(Duration::from_millis(200)).await;
    assert_eq!(server.seen.connections.load(SeqCst), 0);
}

#[tokio::test]
async fn a_read_whose_caller_has_gone_is_given_up() {
    let finished = Arc::default();
    let server = unhurried(&finished);
    let client = client(&server.url());
    let call = tokio::time::timeout(Duration::from_millis(150), client.wallet().balances()).await;
    assert!(call.is_err(), "nobody waited for it");
    tokio::time::sleep(Duration::from_millis(700)).await;
    assert_eq!((server.seen.count(), finished.load(SeqCst)), (1, 0), "the client closed the connection");
}

/// The calls of hosts that cannot poll a future are made in a task of the core's, or on the caller's thread.
#[test]
fn a_host_that_stops_waiting_leaves_a_payment_to_its_end_and_a_read_behind() {
    type Call = std::pin::Pin<Box<dyn Future<Output = Result<()>> + Send>>;
    let in_a_task = |call: Call, token: CancelToken| {
        let (told, end) = std::sync::mpsc::channel();
        run(call, move |ended| told.send(ended).unwrap());
        thread::sleep(Duration::from_millis(150));
        token.cancel();
        end.recv().unwrap()
    };
    let on_this_thread = |call: Call, token: CancelToken| {
        let mut call = Blocking::new(call);
        assert!(call.wait(Duration::from_millis(150)).is_none(), "the answer takes longer");
        token.cancel();
        call.wait(Duration::from_secs(5)).unwrap()
    };
    let finished = Arc::default();
    let server = unhurried(&finished);
    let client = client(&server.url());
    for (number, made) in [in_a_task, on_this_thread].into_iter().enumerate() {
        for pays in [true, false] {
            let token = CancelToken::default();
            let client = client.cancelled_by(&token);
            let call = async move {
                if pays { pay(&client, "x").await.map(drop) } else { client.wallet().balances().await.map(drop) }
            };
            assert_eq!(made(Box::pin(call), token).unwrap_err().code(), ErrorCode::StoppedWaiting);
        }
        thread::sleep(Duration::from_secs(1));
        let paid = number + 1;
        assert_eq!((server.seen.posts(), finished.load(SeqCst)), (paid, paid), "the payments alone have ended");
    }
}

#[test]
fn a_thread_that_makes_its_call_itself_gets_the_answer_or_drops_it() {
    let finished = Arc::default();
    let server = unhurried(&finished);
    let client = client(&server.url());
    let call = |client: &DgsPay| {
        let client = client.clone();
        Blocking::new(async move { pay(&client, "x").await })
    };
    let mut whole = call(&client);
    assert!(whole.wait(Duration::from_millis(1)).is_none());
    assert_eq!(whole.wait(Duration::from_secs(5)).unwrap().unwrap().reference, "dgs_1");
    let mut dropped = call(&client);
    assert!(dropped.wait(Duration::from_millis(150)).is_none());
    drop(dropped);
    drop(call(&client));
    thread::sleep(Duration::from_secs(1));
    assert_eq!((server.seen.posts(), finished.load(SeqCst)), (2, 2), "one that was never begun is not sent");
    let panicked = Blocking::<()>::new(async { panic!("planted by a test") }).wait(Duration::ZERO).unwrap();
    assert_eq!(panicked.unwrap_err().code(), ErrorCode::Internal);
}

#[tokio::test]
async fn many_calls_at_once_are_each_sent_once() {
    const CALLS: usize = 200;
    let server = Server::answering(charge("dgs_1"));
    let client = client(&server.url());
    let calls: Vec<_> = (0..CALLS)
        .map(|number| {
            let client = client.clone();
            tokio::spawn(async move { pay(&client, &format!("call {number}.")).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert_eq!(server.seen.posts(), CALLS);
    for number in 0..CALLS {
        assert_eq!(server.seen.holding(&format!("call {number}.")), 1);
    }
}

#[tokio::test]
async fn a_client_outlives_the_runtime_that_made_its_first_call() {
    let server = Server::answering(balances());
    let client = client(&server.url());
    for _ in 0..3 {
        let client = client.clone();
        let elsewhere = thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
            runtime.block_on(async { client.wallet().balances().await })
        });
        assert!(elsewhere.join().unwrap().is_ok());
    }
}

#[tokio::test]
async fn a_server_that_does_not_speak_tls_gets_no_request() {
    let server = Server::answering(charge("dgs_1"));
    let url = server.url().replace("http:", "https:");
    let client = builder(&url).max_retries(0).build().unwrap();
    assert_not_executed(&pay(&client, "x").await.unwrap_err(), 1);
    assert_eq!(server.seen.count(), 0);
}

/// A TLS server with a certificate of its own making for `localhost` and `pay.example`; answers with what it has read so far, decrypted.
fn tls_server() -> (std::net::SocketAddr, Arc<AtomicUsize>, Vec<u8>) {
    use std::io::{Read as _, Write as _};
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned(), "pay.example".to_owned()]).unwrap();
    let (certificate, key) = (made.cert.der().clone(), made.signing_key.serialize_der());
    let config = rustls::ServerConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![certificate.clone()], rustls::pki_types::PrivatePkcs8KeyDer::from(key).into())
        .unwrap();
    let (config, read) = (Arc::new(config), Arc::new(AtomicUsize::new(0)));
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let (address, count) = (listener.local_addr().unwrap(), Arc::clone(&read));
    thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            let (config, count) = (Arc::clone(&config), Arc::clone(&count));
            thread::spawn(move || {
                let connection = rustls::ServerConnection::new(config).unwrap();
                let mut stream = rustls::StreamOwned::new(connection, stream);
                let mut buffer = [0; 16 * 1024];
                while let Ok(length @ 1..) = stream.read(&mut buffer) {
                    count.fetch_add(length, SeqCst);
                    if buffer[..length].ends_with(b"}") && stream.write_all(charge("dgs_tls").as_bytes()).is_err() {
                        return;
                    }
                }
            });
        }
    });
    (address, read, certificate.to_vec())
}

#[tokio::test]
async fn an_untrusted_certificate_gets_no_request() {
    let (address, read, _) = tls_server();
    for host in ["localhost", "127.0.0.1"] {
        let client = builder(&format!("https://{host}:{}", address.port())).max_retries(1).build().unwrap();
        let error = pay(&client, "x").await.unwrap_err();
        assert_not_executed(&error, 2);
        assert!(error.to_string().contains("TLS refused"), "{error}");
    }
    assert_eq!(read.load(SeqCst), 0, "not a byte of a request");
}

/// Runs one of the tests below in a process of its own, whose environment is the test's.
fn in_a_child(test: &str, url: &str, environment: &[(&str, &str)]) {
    let mut child = Command::new(std::env::current_exe().unwrap());
    child.args(["--exact", test, "--nocapture"]).env("DGSPAY_TEST_URL", url).envs(environment.iter().copied());
    let ended = child.output().unwrap();
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stdout));
}

#[tokio::test]
async fn child_that_pays() {
    let Ok(url) = std::env::var("DGSPAY_TEST_URL") else { return };
    pay(&client(&url), "x").await.unwrap();
}

#[tokio::test]
async fn a_proxy_never_sees_what_is_meant_for_this_machine() {
    let (server, proxy) = (Server::answering(charge("dgs_1")), Server::answering(charge("dgs_proxy")));
    let address = format!("http://{}", proxy.address);
    let names = ["HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"];
    in_a_child("child_that_pays", &server.url(), &names.map(|name| (name, address.as_str())));
    assert_eq!((server.seen.posts(), proxy.seen.connections.load(SeqCst)), (1, 0));
}

/// A file of certificates that a process may trust; it is gone when this is dropped.
struct Roots(std::path::PathBuf);

impl Roots {
    fn of(certificate: &[u8], test: &str) -> Self {
        use base64::prelude::{BASE64_STANDARD, Engine as _};
        let file = std::env::temp_dir().join(format!("dgspay-{test}-{}.pem", std::process::id()));
        let encoded = BASE64_STANDARD.encode(certificate);
        std::fs::write(&file, format!("-----BEGIN CERTIFICATE-----\n{encoded}\n-----END CERTIFICATE-----\n")).unwrap();
        Self(file)
    }

    fn variable(&self) -> (&str, &str) {
        ("SSL_CERT_FILE", self.0.to_str().unwrap())
    }
}

impl Drop for Roots {
    fn drop(&mut self) {
        std::fs::remove_file(&self.0).unwrap();
    }
}

#[tokio::test]
async fn a_certificate_that_the_system_trusts_is_accepted_for_its_own_name() {
    let (address, read, certificate) = tls_server();
    let roots = Roots::of(&certificate, "own-name");
    in_a_child("child_that_pays", &format!("https://localhost:{}", address.port()), &[roots.variable()]);
    assert!(read.load(SeqCst) > 0, "the control of the tests with an untrusted one");
}

#[tokio::test]
async fn a_proxy_carries_what_it_cannot_read() {
    let (behind, read, certificate) = tls_server();
    let proxy = Server::start(move |mut connection| {
        if connection.request().is_none() {
            return;
        }
        connection.write(b"HTTP/1.1 200 Connection established\r\n\r\n");
        let onward = std::net::TcpStream::connect(behind).unwrap();
        let (mut there, mut back) = (connection.stream.try_clone().unwrap(), onward.try_clone().unwrap());
        thread::spawn(move || std::io::copy(&mut back, &mut there));
        let _ = std::io::copy(&mut connection.stream, &mut { onward });
    });
    let (address, roots) = (format!("http://user:word@{}", proxy.address), Roots::of(&certificate, "tunnel"));
    in_a_child("child_that_pays", "https://pay.example", &[("HTTPS_PROXY", &address), roots.variable()]);
    let seen = proxy.seen.requests.lock().unwrap().join("").to_ascii_lowercase();
    assert!(seen.starts_with("connect pay.example:443 http/1.1\r\n"), "{seen}");
    assert!(seen.contains("proxy-authorization: basic dxnlcjp3b3jk\r\n"), "{seen}");
    assert!(read.load(SeqCst) > 0 && !seen.contains("canary"), "{seen}");
}

#[tokio::test]
async fn child_that_reaches_nobody() {
    let Ok(url) = std::env::var("DGSPAY_TEST_URL") else { return };
    assert_not_executed(&pay(&builder(&url).max_retries(0).build().unwrap(), "x").await.unwrap_err(), 1);
}

#[tokio::test]
async fn a_proxy_that_refuses_or_is_of_another_kind_gets_no_request() {
    let proxy = Server::answering(answer("407 Proxy Authentication Required", "", ""));
    for (scheme, asked) in [("http", 1), ("socks5", 1)] {
        let address = format!("{scheme}://{}", proxy.address);
        in_a_child("child_that_reaches_nobody", "https://pay.example", &[("HTTPS_PROXY", &address)]);
        assert_eq!((proxy.seen.posts(), proxy.seen.count()), (0, asked), "{scheme}");
    }
}
