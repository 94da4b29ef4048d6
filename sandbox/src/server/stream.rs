//! Answers that are not there all at once.

use std::convert::Infallible;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use hyper::body::{Body, Frame};
use tokio::sync::mpsc;

/// A body whose pieces come over a channel; it ends with the channel.
#[derive(Debug)]
pub(crate) struct ChannelBody(pub mpsc::Receiver<Bytes>);

impl Body for ChannelBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.0.poll_recv(cx).map(|piece| piece.map(|piece| Ok(Frame::data(piece))))
    }
}

/// A JSON object that begins well and never ends. It is made only as fast as it is read.
#[derive(Debug)]
pub(crate) struct EndlessBody {
    /// Taken by the first piece.
    beginning: Option<&'static str>,
}

impl EndlessBody {
    /// One that begins so, up to the middle of a text.
    pub(crate) fn beginning(text: &'static str) -> Self {
        Self { beginning: Some(text) }
    }
}

impl Body for EndlessBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        const PIECE: &[u8] = &[b'a'; 16 * 1024];
        let piece: &'static [u8] = self.beginning.take().map_or(PIECE, str::as_bytes);
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(piece)))))
    }
}
