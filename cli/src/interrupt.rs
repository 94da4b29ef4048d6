//! Ctrl-C. Whoever listens takes it over from the system, and gets every one from then on: none falls between two looks.

/// A listener.
pub(crate) struct Interrupts {
    #[cfg(unix)]
    signals: Option<tokio::signal::unix::Signal>,
    #[cfg(windows)]
    signals: Option<tokio::signal::windows::CtrlC>,
}

impl Interrupts {
    /// Listens from now on. Where the system does not let it, Ctrl-C does what it always did.
    pub(crate) fn listen() -> Self {
        #[cfg(unix)]
        let signals = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::interrupt());
        #[cfg(windows)]
        let signals = tokio::signal::windows::ctrl_c();
        Self { signals: signals.ok() }
    }

    /// The next one.
    pub(crate) async fn next(&mut self) {
        let heard = match &mut self.signals {
            Some(signals) => signals.recv().await,
            None => None,
        };
        if heard.is_none() {
            std::future::pending::<()>().await;
        }
    }
}
