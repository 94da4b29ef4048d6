//! The server of the sections about calls: it knows one request and one answer, so that the client is what is measured. A
//! request that differs from the one that everybody has to send is refused, and ends the run.

use std::io;
use std::net::{Ipv4Addr, SocketAddr};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, mpsc};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

use crate::exchange::{ANSWER, BASE, CREDENTIALS, ORDER, PATH};
use crate::message::{Extent, Request, request};
use crate::{Result, process};

/// A running server. Its thread ends with the program.
pub struct Server {
    address: SocketAddr,
    book: Arc<Book>,
}

/// What the server has seen.
#[derive(Default)]
struct Book {
    answered: AtomicU64,
    refused: Mutex<Option<String>>,
}

impl Server {
    /// Starts one on a free port of this machine, with a thread of its own.
    pub fn start() -> Result<Self> {
        let book = Arc::new(Book::default());
        let (ready, started) = mpsc::channel();
        let of_thread = Arc::clone(&book);
        std::thread::spawn(move || {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_io().build();
            match runtime {
                Ok(runtime) => runtime.block_on(listen(&of_thread, &ready)),
                Err(error) => drop(ready.send(Err(error))),
            }
        });
        let address = process::sentence("the server did not start", started.recv())?;
        let address = process::sentence("the server did not start", address)?;
        Ok(Self { address, book })
    }

    /// Such as `http://127.0.0.1:40123`.
    pub fn origin(&self) -> String {
        format!("http://{}", self.address)
    }

    /// How many requests were right, and answered.
    pub fn answered(&self) -> u64 {
        self.book.answered.load(Ordering::SeqCst)
    }

    /// How the first wrong request differed, if there was one.
    pub fn refused(&self) -> Option<String> {
        self.book.refused.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

async fn listen(book: &Arc<Book>, ready: &mpsc::Sender<io::Result<SocketAddr>>) {
    let bound = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await;
    let listener = match bound.and_then(|listener| Ok((listener.local_addr()?, listener))) {
        Ok((address, listener)) => {
            let _ = ready.send(Ok(address));
            listener
        }
        Err(error) => return drop(ready.send(Err(error))),
    };
    let whole = format!(
        "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {}\r\n\r\n{ANSWER}",
        ANSWER.len()
    );
    let whole: Arc<[u8]> = whole.into_bytes().into();
    while let Ok((stream, _)) = listener.accept().await {
        let (book, whole) = (Arc::clone(book), Arc::clone(&whole));
        tokio::spawn(async move {
            // A client that goes away has nothing more to say.
            let _ = converse(stream, &book, &whole).await;
        });
    }
}

async fn converse(mut stream: TcpStream, book: &Book, answer: &[u8]) -> io::Result<()> {
    stream.set_nodelay(true)?;
    let mut buffer = Vec::with_capacity(4_096);
    loop {
        let heard = match request(&buffer) {
            Ok(None) => {
                if stream.read_buf(&mut buffer).await? == 0 {
                    return Ok(());
                }
                continue;
            }
            Ok(Some((request, extent))) => difference(&request, extent, &buffer).map_or(Ok(extent.end), Err),
            Err(error) => Err(error.to_string()),
        };
        match heard {
            Ok(end) => {
                buffer.drain(..end);
                // Counted before it is written: a client that has its answer is in the count.
                book.answered.fetch_add(1, Ordering::SeqCst);
                stream.write_all(answer).await?;
            }
            Err(difference) => {
                book.refused.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(difference);
                return stream.write_all(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n").await;
            }
        }
    }
}

/// What a request has that it should not, or the other way round.
fn difference(request: &Request<'_>, extent: Extent, buffer: &[u8]) -> Option<String> {
    if request.method != "POST" || request.path.strip_prefix(BASE) != Some(PATH) {
        return Some(format!("{} {}, not POST {BASE}{PATH}", request.method, request.path));
    }
    let wanted = CREDENTIALS.into_iter().chain([("content-type", "application/json")]);
    for (name, value) in wanted {
        let sent = request.header(name).unwrap_or_default();
        // A media type may have parameters.
        if sent.split(|byte| *byte == b';').next() != Some(value.as_bytes()) {
            return Some(format!("{name} is {:?}, not {value:?}", String::from_utf8_lossy(sent)));
        }
    }
    let body = &buffer[extent.head..extent.end];
    (body != ORDER.as_bytes()).then(|| format!("the body is {}, not {ORDER}", String::from_utf8_lossy(body)))
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};

    use super::*;

    fn post(path: &str, key: &str, body: &str) -> String {
        format!(
            "POST {path} HTTP/1.1\r\nX-DGS-API-KEY: {key}\r\nX-DGS-Account-Number: {}\r\n\
             Content-Type: application/json; charset=utf-8\r\nContent-Length: {}\r\n\r\n{body}",
            CREDENTIALS[1].1,
            body.len()
        )
    }

    fn ask(server: &Server, requests: &str) -> String {
        let mut stream = std::net::TcpStream::connect(server.address).unwrap();
        stream.write_all(requests.as_bytes()).unwrap();
        stream.shutdown(std::net::Shutdown::Write).unwrap();
        let mut answered = String::new();
        stream.read_to_string(&mut answered).unwrap();
        answered
    }

    #[test]
    fn the_one_request_is_answered_and_counted_on_a_kept_connection() {
        let server = Server::start().unwrap();
        let right = post("/generation/v2/charges", CREDENTIALS[0].1, ORDER);
        let answered = ask(&server, &right.repeat(2));
        assert_eq!((answered.matches("200 OK").count(), server.answered(), server.refused()), (2, 2, None));
    }

    #[test]
    fn any_other_is_refused_and_remembered() {
        let key = CREDENTIALS[0].1;
        let spaced = ORDER.replace(':', ": ");
        for (path, key, body, told) in [
            ("/charges", key, ORDER, "POST /charges"),
            ("/generation/v2/charges", "sk_test_other", ORDER, "x-dgs-api-key"),
            ("/generation/v2/charges", key, &spaced, "the body is"),
        ] {
            let server = Server::start().unwrap();
            let answered = ask(&server, &post(path, key, body));
            assert!(answered.starts_with("HTTP/1.1 400"), "{answered}");
            assert!(server.refused().is_some_and(|difference| difference.contains(told)), "{told}");
            assert_eq!(server.answered(), 0);
        }
    }
}
