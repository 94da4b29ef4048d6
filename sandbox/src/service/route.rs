//! Which path leads to what.

use hyper::Method;
use percent_encoding::percent_decode_str;

use super::{Call, Refusal, Reply, Service};

/// One endpoint: its path under the service's base, where `{id}` stands for any one segment.
#[derive(Debug)]
pub(crate) struct Route {
    pub method: Method,
    pub path: &'static str,
    /// What faults and the log call it.
    pub operation: &'static str,
    pub answer: fn(&Call<'_>) -> Result<Reply, Refusal>,
}

/// Why a path leads nowhere.
pub(super) enum NoRoute {
    UnknownPath,
    /// What the path does take.
    Method(Vec<&'static str>),
}

/// The endpoint, and what stands for `{id}` in the path.
pub(super) fn find(service: &dyn Service, method: &Method, path: &str) -> Result<(&'static Route, String), NoRoute> {
    let path = path.strip_prefix(service.base()).unwrap_or(path);
    let here: Vec<_> = service.routes().iter().filter_map(|route| Some((route, captured(route.path, path)?))).collect();
    if let Some((route, id)) = here.iter().find(|(route, _)| route.method == *method) {
        return Ok((route, id.clone()));
    }
    if here.is_empty() {
        return Err(NoRoute::UnknownPath);
    }
    Err(NoRoute::Method(here.iter().map(|(route, _)| route.method.as_str()).collect()))
}

/// What stands for `{id}`, nothing if the pattern has none; `None` if the path does not match.
fn captured(pattern: &str, path: &str) -> Option<String> {
    let Some(prefix) = pattern.strip_suffix("{id}") else { return (pattern == path).then(String::new) };
    let id = path.strip_prefix(prefix).filter(|id| !id.is_empty() && !id.contains('/'))?;
    Some(percent_decode_str(id).decode_utf8_lossy().into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dgs::Dgs;
    use crate::roho::Roho;

    fn find(service: &dyn Service, method: &Method, path: &str) -> Option<(&'static str, String)> {
        super::find(service, method, path).ok().map(|(route, id)| (route.operation, id))
    }

    #[test]
    fn paths_lead_to_operations() {
        let dgs = |method, path| find(&Dgs, method, path);
        assert_eq!(
            dgs(&Method::GET, "/generation/v2/transactions/dgs_7%2FQ"),
            Some(("transactions.get", "dgs_7/Q".into()))
        );
        assert_eq!(dgs(&Method::GET, "/generation/v2/transactions"), Some(("transactions.list", String::new())));
        assert_eq!(dgs(&Method::GET, "/generation/v2/transactions/"), None);
        assert_eq!(dgs(&Method::GET, "/generation/v2/transactions/a/b"), None);
        assert_eq!(dgs(&Method::DELETE, "/generation/v2/charges"), None);
        assert_eq!(dgs(&Method::GET, "/generation/v2"), None);
        let roho = find(&Roho, &Method::GET, "/roho/api/v1/transactions/RHP-2024-ABC123");
        assert_eq!(roho, Some(("roho.transactions.get", "RHP-2024-ABC123".into())));
        assert_eq!(find(&Roho, &Method::GET, "/roho/api/v1/charges"), None);
    }
}
