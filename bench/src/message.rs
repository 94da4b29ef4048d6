//! The least of HTTP/1.1 that a benchmark needs: where a message ends, and what stands in it. Bodies have a length.

use std::io;

/// More than any client here sends.
const HEADERS: usize = 64;

/// Where the parts of a message at the beginning of a buffer end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Extent {
    /// Where the body begins.
    pub head: usize,
    /// Where the message ends.
    pub end: usize,
}

/// The start line and headers of a request.
pub struct Request<'a> {
    /// Such as `POST`.
    pub method: &'a str,
    /// With the query.
    pub path: &'a str,
    headers: Vec<httparse::Header<'a>>,
}

impl Request<'_> {
    /// A header's value, whatever the case of its name.
    pub fn header(&self, name: &str) -> Option<&[u8]> {
        self.headers.iter().find(|header| header.name.eq_ignore_ascii_case(name)).map(|header| header.value)
    }
}

/// The request at the beginning of the buffer, or `None` while more has to arrive.
pub fn request(buffer: &[u8]) -> io::Result<Option<(Request<'_>, Extent)>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut parsed = httparse::Request::new(&mut headers);
    let httparse::Status::Complete(head) = parsed.parse(buffer).map_err(io::Error::other)? else { return Ok(None) };
    let (Some(method), Some(path)) = (parsed.method, parsed.path) else { return Ok(None) };
    let request = Request { method, path, headers: parsed.headers.to_vec() };
    let extent = extent(head, parsed.headers)?;
    Ok((buffer.len() >= extent.end).then_some((request, extent)))
}

/// Status and extent of the answer at the beginning of the buffer, or `None` while more has to arrive.
pub fn answer(buffer: &[u8]) -> io::Result<Option<(u16, Extent)>> {
    let mut headers = [httparse::EMPTY_HEADER; HEADERS];
    let mut parsed = httparse::Response::new(&mut headers);
    let httparse::Status::Complete(head) = parsed.parse(buffer).map_err(io::Error::other)? else { return Ok(None) };
    let extent = extent(head, parsed.headers)?;
    Ok(parsed.code.filter(|_| buffer.len() >= extent.end).map(|status| (status, extent)))
}

fn extent(head: usize, headers: &[httparse::Header<'_>]) -> io::Result<Extent> {
    let named = |name: &str| headers.iter().find(|header| header.name.eq_ignore_ascii_case(name));
    if named("transfer-encoding").is_some() {
        return Err(io::Error::other("the body has no length"));
    }
    let length = match named("content-length") {
        None => 0,
        Some(header) => std::str::from_utf8(header.value)
            .ok()
            .and_then(|text| text.trim().parse().ok())
            .ok_or_else(|| io::Error::other("the body's length is no number"))?,
    };
    Ok(Extent { head, end: head + length })
}

#[cfg(test)]
mod tests {
    use super::*;

    const POST: &[u8] = b"POST /a?b=1 HTTP/1.1\r\nHost: x\r\ncontent-LENGTH: 3\r\n\r\nabcGET";

    #[test]
    fn a_request_is_whole_only_with_its_body() {
        let (read, extent) = request(POST).unwrap().unwrap();
        assert_eq!((read.method, read.path, read.header("HOST")), ("POST", "/a?b=1", Some(&b"x"[..])));
        assert_eq!(&POST[extent.head..extent.end], b"abc");
        for end in 0..extent.end {
            assert!(request(&POST[..end]).unwrap().is_none(), "{end}");
        }
    }

    #[test]
    fn an_answer_has_a_status_and_a_length() {
        let whole = b"HTTP/1.1 201 Created\r\nContent-Length: 2\r\n\r\nok";
        assert_eq!(answer(whole).unwrap(), Some((201, Extent { head: 43, end: 45 })));
        assert!(answer(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n").is_err());
    }
}
