//! `dgspay demo`: one payment from the push to the settled balance, and one whose answer is lost. Each service has a story.
//!
//! | file | what is in it |
//! | --- | --- |
//! | `dgs.rs`, `roho.rs` | the two stories |
//! | `stage.rs` | what both need: a sandbox, and a hand for the handset |
//! | `receiver.rs` | a shop's webhook endpoint |

mod dgs;
mod receiver;
mod roho;
mod stage;

use clap::Args;

use crate::Outcome;
use crate::report::Record;
use crate::service::Service;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Whose story is told: dgspay or rohopay
    #[arg(long, value_enum, default_value_t, value_name = "NAME", hide_possible_values = true)]
    service: Service,
    /// Decides every key and reference
    #[arg(long, default_value_t = 7, value_name = "N")]
    seed: u64,
    /// Print one JSON document at the end
    #[arg(long)]
    json: bool,
}

pub(crate) async fn run(arguments: Arguments) -> Outcome {
    let stage = stage::Stage::set(arguments.seed, arguments.json).await?;
    stage.open();
    let result = match arguments.service {
        Service::DgsPay => dgs::tell(&stage).await,
        Service::RohoPay => roho::tell(&stage).await,
    };
    let told = stage.close().await;
    result?;
    if arguments.json {
        let document = Record::new().with("demo", "ok").with("seed", arguments.seed.to_string()).with("steps", told);
        anstream::println!("{}", serde_json::to_string(&document)?);
    } else {
        anstream::println!("demo: ok");
    }
    Ok(())
}
