//! The sandbox's control API.

use std::sync::LazyLock;

use serde_json::Value;

use crate::input::text;

/// One request to it. Any status but a success is an error.
pub async fn control(access: &Value, method: &str, path: &str, body: Option<&Value>) -> Result<Value, String> {
    static CLIENT: LazyLock<reqwest::Client> =
        LazyLock::new(|| reqwest::Client::builder().no_proxy().build().expect("a client"));
    let url = format!("{}{path}", text(access, "url"));
    let mut request = CLIENT.request(method.parse().expect("a method"), &url).bearer_auth(text(access, "token"));
    if let Some(body) = body {
        request = request.header("content-type", "application/json").body(body.to_string());
    }
    let answer = request.send().await.map_err(|error| format!("{url}: {error}"))?;
    let (status, body) = (answer.status(), answer.text().await.map_err(|error| error.to_string())?);
    let answer = serde_json::from_str(&body).unwrap_or(Value::Null);
    if status.is_success() { Ok(answer) } else { Err(format!("{method} {url}: {status} {body}")) }
}
