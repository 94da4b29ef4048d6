//! Where a webhook may go: to this machine, and nowhere else.
//!
//! No name is ever looked up. An address is judged as the URL standard reads it, so that `0x7f.1` or `2130706433` is what a
//! browser would make of it, and a name other than `localhost` is not on this machine whatever some name server says.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};

use url::{Host, Url};

/// A checked address on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Destination {
    /// To be tried in this order: `localhost` may be either.
    pub addresses: Vec<SocketAddr>,
    /// For the `Host` header.
    pub authority: String,
    /// Path and query.
    pub target: String,
}

/// Why a sandbox does not send there.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Elsewhere {
    #[error("not a URL: {0}")]
    NotAUrl(url::ParseError),
    #[error("not on this machine: shown here, not sent")]
    NotLoopback,
    #[error("only http is sent: shown here")]
    NotHttp,
    #[error("a URL with a user name is not sent")]
    UserInfo,
}

impl Destination {
    pub(crate) fn parse(text: &str) -> Result<Self, Elsewhere> {
        let url = Url::parse(text).map_err(Elsewhere::NotAUrl)?;
        if !url.username().is_empty() || url.password().is_some() {
            return Err(Elsewhere::UserInfo);
        }
        let port = url.port_or_known_default().unwrap_or(80);
        let addresses = loopback(&url).ok_or(Elsewhere::NotLoopback)?;
        if url.scheme() != "http" {
            return Err(Elsewhere::NotHttp);
        }
        let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
        Ok(Self {
            addresses: addresses.into_iter().map(|address| SocketAddr::new(address, port)).collect(),
            authority: url.authority().to_owned(),
            target: format!("{}{query}", url.path()),
        })
    }
}

/// What a merchant may give as `callback_url`: https anywhere, plain http on this machine.
pub(crate) fn is_acceptable_callback(text: &str) -> bool {
    match Url::parse(text) {
        Ok(url) if url.scheme() == "https" => url.has_host(),
        Ok(url) if url.scheme() == "http" => loopback(&url).is_some(),
        _ => false,
    }
}

/// Whether a page may load something from there without anything leaving this machine.
pub(crate) fn is_on_this_machine(url: &Url) -> bool {
    loopback(url).is_some()
}

fn loopback(url: &Url) -> Option<Vec<IpAddr>> {
    match url.host()? {
        Host::Ipv4(address) if address.is_loopback() => Some(vec![address.into()]),
        Host::Ipv6(address) if address.is_loopback() => Some(vec![address.into()]),
        Host::Domain("localhost") => Some(vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn this_machine_in_every_spelling() {
        for url in ["http://127.0.0.1:9/x", "http://127.1:9/x", "http://0x7f.1:9/x", "http://2130706433:9/x"] {
            let destination = Destination::parse(url).unwrap();
            assert_eq!(destination.addresses, ["127.0.0.1:9".parse().unwrap()], "{url}");
            assert_eq!(destination.target, "/x");
        }
        assert_eq!(Destination::parse("http://[::1]:9/").unwrap().addresses, ["[::1]:9".parse().unwrap()]);
        assert_eq!(Destination::parse("http://LOCALHOST/a?b=c").unwrap().target, "/a?b=c");
    }

    #[test]
    fn nowhere_else() {
        let elsewhere = [
            "http://example.com/",
            "http://10.0.0.1/",
            "http://169.254.169.254/latest/meta-data",
            "http://0.0.0.0/",
            "http://0/",
            "http://127.0.0.1.example.com/",
            "http://localhost.example.com/",
            "http://localhost./",
            "http://[::ffff:127.0.0.1]/",
            "http://[::]/",
            "http://[64:ff9b::7f00:1]/",
            "http://127.0.0.1@example.com/",
            "http://user@127.0.0.1/",
            "https://127.0.0.1/",
            "ftp://127.0.0.1/",
            "file:///etc/passwd",
            "//127.0.0.1/",
            "",
        ];
        for url in elsewhere {
            assert!(Destination::parse(url).is_err(), "{url}");
        }
    }

    #[test]
    fn callbacks_are_https_or_this_machine() {
        assert!(is_acceptable_callback("https://shop.example/hook"));
        assert!(is_acceptable_callback("http://localhost:3000/hook?token=x"));
        assert!(!is_acceptable_callback("http://shop.example/hook"));
        assert!(!is_acceptable_callback("javascript:alert(1)"));
        assert!(!is_acceptable_callback("shop.example"));
    }
}
