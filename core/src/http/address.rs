//! Where a service is, taken apart once: what every request needs of it is ready before the first one.

use http::Uri;
use http::uri::{Authority, PathAndQuery, Scheme};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use url::Url;

use crate::error::{Error, ErrorCode, Result};

/// What a segment of a path may hold as it is (RFC 3986, `pchar`).
const NOT_OF_A_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~')
    .remove(b'!')
    .remove(b'$')
    .remove(b'&')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b'+')
    .remove(b',')
    .remove(b';')
    .remove(b'=')
    .remove(b':')
    .remove(b'@');

/// The address of a service.
#[derive(Debug)]
pub(crate) struct Address {
    scheme: Scheme,
    authority: Authority,
    /// Percent-encoded, without a slash at its end.
    path: String,
    /// The header `Host`, for a transport that writes it itself.
    #[cfg(feature = "hyper")]
    host: http::HeaderValue,
    loopback: bool,
}

impl Address {
    pub(crate) fn new(url: &Url) -> Result<Self> {
        let refuse = || Error::new(ErrorCode::InvalidBaseUrl, "The base URL is not one that can be connected to");
        let uri: Uri = url.as_str().parse().map_err(|_| refuse())?;
        let parts = uri.into_parts();
        let (Some(scheme), Some(authority)) = (parts.scheme, parts.authority) else { return Err(refuse()) };
        Ok(Self {
            path: url.path().trim_end_matches('/').to_owned(),
            #[cfg(feature = "hyper")]
            host: http::HeaderValue::from_str(authority.as_str()).map_err(|_| refuse())?,
            scheme,
            authority,
            loopback: is_loopback(url),
        })
    }

    /// The host's name, for people.
    pub(crate) fn host_name(&self) -> &str {
        self.authority.host()
    }

    #[cfg(feature = "hyper")]
    pub(crate) fn host(&self) -> &http::HeaderValue {
        &self.host
    }

    /// Whether it is this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.loopback
    }

    /// What a connection goes to: the same for every request that may share one.
    pub(crate) fn origin(&self) -> (&Scheme, &Authority) {
        (&self.scheme, &self.authority)
    }

    /// The path below this address, and the query.
    pub(crate) fn target(&self, segments: &[String], query: &[(&'static str, String)]) -> Result<PathAndQuery> {
        let mut target = self.path.clone();
        for segment in segments {
            target.push('/');
            target.extend(utf8_percent_encode(segment, NOT_OF_A_SEGMENT));
        }
        if !query.is_empty() {
            let begun = target.len() + 1;
            target.push('?');
            target = url::form_urlencoded::Serializer::for_suffix(target, begun).extend_pairs(query).finish();
        }
        let refuse = |_| Error::new(ErrorCode::Internal, "The request's path could not be written").unsent();
        PathAndQuery::from_maybe_shared(target).map_err(refuse)
    }

    /// A target as a whole URL.
    #[cfg(feature = "foreign-transport")]
    pub(crate) fn url(&self, target: &PathAndQuery) -> String {
        let (scheme, authority) = self.origin();
        format!("{scheme}://{authority}{target}")
    }
}

/// Whether a URL names this machine, where http is allowed.
pub(crate) fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(address)) => address.is_loopback(),
        Some(url::Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(url: &str) -> Address {
        Address::new(&Url::parse(url).unwrap()).unwrap()
    }

    fn target(url: &str, segments: &[&str], query: &[(&'static str, &str)]) -> String {
        let segments: Vec<_> = segments.iter().map(|&segment| segment.to_owned()).collect();
        let query: Vec<_> = query.iter().map(|&(name, value)| (name, value.to_owned())).collect();
        address(url).target(&segments, &query).unwrap().to_string()
    }

    #[test]
    fn a_target_stands_below_the_path_of_the_address() {
        assert_eq!(target("https://pay.example", &["charges"], &[]), "/charges");
        assert_eq!(target("https://pay.example/", &["charges"], &[]), "/charges");
        assert_eq!(target("https://pay.example/generation/v2/", &["banks", "RW"], &[]), "/generation/v2/banks/RW");
    }

    #[test]
    fn whatever_a_segment_or_a_query_holds_stays_in_it() {
        assert_eq!(target("https://pay.example", &["a/b?c#d%e f"], &[]), "/a%2Fb%3Fc%23d%25e%20f");
        assert_eq!(target("https://pay.example", &["é"], &[]), "/%C3%A9");
        let query = [("search", "a&b=c d"), ("page", "2")];
        assert_eq!(target("https://pay.example/v2", &["x"], &query), "/v2/x?search=a%26b%3Dc+d&page=2");
    }

    #[test]
    fn the_port_that_goes_without_saying_is_not_said() {
        assert_eq!(address("https://pay.example:443/v2").host(), "pay.example");
        assert_eq!(address("http://127.0.0.1:9000").host(), "127.0.0.1:9000");
        assert_eq!(address("https://[::1]:8443").host(), "[::1]:8443");
        assert_eq!(address("https://bücher.example").host(), "xn--bcher-kva.example");
    }

    #[test]
    fn this_machine_has_several_names() {
        for url in ["http://localhost:1", "http://127.8.8.8:1", "http://[::1]:1"] {
            assert!(address(url).is_loopback(), "{url}");
        }
        for url in ["https://localhost.example", "https://10.0.0.1", "https://[2001:db8::1]"] {
            assert!(!address(url).is_loopback(), "{url}");
        }
    }
}
