//! How often an address may ask (§6; C-16), where the sandbox was told to count.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use super::codes::RATE_LIMIT_EXCEEDED;
use super::{checkout, collect};
use crate::clock::Millis;
use crate::config::Switch;
use crate::service::{Call, Refusal};

const MINUTE: Millis = 60_000;

/// How often a minute.
const LIMITS: [(&str, usize); 2] = [(collect::OPERATION, 100), (checkout::OPERATION, 30)];

/// When each address has asked, by project and operation, within the last minute.
#[derive(Debug, Default)]
pub(super) struct Limits {
    asked: Mutex<HashMap<Asker, VecDeque<Millis>>>,
}

/// Everybody is on this machine, so that the address alone would make one test wait for another.
type Asker = (i64, Option<IpAddr>, &'static str);

/// Counts a call, or says when there is room for it.
pub(super) fn admit(call: &Call<'_>, operation: &'static str) -> Result<(), Refusal> {
    let limit = LIMITS.iter().find(|(limited, _)| *limited == operation).map(|(_, limit)| *limit);
    let Some(limit) = limit.filter(|_| call.app.has(call.merchant, Switch::RateLimits)) else { return Ok(()) };
    let mut asked = call.app.roho.limits.asked.lock().unwrap_or_else(PoisonError::into_inner);
    let times = asked.entry((call.merchant.row, call.peer, operation)).or_default();
    while times.front().is_some_and(|first| *first <= call.at - MINUTE) {
        times.pop_front();
    }
    if times.len() < limit {
        times.push_back(call.at);
        return Ok(());
    }
    let wait = times.front().map_or(0, |first| first + MINUTE - call.at);
    let seconds = u32::try_from(wait.max(1)).unwrap_or(u32::MAX).div_ceil(1_000);
    let what = format!("More than {limit} requests a minute. Try again in {seconds} s; nothing was booked.");
    Err(Refusal { retry_after: Some(seconds), ..RATE_LIMIT_EXCEEDED.saying(what) })
}
