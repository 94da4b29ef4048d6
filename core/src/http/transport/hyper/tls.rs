//! TLS 1.2 and 1.3 by rustls with ring; the system's roots, or Mozilla's where the system has none.

use std::sync::Arc;

use rustls::crypto::CryptoProvider;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt;

use crate::error::{Error, ErrorCode, Result};

/// The configuration of every connection. The provider is given by hand, so that none is installed for the host program.
pub(super) fn config() -> Result<ClientConfig> {
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let chosen = ["SSL_CERT_FILE", "SSL_CERT_DIR"].iter().any(|name| std::env::var_os(name).is_some());
    let with_roots = match builder(&provider)?.with_platform_verifier() {
        Ok(builder) => builder,
        // Whoever names the roots wants these and no others: a slip in the name must not open the door to more.
        Err(_) if chosen => {
            let what = "SSL_CERT_FILE or SSL_CERT_DIR names no certificates that can be used";
            return Err(Error::new(ErrorCode::InvalidSetting, what).advice("Correct the variable, or remove it."));
        }
        // A container without CA certificates has no roots at all: the bundled ones serve there.
        Err(_) => builder(&provider)?.with_root_certificates(bundled_roots()),
    };
    Ok(with_roots.with_no_client_auth())
}

fn builder(provider: &Arc<CryptoProvider>) -> Result<rustls::ConfigBuilder<ClientConfig, rustls::WantsVerifier>> {
    ClientConfig::builder_with_provider(Arc::clone(provider))
        .with_protocol_versions(&[&rustls::version::TLS13, &rustls::version::TLS12])
        .map_err(|error| Error::new(ErrorCode::Internal, format!("TLS could not be set up: {error}")).unsent())
}

/// Names and keys of Mozilla's roots: all that a chain is checked against, in a third of what the certificates would weigh.
fn bundled_roots() -> RootCertStore {
    webpki_roots::TLS_SERVER_ROOTS.iter().cloned().collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_bundled_roots_are_there_for_systems_without_any() {
        assert!(super::bundled_roots().len() > 100);
        assert!(super::config().is_ok());
    }
}
