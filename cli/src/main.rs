//! The command `dgspay`: an offline DGS-Pay on this machine, and a demonstration of what the SDK does.

mod demo;
mod output;
mod sandbox;

use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand};

/// Payments in East Africa, offline first.
#[derive(Parser)]
#[command(name = "dgspay", version, about, arg_required_else_help = true, max_term_width = 100)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Run an offline DGS-Pay on 127.0.0.1, with simulated money that adds up
    Sandbox(sandbox::Arguments),
    /// Take a payment on an embedded sandbox, verify its webhook, then lose an answer and find the payment again
    Demo(demo::Arguments),
    /// Print the completions of a shell
    Completions {
        /// The shell
        shell: clap_complete::Shell,
    },
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    // This program talks to loopback only, but an HTTP client wants a TLS provider before it is asked for anything.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let result = match cli.command {
        Command::Sandbox(arguments) => run(sandbox::run(arguments)),
        Command::Demo(arguments) => run(demo::run(arguments)),
        Command::Completions { shell } => {
            clap_complete::generate(shell, &mut Cli::command(), "dgspay", &mut std::io::stdout());
            Ok(())
        }
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            anstream::eprintln!("{}error:{} {error}", output::BAD.render(), output::BAD.render_reset());
            ExitCode::FAILURE
        }
    }
}

/// What ends a command: a sentence for the person in front of the terminal.
type Outcome = Result<(), Box<dyn std::error::Error>>;

fn run(command: impl Future<Output = Outcome>) -> Outcome {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()?.block_on(command)
}
