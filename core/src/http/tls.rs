//! TLS 1.2 and 1.3 by rustls with ring; the system's roots, or Mozilla's where the system has none.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::error::{Error, ErrorCode, Result};

/// The configuration of every connection. The provider is given by hand, so that none is installed for the host program.
pub(super) fn config() -> Result<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    // A container without CA certificates has no roots at all: the bundled ones serve there.
    let with_system_roots = builder(&provider)?.with_platform_verifier();
    let with_roots = match with_system_roots {
        Ok(builder) => builder,
        Err(_) => builder(&provider)?.with_root_certificates(bundled_roots()),
    };
    Ok(with_roots.with_no_client_auth())
}

fn builder(provider: &Arc<CryptoProvider>) -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>> {
    ClientConfig::builder_with_provider(Arc::clone(provider))
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .map_err(|error| Error::new(ErrorCode::Internal, format!("TLS could not be set up: {error}")))
}

fn bundled_roots() -> RootCertStore {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(webpki_root_certs::TLS_SERVER_ROOT_CERTS.iter().cloned());
    roots
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_bundled_roots_are_there_for_systems_without_any() {
        assert!(super::bundled_roots().len() > 100);
        assert!(super::config().is_ok());
    }
}
