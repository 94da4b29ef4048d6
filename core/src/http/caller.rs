//! How the client of a service makes its calls: on the core's own threads, under the client's settings, to an end that is
//! told to whoever waits for it.

use std::any::Any;
use std::future::Future;
use std::sync::Arc;

use bytes::Bytes;
use http::Method as HttpMethod;
use http::header::{HeaderName, HeaderValue};

use crate::error::Result;
use crate::http::running::{Running, Unwatched, Work, panicked};
use crate::http::settings::{CallOptions, Settings};
use crate::http::transport::HttpRequest;
use crate::http::waiting::{CancelToken, stopped_waiting};
use crate::http::{Answer, Kind, Method, Request, blot, call, runtime};

/// What a call brings, before it is known again as what it is.
type Decoded = Box<dyn Any + Send>;
type Decode = Box<dyn Fn(&Answer) -> Result<Decoded> + Send + Sync>;

/// The inside of every client. It is cheap to clone.
#[derive(Clone)]
pub(crate) struct Caller {
    settings: Arc<Settings>,
    cancel: Option<CancelToken>,
}

impl Caller {
    pub(crate) fn new(settings: Settings) -> Self {
        Self { settings: Arc::new(settings), cancel: None }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    /// This caller with other limits.
    pub(crate) fn with(&self, options: &CallOptions) -> Result<Self> {
        if *options == CallOptions::default() {
            return Ok(self.clone());
        }
        let settings = Arc::new(self.settings.with(options)?);
        Ok(Self { settings, cancel: self.cancel.clone() })
    }

    /// This caller, whose calls stop waiting when the token says so.
    pub(crate) fn cancelled_by(&self, token: &CancelToken) -> Self {
        Self { settings: Arc::clone(&self.settings), cancel: Some(token.clone()) }
    }

    /// Sends a request that changes nothing. If the caller stops waiting, it is given up.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        request: Request,
        decode: fn(&Answer) -> Result<T>,
    ) -> Result<T> {
        self.end_of(self.work(request, untyped(decode))?, Unwatched::Ends).await.and_then(typed)
    }

    /// Sends a request that moves money or changes something else; `token` is what ties its end to it if the answer is lost.
    /// It runs to its end even if the caller stops waiting: a call that is dropped half-way has an outcome that nobody knows.
    pub(crate) async fn act<T: Send + 'static>(
        &self,
        request: Request,
        token: Option<String>,
        decode: fn(&Answer) -> Result<T>,
    ) -> Result<T> {
        let kind = request.kind;
        let ended = match self.work(request, untyped(decode)) {
            Ok(work) => self.end_of(work, Unwatched::GoesOn).await.and_then(typed),
            Err(error) => Err(error),
        };
        ended.map_err(|error| match kind {
            Kind::Read => error,
            Kind::Change => error.of_change(),
            Kind::Money(movement) => error.of_money_call(movement, token),
            Kind::KeyedMoney(movement) => error.of_keyed_call(movement, token),
        })
    }

    /// Runs something that only reads, on the core's threads; if the caller stops waiting, it is given up.
    pub(crate) async fn watch<T: Send + 'static>(
        &self,
        reading: impl Future<Output = Result<T>> + Send + 'static,
    ) -> Result<T> {
        self.end_of(Box::pin(reading), Unwatched::Ends).await
    }

    /// How work ends: by itself, or because the caller stops waiting.
    async fn end_of<T: Send + 'static>(&self, work: Work<T>, unwatched: Unwatched) -> Result<T> {
        let running = Running::begin(work, unwatched)?;
        match &self.cancel {
            None => running.await,
            Some(token) => tokio::select! {
                biased;
                ended = running => ended,
                () = token.cancelled() => Err(stopped_waiting()),
            },
        }
    }

    fn work(&self, request: Request, decode: Decode) -> Result<Work<Decoded>> {
        let kind = request.kind;
        let limits = self.settings.limits(kind);
        let settings = Arc::clone(&self.settings);
        let (private, private_fields) = (request.private.clone(), request.private_fields);
        let request = self.addressed(request)?;
        Ok(Box::pin(async move {
            let transport = runtime::current().transport()?;
            // An answer that repeats a credential or a card must not carry it into an error, a log or a model.
            let clean = |answer| blot::without_fields(private_fields, settings.without_secrets(&private, answer));
            let decode = |answer: Answer| decode(&clean(answer));
            call::execute(&*transport, &request, kind, limits, decode).await
        }))
    }

    fn addressed(&self, request: Request) -> Result<HttpRequest> {
        let target = self.settings.address.target(&request.path, &request.query)?;
        let method = match request.method {
            Method::Get => HttpMethod::GET,
            Method::Post => HttpMethod::POST,
            Method::Patch => HttpMethod::PATCH,
            Method::Delete => HttpMethod::DELETE,
        };
        let mut headers = self.settings.headers(request.kind);
        let own = request.headers.iter().filter_map(|(name, value)| Some((name, HeaderValue::from_str(value).ok()?)));
        headers.extend(own.map(|(name, value)| (HeaderName::from_static(name), value)));
        let body = request.body.map_or_else(Bytes::new, Bytes::from_owner);
        Ok(HttpRequest { method, address: Arc::clone(&self.settings.address), target, headers, body })
    }
}

fn untyped<T: Send + 'static>(decode: fn(&Answer) -> Result<T>) -> Decode {
    Box::new(move |answer| Ok(Box::new(decode(answer)?)))
}

fn typed<T: 'static>(decoded: Decoded) -> Result<T> {
    decoded.downcast().map(|value| *value).map_err(|_| panicked())
}
