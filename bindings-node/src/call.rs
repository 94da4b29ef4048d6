//! A call from its start to its end, and how JavaScript stops waiting for it.

use std::cell::Cell;
use std::future::Future;
use std::marker::PhantomData;
use std::pin::Pin;
use std::ptr::null_mut;
use std::rc::Rc;
use std::sync::Arc;

use dgspay::error::node::thrown;
use dgspay::{ErrorInfo, run};
use napi::bindgen_prelude::{ClassInstance, Function, JsValuesTupleIntoVec, ToNapiValue, Unknown};
use napi::sys::{self, napi_env, napi_threadsafe_function, napi_value};
use napi::threadsafe_function::{ThreadsafeFunction, ThreadsafeFunctionCallMode};
use napi::{Env, JsError, JsValue as _, Result, Status, check_status};
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
pub struct CancelToken(pub(crate) dgspay::CancelToken);

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

/// The number of a call that runs, which will bring a `T`.
pub struct Started<T>(u32, PhantomData<T>);

impl<T> ToNapiValue for Started<T> {
    unsafe fn to_napi_value(env: napi_env, started: Self) -> Result<napi_value> {
        Ok(started.0.into_unknown(&Env::from_raw(env))?.raw())
    }
}

/// The end of a call: what it has brought is made JavaScript's in JavaScript's thread.
type Ended = dgspay::Result<Box<dyn FnOnce(Env) -> Result<napi_value> + Send>>;

type Tell = ThreadsafeFunction<(u32, Ended), (), Told, Status, false, true>;

/// Tells JavaScript how calls have ended, by one function for all of them: to make one for each, as napi does for a promise,
/// is most of what a call costs in JavaScript's thread.
#[napi]
#[derive(Clone)]
pub struct Ends {
    tell: Arc<Tell>,
    running: Rc<Running>,
}

/// How many calls run. As long as one does, the process lives.
struct Running {
    count: Cell<u32>,
    last: Cell<u32>,
    tell: Cell<napi_threadsafe_function>,
}

impl Running {
    /// The number of a call that begins.
    fn begin(&self, env: Env) -> Result<u32> {
        if self.count.replace(self.count.get() + 1) == 0 {
            check_status!(unsafe { sys::napi_ref_threadsafe_function(env.raw(), self.tell.get()) })?;
        }
        self.last.set(self.last.get().wrapping_add(1));
        Ok(self.last.get())
    }

    fn end(&self, env: Env) -> Result<()> {
        if self.count.replace(self.count.get() - 1) == 1 {
            check_status!(unsafe { sys::napi_unref_threadsafe_function(env.raw(), self.tell.get()) })?;
        }
        Ok(())
    }
}

/// The number of a call, whether it has failed, and what it has brought or failed with.
pub struct Told(Vec<napi_value>);

impl JsValuesTupleIntoVec for Told {
    fn into_vec(self, _env: napi_env) -> Result<Vec<napi_value>> {
        Ok(self.0)
    }
}

#[napi]
#[allow(clippy::needless_pass_by_value, reason = "what crosses is owned")]
impl Ends {
    /// They are told to this function.
    #[napi(constructor)]
    pub fn new(
        #[napi(ts_arg_type = "(call: number, failed: boolean, brought: unknown) => void")] to: Function<Told, ()>,
    ) -> Result<Self> {
        let running = Rc::new(Running { count: Cell::new(0), last: Cell::new(0), tell: Cell::new(null_mut()) });
        let counting = Rc::clone(&running);
        let tell = to.build_threadsafe_function::<(u32, Ended)>().weak::<true>().build_callback(move |told| {
            let (env, (number, ended)) = (told.env, told.value);
            counting.end(env)?;
            let brought = ended.map_err(|error| thrown(env.raw(), &error)).and_then(|value| value(env));
            let failed = brought.is_err();
            let brought = brought.unwrap_or_else(|error| JsError::from(error).into_unknown(env).raw());
            Ok(Told(vec![number.into_unknown(&env)?.raw(), failed.into_unknown(&env)?.raw(), brought]))
        })?;
        running.tell.set(tell.raw());
        Ok(Self { tell: Arc::new(tell), running })
    }
}

impl Ends {
    /// Starts a call of the core.
    pub(crate) fn start<T: ToNapiValue + Send + 'static>(
        &self,
        env: Env,
        call: impl Future<Output = dgspay::Result<T>> + Send + 'static,
    ) -> Result<Started<T>> {
        let call: Pin<Box<dyn Future<Output = Ended> + Send>> = Box::pin(async {
            let value = call.await?;
            Ok(Box::new(move |env: Env| Ok(value.into_unknown(&env)?.raw())) as _)
        });
        Ok(Started(self.run(env, call)?, PhantomData))
    }

    /// What is the same for every type is compiled once: it is much, and there are two dozen calls.
    #[inline(never)]
    fn run(&self, env: Env, call: Pin<Box<dyn Future<Output = Ended> + Send>>) -> Result<u32> {
        let number = self.running.begin(env)?;
        let tell = Arc::clone(&self.tell);
        run(call, move |ended| {
            // Where JavaScript has ended there is nobody to tell.
            let _: Status = tell.call((number, ended), ThreadsafeFunctionCallMode::NonBlocking);
        });
        Ok(number)
    }
}

/// What to throw for an exception without `info`, which only a fault of this library can be.
#[napi]
#[must_use]
pub fn fault() -> ErrorInfo {
    dgspay::error::node::fault()
}
