//! Calls that are answered now and booked later, as when a gateway gives up on a provider that does not.

use std::collections::HashMap;
use std::fmt;
use std::net::IpAddr;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;

use super::{Call, Caller, Route, Service, serve};
use crate::app::App;
use crate::clock::Millis;
use crate::faults::Rule;
use crate::scheduler::Job;

/// How long the provider goes on after the gateway has given up.
const USUAL_DELAY: u64 = 40_000;

/// The calls that wait to be booked. They are gone when the sandbox stops, as if the provider had never heard of them.
#[derive(Default)]
pub(crate) struct LateCalls {
    waiting: Mutex<(u64, HashMap<u64, LateCall>)>,
}

/// A card may be in a call that waits: how many there are is all that is printed.
impl fmt::Debug for LateCalls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = self.waiting.lock().unwrap_or_else(PoisonError::into_inner).1.len();
        f.debug_struct("LateCalls").field("waiting", &count).finish()
    }
}

/// Everything that a call is made of, to be made once more.
struct LateCall {
    service: &'static dyn Service,
    route: &'static Route,
    caller: Caller,
    id: String,
    query: String,
    body: Bytes,
    idempotency_key: Option<Vec<u8>>,
    peer: Option<IpAddr>,
}

/// Lets a call wait as long as the rule says.
pub(super) fn put_off(service: &'static dyn Service, call: &Call<'_>, route: &'static Route, rule: &Rule) {
    let late = LateCall {
        service,
        route,
        caller: Caller { merchant: Arc::clone(call.merchant), environment: call.environment, wallet: call.wallet },
        id: call.id.clone(),
        query: call.query.to_owned(),
        body: Bytes::copy_from_slice(call.body),
        idempotency_key: call.idempotency_key.map(<[u8]>::to_vec),
        peer: call.peer,
    };
    let mut waiting = call.app.late_calls.waiting.lock().unwrap_or_else(PoisonError::into_inner);
    let (count, calls) = &mut *waiting;
    *count += 1;
    calls.insert(*count, late);
    let delay = Millis::try_from(rule.delay_ms.unwrap_or(USUAL_DELAY)).unwrap_or(Millis::MAX);
    call.app.scheduler.add(call.at.saturating_add(delay), Job::Late(*count));
}

/// Books a call that has waited. What it would have answered is for nobody.
pub(crate) fn book(app: &Arc<App>, number: u64, at: Millis) {
    let late = app.late_calls.waiting.lock().unwrap_or_else(PoisonError::into_inner).1.remove(&number);
    let Some(late) = late else { return };
    let call = Call {
        app,
        merchant: &late.caller.merchant,
        environment: late.caller.environment,
        wallet: late.caller.wallet,
        id: late.id,
        query: &late.query,
        body: &late.body,
        idempotency_key: late.idempotency_key.as_deref(),
        peer: late.peer,
        at,
        struck: None,
    };
    if let Err(refusal) = serve::run(late.service, late.route, &call) {
        tracing::debug!(message = refusal.message, "a late call was refused");
    }
    app.changed();
}
