//! Who may ask: a program or a page that means this very address.
//!
//! A web page elsewhere can make a browser call 127.0.0.1. It cannot forge `Host` (which defeats a name that is rebound to
//! this machine) nor `Origin` (which every browser sends with a request that changes something).

use axum::body::Body;
use hyper::header::{HOST, HeaderMap, HeaderName, ORIGIN};
use hyper::{Request, Response, StatusCode};

/// Whether host and origin, as far as given, are this sandbox. A host must be given.
pub(super) fn is_ours<B>(request: &Request<B>, origin: &str) -> bool {
    let own = origin.trim_start_matches("http://");
    let own_by_name = own.replace("127.0.0.1", "localhost");
    let is_own = |authority: &str| authority == own || authority.eq_ignore_ascii_case(&own_by_name);
    let host_is_own = one(request.headers(), &HOST).is_some_and(is_own);
    let target_is_own = request.uri().authority().is_none_or(|authority| is_own(authority.as_str()));
    let origin_is_own = !request.headers().contains_key(ORIGIN)
        || one(request.headers(), &ORIGIN).and_then(|origin| origin.strip_prefix("http://")).is_some_and(is_own);
    host_is_own && target_is_own && origin_is_own
}

/// For pages and the control API; the services have envelopes of their own.
pub(super) fn refusal() -> Response<Body> {
    let mut answer = Response::new(Body::from(REFUSAL));
    *answer.status_mut() = StatusCode::FORBIDDEN;
    answer
}

/// What a stranger is told.
pub(crate) const REFUSAL: &str = "This sandbox answers only to its own address, 127.0.0.1 or localhost with its port.";

fn one<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut values = headers.get_all(name).iter();
    let first = values.next()?.to_str().ok()?;
    values.next().is_none().then_some(first)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_ours(headers: &[(&str, &str)]) -> bool {
        let request = headers.iter().fold(Request::builder().uri("/"), |r, (name, value)| r.header(*name, *value));
        super::is_ours(&request.body(()).unwrap(), "http://127.0.0.1:4010")
    }

    #[test]
    fn only_this_address() {
        assert!(is_ours(&[("host", "127.0.0.1:4010")]));
        assert!(is_ours(&[("host", "LocalHost:4010"), ("origin", "http://localhost:4010")]));
        assert!(!is_ours(&[]));
        assert!(!is_ours(&[("host", "127.0.0.1")]));
        assert!(!is_ours(&[("host", "127.0.0.1:4011")]));
        assert!(!is_ours(&[("host", "evil.example:4010")]));
        assert!(!is_ours(&[("host", "127.0.0.1:4010"), ("host", "evil.example")]));
        assert!(!is_ours(&[("host", "127.0.0.1:4010"), ("origin", "http://evil.example")]));
        assert!(!is_ours(&[("host", "127.0.0.1:4010"), ("origin", "null")]));
    }
}
