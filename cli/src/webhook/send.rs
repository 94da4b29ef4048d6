//! `dgspay webhook send`

use std::time::{Duration, Instant};

use clap::Args;
use clap::builder::PossibleValuesParser;
use url::{Host, Url};

use super::samples;
use crate::exit::Exit;
use crate::failure::Failure;
use crate::output::Tone;
use crate::patience;
use crate::report::{Record, Report, Table, printable};
use crate::service::Service;
use crate::settings::Settings;

/// As long as the sandbox waits for a receiver.
const PATIENCE: Duration = Duration::from_secs(10);
/// How much of an answer is shown.
const SHOWN: usize = 200;
const ALL: &str = "all";

/// The events are signed with the first secret of `DGSPAY_WEBHOOK_SECRET`, or with --service rohopay of
/// `ROHOPAY_WEBHOOK_SECRET`. A receiver that works answers 200 to them (RohoPay takes any 2xx), also to the second of two that
/// are alike, and 401 with --bad-signature.
#[derive(Args)]
pub(crate) struct Arguments {
    /// Your receiver, such as `http://127.0.0.1:3000/webhook`
    url: Url,
    /// Which event of the service; may be repeated; `all` is one of each. Without it, a payment that was made
    #[arg(long = "event", value_name = "NAME",
        value_parser = PossibleValuesParser::new(samples::EVENTS.into_iter().chain([ALL])))]
    events: Vec<String>,
    /// The reference in them, such as that of a payment of your own
    #[arg(long, value_name = "REF")]
    reference: Option<String>,
    /// How often each is sent, as a service does that got no answer
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u8).range(1..=100))]
    times: u8,
    /// Sign with another secret: your receiver must answer 401
    #[arg(long)]
    bad_signature: bool,
    /// Also to a receiver that is not on this machine: whoever runs it gets events that your secret has signed
    #[arg(long)]
    remote: bool,
}

pub(super) async fn run(arguments: Arguments, settings: &Settings) -> Result<Report, Failure> {
    let here = is_loopback(&arguments.url);
    if !here && !arguments.remote {
        return Err(Failure::Usage(
            "The receiver is not on this machine, and a signed event can be believed anywhere: add --remote if it is yours."
                .to_owned(),
        ));
    }
    let service = settings.service;
    let events = events(&arguments.events, service)?;
    let secret = settings.signing_secret()?;
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(PATIENCE);
    // What is for this machine does not take the way over a proxy.
    let http = if here { http.no_proxy() } else { http };
    let http = http.build().map_err(|error| Failure::Obstacle(error.to_string()))?;
    let is_good = |status: u16| match (arguments.bad_signature, service) {
        (true, _) => status == 401,
        (false, Service::DgsPay) => status == 200,
        (false, Service::RohoPay) => (200..300).contains(&status),
    };
    let mut rows = Vec::new();
    let mut good = true;
    for event in events {
        let body = samples::body(event, arguments.reference.as_deref()).to_string();
        let secret = if arguments.bad_signature { "not the secret of this receiver" } else { secret.as_str() };
        let (header, signature) = samples::signature(service, secret, body.as_bytes());
        for _ in 0..arguments.times {
            let request = http
                .post(arguments.url.clone())
                .header("content-type", "application/json")
                .header(header, &signature)
                .body(body.clone());
            let (row, status) = patience::seen(&format!("Sending {event}"), delivered(event, request)).await;
            good &= status.is_some_and(is_good);
            rows.push(row);
        }
    }
    let headline = match (good, arguments.bad_signature) {
        (true, false) => "Received".to_owned(),
        (true, true) => "Refused, as it must be".to_owned(),
        (false, false) => match service {
            Service::DgsPay => "Not received: the service takes 200 for an answer and nothing else".to_owned(),
            Service::RohoPay => "Not received: the service takes 200 to 299 for an answer and nothing else".to_owned(),
        },
        (false, true) => "A forged event was not refused with 401".to_owned(),
    };
    let (exit, tone) = if good { (Exit::Done, Tone::Good) } else { (Exit::NotDone, Tone::Bad) };
    let table = Table::new("deliveries", &["event", "status", "milliseconds", "answer"], rows).breaking("answer");
    Ok(Report::new(exit).headline(tone, headline).table(table))
}

/// The events that were named, or the first of the service.
fn events(named: &[String], service: Service) -> Result<Vec<&'static str>, Failure> {
    let known = samples::events(service);
    if named.is_empty() {
        return Ok(known[..1].to_vec());
    }
    let mut events = Vec::new();
    for name in named {
        match known.iter().find(|event| *event == name) {
            Some(event) => events.push(*event),
            None if name == ALL => events.extend(known),
            None => {
                let what = format!("{name} is no event of {}; there are {}.", service.name(), known.join(", "));
                return Err(Failure::Usage(what));
            }
        }
    }
    Ok(events)
}

async fn delivered(event: &str, request: reqwest::RequestBuilder) -> (Record, Option<u16>) {
    let started = Instant::now();
    let answer = match request.send().await {
        Ok(response) => Ok((response.status().as_u16(), beginning(response).await)),
        Err(error) if error.is_timeout() => Err("no answer in 10 s".to_owned()),
        Err(error) if error.is_connect() => Err("nobody listens there".to_owned()),
        Err(error) => Err(error.without_url().to_string()),
    };
    let took = i64::try_from(started.elapsed().as_millis()).unwrap_or(i64::MAX);
    let (status, text) = answer.map_or_else(|text| (None, text), |(status, text)| (Some(status), text));
    let record = Record::new()
        .with("event", event)
        .with("status", status.map(i32::from))
        .with("milliseconds", took)
        .with("answer", printable(&text));
    (record, status)
}

/// As much of an answer as is shown, however long it is.
async fn beginning(mut response: reqwest::Response) -> String {
    let mut body = Vec::new();
    while body.len() < SHOWN {
        let Ok(Some(chunk)) = response.chunk().await else { break };
        body.extend_from_slice(&chunk);
    }
    String::from_utf8_lossy(&body).chars().take(SHOWN).collect()
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        Some(Host::Domain(name)) => name == "localhost",
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_this_machine() {
        let local = |text: &str| is_loopback(&text.parse().unwrap());
        assert!(local("http://127.0.0.1:3000/webhook") && local("http://localhost/") && local("http://[::1]:3000/"));
        assert!(
            !local("http://localhost.evil.example/") && !local("http://10.0.0.1/") && !local("https://shop.example/")
        );
    }
}
