//! Many clients of the sandbox at once, each on its own connection: one request after the other, everything answered with 200.

use std::cell::{Cell, RefCell};
use std::io;
use std::net::SocketAddr;
use std::rc::Rc;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::LocalSet;

use crate::Result;
use crate::exchange::{BASE, ORDER};
use crate::message::answer;
use crate::process::sentence;

/// An account of the sandbox, as a client needs it.
#[derive(Clone)]
pub struct Account {
    /// Where it listens.
    pub address: SocketAddr,
    /// The headers with the credentials, each with its line's end.
    pub credentials: String,
}

/// What a client does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Work {
    /// Asks a payer for money.
    Charge,
    /// Looks a transaction up that it knows the reference of.
    LookUp,
    /// Asks what is in the wallet.
    Balances,
    /// Lists a page of transactions.
    List {
        /// From 1 on.
        page: u64,
    },
}

/// When no new request is begun.
#[derive(Clone, Copy)]
pub enum Until {
    /// After this time.
    Elapsed(Duration),
    /// After this many.
    Count(u64),
}

/// What came of it.
#[derive(Default)]
pub struct Tally {
    /// What was done and how long it took, in microseconds.
    pub done: Vec<(Work, u64)>,
    /// References that were given out.
    pub references: Vec<String>,
    /// From the first request to the last answer.
    pub elapsed: Duration,
}

impl Tally {
    /// Requests in a second.
    #[allow(clippy::cast_precision_loss, reason = "not that many")]
    pub fn rate(&self) -> f64 {
        self.done.len() as f64 / self.elapsed.as_secs_f64()
    }

    /// How long everything of this kind took, in microseconds.
    pub fn times(&self, wanted: impl Fn(Work) -> bool) -> Vec<u64> {
        self.done.iter().filter(|(work, _)| wanted(*work)).map(|(_, time)| *time).collect()
    }
}

/// References that clients have been given; it is enough to remember some.
const REMEMBERED: usize = 4_096;

struct Crowd {
    account: Account,
    until: Until,
    began: Instant,
    begun: Cell<u64>,
    next: Box<dyn Fn(u64) -> Work>,
    tally: RefCell<Tally>,
}

/// Lets so many clients do what `next` says for the number of each request. `known` are references to look up.
pub fn drive(
    account: &Account,
    clients: usize,
    until: Until,
    known: Vec<String>,
    next: impl Fn(u64) -> Work + 'static,
) -> Result<Tally> {
    let runtime = sentence("no runtime", tokio::runtime::Builder::new_current_thread().enable_io().build())?;
    let crowd = Rc::new(Crowd {
        account: account.clone(),
        until,
        began: Instant::now(),
        begun: Cell::new(0),
        next: Box::new(next),
        tally: RefCell::new(Tally { references: known, ..Tally::default() }),
    });
    let local = LocalSet::new();
    let all: Vec<_> = (0..clients).map(|_| local.spawn_local(client(Rc::clone(&crowd)))).collect();
    let ended = runtime.block_on(local.run_until(async {
        for client in all {
            client.await.map_err(io::Error::other)??;
        }
        Ok::<_, io::Error>(())
    }));
    sentence("the sandbox under load", ended)?;
    let mut tally = crowd.tally.take();
    tally.elapsed = crowd.began.elapsed();
    Ok(tally)
}

impl Crowd {
    /// The next thing to do, or `None` at the end.
    fn next(&self) -> Option<Work> {
        let number = self.begun.get();
        let over = match self.until {
            Until::Elapsed(length) => self.began.elapsed() >= length,
            Until::Count(count) => number >= count,
        };
        if over {
            return None;
        }
        self.begun.set(number + 1);
        Some((self.next)(number))
    }

    fn request(&self, work: Work) -> String {
        let (method, path, body) = match work {
            Work::Charge => ("POST", "/charges".to_owned(), ORDER),
            Work::Balances => ("GET", "/balance".to_owned(), ""),
            Work::List { page } => ("GET", format!("/transactions?page={page}&limit=20"), ""),
            Work::LookUp => {
                let tally = self.tally.borrow();
                let known = tally.references.get(self.scattered(tally.references.len()));
                ("GET", format!("/transactions/{}", known.map_or("none", String::as_str)), "")
            }
        };
        let Account { address, credentials } = &self.account;
        let length = body.len();
        format!(
            "{method} {BASE}{path} HTTP/1.1\r\nHost: {address}\r\n{credentials}Content-Type: application/json\r\n\
             Content-Length: {length}\r\n\r\n{body}"
        )
    }

    /// Some place below this one, another for every request: by the golden ratio, which leaves no gaps.
    fn scattered(&self, below: usize) -> usize {
        let hash = self.begun.get().wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
        usize::try_from(hash).unwrap_or_default() % below.max(1)
    }

    fn answered(&self, work: Work, took: Duration, body: &[u8]) {
        let mut tally = self.tally.borrow_mut();
        tally.done.push((work, u64::try_from(took.as_micros()).unwrap_or(u64::MAX)));
        if work == Work::Charge {
            let reference = reference(body).unwrap_or_default();
            if tally.references.len() < REMEMBERED {
                tally.references.push(reference);
            } else {
                let place = self.scattered(REMEMBERED);
                tally.references[place] = reference;
            }
        }
    }
}

async fn client(crowd: Rc<Crowd>) -> io::Result<()> {
    let mut stream = TcpStream::connect(crowd.account.address).await?;
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(16_384);
    while let Some(work) = crowd.next() {
        // Nobody has paid yet: there is nothing to look up.
        let work = if work == Work::LookUp && crowd.tally.borrow().references.is_empty() { Work::Charge } else { work };
        let request = crowd.request(work);
        let began = Instant::now();
        stream.write_all(request.as_bytes()).await?;
        let (status, extent) = loop {
            if let Some(whole) = answer(&buffer)? {
                break whole;
            }
            if stream.read_buf(&mut buffer).await? == 0 {
                return Err(io::Error::other(format!("it hung up on {work:?}")));
            }
        };
        let body = &buffer[extent.head..extent.end];
        if status != 200 {
            return Err(io::Error::other(format!("{work:?}: {status} {}", String::from_utf8_lossy(body))));
        }
        crowd.answered(work, began.elapsed(), body);
        buffer.drain(..extent.end);
    }
    Ok(())
}

/// The reference in a charge's answer.
fn reference(body: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(body).ok()?;
    let (_, rest) = text.split_once(r#""dgs_reference":""#)?;
    rest.split_once('"').map(|(reference, _)| reference.to_owned())
}
