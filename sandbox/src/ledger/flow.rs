//! How a payer is asked, one step after the other (§9, §17).

use super::{LedgerError, Result};

/// What a payer goes through.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Flow {
    /// A prompt on the handset.
    Push,
    /// A page where a person decides; nothing else does.
    Redirect,
    /// Nothing: the answer is final.
    Instant,
    /// The card's PIN.
    Pin,
    /// The card's PIN, then the bank's own check.
    PinThenThreeDs,
    /// The bank's own check.
    ThreeDs,
    /// The billing address.
    Avs,
}

/// What a payer has to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Step {
    /// Answer the prompt.
    Push,
    /// Decide on the page.
    Page,
    /// Give the card's PIN.
    Pin,
    /// Give a one-time code.
    Otp,
    /// Decide on the bank's page, or give the bank's one-time code (C-18).
    ThreeDs,
    /// Give the billing address.
    Avs,
}

impl Flow {
    const ALL: [(Self, &'static str); 7] = [
        (Self::Push, "push"),
        (Self::Redirect, "redirect"),
        (Self::Instant, "instant"),
        (Self::Pin, "pin"),
        (Self::PinThenThreeDs, "pin_3ds"),
        (Self::ThreeDs, "3ds"),
        (Self::Avs, "avs"),
    ];

    pub(super) fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(flow, _)| *flow == self).map_or("", |(_, name)| name)
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        let known = Self::ALL.iter().find(|(_, name)| *name == text).map(|(flow, _)| *flow);
        known.ok_or_else(|| LedgerError::Foreign(format!("flow {text:?}")))
    }

    /// What is asked first; `None` if nobody is asked.
    pub(crate) fn first_step(self) -> Option<Step> {
        match self {
            Self::Push => Some(Step::Push),
            Self::Redirect => Some(Step::Page),
            Self::Instant => None,
            Self::Pin | Self::PinThenThreeDs => Some(Step::Pin),
            Self::ThreeDs => Some(Step::ThreeDs),
            Self::Avs => Some(Step::Avs),
        }
    }

    /// What is asked once a step is done; `None` if that was the last one.
    pub(crate) fn step_after(self, done: Step, pin_then_otp: bool) -> Option<Step> {
        match (self, done) {
            (Self::PinThenThreeDs, Step::Pin) => Some(Step::ThreeDs),
            (Self::Pin, Step::Pin) if pin_then_otp => Some(Step::Otp),
            _ => None,
        }
    }
}

impl Step {
    const ALL: [(Self, &'static str); 6] = [
        (Self::Push, "push"),
        (Self::Page, "page"),
        (Self::Pin, "pin"),
        (Self::Otp, "otp"),
        (Self::ThreeDs, "3ds"),
        (Self::Avs, "avs"),
    ];

    pub(super) fn as_str(self) -> &'static str {
        Self::ALL.iter().find(|(step, _)| *step == self).map_or("", |(_, name)| name)
    }

    pub(super) fn parse(text: &str) -> Result<Self> {
        let known = Self::ALL.iter().find(|(_, name)| *name == text).map(|(step, _)| *step);
        known.ok_or_else(|| LedgerError::Foreign(format!("step {text:?}")))
    }

    /// Whether a person decides it with a yes or a no, on a handset or on a page.
    pub(crate) fn is_yes_or_no(self) -> bool {
        matches!(self, Self::Push | Self::Page | Self::ThreeDs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flow_and_step_has_a_name_that_reads_back() {
        for (flow, name) in Flow::ALL {
            assert_eq!((flow.as_str(), Flow::parse(name).unwrap()), (name, flow));
        }
        for (step, name) in Step::ALL {
            assert_eq!((step.as_str(), Step::parse(name).unwrap()), (name, step));
        }
        assert!(Flow::parse("").is_err() && Step::parse("pigeon").is_err());
    }

    #[test]
    fn the_documented_machines() {
        let walk = |flow: Flow, pin_then_otp| {
            let mut steps = Vec::new();
            let mut next = flow.first_step();
            while let Some(step) = next {
                steps.push(step);
                next = flow.step_after(step, pin_then_otp);
            }
            steps
        };
        assert_eq!(walk(Flow::Pin, false), [Step::Pin]);
        assert_eq!(walk(Flow::Pin, true), [Step::Pin, Step::Otp]);
        assert_eq!(walk(Flow::PinThenThreeDs, false), [Step::Pin, Step::ThreeDs]);
        assert_eq!(walk(Flow::PinThenThreeDs, true), [Step::Pin, Step::ThreeDs]);
        assert_eq!(walk(Flow::ThreeDs, true), [Step::ThreeDs]);
        assert_eq!(walk(Flow::Avs, true), [Step::Avs]);
        assert_eq!(walk(Flow::Push, true), [Step::Push]);
        assert_eq!(walk(Flow::Redirect, true), [Step::Page]);
        assert!(walk(Flow::Instant, true).is_empty());
    }
}
