//! One connection. It has no task of its own: the call that uses it drives it, and is woken once when the answer is there.

use std::future::{Future, poll_fn};
use std::pin::{Pin, pin};
use std::task::{Context, Poll};

use http::header::RETRY_AFTER;
use http_body::Body as _;
use hyper::body::Incoming;
use hyper::client::conn::http1::{self, SendRequest};
use hyper::rt::{Read, Write};

use super::body::WatchedBody;
use super::breakage::breakage;
use crate::http::Answer;
use crate::http::transport::{Breakage, Failure, LONGEST_ANSWER, answer};

/// Bytes in both directions, whatever carries them.
pub(super) type Stream = Box<dyn ReadWrite>;

pub(super) trait ReadWrite: Read + Write + Send + Unpin {}

impl<T: Read + Write + Send + Unpin> ReadWrite for T {}

pub(super) struct Connection {
    sender: SendRequest<WatchedBody>,
    /// Reads and writes; `None` once the connection has ended.
    driver: Option<Pin<Box<http1::Connection<Stream, WatchedBody>>>>,
}

/// How an exchange ends.
pub(super) enum Exchanged {
    /// With an answer, or without one after the request was handed over.
    Ended(Result<Answer, Failure>),
    /// The connection was no longer one, and the request comes back whole: no byte of it was handed over.
    Returned(Box<http::Request<WatchedBody>>, Breakage),
}

impl Connection {
    pub(super) async fn over(stream: Stream) -> Result<Self, Breakage> {
        match http1::handshake(stream).await {
            Ok((sender, driver)) => Ok(Self { sender, driver: Some(Box::pin(driver)) }),
            Err(error) => Err(breakage(&error, Breakage::NoConnection)),
        }
    }

    /// Whether it can take a request, as far as can be known: what has arrived while nobody used it is looked at now.
    pub(super) async fn is_ready(&mut self) -> bool {
        poll_fn(|context| {
            self.drive(context);
            Poll::Ready(self.driver.is_some() && self.sender.is_ready())
        })
        .await
    }

    /// Sends a request and reads its answer to the end, or to the limit.
    pub(super) async fn exchange(&mut self, request: http::Request<WatchedBody>) -> Exchanged {
        let sending = self.sender.try_send_request(request);
        let response = match self.driven(sending).await {
            Ok(response) => response,
            Err(mut failed) => {
                let breakage = breakage(failed.error(), Breakage::ConnectionClosed);
                return match failed.take_message() {
                    Some(request) => Exchanged::Returned(Box::new(request), breakage),
                    None => Exchanged::Ended(Err(Failure::Broken(breakage))),
                };
            }
        };
        let (head, body) = response.into_parts();
        let status = head.status.as_u16();
        let header = |name: &str| head.headers.get(name)?.to_str().ok();
        let ended = self
            .read(body, status)
            .await
            .map(|body| answer(status, header("x-request-id").map(str::to_owned), header(RETRY_AFTER.as_str()), body));
        Exchanged::Ended(ended)
    }

    async fn read(&mut self, mut body: Incoming, status: u16) -> Result<Vec<u8>, Failure> {
        let expected = body.size_hint().exact().and_then(|length| usize::try_from(length).ok()).unwrap_or_default();
        let mut bytes = Vec::with_capacity(expected.min(LONGEST_ANSWER));
        while let Some(frame) = self.driven(poll_fn(|context| Pin::new(&mut body).poll_frame(context))).await {
            let frame = frame.map_err(|error| Failure::Broken(breakage(&error, Breakage::ConnectionClosed)))?;
            // What is not data is the trailers, which nobody needs.
            let Ok(chunk) = frame.into_data() else { continue };
            if bytes.len() + chunk.len() > LONGEST_ANSWER {
                return Err(Failure::TooLarge(status));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(bytes)
    }

    /// Drives the connection until it has brought what is waited for.
    async fn driven<T>(&mut self, waiting: impl Future<Output = T>) -> T {
        let mut waiting = pin!(waiting);
        poll_fn(|context| {
            self.drive(context);
            waiting.as_mut().poll(context)
        })
        .await
    }

    fn drive(&mut self, context: &mut Context<'_>) {
        if self.driver.as_mut().is_some_and(|driver| driver.as_mut().poll(context).is_ready()) {
            // What waits for something from it learns with this that it will not come.
            self.driver = None;
        }
    }
}
