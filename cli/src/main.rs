//! The command `dgspay`: DGS-Pay and RohoPay from a terminal or a script, both of them offline on this machine, and a
//! demonstration of what the SDK does.

mod arguments;
mod ask;
mod balance;
mod banks;
mod card;
mod charge;
mod checkout;
mod convert;
mod demo;
mod disburse;
mod exit;
mod failure;
mod fees;
mod interrupt;
mod links;
mod output;
mod pages;
mod patience;
mod report;
mod sandbox;
mod service;
mod session;
mod settings;
mod transactions;
mod webhook;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::error::ErrorKind;
use clap::{Args, CommandFactory, Parser, Subcommand};

use exit::Exit;
use failure::Failure;
use report::{Record, Report};
use service::{Service, lacking};
use session::{Connected, Session};
use settings::{Connection, Keys};

/// Payments in East Africa, offline first.
#[derive(Parser)]
#[command(name = "dgspay", version, arg_required_else_help = true, max_term_width = 100, after_help = exit::TABLE)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run an offline DGS-Pay and RohoPay on 127.0.0.1, with simulated money that adds up
    Sandbox(sandbox::Arguments),
    /// Take a payment on an embedded sandbox, verify its webhook, then lose an answer and find the payment again
    Demo(demo::Arguments),
    /// Ask a payer for money: mobile money or a card
    Charge(Online<charge::Charge>),
    /// RohoPay's card payments, which end on the bank's page; DGS-Pay takes cards by `charge card`
    #[command(long_about = checkout::ABOUT, after_help = exit::TABLE)]
    Checkout(Direct<checkout::Checkout>),
    /// DGS-Pay's payment links: pages where anybody who has the link can pay
    Links(Online<links::Links>),
    /// Pay out of the wallet: to a bank account or a mobile wallet
    Disburse(Online<disburse::Disburse>),
    /// The banks and mobile-money providers that DGS-Pay's payouts can go to
    Banks(Direct<banks::Banks>),
    /// What the wallet holds
    Balance(Direct<balance::Balance>),
    /// Change one currency of DGS-Pay's wallet into another
    #[command(after_help = exit::TABLE)]
    Convert(Direct<convert::Convert>),
    /// What has happened on the account
    Transactions(Online<transactions::Transactions>),
    /// For your own webhook receiver: verify what arrived, send what could arrive
    Webhook(Receiving),
    /// What an amount costs, and what amount brings another; no network, no keys
    Fees(Offline<fees::Fees>),
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

/// Commands that call the service, with commands below them.
#[derive(Args)]
struct Online<C: Subcommand> {
    #[command(subcommand)]
    command: C,
    #[command(flatten)]
    connection: Connection,
    #[command(flatten)]
    output: Output,
}

/// Commands that call the service by themselves.
#[derive(Args)]
struct Direct<C: Args> {
    #[command(flatten)]
    command: C,
    #[command(flatten)]
    connection: Connection,
    #[command(flatten)]
    output: Output,
}

/// Commands that need no service.
#[derive(Args)]
struct Offline<C: Subcommand> {
    #[command(subcommand)]
    command: C,
    #[command(flatten)]
    output: Output,
}

/// Commands that need a webhook secret.
#[derive(Args)]
struct Receiving {
    #[command(subcommand)]
    command: webhook::Webhook,
    #[command(flatten)]
    keys: Keys,
    #[command(flatten)]
    output: Output,
}

#[derive(Args)]
struct Output {
    /// Print one JSON document, errors too
    #[arg(long, global = true, help_heading = settings::COMMON)]
    json: bool,
}

fn main() -> ExitCode {
    let arguments: Vec<OsString> = std::env::args_os().collect();
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return misunderstood(&error, &arguments),
    };
    // An HTTP client wants a TLS provider before it is asked for anything, and there is one that suits every use of it here.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let (output, service, result) = match cli.command {
        Command::Sandbox(arguments) => return simply(run(sandbox::run(arguments))),
        Command::Demo(arguments) => return simply(run(demo::run(arguments))),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "dgspay", &mut std::io::stdout());
            return ExitCode::SUCCESS;
        }
        Command::Charge(c) => online(c.output, &c.connection, async |with| c.command.run(with).await),
        Command::Checkout(c) => online(c.output, &c.connection, async |with| c.command.run(with).await),
        Command::Disburse(c) => online(c.output, &c.connection, async |with| c.command.run(with).await),
        Command::Balance(c) => online(c.output, &c.connection, async |with| c.command.run(with).await),
        Command::Transactions(c) => online(c.output, &c.connection, async |with| c.command.run(with).await),
        Command::Links(c) => {
            dgspay_only(c.output, &c.connection, links::LACKING, async |session| c.command.run(session).await)
        }
        Command::Banks(c) => {
            dgspay_only(c.output, &c.connection, banks::LACKING, async |session| c.command.run(session).await)
        }
        Command::Convert(c) => {
            dgspay_only(c.output, &c.connection, convert::LACKING, async |session| c.command.run(session).await)
        }
        Command::Webhook(c) => {
            let run = async { c.command.run(&c.keys.read()?).await };
            (c.output, c.keys.service, self::run(run))
        }
        Command::Fees(c) => (c.output, Service::default(), c.command.run()),
    };
    said(&output, service, result)
}

/// How to print it, whose it is, and what it has come to.
type Ended = (Output, Service, Result<Report, Failure>);

/// Runs a command that calls a service.
fn online(
    output: Output,
    connection: &Connection,
    command: impl AsyncFnOnce(&Connected) -> Result<Report, Failure>,
) -> Ended {
    let result = run(async { command(&Connected::open(connection)?).await });
    (output, connection.keys.service, result)
}

/// Runs a command that only DGS-Pay has; the sentence says what RohoPay has instead.
fn dgspay_only(
    output: Output,
    connection: &Connection,
    otherwise: &str,
    command: impl AsyncFnOnce(&Session) -> Result<Report, Failure>,
) -> Ended {
    let service = connection.keys.service;
    let result = match service {
        Service::DgsPay => run(async { command(&Session::with_dgspay(connection)?).await }),
        Service::RohoPay => Err(lacking(otherwise)),
    };
    (output, service, result)
}

/// Prints what a command has come to, and ends as that says, whether or not it could be printed. A program reads one JSON
/// document on stdout, whatever has happened.
fn said(output: &Output, service: Service, result: Result<Report, Failure>) -> ExitCode {
    let exit = result.as_ref().map_or_else(Failure::exit, |report| report.exit);
    match (output.json, result) {
        (true, Ok(report)) => output::print(&json(&report)),
        (true, Err(failure)) => output::print(&json(&Record::new().with("error", failure.record()))),
        (false, Ok(report)) => output::print(&report.text()),
        (false, Err(failure)) => output::tell(&failure.text(service)),
    }
    exit.into()
}

/// A command line that cannot be read: in words, or as JSON where that was asked for.
fn misunderstood(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    let is_help = matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayVersion);
    if !is_help && arguments.iter().any(|argument| argument == "--json") {
        let text = error.render().to_string();
        let slip = text.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
        let sentence = slip.split_whitespace().collect::<Vec<_>>().join(" ");
        output::print(&json(&Record::new().with("error", Failure::Usage(sentence).record())));
        return Exit::Usage.into();
    }
    // There is nobody to tell if stderr is closed.
    let _ = error.print();
    if is_help { ExitCode::SUCCESS } else { Exit::Usage.into() }
}

/// One document, one line.
fn json(document: &impl serde::Serialize) -> String {
    // Text, numbers, lists and maps with text for keys: there is nothing in a document that JSON could not say.
    serde_json::to_string(document).unwrap_or_default() + "\n"
}

/// What ends a command that has no result: a sentence for the person in front of the terminal.
type Outcome = Result<(), Box<dyn std::error::Error>>;

fn simply(outcome: Outcome) -> ExitCode {
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("{}error:{} {error}", output::BAD.render(), output::BAD.render_reset());
            ExitCode::FAILURE
        }
    }
}

fn run<T, E: From<std::io::Error>>(command: impl Future<Output = Result<T, E>>) -> Result<T, E> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(command)
}
