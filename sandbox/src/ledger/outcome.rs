//! How a payout or a conversion ends.

use super::PaymentStatus;
use crate::clock::Millis;

/// Done, or not and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    Success,
    /// With the reason that its webhook gives.
    Failed(String),
}

impl Outcome {
    /// As stored: a reason, or none.
    pub(super) fn of(fail_reason: Option<String>) -> Self {
        fail_reason.map_or(Self::Success, Self::Failed)
    }

    pub(crate) fn fail_reason(&self) -> Option<&str> {
        match self {
            Self::Success => None,
            Self::Failed(reason) => Some(reason),
        }
    }

    pub(super) fn status(&self) -> PaymentStatus {
        match self {
            Self::Success => PaymentStatus::Success,
            Self::Failed(_) => PaymentStatus::Failed,
        }
    }
}

/// What has ended, and when which of its webhooks is due.
pub(crate) struct Ended<T> {
    pub ended: T,
    pub webhooks: Vec<(i64, Millis)>,
}
