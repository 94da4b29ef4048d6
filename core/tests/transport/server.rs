//! A server that can do everything wrong, byte by byte, and counts what it has received.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicUsize, Ordering::SeqCst};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

/// What a server has seen.
#[derive(Default)]
pub struct Seen {
    pub connections: AtomicUsize,
    pub bytes: AtomicUsize,
    /// Every complete request, head and body.
    pub requests: Mutex<Vec<String>>,
}

impl Seen {
    pub fn posts(&self) -> usize {
        self.requests.lock().unwrap().iter().filter(|request| request.starts_with("POST ")).count()
    }

    pub fn count(&self) -> usize {
        self.requests.lock().unwrap().len()
    }

    /// How many requests hold this text.
    pub fn holding(&self, text: &str) -> usize {
        self.requests.lock().unwrap().iter().filter(|request| request.contains(text)).count()
    }
}

pub struct Server {
    pub address: SocketAddr,
    pub seen: Arc<Seen>,
}

/// A connection in the hands of a server's script.
pub struct Connection {
    pub stream: TcpStream,
    pub seen: Arc<Seen>,
}

impl Server {
    /// Serves every connection, in a thread of its own, with the script; a connection is closed when the script ends.
    pub fn start(script: impl Fn(Connection) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let (seen, script) = (Arc::<Seen>::default(), Arc::new(script));
        let counted = Arc::clone(&seen);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counted.connections.fetch_add(1, SeqCst);
                stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
                let (connection, script) = (Connection { stream, seen: Arc::clone(&counted) }, Arc::clone(&script));
                thread::spawn(move || script(connection));
            }
        });
        Self { address, seen }
    }

    /// Answers every request on every connection with the same bytes.
    pub fn answering(answer: impl Into<Vec<u8>>) -> Self {
        let answer = answer.into();
        Self::start(move |mut connection| {
            while connection.request().is_some() {
                connection.write(&answer);
            }
        })
    }

    pub fn url(&self) -> String {
        format!("http://{}/generation/v2", self.address)
    }
}

impl Connection {
    /// Reads one whole request; `None` if the other side is done.
    pub fn request(&mut self) -> Option<String> {
        let mut bytes = Vec::new();
        loop {
            if let Some(length) = whole_length(&bytes)
                && bytes.len() >= length
            {
                let request = String::from_utf8_lossy(&bytes).into_owned();
                self.seen.requests.lock().unwrap().push(request.clone());
                return Some(request);
            }
            let mut buffer = [0; 4096];
            match self.stream.read(&mut buffer) {
                Ok(0) | Err(_) => return None,
                Ok(count) => {
                    self.seen.bytes.fetch_add(count, SeqCst);
                    bytes.extend_from_slice(&buffer[..count]);
                }
            }
        }
    }

    /// Waits until a whole request has arrived, and leaves it unread: closing then resets the connection.
    pub fn request_left_unread(&mut self) {
        let (mut buffer, started) = ([0; 16 * 1024], Instant::now());
        while started.elapsed() < Duration::from_secs(10) {
            let count = self.stream.peek(&mut buffer).unwrap_or_default();
            if whole_length(&buffer[..count]).is_some_and(|length| count >= length) {
                let request = String::from_utf8_lossy(&buffer[..count]).into_owned();
                self.seen.requests.lock().unwrap().push(request);
                return;
            }
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Whether everything could be written.
    pub fn write(&mut self, bytes: &[u8]) -> bool {
        self.stream.write_all(bytes).is_ok()
    }

    /// Whether the other side closes within this time.
    pub fn is_closed_within(&mut self, limit: Duration) -> bool {
        self.stream.set_read_timeout(Some(limit)).unwrap();
        match self.stream.read(&mut [0; 64]) {
            Ok(count) => count == 0,
            Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
        }
    }
}

/// How long a request is, head and body, once its head is there.
fn whole_length(bytes: &[u8]) -> Option<usize> {
    let end = bytes.windows(4).position(|window| window == b"\r\n\r\n")? + 4;
    let head = String::from_utf8_lossy(&bytes[..end]).to_ascii_lowercase();
    let length = head.lines().find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok());
    Some(end + length.unwrap_or(0_usize))
}

/// An answer with this status, further header lines, and body.
pub fn answer(status: &str, headers: &str, body: &str) -> String {
    format!(
        "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
}

pub fn charge(reference: &str) -> String {
    answer(
        "200 OK",
        "",
        &format!(
            r#"{{"status":"success","dgs_reference":"{reference}","amount":5000,"currency":"RWF","transaction_status":"pending"}}"#
        ),
    )
}

pub fn balances() -> String {
    answer("200 OK", "", r#"{"status":"success","balances":[]}"#)
}
