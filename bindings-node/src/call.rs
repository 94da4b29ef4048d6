//! A call as a promise, and how JavaScript stops waiting for it.

use std::future::Future;
use std::pin::Pin;

use dgspay::ErrorInfo;
use dgspay::dgs::run;
use dgspay::error::node::thrown;
use napi::Env;
use napi::bindgen_prelude::{ClassInstance, Object, PromiseRaw, ToNapiValue, Unknown};
use napi::sys::napi_value;
use napi::{JsValue, Result};
use napi_derive::napi;

/// How one call differs from the client's settings.
#[napi(object, object_to_js = false)]
pub struct Call<'env> {
    /// The options as the user gave them, but for the signal.
    #[napi(ts_type = "object")]
    pub options: Unknown<'env>,
    /// What stands in for the signal.
    pub cancel: Option<ClassInstance<'env, CancelToken>>,
}

/// Stops the waiting for a call. It stands in for an `AbortSignal`, which napi would take over together with the handler
/// that the user has put on it.
#[napi]
#[derive(Default)]
pub struct CancelToken(pub(crate) dgspay::dgs::CancelToken);

#[napi]
impl CancelToken {
    /// A token that has stopped nothing yet.
    #[napi(constructor)]
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Stops the waiting.
    #[napi]
    pub fn cancel(&self) {
        self.0.cancel();
    }
}

/// The end of a call: what it has brought is made JavaScript's in JavaScript's thread.
type Ended = dgspay::Result<Box<dyn FnOnce(Env) -> Result<napi_value> + Send>>;

/// Runs a call of the core; the promise keeps the process alive until the call has ended.
pub(crate) fn promise<'env, T: ToNapiValue + Send + 'static>(
    env: Env,
    call: impl Future<Output = dgspay::Result<T>> + Send + 'static,
) -> Result<PromiseRaw<'env, T>> {
    let call: Pin<Box<dyn Future<Output = Ended> + Send>> = Box::pin(async {
        let value = call.await?;
        Ok(Box::new(move |env: Env| Ok(value.into_unknown(&env)?.raw())) as _)
    });
    Ok(PromiseRaw::new(env.raw(), pending(env, call)?))
}

/// What is the same for every type is compiled once: it is much, and there are two dozen calls.
#[inline(never)]
fn pending(env: Env, call: Pin<Box<dyn Future<Output = Ended> + Send>>) -> Result<napi_value> {
    let (deferred, promise): (_, Object<'_>) = env.create_deferred()?;
    run(call, move |ended| {
        deferred.resolve(move |env: Env| match ended {
            Ok(value) => value(env),
            Err(error) => Err(thrown(env.raw(), &error)),
        });
    });
    Ok(promise.raw())
}

/// The core's planted panic, to show that a panic ends as a typed error.
#[napi(catch_unwind)]
pub fn panic_for_tests(env: Env) -> Result<PromiseRaw<'static, ()>> {
    promise(env, dgspay::dgs::panic_for_tests())
}

/// What to throw for an exception without `info`, which only a fault of this library can be.
#[napi]
#[must_use]
pub fn fault() -> ErrorInfo {
    dgspay::error::node::fault()
}
