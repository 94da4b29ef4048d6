//! The services, as far as the command line tells them apart.

use crate::failure::Failure;

/// Which service a command talks to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Service {
    /// Rwanda
    #[default]
    #[value(name = "dgspay")]
    DgsPay,
    /// Uganda, Kenya, Tanzania, Rwanda
    #[value(name = "rohopay")]
    RohoPay,
}

impl Service {
    /// What people call it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::DgsPay => "DGS-Pay",
            Self::RohoPay => "RohoPay",
        }
    }

    /// The name of one of its settings in the environment.
    pub(crate) fn setting(self, name: &str) -> String {
        match self {
            Self::DgsPay => format!("DGSPAY_{name}"),
            Self::RohoPay => format!("ROHOPAY_{name}"),
        }
    }

    /// A command as it is typed for this service.
    pub(crate) fn command(self, rest: &str) -> String {
        match self {
            Self::DgsPay => format!("dgspay {rest}"),
            Self::RohoPay => format!("dgspay {rest} --service rohopay"),
        }
    }

    /// Refuses flags that mean nothing to this service: what was typed about money is never passed over.
    pub(crate) fn knows_no(self, flags: &[(&str, bool)]) -> Result<(), Failure> {
        match flags.iter().find(|(_, is_given)| *is_given) {
            Some((flag, _)) => Err(Failure::Usage(format!("{} knows no {flag}. Nothing was sent.", self.name()))),
            None => Ok(()),
        }
    }

    /// What this service cannot do without, and another can.
    pub(crate) fn wants<T>(self, flag: &str, given: Option<T>) -> Result<T, Failure> {
        given
            .ok_or_else(|| Failure::Usage(format!("{flag} is missing: {} asks for it. Nothing was sent.", self.name())))
    }
}

/// What a service does not have, and what it has instead.
pub(crate) fn lacking(what: &str) -> Failure {
    Failure::Usage(format!("{what} Nothing was sent."))
}
