//! What broke, in our own words.

use std::error::Error;
use std::io;

use crate::http::transport::Breakage;

/// What broke, by the error of a layer of the network and what stands behind it, or `otherwise`.
pub(super) fn breakage(error: &(dyn Error + 'static), otherwise: Breakage) -> Breakage {
    let mut source = Some(error);
    while let Some(cause) = source {
        if let Some(known) = cause.downcast_ref::<io::Error>().and_then(of_io) {
            return known;
        }
        if cause.is::<rustls::Error>() {
            return Breakage::TlsRefused;
        }
        source = cause.source();
    }
    otherwise
}

fn of_io(error: &io::Error) -> Option<Breakage> {
    Some(match error.kind() {
        io::ErrorKind::ConnectionRefused => Breakage::ConnectionRefused,
        io::ErrorKind::ConnectionReset | io::ErrorKind::BrokenPipe => Breakage::ConnectionReset,
        io::ErrorKind::ConnectionAborted | io::ErrorKind::UnexpectedEof => Breakage::ConnectionClosed,
        io::ErrorKind::TimedOut => Breakage::TimedOut,
        io::ErrorKind::HostUnreachable | io::ErrorKind::NetworkUnreachable => Breakage::NetworkUnreachable,
        _ if holds_tls_error(error) => Breakage::TlsRefused,
        _ => return None,
    })
}

/// An `io::Error` may hold another one, which `source()` steps over, and that one the error of rustls.
fn holds_tls_error(error: &io::Error) -> bool {
    error.get_ref().is_some_and(|inner| {
        inner.is::<rustls::Error>() || inner.downcast_ref::<io::Error>().is_some_and(holds_tls_error)
    })
}
