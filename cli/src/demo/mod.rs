//! `dgspay demo`: one payment from the push to the settled balance, and one whose answer is lost.

mod receiver;
mod stage;
mod story;

use clap::Args;

use crate::Outcome;
use crate::report::Record;

#[derive(Args)]
pub(crate) struct Arguments {
    /// Decides every key and reference
    #[arg(long, default_value_t = 7, value_name = "N")]
    seed: u64,
    /// Print one JSON document at the end
    #[arg(long)]
    json: bool,
}

pub(crate) async fn run(arguments: Arguments) -> Outcome {
    let stage = stage::Stage::set(arguments.seed, arguments.json).await?;
    let result = story::tell(&stage).await;
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
