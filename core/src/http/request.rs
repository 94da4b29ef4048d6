//! A request and an answer as plain data: what the pure parts of the services make and read.

use zeroize::Zeroizing;

use crate::error::{Error, Movement};
use crate::secret::Secret;

/// Whether a request can move money, which decides whether it may be sent again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// It changes nothing: it may be repeated freely.
    Read,
    /// It changes something other than money: done twice, it would leave two of it.
    Change,
    /// It moves money and the service knows no key that would make a repetition harmless.
    Money(Movement),
    /// It moves money under a key by which the service knows a repetition: the same bytes may be sent again.
    KeyedMoney(Movement),
}

/// The HTTP methods that the services use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Method {
    Get,
    Post,
    Patch,
    Delete,
}

/// What is to be sent, without address and credentials.
#[derive(Clone, Debug)]
pub(crate) struct Request {
    pub(crate) kind: Kind,
    pub(crate) method: Method,
    /// The path below the base URL, in segments that are percent-encoded when it is sent.
    pub(crate) path: Vec<String>,
    pub(crate) query: Vec<(&'static str, String)>,
    /// Headers of this call alone, the same on every attempt: name in lower case, and value.
    pub(crate) headers: Vec<(&'static str, String)>,
    /// It is wiped once the call has ended: it may hold a key and a card.
    pub(crate) body: Option<Zeroizing<Vec<u8>>>,
    /// What the body holds that must not come back in an error, a log or a model if the service repeats it.
    pub(crate) private: Vec<Secret>,
    /// The fields of the body that hold what is as private, but too short to be told from other text.
    pub(crate) private_fields: &'static [&'static str],
}

impl Request {
    pub(crate) fn get(path: &[&str]) -> Self {
        Self {
            kind: Kind::Read,
            method: Method::Get,
            path: path.iter().map(|&segment| segment.to_owned()).collect(),
            query: Vec::new(),
            headers: Vec::new(),
            body: None,
            private: Vec::new(),
            private_fields: &[],
        }
    }

    /// A question that is asked with a body, and may be asked again.
    pub(crate) fn ask(path: &[&str], body: impl Into<Zeroizing<Vec<u8>>>) -> Self {
        Self { method: Method::Post, body: Some(body.into()), ..Self::get(path) }
    }

    pub(crate) fn money(movement: Movement, path: &[&str], body: impl Into<Zeroizing<Vec<u8>>>) -> Self {
        Self { kind: Kind::Money(movement), ..Self::ask(path, body) }
    }

    /// As [`Request::money`], for a service that knows a repetition by a key; whoever sends it adds the key.
    pub(crate) fn keyed(movement: Movement, path: &[&str], body: impl Into<Zeroizing<Vec<u8>>>) -> Self {
        Self { kind: Kind::KeyedMoney(movement), ..Self::ask(path, body) }
    }

    pub(crate) fn change(method: Method, path: &[&str], body: Option<Vec<u8>>) -> Self {
        Self { kind: Kind::Change, method, body: body.map(Zeroizing::new), ..Self::get(path) }
    }

    pub(crate) fn private<'a>(mut self, texts: impl IntoIterator<Item = &'a String>) -> Self {
        self.private.extend(texts.into_iter().map(|text| Secret::new(text.as_str())));
        self
    }

    pub(crate) fn private_fields(self, names: &'static [&'static str]) -> Self {
        Self { private_fields: names, ..self }
    }

    pub(crate) fn header(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.headers.push((name, value.into()));
        self
    }

    pub(crate) fn query<T: ToString>(mut self, name: &'static str, value: Option<T>) -> Self {
        self.query.extend(value.map(|value| (name, value.to_string())));
        self
    }
}

/// What came back: complete, and no longer than the limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) request_id: Option<String>,
    /// Seconds, from the header `Retry-After`.
    pub(crate) retry_after: Option<u32>,
    pub(crate) body: Vec<u8>,
}

impl Answer {
    /// The body as text. What is not UTF-8 is shown as such.
    pub(crate) fn text(&self) -> String {
        // Reading it as lossy text looks at every byte by itself, which it need not once it is known to be text.
        std::str::from_utf8(&self.body).map_or_else(|_| String::from_utf8_lossy(&self.body).into_owned(), str::to_owned)
    }

    /// The error with what this answer tells about itself.
    pub(crate) fn told(&self, error: Error) -> Error {
        error.http_status(self.status).request_id(self.request_id.clone()).retry_after(self.retry_after).raw(&self.body)
    }
}
